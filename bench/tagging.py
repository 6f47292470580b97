"""What the comparisons with other taggers share: cases, articles, environments, scores and the table.

A fact is told as ``(start, end, …)``: offsets in code points, end exclusive, then what is compared.
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
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.readers import Article, read_paths

ROOT = pathlib.Path(__file__).resolve().parent.parent
DRIVERS = ROOT / "bench" / "taggers"
EVAL = ROOT.parent / "shared" / "eval"

Fact = tuple[Any, ...]
Item = dict[str, Any]


@dataclass(frozen=True)
class Tagger:
    """How a tagger is installed and run; ours runs in this environment.

    What ``before`` names is installed first, and the packages are then built with it.
    """

    packages: tuple[str, ...]
    driver: str
    options: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text, its day, the facts expected in it, and the spans of what counts neither way."""

    name: str
    text: str
    on: str | None
    expected: tuple[Fact, ...]
    ignored: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """How the facts of one kind are compared.

    ``told`` says of a fact, as a driver gives it, what is compared; ``same`` whether two of these are
    equal; ``asked`` whether an expected one says anything that can be right.
    """

    told: Callable[[Item], Fact]
    same: Callable[[Fact, Fact], bool]
    asked: Callable[[Fact], bool] = lambda _: True


@dataclass(frozen=True)
class Score:
    """Span F1, the share of expected values that are right, and characters a processor second."""

    f1: float
    accuracy: float
    speed: float


# -- what is tagged -----------------------------------------------------------------------------


