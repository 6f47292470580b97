"""What a reader hands on: an article's text with what its file says of it, or a reason."""

from __future__ import annotations

import hashlib
import json

import msgspec

from extract.facts import Container, PublishedBasis, Warning


class Article(msgspec.Struct, frozen=True):
    """One article as read.

    Attributes:
        text: plain text as published, in its own script; line breaks are ``\\n``.
        format: ``text``, ``markdown``, ``html`` or ``jsonl``.
        path: the file as named by the caller, or None.
        url, title, outlet, byline: as given by the file's metadata, or None. ``byline``
            is a maker's line such as 記者吳婉英, kept apart from ``outlet``.
        published: ISO date from the metadata, or None.
        published_basis: ``metadata``, or ``text`` where the date is one that a reader of the page sees;
            None if there is no date.
        container: what the article was one of many in (``jsonl``, ``csv``, ``tsv``, ``parquet``,
            ``warc``), or None for a file of its own.
        row: its place in the container, counted from 1: a line, a row, a record.
        sha256: of the article's own bytes (the file, the JSON line, the cell, the response).
        given_id: the id the source gives itself, or None.
        warnings: what the reader could not do.
    """

    text: str
    format: str
    sha256: str
    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    published_basis: PublishedBasis | None = None
    given_id: str | None = None
    warnings: tuple[Warning, ...] = ()
    container: Container | None = None
    row: int | None = None

    @property
    def id(self) -> str:
        """The same bytes and the same metadata give the same id on every machine."""
        if self.given_id is not None:
            return self.given_id
        metadata = [self.url, self.title, self.outlet, self.byline, self.published]
        digest = hashlib.sha256(self.sha256.encode() + json.dumps(metadata).encode())
        return digest.hexdigest()[:20]


class Unreadable(msgspec.Struct, frozen=True):
    """A file, or a line of one, that gave no article, and why."""

    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason}"
