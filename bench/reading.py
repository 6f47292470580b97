"""Draws random facts and random sentences without one from the corpora, to be read by eye.

usage: python bench/reading.py --kind dates|counts|people|roles --seed N [--hits 300] [--sentences 300]
                               [--output FILE]

The file has each hit in its context with the day of publication and what was found, then each sentence; for
counts, sentences that have a digit; for people, sentences in which the segmenter tags a name or one was
found, each with the names found in it; for roles, none. Who reads it should know the definitions (docs and
the record's contract), not the rules.
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
from typing import NamedTuple

import jieba.posseg

import extract
from extract.facts import Count, Date, Person, Role
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


def sentences_with_names(record: Record) -> Iterator[tuple[int, int]]:
    """Sentences that may hold a name, whoever says so."""
    starts = [*sentence_starts(record.text), len(record.text)]
    mentions = [span.start for person in record.people for span in person.mentions]
    zones = [(zone.start, zone.end) for zone in record.boilerplate]
    for start, end in itertools.pairwise(starts):
        if any(first < end and last > start for first, last in zones):
            continue
        tagged = any(word.flag.startswith("nr") for word in jieba.posseg.cut(record.text[start:end]))
        if end - start >= SHORTEST_SENTENCE and (tagged or any(start <= at < end for at in mentions)):
            yield start, end


class Hit(NamedTuple):
    """What is read: a fact, and where it stands."""

    start: int
    end: int
    told: str


def hits_of(record: Record, kind: str) -> Iterator[Hit]:
    if kind in ("dates", "counts"):
        facts: tuple[Date | Count, ...] = record.dates if kind == "dates" else record.counts
        yield from (Hit(fact.start, fact.end, found(fact)) for fact in facts)
        return
    for person in record.people:
        span = person.mentions[0] if person.mentions else None
        if kind == "people" and span is not None:
            yield Hit(span.start, span.end, f"person {person.name}{' (staff)' if person.staff else ''}")
        elif kind == "roles":
            yield from (Hit(role.start, role.end, told_of(person, role)) for role in person.roles if role.end)


def told_of(person: Person, role: Role) -> str:
    return f"{person.name}: title={role.title} org={role.org} status={role.status} since={role.since}"


def found(fact: Date | Count) -> str:
    if isinstance(fact, Date):
        return f"«{fact.text}» {fact.type} {fact.value}"
    amount = fact.value if fact.value is not None else f"{fact.min}..{fact.max}"
    return f"«{fact.text}» value={amount} unit={fact.unit} modifier={fact.modifier} noun={fact.noun}"


def hit_in_context(number: int, record: Record, fact: Hit) -> str:
    before = record.text[max(0, fact.start - CONTEXT_BEFORE) : fact.start]
    behind = record.text[fact.end : fact.end + CONTEXT_BEHIND]
    return (
        f"\n## hit {number}  published={record.published}  title={record.title}\n"
        f"opening: {record.text[:120]!r}\n"
        f"context: {before + '【' + record.text[fact.start : fact.end] + '】' + behind!r}\n"
        f"FOUND: {fact.told}\n"
    )


def sentence_in_context(number: int, record: Record, start: int, end: int, *, names: bool) -> str:
    before = record.text[max(0, start - 120) : start]
    inside = [
        record.text[span.start : span.end]
        for person in record.people
        for span in person.mentions
        if start <= span.start < end
    ]
    return (
        f"\n## sentence {number}  published={record.published}\n"
        f"before: {before!r}\nSENTENCE: {record.text[start:end]!r}\n"
    ) + (f"FOUND: {inside}\n" if names else "")


def main() -> int:
    parser = argparse.ArgumentParser(description="Draw facts and sentences to be read by eye.")
    parser.add_argument("--kind", choices=("dates", "counts", "people", "roles"), default="dates")
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
    hits = [(record, hit) for record in drawn for hit in hits_of(record, options.kind)]
    names = options.kind == "people"
    sentences = [
        (record, start, end)
        for record in (drawn if options.sentences else ())
        for start, end in (sentences_with_names(record) if names else sentences_without(record, options.kind))
    ]
    print(f"{len(drawn)} articles, {len(hits)} hits, {len(sentences)} sentences without", file=sys.stderr)
    for number, (record, fact) in enumerate(rng.sample(hits, min(options.hits, len(hits))), start=1):
        options.output.write(hit_in_context(number, record, fact))
    chosen = rng.sample(sentences, min(options.sentences, len(sentences)))
    for number, (record, start, end) in enumerate(chosen, start=1):
        options.output.write(sentence_in_context(number, record, start, end, names=names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
