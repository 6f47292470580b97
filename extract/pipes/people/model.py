"""The trained weights: one table per template, read from a compressed list of template, value and weight."""

from __future__ import annotations

import gzip
import math
import pathlib
from collections.abc import Sequence

from extract.pipes.people.candidates import (
    ODDS_TABLES,
    USUAL_WORDS,
    Lexicon,
    Site,
    Word,
    beginnings,
    read_list,
)
from extract.pipes.people.context import (
    END_TEMPLATES,
    NAME_TEMPLATES,
    START_TEMPLATES,
    end_values,
    name_values,
    start_values,
)

UNLIKELY_NAME = -6.0
"""No candidate of a site is looked at further when the characters of each score less than this."""

UNLIKELY_PLACE = -4.0
"""Nor when the best of them and the text before score less than this together: what follows cannot help."""

Tables = dict[str, dict[str, float]]

_ZEROS = (0.0,) * max(len(START_TEMPLATES), len(END_TEMPLATES))


def read_tables(path: pathlib.Path) -> Tables:
    """Read the weight file: lines of template, value and weight parted by tabs, gzip-compressed UTF-8.

    Control characters in values are written as JSON would (``\\n``, ``\\t``), so that a line is a line.
    """
    tables: Tables = {}
    current, table = "", {}
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        if not line:
            continue
        template, value, weight = line.split("\t")
        if template != current:
            current, table = template, tables.setdefault(template, {})
        if "\\" in value:
            value = unescape(value)
        table[value] = float(weight)
    return tables


def escape(value: str) -> str:
    """Write a value so that it holds no tab and no line break."""
    pairs = (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"), ("\x85", "\\x"))
    for plain, written in pairs:
        value = value.replace(plain, written)
    return value


def unescape(value: str) -> str:
    """Undo ``escape``."""
    marks = {"n": "\n", "t": "\t", "r": "\r", "x": "\x85", "\\": "\\"}
    parts, escaped = [], False
    for character in value:
        if escaped:
            parts.append(marks.get(character, character))
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            parts.append(character)
    return "".join(parts)


def read_lexicon(directory: pathlib.Path, tables: Tables) -> Lexicon:
    """Read the word lists of the rules directory and take the character odds out of the weight tables."""
    first, second, only, surnames = (tables.get(name, {}) for name in ODDS_TABLES)
    return Lexicon(
        surnames=read_list(directory / "surnames.txt"),
        compounds=read_list(directory / "compound_surnames.txt"),
        not_names=read_list(directory / "not_names.txt") | read_list(directory / "common_words.txt"),
        not_given=read_list(directory / "not_given.txt"),
        introducing=read_list(directory / "introducing_words.txt"),
        foreign=frozenset("".join(read_list(directory / "translit_chars.txt"))),
        titles=read_list(directory / "strong_titles.txt"),
        places=read_list(directory / "place_stems.txt"),
        usual=tables.get(USUAL_WORDS, {}),
        odds=(first, second, only, surnames),
    )


class NameModel:
    """Scores the candidates of a site against each other and against there being no name at all."""

    def __init__(self, lexicon: Lexicon, tables: Tables) -> None:
        """Take the word lists and, for each template, value to weight."""
        self.lexicon = lexicon
        self.beginnings = beginnings(lexicon)
        self._start = [tables.get(name, {}) for name in START_TEMPLATES]
        self._name = [tables.get(name, {}) for name in NAME_TEMPLATES]
        self._end = [tables.get(name, {}) for name in END_TEMPLATES]

    def log_odds(self, padded: str, words: Sequence[Word], site: Site) -> list[tuple[int, float]]:
        """Score each end of a site: pairs of end and log-odds of exactly that name against all else."""
        # Most sites are given up after a look at the characters alone, which costs least.
        # Mapping dict.get over tables, values and defaults keeps the innermost loop out of the interpreter.
        described = [name_values(padded, site, end, self.lexicon) for end in site.ends]
        scores = [sum(map(dict.get, self._name, values, _ZEROS)) for values in described]
        best = max(scores)
        if best < UNLIKELY_NAME:
            return []
        shared = start_values(padded, words, site)
        base = sum(map(dict.get, self._start, shared, _ZEROS))
        if base + best < UNLIKELY_PLACE:
            return []
        for place, end in enumerate(site.ends):
            around = end_values(padded, words, site, end, shared[5], described[place], self.lexicon)
            scores[place] += base + sum(map(dict.get, self._end, around, _ZEROS))
        return [(end, compete(scores, place)) for place, end in enumerate(site.ends)]


def compete(scores: Sequence[float], place: int) -> float:
    """Log-odds of one score of a softmax whose last member, no name, has score 0."""
    rest = [score for other, score in enumerate(scores) if other != place]
    top = max(0.0, *rest) if rest else 0.0
    return scores[place] - top - math.log(math.exp(-top) + sum(math.exp(score - top) for score in rest))
