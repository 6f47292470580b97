"""Dates, held to the cases of ``tests/dates``: what is found where, of which type, value and days.

A case is a text (in several forms that say the same, Simplified and Traditional among them) with «» around
each expression of time, the day of publication (``on``), and for each expression in order its type, its
value, its first and last day, and its modifier: ``DATE 2018/.. 2018-01-01..``, ``DURATION P20Y mod=nearly``.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from tagging import forms

import extract
from extract.facts import Date
from extract.matching import NEAR, Matcher, Rule, without_lookbehinds
from extract.pipes.dates.calendar import covered_days, shifted_by_years
from extract.pipes.dates.lengths import iso_duration
from extract.pipes.dates.named import lunar_day, solar_term
from extract.segment import words_of
from extract.text.prepare import WordsOnDemand
from tests.conftest import ROOT

SPECS = sorted((ROOT / "tests" / "dates").glob("*.toml"))


@functools.cache
def cases() -> list[tuple[str, str | None, str, tuple[str, ...]]]:
    """File and number, day of publication, marked text and expected dates of every form of every case."""
    return [
        (f"{path.stem}-{number}", case.get("on"), text, tuple(case["dates"]))
        for path in SPECS
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["cases"], start=1)
        for text in forms(case)
    ]


def marked(text: str, dates: tuple[Date, ...]) -> str:
    """The text with «» around the dates."""
    pieces, at = [], 0
    for date in dates:
        pieces += [text[at : date.start], "«", text[date.start : date.end], "»"]
        at = date.end
    return "".join(pieces) + text[at:]


def told(date: Date) -> str:
    """A date as the cases write it."""
    days = f" {date.start_date or ''}..{date.end_date or ''}" if date.start_date or date.end_date else ""
    mod = f" mod={date.mod}" if date.mod else ""
    return f"{date.type} {date.value}{days}{mod}"


def parameters() -> Iterator[Any]:
    for name, on, text, expected in cases():
        yield pytest.param(on, text, expected, id=name)


@pytest.mark.parametrize(("on", "text", "expected"), list(parameters()))
def test_a_reader_would_find_the_same_dates(
    pipeline: extract.Pipeline, on: str | None, text: str, expected: tuple[str, ...]
) -> None:
    plain = text.replace("«", "").replace("»", "")
    dates = pipeline(plain, published=on).dates
    assert (marked(plain, dates), [told(date) for date in dates]) == (text, list(expected))


# -- what holds for any text ------------------------------------------------------------------------

PIECES = sorted({text.replace("«", "").replace("»", "") for _, _, text, _ in cases()})


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text("今去年月日0123456789至—一二三十周（）。\n 3 "))),
    st.sampled_from([None, "2020-07-29", "2024-02-29"]),
)
@settings(max_examples=150, deadline=None)
def test_dates_are_cut_from_the_text_in_order(
    pipeline: extract.Pipeline, pieces: list[str], published: str | None
) -> None:
    text = "".join(pieces)
    at = 0
    for date in pipeline.dates(text, published=published):
        assert at <= date.start < date.end
        assert date.text == text[date.start : date.end] == date.text.strip()
        assert date.value
        assert not (date.start_date and date.end_date) or date.start_date <= date.end_date
        at = date.end


@pytest.mark.parametrize("on", [None, "2020-07-29"])
def test_the_dates_alone_are_those_of_the_record(pipeline: extract.Pipeline, on: str | None) -> None:
    for first in range(0, len(PIECES), 40):
        text = "\n".join(PIECES[first : first + 40])
        assert pipeline.dates(text, published=on) == pipeline(text, published=on).dates


def test_an_unseen_character_does_not_move_the_dates_alone(pipeline: extract.Pipeline) -> None:
    (date,) = pipeline.dates("自\u200b2018年\u200b4月起任职", published="2020-07-29")
    assert (date.value, date.text) == ("2018-04/..", "自\u200b2018年\u200b4月起")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.data())
@settings(max_examples=100, deadline=None)
def test_words_cut_near_one_place_are_those_of_the_whole_text(pieces: list[str], data: st.DataObject) -> None:
    plain = "".join(pieces)
    offset = data.draw(st.integers(0, len(plain) - 1))
    covering = [word for word in words_of(plain) if word[0] <= offset < word[1]]
    near = [word for word in WordsOnDemand(plain, words_of).around(offset) if word[0] <= offset < word[1]]
    assert near in (covering, [])
    assert near or plain[offset] in "，。\n"


# -- parts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?<!a)b", "b"),
        ("(?<=a|(?:b)c)d(?!e)", "d(?!e)"),
        (r"x(?!(?<=y)z)", r"x(?!(?<=y)z)"),
        (r"[(?<=]\(?<=a\)", r"[(?<=]\(?<=a\)"),
        ("(?P<year>(?<!1)2)", "(?P<year>2)"),
    ],
)
def test_a_pattern_without_its_look_behinds(pattern: str, expected: str) -> None:
    assert without_lookbehinds(pattern) == expected


def rule(rule_id: str, pattern: str, near: str = "") -> Rule:
    return Rule(rule_id, "dates", pattern, "calendar", {}, (), (), "", 1, near=near)


def test_a_rule_that_is_declined_leaves_its_place_to_the_next() -> None:
    matcher = Matcher([rule("first", "20年"), rule("second", r"\d+")])
    assert [match.rule.id for match in matcher("20年")] == ["first"]
    assert [match.rule.id for match in matcher("20年", lambda match: match.rule.id != "first")] == ["second"]


def test_a_rule_that_needs_a_character_is_tried_where_it_stands_near() -> None:
    matcher = Matcher([rule("interval", r"\d+至\d+", near="至"), rule("number", r"\d+")])
    assert [(match.rule.id, match.start) for match in matcher("3至5")] == [("interval", 0)]
    assert [match.rule.id for match in matcher("3" + "，" * NEAR + "至5")] == ["number", "number"]


@given(st.text("0123456789年月日至今去—x", max_size=60))
def test_longer_beginnings_lose_no_match(text: str) -> None:
    patterns = [r"(?<!\d)\d{4}年(?!x)", r"(?<=年)\d+月", "[今去]年", r"\d+至\d+"]
    rules = [rule(str(number), pattern) for number, pattern in enumerate(patterns)]
    compiled = [(one, regex.compile(one.pattern)) for one in rules]
    expected, at = [], 0
    while at < len(text):
        hits = ((one.id, match) for one, pattern in compiled if (match := pattern.match(text, at)))
        name, match = next(hits, ("", None))
        if match is not None:
            expected.append((name, *match.span()))
        at = match.end() if match is not None else at + 1
    assert [(m.rule.id, m.start, m.end) for m in Matcher(rules)(text)] == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([(3, "Y")], "P3Y"),
        ([("3/2", "Y")], "P1Y6M"),
        ([("1/2", "M")], "P15D"),
        ([("3/2", "TH")], "PT1H30M"),
        ([("1/2", "D")], "PT12H"),
        ([(3, "Y"), (9, "M")], "P3Y9M"),
        ([(1, "D"), (6, "TH")], "P1DT6H"),
        ([("0.1", "Y")], "P0.1Y"),
    ],
)
def test_lengths_are_told_in_iso_8601(amounts: list[tuple[int | str, str]], expected: str) -> None:
    assert iso_duration([(Fraction(number), unit) for number, unit in amounts]) == expected


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2020-02-30", (None, None)),
        ("2020-H2", ("2020-07-01", "2020-12-31")),
        ("2020-W53", ("2020-12-28", "2021-01-03")),
        ("2020-W31-WE", ("2020-08-01", "2020-08-02")),
        ("19", ("1900-01-01", "1999-12-31")),
        ("198", ("1980-01-01", "1989-12-31")),
        ("2020-SU", (None, None)),
        ("2018/..", ("2018-01-01", None)),
        ("../2019-12-31", (None, "2019-12-31")),
        ("XXXX-07-29", (None, None)),
    ],
)
def test_the_days_that_a_value_covers(value: str, days: tuple[str | None, str | None]) -> None:
    assert covered_days(value) == days


def test_the_same_days_another_year() -> None:
    assert shifted_by_years("2020-01/2020-06", -1) == "2019-01/2019-06"
    assert shifted_by_years("2020-02-29", -1) == "2019-02-28"


@pytest.mark.parametrize(
    ("year", "term", "day"),
    [
        (2020, "清明", "2020-04-04"),
        (2021, "冬至", "2021-12-21"),
        (2022, "立春", "2022-02-04"),
        (2023, "秋分", "2023-09-23"),
    ],
)
def test_solar_terms(year: int, term: str, day: str) -> None:
    assert solar_term(year, term).isoformat() == day


def test_what_the_lunar_year_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="only"):
        lunar_day(2021, 12, 30)
    with pytest.raises(ValueError, match="立冬至"):
        solar_term(2020, "立冬至")


def test_what_a_date_was_resolved_against_is_told(pipeline: extract.Pipeline) -> None:
    stated, relative = pipeline.dates("2018年4月到任，今年离任。", published="2020-07-29")
    assert (stated.anchor, relative.anchor) == (None, "2020-07-29")
    *_, inferred = pipeline.dates("2018年4月到任，2019年升职，今年离任。")
    assert (inferred.value, inferred.anchor) == ("2020", "2020")


def test_a_day_whose_year_nothing_tells_is_a_warning(pipeline: extract.Pipeline) -> None:
    record = pipeline("7月29日，学员到校。")
    assert [date.value for date in record.dates] == ["XXXX-07-29"]
    assert "date-year-unknown" in [warning.code for warning in record.warnings]
