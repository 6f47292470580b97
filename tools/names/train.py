"""Train the weights that find Han person names: name_weights.tsv.gz and not_names.txt of rules/people.

Labelled sentences (a newspaper of 1998, company officers' résumés) and sentences made up from frames are
joined by unlabelled news that is labelled step by step. First come contexts that give a name away without a
model: a title before and a verb of speech or punctuation after, a roster parted by 、, words the segmenter
tags as names that look like them. Then two models that see different things, words the one and characters
the other, label the news for each other. The word model of the last round is kept.

Scores are those of the finder itself, with each labelled source held out in turn of all that is learned.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
import time
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from extract.pipes.people.candidates import Lexicon, is_han, read_list  # noqa: E402
from names import knowledge, shipping  # noqa: E402
from names.characters import CharacterView  # noqa: E402
from names.frames import Maker  # noqa: E402
from names.labels import seeds  # noqa: E402
from names.learning import learn  # noqa: E402
from names.places import Places, view_of, word_view  # noqa: E402
from names.texts import LABELLED, Text, labelled, unlabelled  # noqa: E402


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpora", type=pathlib.Path, default=ROOT.parent / "shared" / "corpora")
    add("--rules", type=pathlib.Path, default=ROOT / "rules" / "people")
    add("--rounds", type=int, default=2, help="times the unlabelled news is labelled anew")
    add("--share", type=float, default=0.6, help="share of the unlabelled news to use")
    add("--hong-kong-every", type=int, default=3, help="use one in so many Hong Kong articles")
    add("--rare", type=int, default=3, help="least times a feature must be seen")
    add("--gold-weight", type=float, default=3.0, help="weight of labelled against unlabelled text")
    add("--made-weight", type=float, default=0.6, help="weight of made-up against unlabelled text")
    add("--made", type=int, default=8000, help="how many texts are made up")
    add("--passes", type=int, default=120, help="most steps of the last descent")
    add("--longer", type=float, default=0.4, help="log-odds added to names of three characters")
    add("--compound", type=float, default=1.8, help="log-odds added to names with a compound surname")
    add("--only", choices=sorted(LABELLED), help="measure with this source held out, change nothing shipped")
    add("--into", type=pathlib.Path, help="with --only: write what was learned without the source here")
    add("--skip-scores", action="store_true", help="only build, measure nothing held out")
    return parser.parse_args()


def load(options: argparse.Namespace) -> tuple[list[Text], Lexicon, set[str], set[str]]:
    """The texts, the lexicon, words that are never names and words that may be passed over."""
    lists = {
        name: read_list(options.rules / f"{name}.txt")
        for name in ("surnames", "compound_surnames", "common_words", "not_given", "introducing_words")
    }
    entries = knowledge.dictionary()
    bare = Lexicon(
        *lists.values(),
        frozenset("".join(read_list(options.rules / "translit_chars.txt"))),
        read_list(options.rules / "strong_titles.txt"),
        knowledge.place_stems(entries, lists["surnames"]),
        {},
        ({}, {}, {}, {}),
    )
    texts = [
        text for source, label in LABELLED.items() for text in labelled(options.corpora / source, label, bare)
    ]
    texts += unlabelled(options.corpora, options.share, options.hong_kong_every)
    by_context = {text.plain[s:e] for text in texts if text.names is None for s, e in seeds(text, bare)}
    listed = knowledge.dictionary_names(entries, least=3, most=150)
    names = sorted(by_context | set(listed))
    background: Counter[str] = Counter()
    for text in texts:
        background.update(filter(is_han, text.plain))
    first, second, only = knowledge.given_odds(names, background)
    surnames = knowledge.surname_odds(bare.surnames, background)
    usual = knowledge.usual_words(entries, bare.surnames, (first, second))
    lexicon = bare._replace(odds=(first, second, only, surnames), usual=usual)
    false = knowledge.false_names(entries, lexicon)
    lexicon = lexicon._replace(not_names=lexicon.not_names | false)
    plain_names = [name for name in names if name[0] in knowledge.COMMON and name not in lexicon.not_names]
    rare = sorted(bare.surnames - frozenset(knowledge.COMMON))
    maker = Maker(plain_names, knowledge.COMMON, rare, sorted(bare.compounds), sorted(bare.introducing))
    return texts + maker(options.made), lexicon, false, knowledge.general_words(entries)


def main() -> None:
    """Measure, then write."""
    options = arguments()
    began = time.time()
    texts, lexicon, false, general = load(options)
    places = Places(texts, lexicon)
    by_word, by_character = word_view(places), view_of(places, CharacterView())
    print(
        f"{len(texts)} texts, {len(places.sites)} sites, {len(places.spans)} candidates, "
        f"{len(by_word.names)} features, {time.time() - began:.0f} s",
        flush=True,
    )
    for source in () if options.skip_scores else [options.only] if options.only else LABELLED:
        learned = learn(places, by_word, by_character, general, source, options)
        tables = shipping.tables_of(by_word, learned, lexicon)
        figures = shipping.score(places, tables, learned.dismissed, source)
        print(f"held out {source}: " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()), flush=True)
        if options.only and options.into:
            shipping.write(tables, learned.dismissed | false, lexicon.places, options.into)
    if not options.only:
        learned = learn(places, by_word, by_character, general, "", options)
        tables = shipping.tables_of(by_word, learned, lexicon)
        shipping.write(tables, learned.dismissed | false, lexicon.places, options.rules)
        print(
            f"{sum(map(len, tables.values()))} weights and {len(learned.dismissed | false)} words written to "
            f"{options.rules}, {time.time() - began:.0f} s"
        )


if __name__ == "__main__":
    main()
