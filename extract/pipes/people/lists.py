"""Lists of persons: what 、 joins is of one kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.pipes.people.candidates import NEVER_LAST, Lexicon, is_han
from extract.pipes.people.lattice import CERTAIN, NEEDED, Candidate

ROSTER_BONUS = 2.5
LISTED_ODDS = 1.0
"""How much a name in a list makes its neighbours more likely; log-odds of one not thought of before."""

_JOINTS = frozenset("、和与及")
_LIST_GOES_ON = re.compile(
    r"[、和与及，。；：！？）)\n “”《]|等|[两三四五六七八九十几]|均|都|分别|一同|一起"
    r"|夫妇|父子|母子|姐弟|兄弟|出席|参加|$"
)
"""What joins persons in a list, and what follows the last of them."""


def with_neighbours(
    plain: str, candidates: Sequence[Candidate], accepted: Sequence[Candidate], lexicon: Lexicon
) -> list[Candidate]:
    """Trust what stands in a list beside a name: what 、 joins is of one kind.

    It must fill its place in the list: on its other side too there is a mark, or the words that follow a list
    of persons.
    """
    sure = [item for item in accepted if item.log_odds > CERTAIN]
    beside: set[tuple[int, int]] = set()
    seen = {(item.start, item.end) for item in sure}
    while sure:
        item = sure.pop()
        for span in (_next_in_list(plain, item.end, lexicon), _last_in_list(plain, item.start, lexicon)):
            if span is not None and span not in seen:
                seen.add(span)
                beside.add(span)
                sure.append(Candidate(*span, ROSTER_BONUS))
    if not beside:
        return list(candidates)
    trusted = [
        item._replace(log_odds=item.log_odds + ROSTER_BONUS) if (item.start, item.end) in beside else item
        for item in candidates
    ]
    beside -= {(item.start, item.end) for item in candidates if item.log_odds > NEEDED - ROSTER_BONUS}
    return trusted + [Candidate(*span, LISTED_ODDS) for span in beside]


def _next_in_list(plain: str, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if plain[end : end + 1] not in _JOINTS:
        return None
    for stop in range(end + 3, min(end + 5, len(plain)) + 1):
        if _LIST_GOES_ON.match(plain, stop) and _may_be_listed(plain[end + 1 : stop], lexicon):
            return end + 1, stop
    return None


def _last_in_list(plain: str, start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if plain[start - 1 : start] not in _JOINTS:
        return None
    for begin in range(start - 3, max(start - 5, 0) - 1, -1):
        before = plain[begin - 1 : begin]
        if (not before or not is_han(before)) and _may_be_listed(plain[begin : start - 1], lexicon):
            return begin, start - 1
    return None


def _may_be_listed(name: str, lexicon: Lexicon) -> bool:
    """Whether a string of a list may be a name: a surname and one or two characters, and no word or place."""
    compound = name[:2] in lexicon.compounds and len(name) > 2
    if not compound and (name[0] not in lexicon.surnames or len(name) > 3 or not all(map(is_han, name))):
        return False
    word = name[:2] in lexicon.not_names or name in lexicon.not_names or name in lexicon.places
    return not (word or name[-1] in NEVER_LAST or name[1:] in lexicon.not_given or name[1:3] in lexicon.usual)
