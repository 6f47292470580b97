"""The article's headline, told from the page's window title, its headings and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from lxml import etree

from extract.readers.page.dom import Element, all_text, names_of
from extract.readers.page.knowledge import headline, twin
from extract.readers.page.statements import Statements, name_in, script_title
from extract.readers.page.view import View, out_of_sight

_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_SHORTEST, _LONGEST = 4, 120
# a title that no heading of the page repeats is that of a site or an app if it is shorter
_SHORTEST_ALONE = 9
# what is longer is no headline, and what states more of them is no article
_LONGEST_STATED, _MOST_STATED = 400, 50
_LEAST_OVERLAP = 0.6
# a heading with which a title begins, of what parts headline and site
_SHORTEST_BEGINNING, _BEGINNING = 6, 0.9
_NOT_LETTERS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^>]{1,80}>")
_META_TITLES = (
    "articletitle",
    "og:title",
    "twitter:title",
    "title",
    "headline",
    "dc.title",
    "weibo:article:title",
)
_ELLIPSIS = re.compile(r"(?:\.{3}|…+)$")
_LATIN_TWIN = re.compile(r"(?<=[\u4e00-\u9fff])\s+[A-Z][A-Za-z .]*$")
_LONGEST_SITE = 30


class Title(msgspec.Struct):
    """A headline and where it stands on the page; the window's title, and the site that it names."""

    text: str | None
    element: Element | None
    site: str | None
    window: str | None = None


class _Heading(msgspec.Struct):
    text: str
    bare: str
    element: Element
    is_h1: bool


def find_title(view: View, statements: Statements, site_names: Iterable[str]) -> Title:
    """Return the article's headline.

    Args:
        view: the page.
        statements: what the page says of itself.
        site_names: how the page names its site, outside of titles.
    """
    window = _clean(next((all_text(element) for element in view.root.iter("title")), ""))
    sites = {name for name in site_names if name}
    said: list[str] = []
    site: str | None = None
    given = [name for node in statements.articles for name in name_in(node.get("headline"))][:_MOST_STATED]
    given += [statements.metas[key] for key in _META_TITLES if key in statements.metas]
    given.append(statements.paper.get("title", ""))
    given.append(script_title(statements.scripts) or "")
    short = (text for text in (*given, window) if len(text) <= _LONGEST_STATED)
    for text in filter(None, map(_clean, short)):
        stripped, named = without_site(text, sites)
        said.append(stripped)
        site = named or site
    headings = _headings(view.root) + _repeating_lines(view, said)
    best = _supported(headings, said)
    if best is not None:
        site = site or _rest_of(window, best.text)
        return Title(_as_printed(best, said), best.element, site, window)
    statement = next((text for text in said if not _is_site(text, sites)), None)
    if statement is not None and len(_bare(statement)) >= (
        _SHORTEST if site or not headings else _SHORTEST_ALONE
    ):
        return Title(statement, None, site, window)
    return Title(None, None, site or (said[0] if said else None), window)


def _rest_of(window: str, heading: str) -> str | None:
    """Return the last part of a window title that begins with the heading, which can only be the site."""
    if not window.startswith(heading):
        return None
    parts = headline().separators.split(window[len(heading) :])
    return parts[-1].strip() or None if len(parts) > 1 else None


def lone_heading(view: View, before: int) -> tuple[str, Element] | None:
    """Return the heading nearest above the line of that index, where no statement names the headline."""
    shown = {id(line.element): index for index, line in enumerate(view.lines[:before])}
    best = None
    for heading in _headings(view.root):
        if view.in_furniture(heading.element):
            continue
        inside = [heading.element, *heading.element.iterdescendants()]
        if any(id(element) in shown for element in inside) and (
            best is None or heading.is_h1 or not best.is_h1
        ):
            best = heading
    return None if best is None else (best.text, best.element)


