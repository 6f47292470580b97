"""``zhnews run``: many articles to one file of records."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from extract.cli.common import INPUT_FAILED, INTERRUPTED, RulesOption, load_pipeline, refuse, say
from extract.cli.near_duplicates import (
    ListOption,
    NearDuplicateOptions,
    ThresholdOption,
    Treatment,
    TreatmentOption,
    WindowOption,
    near_duplicate_options,
)
from extract.cli.reading import FieldOption, FormatOption, reading_options

if TYPE_CHECKING:
    from extract.batch.run import Failure, FailureLog, Summary
    from extract.pipeline import Pipeline
    from extract.readers import ReadOptions
    from extract.record import Record


def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Articles: files, directories with files, quoted patterns such as 'pages/**/*.html', or - "
            "for standard input. Text, Markdown, HTML, JSON Lines, JSON, CSV, TSV, Parquet, WARC; "
            "also packed (.gz, .zst).",
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
    *,
    fields: FieldOption = None,
    format_name: FormatOption = None,
    near_duplicates: TreatmentOption = Treatment.KEEP,
    near_threshold: ThresholdOption = None,
    near_window: WindowOption = None,
    duplicates: ListOption = None,
    min_score: Annotated[
        float,
        typer.Option(
            "--min-score",
            min=0.0,
            max=1.0,
            metavar="SCORE",
            help="Leave out people less sure than this, 0 to 1; docs/people.md shows what it costs.",
            rich_help_panel="Output",
        ),
    ] = 0.0,
    rules: RulesOption = None,
) -> None:
    """Make a record of every article.

    An article that cannot be read or processed is named with the reason and the others go on.
    The file of records appears in its place when it is whole.

    Exit status: 0 if every article has its record, 1 if any failed, 2 if the command is wrong.
    """
    near = near_duplicate_options(near_duplicates, near_threshold, near_window, duplicates, output)
    own_files = [place for place in (output, errors, near.listed) if place is not None and place != "-"]
    _check_places(paths, own_files)
    reading = reading_options(fields, format_name)
    pipeline = load_pipeline(rules, min_score)
    with _log(errors) as log, _log(near.listed) as dropped:
        summary = _run_to(
            output, pipeline, paths, log, reading, passed_over=own_files, near=near, dropped=dropped
        )
    _say_summary(summary, output, errors, near)
    raise typer.Exit(INPUT_FAILED if summary.failures else 0)


def _log(place: str | None) -> FailureLog:
    from extract.batch.run import FailureLog  # noqa: PLC0415

    try:
        return FailureLog(place)
    except OSError as error:
        refuse(f"{place}: cannot be written: {error.strerror}")


def _check_places(paths: list[str], places: list[str]) -> None:
    """Refuse places that cannot be written to, and those that would destroy what is to be read."""
    for place in places:
        folder = os.path.dirname(place) or "."
        if os.path.isdir(place):
            refuse(f"{place}: is a directory; name a file")
        if not os.path.isdir(folder):
            refuse(f"{place}: the directory {folder} does not exist")
        if not os.access(place if os.path.exists(place) else folder, os.W_OK):
            refuse(f"{place}: cannot be written: permission denied")
        if os.path.realpath(place) in {os.path.realpath(path) for path in paths}:
            refuse(f"{place}: is also an input; writing to it would destroy it")
    if len({os.path.realpath(place) for place in places}) < len(places):
        refuse(f"{places[0]}: records, errors and dropped articles cannot go to the same file")


def _run_to(
    output: str,
    pipeline: Pipeline,
    paths: list[str],
    log: FailureLog,
    reading: ReadOptions,
    *,
    passed_over: list[str],
    near: NearDuplicateOptions,
    dropped: FailureLog,
) -> Summary:
    """Run with the records going to a file, or to stdout for ``-``."""
    from extract.batch import run as batch  # noqa: PLC0415

    stdout = sys.stdout.buffer
    target = None if output == "-" else batch.RecordFile(output)
    try:
        with _progress(quiet=target is None and sys.stdout.isatty()) as (console, tick):

            def on_error(failure: Failure) -> None:
                say(str(failure), console)
                log.note(failure)

            with contextlib.nullcontext(stdout) if target is None else target as sink:
                summary = batch.run(
                    pipeline,
                    paths,
                    sink,
                    on_error=on_error,
                    on_article=tick,
                    reading=reading,
                    passed_over=passed_over,
                    near_duplicates=near.finder(),
                    on_dropped=dropped.note if near.treatment is Treatment.DROP else None,
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
    say(f"{reason}; what was done is in {target.partial}" if target and target.kept else reason)
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


def _say_summary(
    summary: Summary, output: str, errors: str | None, near: NearDuplicateOptions
) -> None:
    say("records: written to standard output" if output == "-" else f"records: {output}")
    if errors is not None:
        say(f"errors: {errors}")
    if near.listed is not None:
        say(f"dropped articles: {near.listed}")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    rows = {"articles": summary.articles, "people": summary.people, "roles": summary.roles,
            "counts": summary.counts, "dates": summary.dates, "failed": summary.failures}  # fmt: skip
    if near.treatment is not Treatment.KEEP:
        rows[f"near-duplicates, {'dropped' if near.listed else 'marked'}"] = summary.near_duplicates
    for name, number in rows.items():
        table.add_row(name, f"{number:,}")
    Console(stderr=True).print(table)
