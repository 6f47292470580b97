"""Ties counts to their time, their giver and their receiver, from the clause and what goes on from before."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.bodies import Bodies, Body
from extract.rules import RuleBook
from extract.text.prepare import Prepared

_CLAUSE_END = re.compile(r"[，,。；;！!？?\n：:]")


class LinkWords(msgspec.Struct, frozen=True):
    """Words that tie a count to place and time; see ``rules/counts/links.toml``."""

    toward: list[str]
    not_giver: list[str]
    giver_marks: list[str]
    giving: list[str]
    reach: int
    receiver_reach: int
    opening: int
    governs: int
    holds: int


class LinkFinder:
    """Sets ``when``, ``from`` and ``to`` on counts."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        words = msgspec.convert(book.settings("counts/links"), LinkWords)
        self._bodies = Bodies(book)
        self._toward = re.compile(f"(?:{_any_of(words.toward)})了?$")
        self._not_giver = re.compile(f"(?:{_any_of(words.not_giver)})$")
        self._giver_mark = re.compile(f"(?:{_any_of(words.giver_marks)})$")
        self._giving = re.compile(_any_of(words.giving))
        self._reach, self._receiver_reach = words.reach, words.receiver_reach
        self._opening, self._governs, self._holds = words.opening, words.governs, words.holds

    def __call__(
        self, prepared: Prepared, counts: Sequence[Count], dates: Sequence[Date], people: Sequence[Person]
    ) -> list[Count]:
        """The counts with their links; a part takes those of its whole."""
        if not counts:
            return []
        bodies = self._bodies(prepared, people)
        linked: list[Count] = []
        for count in counts:
            whole = linked[count.of] if count.of is not None and count.of < len(linked) else None
            if whole is not None:
                own = self._when(prepared, dates, count, own_clause=True)
                linked.append(
                    msgspec.structs.replace(count, when=own or whole.when, from_=whole.from_, to=whole.to)
                )
                continue
            sentence = prepared.sentence_at(count.start)
            linked.append(
                msgspec.structs.replace(
                    count,
                    when=self._when(prepared, dates, count, own_clause=False),
                    from_=self._giver(prepared, bodies, count, sentence),
                    to=self._receiver(prepared, bodies, count, sentence),
                )
            )
        return linked

    def _when(
        self, prepared: Prepared, dates: Sequence[Date], count: Count, *, own_clause: bool
    ) -> str | None:
        """The nearest date before the count in its sentence, else one that opened an earlier sentence."""
        start, _ = prepared.sentence_at(count.start)
        if own_clause:
            near = max(start, count.start - self._governs)
            start = max(
                (m.end() for m in _CLAUSE_END.finditer(prepared.plain, near, count.start)), default=near
            )
        index = bisect.bisect_left(dates, count.start, key=lambda date: date.start) - 1
        floor = max(prepared.paragraph_start(count.start), count.start - self._holds)
        while index >= 0 and dates[index].start >= floor:
            date = dates[index]
            index -= 1
            if date.start >= start:
                if self._may_govern(date, count):
                    return date.value.partition("T")[0] if date.type == "TIME" else date.value
            elif own_clause:
                return None
            else:
                begin, _ = prepared.sentence_at(date.start)
                if date.type == "DATE" and date.start - begin <= self._opening:
                    return date.value
        return None

    def _may_govern(self, date: Date, count: Count) -> bool:
        if count.start - date.end > self._governs:
            return False
        if date.type == "DURATION":
            return date.text.endswith(("来", "來", "间", "間", "时间", "時間")) or date.text.startswith(
                ("这", "這", "半")
            )
        return True

    def _giver(
        self, prepared: Prepared, bodies: Sequence[Body], count: Count, sentence: tuple[int, int]
    ) -> str | None:
        """The last body before the count that opens a clause with a verb of giving, or is marked as giver."""
        floor = max(sentence[0], count.start - self._reach)
        found = self._giver_between(prepared, bodies, floor, count.start)
        if found is not None:
            return found
        paragraph = prepared.paragraph_start(count.start)
        if not self._giving.search(prepared.plain, floor, count.start) or sentence[0] <= paragraph:
            return None
        before, _ = prepared.sentence_at(sentence[0] - 1)
        floor = max(paragraph, before, sentence[0] - self._reach)
        return self._giver_between(prepared, bodies, floor, sentence[0])

    def _giver_between(self, prepared: Prepared, bodies: Sequence[Body], floor: int, end: int) -> str | None:
        plain = prepared.plain
        index = bisect.bisect_left(bodies, end, key=lambda body: body.start) - 1
        while index >= 0 and bodies[index].start >= floor:
            body = bodies[index]
            index -= 1
            before = plain[max(floor, body.start - 4) : body.start]
            marked = self._giver_mark.search(before) is not None
            if not marked and (self._not_giver.search(before) or plain[body.end : body.end + 1] == "的"):
                continue
            clause_start = (
                body.start == floor or not before or before[-1] in "，,。；;：:、\n 年月日间来起，”"
            )
            if (marked or clause_start or body.is_person) and self._giving.search(
                plain, body.end, max(end, body.end)
            ):
                return self._whole_list(plain, bodies, index + 1)
        return None

    def _whole_list(self, plain: str, bodies: Sequence[Body], index: int) -> str:
        """恩施市、江干区 joined by 、 or 和 give together."""
        named = [bodies[index].name]
        start = bodies[index].start
        floor = start - self._reach
        while (
            index and start > floor and (joint := plain[bodies[index - 1].end : start]) in ("、", "和", "与")
        ):
            index -= 1
            start = bodies[index].start
            named[:0] = [bodies[index].name, joint]
        return "".join(named)

    def _receiver(
        self, prepared: Prepared, bodies: Sequence[Body], count: Count, sentence: tuple[int, int]
    ) -> str | None:
        """The body behind 到, 赴, 向, 给 …: after the count in its sentence, else before it."""
        plain = prepared.plain
        first = bisect.bisect_left(bodies, count.end, key=lambda body: body.start)
        ceiling = min(sentence[1], count.end + self._receiver_reach)
        clauses = 0
        at = count.end
        for i in range(first, len(bodies)):
            body = bodies[i]
            if body.start >= ceiling:
                break
            clauses += len(_CLAUSE_END.findall(plain, at, body.start))
            at = body.start
            if clauses > 2:
                break
            if self._toward.search(plain, max(count.end, body.start - 4), body.start):
                return body.name
        floor = max(sentence[0], count.start - self._receiver_reach)
        index = first - 1
        while index >= 0 and bodies[index].start >= floor:
            body = bodies[index]
            index -= 1
            if body.end <= count.start and self._toward.search(plain, max(floor, body.start - 4), body.start):
                return body.name
        return None


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
