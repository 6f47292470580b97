"""JSON Lines: one article a line, plain or compressed with gzip."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, cast

import msgspec

from extract.readers.article import Article, Unreadable
from extract.readers.decode import (
    MAX_ARTICLE_BYTES,
    ReadError,
    decode_utf8,
    normalise_line_ends,
    refuse_binary,
    too_large,
)
from extract.readers.html import parse_html
from extract.readers.markdown import metadata_from_mapping, parse_markdown
from extract.readers.text import Metadata, clean, parse_text

_BOM = b"\xef\xbb\xbf"
_SKIP_BYTES = 1 << 20

# In the order in which they are looked for: what is plainest is nearest to what was published.
_BODIES: Mapping[str, Callable[[str], tuple[str, Metadata]]] = {
    "text": parse_text,
    "html": parse_html,
    "markdown": parse_markdown,
}


def read_jsonl(path: str, shown: str) -> Iterator[Article | Unreadable]:
    """Read a JSON Lines file line by line.

    Args:
        path: the file; one that ends in ``.gz`` is decompressed.
        shown: the path as results name it.

    Yields:
        An Article for each line that holds one, an Unreadable with its line for each other.
        Blank lines are passed over.

    Raises:
        OSError: the file cannot be opened or read.
        ReadError: the file as a whole is empty, blank or binary.
    """
    compressed = path.lower().endswith(".gz")
    with cast(IO[bytes], gzip.open(path, "rb") if compressed else open(path, "rb")) as file:
        yield from _read_lines(file, shown)


def _read_lines(file: IO[bytes], shown: str) -> Iterator[Article | Unreadable]:
    number, blank = 0, True
    try:
        for number, line in _lines(file):
            if line is None:
                blank = False
                yield Unreadable(shown, too_large(), number)
                continue
            if not line.strip():
                continue
            blank = False
            try:
                yield read_line(line, shown)
            except ReadError as error:
                yield Unreadable(shown, error.reason, number)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Unreadable(shown, f"broken gzip file: {error}", number + 1)
        return
    if blank:
        raise ReadError("only white space" if number else "empty file")


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number and without its end, None for one too long to be held."""
    number = 0
    while line := file.readline(MAX_ARTICLE_BYTES + 1):
        number += 1
        if number == 1:
            refuse_binary(line)
            line = line.removeprefix(_BOM)
        if len(line) > MAX_ARTICLE_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(_SKIP_BYTES)
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")


def read_line(line: bytes, path: str | None = None) -> Article:
    """Read one article from one line of JSON.

    Args:
        line: the line's bytes without the line end.
        path: the file the line is from.

    Raises:
        ReadError: the line is no JSON object, or holds no text.
    """
    record = _parse_object(decode_utf8(line, within="the line"))
    text, own = _body(record)
    identity = Metadata(given_id=_identifier(record))
    metadata = identity.over(metadata_from_mapping(record)).over(own)
    return Article(
        text=text,
        format="jsonl",
        sha256=hashlib.sha256(line).hexdigest(),
        path=path,
        **msgspec.structs.asdict(metadata),
    )


def _parse_object(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except RecursionError:
        raise ReadError("not valid JSON: nested too deep") from None
    except json.JSONDecodeError as error:
        raise ReadError(f"not valid JSON: {error.msg} at character {error.pos}") from None
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"not valid JSON: {error}") from None
    if not isinstance(record, dict):
        raise ReadError("the JSON is not an object")
    return {key.strip().lower(): value for key, value in record.items()}


def _body(record: Mapping[str, Any]) -> tuple[str, Metadata]:
    """Return the text of the record and what the text's own format says of it."""
    for field, parse in _BODIES.items():
        value = record.get(field)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ReadError(f'the field "{field}" is not a string')
        try:
            return parse(normalise_line_ends(value.removeprefix("\ufeff")))
        except ReadError as error:
            where = f" (line {error.line} of its {field})" if error.line else ""
            raise ReadError(f"{error.reason}{where}") from None
    raise ReadError('the JSON object has neither "text" nor "html" nor "markdown"')


def _identifier(record: Mapping[str, Any]) -> str | None:
    for key in ("id", "name"):
        value = record.get(key)
        if isinstance(value, str) and clean(value):
            return clean(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None
