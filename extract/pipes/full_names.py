"""Where people are named in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.facts import Person
from extract.text.prepare import Prepared


def full_names(prepared: Prepared, people: Sequence[Person]) -> Iterator[tuple[int, int, int]]:
    """Start, end and the person's index of every mention by the full name, person by person."""
    for index, person in enumerate(people):
        for span in person.mentions:
            if prepared.plain[span.start : span.end] == person.name:
                yield span.start, span.end, index
