"""Train the weights that find names written by sound: foreign_weights.tsv.gz and not_foreign.txt.

What is known without labels: the parts of names with a dot (唐纳德·特朗普 makes 特朗普 a name wherever it
stands alone), titles of foreign persons before a stretch of such characters, names put together of known
morphemes, and the words of the dictionary. From these a first model is learned, which then labels the news
anew. Labelled sentences are added, and each labelled source is held out in turn to measure.

usage: python tools/names/foreign.py [--only SOURCE [--into DIR]]
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import pathlib
import re
import sys
import time
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import numpy as np  # noqa: E402

from extract.pipes.people.candidates import Lexicon, Site, read_list  # noqa: E402
from extract.pipes.people.context import pad  # noqa: E402
from extract.pipes.people.foreign import (  # noqa: E402
    END_TEMPLATES,
    LONGEST,
    START_TEMPLATES,
    ForeignLexicon,
    ForeignNameFinder,
    end_values,
    run_pattern,
    sites_of,
    start_values,
    stretches,
)
from extract.pipes.people.model import Tables, escape  # noqa: E402
from extract.pipes.people.things import NamedThings  # noqa: E402
from names import knowledge  # noqa: E402
from names.fitting import chances, fit  # noqa: E402
from names.frames import Maker  # noqa: E402
from names.places import Flags, Floats, Span, View  # noqa: E402
from names.texts import LABELLED, Text, labelled, unlabelled  # noqa: E402

TITLES = re.compile(
    "(?:总统|总理|首相|国王|女王|王储|议长|外长|防长|财长|外交大臣|总干事|秘书长|高级代表|委员长"
    "|总领事|教皇|特使|大使|发言人|主席|将军|教授|博士|选手|名将|主教练|球员)$"
)
SPEAKS = re.compile("[，。、（）]|说|表示|称|指出|强调|透露|宣布|认为|在|与|和|当天|会见|同|率|为|是|将|等")
POSTS = [
    "美国总统",
    "法国外长",
    "巴西主教练",
    "西班牙选手",
    "俄罗斯总理",
    "印度教授",
    "德国专家",
    "英国首相",
    "埃及记者",
    "意大利球员",
    "荷兰前锋",
    "联合国秘书长",
    "摊主",
    "村民",
    "牧民",
    "学员",
    "老人",
    "医生",
    "国王",
    "将军",
    "学者",
    "导演",
    "外援",
    "前锋",
    "名将",
    "议员",
    "大使",
    "主席",
    "作家",
]
NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "nz"})
LEAST_WEIGHT = 0.04
HEADING = (
    "# Words in the characters of foreign names that are no part of one; made by tools/names/foreign.py.\n"
)


def dotted_parts(texts: list[Text], characters: frozenset[str]) -> Counter[str]:
    """The parts of two or more characters of names with a dot."""
    letters = "".join(sorted(characters))
    name = re.compile(f"(?<![{letters}])[{letters}]{{1,8}}(?:·[{letters}]{{1,8}})+(?![{letters}·])")
    parts: Counter[str] = Counter()
    for text in texts:
        for match in name.finditer(text.plain):
            parts.update(part for part in match.group().split("·") if len(part) > 1)
    return parts


def character_odds(parts: Counter[str], texts: list[Text]) -> dict[str, float]:
    """Log-odds of a character in such names against running text; each name counts once."""
    inside: Counter[str] = Counter()
    for part in parts:
        inside.update(part)
    around: Counter[str] = Counter()
    for text in texts:
        around.update(text.plain)
    total, everywhere = sum(inside.values()), sum(around.values())
    return {
        character: round(
            float(np.log((count + 0.5) / total) - np.log((around[character] + 5) / everywhere)), 2
        )
        for character, count in sorted(inside.items())
    }


class ForeignMaker(Maker):
    """Makes texts with foreign names, listed ones and some put together of pairs of their characters."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(["王晓明", "李华"], ["王"], ["王"], ["欧阳"], POSTS)
        self._names = sorted(names)
        self._after: dict[str, list[str]] = {}
        for name in self._names:
            for one, two in itertools.pairwise(["", *name, ""]):
                self._after.setdefault(one, []).append(two)

    def name(self) -> str:
        """A listed name, or three times in four one that nobody has seen."""
        pick = self._chance
        while pick.random() > 0.25:
            name = character = pick.choice(self._after[""])
            while (character := pick.choice(self._after[character])) and len(name) < LONGEST:
                name += character
            if 2 < len(name) < LONGEST:
                return name
        return pick.choice(self._names)


