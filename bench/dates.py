"""Compares taggers of dates: JioNLP, Recognizers-Text (two releases), dateparser and this one.

usage: python bench/dates.py [--taggers NAMES] [--environments DIR] [--rounds N] [--errors FILE] [--hostile]

All read the cases of ``tests/dates`` and the annotated articles of ``../shared/eval``, each in an environment
of its own that this script makes (from PyPI, kept in DIR) and through a driver of ``bench/taggers``,
which turns what it gives into TIMEX3 as favourably as is honest. An expression is found where spans overlap;
its value is right where type and value are equal. Time is processor time in the tagger alone, the median of
the rounds behind a first one. ``--hostile`` measures this tagger on a megabyte of digits, of 年, of dots and
dashes instead.
"""

from __future__ import annotations

import argparse
import operator
import time

from tagging import ROOT, Comparison, Fact, Item, Tagger, add_options, compare, texts_of_eval, texts_of_specs

import extract

SPECS = ROOT / "tests" / "dates"

HOSTILE_LENGTH = 1_000_000
HOSTILE_UNITS = (
    "1",
    "2020",
    "年",
    "2020年",
    "月",
    "日",
    ".",
    "-",
    "—",
    "1.",
    "1-",
    "1,",
    "7月",
    "2020-07-",
    "1年2月3日",
    "今年",
    "三",
    "十",
    "第",
    "至",
    "3至",
    "每",
    "周",
    "周三至",
    "12:30",
    "12:",
    "民国",
    "农历",
    "、1",
    "1、",
    "正月初一至",
    "截至",
    "自2018年",
    "下午",
    "3点",
    "半",
    "近",
    "20多年",
    " ",
    "\n",
    "2018年\n",
    "（",
    "(7月",
)


TAGGERS = {
    "zhnews": Tagger((), "zhnews_dates_driver.py"),
    "JioNLP 1.5": Tagger(("jionlp==1.5.31",), "jionlp_driver.py"),
    "Recognizers-Text 1.0.2a2 (2019)": Tagger(
        ("recognizers-text-date-time==1.0.2a2", "emoji==1.7.0"), "recognizers_dates_driver.py"
    ),
    "Recognizers-Text 1.0.0.1 (2024)": Tagger(
        ("ms-recognizers-text-date-time==1.0.0.1",), "recognizers_dates_driver.py"
    ),
    "dateparser 1.5": Tagger(("dateparser==1.5.0",), "dateparser_driver.py"),
    "dateparser 1.5, absolute": Tagger(
        ("dateparser==1.5.0",), "dateparser_driver.py", ("--absolute",)
    ),
}


def told_in(case: Item) -> list[Fact]:
    """Type and value of the dates of a case."""
    return [tuple(date.split()[:2]) for date in case["dates"]]


def told(date: Item) -> Fact:
    return date["type"], date["value"]


def measure_hostile() -> None:
    """Seconds of this tagger on ever longer texts of one kind, and how they grow."""
    pipeline = extract.load()
    print("| text of | 1/4 | 1/2 | 1,000,000 characters | ×2 takes |\n|---|---:|---:|---:|---:|")
    for unit in HOSTILE_UNITS:
        taken = []
        for part in (4, 2, 1):
            text = unit * (HOSTILE_LENGTH // part // len(unit))
            began = time.process_time()
            pipeline.dates(text, published="2020-07-29")
            taken.append(time.process_time() - began)
        cells = " | ".join(f"{seconds:.2f} s" for seconds in taken)
        print(f"| `{unit!r}` | {cells} | {taken[2] / max(taken[1], 0.01):.1f} times |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare taggers of dates.")
    add_options(parser, TAGGERS)
    parser.add_argument("--hostile", action="store_true", help="measure this tagger on hostile texts instead")
    options = parser.parse_args()
    if options.hostile:
        measure_hostile()
    else:
        cases = texts_of_specs(SPECS.glob("*.toml"), told_in)
        sets = {"cases": list(cases), "articles": list(texts_of_eval("dates", told))}
        compare(TAGGERS, sets, Comparison(told, operator.eq), options)


if __name__ == "__main__":
    main()