def forms(case: Item) -> list[str]:
    """The marked texts of a case, which say the same."""
    return [case["text"]] if isinstance(case["text"], str) else case["text"]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without «», and where they stood."""
    spans, text = [], ""
    for piece in marked.split("«"):
        inside, closed, behind = piece.partition("»")
        if closed:
            spans.append((len(text), len(text) + len(inside)))
        text += inside + behind
    return text, spans


def texts_of_specs(paths: Iterable[pathlib.Path], told: Callable[[Item], list[Fact]]) -> Iterator[Text]:
    """Every form of every case, ``told`` saying what is expected of it at each of its marks."""
    for path in sorted(paths):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["cases"], start=1):
            for marked in forms(case):
                text, spans = unmarked(marked)
                expected = tuple((*span, *fact) for span, fact in zip(spans, told(case), strict=True))
                yield Text(f"{path.stem}-{number}", text, case.get("on"), expected)


def texts_of_eval(kind: str, told: Callable[[Item], Fact]) -> Iterator[Text]:
    """The annotated articles, if they are there; located as the scorer beside them does."""
    if not (EVAL / "gold.jsonl").is_file():
        return
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    articles = {
        pathlib.Path(article.path or "").stem: article.text
        for article in read_paths(sorted((EVAL / "articles").iterdir()))
        if isinstance(article, Article)
    }
    with (EVAL / "gold.jsonl").open(encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            text = articles[gold["id"]]
            located = zip(scorer.locate(gold[kind], text), gold[kind], strict=True)
            expected = tuple((*span, *told(fact)) for span, fact in located if span)
            ignored = tuple(span for span in scorer.locate(gold.get("ignore", []), text) if span)
            yield Text(gold["id"], text, gold["published"], expected, ignored)


# -- tagging it ---------------------------------------------------------------------------------


def python_of(tagger: Tagger, environments: pathlib.Path) -> str:
    """The interpreter that has the tagger, in an environment made if it is not there."""
    if not tagger.packages:
        return sys.executable
    place = environments / tagger.packages[0].replace("==", "-")
    python = place / "bin" / "python"
    if not python.exists():
        print(f"making {place}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        if tagger.before:
            subprocess.run([*install, *tagger.before], check=True)
            install.append("--no-build-isolation")
        subprocess.run([*install, *tagger.packages], check=True)
    return str(python)


def tagged(
    tagger: Tagger, texts: Sequence[Text], environments: pathlib.Path, rounds: int
) -> tuple[list[list[Item]], float]:
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


# -- what comes of it ---------------------------------------------------------------------------


def overlap(a: Sequence[Any], b: Sequence[Any]) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def paired(
    expected: Sequence[Fact], found: Sequence[Fact], same: Callable[[Fact, Fact], bool]
) -> list[tuple[int, int]]:
    """Which expected fact is which found one: those of equal value first."""
    pairs: list[tuple[int, int]] = []
    for equal in (same, lambda *_: True):
        for i, a in enumerate(expected):
            if all(i != k for k, _ in pairs):
                free = (
                    j
                    for j, b in enumerate(found)
                    if all(j != k for _, k in pairs) and overlap(a, b) and equal(a[2:], b[2:])
                )
                pairs.extend((i, j) for j in itertools.islice(free, 1))
    return pairs


def score(
    texts: Sequence[Text], found: Sequence[Sequence[Fact]], seconds: float, comparison: Comparison
) -> Score:
    hits = right = asked = expected = given = 0
    for text, facts in zip(texts, found, strict=True):
        pairs = paired(text.expected, facts, comparison.same)
        taken = {j for _, j in pairs}
        untaken = [fact for j, fact in enumerate(facts) if j not in taken]
        free = [fact for fact in untaken if any(overlap(fact, other) for other in text.ignored)]
        hits += len(pairs)
        expected += len(text.expected)
        asked += sum(comparison.asked(fact[2:]) for fact in text.expected)
        given += len(facts) - len(free)
        right += sum(comparison.same(text.expected[i][2:], facts[j][2:]) for i, j in pairs)
    characters = sum(len(text.text) for text in texts)
    return Score(2 * hits / (expected + given), right / asked, characters / seconds)


def write_errors(texts: Sequence[Text], found: Sequence[Sequence[Fact]], errors: Any) -> None:
    """What was wanted and not given, and given and not wanted, a line of JSON each."""
    for text, facts in zip(texts, found, strict=True):
        wanted, got = set(text.expected), set(facts)
        for kind, items in (("wanted", wanted - got), ("given", got - wanted)):
            for start, end, *told in sorted(items, key=lambda fact: fact[:2]):
                line = [text.name, kind, text.text[start:end], *told]
                print(json.dumps(line, ensure_ascii=False), file=errors)


def add_options(parser: argparse.ArgumentParser, taggers: Mapping[str, Tagger]) -> None:
    """The options of every comparison."""
    parser.add_argument("--taggers", help=f"only these, with commas between them: {', '.join(taggers)}")
    parser.add_argument(
        "--environments",
        type=pathlib.Path,
        default=ROOT / "out" / "taggers",
        help="where the environments of the others are made (out/taggers)",
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each set is timed (3)")
    parser.add_argument(
        "--errors",
        type=argparse.FileType("w", encoding="utf-8"),
        help="write what was wanted and not given, and given and not wanted",
    )


def compare(
    taggers: Mapping[str, Tagger],
    sets: Mapping[str, Sequence[Text]],
    comparison: Comparison,
    options: argparse.Namespace,
) -> None:
    """Print the table: a line for each tagger, three columns for each set that is there."""
    sets = {name: texts for name, texts in sets.items() if texts}
    for name, texts in sets.items():
        characters, facts = sum(len(t.text) for t in texts), sum(len(t.expected) for t in texts)
        print(f"{name}: {len(texts):,} texts, {characters:,} characters, {facts:,} facts", file=sys.stderr)
    columns = "".join(f" {name}: span F1 | value right | characters/s |" for name in sets)
    print(f"| tagger |{columns}\n|---|{'---:|---:|---:|' * len(sets)}")
    for name in options.taggers.split(",") if options.taggers else taggers:
        cells = []
        for texts in sets.values():
            given, seconds = tagged(taggers[name], texts, options.environments, options.rounds)
            found = [[(f["start"], f["end"], *comparison.told(f)) for f in facts] for facts in given]
            told = score(texts, found, seconds, comparison)
            cells.append(f" {told.f1:.3f} | {told.accuracy:.3f} | {told.speed:,.0f} |")
            if options.errors is not None:
                write_errors(texts, found, options.errors)
        print(f"| {name} |{''.join(cells)}", flush=True)
