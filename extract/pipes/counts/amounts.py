"""Amounts: from what a count rule matched to value, range, modifier and unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from extract.rules import RuleMatch
from extract.text.numerals import DIGITS, LARGE, SMALL, NotANumeral, as_number, parse_numeral

#: So many 块 are money, fewer may be pieces.
MONEY_FROM = 100
DECIMALS_OF_FRACTIONS = 6


#: Digits left open.
_SOME = ("几", "数")


class Amount(msgspec.Struct, frozen=True):
    """How much: one value or a range, bent by a modifier, in a unit."""

    value: int | float | None
    low: int | float | None
    high: int | float | None
    modifier: str | None
    unit: str | None


class AmountBuilder:
    """Builds amounts from matches, each production by its name in the rules."""

    def __init__(
        self, before: Mapping[str, str], inside: Mapping[str, str], after: Mapping[str, str]
    ) -> None:
        """Args: modifier words before the number, before and after its unit, each with its class."""
        self._before, self._inside, self._after = before, inside, after
        self._productions = {
            "count": self._count,
            "range": self._range,
            "adjacent": self._adjacent,
            "neighbours": self._neighbours,
            "kuai": self._kuai,
            "tenths": self._tenths,
            "percent": self._percent,
            "vague": self._vague,
            "fraction": self._fraction,
            "and_a_half": self._and_a_half,
        }

    def productions(self) -> frozenset[str]:
        """The names a count rule's ``build`` may have."""
        return frozenset(self._productions)

    def __call__(self, match: RuleMatch) -> Amount | None:
        """The amount of a match, or None where it is no number after all."""
        try:
            return self._productions[match.rule.build](match.groups)
        except (NotANumeral, OverflowError):
            return None

    def _modifier(self, groups: Mapping[str, str]) -> str | None:
        """With two modifiers the one before the number is given."""
        for surface, table in (
            (groups.get("before"), self._before),
            (groups.get("mid"), self._inside),
            (groups.get("after"), self._after),
        ):
            if surface is not None and surface.strip() in table:
                return table[surface.strip()]
        return None

    def _count(self, groups: Mapping[str, str]) -> Amount | None:
        number = groups["number"]
        if len(number) == 2 and all(c in DIGITS for c in number):
            return None  # 二三 is a range, 一一 a misreading
        value = _number(number) * _scale(groups.get("scale"))
        unit = _unit(groups["unit"])
        if unit == "块" and value >= MONEY_FROM:
            unit = "元"
        return Amount(as_number(value), None, None, self._modifier(groups), unit)

    def _range(self, groups: Mapping[str, str]) -> Amount | None:
        unit, first_unit = _unit(groups["unit2"]), groups.get("unit")
        if first_unit is not None and _unit(first_unit) != unit:
            return None
        low, high = _number(groups["number"]), _number(groups["number2"])
        scale = _scale(groups.get("scale2"))
        first_scale = _scale(groups.get("scale"))
        if "scale" not in groups and low < high and first_unit is None:
            first_scale = scale  # 2—3万元: the scale is said once
        low, high = low * first_scale, high * scale
        if low >= high:
            return None
        return Amount(None, as_number(low), as_number(high), self._modifier(groups), unit)

    def _adjacent(self, groups: Mapping[str, str]) -> Amount | None:
        low, high = DIGITS[groups["low"]], DIGITS[groups["high"]]
        if high != low + 1:
            return None
        lowest, highest = _between(groups.get("base"), low, high, groups.get("scale", ""))
        modifier = self._modifier(groups)
        return Amount(None, as_number(lowest), as_number(highest), modifier, _unit(groups["unit"]))

    def _neighbours(self, groups: Mapping[str, str]) -> Amount | None:
        """7、8名 and 60、70人: two numbers one step apart are a range."""
        low, high = int(groups["number"]), int(groups["number2"])
        step = 10 if low % 10 == 0 and high % 10 == 0 else 1
        if high != low + step:
            return None
        scale, unit = _scale(groups.get("scale2")), _unit(groups["unit2"])
        return Amount(None, as_number(low * scale), as_number(high * scale), self._modifier(groups), unit)

    def _and_a_half(self, groups: Mapping[str, str]) -> Amount:
        """3亩半 is 3.5."""
        value = _number(groups["number"]) + Fraction(1, 2)
        return Amount(as_number(value), None, None, self._modifier(groups), _unit(groups["unit"]))

    def _kuai(self, groups: Mapping[str, str]) -> Amount:
        value = parse_numeral(groups["number"]) + Fraction(parse_numeral(groups["jiao"]), 10)
        if "fen" in groups:
            value += Fraction(parse_numeral(groups["fen"]), 100)
        return Amount(as_number(value), None, None, None, "元")

    def _tenths(self, groups: Mapping[str, str]) -> Amount:
        """7成7 is 77%, and 六成半 65%."""
        tenths = groups["tenths"]
        part = Fraction(1, 2) if tenths == "半" else Fraction(parse_numeral(tenths), 10)
        value = parse_numeral(groups["number"]) + part
        return Amount(as_number(value), None, None, self._modifier(groups), "成")

    def _vague(self, groups: Mapping[str, str]) -> Amount:
        """数百, 几十万, 十几: every number that may be called so, from the lowest to the highest."""
        lowest, highest = _called(groups["base"], groups["place"])
        scale = _scale(groups.get("scale"))
        low, high = lowest * scale, (highest + 1) * scale - 1
        return Amount(None, as_number(low), as_number(high), self._modifier(groups), _unit(groups["unit"]))

    def _fraction(self, groups: Mapping[str, str]) -> Amount | None:
        parts, whole = parse_numeral(groups["number"]), parse_numeral(groups["parts"])
        if not 0 < parts < whole:
            return None
        value = round(float(parts / whole), DECIMALS_OF_FRACTIONS)
        return Amount(value, None, None, self._modifier(groups), None)

    def _percent(self, groups: Mapping[str, str]) -> Amount:
        unit = "%" if groups["base"] == "百分" else "‰"
        return Amount(as_number(parse_numeral(groups["number"])), None, None, self._modifier(groups), unit)


