"""Which articles are copies of an earlier one, with the small changes that outlets make.

Two articles are near-duplicates when their texts share enough of their runs of five characters:
the Jaccard resemblance of the two sets, estimated from MinHash sketches, reaches a threshold. Texts
are compared as simplified twins without boilerplate, white space and punctuation, so that script and
typography do not count. Only so many articles are remembered; what is older is forgotten.

Everything depends on the texts and their order alone: the seeds are fixed, and nothing on the way
is taken in the order of a set.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from extract.facts import Zone

if TYPE_CHECKING:
    from rensa import RMinHash, RMinHashLSH

DEFAULT_THRESHOLD = 0.7
"""Resemblance from which two texts are one article; docs/near-duplicates.md tells how it was chosen."""

DEFAULT_WINDOW = 40_000
"""Articles remembered; about 4.6 KB each at the default threshold."""

LOWEST_THRESHOLD = 0.4
"""Below it nearly everything from one outlet would have to be compared with everything."""

SHINGLE = 5
"""Characters in a run. Shorter ones are shared by articles of one kind, longer ones break at every edit."""

FEWEST_SHINGLES = 50
"""A text with fewer different runs is too short for an estimate; it is a copy only of its equal."""

FEWEST_FIGURES = 5
"""From so many figures on, two texts must share them to be one article."""

SHARED_FIGURES = 0.25
"""Resemblance that the figures need: copies lie far above, two days of one price list below."""

_SLOTS, _FIGURE_SLOTS, _SEED = 128, 64, 1
_SURE = 0.99
"""How surely two texts at the threshold itself must meet in the index."""

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_NUMBER = re.compile("[0-9]+")


class Fingerprint(msgspec.Struct, frozen=True):
    """What is remembered of a text; of constant size, whatever the text's.

    Attributes:
        digest: equal for equal texts.
        sketch: of its runs of characters, or None if it is short.
        figures: of its numbers, each with the two characters before it, or None if it has few.
    """

    digest: bytes
    sketch: RMinHash | None
    figures: RMinHash | None


def fingerprint(plain: str, boilerplate: Iterable[Zone] = ()) -> Fingerprint:
    """The fingerprint of a text.

    Args:
        plain: its simplified twin.
        boilerplate: zones of it that do not count, in order.
    """
    letters = _letters_and_digits(plain, boilerplate)
    if not letters:  # a text of signs alone, or all boilerplate, is a copy only of its like
        return Fingerprint(_digest("whole", plain), None, None)
    shingles = {letters[start:start + SHINGLE] for start in range(len(letters) - SHINGLE + 1)}
    figures = {letters[max(match.start() - 2, 0):match.end()] for match in _NUMBER.finditer(letters)}
    return Fingerprint(
        _digest("letters", letters),
        _sketch(shingles, _SLOTS) if len(shingles) >= FEWEST_SHINGLES else None,
        _sketch(figures, _FIGURE_SLOTS) if len(figures) >= FEWEST_FIGURES else None,
    )


def _letters_and_digits(plain: str, boilerplate: Iterable[Zone]) -> str:
    parts, end = [], 0
    for zone in boilerplate:
        parts.append(plain[end:zone.start])
        end = zone.end
    parts.append(plain[end:])
    return _NEITHER_LETTER_NOR_DIGIT.sub("", "".join(parts)).casefold()


def _digest(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16, person=kind.encode()).digest()


def _sketch(members: set[str], slots: int) -> RMinHash:
    from rensa import RMinHash  # noqa: PLC0415 - only who asks for near-duplicates waits for it

    sketch = RMinHash(slots, _SEED)
    sketch.update(list(members))  # of all members, in whatever order, it is the same
    return sketch


class _Remembered(msgspec.Struct, frozen=True):
    """An article of the window; ``head_number`` is the place of its group's first in reading order."""

    fingerprint: Fingerprint
    head_number: int
    head_id: str


class NearDuplicates:
    """Finds the group of each article while the articles stream by in reading order.

    At most ``window`` articles are remembered, and nothing else is kept. An article that repeats the
    letters and digits of a remembered one takes no place of its own but makes that one the newest.
    """

    def __init__(self, threshold: float = DEFAULT_THRESHOLD, window: int = DEFAULT_WINDOW) -> None:
        """Make one that has seen nothing.

        Args:
            threshold: resemblance from which two texts are one article, from 0.4 to 1;
                at 1 only equal texts are.
            window: how many articles are remembered.

        Raises:
            ValueError: a number is out of range.
        """
        if not LOWEST_THRESHOLD <= threshold <= 1:
            raise ValueError(f"the threshold must lie between {LOWEST_THRESHOLD} and 1, not at {threshold}")
        if window < 1:
            raise ValueError(f"the window must hold at least one article, not {window}")
        self._threshold = threshold
        self._window = window
        self._index = _index(threshold) if threshold < 1 else None
        self._remembered: OrderedDict[int, _Remembered] = OrderedDict()
        self._numbers: dict[bytes, int] = {}
        self._next = 0

    def __len__(self) -> int:
        """How many articles are remembered now."""
        return len(self._remembered)

    def first_of(self, identifier: str, text: Fingerprint) -> str | None:
        """The id of the first article of the group that this one belongs to; it is remembered from now on.

        Args:
            identifier: the article's id.
            text: the fingerprint of its text.

        Returns:
            the id of an earlier article, or None if this one is the first of its kind.
        """
        equal = self._numbers.get(text.digest)
        if equal is not None:
            self._remembered.move_to_end(equal)
            return self._remembered[equal].head_id
        number, self._next = self._next, self._next + 1
        head = self._earliest_alike(text)
        if head is None:
            self._remember(number, _Remembered(text, number, identifier))
            return None
        self._remember(number, _Remembered(text, head.head_number, head.head_id))
        return head.head_id

    def _earliest_alike(self, text: Fingerprint) -> _Remembered | None:
        """A remembered article that is alike; of several, one of the group that began first."""
        if self._index is None or text.sketch is None:
            return None
        candidates = [self._remembered[number] for number in self._index.query(text.sketch)]
        candidates.sort(key=lambda candidate: candidate.head_number)
        return next((candidate for candidate in candidates if self._alike(text, candidate.fingerprint)), None)

    def _alike(self, one: Fingerprint, other: Fingerprint) -> bool:
        if one.sketch is None or other.sketch is None or one.sketch.jaccard(other.sketch) < self._threshold:
            return False
        if one.figures is None or other.figures is None:
            return True
        shared: float = one.figures.jaccard(other.figures)
        return shared >= SHARED_FIGURES

    def _remember(self, number: int, article: _Remembered) -> None:
        if len(self._remembered) >= self._window:
            oldest, forgotten = self._remembered.popitem(last=False)
            del self._numbers[forgotten.fingerprint.digest]
            if self._index is not None and forgotten.fingerprint.sketch is not None:
                self._index.remove(oldest)
        self._remembered[number] = article
        self._numbers[article.fingerprint.digest] = number
        if self._index is not None and article.fingerprint.sketch is not None:
            self._index.insert(number, article.fingerprint.sketch)


def _index(threshold: float) -> RMinHashLSH:
    """An index with as few bands, and so as little memory, as find the texts at the threshold."""
    from rensa import RMinHashLSH  # noqa: PLC0415

    bands = 1
    while 1 - (1 - threshold ** (_SLOTS // bands)) ** bands < _SURE:
        bands *= 2
    return RMinHashLSH(threshold, _SLOTS, bands)
