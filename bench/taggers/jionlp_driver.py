"""JioNLP (``jionlp.ner.extract_time`` with parsing) to TIMEX3, by the customs of this project's records.

Where its own interval says what a custom calls otherwise, the custom is given: 2018年底 is 2018-12-31,
6月上旬 is 2020-06, 今年春天 is 2020-SP, 90年代初 is 199.
"""

import calendar
import contextlib
import datetime
import logging
import re
import sys

from serving import serve

with contextlib.redirect_stdout(sys.stderr):  # it prints a banner on import
    import jionlp
logging.disable(logging.CRITICAL)  # it logs tracebacks for failed parses

YEAR, MONTH, DAY = 0, 1, 2
WEEK_WORD = re.compile("周|星期|礼拜|週|禮拜")


# ---------------------------------------------------------------- the library's call
def call(text, on):
    year, month, day = map(int, on.split("-"))
    base = {"year": year, "month": month, "day": day}
    return jionlp.ner.extract_time(text, time_base=base, with_parsing=True)


# ---------------------------------------------------------------- moments and units
def moment(s):
    """'2020-07-29 09:00:00' -> (y, m, d, H, M, S); inf, -inf, blur, None -> None."""
    m = re.fullmatch(r"(-?\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)", str(s))
    return tuple(int(x) for x in m.groups()) if m else None


def year4(y):
    return f"{y:04}" if y >= 0 else f"-{-y:04}"


def last_day(y, m):
    return calendar.monthrange(y if y >= 1 else 4, m)[1]


def at(t, unit):
    return year4(t[0]) + "".join(f"-{x:02}" for x in t[1 : unit + 1])


def clock(t):
    secs = f":{t[5]:02}" if t[5] and t[5] != 59 else ""
    return f"{at(t, DAY)}T{t[3]:02}:{t[4]:02}{secs}"


def aligned(t, is_end):
    """The coarsest unit that begins (or ends) exactly at this day."""
    if is_end:
        if t[2] != last_day(t[0], t[1]):
            return DAY
        return YEAR if t[1] == 12 else MONTH
    if t[2] != 1:
        return DAY
    return YEAR if t[1] == 1 else MONTH


def named(surface):
    """The finest unit that the surface names; days unless it clearly names years or months."""
    if re.search(r"[日号號天周旬初]|星期|礼拜|\d[-/.]\d+[-/.]\d|\d{8}", surface):
        return DAY
    if "月" in surface or "季" in surface or "半年" in surface:
        return MONTH
    if "年" in surface or re.search(r"\d{4}", surface):
        return YEAR
    return DAY


def is_range(surface):
    return bool(re.search("[至到~～—]|[年月日号][-－]", surface))


def whole_days(a, b):
    return (a is None or a[3:] == (0, 0, 0)) and (b is None or b[3:] == (23, 59, 59))


def ordinal(t):
    return datetime.date(*t[:3]).toordinal()


# ---------------------------------------------------------------- closed intervals
def century_or_decade(a, b, surface):
    n = b[0] - a[0]
    if "世纪" in surface and n == 99:
        return f"{(b if a[0] % 100 == 0 else a)[0] // 100:02}"
    if "年代" in surface and n == 9 and a[0] % 10 == 0:
        return year4(a[0])[:-1]
    return None


def quarter_or_half(a, b, surface):
    if a[0] != b[0]:
        return None
    n = b[1] - a[1] + 1
    if n == 3 and a[1] % 3 == 1 and re.search("季|[Qq]", surface):
        return f"{year4(a[0])}-Q{a[1] // 3 + 1}"
    if n == 6 and a[1] in (1, 7) and "半年" in surface:
        return f"{year4(a[0])}-H{1 if a[1] == 1 else 2}"
    return None


def week(a, b, surface):
    if not WEEK_WORD.search(surface) or is_range(surface) or not 1 <= a[0] <= 9998:
        return None
    d = datetime.date(*a[:3])
    if ordinal(b) - ordinal(a) != 6 or d.weekday() != 0:
        return None
    year, number, _ = d.isocalendar()
    return f"{year:04}-W{number:02}"


