"""The texts to learn from: labelled sentences, and news that nobody has labelled."""

from __future__ import annotations

import gzip
import html
import json
import pathlib
import random
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import opencc
import rjieba

from extract.pipes.people.candidates import Lexicon, Word

NEWSPAPER = "ner-people-daily-dev.jsonl.gz"
RESUMES = "ner-resume-train.jsonl.gz"
LABELLED = {NEWSPAPER: "PER", RESUMES: "NAME"}


class Text(NamedTuple):
    """A text with its words; all spans are offsets in ``plain``, end exclusive.

    ``names`` are the spans of Han names, None where nobody has looked. ``blurred`` are spans where a name may
    stand or none: labelled names of one character, foreign names with a dot.
    """

    plain: str
    words: list[Word]
    names: list[tuple[int, int]] | None
    blurred: list[tuple[int, int]]
    source: str


def tagged(plain: str) -> list[Word]:
    """Start, end and tag of every word."""
    words, at = [], 0
    for word, tag in rjieba.tag(plain):
        words.append((at, at + len(word), tag))
        at += len(word)
    return words


def read_lines(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    """The objects of a compressed file with one JSON object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def labelled(path: pathlib.Path, label: str, lexicon: Lexicon) -> list[Text]:
    """Labelled sentences; each begins with a full stop put there, for it is torn from its article."""
    texts = []
    for item in read_lines(path):
        names, blurred = [], []
        for span in item["spans"]:
            if span["label"] != label:
                continue
            text = span["text"]
            han = (text[0] in lexicon.surnames and len(text) in {2, 3}) or text[:2] in lexicon.compounds
            (names if han and 2 <= len(text) <= 4 else blurred).append((span["start"] + 1, span["end"] + 1))
        plain = "。" + str(item["text"])
        texts.append(Text(plain, tagged(plain), names, blurred, path.name))
    return texts


def television(path: pathlib.Path) -> list[Text]:
    """Items of television news, without their markup."""
    texts = []
    for item in read_lines(path):
        broken = re.sub(r"</p>|<br\s*/?>", "\n", str(item["html"]))
        plain = html.unescape(re.sub(r"<[^>]+>", "", broken)).strip()
        texts.append(Text(plain, tagged(plain), None, [], path.name))
    return texts


def hong_kong(path: pathlib.Path) -> list[Text]:
    """Articles of Hong Kong papers, without their markup, in simplified characters."""
    lines = (pathlib.Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt").read_text(
        encoding="utf-8"
    )
    table = {ord(line[0]): line.split("\t")[1][0] for line in lines.splitlines() if line[1:2] == "\t"}
    texts = []
    for item in read_lines(path):
        body = str(item["markdown"]).split("---\n", 2)[-1]
        body = re.sub(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[\[*#>]", "", body)
        plain = body.translate(table).strip()
        texts.append(Text(plain, tagged(plain), None, [], path.name))
    return texts


def unlabelled(corpora: pathlib.Path, share: float, hong_kong_every: int) -> list[Text]:
    """A part of the unlabelled news, the same part each time."""
    news = television(corpora / "cctv-hans.jsonl.gz")
    news += hong_kong(corpora / "hk-hant.jsonl.gz")[::hong_kong_every]
    random.Random(7).shuffle(news)
    return news[: int(len(news) * share)]
