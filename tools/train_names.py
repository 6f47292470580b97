"""Train the weights that find Han person names: name_weights.tsv.gz and not_names.txt of rules/people.

Labelled sentences (a newspaper of 1998, company officers' résumés) are joined by unlabelled news that is
labelled step by step. First come contexts that give a name away without a model: a title before and a verb of
speech or punctuation after, a roster parted by 、, words the segmenter tags as names that look like them.
A model trained on these, on the labelled sentences and on bylines made up of common characters labels the
rest, where it is not sure by its belief. This is done again, and the last model is kept.

Scores are given with each labelled source held out in turn, for the weights and for the words passed over.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import pathlib
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extract.pipes.people import candidates as cand  # noqa: E402
from extract.pipes.people.model import escape, pad  # noqa: E402
from extract.pipes.people.names import Candidate, choose, with_article_evidence  # noqa: E402

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

SAYS = frozenset(
    "说 表示 介绍 告诉 指出 强调 认为 称 坦言 感慨"  # noqa: SIM905
    "  透露 回忆 解释 回应 出席 主持 担任 等 和 与 及 在 为 今年 当选 率 率领".split()
)
CLOSERS = frozenset("，。、：；！？）（)(\n “”")
NEVER_LAST = frozenset("县市镇乡村省州区队厂局部院校党们的了是在有和说不这那个会路街")
COMMON = frozenset(
    "王李张刘陈杨黄赵周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪姜范姚谭廖邹熊"
    "陆郝孔崔邱秦江顾侯邵孟龙段汤尹黎贺赖龚肖闫樊殷翟倪严韦俞葛聂邢柳岳齐梅莫庄耿詹关苗凌靳童欧柯阮"
)
ODDS_LIMIT = 4.0
PASSES = 120
PENALTY = 1.0


class Text(NamedTuple):
    plain: str
    words: list[cand.Word]
    names: list[tuple[int, int]] | None  # spans of Han names, None where nobody has looked
    blurred: list[tuple[int, int]]  # spans where a name or none may stand: one character, foreign names
    source: str


def tagged(plain: str) -> list[cand.Word]:
    import rjieba  # noqa: PLC0415

    words, at = [], 0
    for word, tag in rjieba.tag(plain):
        words.append((at, at + len(word), tag))
        at += len(word)
    return words


def read_lines(path: pathlib.Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def labelled(path: pathlib.Path, label: str, lexicon: cand.Lexicon) -> list[Text]:
    texts = []
    for item in read_lines(path):
        names, blurred = [], []
        for span in item["spans"]:
            if span["label"] != label:
                continue
            text = span["text"]
            han = (text[0] in lexicon.surnames and len(text) in {2, 3}) or text[:2] in lexicon.compounds
            (names if han and 2 <= len(text) <= 4 else blurred).append((span["start"] + 1, span["end"] + 1))
        # Sentences are torn from articles: a full stop keeps them from looking like the beginning of one.
        plain = "。" + str(item["text"])
        texts.append(Text(plain, tagged(plain), names, blurred, path.name))
    return texts


def television(path: pathlib.Path) -> list[Text]:
    texts = []
    for item in read_lines(path):
        broken = re.sub(r"</p>|<br\s*/?>", "\n", str(item["html"]))
        plain = html.unescape(re.sub(r"<[^>]+>", "", broken)).strip()
        texts.append(Text(plain, tagged(plain), None, [], path.name))
    return texts


def hong_kong(path: pathlib.Path) -> list[Text]:
    import opencc  # noqa: PLC0415

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


FRAMES = re.split(
    r"[|\n]",
    r"""（记者 {} 通讯员 {}）|本报记者 {} 通讯员 {}\n
