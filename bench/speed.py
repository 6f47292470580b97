"""Measures speed, start-up, memory and where the time goes.

usage: python bench/speed.py [--articles N] [--rounds N] [--json]

Speed is that of the whole way, file bytes to JSON bytes in one process, as a ratio to
``jieba.lcut`` alone over the same simplified texts in the same run. The two take turns
and the median of the rounds' ratios is given, so that what else the machine does cancels.
"""

from __future__ import annotations

import argparse
import gzip
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

import jieba

import extract
from extract.pipes.analysis import Analysis, set_analysis
from extract.readers import Article, read_paths
from extract.segment import words_of
from extract.text.prepare import Word
from extract.text.preparer import Preparer

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples" / "articles"
CORPORA = ROOT.parent / "shared" / "corpora"
CORPUS_NAMES = ("cctv-hans", "hk-hant")
SAMPLE_REPEATS = 20
SEED = 1

STAGES = ("reading", "preparing", "words", "spaCy Doc", "dates", "counts", "links", "people", "roles", "JSON")


@dataclass(frozen=True)
class Speed:
    """Characters a second, the median of the rounds; ``ratio`` is the median of the rounds' ratios."""

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


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure_speed(pipeline: extract.Pipeline, paths: Sequence[pathlib.Path], rounds: int) -> Speed:
    texts = [pipeline.process(article).text for article in articles_of(paths)]
    simplify = Preparer(extract.pipeline.extractors_for(None).book, words_of).simplify
    simplified = [simplify(text) for text in texts]
    characters = sum(map(len, texts))

    def whole_way() -> None:
        for article in articles_of(paths):
            pipeline.process(article).to_json()

    def jieba_alone() -> None:
        for text in simplified:
            jieba.lcut(text)

    pairs = []
    for number in range(rounds):
        # whoever goes first in one round goes second in the next
        turns = (whole_way, jieba_alone) if number % 2 else (jieba_alone, whole_way)
        taken = {turn: seconds(turn) for turn in turns}
        pairs.append((taken[whole_way], taken[jieba_alone]))
    return Speed(
        articles=len(texts),
        characters=characters,
        pipeline=characters / statistics.median(whole for whole, _ in pairs),
        jieba=characters / statistics.median(alone for _, alone in pairs),
        ratio=statistics.median(alone / whole for whole, alone in pairs),
    )


class StageClock:
    """Times the stages of the pipeline one by one."""

    def __init__(self, pipeline: extract.Pipeline) -> None:
        self._pipeline = pipeline
        self._finders = pipeline._extractors
        self._prepare = Preparer(self._finders.book, self._timed_words)
        self.seconds = dict.fromkeys(STAGES, 0.0)

    def _timed_words(self, plain: str) -> list[Word]:
        return self._timed("words", lambda: words_of(plain))

    def _timed[T](self, stage: str, work: Callable[[], T]) -> T:
        began = time.perf_counter()
        result = work()
        self.seconds[stage] += time.perf_counter() - began
        return result

    def run(self, paths: Sequence[pathlib.Path]) -> dict[str, float]:
        """Each stage's share of the whole."""
        for article in self._timed("reading", lambda: list(articles_of(paths))):
            self._one(article)
        self.seconds["preparing"] -= self.seconds["words"]  # the words are cut while preparing
        total = sum(self.seconds.values())
        return {stage: taken / total for stage, taken in self.seconds.items()}

    def _one(self, article: Article) -> None:
        finders, timed = self._finders, self._timed
        record = self._pipeline.process(article)
        prepared = timed("preparing", lambda: self._prepared(article))
        dates = timed("dates", lambda: finders.find_dates(prepared))
        counts = timed("counts", lambda: finders.find_counts(prepared, dates))
        timed("links", lambda: finders.find_links(prepared, counts, dates))
        people = timed("people", lambda: finders.find_people(prepared))
        timed("roles", lambda: finders.find_roles(prepared, people, dates))
        timed("spaCy Doc", lambda: self._doc(article, Analysis(prepared)))
        timed("JSON", record.to_json)
