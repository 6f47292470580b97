"""Points of the calendar: from the groups of a match to a year, month, day or part of a year."""

from __future__ import annotations

from collections.abc import Mapping

from extract.pipes.dates.built import DECLINED, Built, DateWords
from extract.pipes.dates.calendar import day_value, is_day, last_day_of_month, month_step
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import parse_integer

#: Words for parts of a year, cut down to a character: 今秋, 去冬, 明春.
_SHORT_YEARS = ("今", "去", "明")
#: 03年 and 97年, told by what stands around them to be years, are so without another year near by.
_SURE_DECADES = ("0", "8", "9")
#: Also an old man's word for his youth: it counts from a year only where one was just said.
IN_THOSE_DAYS = "当年"
#: Counts from a year that was spoken of, in reports on a year also from the present.
LAST_YEAR = ("上年", "上年度")
_CLOCK_SIGNS = str.maketrans({"点": ":", "时": ":", "：": ":", "分": ":", "秒": None})
#: Years are written with two digits too: 20年7月 is 2020, 98年7月 is 1998.
_LEAST_FULL_YEAR = 100
_CENTURY_TURNS = 50
#: The year before the first of the Republic.
BEFORE_REPUBLIC = 1911
#: A year in two digits belongs to one in four that lies so near.
MOST_YEARS_APART = 25


