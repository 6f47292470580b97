"""Compares finders of persons' names: jieba.posseg, LAC and this one, on two labelled corpora.

usage: python bench/people.py [--taggers NAMES] [--environments DIR] [--rounds N] [--errors FILE]

The corpora are ``../shared/corpora``'s People's Daily of 1998 (PER) and résumés (NAME), sentence by
sentence. A name is right where its span is equal. What a labelled name of one character (江 in 江主席)
overlaps is left out on both sides. Our weights are trained anew without the corpus that is read ("held
out"), and the shipped ones, which have seen both, stand beside them. Time is processor time in the finder
alone, the median of the rounds behind a first one.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace

from tagging import ROOT, Fact, Tagger, Text, add_options, overlap, tagged, write_errors

CORPORA = ROOT.parent / "shared" / "corpora"
LABELLED = {"ner-people-daily-dev.jsonl.gz": "PER", "ner-resume-train.jsonl.gz": "NAME"}
HELD_OUT = "zhnews (corpus held out)"
TAGGERS = {
    "jieba.posseg 0.42": Tagger(("jieba==0.42.1",), "jieba_people_driver.py"),
    "LAC 2.1.2": Tagger(
        ("LAC==2.1.2",), "lac_people_driver.py", before=("paddlepaddle==2.6.2", "numpy<2", "setuptools<70")
    ),
    HELD_OUT: Tagger((), "zhnews_people_driver.py"),
    "zhnews (shipped)": Tagger((), "zhnews_people_driver.py"),
}


def texts_of(source: str, label: str) -> list[Text]:
    """The sentences of a corpus; labelled names of one character are only to be ignored."""
    texts = []
    with gzip.open(CORPORA / source, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            spans = [(s["start"], s["end"]) for s in item["spans"] if s["label"] == label]
            wanted = tuple((start, end) for start, end in spans if end - start > 1)
            ignored = tuple((start, end) for start, end in spans if end - start == 1)
            texts.append(Text(item["id"], item["text"], None, wanted, ignored))
    return texts


def rules_without(source: str, directory: pathlib.Path) -> pathlib.Path:
    """A copy of the rules whose names are learned without a corpus."""
    rules = directory / source
    shutil.copytree(ROOT / "rules", rules)
    for script in ("train.py", "foreign.py"):
        command = [sys.executable, str(ROOT / "tools" / "names" / script), "--only", source]
        subprocess.run([*command, "--into", str(rules / "people")], check=True, stdout=sys.stderr)
    return rules


def figures(texts: Sequence[Text], found: Sequence[Sequence[Fact]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of exact spans."""
    right = given = wanted = 0
    for text, names in zip(texts, found, strict=True):
        free = {name for name in names if any(overlap(name, other) for other in text.ignored)}
        spans = set(names) - free
        right += len(spans & set(text.expected))
        given += len(spans)
        wanted += len(text.expected)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare finders of persons' names.")
    add_options(parser, TAGGERS)
    options = parser.parse_args()
    sets = {source: texts_of(source, label) for source, label in LABELLED.items()}
    heads = "".join(f" {source.partition('.')[0]}: P | R | F1 | characters/s |" for source in sets)
    print(f"| tagger |{heads}\n|---|{'---:|' * 4 * len(sets)}")
    with tempfile.TemporaryDirectory() as directory:
        without = functools.cache(functools.partial(rules_without, directory=pathlib.Path(directory)))
        for name in options.taggers.split(",") if options.taggers else TAGGERS:
            cells = []
            for source, texts in sets.items():
                own = (str(without(source)),) if name == HELD_OUT else ()
                tagger = replace(TAGGERS[name], options=own)
                given, seconds = tagged(tagger, texts, options.environments, options.rounds)
                found = [[(span["start"], span["end"]) for span in spans] for spans in given]
                speed = sum(len(text.text) for text in texts) / seconds
                precision, recall, f1 = figures(texts, found)
                cells.append(f" {precision:.3f} | {recall:.3f} | {f1:.3f} | {speed:,.0f} |")
                if options.errors is not None:
                    write_errors(texts, found, options.errors)
            print(f"| {name} |{''.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
