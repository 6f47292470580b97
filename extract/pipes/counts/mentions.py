"""Where counts stand: numbers with a unit that say how many, and no names, addresses, ordinals or dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from extract.facts import Date
from extract.pipes.counts.amounts import Amount, AmountBuilder
from extract.rules import RuleBook, RuleError, RuleMatch
from extract.text.prepare import Prepared

_CLOSING = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》"}
#: A quotation that begins with a number and is no longer is a slogan: “四个自信”.
LONGEST_QUOTED_SLOGAN = 9

#: With these and a measure word, 一 is an article: 一名教师主动报名.
_ONE = frozenset({"一", "壹"})
#: 二 counts nothing (两 does): 二期 and 二班 are ordinals, but for persons and measures.
_ORDINAL_TWO = frozenset({"二", "贰"})
_MEASURED = frozenset({"money", "area", "length", "weight", "volume", "energy", "ratio", "age"})


class Mention(msgspec.Struct, frozen=True):
    """A count as it stands in the text: offsets, how much, the class of its unit, and who found it.

    ``noun_side`` is ``left`` where a rule knows that the noun stands before the number.
    """

    start: int
    end: int
    amount: Amount
    unit_class: str
    rule: str
    noun_side: str | None = None


class Stretch(msgspec.Struct, frozen=True):
    """Where no count stands, and texts that show it."""

    name: str
    pattern: str
    like: list[str]


class NotCounts(msgspec.Struct, frozen=True):
    """Stretches of text without counts; see ``rules/counts/not_counts.toml``."""

    words_with_modifiers: list[str]
    stretch: list[Stretch]


class MentionFinder:
    """Finds the counts of a prepared article, without what ties them together."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        self._matcher = book.matcher("counts")
        self.build = AmountBuilder(
            book.pairs("counts/modifiers_before"),
            book.pairs("counts/modifiers_inside"),
            book.pairs("counts/modifiers_after"),
        )
        self.classes = classes_of_units(book)
        slogans = sorted(book.words("counts/slogans"), key=len, reverse=True)
        not_counts = msgspec.convert(book.settings("counts/not_counts"), NotCounts)
        self._words_with_modifiers = tuple(not_counts.words_with_modifiers)
        self._no_count = re.compile(
            "|".join(
                [*map(re.escape, slogans), *(f"(?:{stretch.pattern})" for stretch in not_counts.stretch)]
            )
        )

    def __call__(self, prepared: Prepared, dates: Sequence[Date]) -> list[Mention]:
        """The counts outside dates, names and boilerplate, in text order."""
        taken = _Taken((date.start, date.end) for date in dates)
        names = _Taken(match.span() for match in self._no_count.finditer(prepared.plain))
        mentions: list[Mention] = []

        def take(match: RuleMatch) -> bool:
            """Keep what counts; False where the match is no amount and another rule may know better."""
            if taken.overlap(match.start, match.end) or names.overlap(match.start, match.end):
                return True
            if prepared.in_boilerplate(match.start):
                return True
            mention = self._mention(prepared, match)
            if mention is not None and self._counts_something(prepared, match, mention):
                mentions.append(mention)
            return mention is not None

        self._matcher(prepared.plain, take)
        return mentions

    def _mention(self, prepared: Prepared, match: RuleMatch) -> Mention | None:
        if match.groups.get("before") and self._is_in_a_word(prepared, *match.span("before")):
            return None  # 签约|12个: what looks like 约 is part of a word, and the count begins behind it
        amount = self.build(match)
        if amount is None:
            return None
        return Mention(
            start=match.start,
            end=match.end,
            amount=amount,
            unit_class="ratio" if amount.unit is None else self.classes.get(amount.unit, "thing"),
            rule=match.rule.id,
            noun_side=match.rule.params.get("noun"),
        )

    def _is_in_a_word(self, prepared: Prepared, start: int, end: int) -> bool:
        """Whether what looks like a modifier is the end of a word: 签约."""
        ending = prepared.plain[max(0, start - 2) : end]
        return end - start == 1 and any(
            ending.endswith(word) for word in self._words_with_modifiers if len(word) > 1
        )

    def _counts_something(self, prepared: Prepared, match: RuleMatch, mention: Mention) -> bool:
        """Whether the match says how many, and is no article, ordinal, quoted slogan or place."""
        plain, start, end = prepared.plain, mention.start, mention.end
        if prepared.begins_name(start, end):
            return False  # 六盘|水, 三台|县
        number = match.groups.get("number")
        if mention.unit_class not in _MEASURED and not match.rule.params.get("one_counts"):
            article = number in _ONE and mention.amount.value == 1
            ordinal = number in _ORDINAL_TWO and mention.amount.value == 2 and mention.amount.unit != "人"
            if article or ordinal:
                return False
        before = plain[start - 1 : start] if start else ""
        if before in "“「『‘《" and before and plain[start] not in "0123456789":
            closing = plain.find(_CLOSING[before], end, end + LONGEST_QUOTED_SLOGAN)
            if closing >= 0:
                return False
        return not (before == "第" or (plain.startswith("第", end) and mention.amount.unit == "届"))


class _Taken:
    """Stretches in order, asked for what comes in order too."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = list(spans)
        self._next = 0

    def overlap(self, start: int, end: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= start:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < end


def classes_of_units(book: RuleBook) -> Mapping[str, str]:
    """The class of every unit.

    Raises:
        RuleError: a unit has none.
    """
    units = book.pairs("counts/units")
    for unit, label in units.items():
        if not label:
            path = book.directories[-1] / "counts" / "units.txt"
            raise RuleError(path, None, None, f"the unit {unit} needs a class after it")
    return {unit: label.split()[0] for unit, label in units.items()}
