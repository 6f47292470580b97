"""Counts, held to the cases of ``tests/counts``: where they stand, how much of what, of which whole, by whom.

A case is a text (in several forms that say the same, Simplified and Traditional among them) with «» around
each count, the day of publication (``on``), and for each count in order the fields that are expected;
``false`` stands for null, and ``of`` counts the case's own counts from 0. A noun may be longer or shorter
at its beginning than told, a body at either end. What a careful reader would find and this
version does not is in ``tests/counts/not_yet``: a case that comes right has to be moved.
"""

from __future__ import annotations

import functools
import json
import pathlib
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from tagging import forms, unmarked

import extract
from extract.facts import Count
from extract.readers import Article, read_paths

SPECS = sorted((ROOT / "tests" / "counts").glob("*.toml"))
NOT_YET = sorted((ROOT / "tests" / "counts" / "not_yet").glob("*.toml"))
LEAST_CASES = 1_000

Case = dict[str, Any]


@functools.cache
def cases_of(path: pathlib.Path) -> list[Case]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["cases"]


def same_name(found: str | None, expected: str | None, *, same_end: bool) -> bool:
    """Whether one of two names stands within the other, or at its end."""
    if found is None or expected is None:
        return found is expected
    one, two = (name.replace("“", "").replace("”", "") for name in (found, expected))
    return one.endswith(two) or two.endswith(one) if same_end else one in two or two in one


def told(count: Count, index_of: dict[int, int], expected: Case) -> Case:
    """What a count tells of the fields that are expected, each as the case has it where it agrees."""
    seen: Case = {}
    for field, value in expected.items():
        found = getattr(count, "from_" if field == "from" else field)
        wanted = None if value is False else value
        if field == "of":
            found = None if found is None else index_of.get(found)
        same = found == wanted
        if field in ("noun", "from", "to"):
            same = same_name(found, wanted, same_end=field == "noun")
        if isinstance(wanted, float) and found is not None:
            same = found == pytest.approx(wanted)
        seen[field] = value if same else found
    return seen


def found_in(pipeline: extract.Pipeline, case: Case, text: str) -> tuple[list[str], list[Case]]:
    """The counts of a text as a case has them: their surfaces in order, and their fields."""
    plain, spans = unmarked(text)
    counts = pipeline(plain, published=case.get("on")).counts
    index_of = {
        number: spans.index((count.start, count.end))
        for number, count in enumerate(counts)
        if (count.start, count.end) in spans
    }
    fields = [told(counts[number], index_of, case["counts"][place]) for number, place in index_of.items()]
    return [plain[count.start : count.end] for count in counts], fields


def expected_in(case: Case, text: str) -> tuple[list[str], list[Case]]:
    plain, spans = unmarked(text)
    return [plain[start:end] for start, end in spans], case["counts"]


def parameters() -> Iterator[Any]:
    for path in SPECS:
        for number, case in enumerate(cases_of(path), start=1):
            for text in forms(case):
                yield pytest.param(case, text, id=f"{path.stem}-{number}")


@pytest.mark.parametrize(("case", "text"), list(parameters()))
def test_a_reader_would_find_the_same_counts(pipeline: extract.Pipeline, case: Case, text: str) -> None:
    assert found_in(pipeline, case, text) == expected_in(case, text)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{path.stem}-{number}", marks=pytest.mark.xfail(strict=True))
        for path in NOT_YET
        for number, case in enumerate(cases_of(path), start=1)
    ],
)
def test_what_is_not_met_yet(pipeline: extract.Pipeline, case: Case) -> None:
    for text in forms(case):
        assert found_in(pipeline, case, text) == expected_in(case, text)


def test_there_are_cases_enough() -> None:
    assert sum(len(cases_of(path)) for path in SPECS) >= LEAST_CASES


def test_where_no_count_stands(pipeline: extract.Pipeline) -> None:
    """Every stretch of rules/counts/not_counts.toml says what it is for."""
    path = ROOT / "rules" / "counts" / "not_counts.toml"
    stretches = tomllib.loads(path.read_text(encoding="utf-8"))["stretch"]
    wrong = {
        text: [count.text for count in pipeline(text).counts]
        for stretch in stretches
        for text in stretch["like"]
        if pipeline(text).counts
    }
    assert wrong == {}


# -- sums ---------------------------------------------------------------------------------------------

#: The wholes of the two originals, and of the samples modelled on them, with their parts.
SUMS = {40: {9, 31}, 76: {33, 43}, 127: {69, 58}, 82: {23, 45, 14}, 20: {10}, 4: {1, 3}}


def sums_in(
    pipeline: extract.Pipeline, articles: list[pathlib.Path]
) -> dict[int, tuple[set[int], str | None]]:
    """The whole numbers that are divided, each with its parts and what is said of their sum."""
    sums: dict[int, tuple[set[int], str | None]] = {}
    for article in read_paths(articles):
        assert isinstance(article, Article)
        counts = json.loads(pipeline.process(article).to_json())["counts"]
        for number, whole in enumerate(counts):
            parts = [count["value"] for count in counts if count["of"] == number]
            if parts:
                sums[whole["value"]] = (set(parts), whole["sum_check"])
    return sums


def test_the_sums_of_the_samples_are_right(pipeline: extract.Pipeline) -> None:
    sums = sums_in(pipeline, sorted((ROOT / "samples" / "articles").iterdir()))
    assert sums == {whole: (parts, "exact") for whole, parts in SUMS.items()}


def test_the_sums_of_the_originals_are_right(pipeline: extract.Pipeline, eval_set: pathlib.Path) -> None:
    sums = sums_in(pipeline, sorted((eval_set / "articles").glob("S00[12].*")))
    assert {whole: sums.get(whole) for whole in SUMS} == {
        whole: (parts, "exact") for whole, parts in SUMS.items()
    }


# -- what holds for any text --------------------------------------------------------------------------

PIECES = sorted({unmarked(text)[0] for path in SPECS for case in cases_of(path) for text in forms(case)})


@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.text("0123456789一二十百千万亿名人个其中共，、（）%近余\n")),
        min_size=1,
    ).filter(lambda pieces: "".join(pieces).strip())
)
@settings(max_examples=150, deadline=None)
def test_counts_are_cut_from_the_text_in_order(pipeline: extract.Pipeline, pieces: list[str]) -> None:
    text = "".join(pieces)
    at, counts = 0, pipeline(text).counts
    for number, count in enumerate(counts):
        assert at <= count.start < count.end
        assert count.text == text[count.start : count.end]
        assert (count.value is None) == (count.min is not None and count.max is not None)
        assert count.min is None or count.max is None or count.min <= count.max
        assert count.of is None or (count.of != number and 0 <= count.of < len(counts))
        at = count.end


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_no_count_is_part_of_itself(pipeline: extract.Pipeline, pieces: list[str]) -> None:
    counts = pipeline("\n".join(pieces)).counts
    for count in counts:
        of, steps = count.of, 0
        while of is not None:
            of, steps = counts[of].of, steps + 1
            assert steps <= len(counts)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_sum_check_says_what_the_parts_leave(pipeline: extract.Pipeline, pieces: list[str]) -> None:
    for count in pipeline("\n".join(pieces)).counts:
        assert (count.sum_check is None) == (count.sum_difference is None)
        if count.sum_difference is not None:
            signs = {"exact": count.sum_difference == 0, "partial": count.sum_difference > 0}
            assert signs.get(count.sum_check or "", count.sum_difference < 0)
