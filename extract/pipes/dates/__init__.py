"""Dates: every expression of time, with its TIMEX3 type, its value and the days it covers."""

from __future__ import annotations

import bisect
import re
from typing import Any

import msgspec

from extract.facts import Date
from extract.pipes.dates.build import Builder, DateWords
from extract.pipes.dates.calendar import covered_days
from extract.pipes.dates.lengths import Built
from extract.pipes.dates.timeline import Timeline, infer_present_year
from extract.rules import RuleBook, RuleMatch
from extract.text.numerals import NotANumeral, parse_numeral
from extract.text.prepare import Prepared

#: Year words that also come about where two words meet: 建成|后年|发电量.
_WORDS_INSIDE_WORDS = frozenset({"前年", "后年", "明年", "当年", "同年", "次年"})
_QUOTES = {"“": 1, "「": 1, "”": -1, "」": -1}
_QUOTE = re.compile("[“”「」]")


class DateFinder:
    """Finds the dates of a prepared article."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        words: dict[str, Any] = dict(book.settings("dates/words"))
        words["festivals"] = book.pairs("dates/festivals")
        self._words = msgspec.convert(words, DateWords)
        self._matcher = book.matcher("dates")
        self.builder = Builder(self._words)

    def __call__(self, prepared: Prepared) -> list[Date]:
        """The dates outside boilerplate, in text order."""
        matches = [m for m in self._matcher(prepared.plain) if not prepared.in_boilerplate(m.start)]
        timeline = Timeline(prepared.published, self._present_year(matches))
        quotations = _quotations(prepared.plain)
        dates: list[Date] = []
        at = 0
        for match in matches:
            if breaks := prepared.plain.count("\n", at, match.start):
                timeline.new_paragraph(breaks)
            at = match.start
            if match.rule.params.get("word") and not prepared.begins_word(match.start):
                continue
            if match.groups.get("year") in _WORDS_INSIDE_WORDS and not prepared.begins_word(match.start):
                continue
            if (
                prepared.published is None
                and match.rule.build == "relative_day"
                and _inside(match.start, quotations)
            ):
                continue  # 今天 said by somebody, nobody knows when
            if "dayword" in match.groups and len(match.groups) == 1 and _inside(match.start, quotations):
                continue
            built = self.builder(match, timeline)
            if built is None:
                continue
            if built.type in ("DATE", "TIME"):
                timeline.speak_of(built.year, built.month, built.day, explicit=_gives_year(match, built))
            dates.append(_fact(prepared, match, built, timeline))
        return dates

    def _present_year(self, matches: list[RuleMatch]) -> int | None:
        years, speaks = [], False
        for match in matches:
            for name in ("year", "year2"):
                surface = match.groups.get(name)
                if surface is None:
                    continue
                if surface in self._words.deictic_years or surface in ("今", "去"):
                    speaks = True
                elif surface not in self._words.anaphoric_years:
                    try:
                        years.append(int(parse_numeral(surface.rstrip("年"))))
                    except NotANumeral:
                        continue
        return infer_present_year(years, speaks_of_this_year=speaks)


def _gives_year(match: RuleMatch, built: Built) -> bool:
    return built.year is not None and ("year" in match.groups or "roc" in match.groups)


def _fact(prepared: Prepared, match: RuleMatch, built: Built, timeline: Timeline) -> Date:
    start, end = match.start, match.end
    first, last = covered_days(built.value) if built.type in ("DATE", "TIME") else (None, None)
    return Date(
        text=prepared.original[start:end],
        type=built.type,  # type: ignore[arg-type]
        value=built.value,
        start_date=first,
        end_date=last,
        start=start,
        end=end,
        rule=match.rule.id,
        mod=built.mod,  # type: ignore[arg-type]
        anchor=timeline.anchor() if built.anchored else None,
    )


def _quotations(plain: str) -> list[tuple[int, int]]:
    """Stretches inside double quotation marks; a line break closes what was left open."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _QUOTE.finditer(plain):
        if _QUOTES[match.group()] > 0:
            opened = match.start()
        elif opened is not None:
            spans.append((opened, match.end()))
            opened = None
    return spans


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect.bisect_right(spans, (offset, len(spans) and spans[-1][1])) - 1
    return index >= 0 and spans[index][0] <= offset < spans[index][1]
