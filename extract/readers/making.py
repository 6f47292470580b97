"""Articles made of what the formats give."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from extract import facts
from extract.facts import Container
from extract.readers.article import Article
from extract.readers.errors import ReadError
from extract.readers.html import parse_html
from extract.readers.limits import MAX_ARTICLE_CHARACTERS, too_long
from extract.readers.markdown import parse_markdown
from extract.readers.mojibake import mojibake_warnings
from extract.readers.text import Metadata, parse_text

BodyFormat = Literal["text", "markdown", "html"]
PARSERS: Mapping[str, Callable[[str], tuple[str, Metadata]]] = {
    "text": parse_text,
    "markdown": parse_markdown,
    "html": parse_html,
}


def parse_body(source: str, format_name: str, url: str | None = None) -> tuple[str, Metadata]:
    """Return the text and the metadata of an article in one of the formats of ``PARSERS``.

    Raises:
        ReadError: it cannot be parsed or holds no text.
    """
    return parse_html(source, url=url) if format_name == "html" else PARSERS[format_name](source)


def make_article(
    text: str,
    metadata: Metadata,
    *,
    format_name: str,
    own_bytes: bytes,
    path: str | None,
    container: Container | None = None,
    row: int | None = None,
    warnings: tuple[facts.Warning, ...] = (),
) -> Article:
    """Put an article together; ``warnings`` are those of the bytes and come before the metadata's.

    Raises:
        ReadError: the text is too long for an article.
    """
    if len(text) > MAX_ARTICLE_CHARACTERS:
        raise ReadError(too_long())
    own = msgspec.structs.asdict(metadata)
    own["warnings"] = (*warnings, *metadata.warnings, *mojibake_warnings(text))
    return Article(
        text=text,
        format=format_name,
        sha256=hashlib.sha256(own_bytes).hexdigest(),
        path=path,
        container=container,
        row=row,
        **own,
    )
