"""What an article's counts divide: which fits into which, and which add up to which."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from extract.facts import Count
from extract.text.prepare import Prepared

#: A breakdown without a word for it has at most this many parts, and is read no further.
MOST_PARTS = 12
MOST_READ = 2 * MOST_PARTS
#: Parts that a word introduces may add up to so much more than the whole: a misprint, which is told.
MOST_OVERSHOOT = 1.5
_STOP = re.compile("[。！？!?\n]")
_GROUP_END = re.compile("[。！？!?；;\n]")
_BRACKET = re.compile(r"[（(\[]([^（）()\[\]\n]{1,120})[）)\]]")
_SHARES = frozenset({"%", "‰", "成", None})
#: A unit that counts people as well as things.
_ANYTHING = "个"
#: A share opens its clause, but for so many characters, or a word tells that it is one.
LONGEST_UNMARKED = 4
#: Before these no share is told, but a rate: 首诊率为68.9%.
_RATES = re.compile(
    "(?:[率度值幅]|(?<!占)比|增长|下降|提高|上升|降低|增加|减少|同比|环比)(?:达到|达|为|至|到|了|约|均|在|保持|稳定)*$"
)


class WholeWords(msgspec.Struct, frozen=True):
    """Words that introduce parts of what was counted before; see ``rules/counts/wholes.toml``."""

    introduces_parts: list[str]
    among: list[str]
    totals: list[str]
    rests: list[str]
    outsiders: list[str]
    restating: list[str]
    share_verbs: list[str]
    opposites: list[list[str]]
    breakdown_reach: int
    parts_reach: int
    least_sum_by_chance: int
    interchangeable_units: list[list[str]]
    comparisons: list[str]
    share_marks: list[str]
    like_people: list[str]
    person_units: list[str]
    reach_of_other_units: int


def is_share(count: Count) -> bool:
    """Whether a count is a percentage, in tenths or a fraction (which has no unit)."""
    return count.unit in _SHARES


class Article:
    """The counts of one article, and questions about them."""

    def __init__(
        self,
        prepared: Prepared,
        counts: Sequence[Count],
        words: WholeWords,
        classes: Mapping[str, str],
        is_person: Callable[[str], bool],
    ) -> None:
        """Ready for questions.

        Args:
            prepared: the article.
            counts: its counts, in text order.
            words: what introduces parts.
            classes: the class of every unit.
            is_person: whether a noun means people.
        """
        self._is_person = is_person
        self.prepared, self.plain, self.counts, self.words = prepared, prepared.plain, counts, words
        self._classes = classes
        self._starts = [count.start for count in counts]
        self._outsiders = re.compile(
            f"(?:{'|'.join(map(re.escape, words.outsiders))})(?:了|到|达|约|有|的)?$"
        )
        self._sentence_ends = [match.end() for match in _STOP.finditer(prepared.plain)]
        self._group_ends = [match.end() for match in _GROUP_END.finditer(prepared.plain)]
        self._brackets: list[tuple[int, int]] = []
        #: counts inside a bracket behind another count
        self.enclosed: set[int] = set()

    def between(self, start: int, end: int) -> Sequence[int]:
        """The indices of the counts that begin between two offsets."""
        return range(bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end))

    def last_before(self, offset: int) -> int | None:
        """The index of the last count that begins before an offset."""
        index = bisect.bisect_left(self._starts, offset) - 1
        return index if index >= 0 else None

    def brackets(self) -> Iterator[tuple[int, int]]:
        """Where brackets open and close."""
        self._brackets = [match.span() for match in _BRACKET.finditer(self.plain)]
        return iter(self._brackets)

    def bracketed(self, offset: int) -> bool:
        """Whether an offset lies in a bracket."""
        index = bisect.bisect_right(self._brackets, (offset, len(self.plain))) - 1
        return index >= 0 and self._brackets[index][0] < offset < self._brackets[index][1]

    def sentence_end(self, offset: int) -> int:
        """Where the sentence, semicolons and all, ends."""
        index = bisect.bisect_right(self._sentence_ends, offset)
        return self._sentence_ends[index] if index < len(self._sentence_ends) else len(self.plain)

    def clause_group_end(self, offset: int) -> int:
        """Where the sentence or its part before a semicolon ends."""
        index = bisect.bisect_right(self._group_ends, offset)
        return self._group_ends[index] if index < len(self._group_ends) else len(self.plain)

    def reach_back(self, offset: int) -> int:
        """How far back from an offset a whole may stand: in the paragraph, or before a line that opens so."""
        floor = self.prepared.paragraph_start(offset)
        if floor == offset and offset:
            floor = self.prepared.paragraph_start(offset - 1)
        return max(floor, offset - self.words.breakdown_reach)

    def size(self, i: int) -> float:
        """How much a count is, at most."""
        count = self.counts[i]
        value = count.value if count.value is not None else count.max
        return 0 if value is None else value

    def sum_of(self, indices: Sequence[int]) -> float:
        """What counts add up to."""
        return sum(self.size(i) for i in indices)

    def same_value(self, one: int, two: int) -> bool:
        """Whether two counts are equally large."""
        return self.size(one) == self.size(two)

    def is_share(self, i: int) -> bool:
        """Whether a count is a percentage, in tenths or a fraction."""
        return is_share(self.counts[i])

    def comparable(self, one: int, two: int) -> bool:
        """Whether two units count the same things."""
        first, second = self.counts[one].unit, self.counts[two].unit
        if first is None or second is None or self._classes.get(first) == "age":
            return False
        if first == second:
            return True
        if _ANYTHING in (first, second) and self._counts_people(one) != self._counts_people(two):
            return False
        return any(first in group and second in group for group in self.words.interchangeable_units)

    def _counts_people(self, i: int) -> bool:
        count = self.counts[i]
        if count.unit in self.words.person_units:
            return True
        noun = count.noun or ""
        return self._is_person(noun) or noun.endswith(tuple(self.words.like_people))

    def fits(self, whole: int, part: int) -> bool:
        """Whether a count is of a kind with another and no larger."""
        return (
            self.comparable(whole, part)
            and 0 < self.size(part) <= self.size(whole)
            and not self.is_share(part)
        )

    def outside(self, i: int) -> bool:
        """Whether a word before a count says that it is no part: 另有5座, 增长22%."""
        start = self.counts[i].start
        clause = re.split("[，。；：\n]", self.plain[max(0, start - 24) : start])[-1]
        if any(word in clause for word in self.words.comparisons):
            return True
        return self._outsiders.search(self.plain[max(0, start - 8) : start]) is not None

    def may_be_part(self, whole: int, i: int) -> bool:
        """Whether a count may be a part of another: it fits, or is a share of it."""
        if self.outside(i):
            return False
        if self.is_share(i):
            return not self.is_share(whole) and self._tells_share(i)
        return self.fits(whole, i)

    def _tells_share(self, i: int) -> bool:
        count = self.counts[i]
        before = re.split("[，。；：\n]", self.plain[max(0, count.start - 16) : count.start])[-1]
        if _RATES.search(before) is not None:
            return False
        marked = any(mark in before for mark in self.words.share_marks) or len(before) <= LONGEST_UNMARKED
        return marked or self.plain.startswith(("的", "是", "为", "均", "都", "属"), count.end)

    def shared_by(self, i: int, wholes: Sequence[int]) -> int | None:
        """What a share is of: the last count that is told of the same, or just the last."""
        candidates = [whole for whole in wholes if not self.is_share(whole)]
        noun = self.counts[i].noun
        for whole in reversed(candidates):
            told = self.counts[whole].noun
            if noun and told and (noun.endswith(told) or told.endswith(noun)):
                return whole
        return candidates[-1] if candidates else None

    def told_of(self, noun: str, i: int) -> int | None:
        """The last count before ``i`` that is of a noun and that ``i`` fits into."""
        for j in range(i - 1, max(-1, i - MOST_READ), -1):
            told = self.counts[j].noun
            if told and (noun.endswith(told) or told.endswith(noun)) and self.may_be_part(j, i):
                return j
        return None


class Breakdowns:
    """The wholes of an article's counts, found step by step."""

    def __init__(self, article: Article) -> None:
        """Args: the article."""
        self._article = article
        self.of: list[int | None] = [None] * len(article.counts)

    def attach(self, parts: Sequence[int], whole: int) -> None:
        """Say of counts what they are parts of; what is a part of them is no whole of theirs."""
        for i in parts:
            if i != whole and self.of[whole] != i:
                self.of[i] = whole

    def divide(self, wholes: Sequence[int], governed: Sequence[int], group_end: int) -> None:
        """Attach what a word introduces, each to the nearest count before it that it fits into.

        Args:
            wholes: the counts before the word.
            governed: those behind it, to the end of the sentence.
            group_end: where the first part of the sentence ends: behind it no parts of a part are told.
        """
        article = self._article
        sums: dict[int, float] = {}
        last: int | None = None
        for i in governed:
            if self.of[i] is not None or article.outside(i):
                continue
            if article.is_share(i):
                shared = article.shared_by(i, wholes) if last is None else last
                if shared is not None and article.may_be_part(shared, i):
                    self.attach([i], shared)
                    last = shared
                continue
            whole = self._whole_for(i, wholes, sums, nested_to=group_end)
            if whole is not None and not self._restated(i, whole):
                self.attach([i], whole)
                sums[whole] = sums.get(whole, 0) + article.size(i)
                last = whole
        self._complete(sums, governed)

    def _whole_for(
        self, i: int, wholes: Sequence[int], sums: Mapping[int, float], *, nested_to: int
    ) -> int | None:
        article = self._article
        reach = article.words.reach_of_other_units
        for same_unit in (True, False):
            for whole in reversed(wholes):
                if same_unit != (article.counts[whole].unit == article.counts[i].unit):
                    continue
                if self.of[whole] is not None and article.counts[i].start >= nested_to:
                    continue
                if not article.fits(whole, i):
                    continue
                told = sums.get(whole, 0)
                far = article.counts[i].start - article.counts[whole].end > reach
                if not same_unit and far and not told:
                    continue
                near = same_unit and article.counts[i].start < nested_to
                most = article.size(whole) * (MOST_OVERSHOOT if near else 1)
                if not told or told >= article.size(whole) or told + article.size(i) <= most:
                    return whole
        return None

    def _restated(self, i: int, whole: int) -> bool:
        """Whether a count only repeats its whole or another part of it."""
        count = self._article.counts[i]
        return count.noun is not None and any(
            self._article.counts[j].noun == count.noun and self._article.counts[j].value == count.value
            for j in (whole, *(j for j in range(max(0, i - MOST_READ), i) if self.of[j] == whole))
        )

    def _complete(self, sums: Mapping[int, float], governed: Sequence[int]) -> None:
        """The next sentence's count that makes the parts add up exactly is a part too."""
        article = self._article
        end = article.sentence_end(article.counts[governed[-1]].end)
        if article.plain[end - 1 : end] == "\n":
            return
        next_end = min(article.sentence_end(end), end + article.words.parts_reach)
        for i in article.between(end, next_end):
            for whole, told in sums.items():
                exact = told + article.size(i) == article.size(whole)
                if self.of[i] is None and article.comparable(whole, i) and exact and not article.outside(i):
                    self.attach([i], whole)

    def totals(self) -> None:
        """医生8名、教师12名，共20名: a sum behind its parts."""
        article = self._article
        totals = tuple(article.words.totals)
        for whole, count in enumerate(article.counts):
            if not article.plain.endswith(totals, max(0, count.start - 6), count.start) or not count.value:
                continue
            floor = article.prepared.paragraph_start(count.start)
            parts: list[int] = []
            total: float = 0
            for i in range(whole - 1, max(-1, whole - MOST_PARTS), -1):
                if article.counts[i].start < floor or total >= count.value:
                    break
                if article.comparable(whole, i) and self.of[i] is None:
                    parts.append(i)
                    total += article.size(i)
            if len(parts) > 1 and total == count.value:
                self.attach(parts, whole)

    def behind_colons(self) -> None:
        """代表团17人：教练3人，运动员12人，队医2人."""
        article = self._article
        for whole, count in enumerate(article.counts):
            match = re.compile("[^，。；：！？、\n]{0,8}[：:]").match(article.plain, count.end)
            if match is None or (self.of[whole] is not None and article.is_share(whole)):
                continue
            group = article.between(match.end(), article.sentence_end(match.end()))
            parts = []
            for i in group[:MOST_READ]:
                if self.of[i] is not None or not article.fits(whole, i) or article.outside(i):
                    break
                parts.append(i)
            total = article.sum_of(parts)
            if len(parts) > 1 and total <= article.size(whole) * MOST_OVERSHOOT:
                self.attach(parts, whole)

    def exact_sums(self) -> None:
        """Two or more counts that add up exactly to the one before them divide it."""
        article = self._article
        for whole, count in enumerate(article.counts):
            enough = (count.value or 0) >= article.words.least_sum_by_chance or "：" in article.plain[
                count.end : count.end + 8
            ]
            if not enough or article.is_share(whole):
                continue
            summands = self._summands(whole)
            if summands:
                self.attach(summands, whole)

    def _summands(self, whole: int) -> list[int]:
        """The counts right behind a whole that add up to it: in its unit, or in another one they share."""
        article = self._article
        count = article.counts[whole]
        end = article.sentence_end(count.end)
        while end < len(article.plain) and article.plain[end].isspace():
            end += 1
        end = article.sentence_end(end)
        last = min(end, count.end + article.words.parts_reach)
        by_unit: dict[str | None, list[int]] = {count.unit: []}
        for i in article.between(count.end, last)[:MOST_READ]:
            if self.of[i] in (None, whole) and article.fits(whole, i) and not article.outside(i):
                by_unit.setdefault(article.counts[i].unit, []).append(i)
        for candidates in by_unit.values():
            total: float = 0
            for number, i in enumerate(candidates[:MOST_PARTS], start=1):
                total += article.size(i)
                if total == count.value and number > 1:
                    return candidates[:number]
                if total >= (count.value or 0):
                    break
        return []

    def opposites(self) -> None:
        """全年级共86名学生，男生48名，女生40名: parts by their nouns."""
        article = self._article
        for one in range(1, len(article.counts) - 1):
            two, whole = one + 1, one - 1
            nouns = article.counts[one].noun, article.counts[two].noun
            if None in nouns or self.of[one] is not None or self.of[two] is not None:
                continue
            opposed = any(
                str(nouns[0]).startswith(a) and str(nouns[1]).startswith(b)
                for pair in article.words.opposites
                for a, b in (pair, pair[::-1])
            )
            same_sentence = article.sentence_end(article.counts[whole].end) >= article.counts[two].start
            if opposed and same_sentence and article.fits(whole, one) and article.fits(whole, two):
                self.attach([one, two], whole)
