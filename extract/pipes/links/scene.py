"""One article as the finders of links see it: its clauses, and what begins where."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from extract.facts import Count, Date
from extract.pipes.counts.words import Reading
from extract.pipes.links.bodies import Body
from extract.text.prepare import Prepared

_PAUSE = re.compile(r"[，,；;：:。！？!?\n]|(?<=[\u4e00-\u9fff”])[ \u3000]+(?=[\u4e00-\u9fff“])")
#: What opens so goes on with the clause before.
_GOING_ON = re.compile("以及|及其")
_STOP = "。！？!?\n"
#: Of a clause without a pause, so many characters are read on either side of a count.
LONGEST_CLAUSE = 120
#: 两地 and 当地 stand for what is among so many bodies before.
MOST_BODIES_BACK = 40


class LinkWords(msgspec.Struct, frozen=True):
    """Words that tie a count to what is said of it; see ``rules/links/links.toml``."""

    toward: list[str]
    toward_bodies_only: list[str]
    not_toward: list[str]
    agent_marks: list[str]
    agent_marks_inside: list[str]
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
    news_marks: list[str]
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
    """A stretch between pauses: its number, offsets, words (indices), and whether a sentence ends there.

    Of a very long one, only what lies near the place that was asked for.
    """

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
    #: what begins at an offset, by that offset
    dates_from: dict[int, Date] = {}
    bodies_from: dict[int, Body] = {}
    counts_from: dict[int, Count] = {}
    #: where persons' names begin, in order
    name_starts: list[int] = []
    #: the subjects read so far, by the first word of their clause and the word they end before
    subjects: dict[tuple[int, int], Subject | None] = {}

    def __post_init__(self) -> None:
        """Find where clauses begin and end."""
        plain = self.prepared.plain
        pauses = [m.span() for m in _PAUSE.finditer(plain) if not _GOING_ON.match(plain, m.end())]
        self.begins = [0, *(end for _, end in pauses)]
        self.ends = [*(start for start, _ in pauses), len(plain)]
        self.dates_from = {date.start: date for date in self.dates}
        self.bodies_from = {body.start: body for body in self.bodies}
        self.counts_from = {count.start: count for count in self.counts}
        self.name_starts = sorted(self.names)

    def clause_at(self, offset: int) -> Clause:
        """The clause that holds an offset."""
        number = bisect.bisect_right(self.begins, offset) - 1
        return self._clause(number, offset - LONGEST_CLAUSE, offset + LONGEST_CLAUSE)

    def _clause(self, number: int, floor: int, ceiling: int) -> Clause:
        start, end = max(self.begins[number], floor), min(self.ends[number], ceiling)
        words = self.prepared.words
        first = bisect.bisect_left(words, (start, 0, ""))
        last = bisect.bisect_left(words, (end, 0, ""))
        closing = self.prepared.plain[self.ends[number] : self.ends[number] + 1]
        return Clause(number, start, end, first, last, not closing or closing in _STOP)

    def back(self, clause: Clause) -> Iterator[Clause]:
        """The clauses before one, to the beginning of the paragraph."""
        floor = self.prepared.paragraph_start(clause.start)
        for number in range(clause.number - 1, -1, -1):
            if self.begins[number] < floor:
                return
            yield self._clause(number, self.ends[number] - LONGEST_CLAUSE, self.ends[number])

    def on(self, clause: Clause) -> Iterator[Clause]:
        """The clauses behind one, to the end of its sentence."""
        while not clause.ends_sentence and clause.number + 1 < len(self.begins):
            begin = self.begins[clause.number + 1]
            clause = self._clause(clause.number + 1, begin, begin + LONGEST_CLAUSE)
            yield clause

    def date_from(self, offset: int) -> Date | None:
        """The date that begins at an offset."""
        return self.dates_from.get(offset)

    def body_from(self, offset: int) -> Body | None:
        """The body that begins at an offset."""
        return self.bodies_from.get(offset)

    def count_from(self, offset: int) -> Count | None:
        """The count that begins at an offset."""
        return self.counts_from.get(offset)

    def counts_between(self, start: int, end: int) -> Sequence[Count]:
        """The counts that begin between two offsets."""
        first = bisect.bisect_left(self.counts, start, key=lambda count: count.start)
        return self.counts[first : bisect.bisect_left(self.counts, end, key=lambda count: count.start)]

    def bodies_before(self, offset: int) -> Sequence[Body]:
        """The last bodies named before an offset, in text order."""
        last = bisect.bisect_right(self.bodies, offset, key=lambda body: body.end)
        return self.bodies[max(0, last - MOST_BODIES_BACK) : last]

    def last_person(self, offset: int) -> str | None:
        """The person named last before an offset."""
        index = bisect.bisect_left(self.name_starts, offset) - 1
        if index < 0:
            return None
        start = self.name_starts[index]
        return self.prepared.plain[start : self.names[start]]

    def person_before(self, offset: int) -> str | None:
        """The person whose name ends at an offset."""
        index = bisect.bisect_left(self.name_starts, offset) - 1
        ends = index >= 0 and self.names[self.name_starts[index]] == offset
        return self.prepared.plain[self.name_starts[index] : offset] if ends else None

    def word_at(self, offset: int) -> int:
        """The index of the first word that begins at or behind an offset."""
        return bisect.bisect_left(self.prepared.words, (offset, 0, ""))
