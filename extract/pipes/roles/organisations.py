"""Organisations that a text shortens or leaves out, completed from the rest of the article."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

from extract.pipes.roles.edges import BodyEdges
from extract.pipes.roles.known import KnownBodies
from extract.pipes.roles.sharing import Sharing
from extract.pipes.roles.villages import Villages
from extract.pipes.roles.words import OrganisationWords
from extract.text.prepare import Prepared

#: What tells one school from another has as many characters.
SHORTEST_OWN_NAME = 2

#: How far before a bare title, in characters, its organisation may stand.
HOME_REACH = 160

#: 法院 tells less than 裁判法院.
LENGTH_OF_BARE_KIND = 2

#: Kinds of bodies that there is one of.
_WHOLE_NAMES = ("全国",)

_HEAD = "长"

#: 小区 and 超市 are none, so that a place must say which.
_REGIONS = frozenset("省市区州")

_REGION_ENDINGS = ("省", "市", "区", "县", "州", "乡", "镇", "村", "街道")


class Organisations:
    """Completes the organisations of one article.

    ``edges`` cuts their names out of the text, ``sharing`` hands them on along a chain of posts.
    """

    def __init__(self, words: OrganisationWords, names: Iterable[str]) -> None:
        """Args: the grammar, and names of bodies and countries that jieba may not know."""
        self._known = known = KnownBodies(names)
        self.edges = BodyEdges(words, known)
        self.sharing = Sharing(words, known)
        self._never = frozenset(words.never)
        self._generic = frozenset(words.generic)
        self._pointed = frozenset(words.pointed)
        self._seconded_bodies = re.compile("|".join(words.seconded_bodies))
        self._pointing = re.compile("|".join(sorted(map(re.escape, words.pointing), key=len, reverse=True)))
        self._levels = words.levels
        self._longest = words.longest
        self._homes = words.homes
        self._far = tuple(words.far["titles"])
        self._no_names = tuple(words.no_names)
        self._villages = Villages(words.villages, self.edges.left_edge, words.longest)

    def home_of(self, prepared: Prepared, title: str, before: int) -> str | None:
        """The organisation of a bare title: the nearest one before it of the kind the title belongs to."""
        if self._villages.are_home_of(title):
            return self._villages.before(prepared, before, title)
        kinds = next((kinds for head, kinds in self._homes.items() if title.endswith(head)), None)
        if kinds is None:
            return None
        far = title.endswith(self._far)
        floor = 0 if far else max(0, before - HOME_REACH)
        found = [
            self._last_named(
                prepared,
                kind,
                floor,
                before,
                strictly=kind in _REGIONS or (far and len(kind) == LENGTH_OF_BARE_KIND),
            )
            for kind in kinds
        ]
        return max(filter(None, found), default=(0, None))[1]

    def _last_named(
        self, prepared: Prepared, kind: str, floor: int, before: int, *, strictly: bool
    ) -> tuple[int, str] | None:
        """End and name of the last body of a kind before an offset that says which one it is.

        ``strictly``: by a place or as a known body; else any own name will do.
        """
        at = before
        while (at := prepared.plain.rfind(kind, floor, at)) >= 0:
            end = at + len(kind)
            if prepared.plain[end : end + 1] == _HEAD:
                continue  # 副县|长 is no county
            start = self.edges.left_edge(prepared, end, max(0, end - self._longest))
            org = prepared.plain[start:end]
            named = self.edges.names_a_place(prepared, start, end)
            named = named or (not strictly and self._is_named(org, kind)) or org in self._known
            if named and (end - start > len(kind) + 1 or kind.startswith(_WHOLE_NAMES)):
                return end, org
        return None

    def _is_named(self, org: str, kind: str) -> bool:
        """Whether what stands before the kind tells which one: 阳光幼儿园, not 农村幼儿园."""
        own = org.removesuffix(kind)
        return len(own) >= SHORTEST_OWN_NAME and not own.endswith(self._no_names)

    def is_seconded(self, org: str) -> bool:
        """Whether whoever holds a post there is sent: 驻村工作队, 援藏工作队."""
        return self._seconded_bodies.search(org) is not None

    def in_full(self, prepared: Prepared, org: str) -> str | None:
        """The fullest form under which the article names the organisation: with its regions before it.

        None where it is a piece of a word: no body has a name of one character but 县 and the like.
        """
        best = org
        if len(org) == 1 and org not in self._levels:
            return None
        if len(org) <= 2 or org in self._generic:
            return org
        at = -1
        while (at := prepared.plain.find(org, at + 1)) >= 0:
            start = at
            index = bisect.bisect_left(prepared.words, (at, 0, "")) - 1
            while index >= 0 and self._is_region(prepared, index) and prepared.words[index][1] == start:
                start = prepared.words[index][0]
                index -= 1
            if at - start + len(org) > len(best):
                best = prepared.plain[start : at + len(org)]
        return best

    def _is_region(self, prepared: Prepared, index: int) -> bool:
        start, end, tag = prepared.words[index]
        word = prepared.plain[start:end]
        return len(word) >= 2 and (tag == "ns" or word.endswith(_REGION_ENDINGS)) and word not in self._never

    def complete(self, prepared: Prepared, org: str, before: int) -> str:
        """A generic name (酒店, 该院) completed from the nearest fuller one before it."""
        pointing = self._pointing.match(org)
        if pointing:
            org = org[pointing.end() :]
        if org not in self._generic and not (pointing and org in self._pointed):
            return org
        tail = "医院" if org == "院" else org
        at = before
        while (at := prepared.plain.rfind(tail, 0, at)) >= 0:
            end = at + len(tail)
            start = self.edges.left_edge(prepared, end, max(0, end - self._longest))
            if end - start > len(tail) + 1:
                return prepared.plain[start:end]
        return org
