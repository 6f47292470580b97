"""The day a page was published: what the page says in many places, weighed against each other.

Every place that gives a day gives it a weight: how often such a place is right, from a labelled
line under the headline down to any variable of a script. The day with most weight wins; a day
that only weak places give is not given at all.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator

import msgspec

from extract.facts import PublishedBasis
from extract.readers.dates import parse_published
from extract.readers.page.knowledge import day_words
from extract.readers.page.statements import LOCAL_TIME, Statements, moment, script_days, written_days
from extract.readers.page.view import View

FIRST_DAY = "1949-01-01"

# names of metas by the weight of what they give
_METAS_BY_WEIGHT = {
    4.0: (
        "article:published_time og:published_time og:article:published_time datepublished firstpublishedtime"
        " bytedance:published_time"
    ),
    3.0: (
        "og:release_date weibo:article:create_at pubdate publishdate publish_date publish-date pubtime"
        " publishtime publish_time publish-time parsely-pub-date dc.date.issued _pubtime apub:time"
        " article:create_at"
    ),
    2.0: "dc.date.created dc.date date createdate",
    0.5: "lastmodified",
}
_METAS = {name: weight for weight, names in _METAS_BY_WEIGHT.items() for name in names.split()}
_STRUCTURED = 4.0
_TIME_ELEMENT = 3.5
_LABELLED, _BARE, _BELOW, _ELSEWHERE = 5.0, 4.0, 2.5, 1.0
_STATE = 3.5
_SCRIPT, _SCRIPT_LOOSE = 3.0, 2.0
_ADDRESS = 3.0
_YEARLESS = 4.0
_LEAST = 2.0
_MOST_YEARLESS, _MOST_METAS = 10, 500
_LOOSE_KEYS = frozenset(
    (
        "ctime",
        "create_time",
        "createtime",
        "created_at",
        "createdat",
        "inputtime",
        "published",
        "post_time",
        "posttime",
    )
)

_GAP = r"[\s\u3000]*"
_DAY = re.compile(
    rf"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)|(?P<era>民国{_GAP})(?P<roc>\d{{2,3}})|(?P<short>\d\d)(?=年|-\d\d-\d\d[\s日]|/\d\d/\d\d[\s日]))"
    rf"{_GAP}[-/.年]{_GAP}(?P<month>\d{{1,2}}){_GAP}[-/.月]{_GAP}(?P<day>\d{{1,2}})(?![\d])"
)
_SPLIT_DAY = re.compile(r"(?<!\d)(?P<year>20\d\d)[\s|]+(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)")
_SPLIT_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[\s|/]+(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})(?!\d)"
)
_MONTH_DAY = re.compile(
    r"(?<![\d年/.-])(?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?[\s\u3000]*(?=\d{1,2}:\d\d|$|[\s|])"
)
_CHINESE_DAY = re.compile(
    r"(?P<year>[〇○零Ｏ一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_ROC_DAY = re.compile(r"(?<!\d)(?P<roc>1[0-3]\d|\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?!\d)")
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/_]?(?P<month>0[1-9]|1[0-2])[-/_]?(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?!\d{1,3}(?!\d))"
    r"|/(?P<year2>(?:19|20)\d\d)[-/](?P<month2>\d{1,2})[-/](?P<day2>\d{1,2})(?!\d)"
)
_URL_MONTH = re.compile(r"/t?(?P<year>(?:19|20)\d\d)[-/]?(?P<month>0[1-9]|1[0-2])(?=[/_-])")
_UTC = re.compile(r"T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?:\.\d+)?(?:Z|[+-]00:?00)$")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}


class Day(msgspec.Struct, frozen=True):
    """A day of publication and where it was found."""

    iso: str
    basis: PublishedBasis


class _Votes:
    """Days with what speaks for them."""

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}
        self._basis: dict[str, tuple[float, PublishedBasis]] = {}
        self._last = (datetime.datetime.now(LOCAL_TIME) + datetime.timedelta(days=1)).date().isoformat()

    def add(self, day: str | None, weight: float, basis: PublishedBasis) -> None:
        if day is None or not FIRST_DAY <= day <= self._last:
            return
        self._weights[day] = self._weights.get(day, 0.0) + weight
        if weight > self._basis.get(day, (0.0, basis))[0]:
            self._basis[day] = (weight, basis)

    def months(self) -> list[str]:
        return sorted(self._weights, key=lambda day: -self._weights[day])

    def best(self) -> Day | None:
        if not self._weights:
            return None
        # the first of equals: places are asked in the order of their worth
        day = max(self._weights, key=lambda day: self._weights[day])
        if self._weights[day] < _LEAST:
            return None
        return Day(day, self._basis[day][1])


def find_day(
    view: View,
    statements: Statements,
    *,
    above: list[str],
    below: list[str],
    url: str | None,
    state: str | None,
) -> Day | None:
    """Return the day of publication.

    Args:
        view: the page.
        statements: what the page says of itself.
        above: lines between the headline and the body, in simplified characters.
        below: the last lines of the body and those under it, in simplified characters.
        url: the page's address, or None.
        state: the date in the article's data among the scripts, or None.
    """
    votes = _Votes()
    yearless: list[tuple[int, int]] = []
    shown = _vote_of_lines(votes, above, yearless)
    _vote_of_statements(votes, statements)
    votes.add(_day_of(state), _STATE, "metadata")
    for element in view.root.iter("time"):
        if element.get("datetime"):
            weight = _TIME_ELEMENT if not view.in_furniture(element) else 0.2
            votes.add(_day_of(element.get("datetime")), weight, "metadata")
            break
    _vote_of_scripts(votes, statements.scripts)
    votes.add(next(filter(None, map(_day_of, written_days(statements.scripts))), None), _SCRIPT, "text")
    votes.add(_day_of_address(url), _ADDRESS, "metadata")
    if not shown:
        _vote_of_lines_below(votes, below)
    _vote_without_year(votes, yearless, url, statements)
    return votes.best()


def stated_day(statements: Statements) -> str | None:
    """Return what the page states as its date, whether it can be read or not."""
    return next((statements.metas[name] for name in _METAS if name in statements.metas), None)


def _vote_of_lines(votes: _Votes, above: list[str], yearless: list[tuple[int, int]]) -> bool:
    """Let the lines under the headline vote; tell whether they gave a day."""
    shown = False
    joined = "\n".join(above)
    for day, before in days_in(joined):
        if day_words().other_label.search(before):
            votes.add(day, _ELSEWHERE, "text")
            continue
        votes.add(
            day, _LABELLED if day_words().label.search(before) else _BARE if not shown else _ELSEWHERE, "text"
        )
        shown = True
    if not shown:
        for line in above:
            for found in _MONTH_DAY.finditer(line):
                if not day_words().relative.search(line):
                    yearless.append((int(found["month"]), int(found["day"])))
    return shown


def _vote_of_lines_below(votes: _Votes, below: list[str]) -> None:
    """Let the lines under the article vote that are a day and nothing else, or say what their day is."""
    for line in below:
        day, before = next(days_in(line), (None, ""))
        if day is not None and (_is_day_line(line) or day_words().label.search(before)):
            votes.add(day, _BELOW, "text")


def days_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the full days in a text, each with the words before it.

    Args:
        text: simplified characters.
    """
    found: list[tuple[int, str]] = []
    for pattern in (_DAY, _SPLIT_DAY, _SPLIT_DAY_FIRST, _CHINESE_DAY):
        for match in pattern.finditer(text):
            if day := _iso(match.groupdict()):
                found.append((match.start(), day))
        if found and pattern is _DAY:
            break
    if not found:
        for match in _ROC_DAY.finditer(text):
            before = text[max(0, match.start() - 12) : match.start()]
            if (day := _iso(match.groupdict())) and (day_words().label.search(before) or "日期" in before):
                found.append((match.start(), day))
    for start, day in sorted(found):
        yield day, text[max(0, start - 12) : start]


