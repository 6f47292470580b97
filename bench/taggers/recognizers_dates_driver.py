"""Recognizers-Text (``recognize_datetime``, zh-cn) to TIMEX3, a sentence at a time.

A whole article at once takes it time that grows with the square of its length, and an error of its own
drops all that stands behind. Of several resolutions the latest that does not begin after the day of
publication is taken, with none such the first. What it finds but does not resolve keeps span and type,
with an empty value.
"""

import datetime
import re

from serving import serve

try:
    from ms_recognizers_date_time import recognize_datetime  # of 2024
    from ms_recognizers_text import Culture
except ImportError:
    from recognizers_date_time import recognize_datetime  # of 2019
    from recognizers_text import Culture

SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]*|[。！？\n]+")
NO_DAY = "XXXX-XX-XX"
CLOCK = re.compile(r"(?<=T)(\d\d)(?![\d:])")  # T09 -> T09:00


# ---------------------------------------------------------------- the library's call
def call(text, on):
    """(offset of the sentence, result) of each."""
    reference = datetime.datetime.fromisoformat(on)
    text = text.replace("\u0130", "I")  # it lowers the text: of İ that makes two characters
    return [
        (sentence.start(), result)
        for sentence in SENTENCE.finditer(text)
        for result in _recognized(sentence[0], reference)
    ]


def _recognized(sentence, reference):
    try:
        return recognize_datetime(sentence, Culture.Chinese, reference=reference)
    except Exception:
        return []


# ---------------------------------------------------------------- small helpers
def clocked(s):
    return CLOCK.sub(r"\1:00", s)


def resolved(timex):
    return "X" not in timex and not timex.startswith("(")


def moment(s):
    """'2020-07-29 09:00:00' -> '2020-07-29T09:00'"""
    s = s.replace(" ", "T")
    return s[:-3] if re.search(r"T\d\d:\d\d:00$", s) else s


def triple(timex):
    m = re.fullmatch(r"\((.*?),(.*?),(.*?)\)", timex)
    return m.groups() if m else None


def is_range(surface):
    return bool(re.search("[至到~～—–与和]|[年月日号\\d][-－]", surface))


def names_day(surface):
    return bool(re.search(r"[日号天周旬]|星期|礼拜|初[一二三四五六七八九十]|\d[-/.]\d+[-/.]\d", surface))


def day(s):
    return datetime.date(*map(int, s[:10].split("-")))


def iso_week(d):
    year, week, _ = d.isocalendar()
    return f"{year:04}-W{week:02}"


def open_ended(v):
    """Mod or one bound only -> 2018/.. or ../2019-12-31."""
    mod, start, end = v.get("Mod") or v.get("mod"), v.get("start"), v.get("end")
    if mod == "before" or (end and not start):
        return "../" + moment(end or v.get("value") or start)
    if mod in ("after", "since") or (start and not end):
        return moment(start or v.get("value")) + "/.."
    if mod == "until":
        return "../" + moment(end)
    return None


def begins(v):
    for k in ("start", "value", "end"):
        if re.match(r"\d{4}-\d\d-\d\d", str(v.get(k))):
            return v[k][:10]
    return None


def choose(values, on):
    """The latest resolution that does not begin after on; of one day (8 or 20 o'clock) the first."""
    best = values[0]
    for v in values[1:]:
        if on and begins(v) and begins(best) and begins(best) < begins(v) <= on:
            best = v
    return best


# ---------------------------------------------------------------- one rule a type
def date_value(v, surface, on):
    timex, value = v["timex"], v.get("value")
    if resolved(timex) or not on or not value or value == "not resolved":
        return timex
    return value


def named_range(a, b, surface):
    """Bounds that the surface names itself are both inside: 2015年到2017年 -> 2015/2017."""
    if a.endswith("-01-01") and b.endswith("-01-01") and not re.search("[月日号]", surface):
        a, b = a[:4], b[:4]
    elif a.endswith("-01") and b.endswith("-01") and not names_day(surface):
        a, b = a[:7], b[:7]
    return a + "/" + b


def whole_units(a, b, surface):
    """Start, and end not inside, -> one unit if the surface names one, else None."""
    d, n = day(a), (day(b) - day(a)).days
    if a.endswith("-01") and b.endswith("-01"):
        months = (int(b[:4]) - int(a[:4])) * 12 + int(b[5:7]) - int(a[5:7])
        if months == 1:
            return a[:7]
        if months == 12 and d.month == 1:
            return a[:4]
        if months == 3 and d.month % 3 == 1 and "季" in surface:
            return f"{a[:4]}-Q{d.month // 3 + 1}"
        if months == 6 and d.month in (1, 7) and "半年" in surface:
            return f"{a[:4]}-H{1 if d.month == 1 else 2}"
        if months == 120 and d.year % 10 == 0 and "年代" in surface:
            return a[:3]
        if months == 1200 and "世纪" in surface:
            return a[:2]
    if n == 7 and d.weekday() == 0:
        return iso_week(d)
    return None


