"""What a date rule has come to: a value, and what it leaves the reader's mind on."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Built(msgspec.Struct, frozen=True):
    """The type and value of a match.

    Attributes:
        type, value, mod: as in the record.
        year, month, day: the date the text speaks of from here on, None where it gives none.
        explicit_year: whether the text gives the year by number.
        anchored: whether the value was resolved against the article's time.
        open: whether the value has no beginning or no end.
    """

    type: str
    value: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    explicit_year: bool = False
    anchored: bool = False
    mod: str | None = None
    open: bool = False


#: What a production gives for a match that is something else, which other rules may know.
DECLINED = Built("DATE", "")


class DateWords(msgspec.Struct, frozen=True):
    """What the words of date rules stand for; see ``rules/dates/words.toml``."""

    deictic_years: Mapping[str, int]
    anaphoric_years: Mapping[str, int]
    deictic_months: Mapping[str, int]
    anaphoric_months: Mapping[str, int]
    deictic_days: Mapping[str, int]
    anaphoric_days: Mapping[str, int]
    deictic_weeks: Mapping[str, int]
    seasons: Mapping[str, str]
    weekdays: Mapping[str, int]
    afternoon: Mapping[str, list[str]]
    units: Mapping[str, str]
    mods: Mapping[str, str]
    announcing: Mapping[str, str]
    planned: Mapping[str, str]
    present: Mapping[str, str]
    festivals: Mapping[str, str]
