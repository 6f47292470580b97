"""Numerals: specs for each notation, and round trips through a writer of Han numerals."""

from __future__ import annotations

from fractions import Fraction

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text.numerals import NotANumeral, as_number, parse_numeral

SPECS = {
    # Arabic
    "0": 0, "7": 7, "1584": 1584, "1,584": 1584, "12,345,678": 12345678, "007": 7,
    "3.5": Fraction(7, 2), "1,234.56": Fraction(123456, 100), "0.1": Fraction(1, 10),
    # Arabic with a scale in Han
    "1.25万": 12500, "3千": 3000, "3百": 300, "66.78万亿": 66_780_000_000_000, "5亿": 500_000_000,
    "3.98亿": 398_000_000, "7千万": 70_000_000, "1,200万": 12_000_000,
    # Han
    "零": 0, "〇": 0, "五": 5, "十": 10, "十五": 15, "二十": 20, "二十一": 21, "一百": 100, "两百": 200,
    "三百二十": 320, "三百二十五": 325, "两千": 2000, "两千零二十": 2020, "一百零五": 105,
    "一千零五": 1005, "一千零五十": 1050, "一千一百一十一": 1111, "一万零五": 10_005,
    "一万零五百": 10_500, "两万五千": 25_000, "十万": 100_000, "二十三万四千": 234_000,
    "一百二十万": 1_200_000, "三亿": 300_000_000, "一亿零五万": 100_050_000,
    "一万二千亿": 1_200_000_000_000, "一万亿": 10**12, "一兆": 10**12,
    # the last unit is left out
    "一百二": 120, "三百五": 350, "两千三": 2300, "三万五": 35_000, "一万二千三": 12_300,
    "一亿二": 120_000_000,
    # a unit alone is one of it
    "百": 100, "千": 1000, "万": 10_000, "亿": 10**8,
    # digit by digit
    "二〇二〇": 2020, "二零二零": 2020, "一九四九": 1949, "一二三": 123,
    "一百廿": 120, "廿": 20, "廿三": 23, "卅": 30, "卅五": 35, "一百十五": 115, "一万万": 10**8,
    "三兆": 3 * 10**12, "一二〇万": 1_200_000,
    # Arabic digits between units in Han
    "1亿5000万": 150_000_000, "1亿5,000万": 150_000_000, "1亿2345.6万": 123_456_000, "3万5千": 35_000,
    "3万5": 35_000, "3万零5": 30_005, "3万50": 30_050, "2千3百": 2300, "3百5十6": 356, "3百万": 3_000_000,
    "2万3000亿": 2_300_000_000_000, "3兆": 3 * 10**12, "1兆2000亿": 1_200_000_000_000,
    # half of the last unit
    "三万半": 35_000, "3万半": 35_000, "两百半": 250, "三千半": 3500, "一亿半": 150_000_000,
    # halves and decimals
    "半": Fraction(1, 2), "三点五": Fraction(7, 2), "零点八": Fraction(4, 5), "十二点五": Fraction(25, 2),
    "三点一四": Fraction(314, 100), "一点二亿": 120_000_000, "六十六点七八万亿": 66_780_000_000_000,
    # as on cheques
    "壹": 1, "贰拾叁": 23, "伍佰": 500, "柒仟捌佰玖拾": 7890, "陆万": 60_000,
}

NOT_NUMERALS = [
    "", " ", "人", "万人", "三个", "半天", "点", "点五", "三点", "五点十", "十x",
    # no well-formed numerals
    "三三百", "十百", "十半", "百千", "二二十", "三万五万", "5000万1亿", "1.5万3千", "一百二万", "三廿",
    "亿万", "千千万万", "千百", "一二万", "一百五零", "1,,2", "1,", "1,2", ",1", "1,2345", "12,34,567",
    "1." , "1亿亿5亿", "3万5千万千", "二" * 100, "万" * 100, "1" * 5000,
    "1.2.3", "1万人", "abc", "-1", "1e5",
]


@pytest.mark.parametrize(("text", "value"), SPECS.items())
def test_value(text, value):
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", NOT_NUMERALS)
def test_not_a_numeral(text):
    with pytest.raises(NotANumeral):
        parse_numeral(text)


