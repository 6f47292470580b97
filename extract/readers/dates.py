"""When an article says it was published: many notations, one ISO date.

The date is taken as written. No time zone is applied: an editor who writes
``2021-11-19T23:30:00Z`` printed the 19th, and that is what a reader sees.
"""

from __future__ import annotations

import re
from datetime import date

_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_ROC_YEAR_ONE = 1912

_FULL_WIDTH = str.maketrans("０１２３４５６７８９：／－．，", "0123456789:/-.,")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"

# A short label may stand before the date, as in 发布时间：2025-03-07.
_LABEL = r"(?:[^\d\s:]{1,8}\s*:\s*)?"
_NUMERIC = [
    rf"{_LABEL}(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
    rf"{_LABEL}(?P<year>\d{{4}})\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号號]",
    rf"{_LABEL}(?:民国|民國)\s*(?P<roc>\d{{1,3}})\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号號]",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=$|T\d|\d{4}(?:\d{2})?$)",
]
_ENGLISH = [
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})(?!\d)",
    rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
    rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?:[a-z]{{3,4}}\s+)?(?P<year>\d{{4}})(?!\d)",
]
_NOTATIONS = [re.compile(pattern, re.IGNORECASE) for pattern in (*_NUMERIC, *_ENGLISH)]

# What may not follow: another date would make the first one a guess.
_ANOTHER_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d")


def parse_published(value: object) -> str | None:
    """Read a date of publication.

    Args:
        value: a string in one of the notations news sites and feeds use (ISO 8601, RFC 822,
            ``2025年03月07日 16:20``, ``2025/3/7``, ``20250307`` …), or a date or datetime.

    Returns:
        The ISO date as written, without any shift of time zone, or None if the value is not
        one full, unambiguous day of the calendar.
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return None
    written = value.strip().translate(_FULL_WIDTH)
    for notation in _NOTATIONS:
        found = notation.match(written)
        if found is not None:
            if _ANOTHER_DATE.search(written, found.end()):
                return None
            return _day(found.groupdict())
    return None


def _day(parts: dict[str, str]) -> str | None:
    """Return year, month and day as an ISO date if the calendar has such a day."""
    year = int(parts["roc"]) + _ROC_YEAR_ONE - 1 if "roc" in parts else int(parts["year"])
    named = parts["month"][:3].lower()
    month = _MONTHS[named] if named in _MONTHS else int(parts["month"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, int(parts["day"])).isoformat()
    except ValueError:
        return None
