"""Numerals: Arabic, Han and mixed, to exact numbers.

Reads the simplified twin, in which full-width digits are ASCII. What is no well-formed
numeral (三三百, 十百, ``1,2``) is refused rather than guessed at.
"""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}

#: No numeral anyone writes is longer.
MOST_CHARACTERS = 60

_TWENTY_AND_THIRTY = str.maketrans({"廿": "二十", "卅": "三十"})
_AS_ARABIC = str.maketrans({character: str(value) for character, value in DIGITS.items()})
_PLAIN_UNITS = str.maketrans("拾佰仟", "十百千")
_ARABIC = re.compile(r"(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<scale>[十百千]?)")
#: Thousands to units, once its digits are Arabic: 3千零2十5. A unit without a digit is one of it.
_SECTION = re.compile(
    r"(?:(?P<thousands>[0-9])?千)?(?:0?(?P<hundreds>(?<!千)|[0-9])百)?(?:0?(?P<tens>[0-9])?十)?"
    r"(?:(?P<gap>0)?(?P<ones>[0-9]))?"
)


class NotANumeral(ValueError):
    """The text is not a numeral this module reads."""


def parse_numeral(text: str) -> Fraction:
    """The exact value of a numeral: ``1,584``, ``1.25万``, ``三百二十``, ``3万5千``, ``1亿5000万``.

    Raises:
        NotANumeral: for anything else.
    """
    if not text or len(text) > MOST_CHARACTERS:
        raise NotANumeral(text)
    if text.isascii() and text.isdecimal():
        return Fraction(int(text))
    if text == "半":
        return Fraction(1, 2)
    if "点" in text:
        return _point(text)
    if text[0] in DIGITS and all(character in DIGITS for character in text):
        return Fraction(int(text.translate(_AS_ARABIC)))  # as years are read: 二〇二〇
    return _scaled(text.translate(_TWENTY_AND_THIRTY).translate(_PLAIN_UNITS), may_shorten=True)


def parse_integer(text: str) -> int:
    """The whole number that a numeral stands for, digits first: a date is made of little else.

    Raises:
        NotANumeral: it is none; a fraction is cut off.
    """
    if text.isdecimal() and text.isascii():
        return int(text)
    return int(parse_numeral(text))


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
    return (parse_numeral(whole) + Fraction(int(rest.translate(_AS_ARABIC)), 10 ** len(rest))) * scale


def _scaled(text: str, *, may_shorten: bool) -> Fraction:
    """A numeral with 万, 亿 or 兆, or without.

    Args:
        text: the numeral, with 十百千 for 拾佰仟.
        may_shorten: whether it may leave out its last unit, as 三万五 does; not before another unit.

    Raises:
        NotANumeral: it is none.
    """
    unit = max((character for character in text if character in LARGE), key=LARGE.__getitem__, default=None)
    if unit is None:
        return _section(text, may_shorten=may_shorten)
    head, _, tail = text.rpartition(unit)
    if unit in head and not head.endswith(unit):
        raise NotANumeral(text)  # 三万五万; 万万 is good for 亿
    size = LARGE[unit]
    many = _many(head)
    if not tail:
        return many * size
    if many.denominator != 1 or (len(tail) == 1 and not may_shorten) or (not head and tail[0] in LARGE):
        raise NotANumeral(text)  # 1.5万3千, 三万五亿, 亿万
    return many * size + _rest(tail, size, may_shorten=may_shorten)


def _many(head: str) -> Fraction:
    """How many of a large unit: one where nothing stands before it."""
    if not head:
        return Fraction(1)
    if len(head) > 2 and all(character in DIGITS for character in head):
        return Fraction(int(head.translate(_AS_ARABIC)))  # 一二〇万; 一二万 is a range
    return _scaled(head, may_shorten=False)


def _rest(tail: str, size: int, *, may_shorten: bool) -> Fraction:
    """What stands behind a unit of ``size`` and is less than one of it."""
    if tail == "半":
        return Fraction(size, 2)
    if len(tail) == 1 and (tail in DIGITS or tail.isdecimal()):
        digit = DIGITS.get(tail)
        return Fraction((int(tail) if digit is None else digit) * size, 10)  # 三万五 is 35000
    gap = tail[0] in "零〇"
    value = _scaled(tail[1:] if gap else tail, may_shorten=may_shorten and not gap)
    if value >= size:
        raise NotANumeral(tail)
    return value


def _section(text: str, *, may_shorten: bool) -> Fraction:
    """A numeral without 万, 亿 and 兆."""
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        return Fraction(arabic["number"].replace(",", "")) * SMALL.get(arabic["scale"], 1)
    if text.endswith("半"):
        return _and_a_half(text[:-1])
    section = _SECTION.fullmatch(text.translate(_AS_ARABIC))
    if not text or section is None:
        raise NotANumeral(text)
    value = smallest = 0
    for group, unit in (("thousands", "千"), ("hundreds", "百"), ("tens", "十")):
        if unit in text:
            smallest = SMALL[unit]
            value += int(section[group] or 1) * smallest
    ones = int(section["ones"] or 0)
    if ones and not section["gap"] and smallest >= 100:
        if not may_shorten:
            raise NotANumeral(text)
        ones *= smallest // 10  # 一百二 is 120
    return Fraction(value + ones)


def _and_a_half(text: str) -> Fraction:
    """两百半 is 250; behind a digit 半 is half of one."""
    value = _section(text, may_shorten=False)
    if text.endswith("十"):
        raise NotANumeral(text)
    return value + Fraction(SMALL.get(text[-1], 1), 2)
