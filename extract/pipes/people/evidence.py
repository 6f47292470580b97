"""What the rest of an article tells of a possible name: its other places, and how it goes on there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence

from extract.pipes.people.candidates import LATIN_FORM, NEVER_LAST, is_han
from extract.pipes.people.lattice import CERTAIN, Candidate, clip

IN_LATIN = re.compile(LATIN_FORM)
IN_LATIN_BONUS = 3.0
"""How much it counts that a name in Latin letters stands in brackets behind: 荷根（Larry Hogan）."""

REPEATED = 0.6
"""How much of the evidence of a string's other occurrences counts at each of them."""

LEAST_WITH_TWO_BEHIND, LEAST_WITH_MANY_BEHIND = -1.5, -3.0
"""Least log-odds of a longer name, at its best place, that always goes on otherwise; see _always_goes_on."""

BARE_SURNAME_PENALTY = 3.0
"""How much speaks against 张妻还 where the article has named another 张."""

MARGIN_OF_LENGTH = 8.0
"""What settles that a name is one character longer throughout the article."""


def with_article_evidence(plain: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Let each candidate profit from the other places of the article where the same string stands.

    A name introduced once by title and name (主任周建) is recognised later without either; what is a name
    nowhere else in the article is doubted. Where a shorter and a longer candidate start together, the
    article decides once for all places where they do (王晓 or 王晓兰).
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(candidates):
        groups[plain[item.start : item.end]].append(index)
    adjusted = [item.log_odds for item in candidates]
    for indices in groups.values():
        if len(indices) > 1:
            _share(candidates, indices, adjusted)
    _settle_lengths(plain, candidates, groups, adjusted)
    return [item._replace(log_odds=value) for item, value in zip(candidates, adjusted, strict=True)]


def _share(candidates: Sequence[Candidate], indices: Sequence[int], adjusted: list[float]) -> None:
    values = [clip(candidates[index].log_odds, -4.0, 6.0) for index in indices]
    total = sum(values)
    top = max(values)
    first = values.index(top)
    second = max(value for place, value in enumerate(values) if place != first)
    for place, index in enumerate(indices):
        best_other = second if place == first else top
        mean_other = (total - values[place]) / (len(values) - 1)
        adjusted[index] += REPEATED * 0.5 * (best_other + mean_other)


def _always_goes_on(plain: str, candidates: Sequence[Candidate], longer: Sequence[int]) -> bool:
    """Tell whether the longer name stands at all places of the shorter one, with something else behind it.

    A string that is always followed by the same character, and that by different ones, ends with it:
    赵春生到, 赵春生任, 赵春生来. At one place at least the longer must not look unlike a name.
    """
    behind = {plain[candidates[index].end : candidates[index].end + 1] for index in longer}
    needed = LEAST_WITH_MANY_BEHIND if len(behind) > 2 else LEAST_WITH_TWO_BEHIND
    return len(behind) > 1 and any(candidates[index].log_odds > needed for index in longer)


def _settle_lengths(
    plain: str,
    candidates: Sequence[Candidate],
    groups: dict[str, list[int]],
    adjusted: list[float],
) -> None:
    """Decide between a name and the same name with one more character, once for each such pair."""
    places = {(item.start, item.end): index for index, item in enumerate(candidates)}
    for longer, indices in groups.items():
        shorter = groups.get(longer[:-1])
        if len(longer) < 3:
            continue
        if not shorter:  # none ends in 家, so that 周家 was not thought of: no rival to settle with
            if longer[-2] in NEVER_LAST and _always_goes_on(plain, candidates, indices):
                for index in indices:
                    adjusted[index] += MARGIN_OF_LENGTH / 2
            continue
        pairs = [
            (index, places.get((candidates[index].start, candidates[index].end - 1))) for index in indices
        ]
        both = [(high, low) for high, low in pairs if low is not None]
        if not both:
            continue
        alone = set(shorter) - {low for _, low in both}
        if not alone and _always_goes_on(plain, candidates, [high for high, _ in both]):
            for high, low in both:
                adjusted[high] += MARGIN_OF_LENGTH
                adjusted[low] -= MARGIN_OF_LENGTH
            continue
        margin = sum(clip(candidates[h].log_odds - candidates[s].log_odds, -8.0, 8.0) for h, s in both)
        lone = max((candidates[index].log_odds for index in alone), default=-9.0)
        if lone > CERTAIN and margin < 8.0 * len(both):
            margin -= 8.0
        bonus = clip(margin / 2, -4.0, 4.0) if len(both) > 1 or lone > CERTAIN else 0.0
        for high, low in both:
            adjusted[high] += bonus
            adjusted[low] -= bonus


def doubting_bare_surnames(
    plain: str, candidates: Sequence[Candidate], behind: Container[str], words: Container[str]
) -> list[Candidate]:
    """Doubt what may be a surname alone and the words behind it, as Hong Kong news calls whom it has named.

    Args:
        plain: the article.
        candidates: possible names.
        behind: characters with which a clause goes on behind a surname.
        words: ordinary words of two characters.
    """
    sure: dict[str, set[str]] = defaultdict(set)
    for item in candidates:
        if item.log_odds > CERTAIN and item.end - item.start > 2:
            sure[plain[item.start]].add(plain[item.start : item.end])
    doubted = []
    for item in candidates:
        name = plain[item.start : item.end]
        clause = is_han(plain[item.end : item.end + 1] or " ")  # not in a list: 李建国、张吉林、
        goes_on = name[1] in behind or (clause and name[1:] in words)
        bare = goes_on and bool(sure.get(name[0], set()) - {name})
        doubted.append(item._replace(log_odds=item.log_odds - BARE_SURNAME_PENALTY) if bare else item)
    return doubted
