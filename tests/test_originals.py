"""The two articles the samples are modelled on, and floors for all annotated articles."""

from __future__ import annotations

import json
import pathlib

import pytest
from quality import Figures, figures_of

from extract import Pipeline
from extract.readers import Article, read_paths

ORIGINALS = ("S001", "S002")


@pytest.fixture(scope="module")
def on_originals(pipeline: Pipeline, eval_set: pathlib.Path, tmp_path_factory) -> tuple[Figures, str]:
    errors = tmp_path_factory.mktemp("originals") / "errors.jsonl"
    return figures_of(pipeline, ORIGINALS, errors), errors.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def on_all(pipeline: Pipeline, eval_set: pathlib.Path) -> Figures:
    return figures_of(pipeline)


@pytest.mark.parametrize(
    ("kind", "bar"),
    [("people", 1.0), ("roles", 0.95), ("roles+org", 0.90), ("counts", 0.97), ("dates", 0.97)],
)
def test_f1_on_the_originals(on_originals, kind, bar):
    figures, errors = on_originals
    of_kind = "\n".join(line for line in errors.splitlines() if f'"kind": "{kind}"' in line)
    assert figures[kind]["f1"] >= bar, f"{kind}: {figures[kind]}\n{of_kind}"


def test_every_part_is_of_its_whole_on_the_originals(on_originals):
    figures, _ = on_originals
    assert figures["counts.of"]["recall"] == 1.0, figures["counts.of"]


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("people", 0.97),
        ("roles", 0.93),
        ("roles+org", 0.88),
        ("counts", 0.97),
        ("counts.noun", 0.93),
        ("counts.of", 0.95),
        ("counts.when", 0.85),
        ("counts.from", 0.75),
        ("counts.to", 0.70),
        ("dates", 0.97),
        ("dates.span", 0.98),
    ],
)
def test_f1_on_all_annotated_articles(on_all, kind, floor):
    assert on_all[kind]["f1"] >= floor, f"{kind}: {on_all[kind]}"


# The day that stands nowhere in the text is not ours to know.
DAY_IN_NO_TEXT = {"D006"}


def test_every_day_of_publication_that_an_article_states(pipeline: Pipeline, eval_set: pathlib.Path) -> None:
    lines = (eval_set / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {entry["id"]: entry["published"] for entry in map(json.loads, lines)}
    found = {}
    for article in read_paths([eval_set / "articles"]):
        assert isinstance(article, Article)
        found[pathlib.Path(article.path or "").stem] = pipeline.process(article).published
    stated = {name: day for name, day in gold.items() if name not in DAY_IN_NO_TEXT}
    assert {name: found[name] for name in stated} == stated
    assert all(found[name] is None for name in DAY_IN_NO_TEXT)
