"""Compares finders of counts: Recognizers-Text (two releases) and this one.

usage: python bench/counts.py [--taggers NAMES] [--environments DIR] [--rounds N] [--errors FILE]

All read the cases of ``tests/counts`` (those that are not met yet too) and the annotated articles of
``../shared/eval``, each in an environment of its own that this script makes (from PyPI, kept in DIR) and
through a driver of ``bench/taggers``. A count is found where spans overlap; its value is right where the
number is equal, scale and all (of a range, its lower end); nothing is asked of the unit, which each names in
its own way. Time is processor time in the finder alone, the median of the rounds behind a first one.
"""

from __future__ import annotations

import argparse
import math

from tagging import ROOT, Comparison, Fact, Item, Tagger, add_options, compare, texts_of_eval, texts_of_specs

SPECS = ROOT / "tests" / "counts"
TAGGERS = {
    "zhnews": Tagger((), "zhnews_counts_driver.py"),
    "Recognizers-Text 1.0.2a2 (2019)": Tagger(
        ("recognizers-text-number-with-unit==1.0.2a2", "emoji==1.7.0"), "recognizers_counts_driver.py"
    ),
    "Recognizers-Text 1.0.0.1 (2024)": Tagger(
        ("ms-recognizers-text-number-with-unit==1.0.0.1",), "recognizers_counts_driver.py"
    ),
}


def number_of(count: Item) -> Fact:
    """The value, of a range its lower end; None where a case does not say it."""
    ranged = count.get("value") in (None, False) and count.get("min")
    return (count["min"] if ranged else count.get("value"),)


def same_number(one: Fact, two: Fact) -> bool:
    return None not in (*one, *two) and math.isclose(one[0], two[0], rel_tol=1e-6)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare finders of counts.")
    add_options(parser, TAGGERS)
    options = parser.parse_args()
    cases = texts_of_specs(SPECS.rglob("*.toml"), lambda case: [number_of(count) for count in case["counts"]])
    sets = {"cases": list(cases), "articles": list(texts_of_eval("counts", number_of))}
    compare(TAGGERS, sets, Comparison(number_of, same_number, lambda fact: fact[0] is not None), options)


if __name__ == "__main__":
    main()
