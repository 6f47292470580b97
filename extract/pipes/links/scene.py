"""One article as the finders of links see it: its clauses, and what begins where."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.counts.words import Reading
from extract.pipes.links.bodies import Body
from extract.text.prepare import Prepared

_PAUSE = re.compile(r"[，,；;：:。！？!?\n]|(?<=[\u4e00-\u9fff”])[ \u3000]+(?=[\u4e00-\u9fff“])")
#: What opens so goes on with the clause before.
_GOING_ON = re.compile("以及|及其")
_STOP = "。！？!?\n"


class LinkWords(msgspec.Struct, frozen=True):
    """Words that tie a count to what is said of it; see ``rules/links/links.toml``."""

    toward: list[str]
    toward_bodies_only: list[str]
    not_toward: list[str]
    agent_marks: list[str]
    prepositions: list[str]
    localizers: list[str]
    reporting: list[str]
    skipped: list[str]
    no_action: list[str]
    changes: list[str]
    directions: list[str]
    giving: list[str]
    actor_endings: list[str]
    pairs: list[str]
    messengers: list[str]
    datelines: list[str]
    receiving: list[str]
    serving: list[str]
    scenes: list[str]
    aided: dict[str, str]
    aid_heads: list[str]
    ungiven: list[str]
    firm_endings: list[str]
    continuations: list[str]
    local_actors: list[str]
    object_marks: list[str]
    clauses_back: int
    sentences_back: int
    clauses_on: int
    opening: int
    governs: int
    holds: int
    compared: list[str]


class Clause(msgspec.Struct, frozen=True):
    """A stretch between pauses: its number, offsets, words (indices), and whether a sentence ends there."""

    number: int
    start: int
    end: int
    first: int
    last: int
    ends_sentence: bool


class Subject(msgspec.Struct, frozen=True):
    """What stands first in a clause: its name, what it is, and the index of the word behind it."""

    name: str
    kind: str
    after: int


class Scene(msgspec.Struct):
    """One article, as the finders of links see it."""

    prepared: Prepared
    reading: Reading
    bodies: Sequence[Body]
    dates: Sequence[Date]
    counts: Sequence[Count]
    names: Mapping[int, int]
    is_person: Callable[[str], bool]
    begins: list[int] = []
    ends: list[int] = []

    def clause_at(self, offset: int) -> Clause:
        """The clause that holds an offset."""
        return self._clause(bisect.bisect_right(self._begins(), offset) - 1)

    def _begins(self) -> list[int]:
        """Where clauses begin, in order; found once."""
        if not self.begins:
            matches = [
                m
                for m in _PAUSE.finditer(self.prepared.plain)
                if not _GOING_ON.match(self.prepared.plain, m.end())
            ]
            self.begins = [0, *(match.end() for match in matches)]
            self.ends = [*(match.start() for match in matches), len(self.prepared.plain)]
        return self.begins

    def _clause(self, number: int) -> Clause:
        start, end = self._begins()[number], self.ends[number]
        words = self.prepared.words
        first = bisect.bisect_left(words, (start, 0, ""))
        last = bisect.bisect_left(words, (end, 0, ""))
        closing = self.prepared.plain[end : end + 1]
        return Clause(number, start, end, first, last, not closing or closing in _STOP)

    def back(self, clause: Clause) -> Iterator[Clause]:
        """The clauses before one, to the beginning of the paragraph."""
        floor = self.prepared.paragraph_start(clause.start)
        for number in range(clause.number - 1, -1, -1):
            if self._begins()[number] < floor:
                return
            yield self._clause(number)

    def on(self, clause: Clause) -> Iterator[Clause]:
        """The clauses behind one, to the end of its sentence."""
        while not clause.ends_sentence and clause.number + 1 < len(self._begins()):
            clause = self._clause(clause.number + 1)
            yield clause

    def date_from(self, offset: int) -> Date | None:
        """The date that begins at an offset."""
        index = bisect.bisect_left(self.dates, offset, key=lambda date: date.start)
        return self.dates[index] if index < len(self.dates) and self.dates[index].start == offset else None

    def body_from(self, offset: int) -> Body | None:
        """The body that begins at an offset."""
        index = bisect.bisect_left(self.bodies, offset, key=lambda body: body.start)
        return self.bodies[index] if index < len(self.bodies) and self.bodies[index].start == offset else None

    def count_from(self, offset: int) -> Count | None:
        """The count that begins at an offset."""
        index = bisect.bisect_left(self.counts, offset, key=lambda count: count.start)
        return self.counts[index] if index < len(self.counts) and self.counts[index].start == offset else None

    def last_person(self, offset: int) -> str | None:
        """The person named last before an offset."""
        start = max((start for start in self.names if start < offset), default=None)
        return None if start is None else self.prepared.plain[start : self.names[start]]

    def word_at(self, offset: int) -> int:
        """The index of the first word that begins at or behind an offset."""
        return bisect.bisect_left(self.prepared.words, (offset, 0, ""))


def names_of(prepared: Prepared, people: Sequence[Person]) -> dict[int, int]:
    """Start and end of every full name in the text."""
    return {
        span.start: span.end
        for person in people
        for span in person.mentions
        if prepared.plain[span.start : span.end] == person.name and not _is_place(person.name)
    }


def _is_place(name: str) -> bool:
    """武侯区 is no person, though it looks like one."""
    return len(name) > 2 and name.endswith(tuple("省市县区镇乡村州"))
