"""Characters that nobody sees, left out for the rules and put back under the facts.

Copied pages have zero-width spaces and joiners, soft hyphens and stray byte order marks within words and
numbers. The rules read a text without them; positions are told in the text as published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from extract.facts import Count, Date, Person, Role, Span, Warning, Zone
from extract.record import Record

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")

Placed = TypeVar("Placed", Zone, Span, Role, Warning)
Fact = TypeVar("Fact", Count, Date)


def has_invisible(text: str) -> bool:
    """Whether a text holds characters that nobody sees."""
    return not text.isascii() and _INVISIBLE.search(text) is not None


def without_invisible(text: str) -> tuple[str, list[int]]:
    """The text that is seen, and for each of its characters, and for its end, the place in ``text``."""
    places = [i for i, character in enumerate(text) if not _INVISIBLE.match(character)]
    return "".join(text[i] for i in places), [*places, len(text)]


def placed_in(record: Record, text: str, places: Sequence[int]) -> Record:
    """The record of a text that is seen as the record of the text as published.

    Args:
        record: made of what is seen of ``text``.
        text: the text as published.
        places: where each seen character stands in it, and where it ends.
    """

    def bounds(start: int, end: int) -> tuple[int, int]:
        return places[start], places[end - 1] + 1 if end > start else places[start]

    def moved(item: Placed) -> Placed:
        if item.start is None or item.end is None:
            return item
        start, end = bounds(item.start, item.end)
        return msgspec.structs.replace(item, start=start, end=end)

    def cut(item: Fact) -> Fact:
        start, end = bounds(item.start, item.end)
        return msgspec.structs.replace(item, start=start, end=end, text=text[start:end])

    def person(item: Person) -> Person:
        mentions, roles = tuple(map(moved, item.mentions)), tuple(map(moved, item.roles))
        return msgspec.structs.replace(item, mentions=mentions, roles=roles)

    return msgspec.structs.replace(
        record,
        text=text,
        boilerplate=tuple(map(moved, record.boilerplate)),
        people=tuple(map(person, record.people)),
        counts=tuple(map(cut, record.counts)),
        dates=tuple(map(cut, record.dates)),
        warnings=tuple(map(moved, record.warnings)),
    )
