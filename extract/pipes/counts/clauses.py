"""Clauses: where they begin and end, what acts in them, and what is done."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.bodies import Body
from extract.pipes.counts.phrases import Kind, Reading
from extract.text.prepare import Prepared

_PAUSE = re.compile(r"[，,；;：:。！？!?\n]")
_STOP = "。！？!?\n"
#: A subject has so many words at most, and so many words at most stand before it in its clause.
LONGEST_SUBJECT = 9
MOST_BEFORE_SUBJECT = 14
#: What a preposition governs has so many words at most.
LONGEST_GOVERNED = 12


class LinkWords(msgspec.Struct, frozen=True):
    """Words that tie a count to what is said of it; see ``rules/counts/links.toml``."""

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
    clauses_back: int
    sentences_back: int
    clauses_on: int
    opening: int
    governs: int
    holds: int
    compared: list[str]


class Clause(msgspec.Struct, frozen=True):
    """A stretch between pauses: offsets, the words in it (indices), and whether a sentence ends with it."""

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

    def clause_at(self, offset: int) -> Clause:
        """The clause that holds an offset."""
        plain = self.prepared.plain
        floor = max(0, offset - 200)
        begins = [match.end() for match in _PAUSE.finditer(plain, floor, offset)]
        start = begins[-1] if begins else floor
        match = _PAUSE.search(plain, offset)
        end = len(plain) if match is None else match.start()
        return self._clause(start, end)

    def _clause(self, start: int, end: int) -> Clause:
        words = self.prepared.words
        first = bisect.bisect_left(words, (start, 0, ""))
        last = bisect.bisect_left(words, (end, 0, ""))
        closing = self.prepared.plain[end : end + 1]
        return Clause(start, end, first, last, not closing or closing in _STOP)

    def back(self, clause: Clause) -> Iterator[Clause]:
        """The clauses before one, to the beginning of the paragraph."""
        floor = self.prepared.paragraph_start(clause.start)
        start = clause.start
        while start - 1 > floor:
            plain = self.prepared.plain
            end = start - 1
            begin = max((plain.rfind(mark, floor, end) for mark in "，,；;：:。！？!?\n"), default=-1) + 1
            begin = max(begin, floor)
            yield self._clause(begin, end)
            start = begin

    def on(self, clause: Clause) -> Iterator[Clause]:
        """The clauses behind one, to the end of its sentence."""
        plain = self.prepared.plain
        end = clause.end
        while end < len(plain) and plain[end] not in _STOP:
            match = _PAUSE.search(plain, end + 1)
            next_end = len(plain) if match is None else match.start()
            yield self._clause(end + 1, next_end)
            end = next_end

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

    def word_at(self, offset: int) -> int:
        """The index of the first word that begins at or behind an offset."""
        return bisect.bisect_left(self.prepared.words, (offset, 0, ""))


class ClauseReader:
    """Reads who acts in a clause and what is done."""

    def __init__(self, words: LinkWords, endings: Sequence[str]) -> None:
        """Args: the words, and how names of bodies end."""
        self.words = words
        self._prepositions = frozenset(words.prepositions)
        self._localizers = frozenset(words.localizers)
        self._skipped = frozenset(words.skipped)
        self._no_action = frozenset(words.no_action)
        self._changes = frozenset(words.changes)
        self._directions = tuple(words.directions)
        self._actor_endings = (*words.actor_endings, *endings)
        self._messengers = tuple(words.messengers)
        self._pairs = frozenset(words.pairs)
        self._agent_marks = frozenset(words.agent_marks[:2])
        self._reporting = frozenset(words.reporting)

    def reports(self, scene: Scene, clause: Clause) -> bool:
        """Whether a clause tells who says something: 记者从…了解到, 印尼抗灾署22日表示."""
        return any(scene.reading.surface(i) in self._reporting for i in range(clause.first, clause.last))

    def subject(self, scene: Scene, clause: Clause, *, until: int) -> Subject | None:
        """What stands first in a clause before ``until`` (an index of a word), or None where a verb comes first."""
        index = self._behind_adverbials(scene, clause.first, until)
        if index is None or index >= until:
            return None
        surface = scene.reading.surface(index)
        if surface in self._agent_marks:
            return self._noun(scene, index + 1, until)
        return self._noun(scene, index, until)

    def _behind_adverbials(self, scene: Scene, index: int, until: int) -> int | None:
        """The index behind times, places and adverbs at the beginning; None where nothing is left."""
        words = scene.prepared.words
        for _ in range(MOST_BEFORE_SUBJECT):
            if index >= until:
                return None
            date = scene.date_from(words[index][0])
            surface, tag = scene.reading.surface(index), words[index][2]
            if date is not None:
                index = scene.word_at(date.end)
            elif surface in self._prepositions and surface not in self._agent_marks:
                behind = self._behind_preposition(scene, index, until)
                if behind is None:
                    return None
                index = behind
            elif surface in self._skipped or tag in ("d", "c", "t", "f", "x", "uj", "ul", "y") or not surface.strip():
                index += 1
            else:
                return index
        return index

    def _behind_preposition(self, scene: Scene, index: int, until: int) -> int | None:
        """Where what a preposition governs ends: behind its localizer, or behind its noun."""
        last_noun = None
        for position in range(index + 1, min(until, index + LONGEST_GOVERNED)):
            surface = scene.reading.surface(position)
            if surface in self._localizers or surface.endswith(tuple(w for w in self._localizers if len(w) > 1)):
                return position + 1
            kind = scene.reading.kind(position)
            body = scene.body_from(scene.prepared.words[position][0])
            if body is not None or kind in (Kind.NOUN, Kind.MODIFIER, Kind.JOINT, Kind.OF):
                last_noun = position
            elif last_noun is not None:
                return last_noun + 1
        return None

    def _noun(self, scene: Scene, index: int, until: int) -> Subject | None:
        """The noun phrase at ``index`` and what it is."""
        words, reading = scene.prepared.words, scene.reading
        begin, end, head = None, None, None
        position = index
        while position < min(until, index + LONGEST_SUBJECT):
            start, word_end, tag = words[position]
            kind = reading.kind(position)
            count = scene.count_from(start)
            body = scene.body_from(start)
            if count is not None and begin is None:
                begin, position = start, scene.word_at(count.end)
                continue
            if start in scene.names:
                begin, end = start if begin is None else begin, scene.names[start]
                head, position = (start, end, "nr"), scene.word_at(end)
                continue
            if body is not None and not body.is_person:
                begin, end = start if begin is None else begin, body.end
                head, position = (body.start, body.end, "nt"), scene.word_at(body.end)
                continue
            nominal = kind is Kind.NOUN or (kind is Kind.MODIFIER and tag in ("ns", "nt", "nr", "n", "vn", "j", "r"))
            if tag == "r" and begin is None and reading.surface(position) in ("他", "她", "他们", "她们", "它", "我们", "我"):
                return Subject(reading.surface(position), "pronoun", position + 1)
            if nominal or reading.surface(position) in self._pairs:
                begin, end = start if begin is None else begin, word_end
                head = (start, word_end, tag)
            elif kind is Kind.OF and begin is not None:
                begin, end, head = None, None, None
            elif kind is Kind.MODIFIER or (kind is Kind.JOINT and begin is not None) or tag in ("x", "m", "q", "b"):
                begin = start if begin is None and kind is Kind.MODIFIER else begin
            else:
                break
            position += 1
        if begin is None or end is None or head is None:
            return None
        name = scene.prepared.plain[begin:end].strip("“”「」、")
        return Subject(name, self._kind_of(scene, name, head), scene.word_at(end))

    def _kind_of(self, scene: Scene, name: str, head: tuple[int, int, str]) -> str:
        start, end, tag = head
        if name.startswith(self._messengers):
            return "messenger"
        if start in scene.names or tag in ("nr", "nrt", "nrfg"):
            return "person"
        if scene.prepared.plain[start:end].endswith(self._actor_endings) or tag in ("ns", "nt"):
            return "actor"
        return "thing"

    def is_actor(self, name: str) -> bool:
        """Whether a name ends as those of places and bodies do."""
        return name.endswith(self._actor_endings)

    def verb_before(self, scene: Scene, count: Count, first: int) -> int | None:
        """The index of the last verb before a count, from the word ``first`` on, that says what was done."""
        last = scene.word_at(count.start)
        for index in range(last - 1, first - 1, -1):
            if scene.count_from(scene.prepared.words[index][0]) is not None:
                continue
            if self._is_action(scene, index, count, directly=index == last - 1):
                return index
        return None

    def verb_behind(self, scene: Scene, count: Count, clause: Clause) -> int | None:
        """The index of the first verb behind a count in its clause."""
        for index in range(scene.word_at(count.end), clause.last):
            if scene.reading.kind(index) is Kind.OF:
                return None
            if self._is_action(scene, index, count, directly=False):
                return index
        return None

    def _is_action(self, scene: Scene, index: int, count: Count, *, directly: bool) -> bool:
        word, tag = scene.reading.surface(index), scene.prepared.words[index][2]
        if word in self._no_action or word in self._prepositions:
            return False
        if word in self._changes and count.unit in ("%", "个百分点", "百分点", "倍", "成", "番"):
            return False
        kind = scene.reading.kind(index)
        if kind is Kind.VERB or (tag == "v" and kind is Kind.STOP):
            return True
        if tag not in ("v", "vn"):
            return False
        before = scene.reading.kind(index - 1) if index else Kind.PAUSE
        opens = before in (Kind.PAUSE, Kind.ADVERB, Kind.STOP)
        return directly or opens or scene.reading.surface(index + 1) in ("了", "到")

    def verb_form(self, word: str) -> str:
        """A verb without what tells its direction: 派来 is 派."""
        return word[:-1] if len(word) > 1 and word.endswith(self._directions) else word


def names_of(prepared: Prepared, people: Sequence[Person]) -> dict[int, int]:
    """Start and end of every full name in the text."""
    return {
        span.start: span.end
        for person in people
        for span in person.mentions
        if prepared.plain[span.start : span.end] == person.name
    }
