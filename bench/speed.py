"""Measures speed, start-up, memory and where the time goes.

usage: python bench/speed.py [--articles N] [--rounds N] [--json]

Speed is that of the whole way, file bytes to JSON bytes in one process, as a ratio to
``jieba.lcut`` alone over the same simplified texts in the same run. The two take turns
every few articles and the median of the rounds' ratios is given, so that what else the
machine does cancels. It is told in processor time, of all threads together.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import functools
import gzip
import itertools
import json
import logging
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import jieba

import extract
from extract.readers import Article, read_paths
from extract.text.preparer import Preparer

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples" / "articles"
PAGES = ROOT / "tests" / "pages"
CORPORA = ROOT.parent / "shared" / "corpora"
CORPUS_NAMES = ("cctv-hans", "hk-hant")
SAMPLE_REPEATS = 20
TURN = 10
SEED = 1

STAGES = (
    "reading", "preparing", "words", "dates", "counts", "links", "people", "roles", "rest", "JSON",
    "Doc, if asked",
)


@dataclass(frozen=True)
class Speed:
    """Characters a processor second and the ratio of the two, each the median of the rounds."""

    articles: int
    characters: int
    pipeline: float
    jieba: float
    ratio: float


@dataclass(frozen=True)
class StartUp:
    """Seconds from nothing, each in a fresh process, and the peak memory of one that does the samples."""

    importing: float
    loading: float
    first_record: float
    whole_process: float
    help_of_command: float | None
    peak_megabytes: float


def articles_of(paths: Sequence[pathlib.Path]) -> Iterator[Article]:
    return (article for article in read_paths(paths) if isinstance(article, Article))


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def measure_speed(pipeline: extract.Pipeline, paths: Sequence[pathlib.Path], rounds: int) -> Speed:
    texts = [pipeline.process(article).text for article in articles_of(paths)]
    simplified = list(map(pipeline._extractors.prepare.simplify, texts))
    characters = sum(map(len, texts))
    taken = [take_turns(pipeline, paths, simplified) for _ in range(rounds)]
    return Speed(
        articles=len(texts),
        characters=characters,
        pipeline=characters / statistics.median(whole for whole, _ in taken),
        jieba=characters / statistics.median(alone for _, alone in taken),
        ratio=statistics.median(alone / whole for whole, alone in taken),
    )


def take_turns(
    pipeline: extract.Pipeline, paths: Sequence[pathlib.Path], simplified: Sequence[str]
) -> tuple[float, float]:
    """Processor seconds of the whole way and of jieba alone, which take turns every few articles."""
    lines = (pipeline.process(article).to_json() for article in articles_of(paths))
    whole = alone = 0.0
    for first in range(0, len(simplified), TURN):
        texts = simplified[first:first + TURN]
        whole += seconds(functools.partial(list, itertools.islice(lines, len(texts))), time.process_time)
        alone += seconds(functools.partial(list, map(jieba.lcut, texts)), time.process_time)
    return whole, alone


class StageClock:
    """Times the stages while the pipeline runs as it always does: its finders stand under a stop-watch.

    Time that one stage spends in another (words are cut while the text is prepared) is the other's.
    """

    def __init__(self, pipeline: extract.Pipeline) -> None:
        self._pipeline = pipeline
        self._inside = 0.0
        self.seconds = dict.fromkeys(STAGES, 0.0)

    def run(self, paths: Sequence[pathlib.Path]) -> dict[str, float]:
        """Each stage's share of the whole way; a Doc, which the way does without, as if it were one more."""
        process = self._watched("rest", self._pipeline.process)
        with self._finders_watched():
            articles = self._watched("reading", lambda: list(articles_of(paths)))()
            for article in articles:
                self._watched("JSON", process(article).to_json)()
        whole = sum(self.seconds.values())
        for article in articles:
            self._watched("Doc, if asked", self._pipeline.nlp.make_doc)(article.text)
        return {stage: taken / whole for stage, taken in self.seconds.items()}

    @contextlib.contextmanager
    def _finders_watched(self) -> Iterator[None]:
        finders = self._pipeline._extractors
        prepare = finders.prepare
        watched = copy.copy(prepare)
        watched._segment = self._watched("words", prepare._segment)
        replaced: dict[str, object] = {"prepare": _WatchedPreparer(watched, self._watched)}
        for stage in ("dates", "counts", "links", "people", "roles"):
            replaced[f"find_{stage}"] = self._watched(stage, getattr(finders, f"find_{stage}"))
        originals = {name: getattr(finders, name) for name in replaced}
        vars(finders).update(replaced)
        try:
            yield
        finally:
            vars(finders).update(originals)

    def _watched(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            outer, self._inside = self._inside, 0.0
            began = time.perf_counter()
            try:
                return work(*args, **options)
            finally:
                taken = time.perf_counter() - began
                self.seconds[stage] += taken - self._inside
                self._inside = outer + taken

        return run


class _WatchedPreparer:
    """A preparer all of whose doings are the stage of preparing."""

    def __init__(
        self, prepare: Preparer, watched: Callable[[str, Callable[..., Any]], Callable[..., Any]]
    ) -> None:
        self._prepare, self._watched = prepare, watched

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._watched("preparing", self._prepare)(*args, **options)

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._prepare, name)
        return self._watched("preparing", part) if name in ("twin", "metadata") else part


