"""Noun phrases beside a number, read word by word: where one begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from extract.pipes.counts.words import Kind, NounGrammar, Reading, WordKinds
from extract.rules import RuleBook
from extract.text.prepare import Prepared

#: A phrase is looked for so many words on, and is so many words long at most.
MOST_WORDS = 16
LONGEST_PHRASE = 7
#: With 和 and its like, the second noun is so many words long at most.
LONGEST_JOINED = 3
#: Before 的 so many words may only say which kind: 15辆|这样的|医疗车.
LONGEST_LIGHT_ATTRIBUTE = 2

_QUOTES = str.maketrans("「」『』", "“”‘’")
#: Verbs that end so want an object: 送给, 销往.
_IN_ATTRIBUTES = frozenset({"在", "驻", "赴", "被"})
_GOING_ON = tuple("给往到至出入进向成为于了")


class Spanned(Protocol):
    """What stands between two offsets."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""


class Phrase(msgspec.Struct, frozen=True):
    """A noun phrase: offsets in the text, and where its head (the last word) begins."""

    start: int
    end: int
    head: int


class _Run(msgspec.Struct):
    """What was read of a phrase: its last noun, the last that is counted often, the last for people.

    ``ends_well`` says whether it ends where a phrase may, and not before a verb that is said of it.
    """

    head: int | None = None
    counted: int | None = None
    people: int | None = None
    quoted: bool = False
    ends_well: bool = True

    def ends_badly(self) -> bool:
        """End before a verb that is said of the noun; always False."""
        self.ends_well = False
        return False


def cleaned(noun: str) -> str | None:
    """A noun without the marks about it: “白叶一号”茶苗 keeps its pair, a lone mark goes."""
    noun = noun.strip(" ·、\n").translate(_QUOTES)
    for opening, closing in ("“”", "‘’", "《》", "（）"):
        if (opening in noun) != (closing in noun) or (noun[:1] == opening and noun[-1:] == closing):
            noun = noun.replace(opening, "").replace(closing, "")
    return noun.strip(" ·、\n") or None


