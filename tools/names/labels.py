"""Labels of the places: from labelled texts, from contexts that give a name away, and from models."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from extract.pipes.people.candidates import UNSEEN, Lexicon, is_han
from names.frames import SPEECH
from names.knowledge import COMMON, NEVER_LAST
from names.places import Flags, Floats, Places, Span
from names.texts import Text

GOES_ON = ("出席", "主持", "担任", "等", "和", "与", "及", "在", "为", "今年", "当选", "率", "会见", "当天")
SAYS = frozenset([*SPEECH, *GOES_ON, "同", "对", "向"])
CLOSERS = frozenset("，。、：；！？）（)(\n “”")
SURE = 0.9
SETTLED = 0.97


def seeds(text: Text, lexicon: Lexicon) -> set[Span]:
    """Spans that are names by their context alone: title before and an end after, or one of a roster."""
    found: set[Span] = set()
    plain, words = text.plain, text.words
    ends = {stop for _, stop, _ in words}
    begins = {begin: index for index, (begin, _, _) in enumerate(words)}
    for index, (begin, stop, _) in enumerate(words):
        if plain[begin:stop] not in lexicon.introducing:
            continue
        for size in (2, 3):
            end = stop + size
            if end not in begins or end not in ends or not all(map(is_han, plain[stop:end])):
                continue
            after = words[begins[end]]
            closed = plain[end] in CLOSERS or plain[after[0] : after[1]] in SAYS
            inner = words[index + 1]
            common = inner[1] - inner[0] > 1 and not inner[2].startswith(("nr", "nz")) and inner[1] <= end
            if plain[stop] in lexicon.surnames and closed and not common:
                found.add((stop, end))
    for match in re.finditer(r"(?<=、)[\u4e00-\u9fff]{2,3}(?=、)", plain):
        index = begins.get(match.start(), -1)
        if index < 0 or match.end() not in ends or plain[match.start()] not in lexicon.surnames:
            continue
        if words[index][2] in {"nr", "nrfg"} and match.group() not in lexicon.not_names:
            found.add(match.span())
    return found


def likely_words(text: Text, lexicon: Lexicon) -> set[Span]:
    """Spans that the segmenter takes for names and that have a common surname and usual given characters."""
    first, second, only = lexicon.odds[:3]
    found = set()
    for begin, stop, tag in text.words:
        word = text.plain[begin:stop]
        if tag != "nr" or len(word) not in {2, 3} or word[0] not in COMMON or word in lexicon.not_names:
            continue
        if len(word) == 3:
            usual = first.get(word[1], UNSEEN) + second.get(word[2], UNSEEN) > 0.5
        else:
            usual = only.get(word[1], UNSEEN) > 1.0
        if usual:
            found.add((begin, stop))
    return found


def gold_labels(places: Places, held_out: str) -> tuple[Floats, Flags]:
    """Labels of the labelled sources: name or not for each candidate, and the sites that are labelled."""
    gold: Floats = np.zeros(len(places.spans))
    used = np.zeros(len(places.sites), dtype=bool)
    unclear: list[int] = []
    of_text = places.by_text()
    for number, text in enumerate(places.texts):
        if text.names is None or text.source == held_out:
            continue
        names = set(text.names)
        for index in of_text[number]:
            start, end = places.spans[index]
            used[places.owner[index]] = True
            gold[index] = float((start, end) in names)
            if any(low < end and start < high for low, high in text.blurred):
                unclear.append(int(places.owner[index]))
    used[unclear] = False
    return gold, used


def seed_labels(places: Places) -> tuple[Floats, Flags]:
    """First labels of the unlabelled texts: names by context, and dictionary words that are not names."""
    gold: Floats = np.zeros(len(places.spans))
    used = np.zeros(len(places.sites), dtype=bool)
    of_text = places.by_text()
    for number, text in enumerate(places.texts):
        if text.names is not None:
            continue
        spans = seeds(text, places.lexicon)
        strings = sorted({text.plain[start:end] for start, end in spans if end - start > 2})
        for string in strings:
            spans |= {match.span() for match in re.finditer(string, text.plain)}
        spans |= likely_words(text, places.lexicon)
        starts = {word[0]: word for word in text.words}
        named: set[int] = set()
        for index in of_text[number]:
            site = int(places.owner[index])
            if places.spans[index] in spans and site not in named:
                gold[index] = 1.0
                named.add(site)
        for index in of_text[number]:
            site = int(places.owner[index])
            word = starts.get(places.spans[index][0])
            inside = word is None
            tagged_name = word is not None and word[2].startswith(("nr", "x", "nz"))
            ordinary = word is not None and word[1] - word[0] > 1 and not tagged_name
            used[site] = site in named or ordinary or inside
    return gold, used


def doubts(places: Places) -> tuple[Flags, Flags]:
    """Candidates that no model's word makes a name, and those that need more than usual certainty.

    The first are ordinary words of the dictionary and strings with the ending of a place, body or phrase; the
    second begin with an ordinary word of two or more characters.
    """
    never = np.zeros(len(places.spans), dtype=bool)
    hardly = np.zeros(len(places.spans), dtype=bool)
    starts = [{word[0]: word for word in text.words} for text in places.texts]
    for index, number in enumerate(places.article.tolist()):
        start, end = places.spans[index]
        word = starts[number].get(start)
        never[index] = places.strings[index][-1] in NEVER_LAST
        if word is None or word[1] - start < 2 or word[2].startswith("nr"):
            continue
        plain = places.texts[number].plain
        if any(plain[start - size : start] in places.lexicon.introducing for size in (2, 3, 4)):
            continue
        if word[1] == end and word[2] != "x":
            never[index] = True
        hardly[index] = True
    return never, hardly


def believed(
    places: Places, chances: Sequence[Floats], doubtful: tuple[Flags, Flags]
) -> tuple[Floats, Flags]:
    """Labels of the unlabelled texts by models that look at different things.

    A candidate that they are sure of on average, here or elsewhere in the article, is a name; one they are
    not sure of counts as much as they believe in it; where they contradict each other nothing is learned. A
    string that is seldom a name wherever it stands in the corpora is none.
    """
    never, hardly = doubtful
    chance: Floats = np.mean(chances, axis=0)
    spread: Floats = np.ptp(np.array(chances), axis=0)
    unlabelled = np.array([text.names is None for text in places.texts])[places.text_of]
    best: dict[tuple[int, str], float] = defaultdict(float)
    usual: dict[str, list[float]] = defaultdict(list)
    for index, string in enumerate(places.strings):
        key = (int(places.article[index]), string)
        best[key] = max(best[key], chance[index])
        usual[string].append(chance[index])
    seldom = {string for string, values in usual.items() if len(values) >= 4 and float(np.mean(values)) < 0.3}
    gold: Floats = np.zeros(len(places.spans))
    unsure = np.zeros(len(places.sites), dtype=bool)
    for index in np.flatnonzero((chance > 0.1) & ~never):
        value, string = chance[index], places.strings[index]
        established = best[int(places.article[index]), string] > SETTLED
        if hardly[index]:
            gold[index] = float(value > SETTLED and string not in seldom)
            unsure[places.owner[index]] |= 0.5 < value <= SETTLED
        elif string in seldom:
            unsure[places.owner[index]] |= value > 0.5
        elif value > SURE or (established and value > 0.3):
            gold[index] = 1.0
        else:
            gold[index] = value
            unsure[places.owner[index]] |= spread[index] > 0.8
    gold *= unlabelled[places.owner]
    whole = places.of_site(gold)
    gold /= np.maximum(1.0, whole)[places.owner]
    return gold, unlabelled & ~unsure
