"""Noun phrases beside a number, read word by word: which word may stand in one, and where one begins and ends.

jieba gives each word one tag wherever it stands, so what a word can be is asked of the lists in
``rules/counts/nouns.toml`` first and of its tag last.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from enum import Enum

import msgspec

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
_GOING_ON = tuple("给往到至出入进向成为于了")
#: Behind a verb these say that it is one: 发展|到|168户.
_ASPECTS = frozenset({"到", "至", "为", "了", "成", "达", "过"})
#: Words for people that jieba takes for names.
_SURE_PERSONS = ("中生", "学生", "队员", "成员", "工人", "医生", "教师")
#: A body's name of so many characters is of a kind: 卫生院.
LONGEST_COMMON_BODY = 4
_PAUSES = frozenset("，。；！？：,;!?:\n…—（）()")


class Kind(Enum):
    """What a word can be in a noun phrase."""

    NOUN = "noun"
    MODIFIER = "modifier"
    VERB = "verb"
    ADVERB = "adverb"
    JOINT = "joint"
    OF = "的"
    OPENING = "opening"
    CLOSING = "closing"
    PAUSE = "pause"
    STOP = "stop"


class NounGrammar(msgspec.Struct, frozen=True):
    """Which words may stand in the noun phrase of a count; see ``rules/counts/nouns.toml``."""

    noun_tags: list[str]
    modifier_tags: list[str]
    also_nouns: list[str]
    noun_endings: list[str]
    not_nouns: list[str]
    never_in_noun: list[str]
    modifier_verbs: list[str]
    attributive_verbs: list[str]
    also_modifiers: list[str]
    light_attributes: list[str]
    joints: list[str]
    light_left: list[str]
    predicate_left: list[str]
    giving_verbs: list[str]
    attributes: list[str]
    person_heads: list[str]
    person_measures: list[str]
    person_units: list[str]
    self_counting_units: list[str]
    sharing: list[str]
    opening: list[str]
    closing: list[str]
    suffixes: list[str]
    compound_heads: list[str]
    agent_endings: list[str]
    length_heads: list[str]
    money_heads: list[str]
    deed_units: list[str]
    vague_openings: list[str]
    measure_heads: list[str]
    event_units: list[str]
    not_persons: list[str]
    glued_ends: str
    measured_before: list[str]
    worths: list[str]
    not_persons_verbs: list[str]
    flow_units: list[str]
    not_joined: list[str]


class Phrase(msgspec.Struct, frozen=True):
    """A noun phrase: offsets in the text, and where its head (the last word) begins."""

    start: int
    end: int
    head: int


class WordKinds:
    """What each word can be, remembered once asked."""

    def __init__(self, grammar: NounGrammar, heads: Sequence[str], verbs: Sequence[str]) -> None:
        """Args: the grammar of noun phrases, nouns that are counted often, and verbs tagged as nouns."""
        self._known: dict[str, Kind] = dict.fromkeys(verbs, Kind.VERB) | dict.fromkeys(heads, Kind.NOUN)
        self._known |= dict.fromkeys(grammar.never_in_noun, Kind.STOP)
        self._known |= dict.fromkeys(grammar.not_nouns, Kind.STOP)
        self._known |= dict.fromkeys(_PAUSES, Kind.PAUSE)
        self._known |= dict.fromkeys(grammar.joints, Kind.JOINT)
        self._known |= dict.fromkeys(grammar.opening, Kind.OPENING) | dict.fromkeys(grammar.closing, Kind.CLOSING)
        self._known |= dict.fromkeys([*grammar.modifier_verbs, *grammar.also_modifiers], Kind.MODIFIER)
        self._known |= dict.fromkeys(grammar.also_nouns, Kind.NOUN)
        self._known["的"] = Kind.OF
        self._tags = dict.fromkeys(grammar.modifier_tags, Kind.MODIFIER)
        self._tags |= dict.fromkeys(grammar.noun_tags, Kind.NOUN) | {"v": Kind.VERB, "l": Kind.MODIFIER, "d": Kind.ADVERB}
        self._noun_endings = tuple(grammar.noun_endings)
        self._nouns_by_tag = frozenset(grammar.noun_tags)
        self._person_heads = tuple(grammar.person_heads)
        self._not_persons = frozenset(grammar.not_persons_verbs)
        self._heads = tuple(head for head in heads if len(head) > 1)
        self.suffixes = frozenset(grammar.suffixes)

    def __call__(self, word: str, tag: str) -> Kind:
        """The kind of a word."""
        known = self._known.get(word)
        if known is not None:
            return known
        if word.endswith(self._noun_endings) and (len(word) > 1 or tag not in ("m", "q", "d")) and word[0] > "一":
            return Kind.NOUN
        if len(word) > 2 and tag in ("l", "i", "n", "nz") and word.endswith(self._heads):
            return Kind.NOUN  # 举办活动, 困难群众
        if len(word) > 1 and tag not in ("nr", "d", "m") and word.endswith(self._person_heads):
            return Kind.NOUN if word not in self._not_persons else self._tags.get(tag, Kind.STOP)
        if tag == "nr" and word.endswith(_SURE_PERSONS):
            return Kind.NOUN
        if tag == "nt" and len(word) <= LONGEST_COMMON_BODY:
            return Kind.NOUN  # 卫生院, 党组织
        if tag == "x" and "\u3400" <= word <= "\u9fff":
            return Kind.MODIFIER  # a character that jieba does not know: 㓥房
        if len(word) > 1 and word[0] == "第":
            return Kind.MODIFIER  # 第十批援藏干部
        return self._tags.get(tag, Kind.STOP)

    def may_be_noun(self, word: str, tag: str) -> bool:
        """Whether a word that says which kind may be what is counted too: 培训, 贷款."""
        return tag in self._nouns_by_tag or word.endswith(self._noun_endings)


class Reading:
    """The words of one article about one place, with their kinds."""

    def __init__(self, prepared: Prepared, kinds: WordKinds, barriers: frozenset[int]) -> None:
        """Args: the article, the kinds of words, and offsets where another fact begins or ends."""
        self.plain, self.words, self._kinds, self._barriers = prepared.plain, prepared.words, kinds, barriers
        self.suffixes = kinds.suffixes

    def first_behind(self, offset: int) -> int:
        """The index of the first word that goes on beyond ``offset``: 个人 where a unit is glued to its noun."""
        index = bisect.bisect_left(self.words, (offset, 0, ""))
        return index - 1 if index and self.words[index - 1][1] > offset else index

    def last_before(self, offset: int) -> int:
        """The index of the last word that begins before ``offset``; the word may go on beyond: 翻了一番."""
        return bisect.bisect_left(self.words, (offset, 0, "")) - 1

    def surface(self, index: int, floor: int = 0) -> str:
        """A word, or what of it lies behind ``floor``."""
        start, end, _ = self.words[index]
        return self.plain[max(start, floor) : end]

    def kind(self, index: int, floor: int = 0) -> Kind:
        """The kind of a word; a pause beyond the last."""
        if not 0 <= index < len(self.words):
            return Kind.PAUSE
        word = self.surface(index, floor)
        kind = self._kinds(word, self.words[index][2])
        if self.words[index][2] == "m" and not self.barred(index) and self.plain.startswith("强", self.words[index][1]):
            return Kind.MODIFIER  # 世界|500|强企业
        if kind is not Kind.NOUN and word in self._kinds.suffixes and index and self.words[index][0] > floor:
            before = self._kinds(self.surface(index - 1), self.words[index - 1][2])
            if before in (Kind.NOUN, Kind.MODIFIER, Kind.VERB) and not self.barred(index):
                return Kind.NOUN  # 便民服务|点
        return kind

    def may_be_noun(self, index: int) -> bool:
        """Whether a modifier may be a noun itself."""
        return self._kinds.may_be_noun(self.surface(index), self.words[index][2])

    def verbal(self, index: int, floor: int = 0) -> bool:
        """Whether a word is a verb where it stands first: 改造|危桥, 种植|花椒."""
        return self.kind(index, floor) is Kind.VERB or self.words[index][2] in ("v", "vn")

    def acts(self, index: int) -> bool:
        """Whether a word that may be a noun is a verb by what follows: 发展|到|168户."""
        if self.words[index][2] not in ("v", "vn") or index + 1 >= len(self.words):
            return False
        return self.surface(index + 1) in _ASPECTS

    def barred(self, index: int) -> bool:
        """Whether another fact begins or ends where a word begins."""
        return index < len(self.words) and self.words[index][0] in self._barriers


def cleaned(noun: str) -> str | None:
    """A noun without the marks about it: “白叶一号”茶苗 keeps its pair, a lone mark goes."""
    noun = noun.strip(" ·、\n").translate(_QUOTES)
    for opening, closing in ("“”", "‘’", "《》", "（）"):
        if (opening in noun) != (closing in noun) or (noun[:1] == opening and noun[-1:] == closing):
            noun = noun.replace(opening, "").replace(closing, "")
    return noun.strip(" ·、\n") or None


class PhraseReader:
    """Reads the noun phrase right or left of a place."""

    def __init__(self, grammar: NounGrammar, heads: Sequence[str]) -> None:
        """Args: the grammar, and nouns that are counted often."""
        self._person_heads = tuple(grammar.person_heads)
        self._light_attributes = frozenset(grammar.light_attributes)
        self._heads = frozenset(heads)
        self._compound_heads = tuple(grammar.compound_heads)
        self._not_persons = tuple(grammar.not_persons)
        self._not_joined = tuple(grammar.not_joined)
        self._glued_ends = tuple(grammar.glued_ends)
        self._noun_endings = tuple(grammar.noun_endings)
        self._vague_openings = tuple(grammar.vague_openings)

    def is_counted(self, noun: str) -> bool:
        """Whether a noun is one of those that are counted often."""
        return noun in self._heads

    def is_deed(self, noun: str) -> bool:
        """Whether a word for a deed is nothing else: 培训, but not 考生 or 经费."""
        return noun not in self._heads and not noun.endswith(self._noun_endings) and not self.is_person(noun)

    def is_person(self, noun: str) -> bool:
        """Whether a noun means people."""
        return noun.endswith(self._person_heads) and not noun.endswith(self._not_persons)

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
            second, behind = self._run(reading, joined_at, reading.words[joined_at][0], person=person, joined=True)
            if second is None or not self._joins(reading, phrase, second, joint, behind):
                break
            phrase, after = Phrase(phrase.start, second.end, second.head), behind
        return phrase

    def _next_quotation(self, reading: Reading, index: int) -> bool:
        """“土专家”“田秀才”."""
        return reading.kind(index) is Kind.OPENING and reading.kind(index - 1) is Kind.CLOSING

    def _joins(self, reading: Reading, first: Phrase, second: Phrase, joint: str, behind: int) -> bool:
        """Whether two nouns are counted together, and the second is no other clause's beginning."""
        if reading.barred(behind) and reading.kind(behind) is not Kind.PAUSE:
            return False
        if reading.plain.startswith(self._vague_openings, second.start):
            return False
        if joint != "、" and reading.plain.startswith(self._not_joined, second.end):
            return False
        if joint == "、":
            return True
        one, two = reading.plain[first.head : first.end], reading.plain[second.head : second.end]
        if joint in ("或", "或者") or one[-1] == two[-1]:
            return True
        if self.is_person(one) != self.is_person(two):
            return False
        return self.is_person(one) or reading.kind(behind) in (Kind.PAUSE, Kind.OF)

    def _run(
        self, reading: Reading, index: int, begin: int, *, person: bool, joined: bool = False
    ) -> tuple[Phrase | None, int]:
        """Modifiers and nouns up to the last noun, and the index behind them."""
        first = index
        head = counted = people = None
        quoted = False
        longest = LONGEST_JOINED if joined else LONGEST_PHRASE
        ends_well = True
        while index < len(reading.words) and index - first < longest + 3:
            if index > first and reading.barred(index) and not quoted:
                ends_well = False
                break
            kind = reading.kind(index, begin)
            if kind is Kind.OPENING:
                quoted = True
            elif kind is Kind.CLOSING:
                quoted = False
            elif kind is Kind.NOUN or (quoted and kind not in (Kind.PAUSE, Kind.OF, Kind.JOINT)):
                if not quoted and reading.acts(index):
                    ends_well = False
                    break
                head = index
                word = reading.surface(index, begin)
                if word in self._heads or self.is_person(word):
                    counted = index
                if person and self.is_person(word):
                    people = index
            elif kind is Kind.MODIFIER:
                if counted is not None and not person and self._trains(reading, index):
                    ends_well = False
                    break
                if head is None and reading.may_be_noun(index) and not self._goes_on(reading, index + 1):
                    head = index
            elif kind in (Kind.VERB, Kind.ADVERB):
                if not self._modifies(reading, index, head):
                    ends_well = False
                    break
            else:
                ends_well = kind in (Kind.PAUSE, Kind.JOINT)
                break
            index += 1
        if person and people is not None:
            head = people
        elif (head is not None and counted is not None and self._only_verbs(reading, counted + 1, head)) or (head is not None and not ends_well and counted is not None):
            head = counted
        if head is None:
            return None, index
        after = head + 1
        end = reading.words[head][1]
        if after < len(reading.words) and reading.kind(after) is Kind.CLOSING and not reading.barred(after):
            end, after = reading.words[after][1], after + 1
        return Phrase(begin, end, max(begin, reading.words[head][0])), after

    def _trains(self, reading: Reading, index: int) -> bool:
        """教育援疆项目|培训|教师: what things do to people is no part of their name."""
        if reading.words[index][2] not in ("v", "vn") or index + 1 >= len(reading.words):
            return False
        return self.is_person(reading.surface(index + 1))

    @staticmethod
    def _only_verbs(reading: Reading, first: int, last: int) -> bool:
        """企业|进场招工: verbs behind a noun that is counted often say what it does."""
        return first <= last and all(reading.words[i][2] in ("v", "vn", "l", "i") for i in range(first, last + 1))

    def _modifies(self, reading: Reading, index: int, head: int | None) -> bool:
        """Whether a verb says of a noun behind it which kind it is: 大型|排涝|设备, 粮食|烘干|中心."""
        if not self._goes_on(reading, index + 1):
            return False
        if head is None:
            return True
        verb, noun = reading.surface(index), reading.surface(index + 1)
        return len(verb) > 1 and not verb.endswith(_GOING_ON) and noun.endswith(self._compound_heads)

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
        if len(word) < 2 or not word.endswith(self._glued_ends) or (reading.kind(index) is Kind.STOP and len(word) > 3):
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