def _between(base: str | None, low: int, high: int, scale: str) -> tuple[Fraction, Fraction]:
    """Two neighbouring digits with what stands before them: 一百二三十万, 十七八, 两三百.

    Raises:
        NotANumeral: the digits are not of the place right below the last unit before them.
    """
    small, large = _scale(scale.rstrip("万亿")), _scale(scale.lstrip("十百千"))
    if base is None:
        return low * small * large, high * small * large
    last = "十" if base[-1] in "廿卅" else base[-1]
    if last in LARGE:  # 一亿二三千万: 万 is said of the digits alone
        small, large = small * large, Fraction(1)
    if _scale(last) != small * 10:
        raise NotANumeral(base)
    start = parse_numeral(base)
    return (start + low * small) * large, (start + high * small) * large


def _called(base: str, place: str) -> tuple[int, int]:
    """The lowest and the highest whole number called so: 数|百 is 200 to 999, 十|几 is 11 to 19.

    Args:
        base: what is said for certain, or 几 and 数, which stand for two to nine.
        place: the unit of the digit that is left open, or 几 and 数 where it is the last.
    """
    if base in _SOME:
        size = int(_scale(place))
        return 2 * size, 10 * size - 1
    certain = int(parse_numeral(base))
    if place in _SOME:
        return certain + 1, certain + 9
    size = int(_scale(place[1:]))
    return certain + 2 * size, certain + 10 * size - 1


def _number(surface: str) -> Fraction:
    """A number that may have spaces about its units: 1 亿 5,000 万."""
    return parse_numeral(surface.replace(" ", ""))


def _scale(surface: str | None) -> Fraction:
    value = Fraction(1)
    for character in (surface or "").strip():
        value *= SMALL.get(character) or LARGE[character]
    return value


def _unit(surface: str) -> str:
    unit = surface.strip()
    return {"元钱": "元", "块钱": "元", "元人民币": "元", "多岁": "岁"}.get(unit, unit)
