"""The article's time: when it was written, and which date it is speaking of.

A careful reader resolves 今年 from the day of publication, else from the years the
narrative itself gives, and 当天 from the day last spoken of. What nothing tells stays
unknown; it is never guessed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from extract.pipes.dates.built import Built

#: Without a word that announces, a bare month and day later than the publication by more than this
#: belongs to the year before: news looks some weeks ahead, and back on the past months.
LOOKAHEAD_DAYS = 100
#: What a report is about happened in the last so many days.
NEWS_DAYS = 32
#: A bare day of the last so many is that of the news, where the text spoke of a time so many months before.
FRESH_DAYS = 8
BACKGROUND_MONTHS = 1
#: A bare day so little later than the publication lies ahead: news would name the month of one long past.
DAYS_AHEAD = 5
#: From December to April, say, a story goes on into the next year: the month falls by so many or more.
MONTHS_OF_A_TURN = 6
#: What is announced comes within so many days.
ANNOUNCED_WITHIN_DAYS = 330
#: 当天 and 同年 reach so many paragraphs back.
PARAGRAPHS_AT_HAND = 1


class Timeline:
    """What is known of the article's time at one point of its text.

    Attributes:
        published: the day the article appeared, or None.
        present_year: the year that 今年 means, or None.
        year, month, day: the date last spoken of, None where nothing was said.
        value: the value of the closed date last spoken of.
        last_is_news: whether the date last spoken of counts from the publication, as 昨天 and 上月 do.
        announces: tells whether the clause being read announces something to come.
        announces_before: the same, by words before the date alone.
    """

    def __init__(self, published: datetime.date | None, present_year: int | None) -> None:
        """Args: the day of publication and the year of 今年, each None if unknown."""
        self.published = published
        self.present_year = published.year if published is not None else present_year
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.value: str | None = None
        self.announces: Callable[[], bool] = lambda: False
        self.announces_before: Callable[[], bool] = lambda: False
        #: the year that the paragraph gives, whether with a month, and how many sentences ago
        self._local_year: int | None = None
        self._local_month = False
        self._year_is_weak = False
        self._sentences_since_year = 0
        self._heading_year: int | None = None
        #: the years that the text has given to days, and to months
        self._year_of_day: dict[tuple[int, int], int] = {}
        self._year_of_month: dict[int, int] = {}
        self._day_is_local = False
        self._breaks_since_date = self._sentences_since_date = 0
        #: the days spoken of, but for those that count from the publication
        self._story_days: set[datetime.date] = set()
        self.last_is_news = False
        self._year_by_number = False
        self._hour: int | None = None
        self._breaks_since_hour = 0

    def new_paragraph(self, breaks: int) -> None:
        """A year or month set in one paragraph does not reach bare dates of the next, but a heading's does.

        Args:
            breaks: how many paragraphs ended.
        """
        self._breaks_since_date += breaks
        self._breaks_since_hour += breaks
        self._local_year = self._heading_year
        self._local_month = self._heading_year is not None
        self._day_is_local = False

    def new_sentence(self) -> None:
        """What a year governs most surely is its own sentence."""
        self._sentences_since_year += 1
        if self._year_is_weak:
            self._local_year = self._heading_year
        self._sentences_since_date += 1

    def speak_of(
        self, built: Built, *, explicit: bool, heading: bool = False, news: bool = False
    ) -> None:
        """The text has just named a date.

        Args:
            built: its value.
            news: whether it is a day told from the publication, such as 昨天.
            explicit: whether it gave the year itself.
            heading: whether it is a line of its own, which the lines below belong to.
        """
        if built.year is None and built.month is None:
            return
        if built.open:
            # 自8月1日起 tells of a time from then on: 15日 that follows is no day of August's
            self.year, self.month, self.day, self.value = built.year, None, None, built.value
        else:
            self.year, self.month, self.day, self.value = built.year, built.month, built.day, built.value
        self._day_is_local = self.month is not None
        self._breaks_since_date = self._sentences_since_date = 0
        self.last_is_news = news
        self._year_by_number = built.explicit_year
        if not news and self.day is not None:
            self._remember(self.spoken_day())
        if not explicit or built.year is None:
            return
        self._local_year, self._local_month = built.year, built.month is not None
        # 去年 alone is hardly more than a comparison: it holds for its own sentence
        self._year_is_weak = built.anchored and built.month is None
        self._sentences_since_year = 0
        if heading:
            self._heading_year = built.year
        if built.month is not None:
            self._year_of_month[built.month] = built.year
        if built.month is not None and built.day is not None:
            self._year_of_day[built.month, built.day] = built.year

    def _remember(self, day: datetime.date | None) -> None:
        if day is not None and day != self.published:
            self._story_days.add(day)

    def anchor(self) -> str | None:
        """What relative expressions are resolved against, for the record."""
        if self.published is not None:
            return self.published.isoformat()
        return None if self.present_year is None else f"{self.present_year:04}"

    # -- what the text speaks of ---------------------------------------------------------

    def _at_hand(self) -> bool:
        return self._breaks_since_date <= PARAGRAPHS_AT_HAND

    def year_at_hand(self) -> int | None:
        """The year last spoken of in this paragraph or the one before."""
        return self.year if self._at_hand() else None

    def year_just_said(self) -> int | None:
        """The year that this sentence has given; 今年 is no such one, for 当年 is not now."""
        of_the_past = self._year_by_number or self.year != self.present_year
        return self.year if self._sentences_since_date == 0 and of_the_past else None

    def month_just_said(self) -> tuple[int, int] | None:
        """Year and month that this sentence has given."""
        if self._sentences_since_date or self.year is None or self.month is None:
            return None
        return self.year, self.month

    def month_at_hand(self) -> tuple[int | None, int] | None:
        """Year (None if unknown) and month last spoken of in this paragraph or the one before."""
        if not self._at_hand() or self.month is None:
            return None
        return self.year, self.month

    def day_at_hand(self) -> datetime.date | None:
        """The full date last spoken of in this paragraph or the one before."""
        return self.spoken_day() if self._at_hand() else None

    def undated_day_at_hand(self) -> tuple[int, int] | None:
        """Month and day last spoken of, where nothing tells their year."""
        if not self._at_hand() or self.year is not None or self.month is None or self.day is None:
            return None
        return self.month, self.day

    def in_this_paragraph(self) -> bool:
        """Whether this paragraph has spoken of a date."""
        return self._breaks_since_date == 0

    def tell_the_clock(self, hour: int) -> None:
        """The text has told an hour of the afternoon or evening by a word such as 下午."""
        self._hour, self._breaks_since_hour = hour, 0

    def hour_on_the_dial(self, hour: int) -> int:
        """The hour of a clock time without a word like 下午: 3时30分 after 下午2时42分 is 15:30."""
        if self._hour is None or self._breaks_since_hour > PARAGRAPHS_AT_HAND or not 1 <= hour < 12:
            return hour
        return hour + 12 if hour + 12 >= self._hour else hour

    def day_of_the_story(self) -> datetime.date | None:
        """The day that 当天 means: the one last spoken of, or the only one that the article is about.

        Today and yesterday, as news tells them, are meant in the same sentence only.
        """
        stale = self.last_is_news and self._sentences_since_date > 0
        return self.spoken_day() if self._at_hand() and not stale else self._only_day()

    def day_of_an_event(self) -> datetime.date | None:
        """The day that 事发当天 means: the sentence's, or the only one that the article is about."""
        return self.spoken_day() if self._sentences_since_date == 0 else self._only_day()

    def _only_day(self) -> datetime.date | None:
        return next(iter(self._story_days)) if len(self._story_days) == 1 else None

    def spoken_day(self) -> datetime.date | None:
        """The full date last spoken of, wherever that was."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None

    def local_year(self) -> int | None:
        """The year that this paragraph gives, or a heading above it."""
        return self._local_year

    # -- bare dates ----------------------------------------------------------------------

    def year_of(self, month: int, day: int | None) -> int | None:
        """The year of a bare month (and day): the paragraph's own, else counted from the publication."""
        seen = self.year_seen_from_publication(month, day)
        if self._local_year is None:
            return seen
        if self._turns_over_a_year(month, day):
            return self._local_year + 1
        if seen is not None and seen > self._local_year and self._lies_ahead(seen, month, day):
            return seen
        if self.published is None or seen is None or self._local_month or self._sentences_since_year == 0:
            return self._local_year
        # 2018年，… told something of before; what follows in another sentence may be news again
        news = self.announces() or self._days_before_publication(seen, month, day) in range(NEWS_DAYS)
        return seen if news else self._local_year

    def _lies_ahead(self, year: int, month: int, day: int | None) -> bool:
        """Whether a date is announced that is still to come: 押后至9月21日 in a story of two years ago."""
        if self.published is None or not self.announces():
            return False
        try:
            return datetime.date(year, month, day or 28) >= self.published
        except ValueError:
            return False

    def _turns_over_a_year(self, month: int, day: int | None) -> bool:
        """Whether a story that was in the last months of a year goes on in the first ones of the next."""
        if self.published is None or not self._local_month or self.month is None or self._local_year is None:
            return False
        if self.year != self._local_year or self.month - month < MONTHS_OF_A_TURN:
            return False
        try:
            return datetime.date(self._local_year + 1, month, day or 1) <= self.published
        except ValueError:
            return False

    def _days_before_publication(self, year: int, month: int, day: int | None) -> int:
        assert self.published is not None
        if day is None:
            return 0 if (year, month) == (self.published.year, self.published.month) else NEWS_DAYS
        try:
            return (self.published - datetime.date(year, month, day)).days
        except ValueError:
            return NEWS_DAYS

    def year_of_part(self, first_month: int | None) -> int | None:
        """The year of a bare part of a year.

        Args:
            first_month: the month the part begins with, None where the year is this one.
        """
        if self._local_year is not None:
            return self._local_year
        if self.published is not None:
            return self.published.year if first_month is None else self.year_of(first_month, None)
        return self.year if self.year is not None else self.present_year

    def year_seen_from_publication(self, month: int, day: int | None) -> int | None:
        """The year of the month (and day) that a reader on the day of publication thinks of."""
        if self.published is None:
            return self.present_year
        try:
            ahead = (datetime.date(self.published.year, month, day or 1) - self.published).days
        except ValueError:
            return self.published.year  # 29 February
        if day is None and month == self.published.month:
            return self.published.year
        if day is not None and (month, day) in self._year_of_day and not self.announces():
            return self._year_of_day[month, day]
        if ahead < 0:
            comes_again = ahead + 365 <= ANNOUNCED_WITHIN_DAYS and self.published.month > month
            return self.published.year + (comes_again and self.announces())
        if ahead <= ANNOUNCED_WITHIN_DAYS and self.announces():
            return self.published.year
        if ahead > NEWS_DAYS and self._year_of_month.get(month, self.published.year) < self.published.year:
            return self._year_of_month[month]  # 去年9月 was spoken of; 9月19日 is of that year
        return self.published.year - (ahead > LOOKAHEAD_DAYS)

    def festival_year(self, day_in: Callable[[int], datetime.date]) -> int | None:
        """The year of a festival: the sentence's own, else the one that brings it nearest to the publication.

        Args:
            day_in: the festival's day in a year.
        """
        if self._local_year is not None and self._sentences_since_year == 0:
            return self._local_year
        if self.published is None:
            return self._local_year or self.present_year
        published = self.published
        years = [published.year + step for step in (0, -1, 1)]

        def distance(year: int) -> int:
            return abs((day_in(year) - published).days)

        nearest = min(years, key=distance)
        if distance(nearest) >= NEWS_DAYS and self.announces():
            return min((year for year in years if day_in(year) >= published), key=distance, default=nearest)
        return nearest

    def year_around(self, month: int, day: int) -> int | None:
        """The year in which a day of the calendar lies nearest to the publication: 今天（1月2日）."""
        if self.published is None:
            return None
        published = self.published

        def distance(year: int) -> int:
            return abs((datetime.date(year, month, min(day, 28)) - published).days)

        return min((published.year + step for step in (0, -1, 1)), key=distance)

    def day_around(self, day_in: Callable[[int], datetime.date]) -> datetime.date | None:
        """The day that lies within a few days of the publication, or None.

        Args:
            day_in: the day in a year.
        """
        if self.published is None:
            return None
        days = (day_in(self.published.year + step) for step in (0, -1, 1))
        return next((day for day in days if abs((day - self.published).days) < FRESH_DAYS), None)

    def month_of(self, day: int) -> tuple[int | None, int | None]:
        """Year and month of a bare day: the paragraph's own, else the last such day before publication."""
        seen = self._month_seen_from_publication(day)
        if self._day_is_local and self.month is not None and self.year is not None:
            spoken = self.year, self.month
            if seen is None or self._sentences_since_date == 0 or not self._is_fresh(*seen, day):
                return spoken
            # 2011年3月2日，… told something of before; 3日 in another sentence is news again
            months_between = 12 * (seen[0] - spoken[0]) + seen[1] - spoken[1]
            return spoken if 0 <= months_between <= BACKGROUND_MONTHS else seen
        return (self.year, self.month) if seen is None else seen

    def _is_fresh(self, year: int, month: int, day: int) -> bool:
        return self._days_before_publication(year, month, day) in range(FRESH_DAYS)

    def _month_seen_from_publication(self, day: int) -> tuple[int, int] | None:
        if self.published is None:
            return None
        if day <= self.published.day + DAYS_AHEAD or self.announces():
            return self._announced_month(day)
        first = self.published.replace(day=1) - datetime.timedelta(days=1)
        return first.year, first.month

    def _announced_month(self, day: int) -> tuple[int, int]:
        published = self.published
        assert published is not None
        if day < published.day and self.announces_before():
            following = published.replace(day=28) + datetime.timedelta(days=4)
            return following.year, following.month
        return published.year, published.month
