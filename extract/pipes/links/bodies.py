"""Bodies: the places, organisations and people of an article that can send, give and receive."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

import msgspec

from extract.facts import Person
from extract.rules import RuleBook
from extract.text.prepare import Prepared

#: How many bodies back 该县 may point.
MOST_BEFORE = 40


class Body(msgspec.Struct, frozen=True):
    """A place, an organisation or a person, ``plain[start:end]``; 该县 has the county's name."""

    start: int
    end: int
    name: str
    is_person: bool


class BodyWords(msgspec.Struct, frozen=True):
    """What names of bodies are made of; see ``rules/links/bodies.toml``."""

    place_tags: list[str]
    inner_tags: list[str]
    inner_words: list[str]
    endings: list[str]
    never: list[str]
    divisions: list[str]
    acts: list[str]
    schools: list[str]
    pointing: list[str]
    kinds: dict[str, list[str]]


def found_before(found: Sequence[Body], start: int) -> bool:
    """Whether what was found so far ends before an offset."""
    return not found or found[-1].end < start


class Bodies:
    """Finds the bodies of one article from its words."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        words = msgspec.convert(book.settings("links/bodies"), BodyWords)
        self._place_tags = frozenset(words.place_tags)
        self._inner_tags = frozenset(words.inner_tags)
        self._inner_words = frozenset(words.inner_words)
        self._endings = self.endings = tuple(words.endings)
        self._schools = frozenset(words.schools)
        self._acts = frozenset(words.acts)
        self._divisions = tuple(words.divisions)
        self._never = frozenset(words.never)
        self._kinds = {kind: tuple(endings) for kind, endings in words.kinds.items()}
        kinds = "|".join(sorted(words.kinds, key=len, reverse=True))
        self._pointing = re.compile(f"(?:{'|'.join(words.pointing)})(?P<kind>{kinds})")

    def __call__(self, prepared: Prepared, people: Sequence[Person]) -> list[Body]:
        """The bodies in text order; they do not overlap."""
        names = {
            span.start: span.end
            for person in people
            for span in person.mentions
            if prepared.plain[span.start : span.end] == person.name
        }
        found: list[Body] = []
        run: list[tuple[int, int]] = []
        last_good = 0
        act: int | None = None
        for start, end, tag in prepared.words:
            word = prepared.plain[start:end]
            if start in names:
                self._close(prepared, run, last_good, found)
                run, last_good = [], 0
                found.append(Body(start, names[start], prepared.plain[start : names[start]], True))
                continue
            if found and start < found[-1].end:
                continue
            if word not in self._never and (self._is_place(prepared, start, end, tag) or tag == "ns"):
                if act is not None:  # 黄埔区|对口帮扶|三都县
                    self._close(prepared, run[:act], min(last_good, act), found)
                    run, last_good, act = [], 0, None
                run.append((start, end))
                last_good = len(run)
                continue
            if not run and word in self._schools and found_before(found, start):
                begin = self._named_before(prepared, start)
                if begin is not None:
                    run = [(begin, start)]
            if word in self._acts and last_good and act is None:
                act = len(run)
            if word not in self._never and self._may_stand(word, tag, bool(run)):
                run.append((start, end))
                if self._ends_one(word, tag, len(run)):
                    last_good = len(run)
                continue
            self._close(prepared, run, last_good, found)
            run, last_good, act = [], 0, None
        self._close(prepared, run, last_good, found)
        return self._pointed(prepared, found)

    def _is_place(self, prepared: Prepared, start: int, end: int, tag: str) -> bool:
        """Whether a word jieba knows as something else is a place: 施秉|县, 武侯区."""
        if tag in ("v", "d", "m", "p", "c", "r") or end - start < 2:
            return False
        word, behind = prepared.plain[start:end], prepared.plain[end : end + 1]
        return (len(word) > 2 and word[-1] in self._divisions) or (
            tag in ("nr", "nrt", "nz") and behind in self._divisions
        )

    @staticmethod
    def _named_before(prepared: Prepared, start: int) -> int | None:
        """Where the name of a school or hospital begins that jieba knows as another word: 八一|小学."""
        index = bisect.bisect_left(prepared.words, (start, 0, "")) - 1
        if index < 0:
            return None
        begin, end, tag = prepared.words[index]
        named = end == start and 2 <= end - begin <= 4 and tag in ("m", "nr", "nrt", "a", "z", "i", "nz")
        return begin if named else None

    def _may_stand(self, word: str, tag: str, inside: bool) -> bool:
        return tag in self._place_tags or tag in self._inner_tags or (inside and word in self._inner_words)

    def _ends_one(self, word: str, tag: str, length: int) -> bool:
        return tag in self._place_tags or (word.endswith(self._endings) and (length > 1 or len(word) > 2))

    @staticmethod
    def _close(prepared: Prepared, run: list[tuple[int, int]], good: int, found: list[Body]) -> None:
        if good:
            start, end = run[0][0], run[good - 1][1]
            found.append(Body(start, end, prepared.plain[start:end], False))

    def _pointed(self, prepared: Prepared, found: list[Body]) -> list[Body]:
        """该县 stands for the last county named."""
        pointed = []
        for match in self._pointing.finditer(prepared.plain):
            endings = self._kinds[match["kind"]]
            index = bisect.bisect_left(found, match.start(), key=lambda body: body.start)
            before = found[max(0, index - MOST_BEFORE) : index]
            named = next((body for body in reversed(before) if body.name.endswith(endings)), None)
            if named is not None:
                pointed.append(Body(match.start(), match.end(), named.name, False))
        if not pointed:
            return found
        covered = {offset for body in pointed for offset in range(body.start, body.end)}
        kept = [body for body in found if body.start not in covered]
        return sorted([*kept, *pointed], key=lambda body: body.start)
