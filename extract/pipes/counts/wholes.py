"""Parts and wholes: 其中 and other evident breakdowns point to the count they divide."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Mapping, Sequence

import msgspec

from extract.facts import Count
from extract.text.prepare import Prepared

#: A breakdown within one sentence has at most this many parts, and is read no further.
MOST_PARTS = 12
MOST_READ = 2 * MOST_PARTS


class WholeWords(msgspec.Struct, frozen=True):
    """Words that introduce parts of what was counted before; see ``rules/counts/wholes.toml``."""

    introduces_parts: list[str]
    breakdown_reach: int
    parts_reach: int
    interchangeable_units: list[list[str]]


class WholeFinder:
    """Sets ``of`` on counts that are parts."""

    def __init__(self, words: WholeWords, classes: Mapping[str, str]) -> None:
        """Args: the words, and the class of every unit."""
        self._introduces = re.compile("|".join(map(re.escape, words.introduces_parts)))
        self._reach, self._parts_reach = words.breakdown_reach, words.parts_reach
        self._classes = classes
        self._unit_groups = {
            unit: str(i) for i, group in enumerate(words.interchangeable_units) for unit in group
        }

    def __call__(self, prepared: Prepared, counts: Sequence[Count]) -> list[Count]:
        """The counts with ``of`` set where the text tells the whole."""
        result = list(counts)
        starts = [count.start for count in counts]
        triggers = [match.span() for match in self._introduces.finditer(prepared.plain)]
        triggers.append((len(prepared.plain), len(prepared.plain)))
        for (begin, after), (next_begin, _) in itertools.pairwise(triggers):
            self._breakdown(prepared, result, starts, begin, (after, next_begin))
        self._exact_sums(prepared, result)
        return result

    def _exact_sums(self, prepared: Prepared, counts: list[Count]) -> None:
        """Two or more counts of a sentence that add up exactly to the one before them divide it."""
        divided = {count.of for count in counts}
        for i, whole in enumerate(counts):
            if whole.value is None or whole.of is not None or i in divided:
                continue
            for j in self._summands(prepared, counts, i, whole.value):
                counts[j] = msgspec.structs.replace(counts[j], of=i)

    def _summands(self, prepared: Prepared, counts: Sequence[Count], i: int, value: float) -> list[int]:
        """The counts right behind a whole that add up to it: in its unit, or in another one they share."""
        whole = counts[i]
        _, sentence_end = prepared.sentence_at(whole.start)
        last = min(sentence_end, whole.end + self._parts_reach)
        by_unit: dict[str | None, list[int]] = {whole.unit: []}
        for j in range(i + 1, min(i + 1 + MOST_READ, len(counts))):
            count = counts[j]
            if count.start >= last:
                break
            if count.of is None and count.value and self._comparable(whole, count):
                by_unit.setdefault(count.unit, []).append(j)
        for candidates in by_unit.values():
            total: float = 0
            for number, j in enumerate(candidates[:MOST_PARTS], start=1):
                total += counts[j].value or 0
                if total == value and number > 1:
                    return candidates[:number]
                if total >= value:
                    break
        return []

    def _breakdown(
        self,
        prepared: Prepared,
        counts: list[Count],
        starts: Sequence[int],
        begin: int,
        governed: tuple[int, int],
    ) -> None:
        """Attach the counts that an introducing word at ``begin`` governs to the wholes before it."""
        after, next_begin = governed
        _, sentence_end = prepared.sentence_at(begin)
        floor = max(prepared.paragraph_start(begin), begin - self._reach)
        wholes = range(bisect.bisect_left(starts, floor), bisect.bisect_left(starts, begin))
        parts_end = min(sentence_end, next_begin, after + self._parts_reach)
        parts = range(bisect.bisect_left(starts, after), bisect.bisect_left(starts, parts_end))
        if not parts or not wholes:
            return
        sums: dict[int, float] = {}
        attached: list[int] = []
        for i in parts:
            whole = self._whole_for(counts, i, wholes, attached, sums)
            if whole is None:
                continue
            counts[i] = msgspec.structs.replace(counts[i], of=whole)
            attached.append(i)
            if counts[i].unit != "%":
                sums[whole] = sums.get(whole, 0) + (counts[i].value or 0)
        self._complete(prepared, counts, starts, sums, sentence_end)

    def _whole_for(
        self,
        counts: list[Count],
        part: int,
        wholes: Sequence[int],
        attached: list[int],
        sums: Mapping[int, float],
    ) -> int | None:
        """The nearest count before that the part fits into and that is not used up."""
        count = counts[part]
        if count.unit in ("%", "‰", "成"):
            return wholes[-1] if not attached else counts[attached[-1]].of
        for same_unit in (True, False):
            for i in reversed(wholes):
                whole = counts[i]
                if whole.of is not None and not attached and i == wholes[-1]:
                    continue
                if same_unit and whole.unit != count.unit:
                    continue
                if not self._comparable(whole, count):
                    continue
                limit = whole.value if whole.value is not None else whole.max
                size = count.value if count.value is not None else count.max
                if limit is None or size is None:
                    continue
                if size <= limit and (sums.get(i, 0) + size <= limit or i not in sums):
                    return i
        return None

    def _complete(
        self,
        prepared: Prepared,
        counts: list[Count],
        starts: Sequence[int],
        sums: Mapping[int, float],
        sentence_end: int,
    ) -> None:
        """The next sentence's count that makes the parts add up exactly is a part too."""
        if sentence_end >= len(prepared.plain) or prepared.plain[sentence_end - 1] == "\n":
            return
        _, next_end = prepared.sentence_at(sentence_end)
        last = min(next_end, sentence_end + self._parts_reach)
        for i in range(bisect.bisect_left(starts, sentence_end), bisect.bisect_left(starts, last)):
            count = counts[i]
            if count.of is not None or count.value is None:
                continue
            for whole, total in sums.items():
                value = counts[whole].value
                if (
                    value is not None
                    and self._comparable(counts[whole], count)
                    and total + count.value == value
                ):
                    counts[i] = msgspec.structs.replace(count, of=whole)

    def _comparable(self, whole: Count, part: Count) -> bool:
        if whole.unit is None or part.unit is None:
            return False
        if whole.unit == part.unit:
            return True
        group = self._unit_groups.get(whole.unit)
        return group is not None and group == self._unit_groups.get(part.unit)