def season(a, surface):
    m = re.search("([春夏秋冬])[季天]?$", surface)
    return year4(a[0]) + "-" + {"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}[m.group(1)] if m else None


def unit_with_mod(a, b, surface):
    """2018年底 -> 2018-12-31, 3月中旬 -> 2020-03, 90年代初 -> 199."""
    if re.search("[年月][底末尾]$", surface):
        return at(b, DAY)
    if not re.search("([初末底头尾中]|伊始|[上中下]旬|[初末前中后]期)$", surface):
        return None
    if a[0] == b[0] and a[1] == b[1] and ("月" in surface or "旬" in surface):
        return at(a, MONTH)
    if a[0] == b[0] and "季度" in surface and (a[1] - 1) // 3 == (b[1] - 1) // 3:
        return f"{year4(a[0])}-Q{(a[1] - 1) // 3 + 1}"
    if "年代" in surface and a[0] // 10 == b[0] // 10:
        return year4(a[0])[:-1]
    if "世纪" in surface and a[0] // 100 == b[0] // 100:
        return f"{a[0] // 100:02}"
    if a[0] == b[0] and "年" in surface and "月" not in surface and "季" not in surface:
        return year4(a[0])
    return None


def day_interval(a, b, surface):
    ua, ub = aligned(a, False), aligned(b, True)
    if MONTH in (ua, ub) or ua == ub == YEAR:
        special = century_or_decade(a, b, surface) or (
            max(ua, ub) <= MONTH and quarter_or_half(a, b, surface)
        )
        if special:
            return special
    if not is_range(surface):
        special = (a[:3] != b[:3] and season(a, surface)) or (a[:3] != b[:3] and unit_with_mod(a, b, surface))
        if special:
            return special
    special = week(a, b, surface)
    if special:
        return special
    unit = max(ua, ub)
    if is_range(surface):
        unit = max(unit, named(surface))
    first, last = at(a, unit), at(b, unit)
    return first if first == last else first + "/" + last


# ---------------------------------------------------------------- clock times
PARTS = (
    ("傍晚", "EV"),
    ("晚", "EV"),
    ("夜|凌晨", "NI"),
    ("中午|正午", "MI"),
    ("下午|午后", "AF"),
    ("早|晨|上午|黎明", "MO"),
)


def part_of_day(a, b, surface):
    if re.search("[点时:：分]", surface) or is_range(surface) or a[:3] != b[:3]:
        return None
    for words, code in PARTS:
        if re.search(words, surface):
            return at(a, DAY) + "T" + code
    return None


def seconds_between(a, b):
    day = ordinal(b) - ordinal(a)
    return day * 86400 + (b[3] - a[3]) * 3600 + (b[4] - a[4]) * 60 + b[5] - a[5]


def clock_interval(a, b, surface):
    part = part_of_day(a, b, surface)
    if part:
        return part
    n = seconds_between(a, b)
    if n in (0, 59) or (n == 3599 and a[4:] == (0, 0)):  # a point, a minute, an hour
        return clock(a)
    return clock(a) + "/" + clock(b)


# ---------------------------------------------------------------- points and spans
def ends_at_base(b, base, surface):
    """2015年至今, 2018年以来: the library closes these at the base itself: open."""
    return b[:3] == tuple(base) and bool(re.search("以来|至今|起|开始|以后|之后|迄今", surface))


def endpoint(t, is_end, surface):
    if t[3:] != ((23, 59, 59) if is_end else (0, 0, 0)):
        return clock(t)
    return at(t, max(aligned(t, is_end), named(surface)))


def interval(pair, surface, base):
    a, b = moment(pair[0]), moment(pair[-1])
    if a is None and b is None:
        return None
    if a is not None and b is not None and ends_at_base(b, base, surface):
        b = None
    if b is None:
        return endpoint(a, False, surface) + "/.."
    if a is None:
        return "../" + endpoint(b, True, surface)
    if whole_days(a, b):
        return day_interval(a, b, surface)
    return clock_interval(a, b, surface)


# ---------------------------------------------------------------- durations and sets
ORDER = ("year", "month", "week", "day", "hour", "minute", "second")
FINER = {
    "year": ("month", 12),
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "minute": ("second", 60),
}


def whole_units(delta):
    """{'year': 2.5} -> {'year': 2, 'month': 6}; a half month stays 0.5."""
    out = dict.fromkeys(ORDER, 0)
    for u in ORDER:
        v = out[u] + delta.get(u, 0)
        if v != int(v) and u in FINER and (v * FINER[u][1]) % 1 == 0:
            finer, k = FINER[u]
            out[finer] += (v - int(v)) * k
            v = int(v)
        out[u] = v
    return out


def period(delta, surface):
    if not isinstance(delta, dict):
        return None
    d = {k: float(v) for k, v in delta.items() if isinstance(v, (int, float)) and v}
    if set(d) == {"day"} and d["day"] % 7 == 0 and WEEK_WORD.search(surface):
        d = {"week": d["day"] / 7}
    d = whole_units(d)
    if d["week"] and (d["year"] or d["month"] or d["day"]):
        d["day"], d["week"] = d["day"] + 7 * d["week"], 0

    def put(units):
        return "".join(f"{d[u]:g}{u[0].upper()}" for u in units if d[u])

    date, clk = put(ORDER[:4]), put(ORDER[4:])
    return "P" + date + ("T" + clk if clk else "") if date or clk else None


def duration(value, surface):
    if isinstance(value, (list, tuple)):  # a span of deltas
        parts = [p for p in (period(v, surface) for v in value) if p]
        return "/".join(dict.fromkeys(parts)) or None
    return period(value, surface)


# ---------------------------------------------------------------- one result
def timex(result, base):
    """One entry of extract_time -> (type, value) or None."""
    surface, detail = result["text"], result["detail"]
    kind, when = detail["type"], detail["time"]
    if kind == "time_delta":
        value, kind3 = duration(when, surface), "DURATION"
    elif kind == "time_period":
        value, kind3 = duration(when.get("delta"), surface), "SET"
    else:
        value = interval(when, surface, base)
        kind3 = "TIME" if value and re.search(r"\dT", value) else "DATE"
    return (kind3, value) if value else None


def convert(results, on, _):
    base = tuple(map(int, on.split("-")))
    out = []
    for r in results:
        try:
            tv = timex(r, base)
        except Exception:
            tv = None
        if tv:
            out.append({"start": r["offset"][0], "end": r["offset"][1], "type": tv[0], "value": tv[1]})
    return out


if __name__ == "__main__":
    serve(call, convert)
