"""Files made to fill memory or time: what each gives, how long it takes, and how that grows.

usage: python bench/hostile.py [--only WORD] [--part SHARE] [--limit SECONDS] [--reading-only]

Every file is made at half its size and at its whole size, and each is read and processed in a
process of its own, which is ended at the limit. Seconds are those of the processor. Where they double
time is linear; what grows more than three times, or does not end, is marked, and the exit status is then 1.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import multiprocessing
import pathlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

from hostile_files import CASES, Hostile

import extract
from extract.readers import Article, read_paths

LIMIT_SECONDS = 60.0
#: Twice the file may take so many times as long before it counts as more than linear.
MOST_GROWTH = 3.0
#: Below this the clock says more about the machine than about the file.
SHORTEST_SECONDS = 0.5
DIED = "the process died"


@dataclass(frozen=True)
class Outcome:
    """What a file gave and what it took, in seconds and megabytes; None where it did not end."""

    told: str
    reading: float
    processing: float
    megabytes: float


@functools.cache
def pipeline() -> extract.Pipeline:
    return extract.load()


def run(path: pathlib.Path, *, reading_only: bool = False) -> Outcome:
    """Read a file and process its articles, one after the other and none of them kept."""
    articles, characters, reasons = 0, 0, []
    reading = processing = 0.0
    items = read_paths([path])
    while True:
        began = time.process_time()
        item = next(items, None)
        reading += time.process_time() - began
        if item is None:
            break
        if not isinstance(item, Article):
            reasons.append(item.reason)
            del reasons[3:]
            continue
        articles += 1
        characters += len(item.text)
        began = time.process_time()
        if not reading_only:
            pipeline().process(item).to_json()
        processing += time.process_time() - began
    told = f"{articles:,} articles, {characters:,} characters" if articles else ""
    told = "; ".join(filter(None, [told, *dict.fromkeys(reason[:90] for reason in reasons)]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Outcome(told, reading, processing, peak / 1e6)


def run_apart(path: pathlib.Path, limit: float, *, reading_only: bool = False) -> Outcome | None:
    """The same in a process of its own; None if it does not end within the limit, in seconds."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def work() -> None:
        sender.send(run(path, reading_only=reading_only))

    process = context.Process(target=work, daemon=True)
    process.start()
    sender.close()
    try:
        return receiver.recv() if receiver.poll(limit) else None
    except EOFError:
        return Outcome(DIED, 0.0, 0.0, 0.0)
    finally:
        process.kill()
        process.join()
        receiver.close()


@contextlib.contextmanager
def written(case: Hostile, size: int) -> Iterator[pathlib.Path]:
    """The file of a case at a size, in a directory that is then gone."""
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, f"hostile{case.extension}")
        path.write_bytes(case.make(size))
        yield path


def measure(case: Hostile, options: argparse.Namespace) -> bool:
    """Print a line on a case; tell whether it is as it should be."""
    taken: list[float | None] = []
    outcome: Outcome | None = None
    for share in (0.5, 1.0):
        with written(case, int(case.size * share * options.part)) as path:
            megabytes = path.stat().st_size / 1e6
            outcome = run_apart(path, options.limit, reading_only=options.reading_only)
        taken.append(None if outcome is None else outcome.reading + outcome.processing)
        if outcome is None:
            break
    half, whole = (*taken, None)[:2]
    growth = None if half is None or whole is None else whole / max(half, SHORTEST_SECONDS)
    died = outcome is not None and outcome.told == DIED
    good = growth is not None and growth <= MOST_GROWTH and not died
    shown = ["—" if value is None else f"{value:.2f}" for value in (half, whole, growth)]
    reading, peak = ("—", "—") if outcome is None else (f"{outcome.reading:.2f}", f"{outcome.megabytes:,.0f}")
    told = f"NO END in {options.limit:.0f} s" if outcome is None else outcome.told
    mark = " " if good else "!"
    columns = f"{megabytes:8.2f}{shown[0]:>8}{shown[1]:>8}{shown[2]:>7}{reading:>9}{peak:>8}"
    print(f"{mark} {case.name:44}{columns}  {told}", flush=True)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description="What hostile files give, what they take, how that grows.")
    parser.add_argument("--only", default="", help="cases whose names have this in them")
    parser.add_argument("--part", type=float, default=1.0, help="a share of the full sizes (1)")
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS, help="seconds for one file (60)")
    parser.add_argument("--reading-only", action="store_true", help="leave the pipeline behind it out")
    options = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    if not options.reading_only:
        pipeline()("今年，云岭县选派4名医生。")
    columns = f"{'MB':>8}{'half':>8}{'whole':>8}{'times':>7}{'reading':>9}{'peak MB':>8}"
    print(f"  {'file':44}{columns}  what it gives")
    chosen = [case for case in CASES if options.only in case.name]
    bad = sum(not measure(case, options) for case in chosen)
    print(f"{len(chosen)} files, {bad} of them marked")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
