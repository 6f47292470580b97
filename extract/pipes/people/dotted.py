"""Names whose parts are joined by a dot: 阿布都热西提·玉素甫, 乔治·W·布什.

The dot says that a name stands there; how far it reaches to either side is read from the words. Offsets
count characters of the simplified text, end exclusive.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Container, Iterable, Iterator, Sequence

from extract.pipes.people.candidates import LATIN_FORM, Word

LONGEST_PART = 10
"""No part of a name has more characters."""

_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "nz", "ns", "x"})
_SURE_TAGS = frozenset({"nr", "nrt", "nrfg"})
_ORDINARY_TAGS = frozenset({"v", "vn", "n", "d", "t", "i", "l", "a", "ad", "an", "r", "c", "f", "p"})


#: Behind the part of a name that was found, so many characters may be left of it.
LONGEST_REST = 5

#: A part joined by a hyphen has at least so many characters.
SHORTEST_PART = 2

_HYPHENS = frozenset("-－‐—")


class DottedNameFinder:
    """Finds names with a dot."""

    def __init__(
        self,
        characters: Iterable[str],
        function_words: Iterable[str],
        behind: Iterable[str],
        ordinary: frozenset[str],
        known: frozenset[str],
        *,
        titles: frozenset[str],
    ) -> None:
        """Take what there is to judge by.

        Args:
            characters: those that such names are written in.
            function_words: single characters among them that are words of their own before or behind a name.
            behind: those that are words of their own behind one only.
            ordinary: words of such characters that are no part of a name.
            known: names and places that are one word.
            titles: posts that leave little doubt that a name follows.
        """
        self._characters = frozenset(characters)
        self._function_words = frozenset(function_words)
        self._words_behind = self._function_words.union(behind)
        self._ordinary = ordinary
        inner = "".join(sorted(self._characters - self._function_words))
        self._chain = re.compile(f"·(?:(?:[A-Z]|[{inner}]{{1,{LONGEST_PART}}})·)*")
        self._known = known
        self._titles = titles
        written = "".join(sorted(self._characters))
        self._rest = re.compile(
            f"(?P<rest>[{written}通]{{0,{LONGEST_REST}}})(?:(?P<latin>{LATIN_FORM})|(?<=[{written}])(?=[、，。；\\d]))"
        )

    def __call__(self, plain: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield start and end of the names, in order."""
        at = 0
        for chain in self._chain.finditer(plain):
            if chain.start() < at:
                continue
            start = self._before(plain, words, chain.start())
            end = self._behind(plain, words, chain.end())
            if start < chain.start() and end > chain.end():
                at = end
                yield start, end

    def around_hyphen(
        self, plain: str, words: Sequence[Word], span: tuple[int, int], places: Container[str]
    ) -> tuple[int, int]:
        """A name written by sound with what a hyphen joins to it: 迪亚斯-卡内尔, where one part was found.

        Args:
            plain: the simplified text.
            words: its words.
            span: start and end of the part.
            places: what is no part of a name: 北京-张家口.
        """
        start, end = span
        if plain[end : end + 1] in _HYPHENS and plain[end : end + 2] != "——":
            behind = self._behind(plain, words, end + 1)
            if behind - end > SHORTEST_PART and plain[end + 1 : behind] not in places:
                end = behind
        if start and plain[start - 1] in _HYPHENS and plain[start - 2 : start] != "——":
            before = self._before(plain, words, start - 1)
            part = plain[before : start - 1]
            if len(part) >= SHORTEST_PART and not any(part[:n] in places for n in range(2, len(part) + 1)):
                start = before
        return start, end

    def in_full(
        self, plain: str, words: Sequence[Word], span: tuple[int, int], *, by_sound: bool
    ) -> tuple[int, int]:
        """A name written by sound up to its form in Latin letters, or to the mark where a title ends it.

        Args:
            plain: the simplified text.
            words: its words.
            span: start and end of the part that was found: 利文斯|通（Ken Livingstone）, 姆拜尼|马拉马、.
            by_sound: whether it was found as such a name, and not as a Han one.
        """
        start, end = span
        rest = self._rest.match(plain, end)
        if rest is None:
            return span
        if not by_sound:
            return (start, rest.end("rest")) if rest["latin"] and end - start > SHORTEST_PART else span
        if rest["latin"] is not None:
            return min(start, self._before(plain, words, rest.end("rest"))), rest.end("rest")
        titled = any(plain[start - size : start] in self._titles for size in (2, 3, 4) if start >= size)
        return (start, rest.end("rest")) if titled else span

    def _before(self, plain: str, words: Sequence[Word], dot: int) -> int:
        """Where the part begins that ends at a dot: as far back as it is written like a name."""
        start = self._written_from(plain, dot, dot)
        if start == dot and plain[dot - 1].isascii() and plain[dot - 1].isupper():
            return dot - 1
        index = bisect.bisect_left(words, (dot, 0, "")) - 1
        sure = _NAME_TAGS if start < dot else _SURE_TAGS
        if index >= 0 and words[index][0] < start and words[index][2] in sure:
            start = self._written_from(plain, words[index][0], dot)  # 雅各布·卢, whatever 各 is otherwise
        while index >= 0 and words[index][1] > start:
            begin, stop, tag = words[index]
            apart = self._apart(plain[begin:stop], tag, self._function_words)
            if stop < dot and (apart or (begin < start and tag in _ORDINARY_TAGS)):
                return stop
            index -= 1
        return start

    def _written_from(self, plain: str, end: int, dot: int) -> int:
        """How far back from ``end`` the text is written like a part that ends at the dot."""
        start = end
        while start > max(0, dot - LONGEST_PART) and plain[start - 1] in self._characters:
            start -= 1
        return start

    def _behind(self, plain: str, words: Sequence[Word], after: int) -> int:
        """Where the part ends that begins behind a dot."""
        end = after
        while end < min(len(plain), after + LONGEST_PART) and plain[end] in self._characters:
            end += 1
        index = bisect.bisect_left(words, (after, 0, ""))
        if index < len(words) and words[index][0] == after == end and words[index][2] in _SURE_TAGS:
            end = words[index][1]  # 马姆努恩·侯赛因, whatever else 侯 is
        while index < len(words) and words[index][0] < end:
            begin, stop, tag = words[index]
            hangs_over, word = stop > end, plain[begin:stop]
            if begin == after:
                if hangs_over and (tag in _NAME_TAGS or word in self._known):
                    end = stop
            elif self._apart(word, tag, self._words_behind) or (hangs_over and tag not in _NAME_TAGS):
                return begin
            index += 1
        return end

    def _apart(self, word: str, tag: str, function_words: frozenset[str]) -> bool:
        """Whether a word beside a dot is its own."""
        ordinary = len(word) == 2 and tag in _ORDINARY_TAGS and word in self._ordinary
        return ordinary or word in function_words
