"""Who supplied a page's article: the source that the page names, else the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extract.readers.page import makers as maker_lines
from extract.readers.page.dom import Element, all_text, names_of
from extract.readers.page.knowledge import line_kinds, makers, twin
from extract.readers.page.parts import Pair, Parts
from extract.readers.page.state import State
from extract.readers.page.statements import Statements, name_in, script_outlets
from extract.readers.page.title import Title
from extract.readers.page.view import View
from extract.readers.text import clean

_FIRST_LINES_OF_BODY, _LAST_LINES_OF_BODY = 3, 8
_LONGEST_INFO = 160
_SITE_METAS = ("og:site_name", "application-name", "sitename", "apple-mobile-web-app-title")
_SOURCE_METAS = (
    "contentsource", "source", "mediaid", "article:source", "dc.source", "og:article:source",
    "copyright-source",
)  # fmt: skip
_SOURCE_NAMES = frozenset(["source", "laiyuan", "media", "outlet", "ly"])
_ACCOUNT_IDS = ("js_name", "post-user", "account_name")
_WORD = re.compile(r"[\u4e00-\u9fff《》·—-]+")
_ACCOUNT_NAMES = frozenset(["weibouser", "authorname", "accountname", "nickname", "mpname"])
_LONGEST_ACCOUNT = 16
_INLINE = frozenset(["a", "span", "em", "i", "b", "strong", "font"])


def find_outlet(view: View, statements: Statements, state: State, title: Title, parts: Parts) -> str | None:
    """Return who supplied the article: the source that the page names, else the site."""
    return (
        _labelled_source(parts)
        or _reporters_paper(parts.info)
        or _beside_the_day(parts.info)
        or _account(view)
        or _source_element(view, parts.info)
        or _stated_source(statements, state)
        or _site_in_its_own_words(view, statements, title, parts)
    )


def _labelled_source(parts: Parts) -> str | None:
    edges = [*parts.body[:_FIRST_LINES_OF_BODY], *parts.body[-_LAST_LINES_OF_BODY:]]
    for line, plain in [*parts.info, *edges, *parts.below]:
        if len(line.text) > _LONGEST_INFO or makers().quoted_source.search(plain):
            continue
        for segment in maker_lines.segments(line.text, plain):
            if segment.kind == "source" and (outlet := _named(_first_part(line.element, segment.value))):
                return outlet
    return None


def _named(value: str) -> str | None:
    """Return the outlet that a value names; a word for the site itself is none."""
    plain = twin(value)
    return None if maker_lines.means_the_site(plain) else maker_lines.outlet_of(value, plain)


def _reporters_paper(info: list[Pair]) -> str | None:
    for line, plain in info:
        reporter = makers().reporter_of.search(plain)
        if reporter is not None and not maker_lines.means_the_site(reporter["outlet"]):
            return line.text[reporter.start("outlet") : reporter.end("outlet")]
    return None


def _beside_the_day(info: list[Pair]) -> str | None:
    for line, plain in info:
        if not line_kinds().dated.search(plain):
            continue
        for word in _WORD.finditer(line_kinds().dated.sub(lambda day: " " * len(day[0]), plain)):
            if makers().bare_outlet.search(word[0]):
                return _named(line.text[word.start() : word.end()])
    return None


def _source_element(view: View, info: list[Pair]) -> str | None:
    shown = [" ".join(line.text.split()) for line, _ in info]
    for element in view.root.iter(etree.Element):
        if not (element.get("class") or element.get("id")) or names_of(element).isdisjoint(_SOURCE_NAMES):
            continue
        text = all_text(element)
        if not any(text in line for line in shown) or line_kinds().info.search(twin(text)):
            continue
        if outlet := _named(text):
            return outlet
    return None


def _stated_source(statements: Statements, state: State) -> str | None:
    stated = [statements.metas[key] for key in _SOURCE_METAS if key in statements.metas]
    return next(filter(None, map(_named, [*stated, *filter(None, [state.outlet])])), None)


def _site_in_its_own_words(view: View, statements: Statements, title: Title, parts: Parts) -> str | None:
    """Return the site, called as the article's own dateline calls it where it does."""
    site = _site(view, statements, title)
    openings = [*map(twin, parts.subtitles), *(plain for _, plain in parts.body[:2])]
    dateline = next((m for plain in openings if (m := makers().own_dateline.search(plain))), None)
    if site and dateline is not None and twin(site).startswith(dateline["outlet"]):
        return site[: len(dateline["outlet"])]
    return site


def _first_part(element: Element, value: str) -> str:
    """Return the part of a value that a link or a part of the line of its own shows."""
    outer = element.getparent() if element.tag in _INLINE else element
    parts = [makers().source_label.split(" ".join(piece.split()))[-1] for piece in outer.itertext()]
    parts += [all_text(part) for part in outer.iterdescendants() if isinstance(part.tag, str)]
    return min((part for part in parts if len(part) >= 2 and value.startswith(part)), key=len, default=value)


def _site(view: View, statements: Statements, title: Title) -> str | None:
    """Return how the page names its site or account."""
    scripts = script_outlets(statements.scripts)
    candidates = [_account(view), *site_names(statements), *scripts[:1], title.site]
    for name in filter(None, candidates):
        if outlet := maker_lines.outlet_of(name, twin(name)):
            return outlet
    return None


def _account(view: View) -> str | None:
    """Return the account that a page of a network of accounts belongs to."""
    for element in view.root.iter(etree.Element):
        if element.get("id") in _ACCOUNT_IDS and (name := clean(all_text(element))):
            return name
        if element.get("class") and not names_of(element).isdisjoint(_ACCOUNT_NAMES):
            text = all_text(element)
            if 2 <= len(text) <= _LONGEST_ACCOUNT and not maker_lines.is_person(twin(text)):
                return _named(text)
    return None


def site_names(statements: Statements) -> Iterator[str]:
    """Yield how the page names its site."""
    for node in statements.articles[:3]:
        yield from name_in(node.get("publisher"))
    for key in _SITE_METAS:
        if key in statements.metas:
            yield statements.metas[key]
