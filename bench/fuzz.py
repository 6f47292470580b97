"""Reads files that chance has spoilt, and says of each whether what came out is as promised.

usage: python bench/fuzz.py [--files N] [--seed S] [--every N] [--jobs N] [--limit SECONDS] [--keep DIR]
       python bench/fuzz.py --seed S --only NUMBER [--keep DIR]

Every file is made of good ones by the seed and its number (bench/fuzz_files.py), read by
``extract.readers.read_paths``, and every so many go through the whole pipeline. No exception may
escape, each result is an Article or an Unreadable with a reason of one line, everything can be
written as UTF-8, records are valid and their spans cut exactly, and no file takes longer than the
limit. A file that hangs or ends its process is found too, and the next ones are read by a new process.
Exit status 1 on any finding; ``--keep`` saves the files of findings.
"""

from __future__ import annotations

import argparse
import datetime
import faulthandler
import functools
import json
import multiprocessing
import pathlib
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

import fuzz_files
import jsonschema

import extract
from extract.facts import Count, Date, Role, Span, Warning, Zone
from extract.readers import Article, Unreadable, read_paths

LIMIT_SECONDS = 20.0
#: A process that does not notice the alarm is ended after so many times the limit.
DEAF = 3
SLOWEST = 5


class TooSlow(BaseException):
    """Not caught by anything that catches exceptions of libraries."""


@dataclass
class Result:
    """What one file gave."""

    number: int
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


@functools.cache
def pipeline() -> extract.Pipeline:
    return extract.load()


@functools.cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(extract.json_schema())


def faults_of_item(item: object) -> list[str]:
    """What is wrong with what a reader gave."""
    if isinstance(item, Unreadable):
        strings = {"reason": item.reason, "path": item.path}
        faults = [] if len(item.reason.splitlines()) == 1 else ["the reason is not one line"]
        faults += [] if item.line is None or item.line >= 1 else [f"line {item.line}"]
        # the files can all be opened: an exception is hidden here
        faults += [item.reason] if item.reason.startswith("cannot be read") else []
    elif isinstance(item, Article):
        names = ("text", "path", "url", "title", "outlet", "byline", "published", "given_id")
        strings = {name: value for name in names if (value := getattr(item, name)) is not None}
        faults = [] if item.text.strip() else ["the text is blank"]
        faults += [] if "\r" not in item.text else ["the text has CR"]
        faults += [f"{name} is empty" for name, value in strings.items() if not value.strip()]
        faults += _faults_of_day(item.published)
        faults += [fault for warning in item.warnings for fault in _faults_of_warning(warning, item.text)]
        strings |= {f"warning {warning.code}": warning.message for warning in item.warnings}
    else:
        return [f"a {type(item).__name__} is neither Article nor Unreadable"]
    return faults + [fault for name, value in strings.items() for fault in _faults_of_string(name, value)]


def _faults_of_string(name: str, value: str) -> list[str]:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        return [f"{name} is not Unicode: {error.reason} at {error.start}"]
    return []


def _faults_of_day(published: str | None) -> list[str]:
    try:
        good = published is None or datetime.date.fromisoformat(published).isoformat() == published
    except ValueError:
        good = False
    return [] if good else [f"published is no day: {published!r}"]


def _faults_of_warning(warning: Warning, text: str) -> list[str]:
    if len(warning.message.splitlines()) != 1:
        return [f"the warning {warning.code} is not one line"]
    if warning.start is None and warning.end is None:
        return []
    if warning.start is None or warning.end is None or not 0 <= warning.start <= warning.end <= len(text):
        return [f"the warning {warning.code} lies at {warning.start} to {warning.end} of {len(text)}"]
    return []


def faults_of_record(record: extract.Record, article: Article) -> list[str]:
    """What is wrong with a record of an article."""
    line = record.to_json()
    faults = [] if b"\n" not in line else ["the record has a line end"]
    faults += [error.message[:200] for error in validator().iter_errors(json.loads(line))]
    faults += [] if extract.Record.from_json(line) == record else ["the record does not come back whole"]
    faults += [] if record.text == article.text else ["the text is not the article's"]
    facts: list[Count | Date] = [*record.counts, *record.dates]
    for fact in facts:
        if not fact.text or record.text[fact.start : fact.end] != fact.text:
            faults.append(f"{fact.rule} at {fact.start} does not cut {fact.text!r}")
    spans: list[Span | Role | Zone] = [*record.boilerplate]
    for person in record.people:
        spans += [*person.mentions, *person.roles]
    for span in spans:
        if not 0 <= span.start <= span.end <= len(record.text):
            faults.append(f"{type(span).__name__} from {span.start} to {span.end} of {len(record.text)}")
    for index, count in enumerate(record.counts):
        if count.of is not None and (count.of == index or not 0 <= count.of < len(record.counts)):
            faults.append(f"count {index} is part of {count.of}")
    return faults


