"""What stands between a noun and the number on its right: 路灯|今年共装了|130盏."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import msgspec

from extract.facts import Date
from extract.pipes.counts.mentions import Mention
from extract.pipes.counts.phrases import PhraseReader
from extract.pipes.counts.words import Kind, Reading

#: So many words at most are skipped between a number and the noun on its left.
MOST_SKIPPED = 12
#: A bracket between the noun and its number has so many words at most: 票房（含预售）超50亿元.
LONGEST_BRACKET = 14
_ARRIVING = frozenset({"到", "至", "为", "了", "在"})
#: Before a difference these say which way it goes: 增速比平均水平|高|0.7个百分点.
_MORE = frozenset({"高", "低", "多", "少", "快", "慢"})


class Skipped(msgspec.Struct):
    """What was passed over: the index of the word before it all, and what it told.

    ``changed`` says that a change or state was told (增长到), ``acted`` that something was done (装了).
    """

    index: int
    changed: bool = False
    acted: bool = False


class Between:
    """Passes over the words between a number and the noun on its left."""

    def __init__(self, phrases: PhraseReader) -> None:
        """Args: the reader of noun phrases."""
        self._phrases, grammar = phrases, phrases.grammar
        self._light = frozenset(grammar.light_left)
        self._predicates = frozenset(grammar.predicate_left)
        self._changes = tuple(grammar.changes_in_words)
        self._giving = frozenset(grammar.giving_verbs)
        self._paying = frozenset(grammar.paying)
        self._funds = tuple(grammar.funds)
        self._intransitive = frozenset(grammar.intransitive)

    def __call__(self, reading: Reading, mention: Mention, dates: Sequence[Date]) -> Skipped:
        """What is passed over left of a number.

        Args:
            reading: the article.
            mention: the count.
            dates: the article's dates, which are passed over.
        """
        skipped = self._directly_before(reading, mention)
        for _ in range(MOST_SKIPPED):
            index = skipped.index
            if index < 0 or self._phrases.is_glued(reading, index):
                break
            if reading.surface(index) == "等" and reading.kind(index - 1) is Kind.NOUN:
                skipped.index -= 1  # 委员、合作伙伴等|约400人
                break
            if self._is_first_value(reading, index, mention):
                skipped.changed = True
                skipped.index -= 1
                continue
            date = _ending_at(dates, reading.words[index][1])
            if date is not None:
                skipped.index = reading.last_before(date.start)
            elif self._tells_change(reading, index, mention):
                skipped.changed = True
                skipped.index -= 1
            elif reading.surface(index) in ("）", ")"):
                skipped.index = _before_bracket(reading, index)
            elif self._says_little(reading, index, mention):
                skipped.index -= 1
            elif self._is_verb(reading, index, mention, told=skipped.acted or skipped.changed):
                arrived = reading.surface(index + 1) in ("到", "至")
                skipped.acted = True
                skipped.changed |= arrived or reading.surface(index) in self._intransitive
                skipped.index -= 1
            else:
                break
        return skipped

    def _directly_before(self, reading: Reading, mention: Mention) -> Skipped:
        """Past a word that the number is part of: 翻了一番."""
        skipped = Skipped(reading.last_before(mention.start))
        if skipped.index >= 0 and reading.words[skipped.index][1] > mention.start:
            skipped.changed = True
            skipped.index -= 1
        return skipped

    def _is_first_value(self, reading: Reading, index: int, mention: Mention) -> bool:
        """由 before what a number was at first: 安全感由2012年的|87%|上升至98%."""
        if index < 1 or reading.surface(index) not in ("由", "从"):
            return False
        return mention.unit_class == "ratio" or reading.plain.startswith(self._changes, mention.end)

    def _tells_change(self, reading: Reading, index: int, mention: Mention) -> bool:
        word, tag = reading.surface(index), reading.words[index][2]
        if word in self._predicates or (mention.unit_class == "ratio" and index and word in _MORE):
            return True
        return tag in ("v", "p") and len(word) > 1 and word[-1] in "到至为"

    def _says_little(self, reading: Reading, index: int, mention: Mention) -> bool:
        word = reading.surface(index)
        return (
            (word in ("（", "(") and reading.words[index][1] == mention.start)
            or word in self._light
            or not word.strip()
            or reading.kind(index) is Kind.ADVERB
            or reading.words[index][2] == "t"
        )

    def _is_verb(self, reading: Reading, index: int, mention: Mention, *, told: bool) -> bool:
        """One verb at most: 路灯|装了|130盏, 基本工资|调高到|27470元, 股价|大涨|44%."""
        if told or mention.unit_class in ("length", "age"):
            return False
        word, tag, kind = reading.surface(index), reading.words[index][2], reading.kind(index)
        if mention.unit_class == "person" and word in self._intransitive and index > 0:
            return True
        verbal = tag == "vn" or (tag == "v" and kind is not Kind.NOUN)
        arriving = verbal and reading.surface(index + 1) in _ARRIVING
        given = word in self._giving and mention.unit_class != "money" and index > 0
        if given and not (
            reading.surface(index - 1) in self._light or reading.kind(index - 1) is Kind.ADVERB
        ):
            given = False
        if mention.unit_class == "money" and word in self._paying:
            return self._is_paid(reading, index - 1)
        if not (kind is Kind.VERB or arriving or given):
            return False
        return mention.unit_class != "money" or reading.surface(index + 1) in ("到", "至", "为")

    def _is_paid(self, reading: Reading, index: int) -> bool:
        """Whether the word before, but for 累计 and the like, is what is paid out."""
        while index > 0 and (reading.surface(index) in self._light or reading.kind(index) is Kind.ADVERB):
            index -= 1
        return reading.surface(index).endswith(self._funds)


def _ending_at(dates: Sequence[Date], end: int) -> Date | None:
    index = bisect.bisect_left(dates, end, key=lambda date: date.end)
    return dates[index] if index < len(dates) and dates[index].end == end else None


def _before_bracket(reading: Reading, index: int) -> int:
    for position in range(index - 1, max(-1, index - LONGEST_BRACKET), -1):
        if reading.surface(position) in ("（", "("):
            return position - 1
    return -1
