"""Intervals: from one point to another, from or up to one, and the same period again."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

import msgspec

from extract.pipes.dates.built import DECLINED, Built
from extract.pipes.dates.calendar import shifted_by_years
from extract.pipes.dates.named import Named
from extract.pipes.dates.points import Points, month_number
from extract.pipes.dates.relative import Relative
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.numerals import parse_integer

_YEAR = re.compile(r"(?<![\d-])\d{4}")
_PART_OF_YEAR = re.compile(r"\d{4}-[A-Z]")
_YEARS = frozenset({"year", "roc"})


class Intervals:
    """Builds values with ISO 8601's slash."""

    def __init__(self, points: Points, relative: Relative, named: Named) -> None:
        """Args: what builds the ends."""
        self._points, self._relative, self._named = points, relative, named

    def between(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """From the first point to the groups that end in 2, each lending the other what it lacks."""
        if _is_a_list_with_gaps(match):
            return DECLINED
        first = {name: text for name, text in match.groups.items() if not name.endswith("2")}
        last = {name[:-1]: text for name, text in match.groups.items() if name.endswith("2")}
        start = self._end(first, timeline)
        if start is not None and not first.keys() & _YEARS and last.keys() & {"year"}:
            start = self._started_before(start, first, last, timeline)
        if start is None:
            return None
        end = self._end(self._completed(last, start, first), _after(timeline, start))
        if end is None or (start.year is None) != (end.year is None):
            return None
        if start.year is not None and not _comes_after(end.value, start.value):
            return None
        clocks = start.type == end.type == "TIME"
        begun, ended = (point.value if clocks else _without_clock(point) for point in (start, end))
        return Built(
            "TIME" if clocks else "DATE",
            f"{begun.partition('/')[0]}/{ended.rpartition('/')[2]}",
            end.year,
            end.month,
            end.day,
            start.explicit_year,
            start.anchored,
        )

    def _started_before(
        self, start: Built, first: Mapping[str, str], last: Mapping[str, str], timeline: Timeline
    ) -> Built | None:
        """A start without a year takes that of the end, or the one before: 12月30日至明年1月2日."""
        year, _ = self._points.year(last["year"], timeline)
        if year is None or start.month is None:
            return start
        for candidate in (year, year - 1):
            begun = self._points({**first, "year": str(candidate)}, timeline)
            end = self._points({**last, "year": str(year)}, timeline)
            if begun is not None and end is not None and begun.value < end.value:
                return begun
        return start

    def months_from_new_year(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """今年前5个月: from January on."""
        year = self._points({name: text for name, text in match.groups.items() if name == "year"}, timeline)
        months = parse_integer(match.groups["months"])
        if year is None or year.year is None or not 2 <= months <= 12:
            return None
        value = f"{year.year:04}-01/{year.year:04}-{months:02}"
        return Built("DATE", value, year.year, None, None, year.explicit_year, year.anchored)

    def opened(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """自2018年起, 截至昨日: no end, or no beginning."""
        point = self._end(match.groups, timeline) if match.groups else None
        if point is None:
            return None
        day = _without_clock(point)
        since = match.rule.params["side"] == "since"
        value = f"{day.partition('/')[0]}/.." if since else f"../{day.rpartition('/')[2]}"
        return msgspec.structs.replace(point, type="DATE", value=value, open=True)

    def same_period(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """去年同期: the period last spoken of, in the year that is said."""
        year, _ = self._points.year(match.groups.get("year"), timeline)
        if "year" in match.groups and year is None:
            return None
        value = timeline.value if timeline.in_this_paragraph() or "year" in match.groups else None
        named = None if value is None else _YEAR.findall(value)
        if not value or not named or timeline.year is None or ".." in value:
            return None if year is None else Built("DATE", f"{year:04}", anchored=True)
        if year is None:
            return Built("DATE", value, anchored=True)
        return Built("DATE", shifted_by_years(value, year - int(named[-1])), anchored=True)

    def years_together(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """今明两年: both years."""
        first, _ = self._points.year(match.groups["year"], timeline)
        last, _ = self._points.year(match.groups["year2"], timeline)
        if first is None or last is None or last <= first:
            return None
        return Built("DATE", f"{first:04}/{last:04}", anchored=True)

    def _end(self, groups: Mapping[str, str], timeline: Timeline) -> Built | None:
        if "dayword" in groups and "month" not in groups:
            return self._relative.day(groups, timeline)
        if "week" in groups:
            return self._relative.week(groups, timeline)
        if "clock" in groups and not groups.keys() & {"day", "month", "year"}:
            return self._relative.clock(groups, timeline)
        if "weekday" in groups and "day" in groups:
            return self._relative.weekday_with_day(groups, timeline)
        if "weekday" in groups:
            return self._relative.weekday(groups, timeline)
        if groups.keys() & {"festival", "lunarday"}:
            return self._named.day_of(groups, timeline)
        return self._points(groups, timeline)

    def _completed(self, last: dict[str, str], start: Built, first: Mapping[str, str]) -> dict[str, str]:
        """The last point of an interval with what it takes from the first."""
        if last.keys() & _YEARS:
            short = last.get("year", "")
            if short.isdecimal() and len(short) == 2 and start.year is not None:
                return {**last, "year": f"{start.year // 100}{short}"}  # 2018至19年
            return last
        if "weekday" in last:
            return {"week": first["week"], **last}
        if "lunarday" in last:
            return {"lunarmonth": first.get("lunarmonth", "正"), **last}
        if last.keys() & {"dayword", "festival"}:
            return last
        return last | self._lent(start, last)

    def _lent(self, start: Built, last: Mapping[str, str]) -> dict[str, str]:
        """The year and month that the last point of an interval takes from its start."""
        if "month" not in last:
            if start.month is None or "day" not in last:
                return {} if start.year is None else {"year": str(start.year)}
            lent = {"month": f"{start.month}月"}
            return lent if start.year is None else {**lent, "year": str(start.year)}
        if start.year is None or self._points.is_month_word(last["month"]):
            return {}
        month = month_number(last["month"])
        return {"year": str(start.year + (start.month is not None and month < start.month))}


def _comes_after(later: str, earlier: str) -> bool:
    """Whether a value is the later one; a season and another part of a year tell by the year alone."""
    parts = _PART_OF_YEAR.match(later), _PART_OF_YEAR.match(earlier)
    return later[:4] >= earlier[:4] and later != earlier if any(parts) else later > earlier


def _is_a_list_with_gaps(match: RuleMatch) -> bool:
    """Whether it is 5月、7月, which are two months, not 5月、6月."""
    groups = match.groups
    if "、" not in match.found[0] or not {"month", "month2"} <= groups.keys():
        return False
    return month_number(groups["month2"]) != month_number(groups["month"]) + 1


def _after(timeline: Timeline, start: Built) -> Timeline:
    """The timeline when the start of an interval has been said: 次年 counts from it."""
    if start.year is None:
        return timeline
    later = copy.copy(timeline)
    later.speak_of(start, explicit=False)
    return later


def _without_clock(point: Built) -> str:
    return point.value[:10] if point.type == "TIME" else point.value
