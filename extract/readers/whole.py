"""Files that are one article: plain text, Markdown, a web page."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extract import facts
from extract.readers.article import Article, Unreadable
from extract.readers.declared import declared_encodings
from extract.readers.decode import Decoded, decode
from extract.readers.making import BodyFormat, make_article, parse_body
from extract.readers.options import ReadOptions
from extract.readers.source import Source


def read_whole(format_name: BodyFormat, source: Source, _: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read a file that is one article.

    Raises:
        ReadError: it gives none.
    """
    data = source.read_article()
    decoded = decode_page(data) if format_name == "html" else decode(data)
    text, metadata = parse_body(decoded.text, format_name)
    warnings = in_the_article(decoded, text)
    yield make_article(
        text, metadata, format_name=format_name, own_bytes=data, path=source.shown, warnings=warnings
    )


def decode_page(data: bytes, declared: str | None = None, *, within: str = "the file") -> Decoded:
    """Decode a web page, with what a server declared of it before what it declares itself.

    Raises:
        ReadError: the bytes are no text.
    """
    labels = (declared,) if declared is not None else ()
    return decode(data, declared=(*labels, *declared_encodings(data)), within=within)


def in_the_article(decoded: Decoded, text: str) -> tuple[facts.Warning, ...]:
    """Return the warnings about the bytes, with places in what was decoded only where that is the text."""
    if decoded.text == text:
        return decoded.warnings
    return tuple(msgspec.structs.replace(w, start=None, end=None) for w in decoded.warnings)
