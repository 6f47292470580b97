"""Draws random facts and random sentences without one from the corpora, to be read by eye.

usage: python bench/reading.py --kind dates|counts --seed N [--hits 300] [--sentences 300] [--output FILE]

The file has each hit in its context with the day of publication and what was found, then each sentence; for
counts, sentences that have a digit. Who reads it should know the definitions (docs/dates.md, docs/counts.md
and the record's contract), not the rules.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import pathlib
import random
import re
import sys
import tempfile
from collections.abc import Iterator

import extract
from extract.facts import Count, Date
from extract.readers import Article, read_paths
from extract.record import Record
from extract.text.prepare import sentence_starts

CORPORA = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
NAMES = ("cctv-hans", "hk-hant")
#: The share of each corpus that is drawn from, and how much of an article is shown around a hit.
SHARE = 0.35
CONTEXT_BEFORE, CONTEXT_BEHIND = 260, 130
SHORTEST_SENTENCE = 8
_DIGIT = re.compile("[0-9０-９一二三四五六七八九十百千万億亿萬]")


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


def sentences_without(record: Record, kind: str) -> Iterator[tuple[int, int]]:
    """Sentences in which nothing of a kind was found; for counts, those that have a digit."""
    starts = [*sentence_starts(record.text), len(record.text)]
    facts: tuple[Date | Count, ...] = record.dates if kind == "dates" else record.counts
    taken = [(fact.start, fact.end) for fact in facts]
    taken += [(zone.start, zone.end) for zone in record.boilerplate]
    for start, end in itertools.pairwise(starts):
        sentence = record.text[start:end]
        long_enough = end - start >= SHORTEST_SENTENCE and sentence.strip()
        asked_for = kind == "dates" or _DIGIT.search(sentence)
        if long_enough and asked_for and not any(first < end and last > start for first, last in taken):
            yield start, end


def found(fact: Date | Count) -> str:
    if isinstance(fact, Date):
        return f"«{fact.text}» {fact.type} {fact.value}"
    amount = fact.value if fact.value is not None else f"{fact.min}..{fact.max}"
    return f"«{fact.text}» value={amount} unit={fact.unit} modifier={fact.modifier} noun={fact.noun}"


def hit_in_context(number: int, record: Record, fact: Date | Count) -> str:
    before = record.text[max(0, fact.start - CONTEXT_BEFORE) : fact.start]
    behind = record.text[fact.end : fact.end + CONTEXT_BEHIND]
    return (
        f"\n## hit {number}  published={record.published}  title={record.title}\n"
        f"opening: {record.text[:120]!r}\ncontext: {before + '【' + fact.text + '】' + behind!r}\n"
        f"FOUND: {found(fact)}\n"
    )


def sentence_in_context(number: int, record: Record, start: int, end: int) -> str:
    before = record.text[max(0, start - 120) : start]
    return (
        f"\n## sentence {number}  published={record.published}\n"
        f"before: {before!r}\nSENTENCE: {record.text[start:end]!r}\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Draw facts and sentences to be read by eye.")
    parser.add_argument("--kind", choices=("dates", "counts"), default="dates")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--hits", type=int, default=300)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--output", type=argparse.FileType("w", encoding="utf-8"), default=sys.stdout)
    options = parser.parse_args()
    if not CORPORA.is_dir():
        print(f"the corpora are not there: {CORPORA}", file=sys.stderr)
        return 1
    rng = random.Random(options.seed)
    drawn = list(records(rng))
    hits = [(record, fact) for record in drawn for fact in getattr(record, options.kind)]
    sentences = [
        (record, start, end) for record in drawn for start, end in sentences_without(record, options.kind)
    ]
    print(f"{len(drawn)} articles, {len(hits)} hits, {len(sentences)} sentences without", file=sys.stderr)
    for number, (record, fact) in enumerate(rng.sample(hits, min(options.hits, len(hits))), start=1):
        options.output.write(hit_in_context(number, record, fact))
    chosen = rng.sample(sentences, min(options.sentences, len(sentences)))
    for number, (record, start, end) in enumerate(chosen, start=1):
        options.output.write(sentence_in_context(number, record, start, end))
    return 0


if __name__ == "__main__":
    sys.exit(main())
