"""Who sends, gives, organises or does what a count tells of: the subject of its clause, as far as it goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.facts import Count
from extract.pipes.counts.clauses import Clause, ClauseReader, LinkWords, Scene, Subject
from extract.pipes.counts.phrases import Kind

_FROM = re.compile(r"来自(?:于)?")
#: Two bodies named together: 恩施市、江干区.
_JOINTS = ("、", "和", "与", "及")


class GiverFinder:
    """Finds the giver of a count."""

    def __init__(self, words: LinkWords, clauses: ClauseReader, person_units: Sequence[str]) -> None:
        """Args: the words, the reader of clauses, and units that count people."""
        self._words, self._clauses = words, clauses
        self._giving = frozenset(words.giving)
        self._agents = frozenset(words.agent_marks[:3])
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
        origin = self._origin(scene, count, clause)
        if origin is not None:
            return origin
        at = scene.word_at(count.start)
        agent = self._agent(scene, clause, at)
        if agent is not None:
            return agent
        if verb is None:
            return self._beside(scene, count, clause, at)
        subject = self._clauses.subject(scene, clause, until=min(at, max(verb, clause.first)))
        if subject is not None:
            return self._named(scene, subject, count, verb)
        if verb > at:
            return self._beside(scene, count, clause, at)
        return self._gone_on_from(scene, count, clause, verb)

    def _origin(self, scene: Scene, count: Count, clause: Clause) -> str | None:
        """40多位|来自江苏|的援疆医生."""
        if count.unit not in self._person_units:
            return None
        match = _FROM.match(scene.prepared.plain, count.end)
        body = scene.body_from(match.end()) if match else None
        return None if body is None else body.name

    def _agent(self, scene: Scene, clause: Clause, at: int) -> str | None:
        """由杭州市举办: the body behind 由 and its like."""
        for index in range(at - 1, clause.first - 1, -1):
            if scene.reading.surface(index) in self._agents:
                body = scene.body_from(scene.prepared.words[index][1])
                if body is not None:
                    return self._whole(scene, body.start)
        return None

    def _beside(self, scene: Scene, count: Count, clause: Clause, at: int) -> str | None:
        """江苏|40多名教师, 4名|西湖区|医生: the place that people come from."""
        if count.unit not in self._person_units:
            return None
        subject = self._clauses.subject(scene, clause, until=at)
        if subject is not None and subject.kind == "actor":
            return self._resolved(scene, subject, count)
        body = scene.body_from(count.end)
        return None if body is None or body.is_person else body.name

    def _gone_on_from(self, scene: Scene, count: Count, clause: Clause, verb: int) -> str | None:
        """The subject of the clauses and sentences before, where this one has none."""
        sentences = 0
        for number, before in enumerate(scene.back(clause)):
            sentences += before.ends_sentence
            if number >= self._words.clauses_back * (1 + sentences) or sentences > self._words.sentences_back:
                return None
            if sentences and self._clauses.reports(scene, before):
                continue
            agent = self._agent(scene, before, before.last) if not sentences else None
            if agent is not None:
                return agent
            subject = self._clauses.subject(scene, before, until=before.last)
            if subject is None or (sentences and subject.after >= before.last):
                continue
            if sentences and subject.kind in ("thing", "person", "pronoun"):
                continue
            return self._named(scene, subject, count, verb)
        return None

    def _named(self, scene: Scene, subject: Subject, count: Count, verb: int) -> str | None:
        if subject.kind == "actor":
            return self._resolved(scene, subject, count)
        word = scene.reading.surface(verb)
        gives = word in self._giving or self._clauses.verb_form(word) in self._giving
        return subject.name if subject.kind == "person" and gives else None

    def _resolved(self, scene: Scene, subject: Subject, count: Count) -> str:
        """两地 are the two bodies last named together; 当地 is the place last named."""
        if subject.name in self._pairs:
            return self._last_pair(scene, count.start) or subject.name
        if subject.name == "当地":
            named = [b for b in scene.bodies if b.end <= count.start and not b.is_person and b.name != "当地"]
            return named[-1].name if named else subject.name
        return subject.name

    def _last_pair(self, scene: Scene, offset: int) -> str | None:
        named = [body for body in scene.bodies if body.end <= offset and not body.is_person]
        for first, second in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
            if scene.prepared.plain[first.end : second.start] in _JOINTS:
                return f"{first.name}、{second.name}"
        return None

    def _whole(self, scene: Scene, start: int) -> str:
        """A body with those joined to it: 财政部、民政部."""
        body = scene.body_from(start)
        names: list[str] = []
        while body is not None:
            names.append(body.name)
            joint = scene.prepared.plain[body.end : body.end + 1]
            body = scene.body_from(body.end + 1) if joint in _JOINTS else None
        return "、".join(names)
