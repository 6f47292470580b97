"""Names of foreigners and of minority nationalities that are written by sound: 特朗普, 基里延科, 扎西次仁.

They are looked for in runs of the characters that such names are written with, broken by ordinary words.
Every stretch of what is left is a candidate; trained weights choose among them. Offsets count characters
of the simplified text, end exclusive.
"""

from __future__ import annotations

import bisect
import itertools
import pathlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.pipes.people.candidates import Site, Word, read_list
from extract.pipes.people.context import PAD, pad
from extract.pipes.people.evidence import IN_LATIN, IN_LATIN_BONUS
from extract.pipes.people.lattice import Candidate, choose
from extract.pipes.people.model import Tables, compete, read_tables
from extract.pipes.people.occurrences import NameIndex
from extract.pipes.people.things import NamedThings

LONGEST = 9
"""The longest name without a dot, in characters."""

LONGEST_STRETCH = 24
"""Of a longer stretch only so many characters are looked at: no text has more names side by side."""

LONGEST_PLACE, SHORTEST_HIDDEN_PLACE = 7, 3
"""Places of so many characters are seen also where the segmenter has cut them."""

LEAST_ODDS = 0.0
"""A stretch whose characters are not more usual in such names than elsewhere, on average, holds none."""

UNSEEN = -1.0

KNOWN_ODDS = 4.0
SHORTEST_KNOWN = 3
"""Log-odds of a known name of at least so many characters, however the segmenter cuts it."""

TITLE_BONUS = 2.0
"""How much a word for a person right before a candidate counts besides its weights."""

_ORDINARY_TAGS = frozenset({"t", "d", "i", "l", "v"})

_DOT = "·"

START_TEMPLATES = (
    "left1",
    "left2",
    "left word",
    "left tag",
    "stretch before",
    "first",
    "first two",
    "word here",
)
END_TEMPLATES = (
    "length",
    "last",
    "last two",
    "right1",
    "right2",
    "right word",
    "right tag",
    "stretch after",
    "shape",
    "tags",
    "odds",
    "least odds",
    "whole",
    "both sides",
    "left word and odds",
    "right word and odds",
    "known",
    "pair 1",
    "pair 2",
    "pair 3",
)
"""What is seen of a candidate and around it; ``pair`` is one of its inner pairs of characters."""

_ZEROS = (0.0,) * max(len(START_TEMPLATES), len(END_TEMPLATES))


class ForeignLexicon(NamedTuple):
    """What is known before any weight: ``odds`` are each character's log-odds to stand in such a name."""

    characters: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]
    known: frozenset[str]
    person_words: frozenset[str]
    odds: dict[str, float]


