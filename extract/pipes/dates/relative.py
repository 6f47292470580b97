"""Days, weeks, months and years counted from the article's day or from one the text speaks of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec

from extract.pipes.dates.built import DECLINED, Built, DateWords
from extract.pipes.dates.calendar import day_value, is_day, month_step, shifted_by_years
from extract.pipes.dates.points import Points
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import parse_integer, parse_numeral

#: Nobody counts further by 前 and 后: 五千年前 is no year.
MOST_STEPS = 500


class Relative:
    """Builds dates that are so many steps from another one."""

    def __init__(self, words: DateWords, points: Points) -> None:
        """Args: the lexicon of date words, and what reads clock times."""
        self._words, self._points = words, points

    def day(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """The day of the group ``dayword``, such as 昨天 and 次日, with a clock time where one stands behind.

        Raises:
            NotANumeral, ValueError: the clock time is none.
        """
        word = groups["dayword"]
        if word in self._words.deictic_days:
            base, step = timeline.published, self._words.deictic_days[word]
        else:
            step = self._words.anaphoric_days[word]
            base = timeline.day_of_the_story() if word[0] == "当" else timeline.day_at_hand()
        if base is None:
            return _of_unknown_year(timeline, step) if word in self._words.anaphoric_days else None
        return self._at(base + datetime.timedelta(days=step), groups)

    def before(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """三年前: counted from the present."""
        steps = _steps(match)
        if steps is None:
            return None
        unit = self._words.units[match.groups["unit"].removeprefix("个")]
        if unit[0] == "T":
            return None
        if unit == "Y":
            year = timeline.present_year
            return None if year is None else Built("DATE", f"{year - steps:04}", year - steps, anchored=True)
        if timeline.published is None:
            return None
        built = _stepped(timeline.spoken_day() if unit == "D" else None, timeline.published, unit, -steps)
        # an aside: what follows goes on with the day that the story is about
        return None if built is None else Built("DATE", built.value, anchored=True)

    def half_year_before(self, _: RuleMatch, timeline: Timeline) -> Built | None:
        """半年前: the month six months before the publication."""
        if timeline.published is None:
            return None
        return _stepped(None, timeline.published, "M", -6)

    def after(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """两年后: counted from the date last spoken of in the paragraph."""
        steps = _steps(match)
        unit = self._words.units[match.groups["unit"].removeprefix("个")]
        at_hand = timeline.year_at_hand() is not None if unit == "Y" else timeline.in_this_paragraph()
        if steps is None or not at_hand or timeline.year is None:
            return None
        if unit == "Y":
            year = timeline.year + steps
            present = timeline.present_year
            if present is not None and timeline.year < present < year and not timeline.announces():
                return None  # what a story of the past tells lies not in the future
            return Built("DATE", f"{year:04}", year, anchored=True)
        if unit == "M" and timeline.month is not None:
            year, month = month_step(timeline.year, timeline.month, steps)
            return Built("DATE", day_value(year, month, None), year, month, anchored=True)
        day = timeline.spoken_day()
        return None if day is None else _stepped(day, day, unit, steps)

    def week(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """The week of the group ``week``, or its day ``weekday``: 上周, 上周三, 本周末.

        Raises:
            NotANumeral, ValueError: the clock time is none.
        """
        if timeline.published is None:
            return None
        step = self._words.deictic_weeks[groups["week"]]
        year, week, _ = (timeline.published + datetime.timedelta(weeks=step)).isocalendar()
        weekday = groups.get("weekday")
        if weekday is None:
            return Built("DATE", f"{year:04}-W{week:02}", anchored=True)
        if weekday == "末":
            return Built("DATE", f"{year:04}-W{week:02}-WE", anchored=True)
        return self._at(datetime.date.fromisocalendar(year, week, self._words.weekdays[weekday]), groups)

    def weekday(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """周三 alone: the last one up to the day of publication, or the next that is announced.

        Raises:
            NotANumeral, ValueError: the clock time is none.
        """
        if timeline.published is None:
            return None
        weekday = self._words.weekdays[groups["weekday"]]
        back = (timeline.published.isoweekday() - weekday) % 7
        day = timeline.published - datetime.timedelta(days=back)
        if back > 2 and timeline.announces():
            day += datetime.timedelta(weeks=1)
        return self._at(day, groups)

    def day_of_event(self, _: RuleMatch, timeline: Timeline) -> Built | None:
        """事发当天: a day of its own, known where the sentence or the whole article speaks of one day."""
        day = timeline.day_of_an_event()
        return None if day is None else _on(day)

    def same_day_years_before(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """两年前的今天: the day of publication, so many years before."""
        steps = _steps(match)
        if steps is None or timeline.published is None:
            return None
        return _on(datetime.date.fromisoformat(shifted_by_years(timeline.published.isoformat(), -steps)))

    def weekday_with_day(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """周二（12日）: of the months around the publication, the one in which that day is that weekday.

        Raises:
            NotANumeral, ValueError: a group holds no number, or a clock no time.
        """
        published = timeline.published
        if published is None or groups.keys() & {"month", "year"}:
            return self._points(groups, timeline)
        number = parse_integer(groups["day"].rstrip("日号 "))
        weekday = self._words.weekdays[groups["weekday"]]
        months = (month_step(published.year, published.month, step) for step in (0, -1, 1))
        days = [datetime.date(*month, number) for month in months if is_day(*month, number)]
        fitting = [day for day in days if day.isoweekday() == weekday]
        if not fitting:
            return self._points(groups, timeline)
        return self._at(min(fitting, key=lambda day: abs((day - published).days)), groups)

    def clock(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        """The clock time of the group ``clock`` on the day last spoken of.

        Raises:
            NotANumeral, ValueError: no clock shows it.
        """
        day = timeline.day_at_hand()
        if day is None:
            return None
        built = self._points.at_clock(_on(day), groups)
        hour = int(built.value[11:13])
        if "daypart" in groups:
            if hour > 12:
                timeline.tell_the_clock(hour)
            return built
        hour = timeline.hour_on_the_dial(hour)
        return msgspec.structs.replace(built, value=f"{built.value[:11]}{hour:02}{built.value[13:]}")

    def edge_of_month(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """月底 alone: of the month that the sentence is in, else that of the publication."""
        said = timeline.month_just_said()
        if said is not None:
            return self._points({**match.groups, "year": str(said[0]), "month": f"{said[1]}月"}, timeline)
        if timeline.published is None:
            return None
        return self._points({**match.groups, "month": "本月"}, timeline)

    def month_before(self, _: RuleMatch, timeline: Timeline) -> Built | None:
        """比上月: the month before the one last spoken of."""
        at_hand = timeline.month_at_hand()
        if at_hand is None or at_hand[0] is None or timeline.last_is_news:
            return DECLINED
        year, month = month_step(at_hand[0], at_hand[1], -1)
        return Built("DATE", day_value(year, month, None), anchored=True)

    def _at(self, day: datetime.date, groups: Mapping[str, str]) -> Built:
        """A day, at the clock time of the groups where they give one."""
        return self._points.at_clock(_on(day), groups) if "clock" in groups else _on(day)


def _on(day: datetime.date) -> Built:
    return Built("DATE", day.isoformat(), day.year, day.month, day.day, anchored=True)


def _of_unknown_year(timeline: Timeline, step: int) -> Built | None:
    """So many days from the one at hand whose year nobody knows: XXXX-07-30."""
    spoken = timeline.undated_day_at_hand()
    if spoken is None:
        return None
    day = datetime.date(2001, *spoken) + datetime.timedelta(days=step)
    return Built("DATE", day_value(None, day.month, day.day), None, day.month, day.day, anchored=True)


def _steps(match: RuleMatch) -> int | None:
    number = parse_numeral(match.groups["number"])
    if "half" in match.groups or number.denominator != 1 or number > MOST_STEPS:
        return None
    return int(number)


def _stepped(
    spoken: datetime.date | None, published: datetime.date, unit: str, steps: int
) -> Built | None:
    """So many days, weeks or months from a day, at the unit given."""
    if unit == "D":
        return _on((spoken or published) + datetime.timedelta(days=steps))
    if unit == "W":
        year, week, _ = (published + datetime.timedelta(weeks=steps)).isocalendar()
        return Built("DATE", f"{year:04}-W{week:02}", anchored=True)
    if unit == "M":
        year, month = month_step(published.year, published.month, steps)
        return Built("DATE", day_value(year, month, None), anchored=True)
    return None
