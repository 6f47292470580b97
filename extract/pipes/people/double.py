"""Names with a husband's surname before one's own, as Hong Kong and Taiwan write them: 林鄭月娥."""

from __future__ import annotations

from collections.abc import Sequence

from extract.pipes.people.candidates import Lexicon, is_han
from extract.pipes.people.names import NameMention

FULL_LENGTH = 4

#: What follows a name as a word of its own.
_GOES_ON = frozenset("说称指表获任在与和及等也亦就则已曾将受出主致强认对向于是的昨今")


#: Log-odds of the surnames that are usual enough to be a husband's.
USUAL = -1.0


class BothSurnames:
    """Gives names their full length with both surnames; for text in traditional characters."""

    def __init__(self, lexicon: Lexicon, person_words: frozenset[str]) -> None:
        """Args: surnames and the odds of given names, and words that stand right before a name."""
        self._compounds = lexicon.compounds
        self._usual = frozenset(surname for surname, odds in lexicon.odds[3].items() if odds > USUAL)
        self._last = lexicon.odds[1]
        self._person_words = person_words

    def __call__(self, plain: str, mentions: Sequence[NameMention]) -> list[NameMention]:
        """The mentions, each as long as it is with both surnames.

        Args:
            plain: the simplified twin of the text.
            mentions: Han names in order, apart.
        """
        whole = []
        for mention in mentions:
            start, end = mention.start, mention.end
            one_short = end - start == FULL_LENGTH - 1 and end < len(plain)
            if one_short and plain[start : start + 2] not in self._compounds:
                if plain[start - 1 : start] in self._usual and self._begins(plain, start - 1):
                    start -= 1
                elif plain[start + 1] in self._usual and self._last.get(plain[end], -1) > 0:
                    end += _goes_to(plain, end + 1)
            whole.append(mention._replace(start=start, end=end))
        return whole

    def _begins(self, plain: str, at: int) -> bool:
        if not at or not is_han(plain[at - 1]):
            return True
        return any(plain[max(0, at - size) : at] in self._person_words for size in (2, 3, 4))


def _goes_to(plain: str, end: int) -> bool:
    if end > len(plain):
        return False
    return end == len(plain) or not is_han(plain[end]) or plain[end] in _GOES_ON
