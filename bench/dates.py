"""Compares taggers of dates: JioNLP, Recognizers-Text (two releases), dateparser and this one.

usage: python bench/dates.py [--taggers NAMES] [--environments DIR] [--rounds N] [--errors FILE] [--hostile]

All read the cases of ``tests/dates`` and the annotated articles of ``../shared/eval``, each in an environment
of its own that this script makes (from PyPI, kept in DIR) and through a driver of ``bench/date_taggers``,
which turns what it gives into TIMEX3 as favourably as is honest. An expression is found where spans overlap;
its value is right where type and value are equal. Time is processor time in the tagger alone, the median of
the rounds behind a first one. ``--hostile`` measures this tagger on a megabyte of digits, of 年, of dots and
dashes instead.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import pathlib
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import extract
from extract.readers import Article, read_paths

ROOT = pathlib.Path(__file__).resolve().parent.parent
DRIVERS = ROOT / "bench"
SPECS = ROOT / "tests" / "dates"
EVAL = ROOT.parent / "shared" / "eval"

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


@dataclass(frozen=True)
class Tagger:
    """How a tagger is installed and run; ours runs in this environment."""

    packages: tuple[str, ...]
    driver: str
    options: tuple[str, ...] = ()
    environment: str = ""


TAGGERS = {
    "zhnews": Tagger((), "date_taggers/zhnews_driver.py"),
    "JioNLP 1.5": Tagger(("jionlp==1.5.31",), "date_taggers/jionlp_driver.py"),
    "Recognizers-Text 1.0.2a2 (2019)": Tagger(
        ("recognizers-text-date-time==1.0.2a2", "emoji==1.7.0"), "date_taggers/recognizers_driver.py"
    ),
    "Recognizers-Text 1.0.0.1 (2024)": Tagger(
        ("ms-recognizers-text-date-time==1.0.0.1",), "date_taggers/recognizers_driver.py"
    ),
    "dateparser 1.5": Tagger(("dateparser==1.5.0",), "date_taggers/dateparser_driver.py"),
    "dateparser 1.5, absolute": Tagger(
        ("dateparser==1.5.0",), "date_taggers/dateparser_driver.py", ("--absolute",)
    ),
}


@dataclass(frozen=True)
class Text:
    """A text, its day, the dates expected in it (start, end, type, value), and what counts neither way."""

    name: str
    text: str
    on: str | None
    expected: tuple[tuple[int, int, str, str], ...]
    ignored: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Score:
    """Span F1, the share of expected dates whose value is right, and characters a processor second."""

    f1: float
    accuracy: float
    speed: float


def texts_of_specs() -> Iterator[Text]:
    for path in sorted(SPECS.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["cases"], start=1):
            for marked in [case["text"]] if isinstance(case["text"], str) else case["text"]:
                text, spans = unmarked(marked)
                told = [date.split()[:2] for date in case["dates"]]
                expected = tuple(
                    (*span, kind, value) for span, (kind, value) in zip(spans, told, strict=True)
                )
                yield Text(f"{path.stem}-{number}", text, case.get("on"), expected)


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without «», and where they stood."""
    spans, text = [], ""
    for piece in marked.split("«"):
        inside, closed, behind = piece.partition("»")
        if closed:
            spans.append((len(text), len(text) + len(inside)))
        text += inside + behind
    return text, spans


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
            located = zip(score.locate(gold["dates"], text), gold["dates"], strict=True)
            expected = tuple((*span, date["type"], date["value"]) for span, date in located if span)
            ignored = tuple(span for span in score.locate(gold.get("ignore", []), text) if span)
            yield Text(gold["id"], text, gold["published"], expected, ignored)


def python_of(tagger: Tagger, environments: pathlib.Path) -> str:
    """The interpreter that has the tagger, in an environment made if it is not there."""
    if not tagger.packages:
        return sys.executable
    place = environments / tagger.packages[0].replace("==", "-")
    python = place / "bin" / "python"
    if not python.exists():
        print(f"making {place}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *tagger.packages], check=True)
    return str(python)


def tagged(
    tagger: Tagger, texts: Sequence[Text], environments: pathlib.Path, rounds: int
) -> tuple[list[list[dict[str, Any]]], float]:
    """What the tagger finds in each text, and the processor seconds of a round."""
    given = "".join(json.dumps({"text": text.text, "on": text.on}) + "\n" for text in texts)
    command = [python_of(tagger, environments), str(DRIVERS / tagger.driver), *tagger.options]
    run = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "ROUNDS": str(rounds), "PYTHONPATH": str(ROOT) if not tagger.packages else ""},
    )
    seconds = float(run.stderr.strip().rpartition("seconds=")[2])
    return [json.loads(line) for line in run.stdout.splitlines()], seconds


