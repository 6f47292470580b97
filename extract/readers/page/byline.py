"""Who made a page's article: what stands around it, and what the page states."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import etree

from extract.readers.page import makers as maker_lines
from extract.readers.page.dom import all_text, names_of
from extract.readers.page.knowledge import line_kinds, makers, twin
from extract.readers.page.parts import Pair
from extract.readers.page.state import State
from extract.readers.page.statements import Statements, name_in
from extract.readers.page.view import View

_LONGEST_AUTHORS = 40
_LONGEST_PIECE = 160
_WORDS = re.compile(r"[\u4e00-\u9fff·《》—-]{2,}")
_AUTHOR_METAS = ("author", "article:author", "og:article:author", "byl", "dc.creator", "editor")
_AUTHOR_NAMES = frozenset(
    ["author", "authors", "byline", "writer", "reporter", "zuozhe", "bianji", "editor", "authorname"]
)


def maker_line(lines: list[Pair]) -> str | None:
    """Return what lines say of makers, as printed, or None."""
    words = maker_lines.maker_words((line.text, plain) for line, plain in lines)
    if not words:
        # other words may follow on the line in a part of their own
        pieces = [" ".join(line.element.text.split()) for line, _ in lines if line.element.text]
        words = maker_lines.maker_words((piece, twin(piece)) for piece in pieces)
    return " ".join(words) or None


def bare_author(view: View, lines: list[Pair]) -> str | None:
    """Return the names that stand without a label in a part called author, between headline and body."""
    shown = {" ".join(line.text.split()) for line, _ in lines}
    for element in view.root.iter(etree.Element):
        if not (element.get("class") or element.get("id") or element.get("rel")):
            continue
        if names_of(element).isdisjoint(_AUTHOR_NAMES) and element.get("rel") != "author":
            continue
        text = all_text(element)
        if not 2 <= len(text) <= _LONGEST_AUTHORS or not any(text in line for line in shown):
            continue
        names = maker_lines.names_in(text, twin(text))
        if names and sum(map(len, names)) >= 0.5 * len(text):
            return text
    return _name_beside_outlet(lines)


def _name_beside_outlet(lines: list[Pair]) -> str | None:
    """Return the name that follows an outlet on the line that gives the day."""
    for line, plain in lines:
        outer = line.element.getparent()
        if outer is None or not line_kinds().dated.search(plain):
            continue
        for piece in filter(_is_short, outer.itertext()):
            for outlet, name in pairwise(_WORDS.finditer(twin(piece))):
                if makers().bare_outlet.search(outlet[0]) and maker_lines.is_person(name[0]):
                    return str(piece[name.start() : name.end()])
    return None


def _is_short(piece: str) -> bool:
    return len(piece) <= _LONGEST_PIECE


def byline_of(head: str | None, tail: str | None, statements: Statements, state: State) -> str | None:
    """Return the makers: those shown above and below the article, then those that only data name."""
    shown = " ".join(filter(None, (head, tail)))
    stated = [name for maker in state.makers for name in maker_lines.names_in(maker, twin(maker))]
    if not shown and not stated:
        return _stated_author(statements)
    return " ".join(filter(None, (shown, *(name for name in stated if name not in shown)))) or None


def _stated_author(statements: Statements) -> str | None:
    """Return a person that metas or structured data name as the author."""
    stated = [statements.paper["author"]] if "author" in statements.paper else []
    stated += [name for node in statements.articles[:3] for name in name_in(node.get("author"))]
    stated += [statements.metas[key] for key in _AUTHOR_METAS if key in statements.metas]
    for author in stated:
        plain = twin(author)
        if names := maker_lines.names_in(author, plain):
            return "、".join(names)
    return None
