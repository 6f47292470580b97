"""Articles that are a JSON object or a row of a table: named fields, one of them the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extract import facts
from extract.readers.errors import ReadError
from extract.readers.fields import UNTOLD, Names, folded, identifier, metadata_from_mapping
from extract.readers.making import parse_body
from extract.readers.sniff import is_fragment
from extract.readers.text import Metadata
from extract.readers.unicode import is_blank, normalise_line_ends


class Row:
    """One row, read.

    Attributes:
        text: the article's text.
        metadata: what the row says of it, and after that what its body says itself.
        format_name: the format of the body: ``text``, ``html`` or ``markdown``.
        source: the body as it stands in the row.
    """

    def __init__(self, fields: Mapping[Any, Any], names: Names, kind: str) -> None:
        """Read a row.

        Args:
            fields: its values under the names they have in the file.
            names: the names to look for.
            kind: what to call it in errors, such as ``the JSON object``.

        Raises:
            ReadError: there is no body in it, or one that cannot be read.
        """
        known = folded(fields)
        field, body, self.source = _body(known, names, kind)
        given = Metadata(given_id=identifier(known, names)).over(metadata_from_mapping(known, names))
        warnings: tuple[facts.Warning, ...] = ()
        self.format_name = "text" if body == UNTOLD else body
        if body == UNTOLD and is_fragment(self.source):
            self.format_name = "html"
            warnings = (facts.Warning("format-sniffed", f"the field {field} holds HTML, and is read so"),)
        source = normalise_line_ends(self.source.removeprefix("\ufeff"))
        try:
            self.text, own = parse_body(source, self.format_name, given.url)
        except ReadError as error:
            where = f" (line {error.line} of its {field})" if error.line else ""
            raise ReadError(f"{error.reason}{where}") from None
        self.metadata = Metadata(warnings=warnings).over(given).over(own)


def _body(fields: Mapping[str, Any], names: Names, kind: str) -> tuple[str, str, str]:
    """Return the field, the kind and the value of the first body that is not blank."""
    blank: tuple[str, str, str] | None = None
    for body, keys in names.bodies.items():
        for key in keys:
            value = fields.get(key)
            if value is None:
                continue
            if not isinstance(value, str):
                raise ReadError(f'the field "{key}" is not a string')
            if not is_blank(value):
                return key, body, value
            blank = blank or (key, body, value)
    if blank is not None:
        return blank
    raise ReadError(f"{kind} has {_missing(names)}")


def _missing(names: Names) -> str:
    if names.bodies_given:
        keys = [key for keys in names.bodies.values() for key in keys]
        return f"no field {' or '.join(keys)}"
    return 'neither "text" nor "html" nor "markdown", nor a field that is called as one of them may be'