def without_site(title: str, sites: set[str]) -> tuple[str, str | None]:
    """Return a title without the channels and sites at its end, and the last of these."""
    parts: list[str] = []
    gaps: list[str] = []
    start = 0
    for gap in headline().separators.finditer(title):
        parts.append(title[start : gap.start()])
        gaps.append(gap.group())
        start = gap.end()
    parts.append(title[start:])
    site = None
    # a site's motto may follow its name
    strong = (
        n
        for n in range(1, len(parts) - 1)
        if _is_site(parts[n], sites) and gaps[n - 1].strip() not in ("-", "–")
    )
    if not _is_site(parts[-1], sites) and (end := next(strong, None)) is not None:
        del parts[end + 1 :], gaps[end:]
    while len(parts) > 1 and (not parts[-1].strip() or _is_site(parts[-1], sites)):
        site = site or parts[-1].strip() or None
        parts.pop()
        gaps.pop()
    while len(parts) > 1 and (not parts[0].strip() or _is_site(parts[0], sites)):
        site = site or parts[0].strip() or None
        parts.pop(0)
        gaps.pop(0)
    text = parts[0]
    for separator, part in zip(gaps, parts[1:], strict=True):
        text += separator + part
    return text.strip(), site


def _is_site(part: str, sites: set[str]) -> bool:
    part = _LATIN_TWIN.sub("", part.strip())
    if part in sites:
        return True
    return len(part) <= _LONGEST_SITE and headline().site.search(twin(part)) is not None


def _headings(root: Element) -> list[_Heading]:
    """Return what may be the headline: headings, and parts that are called titles."""
    known = headline()
    found = []
    for element in root.iter(etree.Element):
        is_heading = element.tag in _HEADINGS
        if not is_heading:
            if not (element.get("class") or element.get("id") or element.get("itemprop")):
                continue
            names = names_of(element)
            if element.get("itemprop") != "headline" and names.isdisjoint(known.heading_words):
                continue
            if element.tag in ("body", "title", "meta", "img", "input", "ul", "li", "script"):
                continue
        if any(out_of_sight(outer) for outer in (element, element.getparent()) if outer is not None):
            continue
        if len(element) > 12:
            continue
        text = _clean(all_text(element))
        if _SHORTEST <= len(text) <= _LONGEST:
            found.append(_Heading(text, _bare(text), element, element.tag == "h1"))
    return found


def _repeating_lines(view: View, said: list[str]) -> list[_Heading]:
    """Return lines that are headings by nothing but saying what a statement says."""
    wanted = {bare for text in said if len(bare := _bare(text)) >= _SHORTEST_ALONE}
    return [
        _Heading(_clean(line.text), bare, line.element, False)
        for line in view.lines
        if len(line.text) <= _LONGEST and (bare := _bare(line.text)) in wanted and not line.linked
    ]


def _supported(headings: list[_Heading], said: list[str]) -> _Heading | None:
    """Return the heading that says most of what the page's statements say."""
    best, most = None, 0.0
    bare_said = [_bare(_ELLIPSIS.sub("", text)) for text in said]
    for order, heading in enumerate(headings):
        support = max((_overlap(heading.bare, text) for text in bare_said), default=0.0)
        if len(heading.bare) >= _SHORTEST_BEGINNING and any(_begins(text, heading.text) for text in said):
            support = max(support, _BEGINNING)
        # the deepest and first of equals: a box around the headline may hold more than it
        score = support + 0.05 * heading.is_h1 - 0.0001 * order
        if support >= _LEAST_OVERLAP and score > most:
            best, most = heading, score
    return best


def _begins(title: str, heading: str) -> bool:
    """Tell whether a title is a heading with a separator and something more."""
    return title.startswith(heading) and headline().separators.match(title, len(heading)) is not None


def _overlap(heading: str, said: str) -> float:
    """Return which share of the longer text the shorter is, if it is part of it."""
    if len(heading) < _SHORTEST or len(said) < _SHORTEST:
        return float(heading == said and bool(said))
    if heading in said or said in heading:
        return min(len(heading), len(said)) / max(len(heading), len(said))
    return 0.0


def _as_printed(heading: _Heading, said: list[str]) -> str:
    """Return the heading, or the part of it that a statement repeats where it holds more."""
    for text in said:
        bare = _bare(text)
        if bare == heading.bare and heading.element.find(".//br") is not None:
            # the window's title tells how the lines of the headline are joined
            return text
        if _SHORTEST <= len(bare) < len(heading.bare) and bare in heading.bare and text in heading.text:
            return text
    return heading.text


def _clean(text: str) -> str:
    text = " ".join(_TAG.sub("", text.replace("\u200b", "")).split())
    return headline().labels.sub("", text)


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()
