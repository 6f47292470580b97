"""Ties counts to their verb, their time, their giver and their receiver."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extract.facts import Count, Date, Person
from extract.pipes.bodies import Bodies
from extract.pipes.counts.clauses import Clause, ClauseReader, LinkWords, Scene, names_of
from extract.pipes.counts.givers import GiverFinder
from extract.pipes.counts.mentions import classes_of_units
from extract.pipes.counts.phrases import NounGrammar, PhraseReader, Reading, WordKinds
from extract.pipes.counts.receivers import ReceiverFinder
from extract.pipes.counts.times import TimeFinder
from extract.rules import RuleBook
from extract.text.prepare import Prepared


def _with_links_of(count: Count, before: Count) -> Count:
    return msgspec.structs.replace(
        count, when=before.when, from_=before.from_, to=before.to, action=before.action
    )


class LinkFinder:
    """Sets ``action``, ``when``, ``from`` and ``to`` on counts."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        words = msgspec.convert(book.settings("counts/links"), LinkWords)
        grammar = msgspec.convert(book.settings("counts/nouns"), NounGrammar)
        heads = book.words("counts/heads")
        self._kinds = WordKinds(grammar, heads, book.words("counts/verbs"))
        self._continuations = tuple(words.continuations)
        self._bodies = Bodies(book)
        self._phrases = PhraseReader(grammar, heads)
        self._clauses = ClauseReader(words, self._bodies.endings, book.words("counts/verbs"))
        self._givers = GiverFinder(words, self._clauses, grammar.person_units)
        self._receivers = ReceiverFinder(words, self._clauses, self._phrases, classes_of_units(book))
        self._times = TimeFinder(words, self._clauses)

    def __call__(
        self, prepared: Prepared, counts: Sequence[Count], dates: Sequence[Date], people: Sequence[Person]
    ) -> list[Count]:
        """The counts with their links; a part takes those of its whole."""
        if not counts:
            return []
        barriers = frozenset(offset for fact in (*counts, *dates) for offset in (fact.start, fact.end))
        scene = Scene(
            prepared=prepared,
            reading=Reading(prepared, self._kinds, barriers),
            bodies=[body for body in self._bodies(prepared, people) if not body.is_person],
            dates=dates,
            counts=counts,
            names=names_of(prepared, people),
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
        verb = self._verb(scene, count, clause)
        action = None if verb is None else self._clauses.verb_form(scene.reading.surface(verb))
        return msgspec.structs.replace(
            count,
            action=action,
            when=self._times(scene, count),
            from_=self._givers(scene, count, clause, verb),
            to=self._receivers(scene, count, clause, verb),
        )

    def _verb(self, scene: Scene, count: Count, clause: Clause) -> int | None:
        """The verb that governs a count: before it in its clause or in one that it goes on from, else behind it."""
        verb = None
        if not self._clauses.takes_object_before(scene, count, clause.first):
            verb = self._clauses.verb_before(scene, count, clause.first)
        if verb is None:
            verb = self._clauses.verb_behind(scene, count, clause)
        return verb
