"""The extractors as spaCy components, each usable alone in anyone's pipeline.

A component leaves plain facts, never spaCy objects: ``doc._.zhnews_dates`` and its
sisters. What it needs of the others it asks for itself, so that ``zhnews_roles`` alone
works too. Its config ``rules`` is a user's directory laid over the shipped rules, and
``published`` of ``doc.user_data["zhnews_published"]`` (an ISO date) anchors 今年.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extract.facts import Count, Date, Person
from extract.pipes.analysis import Analysis, get_analysis, set_analysis
from extract.pipes.counts import CountFinder
from extract.pipes.counts.phrases import PhraseReader
from extract.pipes.dates import DateFinder
from extract.pipes.links import LinkFinder
from extract.pipes.people import PeopleFinder
from extract.pipes.roles import RoleFinder
from extract.rules import RuleBook, load_rules
from extract.segment import words_of
from extract.text.preparer import Preparer

PUBLISHED_KEY = "zhnews_published"


class Extractors:
    """The finders of one rule book, made once and shared by the components."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules."""
        self.book = book
        self.prepare = Preparer(book, words_of)
        self.find_dates = DateFinder(book)
        phrases = PhraseReader(book)
        self.find_counts = CountFinder(book, phrases)
        self.find_links = LinkFinder(book, phrases)
        self.find_people = PeopleFinder(book, self.prepare.twin)
        self.find_roles = RoleFinder(book)

    def analysis_of(self, doc: Doc) -> Analysis:
        """The Doc's analysis, begun if no component has seen it."""
        analysis = get_analysis(doc)
        if analysis is None:
            published = doc.user_data.get(PUBLISHED_KEY)
            day = datetime.date.fromisoformat(published) if published else None
            analysis = Analysis(self.prepare(doc.text, published=day))
            set_analysis(doc, analysis)
        return analysis

    def dates(self, analysis: Analysis) -> Sequence[Date]:
        """The dates, found now if they were not yet."""
        if analysis.dates is None:
            analysis.dates = self.find_dates(analysis.prepared)
        return analysis.dates

    def counts(self, analysis: Analysis) -> Sequence[Count]:
        """The counts with their links."""
        if analysis.counts is None:
            dates = self.dates(analysis)
            people = self.people(analysis)
            counts = self.find_counts(analysis.prepared, dates, people)
            # people give and receive too: 许某捐款3亿元
            analysis.counts = self.find_links(analysis.prepared, counts, dates, people)
        return analysis.counts

    def people(self, analysis: Analysis) -> Sequence[Person]:
        """The people, without their posts."""
        if analysis.people is None:
            analysis.people = self.find_people(analysis.prepared)
        return analysis.people

    def roles(self, analysis: Analysis) -> Sequence[Person]:
        """The people with their posts."""
        people = self.people(analysis)
        if not analysis.roles_found:
            analysis.people = people = self.find_roles(analysis.prepared, people, self.dates(analysis))
            analysis.roles_found = True
        return people


@functools.lru_cache(maxsize=8)
def extractors_for(overlay: str | None) -> Extractors:
    """The extractors of the shipped rules with the user's directory over them."""
    return Extractors(load_rules(overlay))


class Component:
    """One kind of fact as a spaCy component."""

    def __init__(self, kind: str, overlay: str | None) -> None:
        """Args: which kind (``dates`` …) and the user's directory of rules, or None."""
        self._kind, self._overlay = kind, overlay

    def __call__(self, doc: Doc) -> Doc:
        """Find the facts of this kind and leave them on the Doc."""
        extractors = extractors_for(self._overlay)
        getattr(extractors, self._kind)(extractors.analysis_of(doc))
        return doc


def _found(doc: Doc, kind: str) -> Sequence[object]:
    analysis = get_analysis(doc)
    return () if analysis is None else getattr(analysis, kind) or ()


for _kind in ("dates", "counts", "people"):
    if not Doc.has_extension(f"zhnews_{_kind}"):
        Doc.set_extension(f"zhnews_{_kind}", getter=functools.partial(_found, kind=_kind))


def make_dates(nlp: Language, name: str, rules: str | None) -> Component:  # noqa: ARG001 - spaCy names them
    """Dates: ``doc._.zhnews_dates``."""
    return Component("dates", rules)


def make_counts(nlp: Language, name: str, rules: str | None) -> Component:  # noqa: ARG001 - spaCy names them
    """Counts with their links: ``doc._.zhnews_counts``."""
    return Component("counts", rules)


def make_people(nlp: Language, name: str, rules: str | None) -> Component:  # noqa: ARG001 - spaCy names them
    """People and their mentions: ``doc._.zhnews_people``."""
    return Component("people", rules)


def make_roles(nlp: Language, name: str, rules: str | None) -> Component:  # noqa: ARG001 - spaCy names them
    """The posts of the people: ``doc._.zhnews_people`` with ``roles``."""
    return Component("roles", rules)


for _name, _make in (
    ("zhnews_dates", make_dates),
    ("zhnews_counts", make_counts),
    ("zhnews_people", make_people),
    ("zhnews_roles", make_roles),
):
    Language.factory(_name, func=_make, default_config={"rules": None})
