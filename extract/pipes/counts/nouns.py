"""The noun of a count: what is counted, to the right of the number or to its left."""

from __future__ import annotations

import bisect

import msgspec

from extract.text.prepare import Prepared

_OF_MEASURE = frozenset({"的", "长", "宽", "高", "深", "厚", "长的", "宽的", "高的", "深的"})
_SHARES = frozenset({"%", "‰", "成"})


class NounGrammar(msgspec.Struct, frozen=True):
    """Which words may stand in the noun phrase of a count; see ``rules/counts/nouns.toml``."""

    noun_tags: list[str]
    modifier_tags: list[str]
    modifier_verbs: list[str]
    not_nouns: list[str]
    never_in_noun: list[str]
    light_left: list[str]
    predicate_left: list[str]
    also_nouns: list[str]
    also_modifiers: list[str]
    person_heads: list[str]
    person_units: list[str]
    self_counting_units: list[str]
    opening: list[str]
    closing: list[str]


class NounFinder:
    """Finds the nouns of counts in one article."""

    def __init__(self, grammar: NounGrammar) -> None:
        """Args: the grammar of noun phrases."""
        self._noun_tags = frozenset(grammar.noun_tags)
        self._modifier_tags = frozenset(grammar.modifier_tags)
        self._modifier_verbs = frozenset(grammar.modifier_verbs)
        self._not_nouns = frozenset(grammar.not_nouns)
        self._never = frozenset(grammar.never_in_noun)
        self._also_nouns = frozenset(grammar.also_nouns)
        self._also_modifiers = frozenset(grammar.also_modifiers)
        self._person_heads = tuple(grammar.person_heads)
        self._person_units = frozenset(grammar.person_units)
        self._light_left = frozenset(grammar.light_left)
        self._predicates = frozenset(grammar.predicate_left)
        self._self_counting = frozenset(grammar.self_counting_units)
        self._opening = frozenset(grammar.opening)
        self._closing = frozenset(grammar.closing)

    def __call__(
        self, prepared: Prepared, start: int, end: int, unit: str, barriers: frozenset[int]
    ) -> str | None:
        """The noun of the count at ``start``..``end``.

        Args:
            prepared: the article.
            start, end: offsets of the count.
            unit: its unit.
            barriers: offsets where another fact begins, which a noun does not cross.
        """
        person = unit in self._person_units
        if unit in self._self_counting:
            noun = self._left(prepared, start, barriers)
            if unit in _SHARES and prepared.plain.startswith("的", end):
                noun = self._right(prepared, end, barriers, person) or noun
            return noun
        return self._right(prepared, end, barriers, person) or self._left(prepared, start, barriers)

    def _right(self, prepared: Prepared, end: int, barriers: frozenset[int], person: bool) -> str | None:
        plain, words = prepared.plain, prepared.words
        index = bisect.bisect_left(words, (end, 0, ""))
        if index and words[index - 1][1] > end:
            index -= 1  # the unit is glued to the noun in one word: 个人
        begin = end
        last_noun_end = person_end = None
        quoted = False
        for position in range(index, min(index + 14, len(words))):
            word_start, word_end, tag = words[position]
            word = plain[max(word_start, end) : word_end]
            if word_start in barriers and word_start > end:
                break
            if word in self._opening:
                quoted = True
                continue
            if word in self._closing:
                quoted = False
                continue
            if word in _OF_MEASURE and last_noun_end is None and position <= index + 1:
                begin = word_end  # 46厘米长的铁笔, 80%的面积
                continue
            if word == "的":
                break
            if self._is_noun(word, tag):
                last_noun_end = word_end
                if word.endswith(self._person_heads):
                    person_end = word_end
                elif person and person_end is not None:
                    break
            elif not (self._may_modify(word, tag) or (quoted and tag[0] in "van")):
                break
        noun_end = person_end if person and person_end is not None else last_noun_end
        return None if noun_end is None else _clean(plain[begin:noun_end])

    def _left(self, prepared: Prepared, start: int, barriers: frozenset[int]) -> str | None:
        plain, words = prepared.plain, prepared.words
        index = bisect.bisect_left(words, (start, 0, "")) - 1
        if index >= 0 and words[index][1] > start:
            index -= 1
        skipped_predicate = False
        while index >= 0:
            word_start, word_end, _ = words[index]
            word = plain[word_start:word_end]
            if word in self._predicates:
                skipped_predicate = True
            elif word not in self._light_left:
                break
            index -= 1
        last = index
        first_noun_start = None
        while index >= 0:
            word_start, word_end, tag = words[index]
            word = plain[word_start:word_end]
            if (word_end in barriers and word_end != start) or not (
                self._is_noun(word, tag) or self._may_modify(word, tag)
            ):
                break
            first_noun_start = word_start
            index -= 1
            if last - index >= 6:
                break
        if first_noun_start is None:
            return None
        word_start, word_end, tag = words[last]
        if not self._is_noun(plain[word_start:word_end], tag):
            return None
        if last - index == 1 and tag in ("vn", "v") and not skipped_predicate:
            # a lone 培训 or 投资 before the number is what was done, unless it is an object: 各类培训16期
            before = words[index] if index >= 0 else None
            if before is None or before[2] not in ("r", "n", "a", "b", "uj", "v"):
                return None
        return _clean(plain[first_noun_start:word_end])

    def _is_noun(self, word: str, tag: str) -> bool:
        if word in self._also_nouns:
            return True
        return tag in self._noun_tags and word not in self._not_nouns and word not in self._never

    def _may_modify(self, word: str, tag: str) -> bool:
        if word in self._never or word in self._not_nouns:
            return False
        if tag in self._modifier_tags or word in self._modifier_verbs or word in self._also_modifiers:
            return True
        return word.startswith("第") and len(word) > 1  # 第十批援藏干部


def _clean(noun: str) -> str | None:
    noun = noun.strip('“”"「」『』‘’《》〈〉 ·、的')
    return noun or None
