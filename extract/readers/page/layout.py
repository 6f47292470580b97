"""A tree's text in lines, as a browser lays it out, each line with the place it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from lxml import etree

from extract.readers.page.dom import Element, tags

_BLOCKS = tags(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p pre search"
    " section summary ul xmp"
)
_ROWS = tags("br table thead tbody tfoot tr")
_CELLS = tags("td th")
_PREFORMATTED = tags("pre listing xmp")
_SPACES = re.compile(r"[ \t\n\r\f]+")


class Line(msgspec.Struct):
    """One line of a page.

    Attributes:
        text: what it shows, without white space at its ends.
        element: the innermost element that its first words stand in.
        linked: how many of its characters are part of links.
    """

    text: str
    element: Element
    linked: int


def lay_out(root: Element, skip: Callable[[Element], bool]) -> list[Line]:
    """Return the lines below an element.

    Args:
        root: where to begin.
        skip: tells of an element that it and what it holds is left out. The line breaks there
            if the element would have broken it.
    """
    layout = _Layout()
    skipped = False
    links = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            # What is skipped is skipped up to its own end.
            if not skipped:
                layout.close(tag)
                links -= tag == "a"
            skipped = False
            if element is root:
                break
            piece, owner = element.tail, element.getparent()
        elif skip(element):
            layout.part(tag)
            walk.skip_subtree()
            skipped = True
            continue
        else:
            links += tag == "a"
            layout.open(tag)
            piece, owner = element.text, element
        if piece:
            layout.add(piece, owner, links > 0)
    return layout.result()


class _Layout:
    """Puts pieces of text into lines as a browser would, without blank lines."""

    _GLUE = ("", " ", "\t", "\n")
    _NOTHING, _SPACE, _TAB, _LINE = range(4)

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._element: Element = None
        self._linked = 0
        self._pending = self._NOTHING
        self._added = 0
        self._cells: list[tuple[int, int, int]] = []
        self._preformatted = 0

    def open(self, tag: str) -> None:
        """Take note of a start tag."""
        self.part(tag)
        if tag in _CELLS:
            self._cells.append((self._line_number(), self._added, self._pending))
        elif tag in _PREFORMATTED:
            self._preformatted += 1

    def close(self, tag: str) -> None:
        """Take note of an end tag."""
        self.part(tag)
        if tag in _CELLS and self._cells:
            line, added, pending = self._cells.pop()
            if self._added == added:
                self._pending = pending
            else:
                # A cell of several lines lays out a page; it shares no line with the next.
                self._pending = self._TAB if len(self._lines) == line else self._LINE
        elif tag in _PREFORMATTED:
            self._preformatted -= 1

    def part(self, tag: str) -> None:
        """Break the line if the tag does; the first block of a table cell stays on the row's line."""
        if tag in _ROWS or (tag in _BLOCKS and self._pending != self._TAB):
            self._pending = self._LINE

    def add(self, chunk: str, element: Element, linked: bool) -> None:
        """Add text as it stands in the source."""
        if not self._preformatted:
            self._add_running(_SPACES.sub(" ", chunk), element, linked)
            return
        for number, line in enumerate(chunk.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self._pending = self._LINE
            if line:
                self._add(line, element, linked)

    def result(self) -> list[Line]:
        """Return all lines, trimmed, without those that show nothing."""
        self._end_line()
        return self._lines

    def _line_number(self) -> int:
        return len(self._lines) + (self._pending == self._LINE and bool(self._pieces))

    def _add_running(self, chunk: str, element: Element, linked: bool) -> None:
        if chunk[0] == " ":
            self._pending = max(self._pending, self._SPACE)
            chunk = chunk[1:]
        if not chunk:
            return
        self._add(chunk.removesuffix(" "), element, linked)
        if chunk[-1] == " ":
            self._pending = self._SPACE

    def _add(self, words: str, element: Element, linked: bool) -> None:
        if self._pending == self._LINE:
            self._end_line()
        if self._pieces:
            self._pieces.append(self._GLUE[self._pending])
        else:
            self._element = element
        self._pending = self._NOTHING
        self._pieces.append(words)
        self._added += 1
        if linked:
            self._linked += len(words.strip())

    def _end_line(self) -> None:
        text = "".join(self._pieces).strip(" \t\f\r")
        if text.strip():
            self._lines.append(Line(text, self._element, self._linked))
        self._pieces.clear()
        self._linked = 0
