"""The plain data every room passes on: spans, facts and warnings.

Facts are frozen and hold nothing but strings, numbers and other facts, so that
they pickle, compare and serialise without a thought. Every ``start``/``end``
counts Unicode code points in the article's text as published, end exclusive.
Every normalised string (names, titles, organisations, units, nouns) is in
simplified script.
"""

from __future__ import annotations

from typing import Literal

import msgspec

DateType = Literal["DATE", "TIME", "DURATION", "SET"]
Modifier = Literal["about", "nearly", "over", "under", "each"]
RoleStatus = Literal["current", "former", "seconded"]
Script = Literal["hans", "hant", "mixed"]
PublishedBasis = Literal["metadata", "text", "inferred"]
SumCheck = Literal["exact", "partial", "mismatch"]
Container = Literal["jsonl", "csv", "tsv", "parquet", "warc"]


class Span(msgspec.Struct, frozen=True):
    """A stretch of the article's text."""

    start: int
    end: int


class Zone(msgspec.Struct, frozen=True):
    """A stretch of boilerplate and what kind it is (``copyright``, ``repeated`` …)."""

    start: int
    end: int
    kind: str


class Warning(msgspec.Struct, frozen=True):  # noqa: A001 - the contract's own word
    """Something that was skipped, guessed or failed.

    ``code`` is short, stable and machine-readable; ``message`` is for people.
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class Date(msgspec.Struct, frozen=True):
    """One expression of time.

    ``value`` is TIMEX3 / ISO 8601; ``start_date`` and ``end_date`` are the first and
    last day it covers, null where open or unknown. ``anchor`` is the ISO date or year
    that a relative or partial expression was resolved against, null where it needed none.
    """

    text: str
    type: DateType
    value: str
    start_date: str | None
    end_date: str | None
    start: int
    end: int
    rule: str
    mod: Modifier | None = None
    anchor: str | None = None


class Count(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """How many or how much of what; ``of`` is the index of the whole in the record's counts.

    ``action`` is the verb that governs the count, in simplified script. On a whole, ``sum_check`` says
    whether its parts add up to it (``exact``), leave a rest (``partial``) or exceed it (``mismatch``), and
    ``sum_difference`` how much is left, below 0 where it is exceeded; both are null where nothing can be
    added up.
    """

    text: str
    value: int | float | None
    min: int | float | None
    max: int | float | None
    modifier: Modifier | None
    unit: str | None
    noun: str | None
    of: int | None
    when: str | None
    from_: str | None
    to: str | None
    start: int
    end: int
    rule: str
    action: str | None = None
    sum_check: SumCheck | None = None
    sum_difference: int | float | None = None


class Role(msgspec.Struct, frozen=True):
    """One post of one person; the span is the title's, or the title's and the organisation's."""

    title: str
    org: str | None
    status: RoleStatus
    since: str | None
    start: int
    end: int
    rule: str


class Person(msgspec.Struct, frozen=True):
    """A human being named by a full name.

    ``original`` is the name in the article's own script. ``score`` says how sure it is, between 0 and 1, that
    exactly this is a person's name: the best that any mention gives.
    """

    name: str
    mentions: tuple[Span, ...]
    roles: tuple[Role, ...]
    staff: bool
    rule: str
    original: str
    score: float = 1.0
