"""The record: one article's facts as the contract has them, its JSON and its schema."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from extract.facts import Container, Count, Date, Person, PublishedBasis, Script, Warning, Zone

VERSION: Literal[1] = 1
SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Source(msgspec.Struct, frozen=True):
    """Where the article came from; unknown parts are null.

    ``container`` is the kind of file it was one of many in, ``row`` its place there, counted from 1.
    """

    path: str | None
    url: str | None
    format: Literal["text", "markdown", "html", "jsonl"]
    sha256: str
    container: Container | None = None
    row: int | None = None


class Record(msgspec.Struct, frozen=True):
    """One article in, one record out.

    ``byline`` is the line that names the article's makers, as published; ``duplicate_of`` the id of an
    earlier article of the same run with nearly the same text. Both are null where there is none.
    """

    version: Literal[1]
    id: str
    source: Source
    script: Script
    title: str | None
    outlet: str | None
    published: str | None
    published_basis: PublishedBasis | None
    text: str
    boilerplate: tuple[Zone, ...]
    people: tuple[Person, ...]
    counts: tuple[Count, ...]
    dates: tuple[Date, ...]
    warnings: tuple[Warning, ...]
    byline: str | None = None
    duplicate_of: str | None = None

    def to_json(self) -> bytes:
        """One line of UTF-8 JSON, without the line end; the same record gives the same bytes."""
        return _ENCODER.encode(self)

    @classmethod
    def from_json(cls, line: bytes | str) -> Record:
        """The record of one line.

        Raises:
            msgspec.ValidationError: the line is not a record of this version.
        """
        return _DECODER.decode(line)


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Record)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, made from the types."""
    schema = msgspec.json.schema(Record)
    return {"$schema": SCHEMA_DIALECT, "title": "zhnews record", **schema}