class PhraseReader:
    """Reads the noun phrase right or left of a place."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        self.grammar = grammar = msgspec.convert(book.settings("counts/nouns"), NounGrammar)
        heads = book.words("counts/heads")
        #: verbs that jieba tags as nouns
        self.verbs = book.words("counts/verbs")
        self._kinds = WordKinds(grammar, heads, self.verbs)
        self._person_heads = tuple(grammar.person_heads)
        self._intransitive = frozenset(grammar.intransitive)
        self._light_attributes = frozenset(grammar.light_attributes)
        self._heads = frozenset(heads)
        self._compound_heads = tuple(grammar.compound_heads)
        self._not_persons = tuple(grammar.not_persons)
        self._verbs_like_people = frozenset(grammar.not_persons_verbs)
        self._not_joined = tuple(grammar.not_joined)
        self._glued_ends = tuple(grammar.glued_ends)
        self._noun_endings = tuple(grammar.noun_endings)
        self._vague_openings = tuple(grammar.vague_openings)

    def reading(self, prepared: Prepared, *facts: Iterable[Spanned]) -> Reading:
        """An article's words with their kinds; no phrase crosses where one of the facts begins or ends."""
        barriers = frozenset(offset for row in facts for fact in row for offset in (fact.start, fact.end))
        return Reading(prepared, self._kinds, barriers)

    def is_counted(self, noun: str) -> bool:
        """Whether a noun is one of those that are counted often."""
        return noun in self._heads

    def is_deed(self, noun: str) -> bool:
        """Whether a word for a deed is nothing else: 培训, but not 考生 or 经费."""
        return noun not in self._heads and not noun.endswith(self._noun_endings) and not self.is_person(noun)

    def is_person(self, noun: str) -> bool:
        """Whether a noun means people."""
        if not noun.endswith(self._person_heads) or noun in self._verbs_like_people:
            return False
        return not noun.endswith(self._not_persons)

    def right(self, reading: Reading, index: int, begin: int, *, person: bool) -> Phrase | None:
        """The phrase that begins at ``begin``, in the word ``index``.

        Args:
            reading: the article.
            index: the first word.
            begin: the offset where the phrase may begin.
            person: whether people are counted.
        """
        phrase, after = self._run(reading, index, begin, person=person)
        if phrase is None:
            return None
        while reading.kind(after) is Kind.JOINT or self._next_quotation(reading, after):
            joined_at = after + (reading.kind(after) is Kind.JOINT)
            if joined_at >= len(reading.words) or reading.barred(joined_at):
                break
            joint = reading.surface(after)
            second, behind = self._run(
                reading, joined_at, reading.words[joined_at][0], person=person, joined=True
            )
            if second is None or not self._joins(reading, phrase, second, joint, behind):
                break
            phrase, after = Phrase(phrase.start, second.end, second.head), behind
        return phrase

    def _next_quotation(self, reading: Reading, index: int) -> bool:
        """“土专家”“田秀才”."""
        return reading.kind(index) is Kind.OPENING and reading.kind(index - 1) is Kind.CLOSING

    def _joins(self, reading: Reading, first: Phrase, second: Phrase, joint: str, behind: int) -> bool:
        """Whether two nouns are counted together, and the second is no other clause's beginning."""
        one, two = reading.plain[first.head : first.end], reading.plain[second.head : second.end]
        both_people = self.is_person(one) and self.is_person(two)
        listed = both_people and joint == "、"  # 牧师、传道人、教徒|昨日
        if reading.barred(behind) and reading.kind(behind) is not Kind.PAUSE and not listed:
            return False
        if reading.plain.startswith(self._vague_openings, second.start):
            return False
        if joint != "、" and reading.plain.startswith(self._not_joined, second.end):
            return False
        if joint == "、":
            return True
        if joint in ("或", "或者") or one[-1] == two[-1]:
            return True
        if self.is_person(one) != self.is_person(two):
            return False
        alike = self.is_counted(one) and len(two) > 1 and self.is_counted(two)  # 企业和机构
        return both_people or alike or reading.kind(behind) in (Kind.PAUSE, Kind.OF)

    def _run(
        self, reading: Reading, index: int, begin: int, *, person: bool, joined: bool = False
    ) -> tuple[Phrase | None, int]:
        """Modifiers and nouns up to the last noun, and the index behind them."""
        run = _Run()
        last = min(len(reading.words), index + (LONGEST_JOINED if joined else LONGEST_PHRASE) + 3)
        for position in range(index, last):
            if position > index and reading.barred(position) and not run.quoted:
                run.ends_well = False
                break
            if not self._take(reading, run, position, begin, person=person):
                break
        else:
            position = last
        head = self._head_of(reading, run)
        if head is None:
            return None, position
        after, end = head + 1, reading.words[head][1]
        if after < len(reading.words) and reading.kind(after) is Kind.CLOSING and not reading.barred(after):
            end, after = reading.words[after][1], after + 1
        return Phrase(begin, end, max(begin, reading.words[head][0])), after

    def _take(self, reading: Reading, run: _Run, position: int, begin: int, *, person: bool) -> bool:
        """Whether the next word belongs to the phrase, which is told of it."""
        kind = reading.kind(position, begin)
        if kind is Kind.OPENING:
            if run.head is not None and reading.surface(position) == "《":
                return False  # 电视剧|《…》
            run.quoted = True
        elif kind is Kind.CLOSING:
            run.quoted = False
        elif kind is Kind.NOUN or (run.quoted and kind not in (Kind.PAUSE, Kind.OF, Kind.JOINT)):
            if not run.quoted and reading.acts(position):
                return run.ends_badly()
            self._take_noun(reading, run, position, begin, person=person)
        elif kind is Kind.MODIFIER:
            if run.counted is not None and not person and self._trains(reading, position):
                return run.ends_badly()
            if run.head is not None and reading.surface(position) in self._intransitive:
                return run.ends_badly()  # 3761部影片|参赛
            if reading.may_be_noun(position) and self._ends_phrase(
                reading, position + 1, first=run.head is None
            ):
                run.head = position
        elif kind in (Kind.VERB, Kind.ADVERB):
            does = run.counted is not None and reading.kind(position + 1) is Kind.VERB  # 举措|推动|建立
            if does or not self._modifies(reading, position, run.head):
                said_of = kind is Kind.VERB or run.head is None or reading.verbal(run.head)
                return run.ends_badly() if said_of else False
        else:
            run.ends_well = kind in (Kind.PAUSE, Kind.JOINT) or reading.words[position][2] in ("p", "c", "u")
            return False
        return True

    def _take_noun(self, reading: Reading, run: _Run, position: int, begin: int, *, person: bool) -> None:
        run.head = position
        word = reading.surface(position, begin)
        means_people = self.is_person(word)
        if word in self._heads or means_people:
            run.counted = position
        if person and means_people:
            run.people = position

    def _ends_phrase(self, reading: Reading, index: int, *, first: bool) -> bool:
        """Whether what may be a noun stands last (中央预算内|投资); where none stood before, none follows."""
        if first:
            return not self._goes_on(reading, index)
        return reading.barred(index) or reading.kind(index) in (Kind.PAUSE, Kind.OF, Kind.JOINT)

    def _head_of(self, reading: Reading, run: _Run) -> int | None:
        """The last word for people where people are counted, else the last noun not said of another."""
        if run.people is not None:
            return run.people
        if run.head is None or run.counted is None:
            return run.head
        cut = not run.ends_well or self._only_verbs(reading, run.counted + 1, run.head)
        return run.counted if cut else run.head

    def _trains(self, reading: Reading, index: int) -> bool:
        """教育援疆项目|培训|教师: what things do to people is no part of their name."""
        if reading.words[index][2] not in ("v", "vn") or index + 1 >= len(reading.words):
            return False
        return self.is_person(reading.surface(index + 1))

    @staticmethod
    def _only_verbs(reading: Reading, first: int, last: int) -> bool:
        """企业|进场招工: verbs behind a noun that is counted often say what it does."""
        return first <= last and all(
            reading.words[i][2] in ("v", "vn", "l", "i") for i in range(first, last + 1)
        )

    def _modifies(self, reading: Reading, index: int, head: int | None) -> bool:
        """Whether a verb says of a noun behind it which kind it is: 大型|排涝|设备, 粮食|烘干|中心."""
        behind = index + 1
        if head is not None and reading.kind(behind) is Kind.VERB and not reading.barred(behind):
            behind += 1  # 网络|侵权|盗版|案件
        if not self._goes_on(reading, behind):
            return False
        if head is None:
            return True
        verb, noun = reading.surface(index), reading.surface(behind)
        return len(verb) > 1 and not verb.endswith(_GOING_ON) and noun.endswith(self._compound_heads)

    def people_ahead(self, reading: Reading, index: int, begin: int) -> Phrase | None:
        """42名|建制派|议员: the first word for people before a pause, whatever stands before it."""
        for position in range(index, min(index + LONGEST_PHRASE, len(reading.words))):
            kind = reading.kind(position, begin)
            barred = position > index and reading.barred(position)
            if barred or kind in (Kind.PAUSE, Kind.OF, Kind.JOINT):
                return None
            small = reading.words[position][2] in ("p", "c", "r")
            if small and reading.surface(position) not in _IN_ATTRIBUTES:
                return None  # but 169名中国|在|加纳采金人员
            word = reading.surface(position, begin)
            if kind is Kind.NOUN and self.is_person(word) and reading.kind(position + 1) is not Kind.NOUN:
                return Phrase(begin, reading.words[position][1], max(begin, reading.words[position][0]))
        return None

    def _goes_on(self, reading: Reading, index: int) -> bool:
        """Whether a noun or modifier stands at ``index``, so that what is before it may modify it."""
        return not reading.barred(index) and reading.kind(index) in (Kind.NOUN, Kind.MODIFIER)

    def behind_clause(self, reading: Reading, index: int, *, person: bool) -> Phrase | None:
        """The noun that a clause before it says more of: 40多位|来自江苏的|医生."""
        depth = 0
        for position in range(index, min(index + MOST_WORDS, len(reading.words))):
            kind = reading.kind(position)
            if kind is Kind.PAUSE:
                return None
            depth += (kind is Kind.OPENING) - (kind is Kind.CLOSING)
            if kind is Kind.OF and depth <= 0 and position > index:
                begin = reading.words[position][1]
                phrase = self.right(reading, position + 1, begin, person=person)
                if phrase is not None and not reading.plain.startswith("的", phrase.end):
                    return phrase
        return None

    def light_attribute(self, reading: Reading, index: int) -> int | None:
        """The index behind 这样的, 新的, 国内的, or None where no such thing stands at ``index``."""
        for length in range(1, LONGEST_LIGHT_ATTRIBUTE + 1):
            if reading.kind(index + length) is Kind.OF:
                words = [reading.surface(index + i) for i in range(length)]
                kinds = [reading.kind(index + i) for i in range(length)]
                light = all(
                    word in self._light_attributes or kind in (Kind.MODIFIER, Kind.ADVERB)
                    for word, kind in zip(words, kinds, strict=True)
                )
                return index + length + 1 if light else None
        return None

    def left(self, reading: Reading, last: int, *, floor: int = 0, nominal: bool = False) -> Phrase | None:
        """The phrase that ends with the word ``last``.

        Args:
            reading: the article.
            last: the index of its head.
            floor: the offset where it begins at the earliest.
            nominal: whether a verb behind a noun may be its head: 道路抢修.
        """
        closed = reading.kind(last) is Kind.CLOSING
        head = last - 1 if closed else last
        if head < 0 or reading.words[head][0] < floor:
            return None
        glued = not closed and self.is_glued(reading, head)
        deed = nominal and reading.kind(head) is Kind.VERB and reading.kind(head - 1) is Kind.NOUN
        if not (closed or deed or glued or self._is_head(reading, head)):
            return None
        index, begin = head, None
        depth = int(closed)
        while index >= 0 and head - index < LONGEST_PHRASE and reading.words[index][0] >= floor:
            kind = reading.kind(index)
            if kind is Kind.CLOSING:
                depth += 1
            elif kind is Kind.OPENING:
                if not depth:
                    break
                depth -= 1
            elif depth and kind is Kind.PAUSE:
                break
            elif not (depth or index == head or kind in (Kind.NOUN, Kind.MODIFIER)):
                one_character = index == head - 1 and self._length(reading, head, glued) == 1
                verbal = kind is Kind.VERB or (kind is Kind.STOP and len(reading.surface(index)) > 1)
                if not (self._verb_inside(reading, index) or (one_character and verbal)):
                    break
            begin = reading.words[index][0]
            if reading.barred(index):
                break
            index -= 1
        if begin is None:
            return None
        return Phrase(begin, reading.words[last][1] - glued, reading.words[head][0])

    @staticmethod
    def _length(reading: Reading, index: int, glued: bool) -> int:
        return len(reading.surface(index)) - glued

    def is_glued(self, reading: Reading, index: int) -> bool:
        """额达, 店有, 全长约: a noun in one word with what follows it."""
        word = reading.surface(index)
        if (
            len(word) < 2
            or not word.endswith(self._glued_ends)
            or (reading.kind(index) is Kind.STOP and len(word) > 3)
        ):
            return False
        return word[:-1].endswith(self._noun_endings) or word[:-1] in self._heads

    def _verb_inside(self, reading: Reading, index: int) -> bool:
        """排涝|设备: a verb between modifiers and the head."""
        return (
            reading.kind(index) is Kind.VERB
            and len(reading.surface(index)) > 1
            and reading.kind(index - 1) is Kind.MODIFIER
            and reading.words[index - 1][2] not in ("nr", "ns", "nt")
        )

    def _is_head(self, reading: Reading, index: int) -> bool:
        kind = reading.kind(index)
        return kind is Kind.NOUN or (kind is Kind.MODIFIER and reading.may_be_noun(index))
