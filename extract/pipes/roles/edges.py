"""Where the name of a body begins that stands before a title, and whether the words there name one."""

from __future__ import annotations

import bisect
import re

from extract.pipes.roles.known import KnownBodies
from extract.pipes.roles.words import OrganisationWords
from extract.text.prepare import Prepared

#: What stands between a body and the head of a title and belongs to the title is no longer, in characters.
LONGEST_SPECIALITY = 7

#: The own name of a 镇 or 组 is shorter, in characters, where the segmenter takes it for an ordinary word.
LONGEST_OWN_NAME = 4

#: jieba's tags of what is no part of a title before its head: verbs, places, numbers, measure words
_NO_SPECIALITY = frozenset({"v", "f", "m", "q", "s", "a"})

#: first letters of jieba's tags of words that say something: verbs, nouns, qualities, idioms
_CONTENT = frozenset("vnaizjlg")

#: Bodies of the whole country are of no other.
_NATIONWIDE = ("全国", "国务院", "中共中央")

_FORMER = frozenset("前原")

_REGIONS = ("省", "市", "自治州", "自治区", "兵团")

#: The end of a date before a body: 9月4日|壹传媒创办人.
_DAY = re.compile(r"\d+[日月年时分](?!报)")

_JOINTS = frozenset({"与", "和", "及"})


class BodyEdges:
    """Cuts the names of bodies out of what stands before titles."""

    def __init__(self, words: OrganisationWords, known: KnownBodies) -> None:
        """Args: the grammar, and names of bodies and countries that jieba may not know."""
        self._known = known
        self._tags = frozenset(words.tags)
        self._never = frozenset(words.never)
        self._inside = frozenset(words.inside)
        self._longest = words.longest
        self._endings = tuple(words.endings)
        self._ending_tags = frozenset(words.ending_tags)
        self._fused = tuple(words.fused)
        self._national = tuple(words.national)
        self._fixed = re.compile(f"(?:{'|'.join(words.fixed)})$")
        self._any = tuple(words.any_organisation)
        self._not_speciality = frozenset(words.not_speciality)
        self._subjects_of = tuple(words.subjects_of)
        self._schools = tuple(words.schools)
        self._specialities = frozenset(words.specialities)
        self._between = re.compile(f"(?:{'|'.join(words.between)})+$")
        self._quoted_titles = tuple(words.quoted_titles)
        self._joined = frozenset(words.joined)
        self._parties = tuple(words.parties)
        self._elected = tuple(words.elected)
        self._never_alone = frozenset(words.never_alone)
        self._of_regions = frozenset(words.of_regions)
        self._only_before = words.only_before
        self._only_behind = words.only_behind
        self._no_bodies = tuple(words.no_bodies)
        self.desks = frozenset(words.desks)
        self._constituencies = tuple(words.constituencies)

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
                if self._is_party(plain, known[0], start, end):
                    break
                start, index = known
                if plain.startswith(_NATIONWIDE, start):
                    break  # 港区|全国人大
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
            if self._is_party(plain, word_start, start, end):
                break
            bare = plain[start:end] in self._never_alone
            bare = bare or self._behind_region(prepared, index, start, end)
            if not self._belongs(prepared, index, word, bare=bare):
                break
            start = word_start
            index -= 1
        day = _DAY.match(plain, start, end)
        return start if day is None else day.end()

    def _is_party(self, plain: str, begin: int, start: int, end: int) -> bool:
        """Whether a party stands before what its member sits in: 民主党|立法会议员, 工党|屯门区议员."""
        if not plain.endswith(self._parties, begin, start):
            return False
        return plain.startswith(self._elected, start) or plain[start:end] in self._known

    def _behind_region(self, prepared: Prepared, index: int, start: int, end: int) -> bool:
        """Whether a county's committee stands behind what jieba takes for no name: 贵州省|遵义|县委."""
        if index < 1 or prepared.plain[start:end] not in self._of_regions:
            return False
        return prepared.words[index - 1][2] == "ns" and self._word(prepared, index - 1).endswith(_REGIONS)

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
        start, end, tag = prepared.words[index]
        before = self._only_before.get(word)
        if before is not None:
            return prepared.plain[end : end + 1] in before
        behind = self._only_behind.get(word)
        if behind is not None:
            return prepared.plain[start - 1 : start] in behind
        if tag in self._tags or word in self._inside:
            return True
        return bare and tag[0] in _CONTENT and 1 < len(word) < LONGEST_OWN_NAME

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
        if org[-1:] == "学" and title.endswith(self._subjects_of) and not org.endswith(self._schools):
            return False
        if org.endswith(self._endings) or self._fixed.search(org):
            return True
        index = bisect.bisect_left(prepared.words, (end, 0, "")) - 1
        if index < 0:
            return False
        tag = prepared.words[index][2]
        if org.endswith("界") and title.endswith(self._constituencies):
            return True
        if tag in self._ending_tags:
            return True
        return title.endswith(self._any) and tag[0] in "njel" and org not in self._specialities

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
        if word in self._not_speciality:
            return False
        return word in self._inside or tag not in _NO_SPECIALITY

    def fused(self, org: str, title: str) -> str | None:
        """The whole name where its last character is the title's first: 新闻 + 局长 is the 新闻局."""
        for last in self._fused:
            if title.removeprefix("副") == last + "长" and len(org) >= 2:
                return org + last
        return None

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
