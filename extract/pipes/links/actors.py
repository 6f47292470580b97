"""Who acts in a clause: its subject, behind times, places and adverbs, and what kind of subject it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extract.pipes.counts.words import Kind
from extract.pipes.links.scene import Clause, LinkWords, Scene, Subject

_NAMES = frozenset({"nr", "nrt", "nrfg"})
_PRONOUNS = frozenset({"他", "她", "他们", "她们", "它", "我们", "我"})
#: Tags of what is skipped before a subject, and of what may stand in one though it is no noun.
_SKIPPED_TAGS = frozenset({"d", "c", "t", "f", "x", "uj", "ul", "y"})
_INNER_TAGS = frozenset({"x", "m", "q", "b"})
_NOMINAL_MODIFIERS = frozenset({"ns", "nt", "nr", "n", "vn", "j", "r"})
#: A subject has so many words at most, and so many words at most stand before it in its clause.
LONGEST_SUBJECT = 9
MOST_BEFORE_SUBJECT = 14
#: A firm's name has so many words at most, and none of these in it.
LONGEST_FIRM = 8
_NOT_IN_FIRM = re.compile(
    "[在向为给对将从由被把与和及的了已共还又再、，\\d]|选派|组织|支援|帮扶|捐赠|投入|举办|援助"
)
#: What a preposition governs has so many words at most.
LONGEST_GOVERNED = 12

#: Start, end and tag of a head.
_Head = tuple[int, int, str]


class _Run(msgspec.Struct):
    """A noun phrase as far as it was read: begin, end, head, and where a body in it ends."""

    position: int
    begin: int | None = None
    end: int | None = None
    head: _Head | None = None
    body_end: int | None = None

    def take(self, start: int, end: int, tag: str, position: int) -> None:
        """Go on with a word or a name that may be the head."""
        self.begin = start if self.begin is None else self.begin
        self.end, self.head, self.position = end, (start, end, tag), position


class ActorReader:
    """Reads who acts in a clause."""

    def __init__(self, words: LinkWords, endings: Sequence[str], verbs: Sequence[str]) -> None:
        """Args: the words, how names of bodies end, and verbs that jieba tags as nouns."""
        self._verbs = frozenset(verbs)
        self._prepositions = frozenset(words.prepositions)
        self._localizers = frozenset(words.localizers)
        self._long_localizers = tuple(word for word in words.localizers if len(word) > 1)
        self._skipped = frozenset(words.skipped)
        self._actor_endings = (*words.actor_endings, *endings)
        self._messengers = tuple(words.messengers)
        self._pairs = frozenset(words.pairs)
        self._firm_endings = tuple(words.firm_endings)
        self._datelines = frozenset([*words.datelines, *words.news_marks])
        self._local_actors = frozenset(words.local_actors)
        self._agent_marks = frozenset(words.agent_marks)
        self._reporting = frozenset(words.reporting)

    def is_actor(self, name: str) -> bool:
        """Whether a name ends as those of places and bodies do."""
        return name.endswith(self._actor_endings)

    def reports(self, scene: Scene, clause: Clause) -> bool:
        """Whether a clause tells who says something: 记者从…了解到, 印尼抗灾署22日表示."""
        return any(scene.reading.surface(i) in self._reporting for i in range(clause.first, clause.last))

    def subject(self, scene: Scene, clause: Clause, *, until: int) -> Subject | None:
        """What stands first in a clause, or None where a verb does.

        Args:
            scene: the article.
            clause: the clause.
            until: the index of the word before which it is looked for.
        """
        if (clause.first, until) not in scene.subjects:
            scene.subjects[clause.first, until] = self._read_subject(scene, clause, until)
        return scene.subjects[clause.first, until]

    def _read_subject(self, scene: Scene, clause: Clause, until: int) -> Subject | None:
        first = self._behind_dateline(scene, clause, until)
        index = self._behind_adverbials(scene, first, until)
        if index is None or index >= until:
            return None
        if scene.reading.surface(index) in self._agent_marks:
            return self.noun(scene, index + 1, until)
        firm = self._firm(scene, index, until)
        if firm is not None:
            return firm
        subject = self.noun(scene, index, until)
        return None if subject is not None and self._is_act(scene, index, subject) else subject

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
            surface = scene.reading.surface(index)
            if date is not None:
                index = scene.word_at(date.end)
            elif surface in self._prepositions and surface not in self._agent_marks:
                behind = self._behind_preposition(scene, index, until)
                if behind is None:
                    return None
                index = behind
            elif surface in self._skipped or words[index][2] in _SKIPPED_TAGS or not surface.strip():
                index += 1
            else:
                return index
        return index

    def _behind_preposition(self, scene: Scene, index: int, until: int) -> int | None:
        """Where what a preposition governs ends: behind its localizer, or behind its noun."""
        last_noun = None
        for position in range(index + 1, min(until, index + LONGEST_GOVERNED)):
            surface = scene.reading.surface(position)
            if surface in self._localizers or surface.endswith(self._long_localizers):
                return position + 1
            kind = scene.reading.kind(position)
            body = scene.body_from(scene.prepared.words[position][0])
            if body is not None or kind in (Kind.NOUN, Kind.MODIFIER, Kind.JOINT, Kind.OF):
                last_noun = position
            elif last_noun is not None:
                return last_noun + 1
        return None

    def _firm(self, scene: Scene, index: int, until: int) -> Subject | None:
        """新希望集团, 复旦大学博士生服务团: made of any words, but ending as the names of bodies do."""
        start = scene.prepared.words[index][0]
        if start in scene.names:
            return None
        for last in range(min(until, index + LONGEST_FIRM) - 1, index, -1):
            end = scene.prepared.words[last][1]
            name = scene.prepared.plain[start:end]
            if name.endswith(self._firm_endings) and not _NOT_IN_FIRM.search(name):
                return Subject(_named(scene, start, end), "actor", last + 1)
        return None

    def _is_act(self, scene: Scene, index: int, subject: Subject) -> bool:
        """培训|基层干部36万人: a verb and what was counted, no subject."""
        words = scene.prepared.words
        if words[index][2] not in ("v", "vn") and scene.reading.surface(index) not in self._verbs:
            return False
        if subject.after < len(words) and scene.count_from(words[subject.after][0]) is not None:
            return True
        start, end = words[index][0], words[subject.after - 1][1]
        return bool(scene.counts_between(start + 1, end))

    def noun(self, scene: Scene, index: int, until: int) -> Subject | None:
        """The noun phrase at ``index`` and what it is, or None where a verb stands there.

        Args:
            scene: the article.
            index: the first word.
            until: the index of the word behind the last that may belong to it.
        """
        run = _Run(index)
        last = min(until, index + LONGEST_SUBJECT)
        while run.position < last:
            if self._take_name(scene, run):
                continue
            word, tag = scene.reading.surface(run.position), scene.prepared.words[run.position][2]
            if word in self._pairs:
                return Subject(word, "actor", run.position + 1)
            if tag == "r" and run.begin is None and word in _PRONOUNS:
                return Subject(word, "pronoun", run.position + 1)
            if self._is_verbal(scene, run.position):
                if self._acts(scene, run):
                    break
                if run.begin is None and _has_object(scene, run.position, until):
                    return None  # 资助|该校
            if not self._take_word(scene, run):
                break
        return self._told(scene, run)

    def _take_name(self, scene: Scene, run: _Run) -> bool:
        """Whether a count, a person's name or a body stood next, which was taken whole."""
        start, end, tag = scene.prepared.words[run.position]
        count, body = scene.count_from(start), scene.body_from(start)
        if count is not None and run.begin is None:
            run.begin, run.position = start, scene.word_at(count.end)
        elif tag == "nr" and run.body_end == start and start not in scene.names and end - start == 2:
            run.take(run.begin or 0, end, "nt", run.position + 1)  # 浙江|安吉
            run.body_end = end
        elif start in scene.names:
            run.take(start, scene.names[start], "nr", scene.word_at(scene.names[start]))
        elif body is not None:
            run.take(body.start, body.end, "nt", scene.word_at(body.end))
            run.body_end = body.end
        else:
            return False
        return True

    def _take_word(self, scene: Scene, run: _Run) -> bool:
        """Whether the next word belongs to the phrase."""
        start, end, tag = scene.prepared.words[run.position]
        kind = scene.reading.kind(run.position)
        if kind is Kind.NOUN or (kind is Kind.MODIFIER and tag in _NOMINAL_MODIFIERS):
            run.take(start, end, tag, run.position + 1)
            return True
        if kind is Kind.OF and run.begin is not None:
            run.begin = run.end = run.head = run.body_end = None
        elif kind is Kind.MODIFIER or (kind is Kind.JOINT and run.begin is not None) or tag in _INNER_TAGS:
            run.begin = start if run.begin is None and kind is Kind.MODIFIER else run.begin
        else:
            return False
        run.position += 1
        return True

    def _is_verbal(self, scene: Scene, position: int) -> bool:
        word, tag = scene.reading.surface(position), scene.prepared.words[position][2]
        if word in self._local_actors:
            return False
        by_tag = tag in ("v", "vd") and scene.reading.kind(position) is not Kind.NOUN
        return by_tag or tag == "vn" or word in self._verbs

    def _acts(self, scene: Scene, run: _Run) -> bool:
        """Whether what was read so far is the subject of the verb that follows: 黄埔区|对口帮扶三都县."""
        kind = scene.reading.kind(run.position)
        if run.head is not None and (kind is Kind.VERB or self._kind_of(scene, "", run.head) != "thing"):
            return True
        if run.body_end is not None:
            run.end, run.head = run.body_end, (run.begin or 0, run.body_end, "nt")
            return True  # 中国银行|定点帮扶
        return False

    def _told(self, scene: Scene, run: _Run) -> Subject | None:
        if run.begin is None or run.end is None or run.head is None:
            return None
        name, after = _named(scene, run.begin, run.end), scene.word_at(run.end)
        kind = self._kind_of(scene, name, run.head)
        if kind == "thing" and run.body_end is not None:
            return Subject(_named(scene, run.begin, run.body_end), "owner", after)
        if kind == "person" and run.head[2] in _NAMES:
            name = scene.prepared.plain[run.head[0] : run.end]
        return Subject(name, kind, after)

    def _kind_of(self, scene: Scene, name: str, head: _Head) -> str:
        start, end, tag = head
        if name.startswith(self._messengers):
            return "messenger"
        if start in scene.names:
            return "person"
        text = scene.prepared.plain[start:end]
        if tag in ("nz", "j", "eng") and end - start > 1 and name == text:
            return "actor"
        ends_so = text.endswith(self._actor_endings) and end - start > 1
        if ends_so or text in self._local_actors or tag in ("ns", "nt"):
            return "actor"
        return "person" if tag in _NAMES or scene.is_person(text) else "thing"


def _named(scene: Scene, begin: int, end: int) -> str:
    """What stands between two offsets, 该县 being told by its name."""
    body = scene.body_from(begin)
    pointed = body.name if body is not None and body.end <= end else ""
    rest = begin if body is None or not pointed else body.end
    return (pointed + scene.prepared.plain[rest:end]).strip("“”「」、")


def _has_object(scene: Scene, index: int, until: int) -> bool:
    if index + 1 >= until:
        return False
    behind = scene.prepared.words[index + 1][0]
    return scene.body_from(behind) is not None or scene.count_from(behind) is not None
