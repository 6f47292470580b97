"""Counts: how many of what, each with its value, unit, noun and the whole it is part of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extract.facts import Count, Date
from extract.pipes.counts.amounts import Amount, AmountBuilder
from extract.pipes.counts.nouns import NounFinder, NounGrammar
from extract.pipes.counts.wholes import WholeFinder, WholeWords
from extract.rules import RuleBook, RuleError, RuleMatch
from extract.text.prepare import Prepared

_CLOSING = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》"}
#: A quotation that begins with a number and is no longer is a slogan: “四个自信”.
LONGEST_QUOTED_SLOGAN = 9

#: With these and a measure word, 一 is an article: 一名教师主动报名.
_ONE = frozenset({"一", "壹"})
_MONEY_OR_MEASURE = frozenset({"money", "area", "length", "weight", "volume", "energy", "ratio", "age"})


class CountFinder:
    """Finds the counts of a prepared article, given its dates."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        self._matcher = book.matcher("counts")
        self.build = AmountBuilder(
            book.pairs("counts/modifiers_before"),
            book.pairs("counts/modifiers_inside"),
            book.pairs("counts/modifiers_after"),
        )
        units = book.pairs("counts/units")
        for unit, label in units.items():
            if not label:
                path = book.directories[-1] / "counts" / "units.txt"
                raise RuleError(path, None, None, f"the unit {unit} needs a class after it")
        self._classes = {unit: label.split()[0] for unit, label in units.items()}
        self._nouns = NounFinder(msgspec.convert(book.settings("counts/nouns"), NounGrammar))
        self._wholes = WholeFinder(msgspec.convert(book.settings("counts/wholes"), WholeWords), self._classes)
        slogans = sorted(book.words("counts/slogans"), key=len, reverse=True)
        self._slogan = re.compile("|".join(map(re.escape, slogans)))

    def __call__(self, prepared: Prepared, dates: Sequence[Date]) -> list[Count]:
        """The counts outside dates and boilerplate, in text order."""
        taken = [(date.start, date.end) for date in dates]
        slogans = {m.start(): m.end() for m in self._slogan.finditer(prepared.plain)}
        found: list[tuple[RuleMatch, Amount]] = []
        date_index = 0
        for match in self._matcher(prepared.plain):
            while date_index < len(taken) and taken[date_index][1] <= match.start:
                date_index += 1
            if date_index < len(taken) and taken[date_index][0] < match.end:
                continue
            if match.start in slogans or prepared.in_boilerplate(match.start):
                continue
            amount = self.build(match)
            if amount is not None and self._counts_something(prepared, match, amount):
                found.append((match, amount))
        return self._facts(prepared, found, dates)

    def _facts(
        self, prepared: Prepared, found: Sequence[tuple[RuleMatch, Amount]], dates: Sequence[Date]
    ) -> list[Count]:
        barriers = frozenset(
            {m.start for m, _ in found}
            | {m.end for m, _ in found}
            | {d.start for d in dates}
            | {d.end for d in dates}
        )
        counts = []
        for match, amount in found:
            noun = self._nouns(prepared, match.start, match.end, amount.unit, barriers)
            if match.rule.id == "counts.shared-unit":
                noun = self._nouns(prepared, match.start, match.start, "人", barriers)
            counts.append(
                Count(
                    text=prepared.original[match.start : match.end],
                    value=amount.value,
                    min=amount.low,
                    max=amount.high,
                    modifier=amount.modifier,  # type: ignore[arg-type]
                    unit=amount.unit,
                    noun=noun,
                    of=None,
                    when=None,
                    from_=None,
                    to=None,
                    start=match.start,
                    end=match.end,
                    rule=match.rule.id,
                )
            )
        return self._wholes(prepared, counts)

    def _counts_something(self, prepared: Prepared, match: RuleMatch, amount: Amount) -> bool:
        """Whether the match says how many, and is no article, ordinal, quoted slogan or place."""
        plain = prepared.plain
        if prepared.begins_name(match.start, match.end):
            return False  # 六盘|水, 三台|县
        surface = plain[match.start : match.end]
        unit_class = self._classes.get(amount.unit, "thing")
        if unit_class not in _MONEY_OR_MEASURE and amount.value == 1 and match.groups.get("number") in _ONE:
            return False
        before = plain[match.start - 1 : match.start] if match.start else ""
        after = plain[match.end : match.end + 1]
        if before in "“「『‘《" and before and surface[0] not in "0123456789":
            closing = plain.find(_CLOSING[before], match.end, match.end + LONGEST_QUOTED_SLOGAN)
            if closing >= 0:
                return False
        return not (before == "第" or (after == "第" and amount.unit == "届"))
