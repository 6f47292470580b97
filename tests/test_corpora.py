"""Thousands of real articles go through: no crash, valid records, every span cut exactly.

A sample of each corpus by default; every article with ZHNEWS_ALL=1.
"""

from __future__ import annotations

import gzip
import os
import pathlib
import random
from collections.abc import Iterable, Iterator

import pytest

from extract import Pipeline, Record
from extract.facts import Count
from extract.readers import Article, read_file

SAMPLE = 150
EVERYTHING = os.environ.get("ZHNEWS_ALL") == "1"


@pytest.mark.parametrize("corpus", ["cctv-hans", "hk-hant"])
def test_corpus(pipeline: Pipeline, corpora: pathlib.Path, tmp_path: pathlib.Path, corpus: str):
    chosen = tmp_path / f"{corpus}.jsonl"
    numbers = write_sample(corpora / f"{corpus}.jsonl.gz", chosen)
    problems = []
    for number, article in zip(numbers, read_file(chosen), strict=True):
        where = f"{corpus}.jsonl.gz line {number}"
        problems += [f"{where}: {problem}" for problem in problems_of(pipeline, article)]
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:40])


def write_sample(corpus: pathlib.Path, target: pathlib.Path) -> list[int]:
    """Write the chosen lines of a corpus to a file; returns their numbers, counted from 1."""
    with gzip.open(corpus, "rb") as file:
        lines = file.readlines()
    numbers = range(len(lines)) if EVERYTHING else sorted(random.Random(1).sample(range(len(lines)), SAMPLE))
    target.write_bytes(b"".join(lines[number] for number in numbers))
    return [number + 1 for number in numbers]


def problems_of(pipeline: Pipeline, article: object) -> Iterator[str]:
    if not isinstance(article, Article):
        yield f"unreadable: {article}"
        return
    try:
        record = pipeline.process(article)
        again = Record.from_json(record.to_json())
    except Exception as error:  # whatever it is, it is told with its article
        yield f"{type(error).__name__}: {error}"
        return
    if again != record:
        yield "the record read back from its JSON is another one"
    yield from span_problems(record)
    yield from whole_problems(record.counts)


def span_problems(record: Record) -> Iterator[str]:
    facts = [*record.boilerplate, *record.counts, *record.dates]
    facts += [mention for person in record.people for mention in person.mentions]
    facts += [role for person in record.people for role in person.roles]
    for fact in facts:
        if not 0 <= fact.start < fact.end <= len(record.text):
            yield f"outside the text of {len(record.text)} characters: {fact}"
    for fact in (*record.counts, *record.dates):
        if fact.text != record.text[fact.start:fact.end]:
            yield f"not cut from the text, which has {record.text[fact.start:fact.end]!r}: {fact}"
    groups = {"boilerplate": record.boilerplate, "counts": record.counts, "dates": record.dates}
    groups |= {f"mentions of {person.name}": person.mentions for person in record.people}
    for name, group in groups.items():
        if not _in_order(fact.start for fact in group):
            yield f"{name} are not in text order"


def _in_order(offsets: Iterable[int]) -> bool:
    listed = list(offsets)
    return listed == sorted(listed)


def whole_problems(counts: tuple[Count, ...]) -> Iterator[str]:
    """Every ``of`` names another count, and following it comes to an end."""
    for index, count in enumerate(counts):
        passed = {index}
        whole = count.of
        while whole is not None:
            if not 0 <= whole < len(counts) or whole in passed:
                yield f"of {count.of} leads nowhere: {count}"
                break
            passed.add(whole)
            whole = counts[whole].of
