"""The whole way from an article to its record."""

from __future__ import annotations

import datetime
import os
import pathlib
from typing import Literal

import msgspec
import spacy
from spacy.language import Language

from extract.facts import Date, Warning
from extract.invisible import has_invisible, placed_in, without_invisible
from extract.pipes.analysis import Analysis
from extract.pipes.components import extractors_for
from extract.readers import Article, article_from_text
from extract.readers.unicode import is_blank
from extract.record import VERSION, Record, Source
from extract.segment import JiebaTokenizer

COMPONENTS = ("zhnews_dates", "zhnews_counts", "zhnews_people", "zhnews_roles")


class Pipeline:
    """Reads articles and gives their records; made by ``extract.load()``.

    Attributes:
        nlp: the spaCy pipeline, for use of its own: jieba's tokens and the four components.
    """

    def __init__(self, rules: str | os.PathLike[str] | None = None, min_score: float = 0.0) -> None:
        """Take the rules, and how sure a name must be.

        Args:
            rules: a user's directory of rules laid over the shipped ones, or None.
            min_score: people with a lower ``score`` are left out, but the makers of an article; 0 to 1.

        Raises:
            extract.rules.RuleError: the directory holds a rule that cannot be used.
            ValueError: ``min_score`` is not between 0 and 1.
        """
        if not 0.0 <= min_score <= 1.0:
            raise ValueError(f"min_score must be between 0 and 1, not {min_score}")
        overlay = None if rules is None else str(pathlib.Path(rules).resolve())
        self._extractors = extractors_for(overlay)
        self._min_score = min_score
        self.nlp: Language = spacy.blank("zh")
        self.nlp.tokenizer = JiebaTokenizer(self.nlp.vocab, self._extractors.prepare.simplify)
        for name in COMPONENTS:
            self.nlp.add_pipe(name, config={"rules": overlay})

    def __call__(
        self,
        text: str,
        *,
        published: str | datetime.date | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        format: Literal["text", "markdown", "html"] = "text",  # noqa: A002 - the record's own word
    ) -> Record:
        """The record of a text.

        Args:
            text: the article, in Simplified or Traditional characters or both.
            published: its day (ISO), from which 今年 and 昨日 are resolved.
            title, outlet, url: what is known of it.
            format: ``text``, ``markdown`` (with or without front matter) or ``html``.

        Raises:
            ValueError: ``published`` is no date, ``format`` is unknown, or there is no text.
        """
        article = article_from_text(
            text, format=format, url=url, title=title, outlet=outlet, published=published
        )
        return self.process(article)

    def dates(self, text: str, *, published: str | datetime.date | None = None) -> tuple[Date, ...]:
        """The dates of a text and nothing else, several times faster than the whole record.

        Args:
            text: the text, in Simplified or Traditional characters or both.
            published: its day (ISO), from which 今年 and 昨日 are resolved; with None, that of a date line in
                the text.

        Raises:
            ValueError: ``published`` is no date.
        """
        day = datetime.date.fromisoformat(published) if isinstance(published, str) else published
        if is_blank(text):
            return ()
        if has_invisible(text):
            return self(text, published=day).dates
        return tuple(self._extractors.find_dates(self._extractors.prepare.for_dates(text, published=day)))

    def simplified(self, text: str) -> str:
        """The simplified twin of a text, of equal length, with ASCII digits and letters."""
        return self._extractors.prepare.twin(text)

    def process(self, article: Article) -> Record:
        """The record of an article that a reader has given."""
        if not has_invisible(article.text):
            return self._record(article)
        seen, places = without_invisible(article.text)
        record = self._record(msgspec.structs.replace(article, text=seen, warnings=()))
        placed = placed_in(record, article.text, places)
        # the reader's warnings have their places in the text as published already
        return msgspec.structs.replace(placed, warnings=(*article.warnings, *placed.warnings))

    def _record(self, article: Article) -> Record:
        prepare = self._extractors.prepare
        plain = prepare.twin(article.text)
        given = None if article.published is None else datetime.date.fromisoformat(article.published)
        metadata = prepare.metadata(
            article.text,
            plain,
            title=article.title,
            outlet=article.outlet,
            published=given,
            published_basis=article.published_basis,
            url=article.url,
        )
        prepared = prepare(article.text, plain=plain, published=metadata.published, byline=article.byline)
        analysis = Analysis(prepared)
        if self._min_score:
            people = self._extractors.people(analysis)
            analysis.people = [one for one in people if one.staff or one.score >= self._min_score]
        # the finders of nlp's components, without the cost of a Doc that nobody looks at
        for find in (self._extractors.dates, self._extractors.counts, self._extractors.roles):
            find(analysis)
        return Record(
            version=VERSION,
            id=article.id,
            source=_source(article),
            script=prepare.simplify.script_of(article.text),
            title=metadata.title,
            outlet=metadata.outlet,
            published=None if metadata.published is None else metadata.published.isoformat(),
            published_basis=metadata.published_basis,
            text=article.text,
            boilerplate=prepared.boilerplate,
            people=tuple(analysis.people or ()),
            counts=tuple(analysis.counts or ()),
            dates=tuple(analysis.dates or ()),
            warnings=(*article.warnings, *metadata.warnings, *_date_warnings(analysis)),
            byline=article.byline,
        )


def _source(article: Article) -> Source:
    return Source(
        path=article.path,
        url=article.url,
        format=article.format,  # type: ignore[arg-type]
        sha256=article.sha256,
        container=article.container,
        row=article.row,
    )


def _date_warnings(analysis: Analysis) -> list[Warning]:
    warnings = [
        Warning("date-year-unknown", f"nothing tells the year of {date.text}", date.start, date.end)
        for date in analysis.dates or ()
        if date.value.startswith("XXXX")
    ]
    if analysis.prepared.published is None:
        anchors = {date.anchor for date in analysis.dates or () if date.anchor}
        how = f"今年 was taken as {anchors.pop()}" if len(anchors) == 1 else "relative dates may be missing"
        warnings.append(Warning("published-unknown", f"no day of publication was found; {how}"))
    return warnings


def load(rules: str | os.PathLike[str] | None = None, *, min_score: float = 0.0) -> Pipeline:
    """A pipeline on the shipped rules, with a user's directory laid over them.

    Args:
        rules: that directory, or None.
        min_score: people with a lower ``score`` are left out; 0 to 1.

    Raises:
        extract.rules.RuleError: the directory holds a rule that cannot be used.
        ValueError: ``min_score`` is not between 0 and 1.
    """
    return Pipeline(rules, min_score)
