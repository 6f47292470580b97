"""Lengths of time: durations and the periods of sets, as ISO 8601."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec

from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import parse_numeral

#: What repeats does so within so many of its units.
LONGEST_PERIOD = 100

_MODS = {
    "近": "nearly",
    "将近": "nearly",
    "约": "about",
    "大约": "about",
    "超": "over",
    "超过": "over",
    "逾": "over",
    "不满": "under",
    "不到": "under",
    "不足": "under",
}


class Built(msgspec.Struct, frozen=True):
    """A value, and the date it leaves the reader's mind on."""

    type: str
    value: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    explicit_year: bool = False
    anchored: bool = False
    mod: str | None = None


class Lengths:
    """Builds durations and sets."""

    def __init__(self, units: Mapping[str, str]) -> None:
        """Args: units of time and their letters; see ``rules/dates/words.toml``."""
        self._units = units

    def _length(self, groups: Mapping[str, str], params: Mapping[str, Any]) -> str | None:
        """The ISO 8601 duration of the groups number, unit and half."""
        number = parse_numeral(groups.get("number") or params.get("number", "一"))
        surface = groups["unit"].replace("多", "") if groups["unit"] != "多" else ""
        unit = self._units.get(surface) or self._units.get(surface.removeprefix("个"))
        if unit is None:
            return None
        if "half" in groups and groups["half"] == "半" and number.denominator == 1:
            number += Fraction(1, 2)
        if unit == "C":
            number, unit = number * 100, "Y"
        if unit == "Q":
            number, unit = number * 3, "M"
        return _iso_duration(number, unit)

    def as_set(self, match: RuleMatch, _: Timeline) -> Built | None:
        """A period that repeats: P1D for 每天."""
        fixed = match.rule.params.get("period")
        groups = dict(match.groups)
        if "half" in groups and "number" not in groups:
            groups["number"] = "半"
            del groups["half"]
        if "number" in groups and parse_numeral(groups["number"]) > LONGEST_PERIOD:
            return None  # 2013年一度停办 is no period
        value = fixed or self._length(groups, {})
        return None if value is None else Built("SET", value)

    def as_duration(self, match: RuleMatch, _: Timeline) -> Built | None:
        """A stretch of time: P1Y6M for 一年半."""
        value = self._length(match.groups, match.rule.params)
        if value is None:
            return None
        return Built(
            "DURATION",
            value,
            mod=_MODS.get(match.groups.get("approx", "")) or ("over" if "many" in match.groups else None),
        )


def _iso_duration(number: Fraction, unit: str) -> str | None:
    if number.denominator == 1:
        return f"PT{number.numerator}{unit[1]}" if unit[0] == "T" else f"P{number.numerator}{unit}"
    whole, rest = divmod(number, 1)
    finer = {
        "Y": ("M", 12),
        "M": ("D", 30),
        "W": ("D", 7),
        "D": ("TH", 24),
        "TH": ("TM", 60),
        "TM": ("TS", 60),
    }
    if unit not in finer:
        return None
    small_unit, size = finer[unit]
    small = rest * size
    if small.denominator != 1:
        return f"P{float(number):g}{unit}" if unit[0] != "T" else f"PT{float(number):g}{unit[1]}"
    if unit[0] == "T" or small_unit[0] == "T":
        date = f"{whole}{unit}" if whole and unit[0] != "T" else ""
        time = (f"{whole}{unit[1]}" if whole and unit[0] == "T" else "") + f"{small}{small_unit[1]}"
        return f"P{date}T{time}"
    return "P" + (f"{whole}{unit}" if whole else "") + f"{small}{small_unit}"
