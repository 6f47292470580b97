"""Where a Han person name could stand.

A candidate is a surname (one character, or two for compound surnames such as 欧阳) and one or two given
characters. This module tells where one may begin and end; ``context.py`` describes what stands there.
"""

from __future__ import annotations

import bisect
import functools
import pathlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Word = tuple[int, int, str]

LEAST_ODDS = -2.5
"""Given characters whose log-odds add up to less than this are no name: 向全国, 从今年, 和发展."""

UNSEEN = -0.5
"""Log-odds of a given-name character that no corpus has: rare characters are rare in running text too."""

NO_GIVEN = -3.0
"""A character with lower log-odds at both places begins no given name."""

ODDS_TABLES = ("odds first", "odds second", "odds only", "odds surname")
USUAL_WORDS = "usual words"
"""The table of ordinary words of two characters and how usual each is."""

_NEVER_GIVEN = frozenset("某老氏")
_JUDGE = "官"
"""陈官 is how Hong Kong's courts call a judge; a given name begins so only behind a post: 秘书长俞官兴."""
NEVER_LAST = frozenset(
    "只则家将任于以外站署段还似涉并座下边后县镇乡村氏科厂局处们的了个是说这那着过某又押作受从就也兼被把亦指称者"
)
LATIN_FORM = r"（[A-Z][\w'’.-]*(?:[ ·-][A-Z][\w'’.-]*){1,4}）"
"""A name of two words or more in Latin letters, in brackets: 利文斯通（Ken Livingstone）."""

MEASURES = frozenset("宗张段章项班支连包单车池期席房钱毛程堂封方")
_COUNTED = re.compile(r"(?<!\d)\d{1,3}\Z")
"""Surnames that are measure words too: behind a number none begins a name, but 警员12702张耀永 is one."""


class Lexicon(NamedTuple):
    """What is known of names before any weight: surnames, words that hold none, given-name character odds.

    ``odds`` has one table for each of ODDS_TABLES: character to the natural logarithm of how much more
    frequent it is at that place of a name than in running text. ``foreign`` are the characters that
    foreign names are written in, ``titles`` posts that leave little doubt, ``places`` counties and towns
    without 县 or 市 that are written like names (秦安), ``usual`` ordinary words of two characters with the
    common logarithm of their count in the segmenter's dictionary.
    """

    surnames: frozenset[str]
    compounds: frozenset[str]
    not_names: frozenset[str]
    not_given: frozenset[str]
    introducing: frozenset[str]
    foreign: frozenset[str]
    titles: frozenset[str]
    places: frozenset[str]
    usual: Mapping[str, float]
    odds: tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float], Mapping[str, float]]


class Site(NamedTuple):
    """A place where a name may start: offset in the text, index of the word there, possible ends."""

    start: int
    word: int
    ends: tuple[int, ...]
    surname_length: int


def read_list(path: pathlib.Path) -> frozenset[str]:
    """Read a word list with one word a line; blank lines and lines that begin with ``#`` say nothing."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_han(character: str) -> bool:
    """Tell whether a character is a Han ideograph that can stand in a name (〇 and 々 are not)."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


def sites(
    plain: str, words: Sequence[Word], lexicon: Lexicon, begin_at: re.Pattern[str] | None = None
) -> Iterator[Site]:
    """Yield every place of ``plain`` where a name could start, in order.

    Most surname characters are inside ordinary words (任务, 方向, 工程). A word of the ``not_names`` list is
    passed over whole, unless a post stands before it; otherwise a name may start with the word, or at its
    second character when the segmenter has swallowed what stands before the name (但葛菲, 致江绍).
    """
    not_names = lexicon.not_names
    starts = [word[0] for word in words]
    for match in (begin_at or beginnings(lexicon)).finditer(plain):
        start = match.start()
        index = bisect.bisect_right(starts, start) - 1
        begin, stop, tag = words[index]
        length = stop - begin
        if length > 1:
            inside = start - begin
            if inside > 1 or (inside and length > 2 and tag[0] != "n"):
                continue
            if plain[begin:stop] in not_names and plain[start : start + 2] not in lexicon.compounds:
                goes_on = length == 2 and _goes_on(plain, words, index, lexicon)
                if not goes_on and not _introduced(plain, words, index, lexicon, start):
                    continue
            elif length > 3 and not tag.startswith("nr"):
                continue
        site = _site(plain, words, start, index, lexicon)
        if site:
            yield site


