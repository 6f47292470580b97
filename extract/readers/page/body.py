"""Which part of a page is the article, and which of its lines."""

from __future__ import annotations

import re

from lxml import etree

from extract.readers.page import makers as maker_lines
from extract.readers.page.dom import FURNITURE, Element, all_text, ancestors, names_of
from extract.readers.page.knowledge import furniture, twin
from extract.readers.page.layout import Line, lay_out
from extract.readers.page.view import View, is_furniture, out_of_sight, selectors_of

# a part known by name is the body if it holds so much of the page's prose, in characters and as a share
_LEAST_OF_KNOWN = 20
_SHARE_OF_KNOWN = 0.25
# of two known parts one in the other, the better known is taken if it holds so much of the other
_SHARE_OF_INNER = 0.6
# the search goes down as long as one child holds so much of its parent's prose
_SHARE_TO_GO_DOWN = 0.72
# where prose is spread, a child that is a box of its own is taken from this share on
_SHARE_OF_BOX = 0.35
_LINES_OF_BOX = 2
_LINKED_LINE = 0.8
_LONGEST_HINT = 40
_SENTENCE_END = re.compile(r"[。！？!?…；][”’」』）)】]*$")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LABELLED = re.compile(r"[:：丨|].{2,}|[)）】\]]$|摄$|^\d+$|\t")
_CONTAINER_TAGS = frozenset(
    ["article", "div", "section", "td", "main", "body", "form", "center", "table", "tbody", "tr", "dd"]
)


def find_body(view: View, first: int) -> Element | None:
    """Return the element that holds the article, or None if there is no prose on the page.

    Args:
        view: the page.
        first: the line after the headline, from which prose counts.
    """
    sums = view.article_sums(first)
    total = sums.get(view.root, 0.0)
    if total < 1:
        return None
    known = _known_body(view, sums, total)
    if known is not None:
        return known
    return _densest(sums, view.root)


def _known_body(view: View, sums: dict[Element, float], total: float) -> Element | None:
    """Return the part that is the body by its name."""
    ranks = {name: rank for rank, name in enumerate(furniture().bodies)}
    found: list[tuple[int, Element]] = []
    for element in view.root.iter(etree.Element):
        if element.tag in ("html", "body"):
            continue
        names = selectors_of(element)
        rank = min((ranks[name] for name in names if name in ranks), default=None)
        if rank is None or sums.get(element, 0.0) < max(_LEAST_OF_KNOWN, _SHARE_OF_KNOWN * total):
            # the first post counts even where the replies are longer
            if (
                rank is not None
                and names & furniture().first_of_many
                and sums.get(element, 0.0) >= _LEAST_OF_KNOWN
            ):
                return element
            continue
        if names & furniture().first_of_many:
            return element
        found.append((rank, element))
    if not found:
        return None
    best = max(found, key=lambda item: sums[item[1]])
    for rank, element in sorted(found, key=lambda item: item[0]):
        inside = any(outer is best[1] for outer in ancestors(element))
        if rank < best[0] and inside and sums[element] >= _SHARE_OF_INNER * sums[best[1]]:
            return element
    return best[1]


def _densest(sums: dict[Element, float], root: Element) -> Element:
    """Go down from the root as long as one child holds nearly all prose, or is a box of its own."""
    element = root
    while True:
        children = [child for child in element if child in sums]
        if not children:
            return element
        best = max(children, key=lambda child: sums[child])
        share = sums[best] / sums[element]
        if share >= _SHARE_TO_GO_DOWN and best.tag in _CONTAINER_TAGS:
            element = best
            continue
        if share < _SHARE_OF_BOX or not _is_box(best, sums):
            return element
        if any(_is_box(child, sums) and _alike(child, best) for child in children if child is not best):
            return element
        element = best


def _is_box(element: Element, sums: dict[Element, float]) -> bool:
    """Tell whether an element holds several pieces of prose, as a paragraph does not."""
    if element.tag not in _CONTAINER_TAGS:
        return False
    inner = element
    while True:
        children = [child for child in inner if child in sums]
        if len(children) >= _LINES_OF_BOX:
            return True
        if not children:
            return False
        inner = children[0]


def _alike(one: Element, other: Element) -> bool:
    return one.tag == other.tag and (one.get("class") or "") == (other.get("class") or "")


def lines_of_body(view: View, body: Element) -> list[Line]:
    """Return the lines of the article's element, without the furniture that stands in it."""
    inside = view.sum_of(body)

    def skip(element: Element) -> bool:
        if out_of_sight(element):
            return True
        if element is body:
            return False
        if element.tag == "a":
            text = all_text(element)
            return bool(text) and len(text) <= _LONGEST_HINT and is_furniture(twin(text))
        names = names_of(element)
        known = furniture()
        if names and not names.isdisjoint(known.makers):
            return False
        if names and not names.isdisjoint(known.comments):
            return True
        if element.tag in FURNITURE or element.tag == "aside" or (names & known.others) - known.notes:
            return view.sum_of(element) < 0.4 * inside
        return False

    return lay_out(body, skip)


def without_hints(lines: list[Line], plain: list[str]) -> list[tuple[Line, str]]:
    """Return the lines without links to other articles, tools and hints, each with its simplified form."""
    kept: list[tuple[Line, str]] = []
    places: list[int] = []
    in_list = False
    for place, (line, simple) in enumerate(zip(lines, plain, strict=True)):
        short = len(line.text) <= _LONGEST_HINT
        if short and furniture().list_heads.search(simple):
            in_list = True
            continue
        if line.linked >= 0.4 * len(line.text) and furniture().head_and_link.search(simple):
            continue
        linked = line.linked >= _LINKED_LINE * len(line.text.replace(" ", ""))
        if linked and "://" not in line.text and not _SENTENCE_END.search(line.text):
            continue
        heading = line.element.tag in _HEADINGS and not line.linked
        if in_list and not heading and not _SENTENCE_END.search(line.text) and (short or line.linked):
            continue
        in_list = False
        if (short and is_furniture(simple)) or furniture().notices.search(simple):
            continue
        if maker_lines.names_nobody(line.text, simple):
            continue
        kept.append((line, simple))
        places.append(place)
    kept = kept[: _end_of_article(kept, places)]
    # a heading with nothing under it is that of a box that was left out
    while kept and kept[-1][0].element.tag in _HEADINGS and not _SENTENCE_END.search(kept[-1][0].text):
        kept.pop()
    return kept


def _end_of_article(kept: list[tuple[Line, str]], places: list[int]) -> int:
    """Return how many lines are the article's: words between links below its last sentence are not."""
    last = max((n for n, (_, simple) in enumerate(kept) if _is_solid(simple)), default=len(kept) - 1)
    end = last + 1
    while end < len(kept) and places[end] == places[end - 1] + 1:
        end += 1
    return end


def _is_solid(plain: str) -> bool:
    """Tell whether a line is a sentence, or names makers or a source."""
    return _SENTENCE_END.search(plain) is not None or _LABELLED.search(plain) is not None
