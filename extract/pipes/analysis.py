"""What the components have found out about one Doc so far."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc

from extract.facts import Count, Date, Person
from extract.text.prepare import Prepared

_KEY = "zhnews"


class Analysis(msgspec.Struct):
    """The prepared text of a Doc and its facts; None where no component has looked yet."""

    prepared: Prepared
    dates: Sequence[Date] | None = None
    counts: Sequence[Count] | None = None
    people: Sequence[Person] | None = None
    roles_found: bool = False


def get_analysis(doc: Doc) -> Analysis | None:
    """The analysis a Doc carries."""
    analysis: Analysis | None = doc.user_data.get(_KEY)
    return analysis


def set_analysis(doc: Doc, analysis: Analysis) -> None:
    """Give a Doc its analysis."""
    doc.user_data[_KEY] = analysis
