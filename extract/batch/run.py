"""Many files to one file of records, on this machine, in one process.

Articles are read, processed and written one after the other, so memory does not grow with
their number. What fails is told and the rest goes on.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from types import TracebackType
from typing import IO, Protocol

import msgspec

from extract.batch.near_duplicates import NearDuplicates, fingerprint
from extract.pipeline import Pipeline
from extract.readers import Article, ReadOptions, Unreadable, read_paths
from extract.record import Record

ARTICLES_PER_ZONE = 500
"""After so many articles spaCy lets go of the words it has seen only in them."""


class Sink(Protocol):
    """Where records go: an open binary file, or anything with its ``write``."""

    def write(self, data: bytes, /) -> object:
        """Take one line."""


class Failure(msgspec.Struct, frozen=True):
    """An input that gave no record, and why; ``id`` is the article's, where there was one."""

    path: str | None
    line: int | None
    reason: str
    id: str | None = None

    def __str__(self) -> str:
        """``file:line: reason``."""
        where = self.path or f"article {self.id}"
        return f"{where}: {self.reason}" if self.line is None else f"{where}:{self.line}: {self.reason}"


class Dropped(msgspec.Struct, frozen=True):
    """An article left out because its text is nearly that of an earlier one.

    ``row`` is its place in the file, where that holds many.
    """

    id: str
    duplicate_of: str
    path: str | None
    row: int | None
    reason: str = "near-duplicate"


class Summary(msgspec.Struct):
    """What a run has done so far; near-duplicates that were left out count as nothing else."""

    articles: int = 0
    near_duplicates: int = 0
    failures: int = 0
    people: int = 0
    roles: int = 0
    counts: int = 0
    dates: int = 0
    characters: int = 0

    def add(self, record: Record) -> None:
        """Count one record and what it holds."""
        self.articles += 1
        self.people += len(record.people)
        self.roles += sum(len(person.roles) for person in record.people)
        self.counts += len(record.counts)
        self.dates += len(record.dates)
        self.characters += len(record.text)


def run(
    pipeline: Pipeline,
    paths: Iterable[str | os.PathLike[str]],
    sink: Sink,
    *,
    on_error: Callable[[Failure], None],
    on_article: Callable[[Record], None] | None = None,
    reading: ReadOptions | None = None,
    passed_over: Collection[str | os.PathLike[str]] = (),
    near_duplicates: NearDuplicates | None = None,
    on_dropped: Callable[[Dropped], None] | None = None,
) -> Summary:
    """Write the record of every article in the files, one JSON object a line.

    Args:
        pipeline: what makes the records.
        paths: files, directories, patterns and ``-`` for standard input, read in this order.
        sink: takes the lines, each with its line end.
        on_error: told of every file, line or article that gave no record.
        on_article: told of every record once it is written.
        reading: how files are to be read, where their names and contents do not tell it.
        passed_over: files that are not input though they lie in a directory that is, such as
            the output of the run before.
        near_duplicates: tells which articles repeat an earlier one; None if nobody asks.
        on_dropped: if given, articles that repeat an earlier one are not written, and it is told of each.
    """
    summary = Summary()
    items = _without(read_paths(paths, reading or ReadOptions()), passed_over)
    more = True
    while more:
        more = False
        with pipeline.nlp.memory_zone():
            for item in itertools.islice(items, ARTICLES_PER_ZONE):
                more = True
                result = _record_or_failure(pipeline, item, near_duplicates)
                if isinstance(result, Failure):
                    summary.failures += 1
                    on_error(result)
                    continue
                if result.duplicate_of is not None:
                    summary.near_duplicates += 1
                    if on_dropped is not None:
                        source = result.source
                        on_dropped(Dropped(result.id, result.duplicate_of, source.path, source.row))
                        continue
                sink.write(result.to_json() + b"\n")
                summary.add(result)
                if on_article is not None:
                    on_article(result)
    return summary


def _record_or_failure(
    pipeline: Pipeline, item: Article | Unreadable, near_duplicates: NearDuplicates | None
) -> Record | Failure:
    if isinstance(item, Unreadable):
        return Failure(item.path, item.line, item.reason)
    try:
        record = pipeline.process(item)
        if near_duplicates is None:
            return record
        text = fingerprint(pipeline.simplified(record.text), record.boilerplate)
        return msgspec.structs.replace(record, duplicate_of=near_duplicates.first_of(record.id, text))
    except Exception as error:  # one article must not cost the others their records
        reason = f"the article could not be processed: {type(error).__name__}: {error}"
        return Failure(item.path, item.row, reason, item.id)


def _without(
    items: Iterable[Article | Unreadable], passed_over: Collection[str | os.PathLike[str]]
) -> Iterator[Article | Unreadable]:
    refused = {os.path.realpath(path) for path in passed_over}
    for item in items:
        if not refused or item.path is None or os.path.realpath(item.path) not in refused:
            yield item


class RecordFile:
    """The file of records, in its place only when it is whole.

    Lines are written beside the place and moved there at the end in one step. If the work is
    broken off, what was done is kept under ``partial`` instead, and whatever stood in the
    place before stays.

    Attributes:
        path: the place.
        partial: where an unfinished file is kept.
        kept: whether an unfinished file was kept there.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Args: the place; a device or pipe is written to as it is."""
        self.path = os.fspath(path)
        self.partial = f"{self.path}.partial"
        self.kept = False
        # a link's target is what the user means, not the link
        self._place = os.path.realpath(self.path)
        self._is_stream = os.path.exists(self._place) and not os.path.isfile(self._place)
        folder, name = os.path.split(self._place)
        self._beside = os.path.join(folder, f".{name}.{os.getpid()}")
        self._file: IO[bytes] | None = None

    def __enter__(self) -> RecordFile:
        """Open the file.

        Raises:
            OSError: nothing can be written there.
        """
        self._file = open(self._place if self._is_stream else self._beside, "wb")
        return self

    def write(self, data: bytes, /) -> None:
        """Take one line."""
        if self._file is None:
            raise ValueError("the file of records is not open")
        self._file.write(data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Move the file to its place, or keep what was done if the work was broken off."""
        if self._file is None:
            return
        try:
            with self._file as file:
                file.flush()
                if not self._is_stream:
                    os.fsync(file.fileno())
        except OSError:
            self._keep_partial()
            if kind is None:
                raise
            return
        if self._is_stream:
            return
        if kind is None:
            os.replace(self._beside, self._place)
        else:
            self._keep_partial()

    def _keep_partial(self) -> None:
        """Keep what was written if it is anything; a full disk must not hide the first error."""
        if self._is_stream:
            return
        with contextlib.suppress(OSError):
            if os.path.getsize(self._beside) > 0:
                os.replace(self._beside, self.partial)
                self.kept = True
            else:
                os.remove(self._beside)


class FailureLog:
    """A file of what gave no record, one JSON object a line, written at once so that none is lost."""

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        """Args: the file, or None to keep no log.

        Raises:
            OSError: nothing can be written there.
        """
        self._file = None if path is None else open(path, "w", encoding="utf-8")  # noqa: SIM115

    def __enter__(self) -> FailureLog:
        """The file is open already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def note(self, entry: Failure | Dropped) -> None:
        """Write one entry."""
        if self._file is not None:
            line = json.dumps(msgspec.structs.asdict(entry), ensure_ascii=False)
            self._file.write(line + "\n")
            self._file.flush()
