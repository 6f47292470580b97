"""``zhnews``, the command line. Data goes to stdout, everything said about it to stderr.

Everything that needs spaCy is imported inside the commands: ``--help`` must not wait for it.
"""

from __future__ import annotations

import importlib.metadata
import io
import json
import sys
from typing import Annotated

import typer

from extract.cli import run as _run
from extract.cli import show as _show
from extract.cli.rules import rules_app

__all__ = ["app", "main"]

app = typer.Typer(
    name="zhnews",
    help="People with their posts, counts and dates from Chinese news articles, as JSON records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.command()(_run.run)
app.command()(_show.show)


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that is not UTF-8 is no reason to fail
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        try:
            version = importlib.metadata.version("zhnews-extract")
        except importlib.metadata.PackageNotFoundError:
            version = "(not installed, run from its source)"
        typer.echo(f"zhnews {version}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop."),
    ] = False,
) -> None:
    """Take the options that stand before a command; the help text is the application's."""


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from extract.record import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


app.add_typer(rules_app, name="rules")
