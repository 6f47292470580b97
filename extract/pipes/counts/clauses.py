"""Clauses: where they begin and end, what acts in them, and what is done."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.bodies import Body
from extract.pipes.counts.phrases import Kind, Reading
from extract.text.prepare import Prepared

_PAUSE = re.compile(r"[，,；;：:。！？!?\n]|(?<=[\u4e00-\u9fff”])[ \u3000]+(?=[\u4e00-\u9fff“])")
#: What opens so goes on with the clause before.
_GOING_ON = re.compile("以及|及其")
_STOP = "。！？!?\n"
_NAMES = frozenset({"nr", "nrt", "nrfg"})
#: A subject has so many words at most, and so many words at most stand before it in its clause.
LONGEST_SUBJECT = 9
MOST_BEFORE_SUBJECT = 14
#: A firm's name has so many words at most, and none of these in it.
LONGEST_FIRM = 8
_NOT_IN_FIRM = re.compile("[在向为给对将从由被把与和及的了已共还又再、，\\d]|选派|组织|支援|帮扶|捐赠|投入|举办|援助")
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
    """A stretch between pauses: which, offsets, the words in it (indices), and whether a sentence ends with it."""

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
            matches = [m for m in _PAUSE.finditer(self.prepared.plain) if not _GOING_ON.match(self.prepared.plain, m.end())]
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


class ClauseReader:
    """Reads who acts in a clause and what is done."""

    def __init__(self, words: LinkWords, endings: Sequence[str], verbs: Sequence[str]) -> None:
        """Args: the words, how names of bodies end, and verbs that jieba tags as nouns."""
        self._verbs = frozenset(verbs)
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
        self._firm_endings = tuple(words.firm_endings)
        self._datelines = frozenset(words.datelines)
        self._local_actors = frozenset(words.local_actors)
        self._object_marks = frozenset(words.object_marks)
        self._agent_marks = frozenset(words.agent_marks[:2])
        self._reporting = frozenset(words.reporting)

    def reports(self, scene: Scene, clause: Clause) -> bool:
        """Whether a clause tells who says something: 记者从…了解到, 印尼抗灾署22日表示."""
        return any(scene.reading.surface(i) in self._reporting for i in range(clause.first, clause.last))

    def subject(self, scene: Scene, clause: Clause, *, until: int) -> Subject | None:
        """What stands first in a clause before ``until`` (an index of a word), or None where a verb comes first."""
        first = self._behind_dateline(scene, clause, until)
        index = self._behind_adverbials(scene, first, until)
        if index is None or index >= until:
            return None
        surface = scene.reading.surface(index)
        if surface in self._agent_marks:
            return self.noun(scene, index + 1, until)
        firm = self._firm(scene, index, until)
        if firm is not None:
            return firm
        subject = self.noun(scene, index, until)
        return None if subject is not None and self._is_act(scene, index, subject) else subject

    def _firm(self, scene: Scene, index: int, until: int) -> Subject | None:
        """新希望集团, 复旦大学博士生服务团: a name that is made of any words but ends as those of bodies do."""
        start = scene.prepared.words[index][0]
        if start in scene.names:
            return None
        for last in range(min(until, index + LONGEST_FIRM) - 1, index, -1):
            end = scene.prepared.words[last][1]
            name = scene.prepared.plain[start:end]
            if name.endswith(self._firm_endings) and not _NOT_IN_FIRM.search(name):
                return Subject(self._named(scene, start, end), "actor", last + 1)
        return None

    def _is_act(self, scene: Scene, index: int, subject: Subject) -> bool:
        """培训|基层干部36万人: a verb and what was counted, no subject."""
        if scene.prepared.words[index][2] not in ("v", "vn") and scene.reading.surface(index) not in self._verbs:
            return False
        words = scene.prepared.words
        if subject.after < len(words) and scene.count_from(words[subject.after][0]) is not None:
            return True
        start, end = words[index][0], words[subject.after - 1][1]
        return any(start < count.start < end for count in scene.counts)

    def _behind_dateline(self, scene: Scene, clause: Clause, until: int) -> int:
        """The index behind 本报兰州5月6日电, or the first."""
        if scene.prepared.plain.startswith(self._messengers, clause.start):
            for index in range(clause.first, min(until, clause.first + MOST_BEFORE_SUBJECT)):
                if scene.reading.surface(index) in self._datelines:
                    return index + 1
        return clause.first

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

    def noun(self, scene: Scene, index: int, until: int) -> Subject | None:
        """The noun phrase at ``index`` and what it is, or None where a verb stands there."""
        words, reading = scene.prepared.words, scene.reading
        begin, end, head, body_end = None, None, None, None
        position = index
        while position < min(until, index + LONGEST_SUBJECT):
            start, word_end, tag = words[position]
            kind = reading.kind(position)
            count = scene.count_from(start)
            body = scene.body_from(start)
            if count is not None and begin is None:
                begin, position = start, scene.word_at(count.end)
                continue
            if tag == "nr" and body_end == start and start not in scene.names and word_end - start == 2:
                end = body_end = word_end  # 浙江|安吉
                head, position = (begin or 0, end, "nt"), position + 1
                continue
            if start in scene.names:
                begin, end = start if begin is None else begin, scene.names[start]
                head, position = (start, end, "nr"), scene.word_at(end)
                continue
            if body is not None and not body.is_person:
                begin, end = start if begin is None else begin, body.end
                body_end = body.end
                head, position = (body.start, body.end, "nt"), scene.word_at(body.end)
                continue
            word = reading.surface(position)
            verbal = tag in ("v", "vn", "vd") and (kind is not Kind.NOUN or tag == "vn") or word in self._verbs
            verbal = verbal and word not in self._local_actors
            if word in self._pairs:
                return Subject(word, "actor", position + 1)
            acts = head is not None and (kind is Kind.VERB or self._kind_of(scene, "", head) != "thing")
            if verbal and acts:
                break  # 黄埔区|对口帮扶三都县
            if verbal and body_end is not None:
                end, head = body_end, (begin or 0, body_end, "nt")
                break  # 中国银行|定点帮扶
            if verbal and begin is None and self._has_object(scene, position, until):
                return None  # 资助|该校
            nominal = kind is Kind.NOUN or (kind is Kind.MODIFIER and tag in ("ns", "nt", "nr", "n", "vn", "j", "r"))
            if tag == "r" and begin is None and reading.surface(position) in ("他", "她", "他们", "她们", "它", "我们", "我"):
                return Subject(reading.surface(position), "pronoun", position + 1)
            if nominal or reading.surface(position) in self._pairs:
                begin, end = start if begin is None else begin, word_end
                head = (start, word_end, tag)
            elif kind is Kind.OF and begin is not None:
                begin, end, head, body_end = None, None, None, None
            elif kind is Kind.MODIFIER or (kind is Kind.JOINT and begin is not None) or tag in ("x", "m", "q", "b"):
                begin = start if begin is None and kind is Kind.MODIFIER else begin
            else:
                break
            position += 1
        if begin is None or end is None or head is None:
            return None
        name = self._named(scene, begin, end)
        kind_of = self._kind_of(scene, name, head)
        if kind_of == "thing" and body_end is not None and begin is not None:
            return Subject(self._named(scene, begin, body_end), "owner", scene.word_at(end))
        if kind_of == "person" and head[2] in _NAMES:
            name = scene.prepared.plain[head[0] : end]
        return Subject(name, kind_of, scene.word_at(end))

    @staticmethod
    def _named(scene: Scene, begin: int, end: int) -> str:
        """What stands between two offsets, 该县 being told by its name."""
        body = scene.body_from(begin)
        pointed = body.name if body is not None and body.end <= end else ""
        rest = begin if body is None or not pointed else body.end
        return (pointed + scene.prepared.plain[rest:end]).strip("“”「」、")

    @staticmethod
    def _has_object(scene: Scene, index: int, until: int) -> bool:
        if index + 1 >= until:
            return False
        behind = scene.prepared.words[index + 1][0]
        return scene.body_from(behind) is not None or scene.count_from(behind) is not None

    def _kind_of(self, scene: Scene, name: str, head: tuple[int, int, str]) -> str:
        start, end, tag = head
        if name.startswith(self._messengers):
            return "messenger"
        head_text = scene.prepared.plain[start:end]
        if start in scene.names:
            return "person"
        if tag in ("nz", "j", "eng") and end - start > 1 and name == head_text:
            return "actor"
        actor = head_text.endswith(self._actor_endings) and end - start > 1 or head_text in self._local_actors
        if actor or tag in ("ns", "nt"):
            return "actor"
        return "person" if tag in _NAMES or scene.is_person(head_text) else "thing"

    def is_actor(self, name: str) -> bool:
        """Whether a name ends as those of places and bodies do."""
        return name.endswith(self._actor_endings)

    def verb_before(self, scene: Scene, count: Count, first: int) -> int | None:
        """The index of the last verb before a count, from the word ``first`` on, that says what was done."""
        last = scene.word_at(count.start)
        noun_start, noun_end = self._noun_before(scene, count, first)
        for index in range(last - 1, first - 1, -1):
            start = scene.prepared.words[index][0]
            if scene.count_from(start) is not None or noun_start <= start < noun_end:
                continue
            if self._is_action(scene, index, count, directly=index == last - 1):
                return self._main_verb(scene, index, first, count)
        return None

    def _main_verb(self, scene: Scene, index: int, first: int, count: Count) -> int:
        """送|去, 接收|进修|人员: of two verbs side by side the first is what was done."""
        if index > first and scene.prepared.words[index - 1][2] == "v":
            last = scene.word_at(count.start) - 1
            attributive = index < last and scene.reading.kind(index + 1) is Kind.NOUN
            if (attributive or scene.reading.surface(index) in self._directions) and self._is_action(
                scene, index - 1, count, directly=False
            ):
                return index - 1
        return index

    @staticmethod
    def _noun_before(scene: Scene, count: Count, first: int) -> tuple[int, int]:
        """Where the noun of a count stands before it: verbs in it only say which kind it is."""
        if not count.noun or first >= len(scene.prepared.words):
            return count.start, count.start
        start = scene.prepared.plain.rfind(count.noun, scene.prepared.words[first][0], count.start)
        return (count.start, count.start) if start < 0 else (start, start + len(count.noun))

    def takes_object_before(self, scene: Scene, count: Count, first: int) -> bool:
        """Whether the verb stands behind the count: 将68万元捐给养老院."""
        return any(
            scene.reading.surface(i) in self._object_marks and scene.prepared.words[i + 1][2] not in ("v", "d", "t")
            for i in range(first, min(scene.word_at(count.start), len(scene.prepared.words) - 1))
        )

    def verb_behind(self, scene: Scene, count: Count, clause: Clause) -> int | None:
        """The index of the first verb behind a count in its clause."""
        over = self.takes_object_before(scene, count, clause.first)
        for index in range(scene.word_at(count.end), clause.last):
            if scene.reading.kind(index) is Kind.OF and not over:
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
        if word in self._verbs or kind is Kind.VERB:
            return True
        if tag == "v" and (kind is not Kind.NOUN or word in scene.reading.suffixes):
            return True
        if tag not in ("v", "vn"):
            return False
        before = scene.reading.kind(index - 1) if index else Kind.PAUSE
        opens = before in (Kind.PAUSE, Kind.ADVERB, Kind.STOP, Kind.VERB) or (
            index > 0 and scene.prepared.words[index - 1][2] in ("ns", "nt")
        )
        behind = index + 1 < len(scene.prepared.words) and scene.reading.surface(index + 1) in ("了", "到")
        return directly or opens or behind

    def verb_form(self, word: str) -> str:
        """A verb without what tells its direction: 派来 is 派."""
        return word[:-1] if len(word) > 1 and word.endswith(self._directions) else word


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
