"""Whether the parts of a whole add up to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from extract.facts import Count, SumCheck
from extract.pipes.counts.breakdowns import is_share

#: Decimals of sums of money and areas, which are printed rounded.
_DECIMALS = 6


def with_sums_checked(counts: Sequence[Count]) -> list[Count]:
    """The counts with ``sum_check`` and ``sum_difference`` on every whole whose parts can be added up.

    Parts that add up exactly before others follow are a breakdown of their own (by sex, then by age). Where a
    figure is a range or none of an exact one is given, nothing is said of sums that are too large.
    """
    parts: dict[int, list[Count]] = defaultdict(list)
    for count in counts:
        if count.of is not None and not is_share(count):
            parts[count.of].append(count)
    checked = list(counts)
    for whole, own in parts.items():
        verdict = _checked(counts[whole], own)
        if verdict is not None:
            check, difference = verdict
            checked[whole] = msgspec.structs.replace(
                counts[whole], sum_check=check, sum_difference=difference
            )
    return checked


def _checked(whole: Count, parts: Sequence[Count]) -> tuple[SumCheck, float] | None:
    """What is to be said of a whole, and how much its parts leave (less than 0: how much they exceed it)."""
    if whole.value is None or any(part.value is None for part in parts):
        return None
    rest: float = whole.value
    closed = False
    for part in parts:
        if closed:
            rest, closed = whole.value, False
        rest = round(rest - (part.value or 0), _DECIMALS)
        closed = rest == 0
    vague = any(count.modifier not in (None, "each") for count in (whole, *parts))
    if rest < 0 and vague:
        return None
    check: SumCheck = "exact" if rest == 0 else "partial" if rest > 0 else "mismatch"
    return check, int(rest) if rest == int(rest) else rest
