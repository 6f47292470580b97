"""Parts and wholes: 其中 and other evident breakdowns point to the count they divide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from extract.facts import Count
from extract.text.prepare import Prepared

#: A breakdown within one sentence has at most this many parts.
MOST_PARTS = 12


class WholeWords(msgspec.Struct, frozen=True):
    """Words that introduce parts of what was counted before; see ``rules/counts/wholes.toml``."""

    introduces_parts: list[str]
    breakdown_reach: int
    interchangeable_units: list[list[str]]


class WholeFinder:
    """Sets ``of`` on counts that are parts."""

    def __init__(self, words: WholeWords, classes: Mapping[str, str]) -> None:
        """Args: the words, and the class of every unit."""
        self._introduces = re.compile("|".join(map(re.escape, words.introduces_parts)))
        self._reach = words.breakdown_reach
        self._classes = classes
        self._unit_groups = {
            unit: str(i) for i, group in enumerate(words.interchangeable_units) for unit in group
        }

    def __call__(self, prepared: Prepared, counts: Sequence[Count]) -> list[Count]:
        """The counts with ``of`` set where the text tells the whole."""
        result = list(counts)
        triggers = [(match.start(), match.end()) for match in self._introduces.finditer(prepared.plain)]
        for begin, after in triggers:
            self._breakdown(prepared, result, begin, after)
        self._exact_sums(prepared, result)
        return result

    def _exact_sums(self, prepared: Prepared, counts: list[Count]) -> None:
        """Two or more counts of a sentence that add up exactly to the one before them divide it."""
        for i, whole in enumerate(counts):
            if whole.value is None or whole.of is not None or any(count.of == i for count in counts):
                continue
            _, sentence_end = prepared.sentence_at(whole.start)
            total: float = 0
            parts: list[int] = []
            for j in range(i + 1, len(counts)):
                count = counts[j]
                if count.start >= sentence_end or len(parts) > MOST_PARTS:
                    break
                if count.unit != whole.unit or count.value is None or count.of is not None:
                    continue
                total += count.value
                parts.append(j)
                if total >= whole.value:
                    break
            if len(parts) >= 2 and total == whole.value:
                for j in parts:
                    counts[j] = msgspec.structs.replace(counts[j], of=i)

    def _breakdown(self, prepared: Prepared, counts: list[Count], begin: int, after: int) -> None:
        """Attach the counts after an introducing word to the wholes before it."""
        paragraph = prepared.plain.rfind("\n", 0, begin) + 1
        _, sentence_end = prepared.sentence_at(begin)
        parts = [i for i, count in enumerate(counts) if after <= count.start < sentence_end]
        wholes = [
            i for i, count in enumerate(counts) if max(paragraph, begin - self._reach) <= count.start < begin
        ]
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
        self._complete(prepared, counts, sums, sentence_end)

    def _whole_for(
        self,
        counts: list[Count],
        part: int,
        wholes: list[int],
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
        self, prepared: Prepared, counts: list[Count], sums: Mapping[int, float], sentence_end: int
    ) -> None:
        """The next sentence's count that makes the parts add up exactly is a part too."""
        if sentence_end >= len(prepared.plain) or prepared.plain[sentence_end - 1] == "\n":
            return
        _, next_end = prepared.sentence_at(sentence_end)
        for i, count in enumerate(counts):
            if not sentence_end <= count.start < next_end or count.of is not None or count.value is None:
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
