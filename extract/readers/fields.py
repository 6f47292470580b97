"""Fields of front matter, JSON objects and tables: which one holds what of an article."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from extract import facts
from extract.readers.bylines import is_byline, is_names
from extract.readers.dates import parse_published
from extract.readers.options import BODIES, ReadOptions
from extract.readers.text import DATE_WARNING, Metadata, clean
from extract.rules import shipped_rules

UNTOLD = "content"
"""The body whose field does not say whether it is text or HTML."""


class Names:
    """The names under which the parts of an article are looked for."""

    def __init__(self, options: ReadOptions | None = None) -> None:
        """Args: the options that name fields, or None for the usual names alone."""
        given = {target: (fold(source),) for target, source in options.fields} if options else {}
        bodies = {target: names for target, names in given.items() if target in BODIES}
        usual_bodies, usual = _usual_names()
        self.bodies: Mapping[str, tuple[str, ...]] = bodies or usual_bodies
        self._names = {**usual, **{target: names for target, names in given.items() if target not in BODIES}}
        if "byline" in given:
            self._names["author"] = ()
        self.bodies_given = bool(bodies)

    def __getitem__(self, part: str) -> tuple[str, ...]:
        return self._names[part]

    def has_body(self, keys: Iterable[object]) -> bool:
        """Tell whether one of the keys is that of a body."""
        known = {name for names in self.bodies.values() for name in names}
        return any(fold(str(key)) in known for key in keys)

    def no_column(self, columns: Iterable[str]) -> str:
        """Return the reason that none of the columns holds articles."""
        return (
            f"no column holds the text of articles: they are called {', '.join(columns)[:200]!r}; "
            "name the one that does (--field text=NAME)"
        )

    def needed(self, columns: Iterable[str]) -> list[str]:
        """Return the columns that hold anything of an article."""
        known = {name for names in (*self.bodies.values(), *self._names.values()) for name in names}
        return [column for column in columns if fold(column) in known]


@functools.cache
def _usual_names() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    table = tomllib.loads((shipped_rules() / "formats" / "fields.toml").read_text("utf-8"))
    bodies, metadata = (
        {part: tuple(names) for part, names in table[group].items()} for group in ("bodies", "metadata")
    )
    return bodies, metadata


def fold(key: str) -> str:
    """Return a key as keys are compared: lower case, with ``_`` for a space or hyphen."""
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def folded(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the mapping with its keys folded; of two that become the same the first with a value stays."""
    fields: dict[str, Any] = {}
    for key, value in mapping.items():
        name = fold(str(key))
        if fields.get(name) in (None, ""):
            fields[name] = value
    return fields


def metadata_from_mapping(mapping: Mapping[Any, Any], names: Names | None = None) -> Metadata:
    """Read an article's metadata from front matter, a JSON object or a row of a table.

    Args:
        mapping: a value of a kind that says nothing, and a date that cannot be read, give a warning.
        names: the names of its fields; None stands for the usual ones.
    """
    names = names or Names()
    fields = folded(mapping)
    warnings: list[facts.Warning] = []
    urls = _strings(fields, names["url"], warnings)
    sources = _strings(fields, names["outlet"], warnings)
    # Some write where the article was found, not who supplied it.
    urls += [source for source in sources if _is_address(source)]
    outlet = next((source for source in sources if not _is_address(source)), None)
    byline = _first_string(fields, names["byline"], warnings)
    author = _first_string(fields, names["author"], warnings)
    if author is not None:
        if is_byline(author) or (outlet and is_names(author)):
            byline = byline or author
        else:
            outlet = outlet or author
    return Metadata(
        url=urls[0] if urls else None,
        title=_first_string(fields, names["title"], warnings),
        outlet=outlet,
        byline=byline,
        published=_published(fields, names["published"], warnings),
        warnings=tuple(warnings),
    )


def identifier(mapping: Mapping[str, Any], names: Names) -> str | None:
    """Return the id that a JSON object or a row, its keys folded, gives itself."""
    for key in names["id"]:
        value = mapping.get(key)
        if isinstance(value, str) and clean(value):
            return clean(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def _published(fields: Mapping[str, Any], names: Iterable[str], warnings: list[facts.Warning]) -> str | None:
    given = [value for key in names if (value := fields.get(key)) not in (None, "")]
    for value in given:
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if published := parse_published(written):
            return published
    if given:
        # A list or mapping is named by its kind: written out, one of a few bytes can be without end.
        shown = given[0] if isinstance(given[0], str | int | float) else type(given[0]).__name__
        message = f"cannot read the date of publication {str(shown)[:80]!r}"
        warnings.append(facts.Warning(DATE_WARNING, message))
    return None


def _first_string(
    fields: Mapping[str, Any], names: Iterable[str], warnings: list[facts.Warning]
) -> str | None:
    return next(iter(_strings(fields, names, warnings)), None)


def _strings(fields: Mapping[str, Any], names: Iterable[str], warnings: list[facts.Warning]) -> list[str]:
    """Return the values of the fields as strings, in the order of the names, empty ones left out."""
    found = []
    for name in names:
        if name not in fields:
            continue
        value = fields[name]
        text = _as_string(value)
        if text is None and value is not None and value not in ("", [], {}) and not isinstance(value, str):
            warnings.append(facts.Warning("metadata-type", f"{name} is not a string and is left out"))
        if text is not None:
            found.append(text)
    return found


def _as_string(value: Any) -> str | None:
    """Return a string, a number or a list of them as a string; a mapping gives its ``name``."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        parts = [clean(part) for part in value if isinstance(part, str)]
        value = "、".join(part for part in parts if part)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def _is_address(value: str) -> bool:
    return value.lower().startswith(("http://", "https://"))
