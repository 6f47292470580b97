"""Who sends, gives, organises or does what a count tells of: the subject of its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.facts import Count
from extract.pipes.counts.words import Kind
from extract.pipes.links.actors import ActorReader
from extract.pipes.links.scene import Clause, LinkWords, Scene, Subject
from extract.pipes.links.verbs import VerbReader

_FROM = re.compile(r"来自(?:于)?")
#: What stands between 来自 and a count has so many words at most.
LONGEST_ORIGIN = 6
#: The names of two bodies that 两地 stands for have so many characters at most.
LONGEST_OF_PAIR = 7
#: Two bodies named together: 恩施市、江干区.
_JOINTS = ("、", "和", "与", "及")


class GiverFinder:
    """Finds the giver of a count."""

    def __init__(
        self, words: LinkWords, actors: ActorReader, verbs: VerbReader, person_units: Sequence[str]
    ) -> None:
        """Args: the words, the readers of actors and of verbs, and units that count people."""
        self._words, self._actors, self._verbs = words, actors, verbs
        self._giving = frozenset(words.giving)
        self._agents = frozenset([*words.agent_marks, *words.agent_marks_inside])
        self._prepositions = frozenset(words.prepositions)
        self._receiving = frozenset(words.receiving)
        self._pairs = frozenset(words.pairs)
        self._person_units = frozenset(person_units)

    def __call__(self, scene: Scene, count: Count, clause: Clause, verb: int | None) -> str | None:
        """The name of the giver, or None.

        Args:
            scene: the article.
            count: the count.
            clause: its clause.
            verb: the index of the verb that governs it.
        """
        at = scene.word_at(count.start)
        origin = self._origin(scene, count) or self._attributive(scene, clause, at)
        if origin is not None:
            return origin
        agent = self._agent(scene, clause, at)
        if agent is not None:
            return agent
        if verb is None:
            return self._beside(scene, count, clause, at)
        if scene.reading.surface(verb) in self._receiving:
            body = scene.body_from(scene.prepared.words[verb][1])
            return None if body is None else body.name  # 收到|台州市路桥区|捐款
        subject = self._actors.subject(scene, clause, until=min(at, max(verb, clause.first)))
        if subject is not None:
            return self._named(scene, subject, count, verb) or self._member_of(scene, count)
        if verb > at and not (at > clause.first and scene.reading.surface(at - 1) in self._prepositions):
            found = self._beside(scene, count, clause, at)
            people = count.unit in self._person_units
            return found or (self._gone_on_from(scene, count, clause, verb, sentences=0) if people else None)
        return self._gone_on_from(scene, count, clause, verb, sentences=self._words.sentences_back)

    @staticmethod
    def _member_of(scene: Scene, count: Count) -> str | None:
        """十余位|同济医院|骨科专家."""
        body = scene.body_from(count.end)
        return None if body is None else body.name

    def of_part(self, scene: Scene, count: Count) -> str | None:
        """Who is said to act in the very clause of a part: 其中宝安区出资1.5亿元."""
        clause = scene.clause_at(count.start)
        at = scene.word_at(count.start)
        verb = self._verbs.before(scene, count, clause.first)
        subject = None if verb is None else self._actors.subject(scene, clause, until=min(at, verb))
        acts = subject is not None and subject.kind == "actor" and verb is not None and subject.after <= verb
        return self._resolved(scene, subject, count) if acts and subject is not None else None

    def _attributive(self, scene: Scene, clause: Clause, at: int) -> str | None:
        """国家卫健委组派的|21名: who did it stands before the verb of the attribute."""
        if at <= clause.first or scene.reading.kind(at - 1) is not Kind.OF:
            return None
        verb = at - 2
        if verb < clause.first or scene.prepared.words[verb][2] not in ("v", "vn"):
            return None
        subject = self._actors.subject(scene, clause, until=verb)
        return subject.name if subject is not None and subject.kind == "actor" else None

    def _origin(self, scene: Scene, count: Count) -> str | None:
        """40多位|来自江苏|的援疆医生."""
        if count.unit not in self._person_units:
            return None
        match = _FROM.match(scene.prepared.plain, count.end)
        body = scene.body_from(match.end()) if match else None
        if body is not None:
            return body.name
        at = scene.word_at(count.start)
        for index in range(at - 1, max(-1, at - LONGEST_ORIGIN), -1):
            if scene.reading.surface(index) == "来自":
                origin = self._actors.noun(scene, index + 1, at)
                return origin.name if origin is not None and origin.kind == "actor" else None
        return None

    def _agent(self, scene: Scene, clause: Clause, at: int) -> str | None:
        """由杭州市举办: the body behind 由 and its like."""
        for index in range(at - 1, clause.first - 1, -1):
            if scene.reading.surface(index) in self._agents:
                agent = self._actors.noun(scene, index + 1, clause.last)
                if agent is not None and agent.kind in ("actor", "person"):
                    return agent.name
        return None

    def _beside(self, scene: Scene, count: Count, clause: Clause, at: int) -> str | None:
        """江苏|40多名教师, 4名|西湖区|医生: the place that people come from."""
        if count.unit not in self._person_units:
            return None
        subject = self._actors.subject(scene, clause, until=at)
        if (
            subject is not None
            and subject.kind == "actor"
            and not self._verb_between(scene, subject.after, at)
        ):
            return self._resolved(scene, subject, count)
        body = scene.body_from(count.end)
        return None if body is None else body.name

    @staticmethod
    def _verb_between(scene: Scene, first: int, last: int) -> bool:
        return any(scene.prepared.words[i][2] in ("v", "d") for i in range(first, last))

    def _gone_on_from(
        self, scene: Scene, count: Count, clause: Clause, verb: int, *, sentences: int
    ) -> str | None:
        """The subject of the clauses, and of so many sentences, before, where this one has none."""
        most, sentences = sentences, 0
        for number, before in enumerate(scene.back(clause)):
            sentences += before.ends_sentence
            if number >= self._words.clauses_back * (1 + sentences) or sentences > most:
                return None
            if sentences and self._actors.reports(scene, before):
                continue
            agent = self._agent(scene, before, before.last) if not sentences else None
            if agent is not None:
                return agent
            subject = self._actors.subject(scene, before, until=before.last)
            if subject is None or (sentences and subject.after >= before.last):
                continue
            if sentences and subject.kind in ("thing", "person", "pronoun"):
                continue
            return self._named(scene, subject, count, verb)
        return None

    def _named(self, scene: Scene, subject: Subject, count: Count, verb: int) -> str | None:
        if subject.kind in ("actor", "owner"):
            return self._resolved(scene, subject, count)
        word = scene.reading.surface(verb)
        if not (word in self._giving or self._verbs.form(word) in self._giving):
            return None
        if subject.kind == "pronoun":
            return scene.last_person(count.start)
        return subject.name if subject.kind == "person" else None

    def _resolved(self, scene: Scene, subject: Subject, count: Count) -> str:
        """两地 are the two bodies last named together; 当地 is the place last named."""
        if subject.name in self._pairs:
            return self._last_pair(scene, count.start) or subject.name
        if subject.name == "当地":
            named = [body for body in scene.bodies_before(count.start) if body.name != "当地"]
            return named[-1].name if named else subject.name
        return subject.name

    def _last_pair(self, scene: Scene, offset: int) -> str | None:
        named = scene.bodies_before(offset)
        for first, second in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
            short = max(len(first.name), len(second.name)) <= LONGEST_OF_PAIR
            if short and scene.prepared.plain[first.end : second.start] in _JOINTS:
                return f"{first.name}、{second.name}"
        return None