(审签:{} 编审:{})|（编辑：{} 责编：{}）|作者：{}\n来源：本网
通讯员 {} {}）
图/{} 文/{}\n|（{} {} {}）|编辑:{})\n|全媒体记者 {} {}\n
摄影：{}\n|{}校长表示，|{}老师来到学校，|{}副教授正在讲课|{}书记说，|{}主任介绍
卫生院医生{}说，|县长{}说。|领队{}介绍说|，{}深有感触，|的{}每天早起。|，{}说，|“{}告诉记者|。{}是一名教师|村民{}家，|对口帮扶的{}也说
、{}、{}等人|和{}、{}一起|医生{}和{}|主任{}带领|院长{}带着队员|的{}告诉我们|，{}一家|。{}笑着说|派{}到村里|跟着{}学技术|和{}结对""",
)


def made(names: Sequence[str], compounds: Sequence[str]) -> list[Text]:
    """Bylines and other short contexts that broadcast news lacks, filled with names put together anew.

    A fifth of the names have two characters. As they are in no dictionary, the segmenter cuts them as it
    cuts the names of real articles: often wrongly.
    """
    chance = random.Random(11)
    short = [name for name in names if len(name) == 2]
    long = [name for name in names if len(name) == 3]
    texts = []
    for frame in FRAMES * 25:
        plain, spans = "", []
        pieces = frame.replace("\\n", "\n").split("{}")
        for piece in pieces[:-1]:
            name = chance.choice(names)[0] if chance.random() < 0.94 else chance.choice(compounds)
            if chance.random() < 0.2:
                name += chance.choice(short)[1]
            else:
                name += chance.choice(long)[1] + chance.choice(long)[2]
            plain += piece
            spans.append((len(plain) + 1, len(plain) + 1 + len(name)))
            plain += name
        plain = "。" + plain + pieces[-1]
        texts.append(Text(plain, tagged(plain), spans, [], "made"))
    return texts


def seeds(text: Text, lexicon: cand.Lexicon) -> set[tuple[int, int]]:
    """Spans that are names by their context alone: title before and an end after, or one of a roster."""
    found: set[tuple[int, int]] = set()
    plain, words = text.plain, text.words
    ends = {stop: index for index, (_, stop, _) in enumerate(words)}
    begins = {begin: index for index, (begin, _, _) in enumerate(words)}
    for index, (begin, stop, _) in enumerate(words):
        if plain[begin:stop] not in lexicon.introducing:
            continue
        for size in (2, 3):
            end = stop + size
            if end > len(plain) or end not in begins or not all(map(cand.is_han, plain[stop:end])):
                continue
            after = words[begins[end]]
            closed = plain[end] in CLOSERS or plain[after[0] : after[1]] in SAYS
            inner = words[index + 1]
            common = inner[1] - inner[0] > 1 and not inner[2].startswith(("nr", "nz")) and inner[1] <= end
            if plain[stop] in lexicon.surnames and closed and not common and end in ends:
                found.add((stop, end))
    for match in re.finditer(r"(?<=、)[\u4e00-\u9fff]{2,3}(?=、)", plain):
        index = begins.get(match.start(), -1)
        if index < 0 or match.end() not in ends or plain[match.start()] not in lexicon.surnames:
            continue
        if words[index][2] in {"nr", "nrfg"}:
            found.add(match.span())
    return found


def dictionary_names(lexicon: cand.Lexicon, most: int) -> list[str]:
    """Names of jieba's dictionary; it lists much else as names, so a surname has no more than ``most``."""
    import jieba  # noqa: PLC0415

    by_surname: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in (pathlib.Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        if tag == "nr" and len(word) in {2, 3} and word[0] in lexicon.surnames:
            by_surname[word[0]].append((-int(count), word))
    return [word for surname in sorted(by_surname) for _, word in sorted(by_surname[surname])[:most]]


def given_odds(names: Iterable[str], background: Counter[str]) -> tuple[dict[str, float], ...]:
    places: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for name in names:
        if len(name) == 3:
            places[0][name[1]] += 1
            places[1][name[2]] += 1
        elif len(name) == 2:
            places[2][name[1]] += 1
    whole = sum(background.values())
    tables = []
    everywhere = places[0] + places[1] + places[2]
    for own in places:
        counts = {character: own[character] + 0.2 * everywhere[character] for character in everywhere}
        total = sum(counts.values())
        table = {}
        for character in set(counts) | set(background):
            usual = background[character] / whole
            odds = np.log((counts.get(character, 0.0) + 0.5) / (total * usual + 1.0))
            value = round(float(np.clip(odds, -ODDS_LIMIT, ODDS_LIMIT)), 1)
            if value > -2.95:
                table[character] = value
        tables.append(table)
    return tuple(tables)


BEYOND = frozenset(cand.START_TEMPLATES.index(name) for name in ("left2", "left3", "two left words"))
"""What a labelled sentence cannot tell of its first word: it is torn from its article."""


class Data:
    """All sites of all texts as rectangular arrays of feature numbers; number 0 is an empty value."""

    def __init__(self, texts: Sequence[Text], lexicon: cand.Lexicon) -> None:
        self.texts = texts
        numbers: dict[tuple[int, str], int] = {}
        shared, ends, owner, spans, word_of, text_of = [], [], [], [], [], []
        for number, text in enumerate(texts):
            padded = pad(text.plain)
            for site in cand.sites(text.plain, text.words, lexicon):
                values = cand.start_values(padded, text.words, site)
                if text.names is not None and site.start == 1:
                    values = tuple("" if place in BEYOND else value for place, value in enumerate(values))
                shared.append(self._number(numbers, 0, values))
                begin, stop, _ = text.words[site.word]
                word_of.append(text.plain[begin:stop])
                text_of.append(number)
                for end in site.ends:
                    described = cand.end_values(padded, text.words, site, end, values[5], lexicon)
                    ends.append(self._number(numbers, 100, described))
                    owner.append(len(shared) - 1)
                    spans.append((site.start, end))
        self.names = [("", ""), *((self._template(place), value) for place, value in numbers)]
        self.shared: Ints = np.array(shared, dtype=np.int32)
        self.ends: Ints = np.array(ends, dtype=np.int32)
        self.owner: Ints = np.array(owner, dtype=np.int32)
        self.spans = spans
        self.word_of = word_of
        self.text_of: Ints = np.array(text_of, dtype=np.int32)

    @staticmethod
    def _number(numbers: dict[tuple[int, str], int], base: int, values: Sequence[str]) -> list[int]:
        return [
            numbers.setdefault((base + place, value), len(numbers) + 1) if value else 0
            for place, value in enumerate(values)
        ]

    @staticmethod
    def _template(place: int) -> str:
        return cand.START_TEMPLATES[place] if place < 100 else cand.END_TEMPLATES[place - 100]

    def strings(self) -> list[str]:
        plain = [text.plain for text in self.texts]
        return [
            plain[self.text_of[site]][start:end]
            for site, (start, end) in zip(self.owner, self.spans, strict=True)
        ]


class Subset(NamedTuple):
    """The sites trained on; has the arrays of ``Data`` that ``soft`` reads."""

    shared: Ints
    ends: Ints
    owner: Ints


def soft(data: Data | Subset, weights: Floats) -> tuple[Floats, Floats]:
    """Probability of each candidate, and of no name at each site."""
    base = weights[data.shared].sum(axis=1)
    score = weights[data.ends].sum(axis=1) + base[data.owner]
    firsts = np.searchsorted(data.owner, np.arange(len(base)))
    top = np.maximum(np.maximum.reduceat(score, firsts), 0.0)
    power = np.exp(score - top[data.owner])
    nothing = np.exp(-top)
    whole = nothing + np.bincount(data.owner, weights=power, minlength=len(base))
    return power / whole[data.owner], nothing / whole


def train(
    data: Data, gold: Floats, sites_used: npt.NDArray[np.bool_], site_weight: Floats, rare: int
) -> Floats:
    """Fit weights to the labels: the most likely ones under a quadratic penalty.

    ``gold`` is 1 for the candidates that are names, ``sites_used`` tells which sites are labelled.
    """
    used = sites_used[data.owner]
    renumber = np.cumsum(sites_used) - 1
    part = Subset(data.shared[sites_used], data.ends[used], renumber[data.owner[used]].astype(np.int32))
    target, heavy = gold[used], site_weight[sites_used]
    rest = 1.0 - np.bincount(part.owner, weights=target, minlength=len(part.shared))
    size = len(data.names)
    seen = np.bincount(part.shared.ravel(), minlength=size) + np.bincount(part.ends.ravel(), minlength=size)
    alive = seen >= rare
    alive[0] = False

    def loss(weights: Floats) -> tuple[float, Floats]:
        chance, none = soft(part, weights)
        error = (chance - target) * heavy[part.owner]
        of_site = np.bincount(part.owner, weights=error, minlength=len(part.shared))
        slope = np.bincount(part.ends.ravel(), weights=np.repeat(error, part.ends.shape[1]), minlength=size)
        slope += np.bincount(
            part.shared.ravel(), weights=np.repeat(of_site, part.shared.shape[1]), minlength=size
        )
        slope += PENALTY * weights
        slope[~alive] = 0.0
        likely = (heavy[part.owner] * target) @ np.log(np.maximum(chance, 1e-300))
        likely += (heavy * rest) @ np.log(np.maximum(none, 1e-300))
        return float(0.5 * PENALTY * (weights @ weights) - likely), slope

    return descend(loss, np.zeros(size))


def descend(loss: Callable[[Floats], tuple[float, Floats]], weights: Floats) -> Floats:
    """Minimise a smooth function by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno."""
    idle = 0
    value, slope = loss(weights)
    history: list[tuple[Floats, Floats, float]] = []
    for _ in range(PASSES):
        direction = -slope
        factors = []
        for moved, turned, scale in reversed(history):
            factor = scale * float(moved @ direction)
            factors.append(factor)
            direction = direction - factor * turned
        if history:
            moved, turned, scale = history[-1]
            direction = direction / (scale * float(turned @ turned))
        else:
            direction = direction / max(1.0, float(np.abs(slope).sum() / 50.0))
        for (moved, turned, scale), factor in zip(history, reversed(factors), strict=True):
            direction = direction + (factor - scale * float(turned @ direction)) * moved
        step, downhill = 1.0, float(direction @ slope)
        while step > 1e-6:
            next_value, next_slope = loss(weights + step * direction)
            if next_value <= value + 1e-4 * step * downhill:
                break
            step *= 0.5
        else:
            break
        moved, turned = step * direction, next_slope - slope
        if float(moved @ turned) > 1e-10:
            history = [*history[-7:], (moved, turned, 1.0 / float(moved @ turned))]
        weights, slope = weights + moved, next_slope
        idle = idle + 1 if value - next_value < 2e-4 * abs(value) else 0
        if idle == 3:
            break
        value = next_value
    return weights


def gold_arrays(data: Data, held_out: str) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Labels from the labelled sources: name or not for each candidate, and the sites that are labelled."""
    by_text = defaultdict(list)
    for index, site in enumerate(data.owner):
        by_text[int(data.text_of[site])].append(index)
    gold: Floats = np.zeros(len(data.spans))
    used = np.zeros(len(data.shared), dtype=bool)
    unclear: list[int] = []
    for number, text in enumerate(data.texts):
        if text.names is None or text.source == held_out:
            continue
        names = set(text.names)
        for index in by_text[number]:
            start, end = data.spans[index]
            blurred = any(low < end and start < high for low, high in text.blurred)
            unclear.append(int(data.owner[index]) if blurred else -1)
            used[data.owner[index]] = True
            gold[index] = float((start, end) in names)
    used[[site for site in unclear if site >= 0]] = False
    return gold, used


def likely_words(text: Text, lexicon: cand.Lexicon) -> set[tuple[int, int]]:
    """Spans that the segmenter takes for names and that have a common surname and usual given characters."""
    first, second, only = lexicon.odds
    found = set()
    for begin, stop, tag in text.words:
        if tag != "nr" or stop - begin not in {2, 3} or text.plain[begin] not in COMMON:
            continue
        given = text.plain[begin + 1 : stop]
        if len(given) == 2:
            usual = first.get(given[0], -3.0) + second.get(given[1], -3.0) > 0.5
        else:
            usual = only.get(given, -3.0) > 1.0
        if usual:
            found.add((begin, stop))
    return found


def seed_arrays(data: Data, lexicon: cand.Lexicon) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """First labels of the unlabelled texts: names by context, and dictionary words that are not names."""
    gold: Floats = np.zeros(len(data.spans))
    used = np.zeros(len(data.shared), dtype=bool)
    spans_of: dict[int, set[tuple[int, int]]] = {}
    for number, text in enumerate(data.texts):
        if text.names is None:
            spans = seeds(text, lexicon)
            strings = {text.plain[start:end] for start, end in spans}
            spans_of[number] = {
                (match.start(), match.end())
                for name in strings
                if len(name) > 2
                for match in re.finditer(name, text.plain)
            } | spans
    for number in spans_of:
        spans_of[number] |= likely_words(data.texts[number], lexicon)
    named: set[int] = set()
    for index, site in enumerate(data.owner):
        number = int(data.text_of[site])
        if number in spans_of and data.spans[index] in spans_of[number] and int(site) not in named:
            gold[index] = 1.0
            named.add(int(site))
    words_of = {number: {w[0]: w for w in data.texts[number].words} for number in spans_of}
    for index, site in enumerate(data.owner):
        number = int(data.text_of[site])
        if number not in spans_of:
            continue
        start, _ = data.spans[index]
        word = words_of[number].get(start)
        ordinary = word is not None and word[1] - start > 1 and not word[2].startswith(("nr", "x", "nz"))
        inside = word is None
        used[site] = int(site) in named or ordinary or inside
    return gold, used


def implausible(
    data: Data, strings: Sequence[str], introducing: frozenset[str]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Candidates that no model's word makes a name, and those that need more than usual certainty.

    The first are ordinary words of the dictionary and strings with the ending of a place, body or phrase; the
    second begin with an ordinary word of two or more characters.
    """
    never = np.zeros(len(data.spans), dtype=bool)
    hardly = np.zeros(len(data.spans), dtype=bool)
    starts = [{word[0]: word for word in text.words} for text in data.texts]
    for index, site in enumerate(data.owner):
        start, end = data.spans[index]
        word = starts[data.text_of[site]].get(start)
        never[index] = strings[index][-1] in NEVER_LAST
        if word is None or word[1] - start < 2 or word[2].startswith("nr"):
            continue
        plain = data.texts[data.text_of[site]].plain
        if any(plain[start - size : start] in introducing for size in (2, 3, 4)):
            continue
        if word[1] == end and word[2] != "x":
            never[index] = True
        hardly[index] = True
    return never, hardly


def grow(
    data: Data,
    chance: Floats,
    strings: Sequence[str],
    doubts: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]],
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Labels of the unlabelled texts by a model.

    A candidate it is sure of, here or elsewhere in the article, is a name; one it is not sure of counts
    as much as the model believes in it.
    """
    never, hardly = doubts
    unlabelled = np.array([text.names is None for text in data.texts])[data.text_of]
    best: dict[tuple[int, str], float] = defaultdict(float)
    usual: dict[str, list[float]] = defaultdict(list)
    numbers = data.text_of[data.owner]
    for index, string in enumerate(strings):
        key = (int(numbers[index]), string)
        best[key] = max(best[key], chance[index])
        usual[string].append(chance[index])
    gold: Floats = np.zeros(len(data.spans))
    seldom = {string for string, values in usual.items() if len(values) >= 4 and float(np.mean(values)) < 0.3}
    doubtful = np.zeros(len(data.shared), dtype=bool)
    for index in np.flatnonzero((chance > 0.1) & ~never):
        value, string = chance[index], strings[index]
        established = best[(int(numbers[index]), string)] > 0.97
        if hardly[index]:
            gold[index] = 1.0 if value > 0.97 and string not in seldom else 0.0
            doubtful[data.owner[index]] = 0.5 < value <= 0.97
        elif string in seldom:
            doubtful[data.owner[index]] = value > 0.5
        elif value > 0.9 or (established and value > 0.3):
            gold[index] = 1.0
        else:
            gold[index] = value
    gold *= unlabelled[data.owner]
    whole = np.bincount(data.owner, weights=gold, minlength=len(data.shared))
    gold /= np.maximum(1.0, whole)[data.owner]
    return gold, unlabelled & ((whole > 0) | ~doubtful)


def ordinary_words(data: Data, none: Floats, gold: Floats, least: int) -> set[str]:
    """Words seen often in which no name ever began."""
    named = np.bincount(data.owner, weights=gold, minlength=len(data.shared)) > 0
    count: Counter[str] = Counter()
    spoilt: set[str] = set()
    for site, word in enumerate(data.word_of):
        if len(word) < 2:
            continue
        count[word] += 1
        if named[site] or none[site] < 0.97:
            spoilt.add(word)
    return {word for word, seen in count.items() if seen >= least and word not in spoilt}


def general_words() -> set[str]:
    """Words of jieba's dictionary that are not listed as names of persons."""
    import jieba  # noqa: PLC0415

    lines = (pathlib.Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word for word, _, tag in map(str.split, lines) if not tag.startswith(("nr", "nt", "nz"))}


