"""Words as a noun phrase sees them: which may stand in one, and what each can be there.

jieba gives each word one tag wherever it stands, so what a word can be is asked of the lists in
``rules/counts/nouns.toml`` first and of its tag last.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence
from enum import Enum

import msgspec

from extract.text.prepare import Prepared

#: Words for people that jieba takes for names.
_SURE_PERSONS = ("人", "员", "者", "师", "兵", "中生", "学生", "队员", "成员", "工人", "医生", "教师")
#: A body's name of so many characters is of a kind: 卫生院.
LONGEST_COMMON_BODY = 4
#: Behind a verb these say that it is one: 发展|到|168户.
_ASPECTS = frozenset({"到", "至", "为", "了", "成", "达", "过"})
#: So many words are remembered with their kinds.
MOST_REMEMBERED = 100_000
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
    rates: list[str]
    held_units: list[str]
    intransitive: list[str]
    wholes: list[str]
    yardsticks: list[str]
    governing: list[str]
    compared: list[str]
    deeds: list[str]
    paying: list[str]
    funds: list[str]
    worths: list[str]
    not_persons_verbs: list[str]
    flow_units: list[str]
    not_joined: list[str]
    donating: list[str]
    paired_modifiers: list[str]
    changes_in_words: list[str]
    body_units: list[str]


class WordKinds:
    """What each word can be, remembered once asked."""

    def __init__(self, grammar: NounGrammar, heads: Sequence[str], verbs: Sequence[str]) -> None:
        """Args: the grammar of noun phrases, nouns that are counted often, and verbs tagged as nouns."""
        self._known: dict[str, Kind] = dict.fromkeys(verbs, Kind.VERB) | dict.fromkeys(heads, Kind.NOUN)
        self._known |= dict.fromkeys(grammar.never_in_noun, Kind.STOP)
        self._known |= dict.fromkeys(grammar.not_nouns, Kind.STOP)
        self._known |= dict.fromkeys(_PAUSES, Kind.PAUSE)
        self._known |= dict.fromkeys(grammar.joints, Kind.JOINT)
        self._known |= dict.fromkeys(grammar.opening, Kind.OPENING) | dict.fromkeys(
            grammar.closing, Kind.CLOSING
        )
        self._known |= dict.fromkeys([*grammar.modifier_verbs, *grammar.also_modifiers], Kind.MODIFIER)
        self._known |= dict.fromkeys(grammar.also_nouns, Kind.NOUN)
        self._known["的"] = Kind.OF
        self._by_form = functools.lru_cache(MOST_REMEMBERED)(self._kind_by_form)
        self._tags = dict.fromkeys(grammar.modifier_tags, Kind.MODIFIER)
        self._tags |= dict.fromkeys(grammar.noun_tags, Kind.NOUN) | {
            "v": Kind.VERB,
            "l": Kind.MODIFIER,
            "d": Kind.ADVERB,
        }
        self._noun_endings = tuple(grammar.noun_endings)
        self._nouns_by_tag = frozenset(grammar.noun_tags)
        self._not_nouns = frozenset(grammar.not_nouns)
        self.pairs = frozenset(grammar.paired_modifiers)
        self.halves_of_pairs = frozenset(half for pair in self.pairs for half in (pair[:1], pair[2:]))
        self._person_heads = tuple(grammar.person_heads)
        self._not_persons = frozenset(grammar.not_persons_verbs)
        self._changes = tuple(grammar.changes_in_words)
        self._heads = tuple(head for head in heads if len(head) > 1)
        self.suffixes = frozenset(grammar.suffixes)

    def __call__(self, word: str, tag: str) -> Kind:
        """The kind of a word."""
        return self._known.get(word) or self._by_form(word, tag)

    def _kind_by_form(self, word: str, tag: str) -> Kind:
        if (
            word.endswith(self._noun_endings)
            and (len(word) > 1 or tag not in ("m", "q", "d"))
            and word[0] > "一"
        ):
            return Kind.NOUN
        phrase = len(word) > 3 and tag in ("l", "i")
        if phrase and word.endswith(self._changes):
            return Kind.NOUN  # 价格上涨
        if (phrase or (len(word) > 2 and tag in ("n", "nz"))) and word.endswith(self._heads):
            return Kind.NOUN  # 举办活动, 困难群众
        if len(word) > 1 and tag not in ("nr", "d", "m") and word.endswith(self._person_heads):
            return Kind.NOUN if word not in self._not_persons else self._tags.get(tag, Kind.STOP)
        if tag == "nr" and len(word) > 2 and word.endswith(_SURE_PERSONS):
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
        by_tag = tag in self._nouns_by_tag and word not in self._not_nouns
        return by_tag or word.endswith(self._noun_endings)


class Reading:
    """The words of one article about one place, with their kinds."""

    def __init__(self, prepared: Prepared, kinds: WordKinds, barriers: frozenset[int]) -> None:
        """Args: the article, the kinds of words, and offsets where another fact begins or ends."""
        self.plain, self.words, self._kinds, self._barriers = prepared.plain, prepared.words, kinds, barriers
        self.suffixes = kinds.suffixes
        self._kinds_of_words: list[Kind | None] = [None] * len(self.words)

    def first_behind(self, offset: int) -> int:
        """The index of the first word that goes on beyond ``offset``: 个村 where a unit is part of it."""
        index = bisect.bisect_left(self.words, (offset, 0, ""))
        return index - 1 if index and self.words[index - 1][1] > offset else index

    def last_before(self, offset: int) -> int:
        """The index of the last word that begins before ``offset``; the word may go on beyond: 翻了一番."""
        return bisect.bisect_left(self.words, (offset, 0, "")) - 1

    def surface(self, index: int, floor: int = 0) -> str:
        """A word, or what of it lies behind ``floor``."""
        start, end, _ = self.words[index]
        return self.plain[start if start > floor else floor : end]

    def kind(self, index: int, floor: int = 0) -> Kind:
        """The kind of a word; a pause beyond the last."""
        if not 0 <= index < len(self.words):
            return Kind.PAUSE
        if floor > self.words[index][0]:
            return self._kind_behind(index, floor)
        kind = self._kinds_of_words[index]
        if kind is None:
            kind = self._kinds_of_words[index] = self._kind_behind(index, 0)
        return kind

    def _kind_behind(self, index: int, floor: int) -> Kind:
        word = self.surface(index, floor)
        kind = self._kinds(word, self.words[index][2])
        if (
            self.words[index][2] == "m"
            and not self.barred(index)
            and self.plain.startswith("强", self.words[index][1])
        ):
            return Kind.MODIFIER  # 世界|500|强企业
        if kind is not Kind.NOUN and self._is_paired(index, word):
            return Kind.MODIFIER
        if kind is not Kind.NOUN and word in self._kinds.suffixes and index and self.words[index][0] > floor:
            before = self._kinds(self.surface(index - 1), self.words[index - 1][2])
            if before in (Kind.NOUN, Kind.MODIFIER, Kind.VERB) and not self.barred(index):
                return Kind.NOUN  # 便民服务|点
        return kind

    def may_be_noun(self, index: int) -> bool:
        """Whether a modifier may be a noun itself."""
        return self._kinds.may_be_noun(self.surface(index), self.words[index][2])

    def _is_paired(self, index: int, word: str) -> bool:
        """Whether a word says which kind together with its neighbour: 规模|以上, 可|支配."""
        if word not in self._kinds.halves_of_pairs:
            return False
        before = self.surface(index - 1) if index else ""
        behind = self.surface(index + 1) if index + 1 < len(self.words) else ""
        return before + word in self._kinds.pairs or word + behind in self._kinds.pairs

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
