"""Ties counts to their verb, their time, their giver and their receiver."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.counts.mentions import classes_of_units
from extract.pipes.counts.phrases import PhraseReader
from extract.pipes.full_names import full_names
from extract.pipes.links.actors import ActorReader
from extract.pipes.links.bodies import Bodies
from extract.pipes.links.givers import GiverFinder
from extract.pipes.links.receivers import ReceiverFinder
from extract.pipes.links.scene import LinkWords, Scene
from extract.pipes.links.times import TimeFinder
from extract.pipes.links.verbs import VerbReader
from extract.rules import RuleBook
from extract.text.prepare import Prepared


class LinkFinder:
    """Sets ``action``, ``when``, ``from`` and ``to`` on counts."""

    def __init__(self, book: RuleBook, phrases: PhraseReader) -> None:
        """Args: the rules and word lists, and the reader of noun phrases made of them."""
        words = msgspec.convert(book.settings("links/links"), LinkWords)
        self._continuations = tuple(words.continuations)
        self._bodies = Bodies(book)
        self._phrases = phrases
        self._verbs = VerbReader(words, phrases.verbs)
        actors = ActorReader(words, self._bodies.endings, phrases.verbs)
        self._givers = GiverFinder(words, actors, self._verbs, phrases.grammar.person_units)
        self._receivers = ReceiverFinder(words, actors, self._phrases, classes_of_units(book))
        self._times = TimeFinder(words, actors)

    def __call__(
        self, prepared: Prepared, counts: Sequence[Count], dates: Sequence[Date], people: Sequence[Person]
    ) -> list[Count]:
        """The counts with their links; a part takes those of its whole."""
        if not counts:
            return []
        names = {start: end for start, end, _ in full_names(prepared, people)}
        scene = Scene(
            prepared=prepared,
            reading=self._phrases.reading(prepared, counts, dates),
            bodies=self._bodies(prepared, names),
            dates=dates,
            counts=counts,
            names=names,
            is_person=self._phrases.is_person,
        )
        linked: list[Count] = []
        for i, count in enumerate(counts):
            whole = linked[count.of] if count.of is not None and count.of < i else None
            before = linked[-1] if linked else None
            if whole is not None:
                linked.append(self._of_whole(scene, count, whole))
            elif before is not None and self._continues(scene, count, before):
                linked.append(_with_links_of(count, before))
            else:
                linked.append(self._linked(scene, count))
        return linked

    def _continues(self, scene: Scene, count: Count, before: Count) -> bool:
        """Whether a clause only says more of the count before: 总价值20多万元."""
        clause = scene.clause_at(count.start)
        opens = scene.prepared.plain.startswith(self._continuations, clause.start)
        return opens and scene.prepared.sentence_at(count.start)[0] <= before.start

    def _of_whole(self, scene: Scene, count: Count, whole: Count) -> Count:
        own = self._times.of_part(scene, count)
        giver = self._givers.of_part(scene, count)
        return msgspec.structs.replace(
            count, when=own or whole.when, from_=giver or whole.from_, to=whole.to, action=whole.action
        )

    def _linked(self, scene: Scene, count: Count) -> Count:
        clause = scene.clause_at(count.start)
        verb = self._verbs(scene, count, clause)
        action = None if verb is None else self._verbs.form(scene.reading.surface(verb))
        return msgspec.structs.replace(
            count,
            action=action,
            when=self._times(scene, count),
            from_=self._givers(scene, count, clause, verb),
            to=self._receivers(scene, count, clause, verb),
        )


def _with_links_of(count: Count, before: Count) -> Count:
    return msgspec.structs.replace(
        count, when=before.when, from_=before.from_, to=before.to, action=before.action
    )
