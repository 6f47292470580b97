"""Fits the weights of a model whose candidates compete with each other and with there being no name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from names.places import Flags, Floats, Ints, View

PENALTY = 1.0
MEMORY = 7


def _chances(shared: Ints, ends: Ints, owner: Ints, weights: Floats) -> tuple[Floats, Floats]:
    base = weights[shared].sum(axis=1)
    score = weights[ends].sum(axis=1) + base[owner]
    firsts = np.searchsorted(owner, np.arange(len(base)))
    top = np.maximum(np.maximum.reduceat(score, firsts), 0.0)
    power = np.exp(score - top[owner])
    nothing = np.exp(-top)
    whole = nothing + np.bincount(owner, weights=power, minlength=len(base))
    return power / whole[owner], nothing / whole


def chances(view: View, weights: Floats) -> tuple[Floats, Floats]:
    """Probability of each candidate, and of no name at each site."""
    return _chances(view.shared, view.ends, view.owner, weights)


def fit(  # noqa: PLR0917
    view: View, gold: Floats, used: Flags, heavy: Floats, rare: int, passes: int
) -> Floats:
    """Fit weights to labels: the most likely ones under a quadratic penalty.

    Args:
        view: what the model sees.
        gold: how much each candidate is believed to be a name, 0 to 1.
        used: the sites that are labelled.
        heavy: how much each site counts.
        rare: features seen less often at the labelled sites have no weight.
        passes: most steps of the descent.
    """
    mine = used[view.owner]
    owner = (np.cumsum(used) - 1)[view.owner[mine]].astype(np.int32)
    shared, ends = view.shared[used], view.ends[mine]
    size = len(view.names)
    seen = np.bincount(shared.ravel(), minlength=size) + np.bincount(ends.ravel(), minlength=size)
    alive = seen >= rare
    alive[0] = False
    renumber: Ints = np.where(alive, np.cumsum(alive), 0).astype(np.int32)
    count = int(alive.sum()) + 1
    small = _minimum(renumber[shared], renumber[ends], owner, gold[mine], heavy[used], count, passes)
    weights: Floats = np.zeros(size)
    weights[alive] = small[1:]
    return weights


def _minimum(  # noqa: PLR0917
    shared: Ints, ends: Ints, owner: Ints, target: Floats, heavy: Floats, count: int, passes: int
) -> Floats:
    places = len(shared)
    rest = 1.0 - np.bincount(owner, weights=target, minlength=places)
    flat_ends, flat_shared = ends.ravel(), shared.ravel()

    def loss(weights: Floats) -> tuple[float, Floats]:
        chance, none = _chances(shared, ends, owner, weights)
        error = (chance - target) * heavy[owner]
        of_site = np.bincount(owner, weights=error, minlength=places)
        slope = np.bincount(flat_ends, weights=np.repeat(error, ends.shape[1]), minlength=count)
        if shared.shape[1]:
            slope += np.bincount(flat_shared, weights=np.repeat(of_site, shared.shape[1]), minlength=count)
        slope += PENALTY * weights
        slope[0] = 0.0
        likely = (heavy[owner] * target) @ np.log(np.maximum(chance, 1e-300))
        likely += (heavy * rest) @ np.log(np.maximum(none, 1e-300))
        return float(0.5 * PENALTY * (weights @ weights) - likely), slope

    return descend(loss, np.zeros(count), passes)


Turn = tuple[Floats, Floats, float]


def _direction(slope: Floats, history: list[Turn]) -> Floats:
    direction = -slope
    factors = []
    for moved, turned, scale in reversed(history):
        factor = scale * float(moved @ direction)
        factors.append(factor)
        direction = direction - factor * turned
    if history:
        _, turned, scale = history[-1]
        direction = direction / (scale * float(turned @ turned))
    else:
        direction = direction / max(1.0, float(np.abs(slope).sum() / 50.0))
    for (moved, turned, scale), factor in zip(history, reversed(factors), strict=True):
        direction = direction + (factor - scale * float(turned @ direction)) * moved
    return direction


def descend(loss: Callable[[Floats], tuple[float, Floats]], weights: Floats, passes: int) -> Floats:
    """Minimise a smooth function by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno."""
    idle = 0
    value, slope = loss(weights)
    history: list[Turn] = []
    for _ in range(passes):
        direction = _direction(slope, history)
        step, downhill = 1.0, float(direction @ slope)
        while step > 1e-6:
            next_value, next_slope = loss(weights + step * direction)
            if next_value <= value + 1e-4 * step * downhill:
                break
            step *= 0.5
        else:
            break
        moved, turned = step * direction, next_slope - slope
        if float(moved @ turned) > 1e-10:
            history = [*history[-MEMORY:], (moved, turned, 1.0 / float(moved @ turned))]
        weights, slope = weights + moved, next_slope
        idle = idle + 1 if value - next_value < 2e-4 * abs(value) else 0
        if idle == 3:
            break
        value = next_value
    return weights
