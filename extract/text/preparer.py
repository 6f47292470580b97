"""From a published text to the prepared text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from extract.rules import RuleBook
from extract.simplify import Simplifier
from extract.text.boilerplate import BoilerplateMarker
from extract.text.metadata import MetadataReader
from extract.text.prepare import Prepared, Word, WordsOnDemand, paragraph_starts, sentence_starts
from extract.widths import in_one_width

#: Without one, a text gives no day of publication.
_YEAR = re.compile(r"(?:19|20)\d\d|[一二][〇○零0一二三四五六七八九]{3}")


class Preparer:
    """Makes texts ready for the extractors."""

    def __init__(self, book: RuleBook, segment: Callable[[str], Sequence[Word]]) -> None:
        """Args: the rules, and what cuts a simplified text into words."""
        self.simplify = Simplifier.load(book.directories[0])
        self.metadata = MetadataReader(book.settings("text/metadata"))
        self._boilerplate = BoilerplateMarker(book.settings("text/boilerplate"))
        self._segment = segment

    def twin(self, text: str) -> str:
        """The simplified twin of a text, of equal length."""
        return in_one_width(self.simplify(text))

    def __call__(
        self,
        text: str,
        *,
        plain: str | None = None,
        published: datetime.date | None = None,
        byline: str | None = None,
    ) -> Prepared:
        """The prepared text.

        Args:
            text: the text as published.
            plain: its twin, where it is known already.
            published: the day of publication, or None.
            byline: makers named by the metadata, or None.
        """
        plain = self.twin(text) if plain is None else plain
        return Prepared(
            original=text,
            plain=plain,
            words=self._segment(plain),
            sentences=sentence_starts(plain),
            paragraphs=paragraph_starts(plain),
            published=published,
            boilerplate=self._boilerplate(plain),
            byline=None if byline is None else self.twin(byline),
        )

    def for_dates(self, text: str, *, published: datetime.date | None = None) -> Prepared:
        """The text made ready for the dates alone, which need words at few places and no sentences.

        Args:
            text: the text as published.
            published: the day of publication; with None, the one that the text itself may give.
        """
        plain = self.twin(text)
        if published is None and _YEAR.search(plain):
            published = self.metadata(text, plain).published
        return Prepared(
            original=text,
            plain=plain,
            words=WordsOnDemand(plain, self._segment),
            sentences=(0,),
            published=published,
            boilerplate=self._boilerplate(plain),
        )