def overlap(a: Sequence[Any], b: Sequence[Any]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def score(
    texts: Sequence[Text], found: Sequence[Sequence[dict[str, Any]]], seconds: float, errors: Any
) -> Score:
    hits = right = expected = given = 0
    for text, dates in zip(texts, found, strict=True):
        spans = [(date["start"], date["end"], date["type"], date["value"]) for date in dates]
        pairs = paired(text.expected, spans)
        taken = {j for _, j in pairs}
        free = [
            j for j in range(len(spans)) if j not in taken and any(overlap(spans[j], x) for x in text.ignored)
        ]
        hits += len(pairs)
        expected += len(text.expected)
        given += len(spans) - len(free)
        right += sum(text.expected[i][2:] == spans[j][2:] for i, j in pairs)
        if errors is not None:
            wanted, got = set(text.expected), set(spans)
            for kind, items in (("wanted", wanted - got), ("given", got - wanted)):
                for start, end, *told in sorted(items):
                    print(
                        json.dumps([text.name, kind, text.text[start:end], *told], ensure_ascii=False),
                        file=errors,
                    )
    characters = sum(len(text.text) for text in texts)
    return Score(2 * hits / (expected + given), right / expected, characters / seconds)


def paired(expected: Sequence[Any], spans: Sequence[Any]) -> list[tuple[int, int]]:
    """Which expected date is which found one: those of equal value first."""
    pairs: list[tuple[int, int]] = []
    for same in (lambda a, b: a[2:] == b[2:], lambda a, b: True):  # noqa: ARG005
        for i, a in enumerate(expected):
            if all(i != k for k, _ in pairs):
                free = (
                    j
                    for j, b in enumerate(spans)
                    if all(j != k for _, k in pairs) and overlap(a, b) and same(a, b)
                )
                pairs.extend((i, j) for j in itertools.islice(free, 1))
    return pairs


def compare(options: argparse.Namespace) -> None:
    sets = {"cases": list(texts_of_specs()), "articles": list(texts_of_eval())}
    for name, texts in sets.items():
        print(
            f"{name}: {len(texts):,} texts, {sum(len(t.text) for t in texts):,} characters,"
            f" {sum(len(t.expected) for t in texts):,} dates",
            file=sys.stderr,
        )
    chosen = options.taggers.split(",") if options.taggers else list(TAGGERS)
    print(
        "| tagger |"
        + "".join(f" {name}: span F1 | value right | characters/s |" for name in sets if sets[name])
    )
    print("|---|" + "---:|---:|---:|" * sum(map(bool, sets.values())))
    for name in chosen:
        cells = []
        for texts in filter(None, sets.values()):
            found, seconds = tagged(TAGGERS[name], texts, options.environments, options.rounds)
            told = score(texts, found, seconds, options.errors)
            cells.append(f" {told.f1:.3f} | {told.accuracy:.3f} | {told.speed:,.0f} |")
        print(f"| {name} |" + "".join(cells), flush=True)


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
    parser.add_argument("--taggers", help=f"only these, with commas between them: {', '.join(TAGGERS)}")
    parser.add_argument(
        "--environments",
        type=pathlib.Path,
        default=ROOT / "out" / "date_taggers",
        help="where the environments of the others are made (out/date_taggers)",
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each set is timed (3)")
    parser.add_argument(
        "--errors",
        type=argparse.FileType("w", encoding="utf-8"),
        help="write what was wanted and not given, and given and not wanted",
    )
    parser.add_argument("--hostile", action="store_true", help="measure this tagger on hostile texts instead")
    options = parser.parse_args()
    if options.hostile:
        measure_hostile()
    else:
        compare(options)


if __name__ == "__main__":
    main()