def score(data: Data, weights: Floats, source: str, dismissed: set[str]) -> dict[str, float]:
    """Exact-span precision, recall and F1 on one source, each sentence an article of its own."""
    chance, _ = soft(data, weights)
    found_in: dict[int, list[Candidate]] = defaultdict(list)
    reach: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for index, site in enumerate(data.owner):
        number = int(data.text_of[site])
        if data.texts[number].source != source or data.word_of[site] in dismissed:
            continue
        value = float(np.clip(chance[index], 1e-9, 1 - 1e-9))
        reach[number].add(data.spans[index])
        found_in[number].append(Candidate(*data.spans[index], float(np.log(value / (1 - value)))))
    right = found = wanted = foreign = reached = 0
    for number, text in enumerate(data.texts):
        if text.source != source or text.names is None:
            continue
        chosen = choose(with_article_evidence(text.plain, found_in[number]))
        spans = {(item.start, item.end) for item in chosen}
        names = set(text.names)
        others = {(s, e) for s, e in text.blurred if 2 <= e - s <= 4 and "·" not in text.plain[s:e]}
        right += len(spans & names)
        found += len(spans - others)
        wanted += len(names)
        reached += len(names & reach[number])
        foreign += len(others)
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    with_foreign = right / max(1, wanted + foreign)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "oracle_recall": reached / max(1, wanted),
        "f1_with_foreign_gold": 2 * precision * with_foreign / max(1e-9, precision + with_foreign),
    }