class Stretches:
    """All candidates in all texts, as the fitting wants them."""

    def __init__(self, texts: list[Text], lexicon: ForeignLexicon) -> None:
        runs = run_pattern(lexicon.characters)
        self.texts = texts
        self.sites: list[tuple[int, Site, Span]] = []
        for number, text in enumerate(texts):
            for stretch in stretches(text.plain, text.words, lexicon, runs):
                self.sites += [(number, site, stretch) for site in sites_of(stretch, text.words)]
        self.spans = [(n, site.start, end) for n, site, _ in self.sites for end in site.ends]
        owner = [place for place, (_, site, _) in enumerate(self.sites) for _ in site.ends]
        self.owner = np.array(owner, dtype=np.int32)
        self.lexicon = lexicon

    def view(self) -> View:
        """What the model sees: exactly what the finder looks up."""
        of: dict[tuple[str, str], int] = {}

        def number(templates: tuple[str, ...], values: tuple[str, ...]) -> list[int]:
            named = (name[:4] if name.startswith("pair") else name for name in templates)
            return [
                of.setdefault((name, value), len(of) + 1) if value else 0
                for name, value in zip(named, values, strict=True)
            ]

        shared_rows, end_rows = [], []
        at, padded = -1, ""
        for index, site, stretch in self.sites:
            text = self.texts[index]
            if index != at:
                at, padded = index, pad(text.plain)
            shared = start_values(padded, text.words, site, stretch)
            shared_rows.append(number(START_TEMPLATES, shared))
            for end in site.ends:
                values = end_values(padded, text.words, site, end, stretch, shared, self.lexicon)
                end_rows.append(number(END_TEMPLATES, values))
        names = [("", ""), *of]
        return View(names, np.array(shared_rows, np.int32), np.array(end_rows, np.int32), self.owner)


def known_spans(
    text: Text,
    parts: set[str],
    listed: frozenset[str],
    morphemes: re.Pattern[str],
    places: frozenset[str],
) -> set[Span]:
    """Spans that are names by what is known without a model."""
    found = {match.span() for match in morphemes.finditer(text.plain)}
    ends = {stop for _, stop, _ in text.words}
    starts = {begin for begin, _, _ in text.words}
    for begin, stop, tag in text.words:
        word = text.plain[begin:stop]
        if (
            word in parts
            and word not in places
            and (len(word) > 2 or tag in {"nrt", "nr", "x"} or word in listed)
        ):
            found.add((begin, stop))
        if TITLES.search(text.plain, max(0, begin - 5), begin) and begin in starts:
            run = re.compile("[^\\W\\d_]{3,7}?(?=" + SPEAKS.pattern + ")").match(text.plain, begin)
            if run and run.end() in ends:
                found.add(run.span())
    return found


def labels(
    places: Stretches, known: list[set[Span]], held_out: str, general: set[str]
) -> tuple[Floats, Flags, Flags]:
    """Gold for each candidate, the sites that are labelled, and those labelled by hand."""
    gold: Floats = np.zeros(len(places.spans))
    used = np.zeros(len(places.sites), dtype=bool)
    by_hand = np.zeros(len(places.sites), dtype=bool)
    at = 0
    for index, (number, site, stretch) in enumerate(places.sites):
        text = places.texts[number]
        size = len(site.ends)
        names = known[number] if text.names is None else set(text.blurred) | set(text.names)
        hit = [place for place, end in enumerate(site.ends) if (site.start, end) in names]
        if text.names is not None:
            used[index] = by_hand[index] = text.source != held_out
        elif hit:
            used[index] = True
        else:
            used[index] = _plainly_none(text, site, stretch, names, general)
        if hit:
            gold[at + hit[-1]] = 1.0
        at += size
    return gold, used, by_hand


