"""JSON: Lines with one article each, or a file with one article or an array of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec

from extract import facts
from extract.facts import Container
from extract.readers import limits
from extract.readers.article import Article, Unreadable
from extract.readers.decode import decode
from extract.readers.errors import ReadError
from extract.readers.fields import Names
from extract.readers.lines import LineDecoder, lines_of
from extract.readers.making import make_article
from extract.readers.options import ReadOptions
from extract.readers.rows import Row
from extract.readers.source import Source

_SPACE = re.compile(r"[ \t\r\n]*")


def read_jsonl(source: Source, options: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read JSON Lines, line by line.

    Yields:
        An Article for each line that holds one, an Unreadable with its line for each other.
        Blank lines are passed over.

    Raises:
        ReadError: the file as a whole is empty, blank or binary, or cannot be unpacked.
    """
    names = Names(options)
    decoder = LineDecoder(source)
    blank = True
    for number, line in lines_of(source):
        if line is not None and not line.strip():
            continue
        blank = False
        try:
            if line is None:
                raise ReadError(limits.too_large())
            own_bytes = line.rstrip(b"\r\n")
            decoded = decoder(own_bytes)
            yield _article(
                decoded.text,
                names,
                own_bytes=own_bytes,
                path=source.shown,
                warnings=decoded.warnings,
                container="jsonl",
                row=number,
            )
        except ReadError as error:
            yield Unreadable(source.shown, error.reason, number)
    if blank:
        raise ReadError("only white space")


def read_json(source: Source, options: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read a file with one JSON object, which is an article, or an array of them.

    Yields:
        An Article for each object that holds one, an Unreadable with its number for each other.

    Raises:
        ReadError: the file is neither.
    """
    names = Names(options)
    decoded = decode(source.read_article())
    text = decoded.text
    start = _space(text, 0)
    if start == len(text):
        raise ReadError("only white space")
    if text[start] != "[":
        own_bytes = text.strip().encode(errors="replace")
        yield _article(text, names, own_bytes=own_bytes, path=source.shown, warnings=decoded.warnings)
        return
    number = 0
    for number, value in enumerate(_elements(text, start), start=1):
        try:
            yield _article(
                value,
                names,
                own_bytes=value.encode(errors="replace"),
                path=source.shown,
                warnings=decoded.warnings,
                container="jsonl",
                row=number,
            )
        except ReadError as error:
            yield Unreadable(source.shown, error.reason, number)
    if not number:
        raise ReadError("the array holds no article")


def _elements(text: str, start: int) -> Iterator[str]:
    """Yield each element of the array that begins there, as it is written.

    Raises:
        ReadError: what comes next is no JSON.
    """
    decoder = json.JSONDecoder()
    at = _space(text, start + 1)
    while text[at : at + 1] != "]":
        begin = at
        _, at = _parse(partial(decoder.raw_decode, text, begin))
        yield text[begin:at]
        at = _space(text, at)
        if text[at : at + 1] == ",":
            at = _space(text, at + 1)
        elif text[at : at + 1] != "]":
            raise ReadError(f"not valid JSON: the array is not closed or lacks a comma at character {at}")
    if _space(text, at + 1) < len(text):
        raise ReadError(f"not valid JSON: something follows the array at character {at + 1}")


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _article(
    written: str,
    names: Names,
    *,
    own_bytes: bytes,
    path: str,
    warnings: tuple[facts.Warning, ...],
    container: Container | None = None,
    row: int | None = None,
) -> Article:
    """Make an article of one JSON object.

    Raises:
        ReadError: it is no JSON object, or holds no text.
    """
    value = _parse(partial(json.loads, written))
    if not isinstance(value, dict):
        raise ReadError("the JSON is not an object")
    read = Row(value, names, "the JSON object")
    warnings = tuple(msgspec.structs.replace(warning, start=None, end=None) for warning in warnings)
    return make_article(
        read.text,
        read.metadata,
        format_name="jsonl",
        own_bytes=own_bytes,
        path=path,
        container=container,
        row=row,
        warnings=warnings,
    )


def _parse(parse: Callable[[], Any]) -> Any:
    """Parse JSON, with every way in which it can fail told as one error."""
    try:
        return parse()
    except RecursionError:
        raise ReadError("not valid JSON: nested too deep") from None
    except json.JSONDecodeError as error:
        raise ReadError(f"not valid JSON: {error.msg} at character {error.pos}") from None
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"not valid JSON: {error}") from None
