"""Compares finders of counts: Recognizers-Text (two releases) and this one.

usage: python bench/counts.py [--taggers NAMES] [--environments DIR] [--rounds N]

All read the cases of ``tests/counts`` (those that are not met yet too) and the annotated articles of
``../shared/eval``, each in an environment of its own that this script makes (from PyPI, kept in DIR). A count
is found where spans overlap; its value is right where the number is equal, scale and all (of a range, its
lower end); nothing is asked of the unit, which each names in its own way. Time is processor time in the
finder alone, the median of the rounds behind a first one.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import pathlib
import sys
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from dates import EVAL, ROOT, Score, Tagger, Text, overlap, tagged, unmarked

from extract.readers import Article, read_paths

SPECS = ROOT / "tests" / "counts"
TAGGERS = {
    "zhnews": Tagger((), "count_taggers/zhnews_driver.py"),
    "Recognizers-Text 1.0.2a2 (2019)": Tagger(
        ("recognizers-text-number-with-unit==1.0.2a2", "emoji==1.7.0"), "count_taggers/recognizers_driver.py"
    ),
    "Recognizers-Text 1.0.0.1 (2024)": Tagger(
        ("ms-recognizers-text-number-with-unit==1.0.0.1",), "count_taggers/recognizers_driver.py"
    ),
}


def texts_of_specs() -> Iterator[Text]:
    for path in sorted(SPECS.rglob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["cases"], start=1):
            for marked in [case["text"]] if isinstance(case["text"], str) else case["text"]:
                text, spans = unmarked(marked)
                told = zip(spans, case["counts"], strict=True)
                expected = tuple((*span, "count", _number(count)) for span, count in told)
                yield Text(f"{path.stem}-{number}", text, case.get("on"), expected)


def texts_of_eval() -> Iterator[Text]:
    """The annotated articles, if they are there; located as the scorer beside them does."""
    if not (EVAL / "gold.jsonl").is_file():
        return
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    articles = {
        pathlib.Path(article.path or "").stem: article.text
        for article in read_paths(sorted((EVAL / "articles").iterdir()))
        if isinstance(article, Article)
    }
    with (EVAL / "gold.jsonl").open(encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            text = articles[gold["id"]]
            located = zip(score.locate(gold["counts"], text), gold["counts"], strict=True)
            expected = tuple((*span, "count", _number(count)) for span, count in located if span)
            ignored = tuple(span for span in score.locate(gold.get("ignore", []), text) if span)
            yield Text(gold["id"], text, gold["published"], expected, ignored)


def _number(count: dict[str, Any]) -> float | None:
    """The value, of a range its lower end; None where a case does not say it."""
    return count["min"] if count.get("value") in (None, False) and count.get("min") else count.get("value")


def score(texts: Sequence[Text], found: Sequence[Sequence[dict[str, Any]]], seconds: float) -> Score:
    hits = right = told = expected = given = 0
    for text, counts in zip(texts, found, strict=True):
        spans = [(count["start"], count["end"], "count", count["value"]) for count in counts]
        pairs = paired(text.expected, spans)
        taken = {j for _, j in pairs}
        free = [
            j for j in range(len(spans)) if j not in taken and any(overlap(spans[j], x) for x in text.ignored)
        ]
        hits += len(pairs)
        expected += len(text.expected)
        given += len(spans) - len(free)
        told += sum(count[3] is not None for count in text.expected)
        right += sum(_equal(text.expected[i][3], spans[j][3]) for i, j in pairs)
    characters = sum(len(text.text) for text in texts)
    return Score(2 * hits / (expected + given), right / told, characters / seconds)


def paired(expected: Sequence[Any], spans: Sequence[Any]) -> list[tuple[int, int]]:
    """Which expected count is which found one: those of equal value first."""
    pairs: list[tuple[int, int]] = []
    for values_count in (True, False):
        for i, a in enumerate(expected):
            if any(i == k for k, _ in pairs):
                continue
            free = (
                j
                for j, b in enumerate(spans)
                if all(j != k for _, k in pairs)
                and overlap(a, b)
                and (not values_count or _equal(a[3], b[3]))
            )
            pairs.extend((i, j) for j in itertools.islice(free, 1))
    return pairs


def _equal(wanted: float | None, found: float | None) -> bool:
    return wanted is not None and found is not None and abs(wanted - found) <= 1e-6 * max(1.0, abs(wanted))


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare finders of counts.")
    parser.add_argument("--taggers", help=f"only these, with commas between them: {', '.join(TAGGERS)}")
    parser.add_argument(
        "--environments",
        type=pathlib.Path,
        default=ROOT / "out" / "count_taggers",
        help="where the environments of the others are made (out/count_taggers)",
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each set is timed (3)")
    options = parser.parse_args()
    sets = {"cases": list(texts_of_specs()), "articles": list(texts_of_eval())}
    for name, texts in sets.items():
        characters, counts = sum(len(t.text) for t in texts), sum(len(t.expected) for t in texts)
        print(f"{name}: {len(texts):,} texts, {characters:,} characters, {counts:,} counts", file=sys.stderr)
    shown = [name for name in sets if sets[name]]
    print("| finder |" + "".join(f" {name}: span F1 | value right | characters/s |" for name in shown))
    print("|---|" + "---:|---:|---:|" * len(shown))
    for name in options.taggers.split(",") if options.taggers else TAGGERS:
        cells = []
        for texts in filter(None, sets.values()):
            found, seconds = tagged(TAGGERS[name], texts, options.environments, options.rounds)
            told = score(texts, found, seconds)
            cells.append(f" {told.f1:.3f} | {told.accuracy:.3f} | {told.speed:,.0f} |")
        print(f"| {name} |" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