def _plainly_none(text: Text, site: Site, stretch: Span, names: set[Span], general: set[str]) -> bool:
    """Whether no name begins here for sure: inside a known one, or the word here is an ordinary one."""
    if any(start < site.start < end for start, end in names):
        return True
    begin, stop, tag = text.words[site.word]
    word = text.plain[begin:stop]
    if site.start > begin:
        return True
    return (
        tag[:2] != "nr" and tag != "x" and (word in general or (stop - begin == 1 and stretch[1] - begin < 3))
    )


def tables_of(view: View, weights: Floats, lexicon: ForeignLexicon) -> Tables:
    """The weights worth keeping, by template."""
    tables: Tables = {"odds of characters": dict(lexicon.odds)}
    for index in np.flatnonzero(np.abs(weights) > LEAST_WEIGHT):
        template, value = view.names[index]
        names = (
            [name for name in END_TEMPLATES if name.startswith("pair")] if template == "pair" else [template]
        )
        for name in names:
            tables.setdefault(name, {})[value] = round(float(weights[index]), 2)
    return tables


def write(tables: Tables, ordinary: frozenset[str], directory: pathlib.Path) -> None:
    """Write weights and words, the same bytes for the same content."""
    lines = [
        f"{template}\t{escape(value)}\t{weight:g}"
        for template in sorted(tables)
        for value, weight in sorted(tables[template].items())
    ]
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)
    (directory / "foreign_weights.tsv.gz").write_bytes(packed)
    (directory / "not_foreign.txt").write_text(HEADING + "\n".join(sorted(ordinary)) + "\n", encoding="utf-8")


def score(finder: ForeignNameFinder, texts: list[Text], source: str) -> Iterator[str]:
    """Precision and recall on the names that are no Han names, of one source."""
    right = given = wanted = 0
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for text in texts:
        if text.source != source or text.names is None:
            continue
        gold = {(s, e) for s, e in text.blurred if e - s > 1 and "·" not in text.plain[s:e]}
        found = {(item.start, item.end) for item in finder(text.plain, text.words)}
        missed.update(text.plain[s:e] for s, e in gold - found)
        wrong.update(text.plain[s:e] for s, e in found - gold - set(text.names))
        found -= set(text.names)
        right, given, wanted = right + len(found & gold), given + len(found), wanted + len(gold)
    yield f"{source}: precision {right / max(1, given):.3f}, recall {right / max(1, wanted):.3f} of {wanted}"
    yield f"  missed {' '.join(missed)}"
    yield f"  wrong {' '.join(wrong)}"


def options_given() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpora", type=pathlib.Path, default=ROOT.parent / "shared" / "corpora")
    add("--rules", type=pathlib.Path, default=ROOT / "rules" / "people")
    add("--rounds", type=int, default=2, help="times the unlabelled news is labelled anew")
    add("--made", type=int, default=6000, help="how many texts are made up")
    add("--only", choices=sorted(LABELLED), help="measure with this source held out, change nothing shipped")
    add("--into", type=pathlib.Path, help="with --only: write what was learned without the source here")
    return parser.parse_args()


def ordinary_words(
    entries: Mapping[str, knowledge.Entry], parts: Container[str], characters: frozenset[str]
) -> frozenset[str]:
    """Dictionary words in the characters of such names that are no part of one and not tagged as names."""
    return frozenset(
        word
        for word, entry in entries.items()
        if len(word) > 1
        and word not in parts
        and all(map(characters.__contains__, word))
        and entry.count > 2
        and (entry.tag not in NAME_TAGS or (len(word) == 2 and entry.tag == "nr"))
    )


