"""Who has been found in an article so far, where, by which rule and how surely."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[int, int]


@dataclass
class Entry:
    """One person: where the name or another mention stands, the rule that found it first, the best score."""

    rule: str
    score: float
    places: list[Place] = field(default_factory=list)


class Roll:
    """The persons of one article by full name. Places are offsets in the simplified text, end exclusive."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.entries: dict[str, Entry] = {}

    def __iter__(self) -> Iterator[str]:
        """The full names in the order in which they were found."""
        return iter(self.entries)

    def add(self, name: str, place: Place | None, rule: str, score: float) -> None:
        """Put a mention by the full name down; None where only the metadata name the person."""
        entry = self.entries.setdefault(name, Entry(rule, score))
        entry.score = max(entry.score, score)
        if place is not None:
            entry.places.append(place)

    def places(self) -> list[Place]:
        """All mentions of all persons, in order."""
        return sorted(place for entry in self.entries.values() for place in entry.places)

    def join_parts(self, plain: str) -> None:
        """特朗普 alone is a mention of 唐纳德·特朗普 where the article has no other of the name."""
        bearers: dict[str, set[str]] = {}
        for name in self.entries:
            for part in name.split("·") if "·" in name else ():
                if len(part) > 1:
                    bearers.setdefault(part, set()).add(name)
        for part, names in bearers.items():
            if len(names) == 1:
                own = self.entries[next(iter(names))]
                alone = self.entries.pop(part, None)
                own.places += alone.places if alone is not None else []
                own.places += self._free(plain, part)

    def _free(self, plain: str, part: str) -> Iterator[Place]:
        """Where a part of a name stands alone and is nobody's mention yet."""
        taken = self.places()
        at = -1
        while (at := plain.find(part, at + 1)) >= 0:
            end = at + len(part)
            before = bisect.bisect_left(taken, (end, 0))
            overlaps = before and taken[before - 1][1] > at
            if not overlaps and plain[at - 1 : at] != "·" and plain[end : end + 1] != "·":
                yield at, end
