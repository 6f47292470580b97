"""What the drivers of date taggers share: JSON Lines in and out, and a clock around the tagger's calls.

A driver runs in an environment of its own, in which only its tagger is installed. It reads
``{"text": str, "on": "YYYY-MM-DD" or null}`` a line, and writes for each a list of ``{"start", "end",
"type", "value"}``: offsets in code points, end exclusive, TIMEX3 types and values. Last on standard
error stands ``seconds=…``, the processor seconds of one round in the tagger itself, the median of the
rounds; loading is not counted, nor is the first round, which warms what a tagger keeps.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import time

#: A text without a day is read with two of them: what moves along is not known, and becomes X.
BASES = ("2020-07-29", "1991-03-12")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


def serve(call, convert, *, reads_undated=False):
    """Read texts, tag them round after round, and write what was found.

    Args:
        call: the tagger: text and day (ISO) to its own results.
        convert: its results, the day, and the text, to a list of dates.
        reads_undated: whether the tagger itself knows what to do without a day, which is None then.
    """
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    stand_in = None if reads_undated else BASES[0]
    taken = []
    for _ in range(int(os.environ.get("ROUNDS", "3")) + 1):
        began = time.process_time()
        found = [_called(call, row["text"], row.get("on") or stand_in) for row in rows]
        taken.append(time.process_time() - began)
    for row, results in zip(rows, found, strict=False):
        dates = convert(results, row.get("on") or BASES[0], row["text"])
        if not (reads_undated or row.get("on") or not dates):
            dates = _what_the_text_tells(call, convert, row["text"], dates)
        print(json.dumps(dates, ensure_ascii=False))
    sys.stdout.flush()
    print(f"seconds={statistics.median(taken[1:] or taken):.4f}", file=sys.stderr)


def _called(call, text, on):
    try:
        return call(text, on)
    except Exception:  # a tagger that fails on a text has found nothing there
        return []


def _what_the_text_tells(call, convert, text, dates):
    """The dates with X for what was only told by the day that stood in for the unknown one."""
    moved = {
        (d["start"], d["end"]): d["value"] for d in convert(_called(call, text, BASES[1]), BASES[1], text)
    }
    return [
        {
            **d,
            "value": _masked(
                d["value"], moved.get((d["start"], d["end"]), d["value"]), text[d["start"] : d["end"]]
            ),
        }
        for d in dates
    ]


def _masked(one, two, surface):
    """XXXX-08-05 for 2020-08-05 and 1991-08-05: what depends on the base; a year in the surface does not."""
    if one == two or re.match(r"P\d|PT", one):
        return one
    given = surface.translate(_HAN_DIGITS)

    def hidden(part):
        return part if len(part) == 4 and part in given else re.sub(r"\d", "X", part)

    first, second = re.split(r"(\d+)", one), re.split(r"(\d+)", two)
    if len(first) != len(second):
        return "".join(map(hidden, first))
    return "".join(a if a == b else hidden(a) for a, b in zip(first, second, strict=False))
