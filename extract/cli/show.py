"""``zhnews show``: one article in the terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from extract.cli.common import INPUT_FAILED, RulesOption, load_pipeline, refuse, say
from extract.cli.reading import FieldOption, FormatOption, reading_options

if TYPE_CHECKING:
    from extract.readers import Article, ReadOptions


def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file with an article, or with several.")],
    number: Annotated[
        int,
        typer.Option(
            "--number",
            "-n",
            min=1,
            metavar="N",
            help="Which article of a file with several, counted from 1.",
            rich_help_panel="Article",
        ),
    ] = 1,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help="The day of publication, such as 2020-08-01, from which 今年 and 昨日 are told. "
            "It wins over what the file says.",
            rich_help_panel="Article",
        ),
    ] = None,
    *,
    fields: FieldOption = None,
    format_name: FormatOption = None,
    rules: RulesOption = None,
) -> None:
    """Show one article with what was found in it."""
    article = _article(file, number, published, reading_options(fields, format_name))
    pipeline = load_pipeline(rules)
    try:
        record = pipeline.process(article)
    except Exception as error:
        say(f"{file}: the article could not be processed: {type(error).__name__}: {error}")
        raise typer.Exit(INPUT_FAILED) from None
    from extract.view.terminal import render  # noqa: PLC0415

    Console().print(render(record))


def _article(file: str, number: int, published: str | None, reading: ReadOptions) -> Article:
    """The article to be shown; what cannot be shown is told and ends the command."""
    import msgspec  # noqa: PLC0415

    from extract.readers.dates import parse_published  # noqa: PLC0415

    day = None if published is None else parse_published(published)
    if published is not None and day is None:
        refuse(f"--published {published}: not a date; give one such as 2020-08-01")
    if os.path.isdir(file):
        refuse(f"{file}: is a directory; name a file")
    article = _numbered(file, number, reading)
    return article if day is None else msgspec.structs.replace(article, published=day)


def _numbered(file: str, number: int, reading: ReadOptions) -> Article:
    """The file's article of that number, of those that can be read."""
    from extract.readers import Unreadable, read_file  # noqa: PLC0415

    count, found = 0, None
    for count, item in enumerate(read_file(file, reading), start=1):
        if isinstance(item, Unreadable) and (count == number or item.line is None):
            say(str(item))
            raise typer.Exit(INPUT_FAILED)
        if count == number and not isinstance(item, Unreadable):
            found = item
            break
    if found is None:
        refuse(f"{file}: has only {count} article{'' if count == 1 else 's'}; there is no number {number}")
    return found
