"""Files to articles. What cannot be read becomes an ``Unreadable`` with the reason, never an exception."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date

from extract.readers.article import Article, Unreadable
from extract.readers.dates import parse_published
from extract.readers.errors import ReadError, describe, printable_path
from extract.readers.making import PARSERS, BodyFormat, make_article, parse_body
from extract.readers.options import ReadOptions
from extract.readers.paths import files_of
from extract.readers.registry import EXTENSIONS, read_source
from extract.readers.source import open_source
from extract.readers.text import Metadata, clean
from extract.readers.unicode import normalise_line_ends, refuse_surrogates

__all__ = [
    "EXTENSIONS",
    "Article",
    "ReadOptions",
    "Unreadable",
    "article_from_text",
    "read_file",
    "read_paths",
]

_USUAL = ReadOptions()


def read_paths(
    paths: Iterable[str | os.PathLike[str]], options: ReadOptions = _USUAL
) -> Iterator[Article | Unreadable]:
    """Read articles from files, directories and patterns, in the order given.

    Args:
        paths: files, ``-`` for standard input, directories to be walked in sorted order, and
            patterns such as ``pages/**/*.html``. Of a directory only files with a known extension
            are taken; hidden ones, and links to directories, are passed over.
        options: which fields hold what, and a format that files are in whatever their names.

    Yields:
        An Article for each article, an Unreadable for each file, directory, line or row that gave none.
    """
    for path in paths:
        name = os.fspath(path)
        try:
            for file in files_of(name):
                if isinstance(file, Unreadable):
                    yield file
                else:
                    yield from read_file(file, options)
        except ValueError as error:  # a path with a NUL character
            yield Unreadable(printable_path(name), f"cannot be read: {error}")


def read_file(path: str | os.PathLike[str], options: ReadOptions = _USUAL) -> Iterator[Article | Unreadable]:
    """Read the articles of one file.

    Its extension says in which format, unless what is in it says clearly another.

    Args:
        path: the file, or ``-`` for standard input.
        options: which fields hold what, and the format where it is known.

    Yields:
        An Article for each article, an Unreadable for the file, or each line or row that gave none.
    """
    name = os.fspath(path)
    shown = printable_path(name)
    try:
        with open_source(name, shown) as source:
            yield from read_source(source, options)
    except OSError as error:
        yield Unreadable(shown, describe(error))
    except ReadError as error:
        yield Unreadable(shown, error.reason, error.line)
    except ValueError as error:  # a path with a NUL character
        yield Unreadable(shown, f"cannot be read: {error}")


def article_from_text(
    text: str,
    *,
    format: BodyFormat = "text",  # noqa: A002 - the field's name in a record
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
    if format not in PARSERS:
        raise ValueError(f"unknown format {format!r}; the known ones are {', '.join(PARSERS)}")
    for value in (text, url, title, outlet, byline, given_id, path):
        refuse_surrogates(value or "")
    day = None
    if published is not None:
        day = parse_published(published)
        if day is None:
            raise ValueError(f"cannot read the date of publication {published!r}")
    given = Metadata(
        url=clean(url),
        title=clean(title),
        outlet=clean(outlet),
        byline=clean(byline),
        published=day,
        given_id=clean(given_id),
    )
    parsed, own = parse_body(normalise_line_ends(text.removeprefix("\ufeff")), format, given.url)
    return make_article(parsed, given.over(own), format_name=format, own_bytes=text.encode(), path=path)
