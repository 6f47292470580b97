"""What is known of Chinese web pages: ``rules/pages/*.toml``, loaded once."""

from __future__ import annotations

import functools
import re
import tomllib
from typing import Any, TypeVar

import msgspec

from extract.readers.unicode import without_surrogates
from extract.rules import shipped_rules
from extract.simplify import Simplifier
from extract.widths import in_one_width

Known = TypeVar("Known", bound=msgspec.Struct)


class Furniture(msgspec.Struct, frozen=True):
    """Names and words of what is not the article, and of what is."""

    comments: frozenset[str]
    others: frozenset[str]
    notes: frozenset[str]
    makers: frozenset[str]
    unseen: frozenset[str]
    bodies: tuple[str, ...]
    first_of_many: frozenset[str]
    summaries: frozenset[str]
    footer: re.Pattern[str]
    furniture: re.Pattern[str]
    list_heads: re.Pattern[str]
    notices: re.Pattern[str]
    head_and_link: re.Pattern[str]


class LineKinds(msgspec.Struct, frozen=True):
    """How lines around an article are told from its own."""

    info: re.Pattern[str]
    dated: re.Pattern[str]
    index_table: re.Pattern[str]
    next_page: re.Pattern[str]
    summary: re.Pattern[str]


class DayWords(msgspec.Struct, frozen=True):
    """The words around a day."""

    label: re.Pattern[str]
    other_label: re.Pattern[str]
    relative: re.Pattern[str]
    beside_day: re.Pattern[str]


class Headline(msgspec.Struct, frozen=True):
    """How headlines are told from channels and sites."""

    separators: re.Pattern[str]
    site: re.Pattern[str]
    heading_words: frozenset[str]
    labels: re.Pattern[str]


class Makers(msgspec.Struct, frozen=True):
    """Labels before makers, outlets and other things, and what stands there without being one."""

    makers: frozenset[str]
    sources: frozenset[str]
    others: frozenset[str]
    not_persons: re.Pattern[str]
    not_outlets: re.Pattern[str]
    own_site: re.Pattern[str]
    staff_code: re.Pattern[str]
    edition: re.Pattern[str]
    reporter_of: re.Pattern[str]
    bare_outlet: re.Pattern[str]
    quoted_source: re.Pattern[str]
    source_label: re.Pattern[str]
    own_dateline: re.Pattern[str]
    surnames: frozenset[str]
    compound_surnames: frozenset[str]


@functools.cache
def furniture() -> Furniture:
    """Return ``rules/pages/furniture.toml``."""
    return _read("furniture", Furniture)


@functools.cache
def line_kinds() -> LineKinds:
    """Return ``rules/pages/lines.toml``."""
    return _read("lines", LineKinds)


@functools.cache
def day_words() -> DayWords:
    """Return ``rules/pages/days.toml``."""
    return _read("days", DayWords)


@functools.cache
def headline() -> Headline:
    """Return ``rules/pages/headline.toml``."""
    return _read("headline", Headline)


@functools.cache
def makers() -> Makers:
    """Return ``rules/pages/makers.toml`` with the lists of surnames."""
    table = _table("makers")
    surnames = [*_words("people/surnames"), *table.pop("rare_surnames")]
    return _convert(
        table | {"surnames": surnames, "compound_surnames": _words("people/compound_surnames")}, Makers
    )


def twin(text: str) -> str:
    """Return a text in simplified characters and ASCII forms, of equal length: patterns know no others."""
    return in_one_width(_simplifier()(without_surrogates(text)))


@functools.cache
def _simplifier() -> Simplifier:
    """Finding the rules takes longer than simplifying a line."""
    return Simplifier.load(shipped_rules())


def _words(name: str) -> list[str]:
    path = shipped_rules() / f"{name}.txt"
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def _table(name: str) -> dict[str, Any]:
    path = shipped_rules() / "pages" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(name: str, kind: type[Known]) -> Known:
    return _convert(_table(name), kind)


def _convert(table: dict[str, Any], kind: type[Known]) -> Known:
    return msgspec.convert(table, kind, dec_hook=_compiled)


def _compiled(_: type, value: Any) -> Any:
    """Compile what the table gives as a string."""
    return re.compile(value)
