"""Scores the pipeline on the annotated articles of ``../shared/eval``, as a Markdown table.

usage: python bench/quality.py [--ids S001,S002] [--min-score SCORE] [--errors FILE] [--json]
"""

from __future__ import annotations

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import extract
from extract.readers import Article, read_paths

EVAL = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "eval"

Figures = dict[str, dict[str, float]]


class QualityError(Exception):
    """The figures cannot be had, and why."""


def choose(gold: Iterable[Mapping[str, Any]], ids: Collection[str] | None) -> list[Mapping[str, Any]]:
    """The annotations of the articles asked for, of all with None.

    Raises:
        QualityError: an id that no annotation has.
    """
    annotations = list(gold)
    unknown = set(ids or ()) - {annotation["id"] for annotation in annotations}
    if unknown:
        raise QualityError(f"no annotated article is called {', '.join(sorted(unknown))}")
    return [annotation for annotation in annotations if ids is None or annotation["id"] in ids]


def write_records(pipeline: extract.Pipeline, paths: Iterable[pathlib.Path], target: pathlib.Path) -> None:
    """Write the records of the articles, one a line.

    Raises:
        QualityError: an article that cannot be read.
    """
    with target.open("wb") as file:
        for article in read_paths(paths):
            if not isinstance(article, Article):
                raise QualityError(f"unreadable: {article}")
            file.write(pipeline.process(article).to_json() + b"\n")


def figures_of(
    pipeline: extract.Pipeline, ids: Collection[str] | None = None, errors: pathlib.Path | None = None
) -> Figures:
    """Precision, recall, F1 and the number of annotated facts, by kind.

    Args:
        pipeline: what makes the records.
        ids: the articles to score, all with None.
        errors: a file for every miss and every wrong item, or None.

    Raises:
        QualityError: the evaluation set is not there, or cannot be scored.
    """
    gold_path = EVAL / "gold.jsonl"
    if not gold_path.is_file():
        raise QualityError(f"the evaluation set is not there: {gold_path}")
    with gold_path.open(encoding="utf-8") as lines:
        annotations = choose(map(json.loads, lines), ids)
    stems = {annotation["id"] for annotation in annotations}
    paths = sorted(path for path in (EVAL / "articles").iterdir() if path.stem in stems)
    with tempfile.TemporaryDirectory() as name:
        gold, records = pathlib.Path(name, "gold.jsonl"), pathlib.Path(name, "records.jsonl")
        gold.write_text("\n".join(map(json.dumps, annotations)), encoding="utf-8")
        write_records(pipeline, paths, records)
        command = [sys.executable, str(EVAL / "score.py"), str(gold), str(records), "--json"]
        if errors is not None:
            command += ["--errors", str(errors)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise QualityError(f"scoring failed:\n{run.stderr}")
    figures: Figures = json.loads(run.stdout)
    return figures


def as_markdown(figures: Figures) -> str:
    rows = ["| kind | precision | recall | F1 | gold |", "|---|---:|---:|---:|---:|"]
    for kind, of_kind in figures.items():
        values = " | ".join(f"{of_kind[name]:.3f}" for name in ("precision", "recall", "f1"))
        rows.append(f"| {kind} | {values} | {of_kind['gold']} |")
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description="Score the pipeline on the annotated articles.")
    parser.add_argument("--ids", help="only these articles, with commas between them (S001,S002)")
    parser.add_argument("--min-score", type=float, default=0.0, help="leave out people less sure than this")
    parser.add_argument("--errors", type=pathlib.Path, help="write what was missed or wrong to this file")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    options = parser.parse_args()
    ids = None if options.ids is None else {name.strip() for name in options.ids.split(",") if name.strip()}
    try:
        figures = figures_of(extract.load(min_score=options.min_score), ids, options.errors)
    except QualityError as error:
        print(f"quality: {error}", file=sys.stderr)
        return 1
    print(json.dumps(figures) if options.json else as_markdown(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
