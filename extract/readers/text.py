"""Plain text, and the metadata that every format hands over with its text."""

from __future__ import annotations

import msgspec

from extract import facts
from extract.readers.errors import ReadError
from extract.readers.unicode import is_blank, refuse_surrogates, without_surrogates

DATE_WARNING = "metadata-date"


class Metadata(msgspec.Struct, frozen=True):
    """What a source says of its article; the fields are those of ``Article``."""

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    published_basis: facts.PublishedBasis | None = None
    given_id: str | None = None
    warnings: tuple[facts.Warning, ...] = ()

    def over(self, weaker: Metadata) -> Metadata:
        """Return these metadata with their gaps filled from weaker ones.

        A date the weaker source could not give is no loss, and no warning, when this one has it.
        """
        kept = tuple(w for w in weaker.warnings if not (self.published and w.code == DATE_WARNING))
        return Metadata(
            url=self.url or weaker.url,
            title=self.title or weaker.title,
            outlet=self.outlet or weaker.outlet,
            byline=self.byline or weaker.byline,
            published=self.published or weaker.published,
            published_basis=self.published_basis if self.published else weaker.published_basis,
            given_id=self.given_id or weaker.given_id,
            warnings=self.warnings + kept,
        )


def clean(value: str | None) -> str | None:
    """Return a metadata string without surrounding white space, or None if nothing is left."""
    if value is None:
        return None
    return without_surrogates(value.strip()) or None


def parse_text(source: str) -> tuple[str, Metadata]:
    """Return plain text as it is; it has no metadata of its own.

    Raises:
        ReadError: there is nothing but white space, or a character that is no Unicode.
    """
    refuse_no_text(source, "only white space")
    return source, Metadata()


def refuse_no_text(text: str, reason: str = "no text") -> None:
    """Raise ReadError with the reason if the text shows nothing, or cannot be written out."""
    if is_blank(text):
        raise ReadError(reason)
    refuse_surrogates(text)
