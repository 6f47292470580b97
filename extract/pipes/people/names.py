"""Finds Han person names: candidates, trained weights, then one decision for the whole article."""

from __future__ import annotations

import bisect
import pathlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.pipes.people.candidates import MEASURES, Lexicon, Word, is_han, read_list, sites
from extract.pipes.people.context import pad
from extract.pipes.people.evidence import (
    IN_LATIN,
    IN_LATIN_BONUS,
    doubting_bare_surnames,
    with_article_evidence,
)
from extract.pipes.people.lattice import Candidate, choose, inside_longer, outside, probability
from extract.pipes.people.lists import with_neighbours
from extract.pipes.people.model import NameModel, read_lexicon, read_tables
from extract.pipes.people.occurrences import known_mentions, spread
from extract.pipes.people.things import NamedThings

KNOWN_SCORE = 1.0

PHRASE_PENALTY = 4.0
"""How much a candidate loses that reads as a verb and its object."""

PLACE_PENALTY = 5.0
"""How much a candidate loses that ends like a lake, a temple, a dish or a thing."""

LONGEST_TITLE = 4
_AND = "及"

VILLAGE = "村"
"""Behind one character it ends a village, behind two a Japanese surname."""

SIDE = "方"
_OF_A_SIDE = frozenset("愿正走同对将认高是坚支赞感希")
"""莫方 is the side of 莫桑比克 in talks, and what it is said to do."""

PLACE_NAME_PENALTY = 4.0
"""How much a candidate loses that is a county's or town's name too."""

TITLE_BONUS = 1.5
BETWEEN_TITLES_BONUS = 4.5
SPEAKING_TITLE_BONUS = 2.5
HOPELESS_WITH_TITLE = -2.5
"""A post right before a candidate adds so much, posts on both sides more, unless its log-odds are too low."""

_SAYS = re.compile("(?:说|称|表示|指出|介绍|坦言)[，,：:“「]")
SAYS_BONUS = 2.0
"""How much it counts that somebody with a post says something."""

_TITLE_SPEAKS = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:说|表示|介绍|告诉|指出|认为|强调|坦言|感慨|回忆)")
"""A post and a verb of speech: 许校长|表示."""

_VISITS = frozenset({"走进", "来到", "走访", "探访", "拜访", "看望"})
"""Verbs before somebody's home: 走进常德明家."""

_NUMBER = re.compile(r"(?<!\d)\d{1,4}\Z")
"""Before a measure word; a policeman's has five digits."""

IMPOSSIBLE = 20.0
"""How much a candidate loses that stands where no name does."""

_JOINS_NOTHING = re.compile(r"和(?=[、，。；）)])")
JOINS_NOTHING = 8.0
"""A 和 that joins nothing is the end of a name: 魏凤和、王毅."""

_SMALL_WORD_TAGS = frozenset({"v", "vg", "d", "p", "c", "q", "m", "r", "uj", "ul", "u"})
_NAME_TAGS = frozenset({"nr", "nrfg", "nrt", "nz", "x", "g", "ng", "zg"})
"""Tags of jieba's: small words that are surnames too, and words that given names may look like."""


class NameMention(NamedTuple):
    """A mention of a person by full name: ``plain[start:end]``, with a score between 0 and 1."""

    start: int
    end: int
    score: float


class WordsBeside(NamedTuple):
    """Words and characters that speak for or against a name.

    ``strong_titles`` are posts that leave little doubt, ``person_words`` words for persons, which leave
    more, ``function_surnames`` surnames that are small words too, ``after_surname`` characters with which
    a clause goes on behind a surname alone, ``ordinary`` words that seldom begin a name, ``never_given``
    words that are no given name.
    """

    strong_titles: frozenset[str] = frozenset()
    person_words: frozenset[str] = frozenset()
    function_surnames: frozenset[str] = frozenset()
    after_surname: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    never_given: frozenset[str] = frozenset()

    @classmethod
    def load(cls, directory: pathlib.Path) -> WordsBeside:
        """Read them from a rules directory (``rules/people``)."""
        return cls(
            read_list(directory / "strong_titles.txt"),
            read_list(directory / "person_words.txt"),
            read_list(directory / "function_surnames.txt"),
            frozenset("".join(read_list(directory / "after_surname.txt"))),
            read_list(directory / "common_words.txt") - read_list(directory / "name_beginnings.txt"),
            read_list(directory / "never_given.txt"),
        )


