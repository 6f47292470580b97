"""Organisations: their left edge, and what a shortened one leaves to its neighbours."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

import msgspec

from extract.pipes.roles.villages import Villages, VillageWords
from extract.text.prepare import Prepared

#: What stands between a body and the head of a title and belongs to the title is no longer, in characters.
LONGEST_SPECIALITY = 7

#: The own name of a 镇 or 组 is shorter, in characters, where the segmenter takes it for an ordinary word.
LONGEST_OWN_NAME = 4

#: A department's own name is no longer than this, in characters.
LONGEST_DEPARTMENT = 7

#: jieba's tags of what is no part of a title before its head: verbs, places, numbers, measure words
_NO_SPECIALITY = frozenset({"v", "f", "m", "q", "s", "a"})

_FORMER = frozenset("前原")

_COMMITTEES_OF_PARTY = ("党委", "党组", "党总支", "党支部", "党工委")

_HEADS_OF_BODIES = frozenset("长委")

#: What tells one school from another has as many characters.
SHORTEST_OWN_NAME = 2

_JOINTS = frozenset({"与", "和", "及"})
_REGION_ENDINGS = ("省", "市", "区", "县", "州", "乡", "镇", "村", "街道")


class OrganisationWords(msgspec.Struct, frozen=True):
    """What the names of organisations are made of; see ``rules/roles/organisations.toml``."""

    tags: list[str]
    never: list[str]
    inside: list[str]
    generic: list[str]
    pointed: list[str]
    pointing: list[str]
    seconded_bodies: list[str]
    bodies: list[str]
    party_bodies: list[str]
    committees: dict[str, str]
    levels: list[str]
    longest: int
    endings: list[str]
    ending_tags: list[str]
    fused: list[str]
    departments: list[str]
    national: list[str]
    fixed: list[str]
    any_organisation: list[str]
    no_names: list[str]
    not_speciality: list[str]
    between: list[str]
    no_bodies: list[str]
    joined: list[str]
    only_behind: dict[str, str]
    parties: list[str]
    elected: list[str]
    never_alone: list[str]
    free: list[str]
    of_committees: list[str]
    led: list[str]
    quoted_titles: list[str]
    constituencies: list[str]
    homes: dict[str, list[str]]
    villages: VillageWords


class KnownBodies:
    """Names of bodies and countries, looked up by where they end: the segmenter may have cut them."""

    def __init__(self, names: Iterable[str]) -> None:
        """Args: the names."""
        self._names = frozenset(name for name in names if len(name) > 1)
        self._last = frozenset(name[-1] for name in self._names)
        self._longest = max(map(len, self._names), default=0)

    def __contains__(self, name: str) -> bool:
        """Whether it is one of them."""
        return name in self._names

    def begins(self, text: str) -> bool:
        """Whether the text begins with one of them."""
        return any(text[:n] in self._names for n in range(2, min(self._longest, len(text)) + 1))

    def start(self, plain: str, end: int, floor: int) -> int | None:
        """Where the longest of them begins that ends at ``end``, or None."""
        if plain[end - 1 : end] not in self._last:
            return None
        lengths = range(min(self._longest, end - floor), 1, -1)
        return next((end - n for n in lengths if plain[end - n : end] in self._names), None)


class Organisations:
    """Cuts and completes the organisations of one article."""

    def __init__(self, words: OrganisationWords, known: Iterable[str]) -> None:
        """Args: the grammar, and names of bodies and countries that jieba may not know."""
        self._known = KnownBodies(known)
        self._tags = frozenset(words.tags)
        self._never = frozenset(words.never)
        self._inside = frozenset(words.inside)
        self._generic = frozenset(words.generic)
        self._pointed = frozenset(words.pointed)
        self._seconded_bodies = re.compile("|".join(words.seconded_bodies))
        self._pointing = re.compile("|".join(sorted(map(re.escape, words.pointing), key=len, reverse=True)))
        self._bodies = sorted(words.bodies, key=len, reverse=True)
        self._party_bodies = tuple(words.party_bodies)
        self._committees = words.committees
        self._levels = words.levels
        self._longest = words.longest
        self._endings = tuple(words.endings)
        self._ending_tags = frozenset(words.ending_tags)
        self._fused = tuple(words.fused)
        self._national = tuple(words.national)
        self._departments = tuple(words.departments)
        self._fixed = re.compile(f"(?:{'|'.join(words.fixed)})$")
        self._any = tuple(words.any_organisation)
        self._homes = words.homes
        self._not_speciality = frozenset(words.not_speciality)
        self._between = re.compile(f"(?:{'|'.join(words.between)})+$")
        self._quoted_titles = tuple(words.quoted_titles)
        self._joined = frozenset(words.joined)
        self._parties = tuple(words.parties)
        self._elected = tuple(words.elected)
        self._never_alone = frozenset(words.never_alone)
        self._only_behind = words.only_behind
        self._free = tuple(words.free)
        self._of_committees = tuple(words.of_committees)
        self._led = re.compile(f"(?:{'|'.join(words.led)})\\Z")
        self._no_bodies = tuple(words.no_bodies)
        self._constituencies = tuple(words.constituencies)
        self._no_names = tuple(words.no_names)
        self._villages = Villages(words.villages, self.left_edge, words.longest)

    def left_edge(self, prepared: Prepared, end: int, floor: int) -> int:
        """Where the organisation begins that ends at ``end``; ``end`` itself where there is none.

        Args:
            prepared: the article.
            end: offset where the title begins.
            floor: offset the organisation does not reach beyond.
        """
        words, plain = prepared.words, prepared.plain
        fixed = self._fixed.search(plain, max(floor, end - 12), end)
        start = end if fixed is None else fixed.start()
        index = bisect.bisect_left(words, (start, 0, "")) - 1
        while index >= 0:
            known = self._known_before(prepared, index, start, floor)
            if known is not None:
                start, index = known
                continue
            word_start, word_end, tag = words[index]
            if word_start == floor - 1 and word_end > floor + 1 and tag in self._tags:
                return floor  # 任岚溪|县委: the verb before is glued to the name
            if word_start < floor or end - word_start > self._longest:
                break
            word = plain[word_start : min(word_end, end)]
            if word in _JOINTS and index and self._is_joined(prepared, index - 1):
                index -= 1  # 骨与软组织肿瘤科: a joint between parts of one name
                continue
            if word.endswith(self._parties) and plain.startswith(self._elected, start):
                break  # 民主党立法会议员 sits in the 立法会
            bare = end - start == 1 and plain[start:end] in self._never_alone
            if not self._belongs(prepared, index, word, bare=bare):
                break
            start = word_start
            index -= 1
        return start

    def _known_before(
        self, prepared: Prepared, index: int, end: int, floor: int
    ) -> tuple[int, int] | None:
        """Where a known name begins that ends at ``end``, and the word before it (-1: look no further).

        It counts where it is longer than the word there, or is what 记/v 协/v was cut from; but 电子科技/大学
        is no 科技大学.
        """
        words = prepared.words
        known = self._known.start(prepared.plain, end, floor)
        if known is None or known > words[index][0]:
            return None
        before = bisect.bisect_left(words, (known, 0, "")) - 1
        if before < 0 or words[before][1] <= known:
            return known, before
        inside = prepared.plain[words[before][0] : words[before][1]]
        return None if self._belongs(prepared, before, inside) else (known, -1)

    def _belongs(self, prepared: Prepared, index: int, word: str, *, bare: bool = False) -> bool:
        """Whether a word may be part of the name of a body.

        Args:
            prepared: the article.
            index: of the word in its words.
            word: what of it stands before the title.
            bare: whether behind it stands nothing but a kind of body: 留誉|镇, 关注|组.
        """
        if word in self._never:
            return False
        start, _, tag = prepared.words[index]
        behind = self._only_behind.get(word)
        if behind is not None:
            return prepared.plain[start - 1 : start] in behind
        if tag in self._tags or word in self._inside:
            return True
        return bare and tag != "x" and 1 < len(word) < LONGEST_OWN_NAME

    @staticmethod
    def _word(prepared: Prepared, index: int) -> str:
        start, end, _ = prepared.words[index]
        return prepared.plain[start:end]

    def _is_joined(self, prepared: Prepared, index: int) -> bool:
        """Whether a word before 及 is part of the name that ends behind it: 骨与软组织科, 食物及卫生局."""
        word = self._word(prepared, index)
        return len(word) == 1 or word in self._joined

    def is_one(self, prepared: Prepared, org: str, end: int, title: str) -> bool:
        """Whether the words before a title name an organisation or place, not a quality.

        Args:
            prepared: the article.
            org: the words.
            end: offset where their last piece ends.
            title: the title they stand before.
        """
        if org in self._known:
            return True
        if org.endswith(self._no_bodies):
            return False
        if org.endswith(self._endings) or self._fixed.search(org):
            return True
        index = bisect.bisect_left(prepared.words, (end, 0, "")) - 1
        if index < 0:
            return False
        tag = prepared.words[index][2]
        if org.endswith("界") and title.endswith(self._constituencies):
            return True
        return tag in self._ending_tags or (title.endswith(self._any) and tag[0] in "njel")

    def before_between(self, plain: str, end: int, floor: int) -> int:
        """Where the organisation ends before what is neither its nor the title's: 首任, 33岁男, 二年级."""
        between = self._between.search(plain, floor, end)
        return between.start() if between else end

    def may_be_quoted(self, quoted: str, title: str) -> bool:
        """Whether words in quotation marks before a title are its body: 「民间监察」召集人."""
        return title.endswith(self._quoted_titles) or quoted.endswith(self._endings) or quoted in self._known

    def body_first(self, prepared: Prepared, start: int, end: int) -> int | None:
        """Where the body ends in words that do not end in one: 联合国|人权事务 高级专员.

        Args:
            prepared: the article.
            start, end: offsets of the words before a title.
        """
        words = prepared.words
        index = bisect.bisect_left(words, (end, 0, "")) - 1
        while index >= 0 and words[index][0] > start:
            cut = words[index][0]
            body = prepared.plain[start:cut]
            if prepared.plain[cut] in _FORMER:
                return None
            if end - cut > LONGEST_SPECIALITY or not self._is_speciality(prepared, index):
                return None
            if body in self._known or (len(body) > 2 and self.is_one(prepared, body, cut, "")):
                return cut
            index -= 1
        return None

    def _is_speciality(self, prepared: Prepared, index: int) -> bool:
        """Whether a word before the head of a title may belong to the title: 人权, 事务, not 维吾尔族."""
        start, end, tag = prepared.words[index]
        word = prepared.plain[start:end]
        if word in self._inside:
            return True
        return tag not in _NO_SPECIALITY and word not in self._not_speciality

    def fused(self, org: str, title: str) -> str | None:
        """The whole name where its last character is the title's first: 新闻 + 局长 is the 新闻局."""
        for last in self._fused:
            if title.removeprefix("副") == last + "长" and len(org) >= 2:
                return org + last
        return None

    def home_of(self, prepared: Prepared, title: str, before: int, reach: int) -> str | None:
        """The organisation of a bare title: the nearest one before it of the kind the title belongs to."""
        if self._villages.are_home_of(title):
            return self._villages.before(prepared, before, title)
        kinds = next((kinds for head, kinds in self._homes.items() if title.endswith(head)), None)
        if kinds is None:
            return None
        floor = max(0, before - reach)
        found: tuple[int, str] | None = None
        for kind in kinds:
            at = before
            while (at := prepared.plain.rfind(kind, floor, at)) >= 0:
                end = at + len(kind)
                if prepared.plain[end : end + 1] in _HEADS_OF_BODIES:
                    continue  # 副县|长 is no county
                start = self.left_edge(prepared, end, max(0, end - self._longest))
                org = prepared.plain[start:end]
                named = self.names_a_place(prepared, start, end) or self._is_named(org, kind)
                if named and end - start > len(kind) + 1 and (found is None or end > found[0]):
                    found = (end, prepared.plain[start:end])
                    break
        return found[1] if found else None

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

    def stands_alone(self, prepared: Prepared, start: int, end: int) -> bool:
        """Whether a body needs nothing that stands before it and 的: it names a place, or is well known."""
        org = prepared.plain[start:end]
        if org.startswith(self._national) or self._known.begins(org) or self._fixed.search(org):
            return True
        return self.names_a_place(prepared, start, end)

    @staticmethod
    def names_a_place(prepared: Prepared, start: int, end: int) -> bool:
        """Whether a word between the offsets is a name of a place or body by jieba's tags."""
        first = bisect.bisect_left(prepared.words, (start, 0, ""))
        last = bisect.bisect_left(prepared.words, (end, 0, ""))
        return any(tag in ("ns", "nt", "nz", "nr", "nrt") for _, _, tag in prepared.words[first:last])

    def _is_region(self, prepared: Prepared, index: int) -> bool:
        start, end, tag = prepared.words[index]
        word = prepared.plain[start:end]
        return len(word) >= 2 and (tag == "ns" or word.endswith(_REGION_ENDINGS)) and word not in self._never

    def share_head(self, first: str | None, org: str | None, title: str) -> str | None:
        """The organisation of a later post in a chain: 副市长 after 恩施市委 is 恩施市's.

        Args:
            first: the organisation of the post before.
            org: what stands before this title in the text, or None.
            title: this post's title.
        """
        if first is None:
            return org
        region = self.region_of(first)
        if org is None and title.endswith(self._free):
            return None
        if org is None:
            level = self._level_of(title)
            if level is not None and region.endswith(level):
                return region
            if level is not None and first.endswith(level + "委"):
                return first.removesuffix("委")
            return first if title.endswith(self._of_committees) else self._led_body(first)
        for committee, level in self._committees.items():
            if org.startswith(committee):
                base = region if region.endswith(level) else None
                return f"{base.removesuffix(level)}{org}" if base else org
        if org.startswith(self._party_bodies) and first.endswith(tuple(self._committees)):
            return first + org
        if org in self._known:
            return org
        if len(org) > 2 and org[0] in self._levels and region.endswith(org[0]):
            return region + org[1:]  # 县政府 after 岚溪县委
        if any(org.startswith(body) for body in self._bodies):
            return region + org
        if org.startswith(self._national):
            return org
        if org.endswith(self._departments) and len(org) <= LONGEST_DEPARTMENT and region != org:
            return region + org
        return org

    def is_led(self, title: str) -> bool:
        """Whether a bare post after a comma is of the body of the post before: 市长甲，副市长乙."""
        return self._led.match(title) is not None

    def _led_body(self, org: str) -> str:
        """The body that a committee of the party leads: 长河大学 of 长河大学党委."""
        body = next((body for body in _COMMITTEES_OF_PARTY if org.endswith(body)), None)
        return org.removesuffix(body) if body and len(org) > len(body) + 1 else org

    def region_of(self, org: str) -> str:
        """The place or institution behind a body of it: 青川县 of 青川县委, 华东局 of 华东局党委."""
        for body in self._bodies:
            if org.endswith(body) and len(org) > len(body):
                return org[: -len(body)]
        for committee, level in self._committees.items():
            if org.endswith(committee) and len(org) >= len(committee):
                return org.removesuffix(committee) + level
        return org

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
            start = self.left_edge(prepared, end, max(0, end - self._longest))
            if end - start > len(tail) + 1:
                return prepared.plain[start:end]
        return org

    def _level_of(self, title: str) -> str | None:
        return next((level for level in self._levels if level + "长" in title), None)
