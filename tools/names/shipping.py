"""Turns what was learned into the files that are shipped, and measures them with the finder itself."""

from __future__ import annotations

import gzip
import pathlib

import numpy as np

from extract.pipes.people.candidates import ODDS_TABLES, USUAL_WORDS, Lexicon
from extract.pipes.people.model import NameModel, Tables, escape
from extract.pipes.people.names import NameFinder, WordsBeside
from extract.pipes.people.things import NamedThings
from names.learning import Learned
from names.places import Places, View

RULES = pathlib.Path(__file__).resolve().parent.parent.parent / "rules" / "people"
LEAST_WEIGHT = 0.04
HEADING = "# Words with a surname character in which no name begins; made by tools/names/train.py.\n"


def tables_of(view: View, learned: Learned, lexicon: Lexicon) -> Tables:
    """The weights worth keeping, rounded as they are written, and the character odds."""
    tables: Tables = {name: dict(odds) for name, odds in zip(ODDS_TABLES, lexicon.odds, strict=True)}
    tables[USUAL_WORDS] = dict(lexicon.usual)
    for index in np.flatnonzero(np.abs(learned.weights) > LEAST_WEIGHT):
        template, value = view.names[index]
        tables.setdefault(template, {})[value] = round(float(learned.weights[index]), 2)
    return tables


PLACES_HEADING = (
    "# Counties and towns without 县 or 市 that begin with a surname; made by tools/names/train.py.\n"
)


def write(tables: Tables, dismissed: set[str], places: frozenset[str], directory: pathlib.Path) -> None:
    """Write weights and words, the same bytes for the same content."""
    lines = [
        f"{template}\t{escape(value)}\t{weight:g}"
        for template in sorted(tables)
        for value, weight in sorted(tables[template].items())
    ]
    packed = gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), compresslevel=9, mtime=0)
    (directory / "name_weights.tsv.gz").write_bytes(packed)
    stems = PLACES_HEADING + "\n".join(sorted(places)) + "\n"
    (directory / "place_stems.txt").write_text(stems, encoding="utf-8")
    (directory / "not_names.txt").write_text(HEADING + "\n".join(sorted(dismissed)) + "\n", encoding="utf-8")


def score(places: Places, tables: Tables, dismissed: set[str], source: str) -> dict[str, float]:
    """Exact-span precision, recall and F1 of the finder on one source, each sentence an article of its own.

    Names with a dot, names that begin with no surname and names of one character are left out on both sides.
    ``oracle_recall`` is the share of the names that are among the candidates after all gates and filters.
    """
    lexicon = places.lexicon
    model = NameModel(lexicon._replace(not_names=lexicon.not_names | dismissed), tables)
    finder = NameFinder(model, NamedThings.load(RULES), WordsBeside())
    right = found = wanted = reached = 0
    for text in places.texts:
        if text.source != source or text.names is None:
            continue
        names, others = set(text.names), set(text.blurred)
        spans = {(mention.start, mention.end) for mention in finder(text.plain, text.words)} - others
        right += len(spans & names)
        found += len(spans)
        wanted += len(names)
        reached += len(names & finder.reachable(text.plain, text.words))
    precision, recall = right / max(1, found), right / max(1, wanted)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "oracle_recall": reached / max(1, wanted),
        "names": wanted,
    }
