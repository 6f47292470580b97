"""Measures how well and at what cost near-duplicates are found.

usage: python bench/near_duplicates.py [--articles N] [--thresholds T,T...] [--pairs LOW HIGH] [--no-cost]

Copies are made of real articles in the ways outlets make them and looked for among the originals;
siblings are articles whose every number is another, as in two days of one price list, and must not be
found. ``--pairs`` prints the pairs of the corpora whose resemblance lies between two bounds, to be
read by eye.
"""

from __future__ import annotations

import argparse
import difflib
import functools
import itertools
import pathlib
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import opencc
from speed import PEAK_OF

import extract
from extract.batch.near_duplicates import DEFAULT_THRESHOLD, DEFAULT_WINDOW, NearDuplicates, fingerprint
from extract.readers import Article, read_paths
from extract.text.preparer import Preparer

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
CORPUS_NAMES = ("cctv-hans", "hk-hant")
THRESHOLDS = (0.6, 0.65, DEFAULT_THRESHOLD, 0.75, 0.8, 0.9)
SEED = 1
MANY_PARAGRAPHS = 4
"""From so many paragraphs on, one that is gone leaves the article what it was."""

HALF_WIDTH = str.maketrans("，。：；！？（）", ",.:;!?()")
FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
ADS = ("【点击下载客户端，看更多精彩】", "长按二维码，关注我们的公众号", "广告合作请致电：010-12345678")


@dataclass(frozen=True)
class Original:
    """An article of a corpus: its place there, its title and its text as published."""

    id: str
    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.text.split("\n") if line.strip()]


Copier = Callable[[Original, random.Random], str]


# -- copies as outlets make them -------------------------------------------------------------


def other_title(original: Original, _: random.Random) -> str:
    lines = original.paragraphs
    body = lines[1:] if original.title and lines[0].strip() == original.title else lines
    return "\n".join(["好消息！这件事关系到每一个人，快来看看", *body])


def source_line(original: Original, chance: random.Random) -> str:
    stamp = f"2020-0{chance.randint(1, 9)}-1{chance.randint(0, 9)} 0{chance.randint(1, 9)}:30"
    return f"{stamp}　来源：某地日报　作者：某某　字号：大 中 小\n{original.text}"


def other_dateline(original: Original, chance: random.Random) -> str:
    lines = original.paragraphs
    place = next((i for i, line in enumerate(lines) if len(line) > 60), 0)
    bare = re.sub(r"^.{0,12}(?:消息|讯|电)(?:（[^）]*）)?[:：]?", "", lines[place].strip())
    day = f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
    lines[place] = f"中新网某地{day}电（记者 某某 通讯员 某某某）{bare}"
    return "\n".join(lines)


def without_paragraph(original: Original, chance: random.Random, which: str) -> str:
    lines = original.paragraphs
    gone = {"first": 0, "last": len(lines) - 1, "any": chance.randrange(len(lines))}[which]
    return "\n".join(lines[:gone] + lines[gone + 1:])


def editor_line(original: Original, _: random.Random) -> str:
    return f"{original.text}\n（责任编辑：某某　审核：某某某）"


def with_ads(original: Original, chance: random.Random) -> str:
    lines = original.paragraphs
    for ad in ADS:
        lines.insert(chance.randint(1, len(lines)), ad)
    return "\n".join(lines)


@functools.cache
def converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def other_script(original: Original, chance: random.Random) -> str:
    if original.id.startswith("hk-hant"):
        return converter("hk2s").convert(original.text)
    return converter(chance.choice(("s2hk", "s2tw", "s2t"))).convert(original.text)


def other_widths(original: Original, _: random.Random) -> str:
    return original.text.translate(HALF_WIDTH).translate(FULL_WIDTH_DIGITS).replace("\n", "\n\n　　")


