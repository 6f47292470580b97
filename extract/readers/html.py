"""HTML pages and fragments: the article's text, and what a page says of itself."""

from __future__ import annotations

import re

from extract import facts
from extract.readers.page.dom import DROPPED, FURNITURE, Element, is_hidden, parse
from extract.readers.page.layout import lay_out
from extract.readers.page.reading import read_page
from extract.readers.text import Metadata, refuse_no_text

# Old pages wrap everything in one form; a login box has no text to speak of.
_FORM_IS_PAGE_FROM = 200

_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)


def parse_html(source: str, *, url: str | None = None) -> tuple[str, Metadata]:
    """Return the text and the metadata of an HTML page, or the visible text of a fragment.

    The text of a page is its headline, its makers where they stand apart, and its article; navigation,
    tools, comments, lists of other articles and hidden words are left out.

    Args:
        source: the HTML, with or without ``<html>``; a fragment is taken whole and has no metadata.
        url: the page's address, where it is known from elsewhere.

    Raises:
        ReadError: the source cannot be parsed or has no visible text.
    """
    root = parse(source)
    if not _PAGE.search(source):
        return visible_text(root), Metadata(url=url)
    text, metadata = read_page(root, url, source)
    if text is not None:
        refuse_no_text(text)
        return text, metadata
    warning = facts.Warning("whole-page", "no article was told apart on this page: all of its text is taken")
    return visible_text(root), Metadata(warnings=(warning,)).over(metadata)


def html_to_text(source: str) -> str:
    """Return the visible text of a fragment, one line for each block.

    Raises:
        ReadError: the source cannot be parsed or has no visible text.
    """
    return visible_text(parse(source))


def visible_text(root: Element) -> str:
    """Return everything a reader of the page sees.

    Raises:
        ReadError: there is no visible text.
    """
    text = _text_without(root, DROPPED | FURNITURE | {"form"})
    if root.find(".//form") is not None:
        whole = _text_without(root, DROPPED | FURNITURE)
        in_forms = len(whole) - len(text)
        if in_forms >= _FORM_IS_PAGE_FROM and in_forms > len(text):
            text = whole
    refuse_no_text(text)
    return text


def _text_without(root: Element, dropped: frozenset[str]) -> str:
    lines = lay_out(root, lambda element: element.tag in dropped or is_hidden(element))
    return "\n".join(line.text for line in lines)