class NameFinder:
    """Finds all mentions of the persons whose full Han names stand in an article."""

    def __init__(self, model: NameModel, things: NamedThings, beside: WordsBeside) -> None:
        """Take the trained model, what is named like persons, and words beside names.

        ``load`` is the usual way to make one.
        """
        self._model = model
        self._things = things
        self._words = beside
        before = beside.strong_titles | beside.person_words
        self._title_ends = {title[-1] for title in before}
        self._title_heads = {title[:2] for title in beside.strong_titles}
        lengths = {len(title) for title in before}
        self._title_lengths = sorted(length for length in lengths if length <= LONGEST_TITLE)

    @classmethod
    def load(cls, directory: pathlib.Path) -> NameFinder:
        """Read word lists and weights from a rules directory (``rules/people``)."""
        tables = read_tables(directory / "name_weights.tsv.gz")
        model = NameModel(read_lexicon(directory, tables), tables)
        return cls(model, NamedThings.load(directory), WordsBeside.load(directory))

    @property
    def lexicon(self) -> Lexicon:
        """What is known of names before any weight."""
        return self._model.lexicon

    def __call__(
        self,
        plain: str,
        words: Sequence[Word],
        known: frozenset[str] = frozenset(),
        rivals: Sequence[Candidate] = (),
    ) -> list[NameMention]:
        """Find the names of an article.

        Args:
            plain: the whole article in simplified characters.
            words: start, end and tag of every word of ``plain``, in order and without gaps.
            known: names that are always taken, wherever they stand.
            rivals: names of another kind, which stand where no better Han name does.

        Returns:
            Mentions in order that do not overlap; their offsets count characters of ``plain``.
        """
        certain = known_mentions(plain, known)
        candidates = [
            self._with_titles(plain, words, item)
            for item in self.candidates(plain, words)
            if plain[item.start + 1 : item.end] not in self._words.never_given
            and not self._things.is_named_after(plain, item.end)
        ]
        if certain:
            candidates = outside(candidates, certain)
        weighed = with_article_evidence(plain, candidates)
        weighed = doubting_bare_surnames(plain, weighed, self._words.after_surname, self._model.lexicon.usual)
        if rivals:
            weighed = inside_longer(weighed, rivals) + outside(rivals, certain)
        chosen = choose(with_neighbours(plain, weighed, [*choose(weighed), *certain], self._model.lexicon))
        chosen += spread(plain, chosen, certain)
        found = [
            NameMention(item.start, item.end, probability(item.log_odds))
            for item in chosen
            if not self._things.is_named_after(plain, item.end)  # spread may have come upon a school's name
        ]
        found += [NameMention(item.start, item.end, KNOWN_SCORE) for item in certain]
        return sorted(found)

    def _with_titles(self, plain: str, words: Sequence[Word], item: Candidate) -> Candidate:
        """Trust a candidate more behind a post (茶场专家李四海), doubt it where neither side has one."""
        if _JOINS_NOTHING.match(plain, item.end):
            item = item._replace(log_odds=item.log_odds - JOINS_NOTHING)
        elif plain[item.end - 1] == "和" and _JOINS_NOTHING.match(plain, item.end - 1):
            item = item._replace(log_odds=item.log_odds + JOINS_NOTHING)
        if plain.startswith("（", item.end) and IN_LATIN.match(plain, item.end):
            item = item._replace(log_odds=item.log_odds + IN_LATIN_BONUS)
        # most candidates have no such word beside them: one look tells
        before: list[str] = []
        behind: list[str] = []
        if plain[item.start - 1 : item.start] in self._title_ends:
            before = [plain[max(0, item.start - length) : item.start] for length in self._title_lengths]
        if plain[item.end : item.end + 2] in self._title_heads:
            behind = [plain[item.end : item.end + length] for length in self._title_lengths]
        titled = any(word in self._words.strong_titles for word in before)
        styled = any(word in self._words.strong_titles for word in behind)
        if titled and styled and item.log_odds > HOPELESS_WITH_TITLE - BETWEEN_TITLES_BONUS:
            return item._replace(log_odds=item.log_odds + BETWEEN_TITLES_BONUS)
        if titled and item.log_odds > HOPELESS_WITH_TITLE:
            says = SAYS_BONUS if _SAYS.match(plain, item.end) else 0.0  # 委员连玉明|说，
            return item._replace(log_odds=item.log_odds + TITLE_BONUS + says)
        if styled and _TITLE_SPEAKS.match(plain, item.end):
            return item._replace(log_odds=item.log_odds + SPEAKING_TITLE_BONUS)
        if styled:
            return item
        worded = any(word in self._words.person_words for word in before)
        penalty = self._penalty(plain, words, item, worded=worded)
        visited = plain[item.end : item.end + 1] == "家" and plain[item.start - 2 : item.start] in _VISITS
        if (worded or visited) and not penalty:
            penalty = -TITLE_BONUS
        return item._replace(log_odds=item.log_odds - penalty) if penalty else item

    def _penalty(self, plain: str, words: Sequence[Word], item: Candidate, *, worded: bool) -> float:
        """How much speaks against a candidate that no post stands beside.

        ``worded`` says that a word for a person stands before it: 副总理曲正道 is named as no road is.
        """
        if plain[item.start : item.end] in self._model.lexicon.places:
            return PLACE_NAME_PENALTY
        if plain[item.start] in MEASURES and _NUMBER.search(plain, max(0, item.start - 5), item.start):
            return IMPOSSIBLE  # 5080|张|告票
        if not worded and plain[item.end - 1] in self._things.endings:
            return PLACE_PENALTY
        if plain[item.end - 1] == _AND and is_han(plain[item.end : item.end + 1] or _AND):
            return IMPOSSIBLE  # 陈康|及拍档
        long = item.end - item.start > 2
        if long and plain[item.start + 1] == VILLAGE:
            return PLACE_PENALTY  # 余村|成为
        if long and plain[item.start + 1] == SIDE and plain[item.start + 2] in _OF_A_SIDE:
            return PLACE_PENALTY  # 莫方|愿同中方
        if long and not worded and plain[item.start : item.start + 2] in self._words.ordinary:
            return PHRASE_PENALTY  # 毛巾|布, 玉米|之
        doubtful = plain[item.start] in self._words.function_surnames or _reads_as_phrase(words, item)
        return PHRASE_PENALTY if doubtful else 0.0

    def candidates(self, plain: str, words: Sequence[Word]) -> list[Candidate]:
        """Score every candidate by its own words and context, without the rest of the article."""
        padded = pad(plain)
        found = []
        for site in sites(plain, words, self._model.lexicon, self._model.beginnings):
            for end, log_odds in self._model.log_odds(padded, words, site):
                if not self._things.is_one(plain, end):
                    found.append(Candidate(site.start, end, log_odds))
        return found

    def reachable(self, plain: str, words: Sequence[Word]) -> set[tuple[int, int]]:
        """All spans that weights could make mentions, ``plain[start:end]``: to measure gates and filters."""
        return {
            (site.start, end)
            for site in sites(plain, words, self._model.lexicon, self._model.beginnings)
            for end in site.ends
            if not self._things.is_one(plain, end) and not self._things.is_named_after(plain, end)
        }


def _reads_as_phrase(words: Sequence[Word], item: Candidate) -> bool:
    """Tell whether the segmenter reads a small word and an ordinary one: 练|本领, 曾|上门."""
    index = bisect.bisect_left(words, (item.start, 0, ""))
    if index + 1 >= len(words) or words[index][0] != item.start:
        return False
    _, middle, first_tag = words[index]
    start, end, second_tag = words[index + 1]
    if middle - item.start != 1 or end != item.end or end - start != 2:
        return False
    return first_tag in _SMALL_WORD_TAGS and second_tag not in _NAME_TAGS
