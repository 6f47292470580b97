"""The article's time: when it was written, and which date it is speaking of.

A careful reader resolves 今年 from the day of publication, else from the years the
narrative itself gives, and 当天 from the day last spoken of. What nothing tells stays
unknown; it is never guessed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

#: A bare month and day later than the publication by more than this belongs to the
#: year before: news announces the coming weeks, and reports the past months.
LOOKAHEAD_DAYS = 100

#: Years further than this beyond the next one named are those of plans.
PLAN_GAP = 4


class Timeline:
    """What is known of the article's time at one point of its text.

    Attributes:
        published: the day the article appeared, or None.
        present_year: the year that 今年 means, or None.
        year, month, day: the date last spoken of, None where nothing was said.
    """

    def __init__(self, published: datetime.date | None, present_year: int | None) -> None:
        """Args: the day of publication and the year of 今年, each None if unknown."""
        self.published = published
        self.present_year = published.year if published is not None else present_year
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self._year_is_local = False
        self._day_is_local = False
        self._breaks_since_day = 0

    def new_paragraph(self, breaks: int) -> None:
        """A year or month set in one paragraph does not reach bare dates of the next.

        Args:
            breaks: how many line breaks were passed.
        """
        self._breaks_since_day += breaks
        self._year_is_local = False
        self._day_is_local = False

    def speak_of(self, year: int | None, month: int | None, day: int | None, *, explicit: bool) -> None:
        """The text has just named a date; ``explicit`` when it gave the year itself."""
        if year is None:
            return
        self.year, self.month, self.day = year, month, day
        self._day_is_local = month is not None
        self._breaks_since_day = 0
        if explicit:
            self._year_is_local = True

    def anchor(self) -> str | None:
        """What relative expressions are resolved against, for the record."""
        if self.published is not None:
            return self.published.isoformat()
        return None if self.present_year is None else f"{self.present_year:04}"

    def year_of(self, month: int, day: int | None) -> int | None:
        """The year of a bare month (and day): the paragraph's own, else counted from the publication."""
        if self._year_is_local and self.year is not None:
            return self.year
        return self.year_seen_from_publication(month, day)

    def year_seen_from_publication(self, month: int, day: int | None) -> int | None:
        """The year of the month (and day) that a reader on the day of publication thinks of."""
        if self.published is None:
            return self.present_year
        try:
            candidate = datetime.date(self.published.year, month, day or 1)
        except ValueError:
            return self.published.year
        ahead = (candidate - self.published).days
        if ahead > LOOKAHEAD_DAYS:
            return self.published.year - 1
        return self.published.year

    def nearest_year(self, day_in: Callable[[int], datetime.date]) -> int | None:
        """The year in which a festival falls nearest to the publication, None if that is not known.

        Args:
            day_in: the festival's day in a year.
        """
        if self.published is None:
            return None
        published = self.published
        years = (published.year + step for step in (0, -1, 1))
        return min(years, key=lambda year: abs((day_in(year) - published).days))

    def month_of(self, day: int) -> tuple[int | None, int | None]:
        """Year and month of a bare day: the paragraph's own, else the last such day before publication."""
        if self._day_is_local and self.month is not None and self.year is not None:
            return self.year, self.month
        if self.published is None:
            return self.year, self.month
        if day <= self.published.day:
            return self.published.year, self.published.month
        first = self.published.replace(day=1) - datetime.timedelta(days=1)
        return first.year, first.month

    def day_at_hand(self) -> datetime.date | None:
        """The full date last spoken of in this paragraph or the one before."""
        return self.spoken_day() if self._breaks_since_day <= 1 else None

    def spoken_day(self) -> datetime.date | None:
        """The full date last spoken of."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def infer_present_year(years: Iterable[int], *, speaks_of_this_year: bool) -> int | None:
    """The year an undated article was written in, from the years it names.

    An article that speaks of 2018年, then of 2019年, then of 今年 was written in 2020: a
    year that is given by number is not the one called 今年. Without 今年 or 去年 nothing
    tells the present.

    Args:
        years: years named by number for things that have happened.
        speaks_of_this_year: whether 今年, 去年 or the like occurs.
    """
    named = sorted(year for year in years if 1900 <= year <= 2100)
    if not named or not speaks_of_this_year:
        return None
    # a plan's year (2031年建成) stands alone, far beyond those of what has happened
    while len(named) > 1 and named[-1] - named[-2] > PLAN_GAP:
        named.pop()
    return named[-1] + 1
