"""When an article was written, and what in it lies ahead: told from the words around its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from extract.pipes.dates.built import DateWords
from extract.pipes.dates.points import Points
from extract.pipes.dates.timeline import Timeline
from extract.text.numerals import NotANumeral
from extract.text.prepare import Prepared

#: So far before and behind a date a word that announces is looked for.
REACH_BEFORE = 15
REACH_AFTER = 14


class Announcements:
    """Tells whether the words around a date say that it lies ahead."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Args: patterns for what stands ``before`` and ``after``."""
        self._before, self._after = re.compile(words["before"]), re.compile(words["after"])

    def __call__(self, plain: str, start: int, end: int) -> bool:
        """Whether such a word stands by the date from ``start`` to ``end``."""
        return self.before(plain, start) or self._after.match(plain, end, end + REACH_AFTER) is not None

    def before(self, plain: str, start: int) -> bool:
        """Whether such a word stands before ``start``."""
        return self._before.search(plain, max(0, start - REACH_BEFORE), start) is not None


class PresentYear:
    """Infers the year in which an undated article was written."""

    def __init__(self, words: DateWords) -> None:
        """Args: the lexicon of date words."""
        self._words = words
        self._points = Points(words)
        self._planned = Announcements(words.planned)
        self._years = re.compile(words.present["years"])

    def __call__(self, prepared: Prepared) -> int | None:
        """The year that 今年 means, or None where nothing tells."""
        plain = prepared.plain
        if not any(word in plain for word in self._words.deictic_years):
            return None
        years: list[int] = []
        speaks_of_this_year = False
        for match in self._years.finditer(plain):
            if prepared.in_boilerplate(match.start()):
                continue
            groups = {name: text for name, text in match.groupdict().items() if text is not None}
            if not groups:
                speaks_of_this_year = True
            elif not self._planned(plain, match.start(), match.end()):
                years.extend(self._number_of(groups))
        return infer_present_year(years, speaks_of_this_year=speaks_of_this_year)

    def _number_of(self, groups: Mapping[str, str]) -> list[int]:
        try:
            year, _ = self._points.year_of(groups, Timeline(None, None))
        except NotANumeral:
            return []
        return [] if year is None else [year]


def infer_present_year(years: Iterable[int], *, speaks_of_this_year: bool) -> int | None:
    """The year an undated article was written in, from the years it names.

    An article that speaks of 2018年, then of 2019年, then of 今年 was written in 2020: a
    year that is given by number is not the one called 今年. Without 今年 or 去年 nothing
    tells the present.

    Args:
        years: years named by number for things that have happened, none of plans (到2035年建成).
        speaks_of_this_year: whether 今年, 去年 or the like occurs.
    """
    named = [year for year in years if 1900 <= year <= 2100]
    return max(named) + 1 if named and speaks_of_this_year else None
