"""The two sample articles: scores against their annotation, and their records field by field."""

from __future__ import annotations

import difflib
import json

import pytest
from conftest import ROOT
from scoring import Score, score_all
from write_expected_samples import EXPECTED, readable, sample_records

from extract import Pipeline, Record

SAMPLES = ("enshi-jianggan", "xihu-qingchuan")


@pytest.fixture(scope="module")
def records(pipeline: Pipeline) -> dict[str, Record]:
    return sample_records(pipeline)


@pytest.fixture(scope="module")
def scores(records: dict[str, Record]) -> dict[str, Score]:
    lines = (EXPECTED / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    plain = {stem: json.loads(record.to_json()) for stem, record in records.items()}
    return score_all(map(json.loads, lines), plain)


def test_the_samples_are_the_two_articles(records):
    assert sorted(records) == sorted(SAMPLES)


@pytest.mark.parametrize(
    ("kind", "bar"),
    [("people", 1.0), ("roles", 0.95), ("roles+org", 0.90), ("counts", 0.97), ("dates", 0.97)],
)
def test_f1_on_the_samples(scores, kind, bar):
    assert scores[kind].f1 >= bar, f"{kind}: {scores[kind]}"


def test_every_part_is_of_its_whole(scores):
    assert scores["counts.of"].recall == 1.0, f"counts.of: {scores['counts.of']}"


@pytest.mark.parametrize("stem", SAMPLES)
def test_the_record_is_as_expected(records, stem):
    path = EXPECTED / f"{stem}.json"
    name = path.relative_to(ROOT).as_posix()
    advice = (
        f"{name} differs from the record made now. If the change is meant, run\n"
        "    python tools/write_expected_samples.py\n"
        "and read `git diff samples/expected` before committing: each line must be better than it was."
    )
    assert path.is_file(), f"{name} is not there; python tools/write_expected_samples.py writes it"
    expected, current = path.read_text(encoding="utf-8"), readable(records[stem])
    if expected != current:
        was, now = expected.splitlines(), current.splitlines()
        diff = list(difflib.unified_diff(was, now, "expected", "now", lineterm=""))
        pytest.fail("\n".join([advice, *diff[:80]]), pytrace=False)