_START = """
import time; began = time.perf_counter()
import extract; imported = time.perf_counter()
pipeline = extract.load(); loaded = time.perf_counter()
pipeline("今年，江干区共选派4名专业技术人才到恩施市。"); first = time.perf_counter()
import json; print(json.dumps([imported - began, loaded - imported, first - loaded]))
"""

_SAMPLES_ALONE = """
import sys, extract
from extract.readers import read_paths
pipeline = extract.load()
for article in read_paths(sys.argv[1:]):
    pipeline.process(article).to_json()
"""

# A process that this one starts inherits this one's peak, so one that is small stands between.
PEAK_OF = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak * (1 if sys.platform == "darwin" else 1024))
"""


def measure_start_up(tries: int = 3) -> StartUp:
    python = sys.executable
    parts, whole = [], []
    for _ in range(tries):
        began = time.perf_counter()
        parts.append(json.loads(output_of([python, "-c", _START])))
        whole.append(time.perf_counter() - began)
    importing, loading, first_record = map(statistics.median, zip(*parts, strict=True))
    command = pathlib.Path(python).parent / "zhnews"
    help_of_command = None
    if command.exists():
        helps = [seconds(lambda: output_of([str(command), "--help"])) for _ in range(tries)]
        help_of_command = statistics.median(helps)
    peak = output_of([python, "-c", PEAK_OF, python, "-c", _SAMPLES_ALONE, *map(str, sample_files())])
    return StartUp(
        importing, loading, first_record, statistics.median(whole), help_of_command, int(peak) / 1e6
    )


def output_of(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def sample_files() -> list[pathlib.Path]:
    return sorted(SAMPLES.iterdir())


def inputs(articles: int, directory: pathlib.Path) -> Iterator[tuple[str, list[pathlib.Path]]]:
    """What to measure on: the samples over and over, a part of each corpus that is there, whole pages."""
    yield f"samples × {SAMPLE_REPEATS}", sample_files() * SAMPLE_REPEATS
    for name in CORPUS_NAMES:
        corpus = CORPORA / f"{name}.jsonl.gz"
        if corpus.is_file():
            with gzip.open(corpus, "rb") as file:
                lines = file.readlines()
            part = directory / f"{name}.jsonl"
            part.write_bytes(b"".join(random.Random(SEED).sample(lines, min(articles, len(lines)))))
            yield name, [part]
    plain = directory / "text.jsonl"
    texts = (article.text for article in articles_of(sample_files() * SAMPLE_REPEATS))
    plain.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    yield "text in JSONL", [plain]
    yield "HTML pages", sorted(PAGES.glob("*.html"))


def print_tables(
    speeds: dict[str, Speed], shares: dict[str, dict[str, float]], start_up: StartUp | None
) -> None:
    print(f"{'speed':14}{'articles':>9}{'characters':>12}{'whole way/s':>13}{'jieba/s':>11}{'ratio':>8}")
    for name, speed in speeds.items():
        print(
            f"{name:14}{speed.articles:9,}{speed.characters:12,}"
            f"{speed.pipeline:13,.0f}{speed.jieba:11,.0f}{speed.ratio:8.3f}"
        )
    print(f"\n{'share of time':14}" + "".join(f"{name:>14}" for name in shares))
    for stage in STAGES:
        print(f"{stage:14}" + "".join(f"{share[stage]:14.1%}" for share in shares.values()))
    if start_up is not None:
        print("\nstart-up in a fresh process")
        for label, value in asdict(start_up).items():
            shown = "not installed" if value is None else f"{value:.3f}"
            print(f"  {label.replace('_', ' '):18}{shown:>14}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure speed, start-up, memory and where the time goes.")
    parser.add_argument("--articles", type=int, default=400, help="how many of each corpus (400)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each text is done (3)")
    parser.add_argument("--no-start-up", action="store_true", help="leave start-up time and memory out")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    options = parser.parse_args()
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    start_up = None if options.no_start_up else measure_start_up()
    pipeline = extract.load()
    speeds, shares = {}, {}
    with tempfile.TemporaryDirectory() as name:
        for label, paths in inputs(options.articles, pathlib.Path(name)):
            speeds[label] = measure_speed(pipeline, paths, options.rounds)
            shares[label] = StageClock(pipeline).run(paths)
    if options.json:
        told = {
            "speed": {label: asdict(speed) for label, speed in speeds.items()},
            "shares": shares,
            "start_up": None if start_up is None else asdict(start_up),
        }
        print(json.dumps(told))
    else:
        print_tables(speeds, shares, start_up)


if __name__ == "__main__":
    main()
