"""Dates: every expression of time, with its TIMEX3 type, its value and the days it covers."""

from __future__ import annotations

import bisect
import re
from typing import Any

import msgspec

from extract.facts import Date
from extract.pipes.dates.build import Builder
from extract.pipes.dates.built import DECLINED, Built, DateWords
from extract.pipes.dates.calendar import covered_days
from extract.pipes.dates.points import LAST_YEAR
from extract.pipes.dates.present import Announcements, PresentYear
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleBook, RuleMatch
from extract.text.prepare import Prepared

_QUOTE = re.compile("[“”「」\n]")
_OPENING_QUOTES = "“「"
_TITLE_MARK = re.compile("[《》〈〉『』\n]")
_TITLE_MARKS = re.compile("[《『]")
_SENTENCE_END = re.compile("[。！？!?\n]")
_COMPARING = ("较", "比")
#: A line with a date and so few other characters is a heading of what follows.
HEADING_REST = 4
_PARAGRAPH_END = re.compile(r"\n\s*")


class DateFinder:
    """Finds the dates of a prepared article."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        words: dict[str, Any] = dict(book.settings("dates/words"))
        words["festivals"] = book.pairs("dates/festivals")
        self._words = msgspec.convert(words, DateWords)
        self._matcher = book.matcher("dates")
        self._present = PresentYear(self._words)
        self._ahead = Announcements(self._words.announcing)
        self.builder = Builder(self._words)

    def __call__(self, prepared: Prepared) -> list[Date]:
        """The dates outside boilerplate, in text order."""
        present = None
        if prepared.published is None:
            present = self._present(prepared)
        reading = _Reading(prepared, Timeline(prepared.published, present), self.builder, self._ahead)
        self._matcher(prepared.plain, reading.take)
        return reading.dates


class _Reading:
    """One article, read from its beginning to its end."""

    def __init__(
        self, prepared: Prepared, timeline: Timeline, builder: Builder, ahead: Announcements
    ) -> None:
        self.dates: list[Date] = []
        self._prepared, self._timeline, self._builder, self._ahead = prepared, timeline, builder, ahead
        self._quotations: list[tuple[int, int]] | None = None
        self._titles: list[tuple[int, int]] | None = None if _TITLE_MARKS.search(prepared.plain) else []
        self._at = 0
        self._match: RuleMatch | None = None
        timeline.announces = self._announces
        timeline.announces_before = self._announces_before

    def take(self, match: RuleMatch) -> bool:
        """Keep what a rule has found; False where another rule may know better what stands there."""
        prepared, timeline = self._prepared, self._timeline
        if prepared.boilerplate and prepared.in_boilerplate(match.start):
            return True
        if self._builder.cuts_a_word(prepared, match):
            return False
        if self._said_of_an_unknown_day(match):
            return True
        _pass_over(prepared.plain, self._at, match.start, timeline)
        self._at = match.start
        self._match = match
        built = self._builder(match, timeline)
        if built is DECLINED:
            return False
        if built is None or (self._in_a_title(match.start) and _is_a_title_word(match, built)):
            return True
        if built.type in ("DATE", "TIME") and match.groups.get("year") not in LAST_YEAR:
            explicit = _gives_year(prepared.plain, match, built, timeline)
            heading = explicit and _is_heading(prepared.plain, match)
            news = self._builder.counts_from_publication(match)
            timeline.speak_of(built, explicit=explicit, heading=heading, news=news)
        self.dates.append(_fact(prepared, match, built, timeline))
        return True

    def _announces(self) -> bool:
        match = self._match
        return match is not None and self._ahead(self._prepared.plain, match.start, match.end)

    def _announces_before(self) -> bool:
        return self._match is not None and self._ahead.before(self._prepared.plain, self._match.start)

    def _said_of_an_unknown_day(self, match: RuleMatch) -> bool:
        """今天 said by somebody: nobody knows when."""
        dated = self._prepared.published is not None
        if "dayword" not in match.groups or (dated and (len(match.groups) > 1 or match.rule.build == "open")):
            return False
        if self._quotations is None:
            self._quotations = stretches(self._prepared.plain, _QUOTE, _OPENING_QUOTES, to_the_end=True)
        return inside(match.start, self._quotations)

    def _in_a_title(self, offset: int) -> bool:
        if self._titles is None:
            self._titles = stretches(self._prepared.plain, _TITLE_MARK, "《〈『")
        return bool(self._titles) and inside(offset, self._titles)


def _pass_over(plain: str, start: int, end: int, timeline: Timeline) -> None:
    """Tell the timeline of the sentences and paragraphs that ended between two dates."""
    if plain.find("\n", start, end) >= 0:
        timeline.new_paragraph(len(_PARAGRAPH_END.findall(plain, start, end)))
    if _SENTENCE_END.search(plain, start, end):
        timeline.new_sentence()


def _is_a_title_word(match: RuleMatch, built: Built) -> bool:
    """Whether words within 《》 are likely to be of a work's name: 《今日说法》《半月谈》《十月》."""
    by_number = any(match.groups.get(name, "")[:1].isdecimal() for name in ("year", "month"))
    return built.type != "DATE" or not (built.explicit_year or by_number)


def _is_heading(plain: str, match: RuleMatch) -> bool:
    """Whether a line is hardly more than the date, as in a chronicle."""
    before = plain[max(0, match.start - HEADING_REST - 1) : match.start].rpartition("\n")
    behind = plain[match.end : match.end + HEADING_REST + 1].partition("\n")
    return bool(before[1] and behind[1]) and len(before[2]) + len(behind[0]) <= HEADING_REST


def _gives_year(plain: str, match: RuleMatch, built: Built, timeline: Timeline) -> bool:
    """Whether bare months and days that follow are of this date's year.

    It says it, and neither of a plan nor for a comparison (较2019年).
    """
    if built.year is None or not match.groups.keys() & {"year", "roc"}:
        return False
    if built.open:
        return built.anchored and built.year == timeline.present_year  # 今年以来
    if plain[match.start - 1 : match.start] in _COMPARING:
        return False
    return timeline.present_year is None or built.anchored or built.year <= timeline.present_year


def _fact(prepared: Prepared, match: RuleMatch, built: Built, timeline: Timeline) -> Date:
    start, end = match.start, match.end
    while prepared.plain[end - 1].isspace():
        end -= 1
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


def stretches(
    plain: str, marks: re.Pattern[str], opening: str, *, to_the_end: bool = False
) -> list[tuple[int, int]]:
    """Stretches between marks that open and close, within lines.

    Args:
        plain: the text.
        marks: what opens, what closes, and the end of a line.
        opening: the marks that open.
        to_the_end: whether what a line leaves open counts to its end, as in quotations of several paragraphs.
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in marks.finditer(plain):
        if match.group() in opening:
            opened = match.start() if opened is None else opened
        elif opened is not None:
            if match.group() != "\n" or to_the_end:
                spans.append((opened, match.end()))
            opened = None
    return spans


def inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the stretches, which are in order."""
    index = bisect.bisect_right(spans, (offset, len(spans) and spans[-1][1])) - 1
    return index >= 0 and spans[index][0] <= offset < spans[index][1]
