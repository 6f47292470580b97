"""Numerals: Arabic, Han and mixed, to exact numbers.

Reads the simplified twin, in which full-width digits are ASCII.
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}

_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALE = re.compile(r"[十百千万亿]+")


class NotANumeral(ValueError):
    """The text is not a numeral this module reads."""


def parse_numeral(text: str) -> Fraction:
    """The exact value of a numeral: ``1,584``, ``1.25万``, ``三百二十``, ``3千``, ``66.78万亿``.

    Raises:
        NotANumeral: for anything else.
    """
    arabic = _ARABIC.match(text)
    if arabic:
        scale = text[arabic.end() :]
        if scale and not _SCALE.fullmatch(scale):
            raise NotANumeral(text)
        value = Fraction(arabic.group().replace(",", ""))
        for character in scale:
            value *= SMALL.get(character) or LARGE[character]
        return value
    if text.endswith("半") and len(text) > 1:
        return parse_numeral(text[:-1]) + Fraction(1, 2)
    if text == "半":
        return Fraction(1, 2)
    if "点" in text:
        return _point(text)
    return Fraction(_han_integer(text))


def as_number(value: Fraction) -> int | float:
    """The JSON number for an exact value: an int where it is whole, else the nearest float."""
    return value.numerator if value.denominator == 1 else float(value)


def _point(text: str) -> Fraction:
    whole, _, rest = text.partition("点")
    scale = 1
    while rest and rest[-1] in LARGE:
        scale *= LARGE[rest[-1]]
        rest = rest[:-1]
    if not rest or any(c not in DIGITS for c in rest):
        raise NotANumeral(text)
    decimals = "".join(str(DIGITS[c]) for c in rest)
    return (_han_integer(whole) + Fraction(int(decimals), 10 ** len(decimals))) * scale


def _han_integer(text: str) -> int:
    if not text:
        raise NotANumeral(text)
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    last_unit = 1
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
            if digit == 0:
                last_unit = 10  # 一万零五: the digit after a zero is a unit digit, not 五千
        elif character in SMALL:
            last_unit = SMALL[character]
            section += (digit or (1 if section == 0 or digit == 0 else 0)) * last_unit
            digit = 0
        elif character in LARGE:
            last_unit = LARGE[character]
            section += digit
            if not section and not total:
                section = 1  # 万 alone is ten thousand
            if total < last_unit:
                total = (total + section) * last_unit  # 一万二千亿: all that was said is so many 亿
            else:
                total += section * last_unit
            section = digit = 0
        else:
            raise NotANumeral(text)
    if digit and last_unit >= 100:
        return total + section + digit * last_unit // 10  # 一百二 is 120, 三万五 is 35000
    return total + section + digit
