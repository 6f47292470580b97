"""The villages an article names, for posts that belong to one: 村民, 村支书, 驻村干部."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Callable

import msgspec

from extract.text.prepare import Prepared

#: 有名的桃花村 and 这个村 are no names of villages.
_NO_NAME_AFTER = frozenset("的个座这该每各")


_REGIONS = frozenset("省市县区镇乡州")

#: How far before a post, in characters, a village may stand in the paragraph before.
REACH = 200


class VillageWords(msgspec.Struct, frozen=True):
    """Titles that belong to a village, what its name ends in, and what only looks like one."""

    titles: list[str]
    endings: list[str]
    none: list[str]
    no_endings: list[str]
    homes: list[str]
    not_before: list[str]
    hamlets: list[str]
    of_hamlets: list[str]


class _Village(msgspec.Struct, frozen=True):
    """A place where an article names a village."""

    end: int
    start: int
    name: str
    #: without its regions
    own: str


class Villages:
    """Finds the village of a post."""

    def __init__(
        self, words: VillageWords, left_edge: Callable[[Prepared, int, int], int], longest: int
    ) -> None:
        """Take the words and the way to find where a name begins.

        Args:
            words: what villages are called, and the posts that belong to one.
            left_edge: gives the offset where a name begins that ends at an offset, with a floor.
            longest: how long a name may be with its regions, in characters.
        """
        self._left_edge = left_edge
        self._longest = longest
        #: the last article asked about, and its villages: it has many 村民
        self._named_in: tuple[Prepared | None, list[_Village]] = (None, [])
        self._titles = frozenset(words.titles)
        endings, behind = (("|".join(map(re.escape, some))) for some in (words.endings, words.not_before))
        self._ending = re.compile(f"(?:{endings})(?!{behind})")
        self._none = frozenset(words.none)
        self._no_endings = tuple(words.no_endings)
        self._homes = tuple(words.homes)
        self._hamlets = tuple(words.hamlets)
        self._of_hamlets = frozenset(words.of_hamlets)

    def are_home_of(self, title: str) -> bool:
        """Whether a post belongs to a village."""
        return title in self._titles

    def is_no_home(self, org: str) -> bool:
        """Whether a body before the post of a village is none it can belong to: 管理车间的村民."""
        return not org.endswith(self._homes)

    def before(self, prepared: Prepared, offset: int, title: str) -> str | None:
        """The village of a bare 村民: the last one the paragraph names before, else the one named most.

        Args:
            prepared: the article.
            offset: where the post begins.
            title: the post; a hamlet has 村民, but no 第一书记.
        """
        villages = self._named(prepared)
        if title not in self._of_hamlets:
            villages = [village for village in villages if not village.name.endswith(self._hamlets)]
        paragraph = prepared.plain.rfind("\n", 0, offset) + 1
        last = bisect.bisect_left(villages, offset, key=lambda village: village.end) - 1
        if last >= 0 and villages[last].end > min(paragraph, offset - REACH):
            return _fullest(villages, villages[last].own)
        named = Counter(village.own for village in villages).most_common(2)
        if not named or (len(named) > 1 and named[0][1] == named[1][1]):
            return None
        return _fullest(villages, named[0][0])

    def _named(self, prepared: Prepared) -> list[_Village]:
        """Every village an article names, in order."""
        article, villages = self._named_in
        if article is prepared:
            return villages
        plain, villages = prepared.plain, []
        for match in self._ending.finditer(plain):
            end = match.end()
            start = self._left_edge(prepared, end, max(0, end - self._longest))
            name = plain[start:end]
            own = _without_regions(name, len(match.group()))
            doubled = own.endswith("村村")  # 化屋村村口
            too_short = len(name) < 2 + len(match.group())
            if doubled or too_short or own in self._none or own.endswith(self._no_endings):
                continue
            if own != name or plain[start - 1 : start] not in _NO_NAME_AFTER:
                villages.append(_Village(end, start, name, own))
        self._named_in = (prepared, villages)
        return villages


def _without_regions(name: str, ending: int) -> str:
    """The own name of a village, 上镇村 of 保安乡上镇村; its last ``ending`` characters say what it is."""
    for at in range(len(name) - ending - 1, 0, -1):
        if name[at - 1] in _REGIONS and len(name) - at > ending:
            return name[at:]
    return name


def _fullest(villages: list[_Village], own: str) -> str:
    """The longest form, with its regions, under which a village is named."""
    return max((village.name for village in villages if village.own == own), key=len)
