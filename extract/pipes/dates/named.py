"""Days and years that go by a name: festivals, lunar days, years of the Republic, decades, centuries."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping

from lunar_python import Lunar, Solar

from extract.pipes.dates.built import Built, DateWords
from extract.pipes.dates.calendar import day_value, is_day, nth_weekday
from extract.pipes.dates.points import Points
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import parse_integer

#: The eve of the lunar new year stands in the list of festivals as this day.
_EVE = (12, 30)
#: Solar terms of the ends of a calendar year, which the library writes in Latin letters.
_TERMS = {"DONG_ZHI": "冬至", "XIAO_HAN": "小寒", "DA_HAN": "大寒", "LI_CHUN": "立春", "YU_SHUI": "雨水"}
_TERMS |= {"JING_ZHE": "惊蛰", "DA_XUE": "大雪"}
_LUNAR_MONTHS = {"正": 1, "大年": 1, "年": 1, "冬": 11, "腊": 12}


class Named:
    """Builds dates from names."""

    def __init__(self, words: DateWords, points: Points) -> None:
        """Args: the lexicon of date words, and what reads years."""
        self._words, self._points = words, points

    def festival(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """A named day, or a day of the lunar year: 腊月二十三, 农历八月十五."""
        return self.day_of({**match.rule.params, **match.groups}, timeline)

    def day_of(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """The day of the groups ``festival``, or ``lunarmonth`` and ``lunarday``, in the year that is said,
        the paragraph's, or the one nearest to the publication.

        Raises:
            NotANumeral, ValueError: a group holds no number, the year has no such day, or a clock no time.
        """
        place = other = ""
        if "lunarday" not in groups:
            days = groups.get("place") or self._words.festivals[groups["festival"]]
            place, _, other = days.partition("|")
        day_in = functools.partial(_festival_in, place) if place else _lunar_day_in(groups)
        year, explicit = self._points.year_of(groups, timeline)
        if year is None:
            if "year" in groups:
                return None
            year = timeline.festival_year(day_in)
        if year is None:
            sample = day_in(2000)
            known = place[:1].isdecimal()
            return Built("DATE", day_value(None, sample.month, sample.day)) if known else None
        day = timeline.day_around(functools.partial(_festival_in, other)) if other else None
        day = day or day_in(year)
        built = Built("DATE", day.isoformat(), day.year, day.month, day.day, explicit, not explicit)
        return self._points.at_clock(built, groups) if "clock" in groups else built

    def nth_weekday(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """5月第三个星期日."""
        month = self._points({k: v for k, v in match.groups.items() if k in ("year", "month")}, timeline)
        if month is None or month.year is None or month.month is None:
            return None
        weekday = self._words.weekdays[match.groups["weekday"][-1]]
        day = nth_weekday(month.year, month.month, parse_integer(match.groups["nth"]), weekday)
        if not is_day(month.year, month.month, day):
            return None
        value = day_value(month.year, month.month, day)
        return Built("DATE", value, month.year, month.month, day, month.explicit_year, month.anchored)

    def decade(self, match: RuleMatch, _: Timeline) -> Built | None:
        """上世纪八十年代, or two decades: 八九十年代."""
        century = self._century(match.groups.get("century"))
        decade = parse_integer(match.groups["decade"])
        if decade >= 1000:
            return Built("DATE", f"{decade // 10}")
        if "decade2" in match.groups:
            last = parse_integer(match.groups["decade2"])
            first = decade * 10 if decade < 10 else decade
            return Built("DATE", f"{century}{first // 10}/{century}{last // 10}")
        return Built("DATE", f"{century}{decade // 10}")

    def since_decade(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """自1970年代开始."""
        decade = self.decade(match, timeline)
        return None if decade is None else Built("DATE", f"{decade.value}/..", open=True)

    def century(self, match: RuleMatch, _: Timeline) -> Built | None:
        """20世纪: the first two digits of its years."""
        first = self._century(match.groups["century"])
        if "century2" in match.groups:
            return Built("DATE", f"{first}/{self._century(match.groups['century2'])}")
        return Built("DATE", str(first))

    def _century(self, surface: str | None) -> int:
        if surface is None or surface.startswith("上"):
            return 19
        if surface.startswith("本"):
            return 20
        return parse_integer(surface.removesuffix("世纪")) - 1


def _lunar_day_in(groups: Mapping[str, str]) -> Callable[[int], datetime.date]:
    """In a year, the day that the groups ``lunarmonth`` and ``lunarday`` name."""
    surface = groups["lunarmonth"]
    month = _LUNAR_MONTHS.get(surface) or parse_integer(surface)
    day = parse_integer(groups["lunarday"].removeprefix("初"))
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(surface)
    return lambda year: lunar_day(year, month, day)


def _festival_in(place: str, year: int) -> datetime.date:
    """The day of a festival in a calendar year; how ``place`` is written stands in the list of festivals.

    Raises:
        ValueError: the year has no such day.
    """
    if place[0] == "T":
        return solar_term(year, place[1:])
    if place[0] == "N":
        month, nth, weekday = int(place[1:3]), int(place[4]), int(place[6])
        return datetime.date(year, month, nth_weekday(year, month, nth, weekday))
    month, day = int(place[-5:-3]), int(place[-2:])
    if place[0] != "L":
        return datetime.date(year, month, day)
    if (month, day) == _EVE:
        return lunar_day(year, 1, 1) - datetime.timedelta(days=1)
    return lunar_day(year - 1 if month == 12 else year, month, day)


@functools.lru_cache(maxsize=1024)
def lunar_day(year: int, month: int, day: int) -> datetime.date:
    """The calendar day of a day of the lunar year.

    Raises:
        ValueError: the lunar year has no such day.
    """
    try:
        solar = Lunar.fromYmd(year, month, day).getSolar()
    except Exception as error:  # the library raises nothing more definite
        raise ValueError(str(error)) from None
    return datetime.date(solar.getYear(), solar.getMonth(), solar.getDay())


@functools.lru_cache(maxsize=256)
def solar_term(year: int, name: str) -> datetime.date:
    """The day of a solar term (清明, 冬至) in a calendar year.

    Raises:
        ValueError: there is no such term, or the year is out of the calendar's reach.
    """
    if not 1 <= year <= 9998:
        raise ValueError(year)
    for term, moment in Lunar.fromSolar(Solar.fromYmd(year, 6, 1)).getJieQiTable().items():
        if _TERMS.get(term, term) == name and moment.getYear() == year:
            return datetime.date(year, moment.getMonth(), moment.getDay())
    raise ValueError(name)
