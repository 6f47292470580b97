"""Names with a husband's surname before one's own, as Hong Kong and Taiwan write them: 林鄭月娥."""

from __future__ import annotations

from collections.abc import Sequence

from extract.pipes.people.candidates import Lexicon, is_han
from extract.pipes.people.names import NameMention

FULL_LENGTH = 4

#: What follows a name as a word of its own.
_GOES_ON = frozenset("说称指表获任在与和及等也亦就则已曾将受出主致强认对向于是的昨今")


def with_both_surnames(
    plain: str, mentions: Sequence[NameMention], lexicon: Lexicon, person_words: frozenset[str]
) -> list[NameMention]:
    """The mentions, each as long as it is with both surnames; for text in traditional characters.

    Args:
        plain: the simplified twin of the text.
        mentions: Han names in order, apart.
        lexicon: surnames and the odds of given names.
        person_words: words that stand right before a name.
    """
    usual = frozenset(surname for surname, odds in lexicon.odds[3].items() if odds > -1.0)
    second = lexicon.odds[1]
    whole = []
    for mention in mentions:
        start, end = mention.start, mention.end
        one_short = end - start == FULL_LENGTH - 1 and end < len(plain)
        if one_short and plain[start : start + 2] not in lexicon.compounds:
            if plain[start - 1 : start] in usual and _begins(plain, start - 1, person_words):
                start -= 1
            elif plain[start + 1] in usual and second.get(plain[end], -1) > 0 and _goes_to(plain, end + 1):
                end += 1
        whole.append(mention._replace(start=start, end=end))
    return whole


def _begins(plain: str, at: int, person_words: frozenset[str]) -> bool:
    if not at or not is_han(plain[at - 1]):
        return True
    return any(plain[max(0, at - size) : at] in person_words for size in (2, 3, 4))


def _goes_to(plain: str, end: int) -> bool:
    if end > len(plain):
        return False
    return end == len(plain) or not is_han(plain[end]) or plain[end] in _GOES_ON
