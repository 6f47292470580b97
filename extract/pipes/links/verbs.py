"""What is done in a clause: the verb that governs a count."""

from __future__ import annotations

from collections.abc import Sequence

from extract.facts import Count
from extract.pipes.counts.words import Kind
from extract.pipes.links.scene import Clause, LinkWords, Scene

_SHARES = frozenset({"%", "个百分点", "百分点", "倍", "成", "番"})


class VerbReader:
    """Reads what is done with a count."""

    def __init__(self, words: LinkWords, verbs: Sequence[str]) -> None:
        """Args: the words, and verbs that jieba tags as nouns."""
        self._verbs = frozenset(verbs)
        self._prepositions = frozenset(words.prepositions)
        self._no_action = frozenset(words.no_action)
        self._changes = frozenset(words.changes)
        self._directions = tuple(words.directions)
        self._object_marks = frozenset(words.object_marks)

    def __call__(self, scene: Scene, count: Count, clause: Clause) -> int | None:
        """The index of the verb that governs a count: before it in its clause, else behind it, or None."""
        verb = None
        if not self._takes_object_before(scene, count, clause.first):
            verb = self.before(scene, count, clause.first)
        return self._behind(scene, count, clause) if verb is None else verb

    def form(self, word: str) -> str:
        """A verb without what tells its direction: 派来 is 派."""
        return word[:-1] if len(word) > 1 and word.endswith(self._directions) else word

    def before(self, scene: Scene, count: Count, first: int) -> int | None:
        """The index of the last verb before a count, from the word ``first`` on, that says what was done."""
        last = scene.word_at(count.start)
        noun_start, noun_end = _noun_before(scene, count, first)
        for index in range(last - 1, first - 1, -1):
            start = scene.prepared.words[index][0]
            if scene.count_from(start) is not None or noun_start <= start < noun_end:
                continue
            if self._is_action(scene, index, count, directly=index == last - 1):
                return self._main(scene, index, first, count)
        return None

    def _main(self, scene: Scene, index: int, first: int, count: Count) -> int:
        """送|去, 接收|进修|人员: of two verbs side by side the first is what was done."""
        if index > first and scene.prepared.words[index - 1][2] == "v":
            last = scene.word_at(count.start) - 1
            attributive = index < last and scene.reading.kind(index + 1) is Kind.NOUN
            second = attributive or scene.reading.surface(index) in self._directions
            if second and self._is_action(scene, index - 1, count, directly=False):
                return index - 1
        return index

    def _takes_object_before(self, scene: Scene, count: Count, first: int) -> bool:
        """Whether the verb stands behind the count: 将68万元捐给养老院."""
        words = scene.prepared.words
        return any(
            scene.reading.surface(i) in self._object_marks and words[i + 1][2] not in ("v", "d", "t")
            for i in range(first, min(scene.word_at(count.start), len(words) - 1))
        )

    def _behind(self, scene: Scene, count: Count, clause: Clause) -> int | None:
        over = self._takes_object_before(scene, count, clause.first)
        for index in range(scene.word_at(count.end), clause.last):
            if scene.reading.kind(index) is Kind.OF and not over:
                return None
            if self._is_action(scene, index, count, directly=False):
                return index
        return None

    def _is_action(self, scene: Scene, index: int, count: Count, *, directly: bool) -> bool:
        word, tag = scene.reading.surface(index), scene.prepared.words[index][2]
        if word in self._no_action or word in self._prepositions:
            return False
        if word in self._changes and count.unit in _SHARES:
            return False
        kind = scene.reading.kind(index)
        if word in self._verbs or kind is Kind.VERB:
            return True
        if tag == "v" and (kind is not Kind.NOUN or word in scene.reading.suffixes):
            return True
        return tag in ("v", "vn") and (directly or self._stands_as_verb(scene, index))

    @staticmethod
    def _stands_as_verb(scene: Scene, index: int) -> bool:
        """Whether what stands beside a word that may be a noun says that it is a verb."""
        words = scene.prepared.words
        if index + 1 < len(words) and scene.reading.surface(index + 1) in ("了", "到"):
            return True
        before = scene.reading.kind(index - 1) if index else Kind.PAUSE
        by_name = index > 0 and words[index - 1][2] in ("ns", "nt")
        return by_name or before in (Kind.PAUSE, Kind.ADVERB, Kind.STOP, Kind.VERB)


def _noun_before(scene: Scene, count: Count, first: int) -> tuple[int, int]:
    """Where the noun of a count stands before it: verbs in it only say which kind it is."""
    if not count.noun or first >= len(scene.prepared.words):
        return count.start, count.start
    start = scene.prepared.plain.rfind(count.noun, scene.prepared.words[first][0], count.start)
    return (count.start, count.start) if start < 0 else (start, start + len(count.noun))
