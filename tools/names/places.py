"""All places where names could stand in the texts, and what a model sees of them, as arrays of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from extract.pipes.people.candidates import Lexicon, Site, sites
from extract.pipes.people.context import (
    END_TEMPLATES,
    NAME_TEMPLATES,
    START_TEMPLATES,
    end_values,
    name_values,
    pad,
    start_values,
)
from names.texts import Text

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Span = tuple[int, int]

BEYOND = frozenset(START_TEMPLATES.index(name) for name in ("left2", "left3", "two left words"))
"""What a labelled sentence cannot tell of its first word: it is torn from its article."""


class Places:
    """The sites and candidates of all texts, in order.

    ``owner`` has the number of its site for each candidate; ``text_of`` that of its text for each site.
    """

    def __init__(self, texts: Sequence[Text], lexicon: Lexicon) -> None:
        """Look for sites in every text."""
        self.texts = texts
        self.lexicon = lexicon
        self.sites: list[Site] = []
        self.spans: list[Span] = []
        self.strings: list[str] = []
        self.word_of: list[str] = []
        owner, text_of = [], []
        for number, text in enumerate(texts):
            for site in sites(text.plain, text.words, lexicon):
                begin, stop, _ = text.words[site.word]
                self.word_of.append(text.plain[begin:stop])
                text_of.append(number)
                for end in site.ends:
                    owner.append(len(self.sites))
                    self.spans.append((site.start, end))
                    self.strings.append(text.plain[site.start : end])
                self.sites.append(site)
        self.owner: Ints = np.array(owner, dtype=np.int32)
        self.text_of: Ints = np.array(text_of, dtype=np.int32)
        self.article: Ints = self.text_of[self.owner]

    def of_site(self, values: Floats) -> Floats:
        """Add up a value of each candidate over its site."""
        return np.bincount(self.owner, weights=values, minlength=len(self.sites))

    def by_text(self) -> list[list[int]]:
        """The candidates of each text."""
        lists: list[list[int]] = [[] for _ in self.texts]
        for index, number in enumerate(self.article.tolist()):
            lists[number].append(index)
        return lists


class View:
    """What one model sees: for each site and each candidate a row of feature numbers; 0 is an empty value.

    ``names`` tells what a number means: template and value.
    """

    def __init__(self, names: list[tuple[str, str]], shared: Ints, ends: Ints, owner: Ints) -> None:
        """Take the arrays as they are."""
        self.names = names
        self.shared = shared
        self.ends = ends
        self.owner = owner


class _Numbers:
    def __init__(self) -> None:
        self.of: dict[tuple[int, str], int] = {}

    def __call__(self, base: int, values: Sequence[str]) -> list[int]:
        of = self.of
        return [
            of.setdefault((base + place, value), len(of) + 1) if value else 0
            for place, value in enumerate(values)
        ]


def word_view(places: Places) -> View:
    """What the shipped model sees: exactly what ``NameModel`` looks up."""
    number = _Numbers()
    shared, ends = [], []
    at, padded = -1, ""
    for index, site in enumerate(places.sites):
        text = places.texts[places.text_of[index]]
        if places.text_of[index] != at:
            at, padded = int(places.text_of[index]), pad(text.plain)
        values = start_values(padded, text.words, site)
        if text.names is not None and site.start == 1:
            values = tuple("" if place in BEYOND else value for place, value in enumerate(values))
        shared.append(number(0, values))
        for end in site.ends:
            named = name_values(padded, site, end, places.lexicon)
            around = end_values(padded, text.words, site, end, values[5], named, places.lexicon)
            ends.append(number(100, (*named, *around)))
    of_candidate = NAME_TEMPLATES + END_TEMPLATES
    names = [("", "")]
    names += [
        (START_TEMPLATES[key] if key < 100 else of_candidate[key - 100], value) for key, value in number.of
    ]
    return View(names, np.array(shared, dtype=np.int32), np.array(ends, dtype=np.int32), places.owner)


def view_of(places: Places, describe: Callable[[Text, Site, int], Sequence[str]]) -> View:
    """What a model sees that looks at each candidate for itself."""
    number = _Numbers()
    ends = [
        number(0, describe(places.texts[places.text_of[index]], site, end))
        for index, site in enumerate(places.sites)
        for end in site.ends
    ]
    names = [("", ""), *((str(key), value) for key, value in number.of)]
    nothing: Ints = np.zeros((len(places.sites), 0), dtype=np.int32)
    return View(names, nothing, np.array(ends, dtype=np.int32), places.owner)
