"""What all commands share: how they speak, the option ``--rules`` and the pipeline made with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from extract.pipeline import Pipeline

USAGE_ERROR, INPUT_FAILED, INTERRUPTED = 2, 1, 130

RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A directory with your own rules and word lists. They are laid over the shipped ones and win.",
        rich_help_panel="Language rules",
    ),
]


def print_data(line: str) -> None:
    """One line of data to stdout, whatever the terminal's width."""
    from extract.view.terminal import one_line  # noqa: PLC0415

    typer.echo(one_line(line))


def say(line: str, console: Console | None = None) -> None:
    """One line to stderr, neither wrapped nor read as markup."""
    from extract.view.terminal import one_line  # noqa: PLC0415

    (console or Console(stderr=True)).print(Text(one_line(line)), soft_wrap=True)


def refuse(reason: str) -> NoReturn:
    """Say why the command cannot be done as given, and stop."""
    say(f"zhnews: {reason}")
    raise typer.Exit(USAGE_ERROR)


def check_rules_directory(rules: str | None) -> None:
    """Refuse a ``--rules`` that names no directory."""
    if rules is not None and not os.path.isdir(rules):
        refuse(f"--rules {rules}: no such directory")


def load_pipeline(rules: str | None, min_score: float = 0.0) -> Pipeline:
    """The pipeline on these rules; a user's directory with a mistake in it is refused."""
    from extract.pipeline import load  # noqa: PLC0415

    if rules is None:
        return load(min_score=min_score)
    from extract.rulecheck import refused_rules  # noqa: PLC0415

    check_rules_directory(rules)
    problems = refused_rules(rules)
    for problem in problems:
        say(str(problem))
    if problems:
        refuse(f"the rules in {rules} cannot be used")
    return load(rules, min_score=min_score)