def everything(original: Original, chance: random.Random) -> str:
    """All of it at once, one paragraph gone."""
    text = original.text
    steps: list[Copier] = [other_title, other_dateline, functools.partial(without_paragraph, which="any"),
                           with_ads, editor_line, source_line, other_script]  # fmt: skip
    for step in steps:
        text = step(Original(original.id, original.title, text), chance)
    return text


COPIES: dict[str, Copier] = {
    "other title": other_title,
    "source line": source_line,
    "other dateline": other_dateline,
    "first paragraph gone": functools.partial(without_paragraph, which="first"),
    "last paragraph gone": functools.partial(without_paragraph, which="last"),
    "a paragraph gone": functools.partial(without_paragraph, which="any"),
    "editor line": editor_line,
    "three ad lines": with_ads,
    "other script": other_script,
    "other widths": other_widths,
    "all at once": everything,
}
SHORTENING = ("first paragraph gone", "last paragraph gone", "a paragraph gone", "all at once")


def sibling(original: Original, chance: random.Random) -> str | None:
    """The same text with every number another, or None if it has too few numbers to be of that kind."""
    if len(re.findall("[0-9]+", original.text)) < 8:
        return None
    return re.sub("[1-9]", lambda _: chance.choice("123456789"), original.text)


# -- measuring -------------------------------------------------------------------------------


class Finder:
    """Finds copies among articles already seen, as a run does."""

    def __init__(self, prepare: Preparer, threshold: float) -> None:
        self._prepare = prepare
        self._found = NearDuplicates(threshold)

    def first_of(self, identifier: str, text: str) -> str | None:
        prepared = self._prepare(text)
        return self._found.first_of(identifier, fingerprint(prepared.plain, prepared.boilerplate))


def recall(
    prepare: Preparer, originals: Sequence[Original], copies: dict[str, str], threshold: float
) -> float:
    finder = Finder(prepare, threshold)
    firsts = {one.id: finder.first_of(one.id, one.text) or one.id for one in originals}
    found = [finder.first_of(f"copy of {name}", text) == firsts[name] for name, text in copies.items()]
    return sum(found) / len(found)


def copies_of(originals: Sequence[Original], name: str) -> dict[str, str]:
    chance = random.Random(SEED)
    fit = [o for o in originals if name not in SHORTENING or len(o.paragraphs) >= MANY_PARAGRAPHS]
    return {original.id: COPIES[name](original, chance) for original in fit}


def siblings_of(originals: Sequence[Original]) -> dict[str, str]:
    chance = random.Random(SEED)
    made = {original.id: sibling(original, chance) for original in originals}
    return {name: text for name, text in made.items() if text is not None}


def marks(prepare: Preparer, originals: Sequence[Original], threshold: float) -> list[tuple[str, str]]:
    finder = Finder(prepare, threshold)
    firsts = ((original.id, finder.first_of(original.id, original.text)) for original in originals)
    return [(name, first) for name, first in firsts if first is not None]


def articles_of(corpus: str) -> Iterator[Article]:
    return (item for item in read_paths([CORPORA / f"{corpus}.jsonl.gz"]) if isinstance(item, Article))


def originals_of(corpus: str) -> list[Original]:
    articles = enumerate(articles_of(corpus), start=1)
    return [Original(f"{corpus}:{number}", article.title or "", article.text) for number, article in articles]


def print_quality(prepare: Preparer, sample: int, thresholds: Sequence[float]) -> None:
    corpora = {name: originals_of(name) for name in CORPUS_NAMES}
    header = "".join(f"{threshold:>9.2f}" for threshold in thresholds)
    chance = random.Random(SEED)
    chosen = [o for articles in corpora.values() for o in chance.sample(articles, min(sample, len(articles)))]
    print(f"{'copies found at threshold':28}{'copies':>8}{header}")
    for name in COPIES:
        made = copies_of(chosen, name)
        shares = "".join(f"{recall(prepare, chosen, made, threshold):9.1%}" for threshold in thresholds)
        print(f"{name:28}{len(made):8,}{shares}")
    made = siblings_of(chosen)
    shares = "".join(f"{recall(prepare, chosen, made, threshold):9.1%}" for threshold in thresholds)
    print(f"\n{'siblings wrongly found':28}{len(made):8,}{shares}\n")
    for name, articles in corpora.items():
        numbers = "".join(f"{len(marks(prepare, articles, threshold)):9,}" for threshold in thresholds)
        print(f"{f'marked in {name}':28}{len(articles):8,}{numbers}")