def check(path: pathlib.Path, result: Result, *, whole_way: bool) -> None:
    """Read a file, and note what it gives and what is wrong with that."""
    items = 0
    for item in read_paths([path]):
        items += 1
        faults = faults_of_item(item)
        if isinstance(item, Article):
            kind = item.format if item.container is None else f"{item.container}: {item.format}"
            result.outcomes[f"article ({kind})"] += 1
            result.codes.update({warning.code for warning in item.warnings})
            if whole_way:
                result.outcomes["record"] += 1
                faults += faults_of_record(pipeline().process(item), item)
        elif isinstance(item, Unreadable):
            result.outcomes["unreadable"] += 1
            kind = re.sub(r"\d+", "N", re.split("[:(]", item.reason)[0]).strip()
            result.codes[f"unreadable: {kind[:50]}"] += 1
        result.findings += faults
    if not items:
        result.findings.append("nothing came of it, not even a reason")


def examine(
    sample: fuzz_files.Sample, number: int, folder: pathlib.Path, options: argparse.Namespace
) -> Result:
    """Check one file within the limit."""
    result = Result(number)
    path = folder / f"file{sample.extension}"
    path.write_bytes(sample.data)
    signal.setitimer(signal.ITIMER_REAL, options.limit)
    faulthandler.dump_traceback_later(options.limit * DEAF, exit=True)
    began = time.perf_counter()
    try:
        check(path, result, whole_way=number % options.every == 0)
    except TooSlow:
        result.findings.append(f"slower than {options.limit} s\n{traceback.format_exc(limit=-4)}")
    except Exception:
        result.findings.append(f"an exception escaped\n{traceback.format_exc(limit=-6)}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        path.unlink()
    result.seconds = time.perf_counter() - began
    return result


@functools.cache
def originals() -> list[fuzz_files.Sample]:
    return fuzz_files.seeds()


def work(numbers: range, options: argparse.Namespace, sender: Connection) -> None:
    """Examine files one after the other, and send what each gave."""

    def ring(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, ring)
    with tempfile.TemporaryDirectory() as name:
        for number in numbers:
            sample = fuzz_files.mutated(options.seed, number, originals())
            sender.send(examine(sample, number, pathlib.Path(name), options))
    sender.close()


def results(options: argparse.Namespace) -> Iterator[Result]:
    """The results of all files; a process that dies leaves a finding and is followed by another."""
    # loaded before the processes part, which then share it
    originals()
    pipeline()("今年，云岭县选派4名医生。")
    context = multiprocessing.get_context("fork")
    waiting = [range(first, options.files, options.jobs) for first in range(options.jobs)]
    if options.only is not None:
        waiting = [range(options.only, options.only + 1)]
    running: dict[Connection, range] = {}
    processes = []
    while waiting or running:
        while waiting:
            numbers = waiting.pop()
            receiver, sender = context.Pipe(duplex=False)
            processes.append(context.Process(target=work, args=(numbers, options, sender), daemon=True))
            processes[-1].start()
            sender.close()
            running[receiver] = numbers
        for ready in wait(list(running)):
            assert isinstance(ready, Connection)
            try:
                result = ready.recv()
                running[ready] = running[ready][1:]
            except EOFError:
                left = running.pop(ready)
                if not left:
                    continue
                result = Result(left[0], findings=["the process died or was deaf to the alarm"])
                waiting.append(left[1:])
            yield result
    for process in processes:
        process.join()


def keep(number: int, options: argparse.Namespace) -> None:
    options.keep.mkdir(parents=True, exist_ok=True)
    sample = fuzz_files.mutated(options.seed, number, originals())
    (options.keep / f"{options.seed}-{number}{sample.extension}").write_bytes(sample.data)


def report(found: list[Result], seconds: float) -> None:
    outcomes: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for result in found:
        outcomes.update(result.outcomes)
        codes.update(result.codes)
    for heading, counted in (("what came out", outcomes), ("warnings and reasons", codes)):
        print(f"\n{heading}")
        for name, number in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            print(f"{number:9,}  {name}")
    print("\nslowest")
    for result in sorted(found, key=lambda result: -result.seconds)[:SLOWEST]:
        print(f"{result.seconds:9.2f}  file {result.number}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    bad = sum(bool(result.findings) for result in found)
    print(f"\n{len(found):,} files in {seconds:.0f} s, at most {peak:,.0f} MB, findings in {bad} of them")


def main() -> int:
    parser = argparse.ArgumentParser(description="Read files that chance has spoilt, check what comes out.")
    parser.add_argument("--files", type=int, default=20_000, help="how many (20,000)")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with (1)")
    parser.add_argument("--every", type=int, default=4, help="each so many go through the whole pipeline (4)")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes (1)")
    parser.add_argument("--limit", type=float, default=LIMIT_SECONDS, help="seconds for one file (20)")
    parser.add_argument("--only", type=int, help="the one file of this number")
    parser.add_argument("--keep", type=pathlib.Path, help="a directory for the files of findings")
    options = parser.parse_args()
    began = time.perf_counter()
    found = []
    for result in results(options):
        found.append(result)
        for finding in result.findings:
            print(f"seed {options.seed}, file {result.number}: {finding}", flush=True)
        if options.keep is not None and (result.findings or options.only is not None):
            keep(result.number, options)
    report(found, time.perf_counter() - began)
    return 1 if any(result.findings for result in found) else 0


if __name__ == "__main__":
    sys.exit(main())