def load(options: argparse.Namespace) -> tuple[list[Text], ForeignLexicon, Counter[str]]:
    """The texts, the lexicon, and the parts of known names."""
    characters = frozenset("".join(read_list(options.rules / "translit_chars.txt")))
    surnames = read_list(options.rules / "surnames.txt")
    compounds = read_list(options.rules / "compound_surnames.txt")
    none: frozenset[str] = frozenset()
    bare = Lexicon(surnames, compounds, none, none, none, characters, none, none, {}, ({}, {}, {}, {}))
    texts = [
        text for source, label in LABELLED.items() for text in labelled(options.corpora / source, label, bare)
    ]
    news = unlabelled(options.corpora, 1.0, 1)
    parts = dotted_parts(news, characters)
    listed = read_list(options.rules / "foreign_names.txt")
    own = read_list(options.rules / "minority_names.txt")
    parts.update(listed)
    odds = character_odds(parts, news)
    parts.update(own)
    made = ForeignMaker([*listed, *parts])(options.made) + ForeignMaker(own)(options.made // 3)
    texts += news
    texts += [text._replace(blurred=text.names or []) for text in made]
    lexicon = ForeignLexicon(
        characters,
        ordinary_words(knowledge.dictionary(), parts, characters),
        read_list(options.rules / "foreign_places.txt"),
        listed | own,
        none,
        odds,
    )
    return texts, lexicon, parts


def learn(places: Stretches, view: View, known: list[set[Span]], held_out: str, rounds: int) -> Floats:
    """Train by what is known, then by what the model itself is sure of."""
    general = {word for word, entry in knowledge.dictionary().items() if entry.tag[:2] != "nr"}
    gold, used, by_hand = labels(places, known, held_out, general)
    heavy = np.where(by_hand, 2.0, 1.0)
    unlabelled_sites = np.array([places.texts[number].names is None for number, _, _ in places.sites])
    more, also = gold, used
    for turn in range(rounds + 1):
        weights = fit(view, more, also, heavy, 2, 80)
        if turn == rounds:
            break
        chance, none = chances(view, weights)
        sure = np.where(chance > 0.9, 1.0, 0.0)
        settled = np.bincount(places.owner, weights=sure, minlength=len(places.sites)) > 0
        free = ~used & unlabelled_sites
        more = np.where(used[places.owner], gold, sure * free[places.owner])
        also = used | (free & (settled | (none > 0.97)))
        print(f"  round {turn + 1}: {int(more.sum())} names, {int(also.sum())} sites", flush=True)
    return weights


def main() -> None:
    """Measure, then write."""
    options = options_given()
    began = time.time()
    texts, lexicon, parts = load(options)
    places = Stretches(texts, lexicon)
    view = places.view()
    print(
        f"{len(parts)} parts, {len(lexicon.ordinary)} ordinary words, {len(places.sites)} sites, "
        f"{len(places.spans)} candidates, {len(view.names)} features, {time.time() - began:.0f} s",
        flush=True,
    )
    words = sorted(read_list(options.rules / "morphemes.txt"), key=len, reverse=True)
    morphemes = re.compile(f"(?:{'|'.join(words)}){{2,3}}(?!·)")
    listed = read_list(options.rules / "foreign_names.txt")
    known = [
        known_spans(text, set(parts), listed, morphemes, lexicon.places) if text.names is None else set()
        for text in texts
    ]
    for source in [options.only] if options.only else [*LABELLED, ""]:
        tables = tables_of(view, learn(places, view, known, source, options.rounds), lexicon)
        if source:
            finder = ForeignNameFinder(lexicon, tables, NamedThings.load(options.rules))
            print("held out " + "\n".join(score(finder, texts, source)), flush=True)
        target = options.into if options.only else options.rules
        if source == (options.only or "") and target:
            write(tables, lexicon.ordinary, target)
            print(f"{sum(map(len, tables.values()))} weights, {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
