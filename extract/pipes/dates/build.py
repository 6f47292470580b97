"""Productions: from what a date rule matched to its type and value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from extract.pipes.dates.built import Built, DateWords
from extract.pipes.dates.intervals import Intervals
from extract.pipes.dates.lengths import Lengths
from extract.pipes.dates.named import Named
from extract.pipes.dates.points import Points
from extract.pipes.dates.relative import Relative
from extract.pipes.dates.timeline import Timeline
from extract.rules import RuleMatch
from extract.text.prepare import Prepared

#: Words of one character before a date, which the cutter takes for the beginning of another word: 至|今年.
_WHOLE_WORDS = ("至", "到", "自", "从", "在", "于")

Production = Callable[[RuleMatch, Timeline], Built | None]


class Builder:
    """Builds values from matches, each production by its name in the rules."""

    def __init__(self, words: DateWords) -> None:
        """Args: the lexicon of date words."""
        points = Points(words)
        relative = Relative(words, points)
        named = Named(words, points)
        intervals = Intervals(points, relative, named)
        lengths = Lengths(words)

        self._words = words

        def calendar(match: RuleMatch, timeline: Timeline) -> Built | None:
            if "dayword" in match.groups and "month" not in match.groups:
                return relative.day(match.groups, timeline)  # 今早（25日）: the bracket only repeats the day
            return points(match.groups, timeline)

        self._productions: dict[str, Production] = {
            "calendar": calendar,
            "interval": intervals.between,
            "first_months": intervals.months_from_new_year,
            "years_together": intervals.years_together,
            "same_period": intervals.same_period,
            "open": intervals.opened,
            "decade": named.decade,
            "since_decade": named.since_decade,
            "century": named.century,
            "nth_weekday": named.nth_weekday,
            "festival": named.festival,
            "relative_day": _of_groups(relative.day),
            "before": relative.before,
            "half_year_before": relative.half_year_before,
            "after": relative.after,
            "week": _of_groups(relative.week),
            "weekday": _of_groups(relative.weekday),
            "weekday_with_day": _of_groups(relative.weekday_with_day),
            "clock": _of_groups(relative.clock),
            "day_of_event": relative.day_of_event,
            "same_day_years_before": relative.same_day_years_before,
            "edge_of_month": relative.edge_of_month,
            "month_before": relative.month_before,
            "set": lengths.period,
            "short_year": points.short_year,
            "duration": lengths.duration,
            "duration_range": lengths.duration_range,
        }

    def productions(self) -> frozenset[str]:
        """The names a date rule's ``build`` may have."""
        return frozenset(self._productions)

    def cuts_a_word(self, prepared: Prepared, match: RuleMatch) -> bool:
        """Whether a word that also comes about where two others meet is none here: 送去|年货 is not 去年.

        Args:
            prepared: the article.
            match: what a rule found in it.
        """
        if "unsure" in match.groups and not prepared.begins_long_word(match.span("unsure")[0]):
            return True
        whole: str = match.rule.params.get("whole", "")
        if whole in match.groups and prepared.straddled(*match.span(whole)):
            return True
        word = match.rule.params.get("word") or (
            match.groups.get("year") in self._words.deictic_years and "month" not in match.groups
        )
        if not word or prepared.plain[match.start - 1 : match.start] in _WHOLE_WORDS:
            return False
        return not prepared.begins_word(match.start)

    def counts_from_publication(self, match: RuleMatch) -> bool:
        """Whether a match is of a day or month such as 昨天 and 上月."""
        groups = match.groups
        return groups.get("dayword") in self._words.deictic_days or (
            groups.get("month") in self._words.deictic_months
        )

    def __call__(self, match: RuleMatch, timeline: Timeline) -> Built | None:
        """The value of a match, None where what it says is none that can be known, or ``DECLINED``."""
        if " " in match.found[0]:
            closed = {name: "".join(text.split()) for name, text in match.groups.items()}
            match = msgspec.structs.replace(match, groups=closed)
        try:
            return self._productions[match.rule.build](match, timeline)
        except (ValueError, OverflowError):
            return None  # no numeral, or a day the calendar does not have, such as 2月30日


def _of_groups(production: Callable[[Mapping[str, str], Timeline], Built | None]) -> Production:
    """A production that wants no more of a match than its groups."""
    return lambda match, timeline: production(match.groups, timeline)
