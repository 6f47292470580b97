"""Tables as text, CSV and TSV: a row of names, then one article a row."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator

import msgspec

from extract import facts
from extract.facts import Container
from extract.readers import limits
from extract.readers.article import Article, Unreadable
from extract.readers.errors import ReadError
from extract.readers.fields import Names
from extract.readers.lines import LineDecoder, lines_of
from extract.readers.making import make_article
from extract.readers.options import ReadOptions
from extract.readers.rows import Row
from extract.readers.source import Source

_DELIMITERS = ",\t;|"
# A line that no file has, given to the parser after the last one: a quote never closed would swallow it.
_END = "\x1fend of the table\x1f"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def read_table(container: Container, source: Source, options: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read a table with its names in the first row.

    Yields:
        An Article for each row that holds one, an Unreadable with its number for each other; rows are
        counted from the first after the names.

    Raises:
        ReadError: the file is empty or no text, no column holds articles, or a quote is never closed.
    """
    # the limit is the module's own, and its usual 131,072 characters are too few for an article
    csv.field_size_limit(limits.MAX_ARTICLE_BYTES)
    names = Names(options)
    lines = _Lines(source)
    header = lines.first_filled()
    if header is None or lines.failure is not None:
        raise lines.failure or ReadError("only white space" if source.head else "empty file")
    columns, delimiter = _columns(header, names, "\t" if container == "tsv" else ",")
    number = 0
    for number, row in enumerate(_rows(lines, delimiter, len(columns)), start=1):
        try:
            if isinstance(row, ReadError):
                raise row
            read, cell_warnings = _read(columns, row, names)
            yield make_article(
                read.text,
                read.metadata,
                format_name=read.format_name,
                own_bytes=read.source.encode(errors="replace"),
                path=source.shown,
                container=container,
                row=number,
                warnings=(*lines.warnings, *cell_warnings),
            )
        except ReadError as error:
            yield Unreadable(source.shown, error.reason, number)
    if lines.failure is not None:
        raise ReadError(lines.failure.reason, number + 1)
    if number == 0:
        raise ReadError("the table has no rows")


def _rows(lines: _Lines, delimiter: str, columns: int) -> Iterator[list[str] | ReadError]:
    """Yield the cells of each row that is not empty, or why it cannot be read."""
    # strict, since the parser would otherwise take quotes out of a cell such as "路"通了
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        try:
            cells = next(reader, None)
        except ReadError as error:
            yield ReadError(f"{error.reason} (line {lines.number} of the file)")
            continue
        except csv.Error as error:
            as_written = lines.only_line.split(delimiter)
            if len(as_written) == columns:
                yield as_written
                continue
            yield ReadError(_reason(error, lines))
            if not lines.go_back():
                yield ReadError("the rows after that are not read: there are too many such quotes")
                return
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if cells is None or cells == [_END]:
            return
        if any(cells):
            yield cells


def _reason(error: csv.Error, lines: _Lines) -> str:
    if lines.at_end:
        return f"a quote that is opened in line {lines.first} of the file is never closed"
    return f"quotes that do not fit together: {error} (line {lines.number} of the file)"


def _columns(header: str, names: Names, usual: str) -> tuple[list[str], str]:
    """Return the names of the columns and what parts them, which may be another sign than usual."""
    for delimiter in dict.fromkeys(usual + _DELIMITERS):
        columns = [column.strip() for column in next(csv.reader([header], delimiter=delimiter))]
        if names.has_body(columns):
            return columns, delimiter
    columns = [column.strip() for column in next(csv.reader([header], delimiter=usual))]
    raise ReadError(names.no_column(columns))


def _read(columns: list[str], cells: list[str], names: Names) -> tuple[Row, tuple[facts.Warning, ...]]:
    """Read a row, with a warning where it has not as many cells as the table has columns.

    Raises:
        ReadError: there is no article in it.
    """
    read = Row(dict(zip(columns, cells, strict=False)), names, "the row")
    if len(cells) == len(columns):
        return read, ()
    message = f"the row has {len(cells)} cells, the table {len(columns)} columns"
    return read, (facts.Warning("table-cells", message),)


class _Line(msgspec.Struct, frozen=True):
    """A line with its end and what is to be said of it, or why it cannot be decoded."""

    text: str
    warnings: tuple[facts.Warning, ...] = ()
    refused: str | None = None


class _Lines:
    """The decoded lines of a table, as the parser of rows asks for them.

    Attributes:
        number: of the line given last, counted from 1.
        first: of the first line of the row that is being read.
        warnings: about the lines of that row.
        failure: why there are no more lines, where that is no ordinary end.
    """

    def __init__(self, source: Source) -> None:
        self._decode = LineDecoder(source)
        self._lines = lines_of(source)
        self._again: deque[_Line] = deque()
        self._budget = limits.MAX_ARTICLE_BYTES
        self._ended = False
        self.number = 0
        self.failure: ReadError | None = None
        self.begin_row()

    def first_filled(self) -> str | None:
        """Return the first line that is not blank, or None."""
        for line in self:
            self.begin_row()
            if line.strip():
                return None if line == _END else line
        return None

    def begin_row(self) -> None:
        """Forget what was noted about the rows before."""
        self.first = self.number + 1
        self.warnings: list[facts.Warning] = []
        self._given: list[_Line] = []
        self._size = 0

    @property
    def at_end(self) -> bool:
        """Whether the row has taken in the sign of the end."""
        return bool(self._given) and self._given[-1].text == _END

    @property
    def only_line(self) -> str:
        """The line of the row without its end, empty if there are several."""
        return self._given[0].text.rstrip("\n") if len(self._given) == 1 else ""

    def go_back(self) -> bool:
        """Give the lines of this row again but for its first; False if that was done too often."""
        again = self._given[1:]
        self._budget -= self._size
        self._again.extendleft(reversed(again))
        self.number -= len(again)
        return self._budget > 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Return a line with its end.

        Raises:
            ReadError: it cannot be decoded, or the row is longer than an article may be.
        """
        while not self._again:
            self._read()
        line = self._again.popleft()
        self.number += 1
        if line.refused is not None:
            raise ReadError(line.refused)
        self._size += len(line.text)
        if self._size > limits.MAX_ARTICLE_BYTES:
            raise ReadError(limits.too_large())
        self._given.append(line)
        self.warnings += line.warnings
        return line.text

    def _read(self) -> None:
        """Read on; after the last line comes the sign of the end, once."""
        try:
            _, data = next(self._lines)
            while not self._given and data is not None and data.isspace():
                self.number += 1
                _, data = next(self._lines)
        except (StopIteration, ReadError) as error:
            self.failure = error if isinstance(error, ReadError) else self.failure
            if self._ended:
                raise StopIteration from None
            self._ended = True
            self._again.append(_Line(_END))
            return
        try:
            if data is None:
                raise ReadError(limits.too_large())
            decoded = self._decode(data)
        except ReadError as error:
            self._again.append(_Line("", refused=error.reason))
            return
        warnings = tuple(msgspec.structs.replace(w, start=None, end=None) for w in decoded.warnings)
        # a file of old Macs ends its lines with CR alone
        self._again.extend(_Line(text, warnings) for text in _LINE.findall(decoded.text))
