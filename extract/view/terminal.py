"""One record in the terminal: where it is from, its text with the facts marked, and tables of them.

Articles come from anywhere. Whatever in them could steer a terminal is shown as a sign of
its own, and nothing of theirs is read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extract.facts import Count, Person
from extract.record import Record

PERSON_STYLE = "bold magenta"
STAFF_STYLE = "magenta"
COUNT_STYLE = "bold green"
DATE_STYLE = "bold cyan"
BOILERPLATE_STYLE = "dim"

_NOTHING = "–"
#: Control characters, and those that reorder or break lines where the article has no break.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BASIS = {"metadata": "given with the article", "text": "read from the text", "inferred": "inferred"}


def visible(text: str) -> str:
    """The text with every character that could steer a terminal replaced by one that shows it.

    The length is kept, so that spans still fit. Line breaks stay.
    """
    return _STEERING.sub(_sign_for, text).replace("\t", " ")


def one_line(text: str) -> str:
    """The visible text with line breaks shown as signs too, for cells and messages."""
    return visible(text).replace("\n", "␊")


def render(record: Record) -> RenderableType:
    """A record for people: header, marked text, tables of people, counts and dates, warnings."""
    parts: list[RenderableType] = [_header(record), Rule(style="dim"), marked_text(record), Rule(style="dim")]
    for table in (_people(record.people), _counts(record.counts), _dates(record)):
        parts.append(Padding(table, (1, 0, 0, 0)))
    if record.warnings:
        parts.append(Padding(_warnings(record), (1, 0, 0, 0)))
    return Group(*parts)


def marked_text(record: Record) -> Text:
    """The article's text with its facts in colours and its boilerplate dimmed."""
    text = Text(visible(record.text), no_wrap=False)
    for style, start, end in _marks(record):
        text.stylize(style, start, end)
    return text


def _marks(record: Record) -> Iterator[tuple[str, int, int]]:
    for zone in record.boilerplate:
        yield BOILERPLATE_STYLE, zone.start, zone.end
    for count in record.counts:
        yield COUNT_STYLE, count.start, count.end
    for date in record.dates:
        yield DATE_STYLE, date.start, date.end
    for person in record.people:
        for mention in person.mentions:
            yield STAFF_STYLE if person.staff else PERSON_STYLE, mention.start, mention.end


def _sign_for(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def _cell(value: object, style: str = "") -> Text:
    """A cell that is never read as markup."""
    return Text(_NOTHING, style="dim") if value is None else Text(one_line(str(value)), style=style)


def _header(record: Record) -> Table:
    header = Table.grid(padding=(0, 2))
    header.add_column(style="dim", no_wrap=True)
    header.add_column(overflow="fold")
    published = record.published
    if published is not None and record.published_basis is not None:
        published = f"{published} ({_BASIS[record.published_basis]})"
    header.add_row("title", _cell(record.title, "bold"))
    header.add_row("outlet", _cell(record.outlet))
    header.add_row("published", _cell(published))
    header.add_row("script", _cell(record.script))
    header.add_row("source", _cell(record.source.path or record.source.url))
    header.add_row("id", _cell(record.id))
    legend = Text("marked", style="dim")
    for label, style in (("people", PERSON_STYLE), ("makers", STAFF_STYLE), ("counts", COUNT_STYLE)):
        legend.append("  ").append(label, style=f"not dim {style}")
    legend.append("  ").append("dates", style=f"not dim {DATE_STYLE}").append("  boilerplate")
    header.add_row("", legend)
    return header


def _table(title: str, style: str, columns: Sequence[str], rows: Iterable[Sequence[Text]]) -> RenderableType:
    cells = list(rows)
    if not cells:
        return Text(f"{title}: none", style=style)
    heading = Text(title, style=style)
    table = Table(title=heading, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    for row in cells:
        table.add_row(*row)
    return table


def _people(people: Sequence[Person]) -> RenderableType:
    columns = ("name", "mentions", "post", "organisation", "status", "since", "rule")
    return _table("People", PERSON_STYLE, columns, (row for person in people for row in _person_rows(person)))


def _person_rows(person: Person) -> Iterator[list[Text]]:
    """One row for each post; the name stands in the first."""
    name = _cell(person.name, STAFF_STYLE if person.staff else PERSON_STYLE)
    if person.original != person.name:
        name.append(f" {one_line(person.original)}", style="dim")
    first = [name, _cell(len(person.mentions))]
    if not person.roles:
        yield [*first, *(_cell(None) for _ in range(4)), _cell(person.rule, "dim")]
    for role in person.roles:
        said = (role.title, role.org, role.status, role.since)
        yield [*first, *(_cell(value) for value in said), _cell(role.rule, "dim")]
        first = [Text(), Text()]


def _counts(counts: Sequence[Count]) -> RenderableType:
    columns = ("no.", "text", "value", "unit", "of what", "part of", "when", "from", "to", "rule")
    rows = (
        [
            _cell(index),
            _cell(count.text, COUNT_STYLE),
            _cell(_amount(count)),
            *(
                _cell(value)
                for value in (count.unit, count.noun, count.of, count.when, count.from_, count.to)
            ),
            _cell(count.rule, "dim"),
        ]
        for index, count in enumerate(counts)
    )
    return _table("Counts", COUNT_STYLE, columns, rows)


def _amount(count: Count) -> str | None:
    """``about 300``, ``3–5``."""
    shown = None if count.value is None else f"{count.value:,}"
    if count.min is not None and count.max is not None:
        shown = f"{count.min:,}–{count.max:,}"
    return f"{count.modifier} {shown}" if count.modifier and shown else shown


def _dates(record: Record) -> RenderableType:
    rows = (
        [
            _cell(date.text, DATE_STYLE),
            *(_cell(value) for value in (date.type, date.value, date.start_date, date.end_date, date.anchor)),
            _cell(date.rule, "dim"),
        ]
        for date in record.dates
    )
    columns = ("text", "type", "value", "first day", "last day", "told by", "rule")
    return _table("Dates", DATE_STYLE, columns, rows)


def _warnings(record: Record) -> RenderableType:
    rows = (
        [_cell(warning.code, "yellow"), _cell(warning.message), _cell(warning.start)]
        for warning in record.warnings
    )
    return _table("Warnings", "bold yellow", ("code", "message", "at"), rows)