class Points:
    """Resolves the groups year, month, day, edge, quarter, half, season, daypart and clock."""

    def __init__(self, words: DateWords) -> None:
        """Args: the lexicon of date words."""
        self._words = words

    def __call__(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """The point that the groups name; None where the text leaves it unknown.

        Raises:
            NotANumeral, ValueError: a group holds no number, or a clock no time.
        """
        year, explicit = self.year_of(groups, timeline)
        if "year" in groups and year is None:
            return None
        month_text, day_text = groups.get("month"), groups.get("day")
        if month_text is None and day_text is None:
            return self._part_of_year(groups, year, explicit, timeline)
        day = None if day_text is None else parse_integer(day_text.rstrip("日号"))
        month: int | None
        if month_text is None:
            year, month = timeline.month_of(day or 1)
        else:
            stated = year
            year, month = self._month(month_text, year, timeline)
            bare = year is None and stated is None and not self.is_month_word(month_text)
            if bare and month is not None and 1 <= month <= 12:
                by_word = groups.get("dayword") in self._words.deictic_days and day is not None
                year = timeline.year_around(month, day or 1) if by_word else timeline.year_of(month, day)
        if month is None or not 1 <= month <= 12:
            return None
        return self._finish(groups, year, month, day, explicit=explicit)

    def year_of(self, groups: Mapping[str, str], timeline: Timeline) -> tuple[int | None, bool]:
        """The year of the groups ``year`` or ``roc`` (of the Republic), and whether it is given by number.

        Raises:
            NotANumeral: it is no year.
        """
        if "roc" in groups:
            roc = groups["roc"]
            return BEFORE_REPUBLIC + (1 if roc == "元" else parse_integer(roc)), True
        if groups.get("year") == IN_THOSE_DAYS and "month" not in groups:
            return timeline.year_just_said(), False
        return self.year(groups.get("year"), timeline)

    def year(self, surface: str | None, timeline: Timeline) -> tuple[int | None, bool]:
        """A year group's value, and whether the text gives it by number.

        Raises:
            NotANumeral: it is no year.
        """
        if surface is None:
            return None, False
        surface = surface.removesuffix("的")
        if surface in _SHORT_YEARS:
            surface += "年"
        if surface in self._words.deictic_years:
            if timeline.present_year is None:
                return None, False
            return timeline.present_year + self._words.deictic_years[surface], False
        if surface in self._words.anaphoric_years:
            base = timeline.year_at_hand()
            if base is None and surface in LAST_YEAR:
                base = timeline.present_year
            return (None, False) if base is None else (base + self._words.anaphoric_years[surface], False)
        surface = surface.rstrip("年")
        if not surface[0].isdecimal():
            surface = surface.replace("0", "〇")  # 二0二0
        number = parse_integer(surface)
        if number < _LEAST_FULL_YEAR:
            number += 1900 if number >= _CENTURY_TURNS else 2000
        return number, True

    def short_year(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """17年 for 2017, only after a year in four digits in the same paragraph; else it is a length."""
        local = timeline.local_year()
        year, _ = self.year(match.groups["year"], timeline)
        if year is not None and match.groups["year"][0] in _SURE_DECADES:
            return Built("DATE", f"{year:04}", year, explicit_year=True)
        if local is None or year is None or abs(year - local) > MOST_YEARS_APART:
            return DECLINED
        if timeline.present_year is not None and year > timeline.present_year:
            return DECLINED
        return Built("DATE", f"{year:04}", year, explicit_year=True)

    def clock(self, clock: str, daypart: str | None) -> str:
        """``09:30`` or ``15:42:38`` for a clock time, given the part of the day before it.

        Raises:
            NotANumeral, ValueError: no clock shows it.
        """
        half = clock.endswith("半")
        parts = clock.translate(_CLOCK_SIGNS).rstrip("许整半钟多:").split(":")
        hour = parse_integer(parts[0])
        minute = 30 if half else 0
        rest = parts[1] if len(parts) > 1 else ""
        if rest in ("一刻", "三刻"):
            minute = 15 if rest == "一刻" else 45
        elif rest:
            minute = parse_integer(rest.removeprefix("零").removeprefix("过") or "零")
        afternoon = self._words.afternoon
        after_noon = daypart in afternoon["words"] or (hour < 7 and daypart in afternoon["noon"])
        late = daypart in afternoon["night"] and daypart != "凌晨" and hour > 7
        if (after_noon or late) and 1 <= hour < 12:
            hour += 12
        elif daypart in afternoon["night"] and hour == 12:
            hour = 0
        if hour > 24 or minute > 59:
            raise ValueError(clock)
        seconds = f":{int(parts[2]):02}" if len(parts) > 2 and parts[2] else ""
        return f"{hour:02}:{minute:02}{seconds}"

    def at_clock(self, day: Built, groups: Mapping[str, str]) -> Built:
        """The day at the clock time of the groups; from one to another where they give two.

        Raises:
            NotANumeral, ValueError: no clock shows it.
        """
        daypart = groups.get("daypart") or groups.get("dayword")
        value = f"{day.value[:10]}T{self.clock(groups['clock'], daypart)}"
        if "clock2" in groups:
            until = self.clock(groups["clock2"], groups.get("daypart2") or daypart)
            if f"{day.value[:10]}T{until}" <= value:
                until = self.clock(groups["clock2"], "晚上")
            if f"{day.value[:10]}T{until}" > value:
                value += f"/{day.value[:10]}T{until}"
        return Built("TIME", value, day.year, day.month, day.day, day.explicit_year, day.anchored)

    def is_month_word(self, month: str) -> bool:
        """Whether a month group counts from another month, as 上月 and 同月 do."""
        return month in self._words.deictic_months or month in self._words.anaphoric_months

    def _month(
        self, surface: str, year: int | None, timeline: Timeline
    ) -> tuple[int | None, int | None]:
        """Year and month of a month group, given the year so far."""
        if surface in self._words.deictic_months:
            base = timeline.published
            if base is None:
                return None, None
            return month_step(base.year, base.month, self._words.deictic_months[surface])
        if surface in self._words.anaphoric_months:
            at_hand, step = timeline.month_at_hand(), self._words.anaphoric_months[surface]
            if at_hand is None:
                return None, None
            year, month = month_step(at_hand[0] or 2001, at_hand[1], step)
            return (None if at_hand[0] is None else year), month
        return year, month_number(surface)

    def _finish(
        self, groups: Mapping[str, str], year: int | None, month: int, day: int | None, *, explicit: bool
    ) -> Built | None:
        edge = groups.get("edge", "")
        if day is None and edge and edge[-1] in "底末尾":
            day = last_day_of_month(year if year is not None else 2001, month)
        if day is not None and not is_day(year if year is not None else 2000, month, day):
            return None
        point = Built("DATE", day_value(year, month, day), year, month, day, explicit, anchored=not explicit)
        if "clock" in groups and day is not None and year is not None:
            return self.at_clock(point, groups)
        return point

    def _part_of_year(
        self, groups: Mapping[str, str], year: int | None, explicit: bool, timeline: Timeline
    ) -> Built | None:
        first_month, part = self._part(groups)
        if year is None:
            year = timeline.year_of_part(first_month)
            if year is None:
                return None
        edge = groups.get("edge", "")
        if edge and edge[-1] in "底末尾":
            return Built("DATE", f"{year:04}-12-31", year, 12, 31, explicit, not explicit)
        value = part.replace("YYYY", f"{year:04}")
        return Built("DATE", value, year, None, None, explicit, not explicit)

    def _part(self, groups: Mapping[str, str]) -> tuple[int | None, str]:
        """The first month of a part of a year, None for a whole one, and its value for the year YYYY."""
        if "quarter" in groups:
            quarter = groups["quarter"]
            number = parse_integer(quarter.rstrip("季度个").lstrip("第前首") or "一")
            if quarter[0] == "前":
                return 1, f"YYYY-01/YYYY-{number * 3:02}"
            return number * 3 - 2, f"YYYY-Q{number}"
        if "half" in groups:
            half = 1 if groups["half"][0] == "上" else 2
            return half * 6 - 5, f"YYYY-H{half}"
        if "season" in groups:
            return None, f"YYYY-{self._words.seasons[groups['season'][0]]}"
        return None, "YYYY"


def month_number(surface: str) -> int:
    """The number of 5月, 五月份 or 元月.

    Raises:
        NotANumeral: it is none.
    """
    surface = surface.rstrip("份").rstrip("月")
    return 1 if surface == "元" else parse_integer(surface)
