"""The prepared text that every extractor reads: the simplified twin and its zones.

The twin has the length of the published text, character for character, so that any
offset in one is an offset in the other. Besides simplified characters it has ASCII
digits, letters, percent signs and decimal points in place of the full-width ones: rules
need to know one form only.
"""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from extract.facts import Zone

_LINE_END = re.compile("\n")
_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)\"]*|\n+")

Word = tuple[int, int, str]

#: A word never goes beyond one of these.
_WORD_STOPS = "，。\n"
#: So far back from a place the end of a stretch is looked for, where only one stretch is cut into words.
_STRETCH = 100


class WordsOnDemand(Sequence[Word]):
    """The words of a text, cut only when somebody asks, and near one place only if that will do."""

    def __init__(self, plain: str, segment: Callable[[str], Sequence[Word]]) -> None:
        """Args: the simplified twin, and what cuts it."""
        self._plain, self._segment = plain, segment
        self._all: Sequence[Word] | None = None

    def _cut(self) -> Sequence[Word]:
        if self._all is None:
            self._all = self._segment(self._plain)
        return self._all

    def __len__(self) -> int:
        return len(self._cut())

    def __getitem__(self, index: Any) -> Any:
        return self._cut()[index]

    def around(self, offset: int) -> Sequence[Word]:
        """Words that cover the stretch around ``offset``, as they are in the whole text."""
        floor = max(0, offset - _STRETCH)
        start = max(self._plain.rfind(stop, floor, offset) for stop in _WORD_STOPS) + 1
        if self._all is not None or (start == 0 and floor > 0):
            return self._cut()
        ceiling = min(len(self._plain), offset + _STRETCH)
        ends = [self._plain.find(stop, offset, ceiling) for stop in _WORD_STOPS]
        end = min((end for end in ends if end >= 0), default=ceiling)
        if end == ceiling < len(self._plain):
            return self._cut()
        stretch = self._plain[start:end]
        return [(start + first, start + last, tag) for first, last, tag in self._segment(stretch)]


class Prepared(msgspec.Struct, frozen=True):
    """An article's text made ready.

    Attributes:
        original: the text as published.
        plain: its simplified twin, of equal length.
        words: (start, end, part-of-speech tag) of every word, in order, covering the text.
        sentences: starts of sentences, in order, beginning with 0; a line break ends one.
        published: the day of publication, or None.
        boilerplate: zones that hold no facts.
        byline: makers named by the metadata, in simplified script, or None.
        paragraphs: starts of lines, in order, beginning with 0.
    """

    original: str
    plain: str
    words: Sequence[Word]
    sentences: Sequence[int]
    published: datetime.date | None = None
    boilerplate: tuple[Zone, ...] = ()
    byline: str | None = None
    paragraphs: Sequence[int] = (0,)

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence that holds ``offset``."""
        index = bisect.bisect_right(self.sentences, offset) - 1
        end = self.sentences[index + 1] if index + 1 < len(self.sentences) else len(self.plain)
        return self.sentences[index], end

    def begins_word(self, offset: int) -> bool:
        """Whether a word begins at ``offset``; true where the text was not cut into words."""
        words = self._words_at(offset)
        index = bisect.bisect_left(words, (offset, 0, ""))
        return not words or (index < len(words) and words[index][0] == offset)

    def begins_long_word(self, offset: int) -> bool:
        """Whether a word of two characters or more begins at ``offset``."""
        words = self._words_at(offset)
        index = bisect.bisect_left(words, (offset, 0, ""))
        return index < len(words) and words[index][0] == offset and words[index][1] > offset + 1

    def straddled(self, start: int, end: int) -> bool:
        """Whether a word begins before ``start`` and ends before ``end``: 建立 does in 建立春茶."""
        words = self._words_at(start)
        index = bisect.bisect_right(words, (start, len(self.plain), "")) - 1
        return index >= 0 and words[index][0] < start < words[index][1] < end

    def _words_at(self, offset: int) -> Sequence[Word]:
        return self.words.around(offset) if isinstance(self.words, WordsOnDemand) else self.words

    def begins_name(self, start: int, end: int) -> bool:
        """Whether a word that jieba knows as a name begins at ``start`` and goes on beyond ``end``."""
        index = bisect.bisect_left(self.words, (start, 0, ""))
        if index >= len(self.words):
            return False
        word_start, word_end, tag = self.words[index]
        return word_start == start and word_end > end and tag in ("ns", "nt", "nr", "nz")

    def in_boilerplate(self, offset: int) -> bool:
        """Whether ``offset`` lies in a zone of boilerplate."""
        index = bisect.bisect_right(self.boilerplate, offset, key=lambda zone: zone.start) - 1
        return index >= 0 and offset < self.boilerplate[index].end

    def paragraph_start(self, offset: int) -> int:
        """Where the line that holds ``offset`` begins."""
        index = bisect.bisect_right(self.paragraphs, offset) - 1
        return self.paragraphs[index]


def paragraph_starts(plain: str) -> list[int]:
    """Where lines begin."""
    return [0, *(match.end() for match in _LINE_END.finditer(plain))]


def sentence_starts(plain: str) -> list[int]:
    """Where sentences begin: after closing punctuation with its quotes, and after line breaks."""
    starts = [0]
    starts.extend(match.end() for match in _SENTENCE_END.finditer(plain) if match.end() < len(plain))
    return starts
