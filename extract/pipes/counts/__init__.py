"""Counts: how many of what, each with its value, unit, noun and the whole it is part of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.counts.breakdowns import WholeWords
from extract.pipes.counts.mentions import Mention, MentionFinder
from extract.pipes.counts.nouns import NounFinder
from extract.pipes.counts.phrases import PhraseReader
from extract.pipes.counts.sums import with_sums_checked
from extract.pipes.counts.wholes import WholeFinder
from extract.pipes.full_names import full_names
from extract.rules import RuleBook
from extract.text.prepare import Prepared


class CountFinder:
    """Finds the counts of a prepared article, given its dates."""

    def __init__(self, book: RuleBook, phrases: PhraseReader) -> None:
        """Args: the rules and word lists, and the reader of noun phrases made of them."""
        self._mentions = MentionFinder(book)
        self.build = self._mentions.build
        self._nouns = NounFinder(phrases)
        words = msgspec.convert(book.settings("counts/wholes"), WholeWords)
        self._wholes = WholeFinder(words, self._mentions.classes, phrases.is_person)

    def __call__(
        self, prepared: Prepared, dates: Sequence[Date], people: Sequence[Person] = ()
    ) -> list[Count]:
        """The counts outside dates and boilerplate, in text order.

        Args:
            prepared: the article.
            dates: its dates.
            people: its people, whose ages are told.
        """
        mentions = self._mentions(prepared, dates)
        names = {start: end for start, end, _ in full_names(prepared, people)}
        nouns = self._nouns(prepared, mentions, dates, names)
        counts = [_fact(prepared, *pair) for pair in zip(mentions, nouns, strict=True)]
        return with_sums_checked(self._wholes(prepared, counts))


def _fact(prepared: Prepared, mention: Mention, noun: str | None) -> Count:
    amount = mention.amount
    return Count(
        text=prepared.original[mention.start : mention.end],
        value=amount.value,
        min=amount.low,
        max=amount.high,
        modifier=amount.modifier,  # type: ignore[arg-type]
        unit=amount.unit,
        noun=noun,
        of=None,
        when=None,
        from_=None,
        to=None,
        start=mention.start,
        end=mention.end,
        rule=mention.rule,
    )
