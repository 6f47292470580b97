"""HTML to a tree: forgiving what browsers forgive, safe against what no browser would be asked to read."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extract.readers.decode import ReadError

# lxml ships no types; an element is Any here and nowhere else.
Element = Any


def tags(names: str) -> frozenset[str]:
    """Return the tags of a list parted by spaces."""
    return frozenset(names.split())


DROPPED = tags(
    "audio base button canvas datalist embed head iframe input link math meta noembed noframes noscript"
    " object option optgroup script select style svg template textarea title video"
)
"""Tags whose content nobody reads as text."""

FURNITURE = tags("footer nav")
"""Tags that say themselves that they are not the article."""

# "2<3" and "<决定>" are text; some versions of the parser take them for tags.
_NOT_A_TAG = re.compile(r"<(?![A-Za-z/!?])")
# Thousands of attributes on one tag cost the parser quadratic time, and mean nothing.
_TAG = re.compile(r"<[A-Za-z][^\s/>\"'=<]*(?>[^>\"']+|\"[^\"]*\"|'[^']*')*+")
_LONG_TAG = 8192
_MOST_ATTRIBUTES = 1000
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Pasted templates end the page in its middle; what follows is still the page.
_PAGE_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)

_INVISIBLE_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|margin-left)\s*:\s*-\d{3,}|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|(?:height|width)\s*:\s*[01](?:px)?\s*;[^\"]*overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden\s*;[^\"]*(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
# Names and styles of elements are asked for again and again; nobody writes longer ones.
LONGEST_NAMES = 1000
_NAME_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")


def parse(source: str) -> Element:
    """Parse HTML.

    Args:
        source: a page or a fragment.

    Raises:
        ReadError: there is nothing in it, or its tags are nested too deep.
    """
    if "\x00" in source:
        source = source.replace("\x00", "")
    source = _TAG.sub(_without_attribute_flood, _NOT_A_TAG.sub("&lt;", _PAGE_END.sub("", source)))
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        raise ReadError("no text")
    for problem in parser.error_log:
        # The parser stops here and the rest of the article would be lost without a word.
        if problem.type_name == "ERR_RESOURCE_LIMIT" or "Excessive depth" in problem.message:
            raise ReadError("HTML tags are nested too deep to be read", problem.line)
    return root


def _without_attribute_flood(found: re.Match[str]) -> str:
    tag = found.group()
    if len(tag) < _LONG_TAG or len(_QUOTED.sub(" ", tag).split()) <= _MOST_ATTRIBUTES:
        return tag
    return tag.split(maxsplit=1)[0]


def is_hidden(element: Element) -> bool:
    """Tell whether a browser would not show the element, as far as its own attributes say."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _INVISIBLE_STYLE.search(style[:LONGEST_NAMES]) is not None


def names_of(element: Element) -> frozenset[str]:
    """Return the words of an element's id and classes, in lower case, and each name as a whole."""
    return name_words((element.get("id") or "")[:LONGEST_NAMES], (element.get("class") or "")[:LONGEST_NAMES])


@functools.lru_cache(maxsize=4096)
def name_words(identifier: str, classes: str) -> frozenset[str]:
    """Return the words of an id and of classes: ``g-related_List`` is g, related, list and grelatedlist."""
    words: set[str] = set()
    for name in f"{identifier} {classes}"[:400].split():
        parts = [part.lower() for part in _NAME_PARTS.findall(name)]
        words.update(parts)
        words.update(part.rstrip("0123456789") for part in parts)
        words.add("".join(parts))
    return frozenset(words)


def ancestors(element: Element) -> Iterator[Element]:
    """Yield the element and everything it stands in, innermost first."""
    while element is not None:
        yield element
        element = element.getparent()


def all_text(element: Element) -> str:
    """Return the element's text on one line."""
    return " ".join("".join(element.itertext()).split())
