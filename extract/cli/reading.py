"""The options that say how articles are to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.common import refuse

if TYPE_CHECKING:
    from extract.readers import ReadOptions

_PANEL = "Input"

FieldOption = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="TARGET=SOURCE",
        help="Which field or column of JSON, CSV, TSV or Parquet holds what, such as text=content; may be "
        "repeated. Targets: text, html, markdown, title, outlet, byline, published, url, id.",
        rich_help_panel=_PANEL,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="The format of all files, whatever their names: text, markdown, html, jsonl, json, csv, tsv, "
        "parquet or warc. Without it names count, and contents where they clearly say otherwise.",
        rich_help_panel=_PANEL,
    ),
]


def reading_options(fields: list[str] | None, format_name: str | None) -> ReadOptions:
    """The options as readers take them; what is malformed is refused."""
    from extract.readers.options import ReadOptions, known_format, parse_fields  # noqa: PLC0415

    try:
        assigned = parse_fields(fields or ())
    except ValueError as error:
        refuse(f"--field {error}")
    try:
        return ReadOptions(fields=assigned, format=known_format(format_name))
    except ValueError as error:
        refuse(f"--format: {error}")