def stretches(
    plain: str, words: Sequence[Word], lexicon: ForeignLexicon, runs: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Yield the stretches that may hold a name, in order: runs of the characters without ordinary words."""
    starts = [word[0] for word in words]
    for run in runs.finditer(plain):
        begin, stop = run.span()
        if plain[begin - 1 : begin] == _DOT or plain[stop : stop + 1] == _DOT:
            continue  # part of a name with a dot
        index = bisect.bisect_right(starts, begin) - 1
        at = begin
        for first, last in _breaks(plain, words, index, stop, lexicon):
            if first - at > 1:
                yield from _worth(plain, at, first, lexicon)
            at = max(at, last)
        if stop - at > 1:
            yield from _worth(plain, at, stop, lexicon)


def _breaks(
    plain: str, words: Sequence[Word], index: int, stop: int, lexicon: ForeignLexicon
) -> Iterator[tuple[int, int]]:
    """Yield ordinary words and places between the word ``index`` and ``stop``; a place may be cut anyhow."""
    while index < len(words) and words[index][0] < stop:
        first, last, _ = words[index]
        if last - first > 1:
            word = plain[first:last]
            if word in lexicon.ordinary or word in lexicon.places:
                yield first, last
        for size in range(LONGEST_PLACE, SHORTEST_HIDDEN_PLACE - 1, -1):
            if plain[first : first + size] in lexicon.places:
                yield first, first + size
                break
        index += 1


def _worth(plain: str, begin: int, stop: int, lexicon: ForeignLexicon) -> Iterator[tuple[int, int]]:
    stop = min(stop, begin + LONGEST_STRETCH)
    odds = [lexicon.odds.get(character, UNSEEN) for character in plain[begin:stop]]
    if max(map(sum, itertools.pairwise(odds))) > LEAST_ODDS:
        yield begin, stop


def sites_of(stretch: tuple[int, int], words: Sequence[Word]) -> Iterator[Site]:
    """Every place of a stretch where a name could start, with the places where it could end."""
    begin, stop = stretch
    index = bisect.bisect_right(words, (begin, stop, "\uffff")) - 1
    cut: set[int] = set()  # places inside ordinary words, where no name ends: 泽连斯基|当晚
    for place in range(index, len(words)):
        first, last, tag = words[place]
        if first >= stop:
            break
        if tag in _ORDINARY_TAGS:
            cut.update(range(first + 1, last))
    for start in range(begin, stop - 1):
        while words[index][1] <= start:
            index += 1
        ends = tuple(end for end in range(start + 2, min(stop, start + LONGEST) + 1) if end not in cut)
        if ends:
            yield Site(start, index, ends, 0)


def start_values(padded: str, words: Sequence[Word], site: Site, stretch: tuple[int, int]) -> tuple[str, ...]:
    """Describe what all candidates of a site share: one value for each of START_TEMPLATES."""
    begin, stop, tag = words[site.word]
    at = site.start + PAD
    if site.start > begin:
        left_word, left_tag = "<" + padded[begin + PAD : at], "<" + tag
    elif site.word:
        before, _, left_tag = words[site.word - 1]
        left_word = padded[before + PAD : at]
    else:
        left_word, left_tag = "\n", "x"
    if left_tag == "x":
        left_tag = padded[at - 1]
    return (
        padded[at - 1],
        padded[at - 2 : at],
        left_word,
        left_tag,
        f"{min(site.start - stretch[0], 3)}",
        padded[at],
        padded[at : at + 2],
        f"{site.start - begin}|{stop - begin}{tag}",
    )


def end_values(  # noqa: PLR0917 - what there is to see
    padded: str,
    words: Sequence[Word],
    site: Site,
    end: int,
    stretch: tuple[int, int],
    shared: Sequence[str],
    lexicon: ForeignLexicon,
) -> tuple[str, ...]:
    """Describe one candidate and what is behind it: one value for each of END_TEMPLATES."""
    at, stop = site.start + PAD, end + PAD
    index = site.word
    shape = f"{'<' if words[index][0] < site.start else ''}{words[index][1] - words[index][0]}"
    tags = words[index][2]
    while words[index][1] < end:
        index += 1
        shape += f"{words[index][1] - words[index][0]}"
        tags += words[index][2]
    last = words[index][1]
    if last > end:
        right_word, right_tag = ">" + padded[stop : last + PAD], ">"
    elif index + 1 < len(words):
        right_word, right_tag = padded[stop : words[index + 1][1] + PAD], words[index + 1][2]
    else:
        right_word, right_tag = "\n", "\n"
    if right_tag == "x":
        right_tag = padded[stop]
    name = padded[at:stop]
    each = [lexicon.odds.get(character, UNSEEN) for character in name]
    level = f"{len(name)}{round(2 * sum(each) / len(each))}"
    return (
        f"{len(name)}",
        name[-1],
        name[-2:],
        padded[stop],
        padded[stop : stop + 2],
        right_word,
        right_tag,
        f"{min(stretch[1] - end, 3)}",
        shape + (">" if last > end else ""),
        tags + (">" if last > end else ""),
        level,
        f"{round(min(each))}",
        name,
        f"{shared[4]}{min(stretch[1] - end, 3)}{shape}",
        shared[2] + level,
        right_word + level,
        f"{len(name)}{tags}" if name in lexicon.known else "",
        *(name[place : place + 2] if place + 2 <= len(name) else "" for place in (1, 2, 3)),
    )


class ForeignNameFinder:
    """Finds names written by sound."""

    def __init__(self, lexicon: ForeignLexicon, tables: Tables, things: NamedThings) -> None:
        """Take the characters and words, the weights by template, and what is named like persons."""
        self.lexicon = lexicon
        self._things = things
        self._known = NameIndex(name for name in lexicon.known if len(name) >= SHORTEST_KNOWN)
        self._runs = run_pattern(lexicon.characters)
        self._start = [tables.get(name, {}) for name in START_TEMPLATES]
        self._end = [tables.get(name, {}) for name in END_TEMPLATES]

    @classmethod
    def load(cls, directory: pathlib.Path) -> ForeignNameFinder:
        """Read word lists and weights from a rules directory (``rules/people``)."""
        tables = read_tables(directory / "foreign_weights.tsv.gz")
        return cls(
            ForeignLexicon(
                frozenset("".join(read_list(directory / "translit_chars.txt"))),
                read_list(directory / "not_foreign.txt"),
                read_list(directory / "foreign_places.txt"),
                read_list(directory / "foreign_names.txt") | read_list(directory / "minority_names.txt"),
                read_list(directory / "person_words.txt") | read_list(directory / "strong_titles.txt"),
                tables.get("odds of characters", {}),
            ),
            tables,
            NamedThings.load(directory),
        )

    def __call__(self, plain: str, words: Sequence[Word]) -> list[Candidate]:
        """The names of an article, in order, apart, with their log-odds."""
        padded = pad(plain)
        found = [Candidate(start, end, KNOWN_ODDS) for start, end in self._known(plain)]
        for stretch in stretches(plain, words, self.lexicon, self._runs):
            for site in sites_of(stretch, words):
                found += self._weighed(padded, words, site, stretch)
        return [name for name in choose(found) if not self._things.is_one(plain, name.end)]

    def _weighed(
        self, padded: str, words: Sequence[Word], site: Site, stretch: tuple[int, int]
    ) -> Iterator[Candidate]:
        shared = start_values(padded, words, site, stretch)
        # mapping dict.get over tables, values and defaults keeps the loop out of the interpreter
        base = sum(map(dict.get, self._start, shared, _ZEROS))
        at = site.start + PAD
        if any(padded[at - size : at] in self.lexicon.person_words for size in (2, 3, 4)):
            base += TITLE_BONUS
        scores = []
        for end in site.ends:
            values = end_values(padded, words, site, end, stretch, shared, self.lexicon)
            scores.append(base + sum(map(dict.get, self._end, values, _ZEROS)))
        for place, end in enumerate(site.ends):
            if padded[end + PAD] == "（" and IN_LATIN.match(padded, end + PAD):
                scores[place] += IN_LATIN_BONUS
            if scores[place] > 0:
                yield Candidate(site.start, end, compete(scores, place))


def run_pattern(characters: frozenset[str]) -> re.Pattern[str]:
    """Two or more of the characters in a row."""
    return re.compile(f"[{''.join(sorted(characters))}]{{2,}}")
