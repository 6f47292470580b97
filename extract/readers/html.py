"""HTML pages and fragments: their visible text, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import lxml.html
from lxml import etree

from extract import facts
from extract.readers.dates import parse_published
from extract.readers.decode import ReadError
from extract.readers.text import DATE_WARNING, Metadata, clean, refuse_no_text

# lxml ships no types; an element is Any here and nowhere else.
Element = Any


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DROPPED = _tags(
    "audio base button canvas datalist embed footer head iframe input link math meta nav noembed noframes"
    " noscript object option optgroup script select style svg template textarea title video"
)
_BLOCKS = _tags(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p pre search"
    " section summary ul xmp"
)
_ROWS = _tags("br table thead tbody tfoot tr")
_CELLS = _tags("td th")
_PREFORMATTED = _tags("pre listing xmp")
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")

# Old pages wrap everything in one form; a login box has no text to speak of.
_FORM_IS_PAGE_FROM = 200

_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
# "2<3" and "<决定>" are text; some versions of the parser take them for tags.
_NOT_A_TAG = re.compile(r"<(?![A-Za-z/!?])")
# Thousands of attributes on one tag cost the parser quadratic time, and mean nothing.
_TAG = re.compile(r"<[A-Za-z][^\s/>\"'=<]*(?>[^>\"']+|\"[^\"]*\"|'[^']*')*+")
_LONG_TAG = 8192
_MOST_ATTRIBUTES = 1000
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")

_TITLE_KEYS = ("og:title", "articletitle")
_DATE_KEYS = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "og:release_date",
    "weibo:article:create_at",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "datepublished",
    "dc.date.issued",
    "dc.date",
)
_OUTLET_KEYS = ("contentsource", "source", "og:site_name", "sitename")
_SOURCE_LABEL = re.compile(r"^(?:来源|來源|稿源)\s*[:：]\s*")
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{1,100})"')


def parse_html(source: str) -> tuple[str, Metadata]:
    """Return the visible text of an HTML page or fragment and the metadata of a page.

    Args:
        source: the HTML, with or without ``<html>``; a fragment has no metadata.

    Raises:
        ReadError: the source cannot be parsed or has no visible text.
    """
    root = _parse(source)
    metadata = _page_metadata(root) if _PAGE.search(source) else Metadata()
    return main_text(root), metadata


def html_to_text(source: str) -> str:
    """Return the visible text of a fragment, one line for each block.

    Raises:
        ReadError: the source cannot be parsed or has no visible text.
    """
    return main_text(_parse(source))


def main_text(root: Element) -> str:
    """Return the article's text: everything a reader of the page sees.

    The place to put an extractor that leaves out the page's furniture.

    Raises:
        ReadError: there is no visible text.
    """
    text = _visible_text(root, keep_forms=False)
    if root.find(".//form") is not None:
        whole = _visible_text(root, keep_forms=True)
        in_forms = len(whole) - len(text)
        if in_forms >= _FORM_IS_PAGE_FROM and in_forms > len(text):
            text = whole
    refuse_no_text(text)
    return text


def _parse(source: str) -> Element:
    """Parse HTML, forgiving what browsers forgive."""
    if "\x00" in source:
        source = source.replace("\x00", "")
    source = _TAG.sub(_without_attribute_flood, _NOT_A_TAG.sub("&lt;", source))
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        raise ReadError("no text") from None
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


class _Layout:
    """Puts pieces of text into lines as a browser would, without blank lines."""

    _GLUE = ("", " ", "\t", "\n")
    _NOTHING, _SPACE, _TAB, _LINE = range(4)

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._pending = self._NOTHING
        self._lines = 0
        self._cells: list[tuple[int, int, int]] = []
        self._preformatted = 0

    def open(self, tag: str) -> None:
        """Take note of a start tag."""
        self.part(tag)
        if tag in _CELLS:
            line = self._lines + (self._pending == self._LINE and bool(self._pieces))
            self._cells.append((line, len(self._pieces), self._pending))
        elif tag in _PREFORMATTED:
            self._preformatted += 1

    def close(self, tag: str) -> None:
        """Take note of an end tag."""
        self.part(tag)
        if tag in _CELLS:
            line, pieces, pending = self._cells.pop()
            if len(self._pieces) == pieces:
                self._pending = pending
            else:
                # A cell of several lines lays out a page; it shares no line with the next.
                self._pending = self._TAB if self._lines == line else self._LINE
        elif tag in _PREFORMATTED:
            self._preformatted -= 1

    def part(self, tag: str) -> None:
        """Break the line if the tag does; the first block of a table cell stays on the row's line."""
        if tag in _ROWS or (tag in _BLOCKS and self._pending != self._TAB):
            self._pending = self._LINE

    def add(self, chunk: str) -> None:
        """Add text as it stands in the source."""
        if not self._preformatted:
            self._add_running(_SPACES.sub(" ", chunk))
            return
        for number, line in enumerate(chunk.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self._pending = self._LINE
            if line:
                self._add(line)

    def result(self) -> str:
        """Return all lines, trimmed, without those that show nothing."""
        lines = (line.strip(" \t\f\r") for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line.strip())

    def _add_running(self, chunk: str) -> None:
        if chunk[0] == " ":
            self._pending = max(self._pending, self._SPACE)
            chunk = chunk[1:]
        if not chunk:
            return
        self._add(chunk.removesuffix(" "))
        if chunk[-1] == " ":
            self._pending = self._SPACE

    def _add(self, words: str) -> None:
        if self._pieces:
            self._pieces.append(self._GLUE[self._pending])
            self._lines += self._pending == self._LINE
        self._pending = self._NOTHING
        self._pieces.append(words)


def _visible_text(root: Element, *, keep_forms: bool) -> str:
    """Walk the tree, without recursion for the sake of deep ones, and lay out its text."""
    layout = _Layout()
    dropped = _DROPPED if keep_forms else _DROPPED | {"form"}
    skipped = False
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            # What is skipped is skipped up to its own end.
            if not skipped:
                layout.close(tag)
            skipped = False
            piece = element.tail
        elif tag in dropped or _is_hidden(element):
            if tag in dropped:
                layout.part(tag)
            walk.skip_subtree()
            skipped = True
            continue
        else:
            layout.open(tag)
            piece = element.text
        if piece:
            layout.add(piece)
    return layout.result()


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING_STYLE.search(style) is not None


def _page_metadata(root: Element) -> Metadata:
    """Collect what a page's head, its first heading and its structured data say."""
    metas = _meta_contents(root)
    published, warnings = _page_date(root, metas)
    outlet = _first(metas, _OUTLET_KEYS)
    return Metadata(
        url=_page_url(root, metas),
        title=_page_title(root, metas),
        outlet=clean(_SOURCE_LABEL.sub("", outlet)) if outlet else None,
        published=published,
        warnings=warnings,
    )


def _meta_contents(root: Element) -> dict[str, str]:
    """Return the first content of every named meta element, names in lower case."""
    contents: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = clean(meta.get("content"))
        if name and content:
            contents.setdefault(name.strip().lower(), content)
    return contents


def _first(metas: dict[str, str], keys: Iterable[str]) -> str | None:
    return next((metas[key] for key in keys if key in metas), None)


def _page_title(root: Element, metas: dict[str, str]) -> str | None:
    """Return the title made for sharing, else the heading that the window's title repeats, else that."""
    if title := _first(metas, _TITLE_KEYS):
        return _one_line(title)
    window = next((_one_line(_all_text(element)) for element in root.iter("title")), None)
    headings = [heading for element in root.iter("h1") if (heading := _one_line(_all_text(element)))]
    if window is None:
        return headings[0] if headings else None
    # A page's h1 may be the site's logo; the article's own is most of the window's title.
    return max((heading for heading in headings if heading in window), key=len, default=window)


def _page_date(root: Element, metas: dict[str, str]) -> tuple[str | None, tuple[facts.Warning, ...]]:
    """Return the first readable date of publication, or a warning if there are only unreadable ones."""
    given = [metas[key] for key in _DATE_KEYS if key in metas]
    for element in root.iterfind(".//*[@itemprop='datePublished']"):
        given.append(element.get("content") or element.get("datetime") or _all_text(element))
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        # A pattern, since a bare line break in a string makes much of this JSON invalid.
        given.extend(_JSON_LD_DATE.findall(script.text or ""))
    for value in given:
        if published := parse_published(value):
            return published, ()
    return None, tuple(date_warning(value) for value in given[:1] if value.strip())


def date_warning(value: object) -> facts.Warning:
    """Return the warning for a date of publication that cannot be read."""
    return facts.Warning(DATE_WARNING, f"cannot read the date of publication {str(value)[:80]!r}")


def _page_url(root: Element, metas: dict[str, str]) -> str | None:
    """Return the page's own absolute address."""
    canonical = [link.get("href") or "" for link in root.iter("link") if _is_canonical(link)]
    for url in (*canonical, metas.get("og:url", "")):
        if url.strip().lower().startswith(("http://", "https://")):
            return clean(url)
    return None


def _is_canonical(link: Element) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def _all_text(element: Element) -> str:
    return "".join(element.itertext())


def _one_line(text: str) -> str | None:
    return clean(_SPACES.sub(" ", text))