def build(
    data: Data, lexicon: cand.Lexicon, held_out: str, options: argparse.Namespace
) -> tuple[Floats, set[str]]:
    strings = data.strings()
    general = general_words()
    doubts = implausible(data, strings, lexicon.introducing)
    gold, used = gold_arrays(data, held_out)
    more, also = seed_arrays(data, lexicon)
    labelled_sites = used.copy()
    weight: Floats = np.where(labelled_sites, options.gold_weight, 1.0)
    made_up = np.array([text.source == "made" for text in data.texts])
    weight[made_up[data.text_of]] = 1.0
    weights = train(data, gold + more, used | also, weight, rare=3)
    dismissed: set[str] = set()
    for turn in range(options.rounds):
        chance, none = soft(data, weights)
        more, also = grow(data, chance, strings, doubts)
        dismissed = ordinary_words(data, none, gold + more, least=4) & general
        passed = np.array([word in dismissed for word in data.word_of])
        print(
            f"  round {turn + 1}: {int(more.sum())} names, {int(also.sum())} sites labelled, "
            f"{len(dismissed)} words passed over",
            flush=True,
        )
        weights = train(data, gold + more, (used | also) & ~passed, weight, rare=options.rare)
    # A name cut too short is the commoner mistake.
    weights[data.names.index(("length", "12"))] += options.longer
    return weights, dismissed


