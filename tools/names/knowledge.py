"""What jieba's dictionary tells of names: usual given names, and words that it lists as names wrongly."""

from __future__ import annotations

import pathlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import jieba
import numpy as np

from extract.pipes.people.candidates import LEAST_ODDS, UNSEEN, Lexicon

COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏"
    "付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤赖文康洪乔樊殷施安颜倪牛温芦季俞章鲁葛伍申尤聂柳邢岳齐梅"
    "庄左涂祁耿詹关苗凌费靳童欧甄裴席屈鲍霍翁隋甘景薄柏柯阮桂闵解车冉辜饶刁瞿戚池滕晋苑邬臧畅"
)
"""Surnames by how many bear them."""

NEVER_LAST = frozenset("县市镇乡村省州区队厂局部院校党们的了是在有和说不这那个会路街爷娘爸妈叔伯婶哥嫂某氏")
ODDS_LIMIT = 4.0
LEAST_COUNT = 20
"""A word that the dictionary counts less often is not known to be an ordinary one."""


class Entry(NamedTuple):
    """A word of the dictionary."""

    count: int
    tag: str


def dictionary() -> dict[str, Entry]:
    """All words of jieba's dictionary."""
    lines = (pathlib.Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: Entry(int(count), tag) for word, count, tag in map(str.split, lines)}


def _ordinary(word: str, entries: Mapping[str, Entry], least: int) -> bool:
    entry = entries.get(word)
    return entry is not None and entry.count >= least and not entry.tag.startswith(("nr", "nz"))


def place_stems(entries: Mapping[str, Entry], surnames: frozenset[str]) -> frozenset[str]:
    """Places of two or three characters that the dictionary has with 县, 市 and the like: 秦安."""
    stems = {word[:-1] for word in entries if word[-1] in "省市县区旗州盟" and len(word) in {3, 4}}
    return frozenset(stem for stem in stems if stem[0] in surnames)


def usual_words(
    entries: Mapping[str, Entry], surnames: frozenset[str], odds: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """Ordinary words of two characters that may be read as part of a name, with their count's logarithm."""
    first, second = odds[:2]
    return {
        word: round(float(np.log10(entry.count)))
        for word, entry in sorted(entries.items())
        if len(word) == 2
        and entry.count >= LEAST_COUNT
        and entry.tag not in {"nr", "nrt", "nrfg"}
        and (word[0] in surnames or first.get(word[0], UNSEEN) + second.get(word[1], UNSEEN) > LEAST_ODDS)
    }


def dictionary_names(entries: Mapping[str, Entry], least: int, most: int) -> list[str]:
    """Names of three characters that the dictionary lists and that hold no ordinary word.

    Args:
        entries: the dictionary.
        least: how often a name must have been counted.
        most: how many names with one surname are taken, the most frequent first.
    """
    by_surname: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word, (count, tag) in entries.items():
        if tag != "nr" or len(word) != 3 or word[0] not in COMMON or word[-1] in NEVER_LAST or count < least:
            continue
        if _ordinary(word[:2], entries, 20) or _ordinary(word[1:], entries, 300):
            continue
        by_surname[word[0]].append((-count, word))
    return [word for surname in COMMON for _, word in sorted(by_surname[surname])[:most]]


def false_names(entries: Mapping[str, Entry], lexicon: Lexicon) -> set[str]:
    """Words listed as names that are an ordinary word and an unlikely last character (a state, a thing)."""
    second = lexicon.odds[1]
    return {
        word
        for word, (_, tag) in entries.items()
        if tag.startswith("nr")
        and len(word) == 3
        and word[0] in lexicon.surnames
        and (
            (_ordinary(word[:2], entries, 60) and second.get(word[2], UNSEEN) < 0.3)
            or (_ordinary(word[1:], entries, 300) and _ordinary(word[:2], entries, 10))
            or (word[0] not in COMMON and _ordinary(word[:2], entries, 10))
            or (word[0] not in COMMON[:200] and _ordinary(word[1:], entries, 300))
        )
    }


def general_words(entries: Mapping[str, Entry]) -> set[str]:
    """Words that are not listed as names of persons, bodies or brands."""
    return {word for word, entry in entries.items() if not entry.tag.startswith(("nr", "nt", "nz"))}


def surname_odds(surnames: Iterable[str], background: Counter[str]) -> dict[str, float]:
    """How much more frequent surnames are as such than in running text, by the rank of how many bear them."""
    whole = sum(background.values())
    table = {}
    for surname in sorted(surnames):
        rank = COMMON.find(surname)
        share = 1.0 / (12 + (rank if rank >= 0 else 6 * len(COMMON)))
        usual = (background[surname] + 1) / whole
        odds = np.log(share * 0.01 / usual) + 1.0
        table[surname] = round(float(np.clip(odds, -ODDS_LIMIT, ODDS_LIMIT)), 1)
    return table


def given_odds(names: Iterable[str], background: Counter[str]) -> tuple[dict[str, float], ...]:
    """How much more frequent characters are in names than in running text, for each place of a name."""
    places: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for name in names:
        if len(name) == 3:
            places[0][name[1]] += 1
            places[1][name[2]] += 1
        elif len(name) == 2:
            places[2][name[1]] += 1
    whole = sum(background.values())
    everywhere = places[0] + places[1] + places[2]
    tables = []
    for own in places:
        counts = {character: own[character] + 0.2 * everywhere[character] for character in everywhere}
        total = sum(counts.values())
        table = {}
        for character in sorted(set(counts) | set(background)):
            usual = background[character] / whole
            odds = np.log((counts.get(character, 0.0) + 0.5) / (total * usual + 1.0))
            table[character] = round(float(np.clip(odds, -ODDS_LIMIT, ODDS_LIMIT)), 1)
        tables.append(table)
    return tuple(tables)
