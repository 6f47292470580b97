"""Productions: from what a date rule matched to its type and value."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import msgspec
from lunardate import LunarDate

from extract.pipes.dates.calendar import day_value, is_day, last_day_of_month, month_step, nth_weekday
from extract.pipes.dates.lengths import Built, Lengths
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import NotANumeral, parse_numeral


class DateWords(msgspec.Struct, frozen=True):
    """What the words of date rules stand for; see ``rules/dates/words.toml``."""

    deictic_years: Mapping[str, int]
    anaphoric_years: Mapping[str, int]
    deictic_months: Mapping[str, int]
    anaphoric_months: Mapping[str, int]
    deictic_days: Mapping[str, int]
    anaphoric_days: Mapping[str, int]
    deictic_weeks: Mapping[str, int]
    seasons: Mapping[str, str]
    weekdays: Mapping[str, int]
    afternoon: Mapping[str, list[str]]
    units: Mapping[str, str]
    festivals: Mapping[str, str]


class Builder:
    """Builds values from matches, each production by its name in the rules."""

    def __init__(self, words: DateWords) -> None:
        """Args: the lexicon of date words."""
        self._words = words
        lengths = Lengths(words.units)
        self._productions: dict[str, Callable[[RuleMatch, Timeline], Built | None]] = {
            "calendar": self._calendar,
            "interval": self._interval,
            "first_months": self._first_months,
            "open": self._open,
            "republic": self._republic,
            "decade": self._decade,
            "nth_weekday": self._nth_weekday,
            "relative_day": self._relative_day,
            "ago": self._ago,
            "week": self._week,
            "clock": self._clock,
            "festival": self._festival,
            "set": lengths.as_set,
            "duration": lengths.as_duration,
        }

    def productions(self) -> frozenset[str]:
        """The names a date rule's ``build`` may have."""
        return frozenset(self._productions)

    def __call__(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """The value of a match, or None where what it says is no date after all."""
        try:
            return self._productions[match.rule.build](match, timeline)
        except (NotANumeral, OverflowError):
            return None
        except ValueError:
            return None  # a day the calendar does not have, such as 2月30日

    # -- parts ---------------------------------------------------------------------

    def _year(self, surface: str | None, timeline: Timeline) -> tuple[int | None, bool]:
        """A year group's value, and whether the text gives it by number."""
        if surface is None:
            return None, False
        surface = surface.removesuffix("的")
        if surface in ("今", "去"):
            surface += "年"
        if surface in self._words.deictic_years:
            if timeline.present_year is None:
                return None, False
            return timeline.present_year + self._words.deictic_years[surface], False
        if surface in self._words.anaphoric_years:
            base = timeline.year if timeline.year is not None else timeline.present_year
            return (None, False) if base is None else (base + self._words.anaphoric_years[surface], False)
        number = int(parse_numeral(surface.rstrip("年")))
        return (number if number >= 100 else 2000 + number), True

    def _month(self, surface: str, year: int | None, timeline: Timeline) -> tuple[int | None, int | None]:
        """Year and month of a month group, given the year so far."""
        if surface in self._words.deictic_months:
            base = timeline.published
            if base is None:
                return None, None
            return month_step(base.year, base.month, self._words.deictic_months[surface])
        if surface in self._words.anaphoric_months:
            if timeline.month is not None and timeline.year is not None:
                return month_step(timeline.year, timeline.month, self._words.anaphoric_months[surface])
            base = timeline.published
            return (None, None) if base is None else (base.year, base.month)
        return year, int(parse_numeral(surface.rstrip("份").rstrip("月")))

    def _clock_value(self, clock: str, daypart: str | None) -> str:
        """``09:30`` or ``15:42:38`` for a clock time, given the part of the day before it."""
        half = clock.endswith("半")
        parts = clock.replace("点", ":").replace("时", ":").replace("：", ":").rstrip("分许整半").split(":")
        hour = int(parse_numeral(parts[0]))
        minute = 30 if half else 0
        rest = parts[1] if len(parts) > 1 else ""
        if rest in ("一刻", "三刻"):
            minute = 15 if rest == "一刻" else 45
        elif rest:
            minute = int(parse_numeral(rest))
        if daypart in self._words.afternoon["words"] and hour < 12:
            hour += 12
        if hour > 24 or minute > 59:
            raise ValueError(clock)
        seconds = f":{int(parts[2]):02}" if len(parts) > 2 and parts[2] else ""
        return f"{hour:02}:{minute:02}{seconds}"

    # -- points --------------------------------------------------------------------

    def _point(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """One date from the groups year, month, day, edge, quarter, half, season, daypart and clock."""
        year, explicit = self._year(groups.get("year"), timeline)
        if "year" in groups and year is None:
            return None
        month_text, day_text = groups.get("month"), groups.get("day")
        if month_text is None and day_text is None:
            return self._part_of_year(groups, year, explicit, timeline)
        month: int | None = None
        if month_text is not None:
            stated_year = year
            year, month = self._month(month_text, year, timeline)
            if month is None:
                return None
            if not 1 <= month <= 12:
                return None
            day = self._day(day_text)
            if year is None and stated_year is None:
                year = timeline.year_of(month, day)
        else:
            day = self._day(day_text)
            year, month = timeline.month_of(day or 1)
            if month is None:
                return None
        return self._finish_point(groups, year, month, day, explicit=explicit)

    @staticmethod
    def _day(surface: str | None) -> int | None:
        return None if surface is None else int(parse_numeral(surface.rstrip("日号")))

    def _finish_point(
        self, groups: Mapping[str, str], year: int | None, month: int, day: int | None, *, explicit: bool
    ) -> Built | None:
        edge = groups.get("edge", "")
        if day is None and edge and edge[-1] in "底末":
            day = last_day_of_month(year if year is not None else 2001, month)
        if day is not None and not is_day(year if year is not None else 2000, month, day):
            return None
        value = day_value(year, month, day)
        kind = "DATE"
        if "clock" in groups and day is not None and year is not None:
            kind = "TIME"
            value += "T" + self._clock_value(groups["clock"], groups.get("daypart") or groups.get("dayword"))
        return Built(kind, value, year, month, day, explicit, anchored=not explicit)

    def _part_of_year(
        self, groups: Mapping[str, str], year: int | None, explicit: bool, timeline: Timeline
    ) -> Built | None:
        if year is None:
            year = timeline.year if timeline.year is not None and timeline.published is None else None
            year = year if year is not None else timeline.present_year
            if year is None:
                return None
        value = f"{year:04}"
        edge = groups.get("edge", "")
        if "quarter" in groups:
            quarter = groups["quarter"]
            number = int(parse_numeral(quarter.rstrip("季度").lstrip("第前")))
            value = (
                f"{year:04}-01/{year:04}-{number * 3:02}" if quarter[0] == "前" else f"{year:04}-Q{number}"
            )
        elif "half" in groups:
            value = f"{year:04}-H{1 if groups['half'][0] == '上' else 2}"
        elif "season" in groups:
            value = f"{year:04}-{self._words.seasons[groups['season'][0]]}"
        elif edge and edge[-1] in "底末":
            return Built("DATE", f"{year:04}-12-31", year, 12, 31, explicit, not explicit)
        return Built("DATE", value, year, None, None, explicit, not explicit)

    # -- productions ---------------------------------------------------------------

    def _calendar(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        if "dayword" in match.groups and "month" not in match.groups:
            return self._relative_day(match, timeline)  # 今早（25日）: the bracket only repeats the day
        return self._point(match.groups, timeline)

    def _interval(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        first = {name: text for name, text in match.groups.items() if not name.endswith("2")}
        last = {name[:-1]: text for name, text in match.groups.items() if name.endswith("2")}
        if "month" in first and not any(word in first["month"] for word in "月") and "month" in last:
            first["month"] += "月"
        start = self._point(first, timeline)
        if start is None:
            return None
        if "year" not in last and start.year is not None and "month" in last:
            last_month = int(parse_numeral(last["month"].rstrip("份").rstrip("月")))
            crosses = start.month is not None and last_month < start.month
            last["year"] = str(start.year + crosses)
        elif "month" not in last and "day" in last and start.month is not None:
            last["month"] = f"{start.month}月"
            if start.year is not None:
                last["year"] = str(start.year)
        elif "year" in last and "year" not in first and start.month is not None:
            year, _ = self._year(last["year"], timeline)
            if year is not None:
                start = self._point({**first, "year": str(year)}, timeline) or start
        end = self._point(last, timeline)
        if end is None or (start.year is None) != (end.year is None):
            return None
        if start.value[:4] != "XXXX" and end.value < start.value:
            return None
        return Built(
            "DATE",
            f"{start.value}/{end.value}",
            end.year,
            end.month,
            end.day,
            start.explicit_year,
            start.anchored,
        )

    def _first_months(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        year = self._point({name: text for name, text in match.groups.items() if name == "year"}, timeline)
        months = int(parse_numeral(match.groups["months"]))
        if year is None or year.year is None or not 2 <= months <= 12:
            return None
        value = f"{year.year:04}-01/{year.year:04}-{months:02}"
        return Built("DATE", value, year.year, None, None, year.explicit_year, year.anchored)

    def _open(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        if not match.groups:
            return None
        point = (
            self._relative_day(match, timeline)
            if "dayword" in match.groups and "day" not in match.groups
            else self._point(match.groups, timeline)
        )
        if point is None:
            return None
        since = match.rule.params["side"] == "since"
        value = f"{point.value[:10]}/.." if since else f"../{point.value[:10]}"
        return msgspec.structs.replace(point, type="DATE", value=value)

    def _republic(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        year = 1911 + int(parse_numeral(match.groups["roc"]))
        return self._point({**match.groups, "year": str(year)}, timeline)

    def _decade(self, match: RuleMatch, _: Timeline) -> Built | None:
        decade = int(parse_numeral(match.groups["decade"]))
        if decade >= 1000:
            return Built("DATE", f"{decade // 10}")
        centuries = {"本世纪": 20, "21世纪": 20, "二十一世纪": 20, "19世纪": 18, "十九世纪": 18}
        century = centuries.get(match.groups.get("century", ""), 19)
        return Built("DATE", f"{century}{decade // 10}")

    @staticmethod
    def _movable(place: str, year: int | None, explicit: bool, timeline: Timeline) -> Built | None:
        """A day such as the third Sunday of May, written N05-3-7."""
        month, nth, weekday = int(place[1:3]), int(place[4]), int(place[6])
        year = timeline.year_seen_from_publication(month, 7 * nth) if year is None else year
        if year is None:
            return None
        day = nth_weekday(year, month, nth, weekday)
        return Built("DATE", day_value(year, month, day), year, month, day, explicit, not explicit)

    def _nth_weekday(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        month = self._point({k: v for k, v in match.groups.items() if k in ("year", "month")}, timeline)
        if month is None or month.year is None or month.month is None:
            return None
        weekday = self._words.weekdays[match.groups["weekday"][-1]]
        day = nth_weekday(month.year, month.month, int(parse_numeral(match.groups["nth"])), weekday)
        if not is_day(month.year, month.month, day):
            return None
        value = day_value(month.year, month.month, day)
        return Built("DATE", value, month.year, month.month, day, month.explicit_year, month.anchored)

    def _relative_day(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        word = match.groups["dayword"]
        if word in self._words.deictic_days:
            base, step = timeline.published, self._words.deictic_days[word]
        else:
            base, step = timeline.spoken_day(), self._words.anaphoric_days[word]
        if base is None:
            return None
        day = base + datetime.timedelta(days=step)
        value = day.isoformat()
        kind = "DATE"
        if "clock" in match.groups:
            kind = "TIME"
            value += "T" + self._clock_value(match.groups["clock"], match.groups.get("daypart", word))
        return Built(kind, value, day.year, day.month, day.day, anchored=True)

    def _ago(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        number = parse_numeral(match.groups["number"])
        if "half" in match.groups or number.denominator != 1 or number > 500:
            return None
        step = int(number) * (-1 if match.groups["way"].endswith("前") else 1)
        unit = match.groups["unit"]
        if step > 0 and unit != "年":
            return None  # 两天后 counts from a day of the story that is seldom certain
        if unit == "年":
            base_year = timeline.present_year if step < 0 else None
            return None if base_year is None else Built("DATE", f"{base_year + step:04}", anchored=True)
        if timeline.published is None:
            return None
        if unit == "月":
            year, month = month_step(timeline.published.year, timeline.published.month, step)
            return Built("DATE", day_value(year, month, None), anchored=True)
        if unit != "天":
            return None
        base = timeline.spoken_day() or timeline.published
        return Built("DATE", (base + datetime.timedelta(days=step)).isoformat(), anchored=True)

    def _week(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        if timeline.published is None:
            return None
        step = self._words.deictic_weeks[match.groups["week"]]
        day = timeline.published + datetime.timedelta(weeks=step)
        year, week, _ = day.isocalendar()
        if "weekday" in match.groups:
            weekday = self._words.weekdays[match.groups["weekday"]]
            exact = datetime.date.fromisocalendar(year, week, weekday)
            return Built("DATE", exact.isoformat(), exact.year, exact.month, exact.day, anchored=True)
        return Built("DATE", f"{year:04}-W{week:02}", anchored=True)

    def _clock(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        day = timeline.day_at_hand()
        if day is None:
            return None
        clock = self._clock_value(match.groups["clock"], match.groups.get("daypart"))
        return Built("TIME", f"{day.isoformat()}T{clock}", day.year, day.month, day.day, anchored=True)

    def _festival(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        year, explicit = self._year(match.groups.get("year"), timeline)
        place = self._words.festivals[match.groups["festival"]]
        if place.startswith("N"):
            return self._movable(place, year, explicit, timeline)
        lunar = place.startswith("L")
        month, day = int(place[-5:-3]), int(place[-2:])
        if year is None:
            year = timeline.nearest_year(lambda y: _festival_day(y, month, day, lunar=lunar))
            if year is None:
                year = timeline.year_of(month, day)
        if year is None:
            return None if lunar else Built("DATE", day_value(None, month, day))
        if lunar:
            solar = _lunar_day(year, month, day)
            return Built(
                "DATE", solar.isoformat(), solar.year, solar.month, solar.day, explicit, not explicit
            )
        return Built("DATE", day_value(year, month, day), year, month, day, explicit, not explicit)


def _festival_day(year: int, month: int, day: int, *, lunar: bool) -> datetime.date:
    return _lunar_day(year, month, day) if lunar else datetime.date(year, month, min(day, 28))


def _lunar_day(year: int, month: int, day: int) -> datetime.date:
    """The calendar day of a lunar festival in a calendar year; New Year's Eve is the day before the first."""
    if (month, day) == (12, 30):
        return _lunar_day(year, 1, 1) - datetime.timedelta(days=1)
    solar: datetime.date = LunarDate(year - 1 if month == 12 else year, month, day).to_solar_date()
    return solar