def write(
    data: Data, weights: Floats, lexicon: cand.Lexicon, dismissed: set[str], directory: pathlib.Path
) -> int:
    """Write the weights worth keeping and the words passed over; returns how many weights there are."""
    lines = []
    for name, table in zip(cand.ODDS_TABLES, lexicon.odds, strict=True):
        lines += [f"{name}\t{escape(value)}\t{odds:g}" for value, odds in sorted(table.items())]
    kept = [(*data.names[index], float(weights[index])) for index in np.flatnonzero(np.abs(weights) > 0.04)]
    lines += [f"{template}\t{escape(value)}\t{weight:.2f}" for template, value, weight in sorted(kept)]
    packed = gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), compresslevel=9, mtime=0)
    (directory / "name_weights.tsv.gz").write_bytes(packed)
    heading = "# Words with a surname character in which no name begins; made by tools/train_names.py.\n"
    (directory / "not_names.txt").write_text(heading + "\n".join(sorted(dismissed)) + "\n", encoding="utf-8")
    return len(kept)


def load_all(options: argparse.Namespace) -> tuple[list[Text], cand.Lexicon]:
    bare = cand.Lexicon(
        cand.read_list(options.rules / "surnames.txt"),
        cand.read_list(options.rules / "compound_surnames.txt"),
        cand.read_list(options.rules / "common_words.txt"),
        cand.read_list(options.rules / "not_given.txt"),
        cand.read_list(options.rules / "introducing_words.txt"),
        ({}, {}, {}),
    )
    corpora = options.corpora
    texts = labelled(corpora / "ner-people-daily-dev.jsonl.gz", "PER", bare)
    texts += labelled(corpora / "ner-resume-train.jsonl.gz", "NAME", bare)
    news = television(corpora / "cctv-hans.jsonl.gz")
    news += hong_kong(corpora / "hk-hant.jsonl.gz")[:: options.hong_kong_every]
    random.Random(7).shuffle(news)
    texts += news[: int(len(news) * options.share)]
    names = {text.plain[s:e] for text in texts if text.names is None for s, e in seeds(text, bare)}
    listed = dictionary_names(bare, options.per_surname)
    usual = [name for name in listed if name[0] in COMMON and name not in bare.not_names]
    texts += made(sorted(names) + usual, sorted(bare.compounds))
    names |= set(listed)
    background: Counter[str] = Counter()
    for text in texts:
        background.update(filter(cand.is_han, text.plain))
    odds = given_odds(sorted(names), background)
    return texts, bare._replace(odds=(odds[0], odds[1], odds[2]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=pathlib.Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--rules", type=pathlib.Path, default=ROOT / "rules" / "people")
    parser.add_argument("--rounds", type=int, default=2, help="times the unlabelled news is labelled anew")
    parser.add_argument("--share", type=float, default=0.55, help="share of the unlabelled news to use")
    parser.add_argument(
        "--hong-kong-every", type=int, default=3, help="use one in so many Hong Kong articles"
    )
    parser.add_argument("--rare", type=int, default=4, help="least times a feature must be seen")
    parser.add_argument(
        "--gold-weight", type=float, default=3.0, help="weight of labelled against unlabelled text"
    )
    parser.add_argument("--per-surname", type=int, default=25, help="names taken from jieba's dictionary")
    parser.add_argument(
        "--longer", type=float, default=0.7, help="log-odds added to names of three characters"
    )
    parser.add_argument("--skip-scores", action="store_true", help="only build, measure nothing held out")
    parser.add_argument("--only-scores", action="store_true", help="only measure, write nothing")
    options = parser.parse_args()
    began = time.time()
    texts, lexicon = load_all(options)
    data = Data(texts, lexicon)
    print(
        f"{len(texts)} texts, {len(data.shared)} sites, {len(data.spans)} candidates, "
        f"{len(data.names)} features, "
        f"{time.time() - began:.0f} s",
        flush=True,
    )
    sources = ("ner-people-daily-dev.jsonl.gz", "ner-resume-train.jsonl.gz")
    for source in () if options.skip_scores else sources:
        weights, dismissed = build(data, lexicon, source, options)
        print(
            f"held out {source}: "
            + json.dumps({k: round(v, 3) for k, v in score(data, weights, source, dismissed).items()})
        )
    if not options.only_scores:
        weights, dismissed = build(data, lexicon, "", options)
        count = write(data, weights, lexicon, dismissed, options.rules)
        print(
            f"{count} weights and {len(dismissed)} words written to {options.rules}, "
            f"{time.time() - began:.0f} s"
        )


if __name__ == "__main__":
    main()