def beginnings(lexicon: Lexicon) -> re.Pattern[str]:
    """Find surname characters before a Han character that may be in a name.

    It is faster to look for them than to go through the words.
    """
    first, _, only, _ = lexicon.odds
    common = [c for c, odds in first.items() if odds < NO_GIVEN and only.get(c, UNSEEN) < NO_GIVEN]
    seconds = frozenset(compound[1] for compound in lexicon.compounds)
    return _pattern(lexicon.surnames, lexicon.compounds, "".join(sorted(set(common) - seconds)))


@functools.lru_cache(maxsize=8)
def _pattern(surnames: frozenset[str], compounds: frozenset[str], barred: str) -> re.Pattern[str]:
    firsts = "".join(sorted(surnames | {compound[0] for compound in compounds}))
    after = rf"(?![{barred}])" if barred else ""
    if not firsts:
        return re.compile(r"(?!)")
    return re.compile(rf"[{firsts}](?=[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]){after}")


def _site(
    plain: str, words: Sequence[Word], start: int, index: int, lexicon: Lexicon
) -> Site | None:
    run = start + 1
    limit = min(len(plain), start + 4)
    while run < limit and is_han(plain[run]):
        run += 1
    length = run - start
    if length < 2 or plain[start + 1] in _NEVER_GIVEN:
        return None
    compound = length > 2 and plain[start : start + 2] in lexicon.compounds
    if plain[start + 1] == _JUDGE and not compound and not _introduced(plain, words, index, lexicon, start):
        return None
    if (
        lexicon.odds[0]
        and not _plausible(plain, start + 1, lexicon)
        and not _introduced(plain, words, index, lexicon, start)
    ):
        return None
    after = plain[run] if run < len(plain) else ""
    before = plain[start - 1] if start else ""
    # Next to the dot of 雪克来提·扎克尔 stands a part of a transliterated name.
    if before in {"·", "•"} or (after in {"·", "•"} and length < 4):
        return None
    if compound:
        return _with_ends(plain, start, index, range(start + 2, start + length + 1), 2)
    counted = plain[start] in MEASURES and _COUNTED.search(plain, max(0, start - 4), start)
    if counted or plain[start] not in lexicon.surnames:
        return None
    # 孙医生, 张主任: a surname with a form of address; neither 孙医 nor 孙医生 is a name.
    if length > 2 and plain[start + 1 : start + 3] in lexicon.not_given:
        return None
    if length < 3 and plain[start + 1] in lexicon.not_given:
        return None
    # 王某, 王总: the same with one character; 王总 is nobody's full name, 王总平 may be.
    shortest = 3 if plain[start + 1] in lexicon.not_given else 2
    return _with_ends(plain, start, index, range(start + shortest, start + min(length, 3) + 1), 1)


def _with_ends(plain: str, start: int, index: int, ends: range, surname_length: int) -> Site | None:
    """Leave out ends after a character that ends places and bodies or begins what is said of a person."""
    possible = tuple(end for end in ends if plain[end - 1] not in NEVER_LAST)
    return Site(start, index, possible, surname_length) if possible else None


def _introduced(plain: str, words: Sequence[Word], index: int, lexicon: Lexicon, start: int = -1) -> bool:
    """Tell whether the word before is a post or an occupation (主任, 村民), or a post ends here."""
    titles = lexicon.titles
    if start >= 0 and (plain[start - 2 : start] in titles or plain[start - 3 : start] in titles):
        return True
    return index > 0 and plain[words[index - 1][0] : words[index - 1][1]] in lexicon.introducing


def _goes_on(plain: str, words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Tell whether an ordinary word and the single character after it look like a name (王国 and 强)."""
    if index + 1 == len(words) or words[index + 1][1] - words[index + 1][0] != 1:
        return False
    first, second = lexicon.odds[:2]
    begin, stop, _ = words[index]
    return first.get(plain[begin + 1], UNSEEN) > -1.0 and second.get(plain[stop], UNSEEN) > 0.0


def _plausible(plain: str, given: int, lexicon: Lexicon) -> bool:
    """Tell whether the characters from ``given`` on are known in given names: cheap, so asked first."""
    first, second, only = lexicon.odds[:3]
    character = plain[given]
    if character in only and only[character] >= LEAST_ODDS / 1.5:
        return True
    head = first.get(character, UNSEEN)
    tail = second.get(plain[given + 1], UNSEEN) if given + 1 < len(plain) else -3.0
    if head + tail >= LEAST_ODDS:
        return True
    return plain[given - 1 : given + 1] in lexicon.compounds
