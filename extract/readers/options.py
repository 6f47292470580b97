"""What a caller says about the files to be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

Format = Literal["text", "markdown", "html", "jsonl", "json", "csv", "tsv", "parquet", "warc"]
FORMATS: tuple[Format, ...] = get_args(Format)

BODIES = ("text", "html", "markdown")
TARGETS = (*BODIES, "title", "outlet", "byline", "published", "url", "id")
"""What of an article a field or column can hold."""


class ReadOptions(msgspec.Struct, frozen=True):
    """How files are to be read.

    Attributes:
        fields: what of an article (one of ``TARGETS``) stands in which field of a JSON object or
            column of a table. What is not named here is looked for under its usual names; when one
            of the bodies (text, html, markdown) is named, only those named are looked for.
        format: the format of every file that is named, whatever its extension, or None.
    """

    fields: tuple[tuple[str, str], ...] = ()
    format: Format | None = None


def parse_fields(written: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read assignments such as ``text=content``.

    Raises:
        ValueError: one has no ``=``, names an unknown target or no source, or a target twice.
    """
    fields: dict[str, str] = {}
    for assignment in written:
        target, equals, source = (part.strip() for part in assignment.partition("="))
        if not equals or not source:
            raise ValueError(f"{assignment}: not TARGET=SOURCE, such as text=content")
        if target not in TARGETS:
            raise ValueError(f"{assignment}: there is no {target!r}; the targets are {', '.join(TARGETS)}")
        if target in fields:
            raise ValueError(f"{assignment}: {target} is given twice")
        fields[target] = source
    return tuple(fields.items())


def known_format(written: str | None) -> Format | None:
    """Read the name of a format.

    Raises:
        ValueError: there is no such format.
    """
    if written is None:
        return None
    for name in FORMATS:
        if written.strip().lower() == name:
            return name
    raise ValueError(f"there is no format {written!r}; the formats are {', '.join(FORMATS)}")
