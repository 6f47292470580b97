"""Parquet: a table in columns, one article a row. Needs pyarrow, the extra ``columns``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from extract import facts
from extract.readers import limits
from extract.readers.article import Article, Unreadable
from extract.readers.decode import decode
from extract.readers.errors import ReadError
from extract.readers.fields import Names
from extract.readers.making import make_article
from extract.readers.options import ReadOptions
from extract.readers.rows import Row
from extract.readers.source import STANDARD_INPUT, Source

_ROWS_AT_ONCE = 1000
_MAX_GROUP_BYTES = 1024**3


def read_parquet(source: Source, options: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read a Parquet file, one group of rows after the other and only the columns that are needed.

    Yields:
        An Article for each row that holds one, an Unreadable with its number for each other.

    Raises:
        ReadError: pyarrow is not installed, or the file is broken, absurd or without a body.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError:
        raise ReadError("Parquet files need pyarrow: pip install 'zhnews-extract[columns]'") from None
    if source.path == STANDARD_INPUT or source.compression is not None:
        raise ReadError("a Parquet file cannot be read from standard input, nor packed")
    names = Names(options)
    try:
        with pq.ParquetFile(source.path) as file:
            columns = _columns(file.schema_arrow.names, names)
            strings = [name for name in columns if _holds_strings(file.schema_arrow.field(name).type, pa)]
        # a value that stands in many rows is held once
        with pq.ParquetFile(source.path, read_dictionary=strings) as file:
            yield from _read_groups(file, columns, names, source.shown)
    except (pa.ArrowException, OSError, OverflowError, MemoryError) as error:
        raise ReadError(f"broken Parquet file: {str(error)[:300]}") from None


def _columns(known: list[str], names: Names) -> list[str]:
    columns = names.needed(known)
    if not names.has_body(columns):
        raise ReadError(names.no_column(known))
    return columns


def _holds_strings(kind: Any, pa: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _read_groups(file: Any, columns: list[str], names: Names, path: str) -> Iterator[Article | Unreadable]:
    number = 0
    for index in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(index)
        size, reason = _size(group, columns)
        if reason is not None:
            told = f"rows {number + 1} to {number + group.num_rows} are not read: {reason}"
            yield Unreadable(path, told, number + 1)
            number += group.num_rows
            continue
        at_once = max(1, min(_ROWS_AT_ONCE, limits.MAX_ARTICLE_BYTES * group.num_rows // max(1, size)))
        for batch in file.iter_batches(at_once, row_groups=[index], columns=columns):
            for at in range(batch.num_rows):
                number += 1
                try:
                    yield _article({name: batch.column(name)[at] for name in columns}, names, path, number)
                except ReadError as error:
                    yield Unreadable(path, error.reason, number)
    if number == 0:
        raise ReadError("the table has no rows")


def _size(group: Any, columns: list[str]) -> tuple[int, str | None]:
    """Return the bytes of a group of rows as far as they are needed, and why they are too many."""
    chunks = [group.column(at) for at in range(group.num_columns)]
    wanted = [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns]
    size = sum(chunk.total_uncompressed_size for chunk in wanted)
    packed = sum(chunk.total_compressed_size for chunk in wanted)
    if size > _MAX_GROUP_BYTES:
        return size, f"they are {size:,} bytes in one group, more than fit into memory"
    if size > limits.FREE_EXPANSION_BYTES and size > limits.MAX_EXPANSION * packed:
        return size, limits.grows_too_much("they")
    return size, None


def _article(scalars: dict[str, Any], names: Names, path: str, number: int) -> Article:
    """Make an article of one row.

    Raises:
        ReadError: there is none in it.
    """
    warnings: list[facts.Warning] = []
    row = {name: _value(scalar, name, warnings) for name, scalar in scalars.items()}
    read = Row(row, names, "the row")
    return make_article(
        read.text,
        read.metadata,
        format_name=read.format_name,
        own_bytes=read.source.encode(errors="replace"),
        path=path,
        container="parquet",
        row=number,
        warnings=tuple(warnings),
    )


def _value(scalar: Any, name: str, warnings: list[facts.Warning]) -> Any:
    """Return a cell as a plain value; bytes, and strings that are not UTF-8 after all, are decoded."""
    try:
        value = scalar.as_py()
    except UnicodeDecodeError:
        inner = getattr(scalar, "value", scalar)
        value = inner.as_buffer().to_pybytes()
    except (ValueError, OverflowError, ImportError):  # a time that Python cannot hold
        return str(scalar)
    if isinstance(value, bytes) and value:
        if len(value) > limits.MAX_ARTICLE_BYTES:
            raise ReadError(limits.too_large())
        decoded = decode(value, within=f"the column {name}")
        warnings += [msgspec.structs.replace(w, start=None, end=None) for w in decoded.warnings]
        return decoded.text
    if isinstance(value, str) and len(value) > limits.MAX_ARTICLE_BYTES:
        raise ReadError(limits.too_large())
    return None if value != value else value  # noqa: PLR0124 - a missing number
