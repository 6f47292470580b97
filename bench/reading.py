"""Draws random dates and random sentences without one from the corpora, to be read by eye.

usage: python bench/reading.py --seed N [--hits 300] [--sentences 300] [--output FILE]

The file has each hit in its context with the day of publication and what was found, then each sentence.
Who reads it should know the definitions (docs/dates.md and the record's contract), not the rules.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import pathlib
import random
import sys
import tempfile
from collections.abc import Iterator

import extract
from extract.facts import Date
from extract.readers import Article, read_paths
from extract.record import Record
from extract.text.prepare import sentence_starts

CORPORA = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
NAMES = ("cctv-hans", "hk-hant")
#: The share of each corpus that is drawn from, and how much of an article is shown around a hit.
SHARE = 0.35
CONTEXT_BEFORE, CONTEXT_BEHIND = 260, 130
SHORTEST_SENTENCE = 8


def records(rng: random.Random) -> Iterator[Record]:
    pipeline = extract.load()
    with tempfile.TemporaryDirectory() as directory:
        for name in NAMES:
            with gzip.open(CORPORA / f"{name}.jsonl.gz", "rb") as file:
                lines = file.readlines()
            part = pathlib.Path(directory, f"{name}.jsonl")
            part.write_bytes(b"".join(rng.sample(lines, int(len(lines) * SHARE))))
            for article in read_paths([part]):
                if isinstance(article, Article):
                    yield pipeline.process(article)


def sentences_without_a_date(record: Record) -> Iterator[tuple[int, int]]:
    starts = [*sentence_starts(record.text), len(record.text)]
    taken = [(date.start, date.end) for date in record.dates]
    taken += [(zone.start, zone.end) for zone in record.boilerplate]
    for start, end in itertools.pairwise(starts):
        long_enough = end - start >= SHORTEST_SENTENCE and record.text[start:end].strip()
        if long_enough and not any(first < end and last > start for first, last in taken):
            yield start, end


def hit_in_context(number: int, record: Record, date: Date) -> str:
    before = record.text[max(0, date.start - CONTEXT_BEFORE) : date.start]
    behind = record.text[date.end : date.end + CONTEXT_BEHIND]
    return (
        f"\n## hit {number}  published={record.published}  title={record.title}\n"
        f"opening: {record.text[:120]!r}\ncontext: {before + '【' + date.text + '】' + behind!r}\n"
        f"FOUND: «{date.text}» {date.type} {date.value}\n"
    )


def sentence_in_context(number: int, record: Record, start: int, end: int) -> str:
    before = record.text[max(0, start - 120) : start]
    return (
        f"\n## sentence {number}  published={record.published}\n"
        f"before: {before!r}\nSENTENCE: {record.text[start:end]!r}\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Draw dates and sentences to be read by eye.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--hits", type=int, default=300)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--output", type=argparse.FileType("w", encoding="utf-8"), default=sys.stdout)
    options = parser.parse_args()
    if not CORPORA.is_dir():
        print(f"the corpora are not there: {CORPORA}", file=sys.stderr)
        return 1
    rng = random.Random(options.seed)
    read = list(records(rng))
    hits = [(record, date) for record in read for date in record.dates]
    sentences = [(record, *span) for record in read for span in sentences_without_a_date(record)]
    options.output.write("# HITS\n")
    for number, hit in enumerate(rng.sample(hits, options.hits)):
        options.output.write(hit_in_context(number, *hit))
    options.output.write("\n# SENTENCES without a hit\n")
    for number, sentence in enumerate(rng.sample(sentences, options.sentences)):
        options.output.write(sentence_in_context(number, *sentence))
    return 0


if __name__ == "__main__":
    sys.exit(main())