def daterange_value(v, surface, on):
    timex, a, b = v["timex"], v.get("start"), v.get("end")
    if resolved(timex):
        return timex  # 2020, 2020-10, 2020-W31, 2019-WI
    if not a or not b or (not on and "X" in timex):
        t = triple(timex)
        return t[0] + "/" + t[1] if t else timex
    if is_range(surface):
        return named_range(a, b, surface)
    unit = whole_units(a, b, surface)
    if unit:
        return unit
    if timex.endswith("-WE"):
        return f"{iso_week(day(a))}-WE"
    return a + "/" + b


def datetime_value(v, surface, on):
    timex, value = v["timex"], v.get("value")
    if "T" in timex and (resolved(timex) or not on or not value):
        return clocked(timex)
    return moment(value) if value and value != "not resolved" else timex


def datetimerange_value(v, surface, on):
    timex, a, b = v["timex"], v.get("start"), v.get("end")
    part = re.search(r"T[A-Z]{2}$", timex)
    if part:
        return timex if resolved(timex) or not on or not a else a[:10] + part.group()
    if a and b and (on or "X" not in timex):
        return moment(a) + "/" + moment(b)
    t = triple(timex)
    return clocked(t[0] + "/" + t[1]) if t else clocked(timex)


def time_value(v, surface, on):
    timex = clocked(v["timex"])
    return (on or NO_DAY) + timex if timex.startswith("T") else timex


def timerange_value(v, surface, on):
    t = triple(v["timex"])
    if not t:
        return time_value(v, surface, on)  # TMO, TEV, ...
    return "/".join((on or NO_DAY) + clocked(x) for x in t[:2])


FINER = {
    ("Y", 0): ("M", 12, 0),
    ("D", 0): ("H", 24, 1),
    ("W", 0): ("D", 7, 0),
    ("H", 1): ("M", 60, 1),
    ("M", 1): ("S", 60, 1),
}


def duration_value(v, surface, on):
    """P2.5Y -> P2Y6M, PT0.5H -> PT30M."""
    parts = [[], []]
    clock = 0
    for t, number, unit in re.findall(r"(T)|([\d.]+)([YMWDHS])", v["timex"][1:]):
        if t:
            clock = 1
            continue
        n, finer = float(number), FINER.get((unit, clock))
        if n % 1 and finer and (n * finer[1]) % 1 == 0:
            if int(n):
                parts[clock].append(f"{int(n)}{unit}")
            parts[finer[2]].append(f"{(n % 1) * finer[1]:g}{finer[0]}")
        else:
            parts[clock].append(number + unit)
    if not any(parts):
        return v["timex"]
    return "P" + "".join(parts[0]) + ("T" + "".join(parts[1]) if parts[1] else "")


SETS = (
    ("每[天日晚早]|每个?[上下]午|天天", "P1D"),
    ("每个?(周|星期|礼拜)", "P1W"),
    ("每个?月", "P1M"),
    ("每年", "P1Y"),
)


def set_value(v, surface, on):
    """P1D as it is; 每天早上八点, of which the timex is T08 only, -> P1D."""
    if v["timex"].startswith("P"):
        return v["timex"]
    for words, value in SETS:
        if re.search(words, surface):
            return value
    return v["timex"]


RULES = {
    "date": ("DATE", date_value),
    "daterange": ("DATE", daterange_value),
    "datetime": ("TIME", datetime_value),
    "datetimerange": ("TIME", datetimerange_value),
    "time": ("TIME", time_value),
    "timerange": ("TIME", timerange_value),
    "duration": ("DURATION", duration_value),
    "set": ("SET", set_value),
}


# ---------------------------------------------------------------- one result
def timex(r, on):
    """One ModelResult -> (type, value) or None."""
    kind = r.type_name.split(".")[-1]
    if kind not in RULES:
        return None
    if not r.resolution or not r.resolution.get("values"):
        return RULES[kind][0], ""
    v, surface = choose(r.resolution["values"], on), r.text
    kind = v.get("type", kind)
    kind3, rule = RULES.get(kind, RULES[r.type_name.split(".")[-1]])
    one_sided = kind in ("daterange", "datetimerange", "timerange") or v.get("Mod") or v.get("mod")
    value = None
    if one_sided and (v.get("start") or v.get("end")):
        value = open_ended(v)
    value = value or rule(v, surface, on)
    if kind3 == "TIME" and value and "T" not in value:
        kind3 = "DATE"
    return kind3, value or ""


def broken(r, text):
    """A span outside the text, or an unresolved one over several clauses."""
    if r.start < 0 or r.end < r.start or r.end >= len(text) or not r.text.strip():
        return True
    return not r.resolution and bool(re.search("[，,。；;！？]", text[r.start : r.end + 1]))


def convert(results, on, text):
    out = []
    for offset, r in results:
        if broken(r, text[offset:]):
            continue
        try:
            tv = timex(r, on)
        except Exception:
            tv = None
        if tv:
            end = r.end + 1 - (len(r.text) - len(r.text.rstrip()))  # its end is inclusive
            out.append({"start": offset + r.start, "end": offset + end, "type": tv[0], "value": tv[1]})
    return out


if __name__ == "__main__":
    serve(call, convert)
