"""Compares what readers of web pages make of pages whose right reading is known.

usage: python bench/pages.py [--pages DIR] [--rounds N] [--each] [--json]

DIR holds pages (``NAME.html``) and beside each what a careful reader takes from it (``NAME.json``, as
in ``tests/pages``). trafilatura and GNE are measured if they are installed (``pip install -e '.[bench]'``).

A title, an outlet or a day is right if it is the expected one, white space aside. A body is whole if it
holds 95 % of the expected characters, counted by lines, and too long if it has more than 1.3 times as many;
headline and lines of makers that a reader puts before or after the body do not count. Makers are compared
name by name.
Time is that of the process for all pages, the best of the rounds.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import importlib
import json
import logging
import pathlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import extract
from extract.readers import article_from_text

PAGES = pathlib.Path(__file__).resolve().parent.parent / "tests" / "pages"
WHOLE, TOO_LONG = 0.95, 1.3
_SEPARATORS = re.compile(r"[;,，；、/\s]+")


@dataclasses.dataclass
class Reading:
    """What a reader gives of one page."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    byline: frozenset[str] = frozenset()
    text: str = ""


@dataclasses.dataclass
class Score:
    """Counts over all pages."""

    pages: int = 0
    title: int = 0
    outlet: int = 0
    day: int = 0
    wrong_day: int = 0
    names: int = 0
    names_given: int = 0
    names_right: int = 0
    whole: int = 0
    too_long: int = 0
    milliseconds: float = 0.0

    @property
    def byline_f1(self) -> float:
        both = self.names + self.names_given
        return 2 * self.names_right / both if both else 1.0


class Ours:
    """The readers of this package; makers are the staff that the pipeline finds."""

    def __init__(self) -> None:
        self._pipeline = extract.load()

    def read(self, source: str) -> Any:
        return article_from_text(source, format="html")

    def finish(self, article: Any) -> Reading:
        record = self._pipeline.process(article)
        staff = frozenset(person.name for person in record.people if person.staff)
        lines = record.text.split("\n")
        body = [line for line in lines if line != record.title and line not in (record.byline or "")]
        return Reading(record.title, record.outlet, record.published, staff, "\n".join(body))


class Trafilatura:
    """trafilatura with its own metadata."""

    def __init__(self) -> None:
        self._extract = importlib.import_module("trafilatura").bare_extraction
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        logging.getLogger("htmldate").setLevel(logging.CRITICAL)

    def read(self, source: str) -> Any:
        return self._extract(source, with_metadata=True)

    def finish(self, document: Any) -> Reading:
        if document is None:
            return Reading()
        authors = frozenset(filter(None, _SEPARATORS.split(document.author or "")))
        return Reading(document.title, document.sitename, document.date, authors, document.text or "")


class Gne:
    """GNE, the extractor for Chinese news."""

    def __init__(self) -> None:
        self._extract = importlib.import_module("gne").GeneralNewsExtractor()

    def read(self, source: str) -> Any:
        with contextlib.suppress(Exception):
            return self._extract.extract(source, noise_node_list=None)
        return {}

    def finish(self, found: Any) -> Reading:
        day = (found.get("publish_time") or "")[:10].replace("/", "-").replace(".", "-")
        authors = frozenset(filter(None, _SEPARATORS.split(found.get("author") or "")))
        return Reading(found.get("title"), None, day or None, authors, found.get("content") or "")


READERS: dict[str, Callable[[], Any]] = {"zhnews": Ours, "trafilatura": Trafilatura, "GNE": Gne}


def bare(text: str | None) -> str:
    return "".join((text or "").split())


def differences(
    reading: Reading, expected: dict[str, Any], simplified: Callable[[str], str]
) -> Iterator[str]:
    """Yield the names of what is wrong."""
    if bare(reading.title) != bare(expected["title"]):
        yield "title"
    if bare(reading.outlet) != bare(expected["outlet"]):
        yield "outlet"
    if reading.published != expected["published"]:
        yield "day" if reading.published is None else "wrong_day"
    if frozenset(map(simplified, reading.byline)) != frozenset(expected["byline"]):
        yield "byline"
    shown, lines = bare(reading.text), list(map(bare, expected["body"]))
    length = sum(map(len, lines))
    if sum(len(line) for line in lines if line in shown) < WHOLE * length:
        yield "whole"
    if len(shown) > TOO_LONG * length:
        yield "too_long"


def measure(name: str, pages: list[pathlib.Path], rounds: int, *, each: bool) -> Score:
    reader = READERS[name]()
    simplified = extract.load().simplified
    sources = [page.read_text(encoding="utf-8") for page in pages]
    taken, found = [], []
    for _ in range(rounds + 1):
        began = time.process_time()
        found = [reader.read(source) for source in sources]
        taken.append(time.process_time() - began)
    score = Score(pages=len(pages), milliseconds=1000 * min(taken[1:] or taken) / len(pages))
    for page, result in zip(pages, found, strict=True):
        reading = reader.finish(result)
        expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        wrong = set(differences(reading, expected, simplified))
        given, names = frozenset(map(simplified, reading.byline)), frozenset(expected["byline"])
        score.title += "title" not in wrong
        score.outlet += "outlet" not in wrong
        score.day += wrong.isdisjoint(("day", "wrong_day"))
        score.wrong_day += "wrong_day" in wrong
        score.whole += "whole" not in wrong
        score.too_long += "too_long" in wrong
        score.names, score.names_given = score.names + len(names), score.names_given + len(given)
        score.names_right += len(names & given)
        if each and wrong:
            print(f"{name}: {page.stem}: {', '.join(sorted(wrong))}", file=sys.stderr)
    return score


def table(scores: dict[str, Score]) -> str:
    lines = [
        "| reader | title | day | wrong day | outlet | byline F1 | body whole | too long | ms a page |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, score in scores.items():
        of = [f"{getattr(score, key) / score.pages:.0%}" for key in ("title", "day", "wrong_day", "outlet")]
        body = [f"{getattr(score, key) / score.pages:.0%}" for key in ("whole", "too_long")]
        cells = [name, *of, f"{score.byline_f1:.2f}", *body, f"{score.milliseconds:.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=pathlib.Path, default=PAGES, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--each", action="store_true", help="name what is wrong on each page")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pages = [page for page in sorted(options.pages.glob("*.html")) if page.with_suffix(".json").is_file()]
    if not pages:
        parser.error(f"{options.pages}: no pages with what is expected of them")
    scores = {}
    for name in READERS:
        try:
            scores[name] = measure(name, pages, options.rounds, each=options.each)
        except ModuleNotFoundError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    if options.json:
        print(json.dumps({name: dataclasses.asdict(score) for name, score in scores.items()}, indent=2))
    else:
        print(f"{len(pages)} pages of {options.pages}\n")
        print(table(scores))


if __name__ == "__main__":
    main()
