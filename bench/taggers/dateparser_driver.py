"""dateparser (``search_dates``, languages=['zh']) to TIMEX3.

``--absolute`` reads no relative dates: 2018年 is then no longer taken for "2018 years ago", but 昨天 is lost.
"""

import datetime
import re
import sys
import warnings

from dateparser.search import search_dates
from serving import serve

warnings.filterwarnings("ignore")
EXTRA = {"PARSERS": ["absolute-time", "timestamp"]} if "--absolute" in sys.argv[1:] else {}


# ---------------------------------------------------------------- the library's call
def call(text, on):
    base = datetime.datetime.fromisoformat(on)
    return search_dates(text, languages=["zh"], settings=dict(EXTRA, RELATIVE_BASE=base)) or []


# ---------------------------------------------------------------- what the surface names
def has_clock(s):
    return bool(
        re.search(
            r"\d\s*[:：]\s*\d|[\d一二三四五六七八九十两][点點时時]|小时|小時|分钟|分鐘|\d分|\d秒|[上下]午|中午|晚上|凌晨|此刻|现在|刚刚",
            s,
        )
    )


def has_day(s):
    return bool(
        re.search(
            r"[日号號天]|[周星期礼拜週][一二三四五六]|\d\s*[-/.年月]\s*\d+\s*[-/.月]\s*\d|\d+\s*[/.]\s*\d+|月\s*\d|\d{8}",
            s,
        )
    )


def has_week(s):
    return bool(re.search("周|星期|礼拜|週", s))


def has_month(s):
    return "月" in s or bool(re.search(r"\d{4}\s*[-/.]\s*\d{1,2}$", s))


def has_year(s):
    return "年" in s or bool(re.fullmatch(r"\s*\d{4}\s*", s))


def iso_week(day):
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def timex(surface, when):
    """A datetime -> (type, value), as fine as the surface is."""
    ymd = f"{when.year:04}-{when.month:02}-{when.day:02}"
    if has_clock(surface):
        seconds = f":{when.second:02}" if when.second else ""
        return "TIME", f"{ymd}T{when.hour:02}:{when.minute:02}{seconds}"
    if has_day(surface):
        return "DATE", ymd
    if has_week(surface):
        return "DATE", iso_week(when.date())
    if has_month(surface):
        return "DATE", ymd[:7]
    if has_year(surface):
        return "DATE", ymd[:4]
    return "DATE", ymd


# ---------------------------------------------------------------- offsets
def locate(text, surface, start):
    """The first place of a surface from start on; spaces may have been changed by the library."""
    at = text.find(surface, start)
    if at >= 0:
        return at, at + len(surface)
    loose = r"\s*".join(re.escape(c) for c in surface if not c.isspace())
    m = re.compile(loose).search(text, start) if loose else None
    return m.span() if m else None


def convert(results, _, text):
    out, at = [], 0
    for surface, when in results:
        if not surface.strip():
            continue
        span = locate(text, surface, at)
        if span is None:
            continue
        at = span[1]
        kind, value = timex(surface, when)
        out.append({"start": span[0], "end": span[1], "type": kind, "value": value})
    return out


if __name__ == "__main__":
    serve(call, convert)
