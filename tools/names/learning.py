"""Two models that teach each other on unlabelled news, and the words that no name begins in."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import NamedTuple

import numpy as np

from names.fitting import chances, fit
from names.labels import believed, doubts, gold_labels, seed_labels
from names.places import Flags, Floats, Places, View


class Learned(NamedTuple):
    """Weights of the shipped model for its view, and the words that are passed over."""

    weights: Floats
    dismissed: set[str]


def ordinary_words(places: Places, none: Floats, gold: Floats, least: int) -> set[str]:
    """Words seen often in which no name ever began."""
    named = places.of_site(gold) > 0
    count: Counter[str] = Counter()
    spoilt: set[str] = set()
    for site, word in enumerate(places.word_of):
        if len(word) < 2:
            continue
        count[word] += 1
        if named[site] or none[site] < 0.97:
            spoilt.add(word)
    return {word for word, seen in count.items() if seen >= least and word not in spoilt}


def learn(  # noqa: PLR0917
    places: Places,
    by_word: View,
    by_character: View,
    general: set[str],
    held_out: str,
    options: argparse.Namespace,
) -> Learned:
    """Train both models by turns; what one labels, the other learns, and the word model is kept.

    Args:
        places: where names could stand.
        by_word: what the shipped model sees.
        by_character: what its partner sees.
        general: words that may be passed over.
        held_out: name of the labelled source that is not looked at.
        options: of the command line.
    """
    doubtful = doubts(places)
    gold, used = gold_labels(places, held_out)
    made = np.array([text.source == "made" for text in places.texts])[places.text_of]
    heavy: Floats = np.where(used & ~made, options.gold_weight, 1.0)
    heavy[made] = options.made_weight
    more, also = seed_labels(places)
    passed: Flags = np.zeros(len(places.sites), dtype=bool)
    dismissed: set[str] = set()
    for turn in range(options.rounds + 1):
        last = turn == options.rounds
        labels, sites = gold + more, (used | also) & ~passed
        passes = options.passes if last else options.passes // 2
        weights = fit(by_word, labels, sites, heavy, options.rare, passes)
        if last:
            break
        partner = fit(by_character, labels, sites, heavy, options.rare, passes)
        chance, none = chances(by_word, weights)
        more, also = believed(places, [chance, chances(by_character, partner)[0]], doubtful)
        dismissed = ordinary_words(places, none, gold + more, least=4) & general - places.lexicon.compounds
        passed = np.array([word in dismissed for word in places.word_of])
        print(
            f"  round {turn + 1}: {int(more.sum())} names, {int(also.sum())} sites labelled, "
            f"{len(dismissed)} words passed over",
            flush=True,
        )
    # A name cut too short is the commoner mistake.
    weights[by_word.names.index(("length", "12"))] += options.longer
    # Compound surnames are too seldom in any text for their weight to be learned.
    for length in ("21", "22"):
        weights[by_word.names.index(("length", length))] += options.compound
    return Learned(weights, dismissed)
