"""Who receives the people, the money, the goods or the service that a count tells of."""

from __future__ import annotations

from collections.abc import Mapping

from extract.facts import Count
from extract.pipes.counts.phrases import PhraseReader
from extract.pipes.counts.words import Kind
from extract.pipes.links.actors import ActorReader
from extract.pipes.links.scene import Clause, LinkWords, Scene

_GIVEN_TO = ("给", "往", "到", "赴", "向", "予", "抵", "至")


class ReceiverFinder:
    """Finds the receiver of a count."""

    def __init__(
        self, words: LinkWords, actors: ActorReader, phrases: PhraseReader, classes: Mapping[str, str]
    ) -> None:
        """Args: the words, the readers of actors and of noun phrases, and the class of every unit."""
        self._classes, self._ungiven = classes, frozenset(words.ungiven)
        self._aid_heads = tuple(words.aid_heads)
        self._words, self._actors, self._phrases = words, actors, phrases
        self._toward = frozenset(words.toward)
        self._bodies_only = frozenset(words.toward_bodies_only)
        self._aided = words.aided
        self._receiving = frozenset(words.receiving)
        self._serving = tuple(words.serving)
        self._not_toward = tuple(words.not_toward)

    def __call__(self, scene: Scene, count: Count, clause: Clause, verb: int | None) -> str | None:
        """The name of the receiver, or None.

        Args:
            scene: the article.
            count: the count.
            clause: its clause.
            verb: the index of the verb that governs it; with None nothing is given.
        """
        at, behind = scene.word_at(count.start), scene.reading.first_behind(count.end)
        if self._classes.get(count.unit or "", "ratio") in self._ungiven:
            return None
        noun = count.noun or ""
        aided = next((place for word, place in self._aided.items() if word in noun), None)
        aided = aided if noun.endswith(self._aid_heads) else None
        return aided or self._elected(scene, count) or self._given(scene, clause, verb, (at, behind))

    def _elected(self, scene: Scene, count: Count) -> str | None:
        """邓家彪（351票）: whose votes they are."""
        if count.unit != "票" or scene.prepared.plain[count.start - 1 : count.start] not in ("（", "("):
            return None
        return scene.person_before(count.start - 1)

    def _given(self, scene: Scene, clause: Clause, verb: int | None, around: tuple[int, int]) -> str | None:
        """Who stands behind 向, 到 and their like.

        Args:
            scene: the article.
            clause: the clause of the count.
            verb: the index of the verb that governs it.
            around: the indices of the words at and behind the count.
        """
        at, behind = around
        if verb is not None and scene.reading.surface(verb) in self._receiving:
            subject = self._actors.subject(scene, clause, until=min(at, verb))
            if subject is not None:
                return subject.name if subject.kind in ("actor", "person") else None
        found = self._last(scene, clause.first, at) or self._first(scene, behind, clause.last)
        return found or self._on(scene, clause) or self._back(scene, clause, at)

    def _on(self, scene: Scene, clause: Clause) -> str | None:
        """In the clauses behind, while nobody else acts in them."""
        for number, following in enumerate(scene.on(clause)):
            others = scene.counts_between(following.start, following.end)
            parts = [
                c
                for c in others
                if c.of is not None and clause.start <= scene.counts[c.of].start < clause.end
            ]
            if number >= self._words.clauses_on or len(parts) < len(others):
                break
            if not parts and self._actors.subject(scene, following, until=following.last) is not None:
                break
            found = self._first(scene, following.first, following.last)
            if found is not None:
                return found
        return None

    def _back(self, scene: Scene, clause: Clause, at: int) -> str | None:
        """In the clauses before, where the count's own has no subject."""
        if self._actors.subject(scene, clause, until=at) is not None:
            return None
        for number, before in enumerate(scene.back(clause)):
            if number >= self._words.clauses_on or before.ends_sentence:
                break
            found = self._last(scene, before.first, before.last)
            if found is not None:
                return found
        return None

    def _first(self, scene: Scene, first: int, last: int) -> str | None:
        return self._received_at(scene, range(first, last), last)

    def _last(self, scene: Scene, first: int, last: int) -> str | None:
        return self._received_at(scene, range(last - 1, first - 1, -1), last)

    def _received_at(self, scene: Scene, indices: range, last: int) -> str | None:
        names = (self._received(scene, index, last) for index in indices)
        return next((name for name in names if name is not None), None)

    def _received(self, scene: Scene, index: int, last: int) -> str | None:
        """The receiver behind the word ``index``, if that word stands before one."""
        word = scene.reading.surface(index)
        if word == "在":
            return self._served(scene, index, last)
        verbal = scene.prepared.words[index][2] == "v" and len(word) > 1 and word.endswith(_GIVEN_TO)
        glued = scene.prepared.words[index][2] == "p" and word.endswith(_GIVEN_TO)
        if not (word in self._toward or verbal or glued) or index + 1 >= last:
            return None
        start = scene.prepared.words[index][0]
        if scene.prepared.plain.startswith(self._not_toward, start):
            return None
        begin = scene.prepared.words[index + 1][0]
        named = self._actors.noun(scene, index + 1, last)
        if named is not None and named.kind in ("actor", "owner"):
            return named.name
        if named is not None and named.kind == "pronoun":
            return scene.last_person(begin)
        body = scene.body_from(begin)
        if body is not None:
            return body.name
        if word in self._bodies_only and word not in ("为", "对"):
            return None
        return self._group(scene, index + 1, last)

    def _served(self, scene: Scene, index: int, last: int) -> str | None:
        """在江干区挂职."""
        named = self._actors.noun(scene, index + 1, last) if index + 1 < last else None
        if named is None or named.kind != "actor" or named.after >= last:
            return None
        serves = scene.prepared.plain.startswith(self._serving, scene.prepared.words[named.after][0])
        return named.name if serves else None

    def _group(self, scene: Scene, index: int, last: int) -> str | None:
        """残疾人, 退役军人, 相关领域企业: people or bodies without a name."""
        if scene.reading.kind(index) not in (Kind.NOUN, Kind.MODIFIER):
            return None
        phrase = self._phrases.right(scene.reading, index, scene.prepared.words[index][0], person=False)
        if phrase is None or scene.word_at(phrase.end) > last:
            return None
        name = scene.prepared.plain[phrase.start : phrase.end]
        head = scene.prepared.plain[phrase.head : phrase.end]
        return name if self._phrases.is_person(head) or self._actors.is_actor(head) else None
