"""Bodies: the places and organisations of an article that can send, give and receive."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Mapping

import msgspec

from extract.rules import RuleBook
from extract.text.prepare import Prepared

#: How many bodies back 该县 may point.
MOST_BEFORE = 40
#: So many words are remembered with what they can be.
MOST_REMEMBERED = 100_000


class _Use(msgspec.Struct, frozen=True):
    """What a word can be in the name of a body, and behind others."""

    place: bool
    place_before_division: bool
    school: bool
    act: bool
    stands: bool
    stands_inside: bool
    ends: bool
    ends_behind: bool
    idle: bool


class Body(msgspec.Struct, frozen=True):
    """A place or an organisation, ``plain[start:end]``; 该县 has the county's name."""

    start: int
    end: int
    name: str


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


class _Row:
    """Words that may be a body's name together, how many of them are sure, and where an act stood in them."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.found: list[Body] = []
        #: where the last body or person's name ends
        self.taken = 0
        self.words: list[tuple[int, int]] = []
        self.good = 0
        self.act: int | None = None

    def close(self, most: int | None = None) -> None:
        """Keep what is sure of the first ``most`` words as a body, and begin anew."""
        good = self.good if most is None else min(self.good, most)
        if good:
            start, end = self.words[0][0], self.words[good - 1][1]
            self.found.append(Body(start, end, self.prepared.plain[start:end]))
            self.taken = end
        self.words, self.good, self.act = [], 0, None


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
        self._divisions = frozenset(words.divisions)
        self._use = functools.lru_cache(MOST_REMEMBERED)(self._use_of)
        self._never = frozenset(words.never)
        self._kinds = {kind: tuple(endings) for kind, endings in words.kinds.items()}
        kinds = "|".join(sorted(words.kinds, key=len, reverse=True))
        self._pointing = re.compile(f"(?:{'|'.join(words.pointing)})(?P<kind>{kinds})")

    def __call__(self, prepared: Prepared, names: Mapping[int, int]) -> list[Body]:
        """The bodies in text order; they do not overlap.

        Args:
            prepared: the article.
            names: start and end of every person's full name, which no body crosses.
        """
        row = _Row(prepared)
        for start, end, tag in prepared.words:
            use = self._use(prepared.plain[start:end], tag)
            if start in names:
                row.close()
                row.taken = names[start]
            elif use.idle and not row.words:
                continue
            elif start >= row.taken:
                self._take(row, start, end, use)
        row.close()
        return self._pointed(prepared, row.found)

    def _take(self, row: _Row, start: int, end: int, use: _Use) -> None:
        """Go on with a word, or close what was read before it."""
        behind = row.prepared.plain[end : end + 1]
        if use.place or (use.place_before_division and behind in self._divisions):
            if row.act is not None:  # 黄埔区|对口帮扶|三都县
                row.close(row.act)
            row.words.append((start, end))
            row.good = len(row.words)
            return
        if use.school and not row.words and start > row.taken:
            begin = self._named_before(row.prepared, start)
            if begin is not None:
                row.words.append((begin, start))
        if use.act and row.good and row.act is None:
            row.act = len(row.words)
        if not (use.stands or (row.words and use.stands_inside)):
            row.close()
            return
        row.words.append((start, end))
        if use.ends or (len(row.words) > 1 and use.ends_behind):
            row.good = len(row.words)

    def _use_of(self, word: str, tag: str) -> _Use:
        allowed = word not in self._never
        may_be_place = allowed and tag not in ("v", "d", "m", "p", "c", "r") and len(word) > 1
        division = may_be_place and len(word) > 2 and word[-1] in self._divisions  # 武侯区
        known = tag in self._place_tags
        ends = allowed and word.endswith(self._endings)
        place = (allowed and tag == "ns") or division
        before_division = may_be_place and tag in ("nr", "nrt", "nz")  # 施秉|县
        school = word in self._schools
        stands = allowed and (known or tag in self._inner_tags)
        inside = allowed and word in self._inner_words
        return _Use(
            place=place,
            place_before_division=before_division,
            school=school,
            act=word in self._acts,
            stands=stands,
            stands_inside=inside,
            ends=allowed and (known or (ends and len(word) > 2)),
            ends_behind=ends,
            idle=not (place or before_division or school or stands or inside),
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

    def _pointed(self, prepared: Prepared, found: list[Body]) -> list[Body]:
        """该县 stands for the last county named."""
        pointed = []
        for match in self._pointing.finditer(prepared.plain):
            endings = self._kinds[match["kind"]]
            index = bisect.bisect_left(found, match.start(), key=lambda body: body.start)
            before = found[max(0, index - MOST_BEFORE) : index]
            named = next((body for body in reversed(before) if body.name.endswith(endings)), None)
            if named is not None:
                pointed.append(Body(match.start(), match.end(), named.name))
        if not pointed:
            return found
        covered = {offset for body in pointed for offset in range(body.start, body.end)}
        kept = [body for body in found if body.start not in covered]
        return sorted([*kept, *pointed], key=lambda body: body.start)
