"""Possible names, and the choice among those that overlap."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from typing import NamedTuple

NEEDED = 0.25
"""A candidate is taken when its log-odds, with the article's evidence, are above this."""

CERTAIN = 3.0
"""Log-odds from which one mention settles that the string is a name in this article."""


LONG = 4
INSIDE_PENALTY = 5.0
"""How much speaks against a name that is part of one of another kind of at least so many characters."""


class Candidate(NamedTuple):
    """A possible mention, ``plain[start:end]``, and the log-odds that exactly this is a name."""

    start: int
    end: int
    log_odds: float


def probability(log_odds: float) -> float:
    """Turn log-odds into a probability, rounded to three places."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds)))), 3)


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Choose the candidates that do not overlap and whose log-odds add up to most (a lattice's best path)."""
    usable = sorted((item for item in candidates if item.log_odds > NEEDED), key=lambda item: item.end)
    ends = [item.end for item in usable]
    best = [0.0]
    take: list[bool] = []
    before: list[int] = []
    for index, item in enumerate(usable):
        free = bisect.bisect_right(ends, item.start, 0, index)
        gain = best[free] + item.log_odds - NEEDED
        take.append(gain > best[index])
        best.append(max(gain, best[index]))
        before.append(free)
    chosen = []
    index = len(usable)
    while index:
        if take[index - 1]:
            chosen.append(usable[index - 1])
            index = before[index - 1]
        else:
            index -= 1
    return chosen[::-1]


def outside(candidates: Sequence[Candidate], certain: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the candidates that overlap a mention already certain; ``certain`` is in order."""
    starts = [item.start for item in certain]
    kept = []
    for item in candidates:
        place = bisect.bisect_left(starts, item.end)
        if not place or certain[place - 1].end <= item.start:
            kept.append(item)
    return kept


def clip(value: float, low: float, high: float) -> float:
    """Keep a value between two bounds."""
    return max(low, min(high, value))


def inside_longer(candidates: Sequence[Candidate], longer: Sequence[Candidate]) -> list[Candidate]:
    """Doubt what is part of a long name of another kind: 梅多夫 in 别尔德穆哈梅多夫, 刘淑仪 in 叶刘淑仪.

    Args:
        candidates: Han names.
        longer: names written by sound and names that everybody knows.
    """
    long = sorted(item for item in longer if item.end - item.start >= LONG)
    if not long:
        return list(candidates)
    starts = [item.start for item in long]
    doubted = []
    for item in candidates:
        place = bisect.bisect_right(starts, item.start) - 1
        inside = place >= 0 and item.end <= long[place].end
        doubted.append(item._replace(log_odds=item.log_odds - INSIDE_PENALTY) if inside else item)
    return doubted
