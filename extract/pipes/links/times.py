"""When what a count tells of was: the date that governs its clause, or one that still holds."""

from __future__ import annotations

import bisect
import re

from extract.facts import Count, Date
from extract.pipes.links.actors import ActorReader
from extract.pipes.links.scene import LinkWords, Scene

_CLAUSE_END = re.compile(r"[，,。；;！!？?\n：:]")
#: A date behind a count in its clause governs it within so many characters: 3个组织|昨晚|举办.
REACH_BEHIND = 12
#: A paragraph or sentence tells within so many characters what goes on: 捐赠活动上.
LONGEST_SCENE = 14
#: The day of what goes on is among so many dates before.
MOST_DATES_BACK = 40
_SINCE = re.compile("[^，,。；\\n]{1,30}以来")
#: Durations in which something was done, not how long it took.
_DURING = re.compile(r"(?:来|來|间|間|时间|時間|内|內|里|裡|期)$")
_DURING_BEFORE = re.compile(r"^(?:这|這|半|近|过去|過去|连续|連續|首)")


class TimeFinder:
    """Finds the date that governs a count."""

    def __init__(self, words: LinkWords, actors: ActorReader) -> None:
        """Args: the words and the reader of actors."""
        self._words, self._actors = words, actors
        self._compared, self._datelines = tuple(words.compared), tuple(words.datelines)

    def of_part(self, scene: Scene, count: Count) -> str | None:
        """The date in the very clause of a part."""
        start, _ = scene.prepared.sentence_at(count.start)
        near = max(start, count.start - self._words.governs)
        ends = [match.end() for match in _CLAUSE_END.finditer(scene.prepared.plain, near, count.start)]
        return self._before(scene, count, ends[-1] if ends else near)

    def __call__(self, scene: Scene, count: Count) -> str | None:
        """The nearest date before the count in its sentence, else one that opened an earlier sentence."""
        start, _ = scene.prepared.sentence_at(count.start)
        clause = scene.clause_at(count.start)
        return (
            self._before(scene, count, max(start, clause.start))
            or self._behind(scene, count)
            or self._before(scene, count, start)
            or self._holding(scene, count, start)
            or self._of_scene(scene, count, start)
        )

    def _before(self, scene: Scene, count: Count, floor: int) -> str | None:
        index = bisect.bisect_left(scene.dates, count.start, key=lambda date: date.start) - 1
        told: str | None = None
        while index >= 0 and scene.dates[index].start >= floor:
            date = scene.dates[index]
            if count.start - date.end > self._words.governs:
                break
            index -= 1
            if not self._may_govern(scene, date):
                continue
            if self._is_reported(scene, date, count) or date.type == "SET":
                told = told or self._value(
                    scene, date
                )  # 22日表示，…: the day of the news, unless another is told
                continue
            until = self._until(scene, index, floor) if self._is_attribute(scene, date) else None
            return until or self._value(scene, date)
        return told

    @staticmethod
    def _value(scene: Scene, date: Date) -> str:
        """The day of a clock time, and an open value where 以来 stands behind a clause: 自9月28日托管以来."""
        plain = scene.prepared.plain
        value = date.value.partition("T")[0] if date.type == "TIME" else date.value
        since = plain[date.start - 1 : date.start] in ("自", "从") and _SINCE.match(plain, date.end)
        return f"{value}/.." if since and "/" not in value else value

    @staticmethod
    def _is_attribute(scene: Scene, date: Date) -> bool:
        """2025年|电影票房: a year that only says which."""
        behind = scene.prepared.plain[date.end : date.end + 1]
        return len(date.value) == len("2025") and bool(behind) and behind not in "，,、。；的"

    @staticmethod
    def _until(scene: Scene, index: int, floor: int) -> str | None:
        """截至今天中午，2025年…: the value of an open date before such a year."""
        if index < 0 or scene.dates[index].start < floor:
            return None
        value = scene.dates[index].value
        return value if value.startswith("../") else None

    def _behind(self, scene: Scene, count: Count) -> str | None:
        index = bisect.bisect_left(scene.dates, count.end, key=lambda date: date.start)
        if index >= len(scene.dates):
            return None
        date = scene.dates[index]
        gap = scene.prepared.plain[count.end : date.start]
        near = len(gap) <= REACH_BEHIND and not _CLAUSE_END.search(gap) and "的" not in gap
        return (
            self._value(scene, date)
            if near and date.type in ("DATE", "TIME") and self._may_govern(scene, date)
            else None
        )

    def _holding(self, scene: Scene, count: Count, start: int) -> str | None:
        floor = max(scene.prepared.paragraph_start(count.start), count.start - self._words.holds)
        index = bisect.bisect_left(scene.dates, start, key=lambda date: date.start) - 1
        while index >= 0 and scene.dates[index].start >= floor:
            date = scene.dates[index]
            index -= 1
            begin, _ = scene.prepared.sentence_at(date.start)
            opens = date.start - begin <= self._words.opening
            held = date.type in ("DATE", "TIME") or self._during(date)
            if opens and held and not self._is_compared(scene, date):
                return self._value(scene, date)
        return None

    def _of_scene(self, scene: Scene, count: Count, start: int) -> str | None:
        """捐赠活动上，…: the day that an earlier paragraph gives to what goes on."""
        paragraph = scene.prepared.paragraph_start(count.start)
        opening = scene.prepared.plain[paragraph : paragraph + LONGEST_SCENE]
        sentence = scene.prepared.plain[start : start + LONGEST_SCENE]
        if not any(word in opening or word in sentence for word in self._words.scenes):
            return None
        index = bisect.bisect_left(scene.dates, paragraph, key=lambda date: date.start) - 1
        for date in reversed(scene.dates[max(0, index + 1 - MOST_DATES_BACK) : index + 1]):
            dated = date.type in ("DATE", "TIME") and len(date.value) > len("2017") and "/" not in date.value
            if dated and not self._is_compared(scene, date):
                return self._value(scene, date)
        return None

    def _may_govern(self, scene: Scene, date: Date) -> bool:
        if self._is_compared(scene, date):
            return False
        if scene.prepared.plain.startswith(self._datelines, date.end):
            return False  # 北京12月1日电
        return date.type != "DURATION" or self._during(date)

    @staticmethod
    def _during(date: Date) -> bool:
        return bool(_DURING.search(date.text) or _DURING_BEFORE.search(date.text))

    def _is_compared(self, scene: Scene, date: Date) -> bool:
        """比2019年, 是2012年的2.3倍."""
        plain = scene.prepared.plain
        before = plain[max(0, date.start - 2) : date.start]
        if before.endswith(("比", "较", "相比")):
            return True
        return before.endswith(self._compared) and plain.startswith("的", date.end)

    def _is_reported(self, scene: Scene, date: Date, count: Count) -> bool:
        clause = scene.clause_at(date.start)
        return clause.end < count.start and self._actors.reports(scene, clause)
