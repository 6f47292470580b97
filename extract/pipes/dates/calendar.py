"""Calendar arithmetic on TIMEX3 values: what days a value covers, and steps between dates."""

from __future__ import annotations

import calendar
import datetime
import re

_LENGTH_OF_DAY = len("2020-07-29")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:]+)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_DECADE = re.compile(r"\d{3}")
_CENTURY = re.compile(r"\d\d")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?P<end>-WE)?")
#: The year at the head of a value or of one side of its slash.
_HEAD_YEAR = re.compile(r"(?<![\d-])\d{4}")


def last_day_of_month(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year, month)[1]


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    return 1 <= month <= 12 and 1 <= year <= 9998 and 1 <= day <= last_day_of_month(year, month)


def covered_days(value: str) -> tuple[str | None, str | None]:
    """First and last day, ISO, of what a DATE or TIME value covers.

    None stands where the value is open on that side, has no known year, or (seasons)
    is not on the calendar.
    """
    if "/" in value:
        first, _, last = value.partition("/")
        return (
            covered_days(first)[0] if first != ".." else None,
            covered_days(last)[1] if last != ".." else None,
        )
    if len(value) == _LENGTH_OF_DAY and value[:4].isdecimal() and value[5:7].isdecimal():
        return (value, value) if is_day(int(value[:4]), int(value[5:7]), int(value[8:])) else (None, None)
    first_last = _first_and_last(value)
    return first_last if first_last is not None else (None, None)


def _first_and_last(value: str) -> tuple[str, str] | None:
    if match := _DAY.fullmatch(value):
        day = value[:10]
        return (day, day) if is_day(*map(int, match.groups())) else None
    if match := _MONTH.fullmatch(value):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    if _YEAR.fullmatch(value):
        return f"{value}-01-01", f"{value}-12-31"
    if _DECADE.fullmatch(value):
        return f"{value}0-01-01", f"{value}9-12-31"
    if _CENTURY.fullmatch(value):
        return f"{value}00-01-01", f"{value}99-12-31"
    if match := _QUARTER.fullmatch(value):
        last = int(match[2]) * 3
        return _months(int(match[1]), last - 2, last)
    if match := _HALF.fullmatch(value):
        last = int(match[2]) * 6
        return _months(int(match[1]), last - 5, last)
    if match := _WEEK.fullmatch(value):
        monday = datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        first = monday + datetime.timedelta(days=5 if match["end"] else 0)
        return first.isoformat(), (monday + datetime.timedelta(days=6)).isoformat()
    return None


def _months(year: int, first: int, last: int) -> tuple[str, str] | None:
    if not (1 <= first <= last <= 12 and 1 <= year <= 9998):
        return None
    return f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{last_day_of_month(year, last):02}"


def shifted_by_years(value: str, step: int) -> str:
    """The value so many years later, both sides of a slash; 29 February becomes the 28th.

    Raises:
        ValueError: a year would have more or less than four digits.
    """

    def shift(match: re.Match[str]) -> str:
        year = int(match.group()) + step
        if not 1000 <= year <= 9998:
            raise ValueError(value)
        return f"{year:04}"

    sides = _HEAD_YEAR.sub(shift, value).split("/")
    return "/".join(
        side[:-2] + "28" if side[4:10] == "-02-29" and not calendar.isleap(int(side[:4])) else side
        for side in sides
    )


def month_step(year: int, month: int, step: int) -> tuple[int, int]:
    """The year and month ``step`` months away."""
    index = year * 12 + month - 1 + step
    return index // 12, index % 12 + 1


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> int:
    """The day of the month of its nth weekday (1 is Monday); it may lie beyond the month's end."""
    first = datetime.date(year, month, 1).isoweekday()
    return 1 + (weekday - first) % 7 + 7 * (nth - 1)


def day_value(year: int | None, month: int, day: int | None) -> str:
    """``2020-07-29``, ``2020-07``, or with ``XXXX`` where the year is not known."""
    head = "XXXX" if year is None else f"{year:04}"
    return f"{head}-{month:02}" if day is None else f"{head}-{month:02}-{day:02}"
