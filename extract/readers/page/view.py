"""A page's lines with what each is worth as prose, and which parts are furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from extract.readers.page.dom import (
    DROPPED,
    FURNITURE,
    LONGEST_NAMES,
    Element,
    ancestors,
    is_hidden,
    names_of,
)
from extract.readers.page.knowledge import furniture, twin
from extract.readers.page.layout import Line, lay_out

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_MARKS = re.compile(r"[，。！？；：、”]")
_NUMBER_AT_END = re.compile(r"[_-]?\d+$")
_LINKED_LINE = 0.6
_LONGEST_FURNITURE = 60
# a line without a mark of a sentence is a caption or heading from so many characters on
_LONG_WITHOUT_MARKS = 20
# a part with more of the page's prose than this is no furniture, whatever its name
_MOST_PROSE_OF_FURNITURE = 0.4
# other articles told in short: so many of one kind, nearly all apart from each other
_FEWEST_EXCERPTS, _SHARE_APART, _SHORTEST_EXCERPT = 3, 0.8, 8
_LONGEST_COUNT = 60
_COUNTED = re.compile(
    r"\d\s*(?:评论|阅读|浏览|跟帖|赞)|^\d{1,2}:\d\d$|^(?:\d{4}-)?\d{1,2}-\d{1,2}(?:\s\d{1,2}:\d\d)?$"
)


class View:
    """What a reader sees of a page.

    Attributes:
        root: the page's tree.
        lines: everything that is shown, in order.
        plain: the lines in simplified characters.
    """

    def __init__(self, root: Element) -> None:
        """Lay the page out; what only a script would show is taken where it is most of the page."""
        self.root = root
        self.lines = lay_out(root, out_of_sight)
        whole = "\n".join(line.text for line in self.lines)
        self.plain = twin(whole).split("\n") if whole else []
        self._values = [self.prose(line, plain) for line, plain in zip(self.lines, self.plain, strict=True)]
        for index in self._excerpts():
            self._values[index] = 0.0
        self._sums = self._summed(range(len(self.lines)))
        self._settled: dict[Element, bool] = {}

    @staticmethod
    def prose(line: Line, plain: str) -> float:
        """Return how many characters of running text a line is worth."""
        text = line.text
        han = len(_HAN.findall(text))
        if not han or line.linked > _LINKED_LINE * len(text):
            return 0.0
        han -= line.linked
        if len(text) <= _LONGEST_FURNITURE and is_furniture(plain):
            return 0.0
        if furniture().footer.search(plain[:200]) and len(text) < 300:
            return 0.0
        if _SENTENCE_MARKS.search(text):
            return float(han)
        return 0.5 * han if han >= _LONG_WITHOUT_MARKS else 0.15 * han

    def _excerpts(self) -> list[int]:
        """Return the lines that tell other articles in short: of one kind, each beside a link or count."""
        kinds: dict[tuple[object, ...], list[int]] = {}
        for index, value in enumerate(self._values):
            if value >= _SHORTEST_EXCERPT:
                element = self.lines[index].element
                outer = element.getparent()
                names = (element.tag, element.get("class"), outer is not None and outer.get("class"))
                kinds.setdefault(names, []).append(index)
        found = []
        for places in kinds.values():
            apart = [b for a, b in pairwise(places) if b > a + 1 and self._parts_items(range(a + 1, b))]
            if len(apart) >= _FEWEST_EXCERPTS - 1 and len(apart) >= _SHARE_APART * (len(places) - 1):
                # the first may be the article's own, where its paragraphs have the same names
                in_list = self._parts_items(range(max(0, places[0] - 2), places[0]))
                found += places if in_list else places[1:]
        return found

    def _parts_items(self, between: range) -> bool:
        """Tell whether lines part the items of a list: one is a link, or counts readers."""
        return any(
            self.lines[i].linked > _LINKED_LINE * len(self.lines[i].text)
            or _COUNTED.search(self.plain[i][:_LONGEST_COUNT])
            for i in between
        )

    def value(self, index: int) -> float:
        """Return what the line of that index is worth as prose, furniture by name included."""
        return self._values[index]

    def sum_of(self, element: Element) -> float:
        """Return how much prose stands in an element, whatever its name."""
        return self._sums.get(element, 0.0)

    def _summed(self, indices: Iterable[int]) -> dict[Element, float]:
        sums: dict[Element, float] = {}
        for index in indices:
            if value := self._values[index]:
                for element in ancestors(self.lines[index].element):
                    sums[element] = sums.get(element, 0.0) + value
        return sums

    def article_sums(self, first: int) -> dict[Element, float]:
        """Return how much prose of lines from ``first`` on stands in each element, furniture left out."""
        return self._summed(
            index
            for index in range(first, len(self.lines))
            if self._values[index] and not self.in_furniture(self.lines[index].element)
        )

    def in_furniture(self, element: Element) -> bool:
        """Tell whether an element is part of the page's furniture, by the names of what it stands in."""
        chain = []
        found = False
        for outer in ancestors(element):
            known = self._settled.get(outer)
            if known is not None:
                found = known
                break
            chain.append(outer)
        for outer in reversed(chain):
            found = found or self.is_furniture_part(outer)
            self._settled[outer] = found
        return found

    def is_furniture_part(self, element: Element) -> bool:
        """Tell whether an element itself is furniture, by its tag and names."""
        if element.tag in ("body", "html"):
            return False
        names = names_of(element)
        known = furniture()
        if names and not names.isdisjoint(known.makers):
            return False
        if names and not names.isdisjoint(known.comments):
            return self.sum_of(element) < 0.8 * self.sum_of(self.root)
        if element.tag in FURNITURE or element.tag == "aside" or not names.isdisjoint(known.others):
            return self.sum_of(element) < _MOST_PROSE_OF_FURNITURE * self.sum_of(self.root)
        return False

    def lines_in(self, element: Element) -> range:
        """Return the indices of the lines that begin in an element; they follow one another."""
        inside = [
            i for i, line in enumerate(self.lines) if any(a is element for a in ancestors(line.element))
        ]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


def out_of_sight(element: Element) -> bool:
    """Tell whether a reader never sees an element. The article itself may wait for a script to show it."""
    if element.tag in DROPPED:
        return True
    if is_hidden(element):
        return selectors_of(element).isdisjoint(furniture().bodies)
    classes = element.get("class")
    if classes is None:
        return False
    return not furniture().unseen.isdisjoint(f".{name}" for name in classes[:LONGEST_NAMES].split())


def selectors_of(element: Element) -> frozenset[str]:
    """Return id and classes as ``#id`` and ``.class``, an id also without the number at its end."""
    identifier, classes = element.get("id"), element.get("class")
    if not identifier and not classes:
        return frozenset()
    names = {f".{name}" for name in (classes or "")[:LONGEST_NAMES].split()}
    if identifier:
        identifier = identifier[:LONGEST_NAMES]
        names |= {f"#{identifier}", "#" + _NUMBER_AT_END.sub("", identifier)}
    return frozenset(names)


def is_furniture(plain: str) -> bool:
    """Tell of a short line in simplified characters whether it is a tool, a hint or the head of a list."""
    known = furniture()
    return known.furniture.search(plain) is not None or known.list_heads.search(plain) is not None
