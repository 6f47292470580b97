"""Which reader reads what: by the name of the file, by what the caller says, by what is in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import msgspec

from extract import facts
from extract.readers.article import Article, Unreadable
from extract.readers.errors import ReadError
from extract.readers.jsonl import read_json, read_jsonl
from extract.readers.options import Format, ReadOptions
from extract.readers.parquet import read_parquet
from extract.readers.sniff import binary_kind, container_kind, text_kind
from extract.readers.source import STANDARD_INPUT, Source
from extract.readers.table import read_table
from extract.readers.warc import read_warc
from extract.readers.whole import read_whole

Reader = Callable[[Source, ReadOptions], Iterator[Article | Unreadable]]

READERS: Mapping[Format, Reader] = {
    "text": partial(read_whole, "text"),
    "markdown": partial(read_whole, "markdown"),
    "html": partial(read_whole, "html"),
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": partial(read_table, "csv"),
    "tsv": partial(read_table, "tsv"),
    "parquet": read_parquet,
    "warc": read_warc,
}
_EXTENSIONS: Mapping[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
}
_PACKED: Mapping[str, str] = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}

EXTENSIONS = tuple(
    extension + packing
    for packing in ("", *_PACKED)
    for extension, name in _EXTENSIONS.items()
    if not (packing and name == "parquet")
)
"""The file name extensions that can be read."""

_CALLED = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "HTML",
    "jsonl": "JSON Lines",
    "json": "JSON",
    "csv": "CSV",
    "tsv": "TSV",
    "parquet": "Parquet",
    "warc": "WARC",
}


def has_known_extension(name: str) -> bool:
    """Tell whether a file is taken from a directory."""
    return name.lower().endswith(EXTENSIONS)


def read_source(source: Source, options: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read an open file with the reader for it.

    Raises:
        ReadError: the file as a whole gives nothing.
    """
    format_name, why = _format_of(source, options)
    told = () if why is None else (facts.Warning("format-sniffed", why),)
    for item in READERS[format_name](source, options):
        if isinstance(item, Unreadable):
            yield item
            continue
        source.note_article()
        yield msgspec.structs.replace(item, warnings=(*told, *item.warnings)) if told else item


def _format_of(source: Source, options: ReadOptions) -> tuple[Format, str | None]:
    """Return the format to read, and a message where it is not what the name of the file says."""
    extension, named, packing = _parts_of_name(source.path)
    if not source.head:
        raise ReadError(source.failure or "empty file", None if source.failure is None else 1)
    kind = binary_kind(source.head)
    if kind is not None:
        raise ReadError(f"binary file ({kind})")
    if options.format is not None:
        return options.format, None
    found = container_kind(source.head) or text_kind(source.head, named, options) or "text"
    if source.path == STANDARD_INPUT:
        return found, None
    if extension and found != named:
        return found, f"the name ends in {extension}, but what is in it looks like {_CALLED[found]}"
    if packing != source.compression:
        packed = "not packed" if source.compression is None else f"packed with {source.compression}"
        return found, f"unlike its name says, the file is {packed}"
    return found, None


def _parts_of_name(path: str) -> tuple[str, Format | None, str | None]:
    """Return the extension, the format it stands for and the packing that the name tells."""
    base = os.path.basename(path).lower()
    stem, last = os.path.splitext(base)
    packing = _PACKED.get(last)
    if packing is not None:
        base = stem
    extension = os.path.splitext(base)[1]
    return extension, _EXTENSIONS.get(extension), packing
