"""Where names that are known already stand."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from extract.pipes.people.lattice import CERTAIN, Candidate

GIVEN_ODDS = 30.0
"""The log-odds of a name that somebody has given."""


class NameIndex:
    """Finds names of a fixed set, the longest first where several start at one place."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names; what has less than two characters is none."""
        self._names = frozenset(name for name in names if len(name) > 1)
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths = {head: sorted(those, reverse=True) for head, those in lengths.items()}
        firsts = "".join(sorted({name[0] for name in self._names}))
        self._firsts = re.compile(f"[{re.escape(firsts)}]" if firsts else r"(?!)")

    def __call__(self, plain: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the names, in order, apart; the time is linear in the text, however many."""
        after = 0
        heads = self._lengths
        for match in self._firsts.finditer(plain):
            start = match.start()
            head = plain[start : start + 2]
            if head not in heads or start < after:
                continue
            for length in heads[head]:
                if plain[start : start + length] in self._names:
                    after = start + length
                    yield start, after
                    break


def known_mentions(plain: str, known: Iterable[str]) -> list[Candidate]:
    """Find the names that are given, the longest first where several start at one place."""
    return [Candidate(start, end, GIVEN_ODDS) for start, end in NameIndex(known)(plain)]


def spread(plain: str, chosen: Sequence[Candidate], certain: Sequence[Candidate]) -> list[Candidate]:
    """Find the further places where an accepted name of three or more characters stands.

    The segmenter may hide one in a wrong word, where no candidate was looked for.
    """
    strong: dict[str, float] = {}
    for item in chosen:
        if item.end - item.start > 2 and item.log_odds > CERTAIN:
            name = plain[item.start : item.end]
            strong[name] = max(strong.get(name, 0.0), item.log_odds)
    if not strong:
        return []
    taken = sorted([*chosen, *certain])
    starts = [item.start for item in taken]
    further: list[Candidate] = []
    for start, end in NameIndex(strong)(plain):
        place = bisect.bisect_left(starts, end)
        if not place or taken[place - 1].end <= start:
            further.append(Candidate(start, end, strong[plain[start:end]] - 1.0))
    return further
