"""Who has been found in an article so far, where, by which rule and how surely."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.pipes.people.occurrences import NameIndex

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
        alone = {part: next(iter(names)) for part, names in bearers.items() if len(names) == 1}
        for part, name in alone.items():
            entry = self.entries.pop(part, None)
            self.entries[name].places += entry.places if entry is not None else []
        if alone:
            for start, end in list(self._free(plain, alone)):
                self.entries[alone[plain[start:end]]].places.append((start, end))

    def _free(self, plain: str, parts: Iterable[str]) -> Iterator[Place]:
        """Where a part of a name stands alone and is nobody's mention yet."""
        taken = self.places()
        for start, end in NameIndex(parts)(plain):
            before = bisect.bisect_left(taken, (end, 0))
            overlaps = before and taken[before - 1][1] > start
            if not overlaps and plain[start - 1 : start] != "·" and plain[end : end + 1] != "·":
                yield start, end