def _iso(parts: dict[str, str | None]) -> str | None:
    try:
        if parts.get("roc"):
            year = int(parts["roc"] or 0) + 1911
        elif parts.get("short"):
            year = 2000 + int(parts["short"] or 0)
        else:
            year = _number(parts["year"] or "")
        return datetime.date(year, _number(parts["month"] or ""), _number(parts["day"] or "")).isoformat()
    except (ValueError, KeyError):  # no day of the calendar, or no number: 十十月
        return None


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in written))


def _is_day_line(line: str) -> bool:
    """Tell whether a line holds nothing but a day, its weekday and a time."""
    found = _DAY.search(line) or _CHINESE_DAY.search(line)
    if found is None:
        return False
    rest = line[: found.start()] + line[found.end() :]
    rest = day_words().beside_day.sub("", rest)
    return len(rest) <= 4


def _vote_of_statements(votes: _Votes, statements: Statements) -> None:
    for node in statements.articles[:3]:
        for key, weight in (("datePublished", _STRUCTURED), ("dateCreated", 2.0), ("uploadDate", 2.0)):
            if isinstance(node.get(key), str):
                votes.add(_day_of(node[key]), weight, "metadata")
    votes.add(_day_of(statements.paper.get("date")), _STRUCTURED, "metadata")
    for name, weight in _METAS.items():
        if name in statements.metas:
            votes.add(_day_of(statements.metas[name]), weight, "metadata")


def _vote_of_scripts(votes: _Votes, scripts: list[str]) -> None:
    """Let the first variable vote that is called the time of publishing, else the first that may be it."""
    found = [
        (key in _LOOSE_KEYS, value if moment else _day_of(value))
        for key, value, moment in script_days(scripts)
    ]
    for loose in (False, True):
        day = next((day for is_loose, day in found if is_loose is loose and day), None)
        if day is not None:
            votes.add(day, _SCRIPT_LOOSE if loose else _SCRIPT, "metadata")
            return


def _day_of(value: str | None) -> str | None:
    """Read a statement's date; one in universal time is told as the day it was where the page is read."""
    if not value:
        return None
    value = value.strip()
    if value.isdecimal() and len(value) in (10, 13):
        return moment(int(value[:10]))
    day = parse_published(value)
    universal = _UTC.search(value)
    if day is not None and universal is not None and int(universal["hour"]) >= 16:
        day = (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
    return day


def _day_of_address(url: str | None) -> str | None:
    found = _URL_DAY.search(url or "")
    if found is None:
        return None
    parts = {name: found[name] or found[f"{name}2"] for name in ("year", "month", "day")}
    return _iso(parts)


def _vote_without_year(
    votes: _Votes, yearless: Iterable[tuple[int, int]], url: str | None, statements: Statements
) -> None:
    """Give a day that the page shows without its year the year that another place tells."""
    for month, day in itertools.islice(yearless, _MOST_YEARLESS):
        for known in votes.months():
            if known[5:] == f"{month:02d}-{day:02d}":
                votes.add(known, _YEARLESS, "text")
                return
        found = _URL_MONTH.search(url or "")
        if found is not None and int(found["month"]) == month:
            votes.add(_iso({"year": found["year"], "month": str(month), "day": str(day)}), _YEARLESS, "text")
            return
        for meta in itertools.islice(statements.metas.values(), _MOST_METAS):
            full = _DAY.search(meta[:60])
            if full is not None and full["year"] and (int(full["month"]), int(full["day"])) == (month, day):
                votes.add(_iso(full.groupdict()), _YEARLESS, "text")
                return
