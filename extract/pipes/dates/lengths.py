"""Lengths of time: durations and the periods of sets, as ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from extract.pipes.dates.built import Built, DateWords
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import SMALL, parse_numeral

#: What repeats does so within so many of its units.
LONGEST_PERIOD = 100

_FINER = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60)}

Amount = tuple[Fraction, str]


class Lengths:
    """Builds durations and sets."""

    def __init__(self, words: DateWords) -> None:
        """Args: the lexicon of date words: units of time with their letters, and words like 近 and 余."""
        self._units, self._mods = words.units, words.mods

    def duration(self, match: RuleMatch, _: Timeline) -> Built | None:
        """A stretch of time: P1Y6M for 一年半."""
        groups = match.groups
        number = groups.get("number") or match.rule.params.get("number", "一")
        amount = self._amount(number, groups["unit"], half="half" in groups and groups["half"] == "半")
        if amount is None:
            return None
        amounts = [amount]
        for n in ("2", "3"):
            if "unit" + n in groups:
                further = self._amount(groups["number" + n], groups["unit" + n])
                if further is None:
                    return None
                amounts.append(further)
        return Built("DURATION", iso_duration(amounts), mod=self._mod(groups))

    def duration_range(self, match: RuleMatch, _: Timeline) -> Built | None:
        """三四年, 3至5年: the least and the most, with a slash."""
        groups = match.groups
        head = parse_numeral(groups["head"]) if "head" in groups else Fraction(0)
        scale = SMALL[groups["scale"]] if "scale" in groups else 1
        values = []
        for number, unit in (("number", "unit1"), ("number2", "unit")):
            amount = self._amount(groups[number], groups.get(unit, groups["unit"]))
            if amount is None:
                return None
            values.append((head + amount[0] * scale, amount[1]))
        (least, least_unit), (most, most_unit) = values
        if least_unit == most_unit and least >= most:
            return None
        ends = (iso_duration([end]) for end in values)
        return Built("DURATION", "/".join(ends), mod=self._mod(groups))

    def period(self, match: RuleMatch, _: Timeline) -> Built | None:
        """A period that repeats: P1D for 每天."""
        if fixed := match.rule.params.get("period"):
            return Built("SET", fixed)
        groups = match.groups
        alone = "half" in groups and "number" not in groups
        number = groups.get("number") or match.rule.params.get("number", "一")
        amount = self._amount("半" if alone else number, groups["unit"])
        if amount is None or amount[0] > LONGEST_PERIOD:
            return None  # 2013年一度停办 is no period
        return Built("SET", iso_duration([amount]))

    def _amount(self, number: str, surface: str, *, half: bool = False) -> Amount | None:
        """How many of which unit, centuries and quarters told in years and months."""
        for filler in ("多", "余", "来"):
            surface = surface.replace(filler, "")
        unit = self._units.get(surface) or self._units.get(surface.removeprefix("个"))
        if unit is None:
            return None
        value = parse_numeral(number.rstrip("多余几来"))
        if half and value.denominator == 1:
            value += Fraction(1, 2)
        if unit == "C":
            return value * 100, "Y"
        return (value * 3, "M") if unit == "Q" else (value, unit)

    def _mod(self, groups: Mapping[str, str]) -> str | None:
        """What 近, 约, 多 or 以上 say, the one before the number first."""
        for name in ("approx", "many", "after"):
            if mod := self._mods.get(groups.get(name, "")):
                return mod
        many = any(character in groups["unit"] + groups.get("number", "") for character in "多余几")
        return "over" if many else None


def iso_duration(amounts: Iterable[Amount]) -> str:
    """ISO 8601 for amounts of time, largest unit first.

    Args:
        amounts: numbers, of which only the last may have a fraction, and units (``Y``, ``M``, ``W``, ``D``,
            ``TH``, ``TM``, ``TS``). A fraction is told in the next finer unit where that is a whole number.
    """
    parts: list[tuple[str, str]] = []
    for number, unit in amounts:
        whole, rest = divmod(number, 1)
        finer, size = _FINER.get(unit, ("", 0))
        small = rest * size
        if not rest:
            parts.append((str(whole), unit))
        elif finer and small.denominator == 1:
            parts.extend([(str(whole), unit)] if whole else [])
            parts.append((str(small), finer))
        else:
            parts.append((f"{float(number):g}", unit))
    date = "".join(number + unit for number, unit in parts if unit[0] != "T")
    time = "".join(number + unit[1] for number, unit in parts if unit[0] == "T")
    return f"P{date}" + (f"T{time}" if time else "")
