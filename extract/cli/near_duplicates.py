"""The options of ``zhnews run`` on near-duplicates, and what they come to."""

from __future__ import annotations

import enum
import os
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from extract.cli.common import refuse

if TYPE_CHECKING:
    from extract.batch.near_duplicates import NearDuplicates

_PANEL = "Near-duplicates"


class Treatment(enum.StrEnum):
    """What is done with an article whose text is nearly that of an earlier one."""

    KEEP = "keep"
    MARK = "mark"
    DROP = "drop"


TreatmentOption = Annotated[
    Treatment,
    typer.Option(
        "--near-duplicates",
        help="What to do with an article that is nearly an earlier one: keep it without looking, "
        "mark it (duplicate_of names the first), or drop it from the records and list it in a file.",
        rich_help_panel=_PANEL,
    ),
]
ThresholdOption = Annotated[
    float | None,
    typer.Option(
        "--near-threshold",
        metavar="SHARE",
        min=0.4,
        max=1.0,
        help="How much of two texts must agree, from 0.4 to 1, where only equal ones do. By default 0.7.",
        rich_help_panel=_PANEL,
    ),
]
WindowOption = Annotated[
    int | None,
    typer.Option(
        "--near-window",
        metavar="N",
        min=1,
        help="How many articles are remembered, the newest; a thousand take about 4.6 MB. By default 40000.",
        rich_help_panel=_PANEL,
    ),
]
ListOption = Annotated[
    str | None,
    typer.Option(
        "--duplicates",
        metavar="FILE",
        help="Where dropped articles are listed, one JSON object a line. "
        "By default beside the records, as in records.duplicates.jsonl.",
        rich_help_panel=_PANEL,
    ),
]


class NearDuplicateOptions(msgspec.Struct, frozen=True):
    """The options as they hang together; ``listed`` is the file of dropped articles, if any are dropped."""

    treatment: Treatment
    threshold: float | None
    window: int | None
    listed: str | None

    def finder(self) -> NearDuplicates | None:
        """What tells near-duplicates, or None if nobody asks."""
        if self.treatment is Treatment.KEEP:
            return None
        from extract.batch.near_duplicates import (  # noqa: PLC0415
            DEFAULT_THRESHOLD,
            DEFAULT_WINDOW,
            NearDuplicates,
        )

        threshold = DEFAULT_THRESHOLD if self.threshold is None else self.threshold
        return NearDuplicates(threshold, self.window or DEFAULT_WINDOW)


def near_duplicate_options(
    treatment: Treatment, threshold: float | None, window: int | None, listed: str | None, output: str
) -> NearDuplicateOptions:
    """The options together; those that would have no effect are refused."""
    if treatment is Treatment.KEEP:
        for name, value in (("--near-threshold", threshold), ("--near-window", window)):
            if value is not None:
                refuse(f"{name} has no effect without --near-duplicates mark or drop")
    if treatment is Treatment.DROP:
        listed = listed or _beside(output)
    elif listed is not None:
        refuse("--duplicates has no effect without --near-duplicates drop")
    return NearDuplicateOptions(treatment, threshold, window, listed)


def _beside(output: str) -> str:
    if output == "-" or (os.path.exists(output) and not os.path.isfile(output)):
        refuse("name the file that lists dropped articles with --duplicates; the records go to no file")
    return f"{os.path.splitext(output)[0]}.duplicates.jsonl"
