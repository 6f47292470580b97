"""A second model for the same candidates, which looks at characters where the shipped one looks at words.

Each character of a candidate has a part (first, inner, last; and the one after it) and is described by the
characters around it and by where the segmenter cuts, as in the labelling of single characters. It sees
neither surname and given name as such nor how usual they are, so its errors are others than those of the
shipped model, and each can teach the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.pipes.people.candidates import Site, Word
from extract.pipes.people.context import PAD, pad
from names.texts import Text


class CharacterView:
    """Describes candidates character by character; remembers the text it was last asked about."""

    def __init__(self) -> None:
        """Start with no text."""
        self._plain = ""
        self._padded = ""
        self._cuts = ""
        self._tags: list[str] = []

    def __call__(self, text: Text, site: Site, end: int) -> list[str]:
        """Values of one candidate: ten for each of the four parts."""
        if text.plain is not self._plain:
            self._read(text.plain, text.words)
        start = site.start
        inner = self._of(end - 2) if end - start > 2 else [""] * 10
        if end - start > 3:
            inner[0] = self._padded[start + 1 + PAD : end - 1 + PAD]
        return [*self._of(start), *inner, *self._of(end - 1), *self._of(end)]

    def _read(self, plain: str, words: Sequence[Word]) -> None:
        self._plain, self._padded = plain, pad(plain)
        cuts, tags = ["S"] * PAD, [""] * PAD
        for begin, stop, tag in words:
            size = stop - begin
            cuts.append("S" if size == 1 else "B" + "M" * (size - 2) + "E")
            tags += [tag] * size
        self._cuts = "".join(cuts) + "S" * PAD
        self._tags = tags + [""] * PAD

    def _of(self, at: int) -> list[str]:
        at += PAD
        text, cuts = self._padded, self._cuts
        here = text[at]
        return [
            here,
            text[at - 1 : at + 1],
            text[at : at + 2],
            text[at - 1 : at + 2],
            text[at - 2 : at],
            text[at + 1 : at + 3],
            text[at - 2 : at + 1],
            text[at : at + 3],
            cuts[at - 1 : at + 2] + self._tags[at],
            here + cuts[at - 1 : at + 2],
        ]