def print_pairs(prepare: Preparer, low: float, high: float) -> None:
    """What is marked at the one threshold and not at the other, with the stretches that differ."""
    for name in CORPUS_NAMES:
        articles = originals_of(name)
        texts = {original.id: original for original in articles}
        sure = set() if high >= 1 else {copy for copy, _ in marks(prepare, articles, high)}
        for copy, first in marks(prepare, articles, low):
            if copy not in sure:
                print(f"\n{first} {texts[first].title}\n{copy} {texts[copy].title}")
                for change in changes(texts[first].text, texts[copy].text):
                    print(f"    {change}")


def changes(one: str, other: str, most: int = 8) -> Iterator[str]:
    shown = 0
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal" and shown < most:
            shown += 1
            yield f"{one[max(0, a - 6):a]!r} [{one[a:b][:40]!r} -> {other[c:d][:40]!r}]"


# -- cost ------------------------------------------------------------------------------------

_MEMORY = """
import random, sys
from extract.batch.near_duplicates import NearDuplicates, fingerprint
chance, found = random.Random(1), NearDuplicates()
han = [chr(c) for c in range(0x4E00, 0x5E00)]
texts = ("".join(chance.choices(han, k=600)) + str(n) * 9 for n in range(int(sys.argv[1])))
for n, text in enumerate(texts):
    figures = "".join(f"{a}{b}{n + k}" for k, (a, b) in enumerate(zip(text[:16:2], text[1:16:2])))
    found.first_of(f"{n:020}", fingerprint(text + figures))
"""


def peak_with(articles: int) -> int:
    """Peak memory, in bytes, of a process that remembers so many articles."""
    python = sys.executable
    command = [python, "-c", PEAK_OF, python, "-c", _MEMORY, str(articles)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def print_cost(pipeline: extract.Pipeline, sample: int) -> None:
    for name in CORPUS_NAMES:
        articles = list(itertools.islice(articles_of(name), sample))
        began = time.process_time()
        records = [pipeline.process(article) for article in articles]
        lines = [record.to_json() for record in records]
        whole = time.process_time() - began
        found = NearDuplicates()
        began = time.process_time()
        for record in records:
            found.first_of(record.id, fingerprint(pipeline.simplified(record.text), record.boilerplate))
        step = time.process_time() - began
        each = step / len(lines) * 1000
        print(f"{name}: {each:.2f} ms an article, {step / whole:.1%} of the time from article to JSON")
    grown = peak_with(DEFAULT_WINDOW) - peak_with(1)
    each = grown / DEFAULT_WINDOW
    print(f"memory: {each:,.0f} bytes an article, {grown / 1e6:.0f} MB for {DEFAULT_WINDOW:,}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how near-duplicates are found.")
    parser.add_argument("--articles", type=int, default=300, help="how many of each corpus are copied (300)")
    parser.add_argument("--thresholds", default=",".join(map(str, THRESHOLDS)))
    parser.add_argument("--pairs", type=float, nargs=2, metavar=("LOW", "HIGH"), help="print pairs and stop")
    parser.add_argument("--no-cost", action="store_true", help="leave time and memory out")
    options = parser.parse_args()
    pipeline = extract.load()
    prepare = pipeline._extractors.prepare
    if options.pairs:
        print_pairs(prepare, *options.pairs)
        return
    print_quality(prepare, options.articles, [float(t) for t in options.thresholds.split(",")])
    if not options.no_cost:
        print()
        print_cost(pipeline, options.articles)


if __name__ == "__main__":
    main()
