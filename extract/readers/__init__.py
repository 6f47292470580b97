"""Files to articles. What cannot be read becomes an ``Unreadable`` with the reason, never an exception."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Literal

import msgspec

from extract.readers.article import Article, Unreadable
from extract.readers.dates import parse_published
from extract.readers.decode import (
    ReadError,
    decode_utf8,
    describe,
    normalise_line_ends,
    printable_path,
    read_bytes,
    refuse_surrogates,
)
from extract.readers.html import parse_html
from extract.readers.jsonl import read_jsonl
from extract.readers.markdown import parse_markdown
from extract.readers.text import Metadata, clean, parse_text

__all__ = ["EXTENSIONS", "Article", "Unreadable", "article_from_text", "read_file", "read_paths"]

Parser = Callable[[str], tuple[str, Metadata]]
Reader = Callable[[str, str], Iterator[Article | Unreadable]]

_PARSERS: Mapping[str, Parser] = {"text": parse_text, "markdown": parse_markdown, "html": parse_html}


def _read_whole(format_name: str, path: str, shown: str) -> Iterator[Article | Unreadable]:
    """Read a file that is one article."""
    data = read_bytes(path)
    text, metadata = _PARSERS[format_name](decode_utf8(data))
    yield _article(text, format_name, data, shown, metadata)


def _article(text: str, format_name: str, data: bytes, path: str | None, metadata: Metadata) -> Article:
    return Article(
        text=text,
        format=format_name,
        sha256=hashlib.sha256(data).hexdigest(),
        path=path,
        **msgspec.structs.asdict(metadata),
    )


_READERS: Mapping[str, Reader] = {
    ".txt": partial(_read_whole, "text"),
    ".text": partial(_read_whole, "text"),
    ".md": partial(_read_whole, "markdown"),
    ".markdown": partial(_read_whole, "markdown"),
    ".html": partial(_read_whole, "html"),
    ".htm": partial(_read_whole, "html"),
    ".xhtml": partial(_read_whole, "html"),
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".jsonl.gz": read_jsonl,
    ".ndjson.gz": read_jsonl,
}

EXTENSIONS = tuple(_READERS)
"""The file name extensions that can be read."""


def read_paths(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Article | Unreadable]:
    """Read articles from files and directories, in the order given.

    Args:
        paths: files, and directories to be walked in sorted order. Of a directory only files
            with a known extension are taken; hidden files and directories, and links to
            directories (they may run in circles), are passed over.

    Yields:
        An Article for each article, an Unreadable for each file, directory or line that gave none.
    """
    for path in paths:
        name = os.fspath(path)
        if os.path.isdir(name):
            yield from _read_directory(name)
        else:
            yield from read_file(name)


def read_file(path: str | os.PathLike[str]) -> Iterator[Article | Unreadable]:
    """Read the articles of one file: its extension says in which format.

    Args:
        path: the file.

    Yields:
        An Article for each article, an Unreadable for the file or each line that gave none.
    """
    name = os.fspath(path)
    shown = printable_path(name)
    reader = _reader_for(name)
    try:
        if reader is None:
            os.stat(name)
            raise ReadError(f"unknown extension; the known ones are {' '.join(EXTENSIONS)}")
        yield from reader(name, shown)
    except OSError as error:
        yield Unreadable(shown, describe(error))
    except ReadError as error:
        yield Unreadable(shown, error.reason, error.line)
    except ValueError as error:  # a path with a NUL character
        yield Unreadable(shown, f"cannot be read: {error}")


def article_from_text(
    text: str,
    *,
    format: Literal["text", "markdown", "html"] = "text",  # noqa: A002 - the field's name in a record
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    published: str | date | None = None,
    given_id: str | None = None,
    path: str | None = None,
) -> Article:
    """Make an article of a string.

    Args:
        text: the article in the given format.
        format: ``text``, ``markdown`` (with or without front matter) or ``html``.
        url, title, outlet, byline, published, given_id, path: what is known of the article;
            it wins over what the text's own metadata say. ``published`` may be in any notation
            that a file's metadata may use.

    Raises:
        ValueError: the format is unknown, ``published`` cannot be read, the text is blank or
            cannot be parsed, or a string holds half of a surrogate pair.
    """
    if format not in _PARSERS:
        raise ValueError(f"unknown format {format!r}; the known ones are {', '.join(_PARSERS)}")
    for value in (text, url, title, outlet, byline, given_id, path):
        refuse_surrogates(value or "")
    day = None
    if published is not None:
        day = parse_published(published)
        if day is None:
            raise ValueError(f"cannot read the date of publication {published!r}")
    parsed, own = _PARSERS[format](normalise_line_ends(text.removeprefix("\ufeff")))
    given = Metadata(
        url=clean(url),
        title=clean(title),
        outlet=clean(outlet),
        byline=clean(byline),
        published=day,
        given_id=clean(given_id),
    )
    return _article(parsed, format, text.encode(), path, given.over(own))


def _reader_for(name: str) -> Reader | None:
    """Return the reader for the longest known extension of the name."""
    base = os.path.basename(name).lower()
    endings = [ending for ending in _READERS if base.endswith(ending)]
    return _READERS[max(endings, key=len)] if endings else None


def _read_directory(directory: str) -> Iterator[Article | Unreadable]:
    found = False
    for item in _walk(directory):
        found = True
        if isinstance(item, Unreadable):
            yield item
        else:
            yield from read_file(item)
    if not found:
        yield Unreadable(printable_path(directory), "the directory holds no file with a known extension")


def _walk(directory: str) -> Iterator[str | Unreadable]:
    """Yield the readable files below a directory, in sorted order, without recursion."""
    pending = [directory]
    while pending:
        path = pending.pop()
        if not os.path.isdir(path) or (path is not directory and os.path.islink(path)):
            yield path
            continue
        try:
            with os.scandir(path) as entries:
                inside = sorted(filter(_is_wanted, entries), key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(printable_path(path), describe(error))
            continue
        pending.extend(entry.path for entry in reversed(inside))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    if entry.is_dir():
        return not entry.is_symlink()
    # A broken link or one without permission is wanted: the reason it cannot be read is then told.
    return _reader_for(entry.name) is not None and (entry.is_file() or entry.is_symlink())