def write_han(number: int, *, two: str = "二") -> str:
    """Write a number below 10**16 as it is read aloud.

    Args:
        number: what to write.
        two: what stands for 2 before 百, 千, 万 and 亿: 二 or 两.
    """
    if number == 0:
        return "零"
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number < unit:
            continue
        many, rest = divmod(number, unit)
        head = (two if many == 2 and unit > 10 else write_han(many, two=two)) + name
        gap = "零" if 0 < rest < unit // 10 else ""
        return head + (gap + write_han(rest, two=two) if rest else "")
    return "零一二三四五六七八九"[number]


WHOLE = st.integers(min_value=0, max_value=10**12)


def test_the_writer_itself():
    assert write_han(10_005) == "一万零五"
    assert write_han(1_200_000_000_000) == "一万二千亿"
    assert write_han(100_050_020, two="两") == "一亿零五万零二十"
    assert write_han(2_222, two="两") == "两千两百二十二"


@given(WHOLE, st.sampled_from("二两"))
def test_han_integers_read_back(number, two):
    assert parse_numeral(write_han(number, two=two)) == number


@given(st.integers(min_value=10, max_value=19))
def test_ten_without_one(number):
    assert parse_numeral(write_han(number).removeprefix("一")) == number


@given(WHOLE)
def test_digits_read_back_one_by_one(number):
    assert parse_numeral("".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))) == number


@given(WHOLE, st.booleans())
def test_arabic_integers_read_back(number, separated):
    assert parse_numeral(f"{number:,}" if separated else str(number)) == number


@given(
    st.integers(min_value=0, max_value=99_999),
    st.text("0123456789", min_size=1, max_size=6),
    st.sampled_from([("", 1), ("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
)
def test_arabic_decimals_with_a_scale(whole, decimals, scale):
    name, factor = scale
    exact = Fraction(int(f"{whole}{decimals}"), 10 ** len(decimals))
    assert parse_numeral(f"{whole}.{decimals}{name}") == exact * factor


@given(
    st.integers(min_value=0, max_value=99_999),
    st.text("0123456789", min_size=1, max_size=4),
    st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
)
def test_han_decimals_with_a_scale(whole, decimals, scale):
    name, factor = scale
    digits = "".join("零一二三四五六七八九"[int(digit)] for digit in decimals)
    exact = Fraction(int(f"{whole}{decimals}"), 10 ** len(decimals))
    assert parse_numeral(f"{write_han(whole)}点{digits}{name}") == exact * factor


@given(st.text("0123456789,.零〇一二两三十百千万亿半点人 ", max_size=12))
def test_anything_else_is_refused_and_nothing_worse_happens(text):
    try:
        value = parse_numeral(text)
    except NotANumeral:
        return
    assert isinstance(value, Fraction)
    assert value >= 0


@pytest.mark.parametrize(
    ("value", "number"), [(Fraction(12500), 12500), (Fraction(7, 2), 3.5), (Fraction(1, 10), 0.1)]
)
def test_the_number_in_json(value, number):
    given = as_number(value)
    assert given == number
    assert type(given) is type(number)


# -- beside cn2an -------------------------------------------------------------------------------


@given(WHOLE, st.sampled_from(["low", "up"]))
def test_what_cn2an_writes_reads_back(number, mode):
    assert parse_numeral(cn2an.an2cn(number, mode)) == number


@given(WHOLE)
def test_what_we_write_cn2an_reads_the_same(number):
    assert cn2an.cn2an(write_han(number), "normal") == number == parse_numeral(write_han(number))


@given(st.integers(min_value=0, max_value=10**9), st.text("0123456789", min_size=1, max_size=5))
def test_decimals_as_cn2an_writes_them(whole, decimals):
    exact = Fraction(int(f"{whole}{decimals}"), 10 ** len(decimals))
    assert parse_numeral(cn2an.an2cn(f"{whole}.{decimals}", "low")) == exact


@given(
    st.integers(min_value=1, max_value=9_999),
    st.sampled_from(["", ".5", ".25"]),
    st.sampled_from("百千万亿"),  # 1.5百万 it does not read
)
def test_mixed_forms_as_cn2an_reads_them(number, decimals, scale):
    text = f"{number}{decimals}{scale}"
    assert float(parse_numeral(text)) == pytest.approx(cn2an.cn2an(text, "smart"))


@given(st.integers(min_value=1, max_value=9_999), st.integers(min_value=1_000, max_value=9_999))
def test_digits_between_units_as_cn2an_reads_them(many, rest):
    text = f"{many}亿{rest}万"
    assert parse_numeral(text) == cn2an.cn2an(text, "smart")
