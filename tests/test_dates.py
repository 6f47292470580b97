"""Dates, held to the cases of ``tests/dates``: what is found where, of which type, value and days.

A case is a text (in several forms that say the same, Simplified and Traditional among them) with «» around
each expression of time, the day of publication (``on``), and for each expression in order its type, its
value, its first and last day, and its modifier: ``DATE 2018/.. 2018-01-01..``, ``DURATION P20Y mod=nearly``.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

import extract
from extract.facts import Date
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


def forms(case: dict[str, Any]) -> list[str]:
    return [case["text"]] if isinstance(case["text"], str) else case["text"]


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


@pytest.mark.parametrize(("on", "text", "expected"), parameters())
def test_a_reader_would_find_the_same_dates(
    pipeline: extract.Pipeline, on: str | None, text: str, expected: tuple[str, ...]
) -> None:
    plain = text.replace("«", "").replace("»", "")
    dates = pipeline(plain, published=on).dates
    assert (marked(plain, dates), [told(date) for date in dates]) == (text, list(expected))
