"""``zhnews``, the command line. Data goes to stdout, everything said about it to stderr."""

from __future__ import annotations

import contextlib
import errno
import importlib.metadata
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

# Everything that needs spaCy is imported inside the commands: --help must not wait for it.
if TYPE_CHECKING:
    from extract.batch.run import Failure, FailureLog, Summary
    from extract.pipeline import Pipeline
    from extract.readers import Article
    from extract.record import Record

USAGE_ERROR, INPUT_FAILED, INTERRUPTED = 2, 1, 130

app = typer.Typer(
    name="zhnews",
    help="People with their posts, counts and dates from Chinese news articles, as JSON records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
rules_app = typer.Typer(
    help="Look at the language rules, shipped ones and your own, and check them.", no_args_is_help=True
)
app.add_typer(rules_app, name="rules")

RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A directory with your own rules and word lists. They are laid over the shipped ones and win.",
        rich_help_panel="Language rules",
    ),
]


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
def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Articles: files, or directories with files. Text (.txt), Markdown (.md), "
            "web pages (.html), JSON Lines (.jsonl, .jsonl.gz).",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the records go, one JSON object a line. - is standard output.",
            rich_help_panel="Output",
        ),
    ],
    errors: Annotated[
        str | None,
        typer.Option(
            "--errors",
            metavar="FILE",
            help="Also write what could not be read to this file, one JSON object a line.",
            rich_help_panel="Output",
        ),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Make a record of every article.

    An article that cannot be read or processed is named with the reason and the others go on.
    The file of records appears in its place when it is whole.

    Exit status: 0 if every article has its record, 1 if any failed, 2 if the command is wrong.
    """
    _check_places(paths, output, errors)
    pipeline = _pipeline(rules)
    own_files = [place for place in (output, errors) if place is not None and place != "-"]
    from extract.batch.run import FailureLog  # noqa: PLC0415

    try:
        log = FailureLog(errors)
    except OSError as error:
        _refuse(f"{errors}: cannot be written: {error.strerror}")
    with log:
        summary = _run_to(output, pipeline, paths, log, own_files)
    _say_summary(summary, output, errors)
    raise typer.Exit(INPUT_FAILED if summary.failures else 0)


@app.command()
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
    rules: RulesOption = None,
) -> None:
    """Show one article with what was found in it."""
    article = _article(file, number, published)
    pipeline = _pipeline(rules)
    try:
        record = pipeline.process(article)
    except Exception as error:
        _say(f"{file}: the article could not be processed: {type(error).__name__}: {error}")
        raise typer.Exit(INPUT_FAILED) from None
    from extract.view.terminal import render  # noqa: PLC0415

    Console().print(render(record))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from extract.record import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@rules_app.command("check")
def rules_check(rules: RulesOption = None) -> None:
    """Run every rule's examples and counter-examples, and tell what does not hold.

    Exit status: 0 if all is well, 1 if there is any problem.
    """
    from extract.rulecheck import report_on_rules  # noqa: PLC0415

    _check_rules_directory(rules)
    report = report_on_rules(rules)
    for problem in report.problems:
        _print(str(problem))
    _print(
        f"{report.rules} rules: {report.examples_held} of {report.examples} examples and "
        f"{report.counter_examples_held} of {report.counter_examples} counter-examples hold"
    )
    if report.problems:
        unit = "problem" if len(report.problems) == 1 else "problems"
        _print(f"{len(report.problems)} {unit}")
        raise typer.Exit(1)


@rules_app.command("list")
def rules_list(
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Only rules of this kind, such as dates."),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Print the ids of the rules, in the order in which they are tried."""
    from extract.rules import RuleError, load_rules  # noqa: PLC0415

    _check_rules_directory(rules)
    try:
        book = load_rules(rules)
    except RuleError as error:
        _refuse(str(error))
    if kind is not None and kind not in book.by_kind:
        _refuse(f"there is no kind of rule called {kind}; the kinds are {', '.join(sorted(book.by_kind))}")
    for name in [kind] if kind is not None else sorted(book.by_kind):
        for rule in book.by_kind[name]:
            _print(rule.id)


# -- what is said --------------------------------------------------------------------------


def _print(line: str) -> None:
    """One line of data to stdout, whatever the terminal's width."""
    from extract.view.terminal import one_line  # noqa: PLC0415

    typer.echo(one_line(line))


def _say(line: str, console: Console | None = None) -> None:
    """One line to stderr, neither wrapped nor read as markup."""
    from extract.view.terminal import one_line  # noqa: PLC0415

    (console or Console(stderr=True)).print(Text(one_line(line)), soft_wrap=True)


def _refuse(reason: str) -> NoReturn:
    """Say why the command cannot be done as given, and stop."""
    _say(f"zhnews: {reason}")
    raise typer.Exit(USAGE_ERROR)


def _say_summary(summary: Summary, output: str, errors: str | None) -> None:
    _say("records: written to standard output" if output == "-" else f"records: {output}")
    if errors is not None:
        _say(f"errors: {errors}")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    rows = {"articles": summary.articles, "people": summary.people, "roles": summary.roles,
            "counts": summary.counts, "dates": summary.dates, "failed": summary.failures}  # fmt: skip
    for name, number in rows.items():
        table.add_row(name, f"{number:,}")
    Console(stderr=True).print(table)


# -- what is checked before any work ----------------------------------------------------------


def _check_places(paths: list[str], output: str, errors: str | None) -> None:
    """Refuse places that cannot be written to, and those that would destroy what is to be read."""
    places = [place for place in (output, errors) if place is not None and place != "-"]
    for place in places:
        folder = os.path.dirname(place) or "."
        if os.path.isdir(place):
            _refuse(f"{place}: is a directory; name a file")
        if not os.path.isdir(folder):
            _refuse(f"{place}: the directory {folder} does not exist")
        if not os.access(place if os.path.exists(place) else folder, os.W_OK):
            _refuse(f"{place}: cannot be written: permission denied")
        if os.path.realpath(place) in {os.path.realpath(path) for path in paths}:
            _refuse(f"{place}: is also an input; writing to it would destroy it")
    if len({os.path.realpath(place) for place in places}) < len(places):
        _refuse(f"{output}: records and errors cannot go to the same file")


def _check_rules_directory(rules: str | None) -> None:
    if rules is not None and not os.path.isdir(rules):
        _refuse(f"--rules {rules}: no such directory")


def _pipeline(rules: str | None) -> Pipeline:
    """The pipeline on these rules; a user's directory with a mistake in it is refused."""
    from extract.pipeline import load  # noqa: PLC0415

    if rules is None:
        return load()
    from extract.rulecheck import refused_rules  # noqa: PLC0415

    _check_rules_directory(rules)
    problems = refused_rules(rules)
    for problem in problems:
        _say(str(problem))
    if problems:
        _refuse(f"the rules in {rules} cannot be used")
    return load(rules)


# -- run -----------------------------------------------------------------------------------


def _run_to(
    output: str, pipeline: Pipeline, paths: list[str], log: FailureLog, passed_over: list[str]
) -> Summary:
    """Run with the records going to a file, or to stdout for ``-``."""
    from extract.batch import run as batch  # noqa: PLC0415

    stdout = sys.stdout.buffer
    target = None if output == "-" else batch.RecordFile(output)
    try:
        with _progress(quiet=target is None and sys.stdout.isatty()) as (console, tick):

            def on_error(failure: Failure) -> None:
                _say(str(failure), console)
                log.note(failure)

            with contextlib.nullcontext(stdout) if target is None else target as sink:
                summary = batch.run(
                    pipeline, paths, sink, on_error=on_error, on_article=tick, passed_over=passed_over
                )
            stdout.flush()
            return summary
    except KeyboardInterrupt:
        reason, status = "interrupted", INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of a pipe has had enough
            raise
        place = error.filename or output
        reason, status = f"{place}: cannot be written: {error.strerror or error}", INPUT_FAILED
    _say(f"{reason}; what was done is in {target.partial}" if target and target.kept else reason)
    raise typer.Exit(status)


@contextlib.contextmanager
def _progress(*, quiet: bool) -> Iterator[tuple[Console, Callable[[Record], None]]]:
    """A running count of articles on stderr where that is a terminal."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    progress = Progress(
        *columns,
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task("articles", total=None)
        yield console, lambda _: progress.advance(task)


# -- show ----------------------------------------------------------------------------------


def _article(file: str, number: int, published: str | None) -> Article:
    """The article to be shown; what cannot be shown is told and ends the command."""
    import msgspec  # noqa: PLC0415

    from extract.readers import Unreadable, read_file  # noqa: PLC0415
    from extract.readers.dates import parse_published  # noqa: PLC0415

    day = None if published is None else parse_published(published)
    if published is not None and day is None:
        _refuse(f"--published {published}: not a date; give one such as 2020-08-01")
    if os.path.isdir(file):
        _refuse(f"{file}: is a directory; name a file")
    count = 0
    for count, item in enumerate(read_file(file), start=1):
        if isinstance(item, Unreadable) and (count == number or item.line is None):
            _say(str(item))
            raise typer.Exit(INPUT_FAILED)
        if count == number and not isinstance(item, Unreadable):
            return item if day is None else msgspec.structs.replace(item, published=day)
    _refuse(f"{file}: has only {count} article{'' if count == 1 else 's'}; there is no number {number}")


if __name__ == "__main__":
    main()
