"""Parts and wholes: 其中 and other evident breakdowns point to the count they divide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from extract.facts import Count
from extract.pipes.counts.breakdowns import MOST_READ, Article, Breakdowns, WholeWords
from extract.text.prepare import Prepared


class WholeFinder:
    """Sets ``of`` on counts that are parts."""

    def __init__(
        self, words: WholeWords, classes: Mapping[str, str], is_person: Callable[[str], bool]
    ) -> None:
        """Args: the words, the class of every unit, and whether a noun means people."""
        self._is_person = is_person
        self._words, self._classes = words, classes
        self._introduces = re.compile(_any_of(words.introduces_parts))
        among = _any_of(words.among)
        self._among = re.compile(
            rf"([^，。；：！？、\n\d]{{0,10}}?)(?:{among})(?=，(?!以及|和|还|另)|[有仍就只还亦也已则占]|\d)"
        )
        self._still = re.compile(rf"[^，。；：！？、\n\d]{{0,8}}?(?:{among})?[仍还只已就尚才]有")
        self._noun_among = re.compile(
            rf"(?:^|[，。；：\n])([^，。；：\n\d]{{2,12}}?)(?:{among})[，有]?[^，。；：\n]{{0,14}}$"
        )
        self._rest = re.compile(rf"(?:{_any_of(words.rests)})(?![^，。；\n]{{0,6}}\d)")
        self._share = re.compile(_any_of(words.share_verbs))

    def __call__(self, prepared: Prepared, counts: Sequence[Count]) -> list[Count]:
        """The counts with ``of`` set where the text tells the whole."""
        if len(counts) < 2:
            return list(counts)
        article = Article(prepared, counts, self._words, self._classes, self._is_person)
        parts = Breakdowns(article)
        self._in_brackets(article, parts)
        parts.behind_colons()
        self._among_counts(article, parts)
        self._among_nouns(article, parts)
        self._introduced(article, parts)
        parts.totals()
        parts.exact_sums()
        parts.opposites()
        self._before_rests(article, parts)
        self._shares(article, parts)
        return [
            count if whole is None else _as_part(prepared, count, whole, counts[whole])
            for count, whole in zip(counts, parts.of, strict=True)
        ]

    def _in_brackets(self, article: Article, parts: Breakdowns) -> None:
        """教职工142人（含临聘教师16人）."""
        for begin, end in article.brackets():
            inside = article.between(begin, end)
            whole = article.last_before(begin)
            if not inside or whole is None:
                continue
            gap = article.plain[article.counts[whole].end : begin]
            if len(gap) > 8 or re.search(r"[，。；：、\n]", gap):
                continue
            article.enclosed.update(inside)
            if article.plain.startswith(tuple(self._words.restating), begin + 1):
                continue
            parts.attach([i for i in inside if article.fits(whole, i) and not article.outside(i)], whole)

    def _among_counts(self, article: Article, parts: Breakdowns) -> None:
        """45个孩子里，31个是留守儿童."""
        for whole, count in enumerate(article.counts):
            match = self._among.match(article.plain, count.end)
            if match is not None and (match[1].endswith(count.noun or "-") or not match[1]):
                end = min(article.clause_group_end(match.end()), match.end() + self._words.parts_reach)
                following = article.between(match.end(), self._next_introducer(article, match.end(), end))
                parts.attach(
                    [i for i in following if article.may_be_part(whole, i) and parts.of[i] is None], whole
                )
                continue
            match = self._still.match(article.plain, count.end)
            if match is not None and whole + 1 < len(article.counts):
                part = whole + 1
                near = article.counts[part].start == match.end()
                if near and article.fits(whole, part) and not article.same_value(whole, part):
                    parts.attach([part], whole)

    def _next_introducer(self, article: Article, start: int, end: int) -> int:
        match = self._introduces.search(article.plain, start, end)
        return end if match is None else match.start()

    def _among_nouns(self, article: Article, parts: Breakdowns) -> None:
        """监测户540户；监测户中已消除风险310户: the noun is told again."""
        for i, count in enumerate(article.counts):
            if parts.of[i] is not None:
                continue
            floor = max(0, count.start - 40)
            match = self._noun_among.search(article.plain, floor, count.start)
            if match is None:
                continue
            whole = article.told_of(match[1], i)
            if whole is None:
                continue
            parts.attach([i], whole)
            for j in article.between(count.end, article.clause_group_end(count.end))[:MOST_READ]:
                if parts.of[j] is None and article.may_be_part(whole, j):
                    parts.attach([j], whole)

    def _introduced(self, article: Article, parts: Breakdowns) -> None:
        """其中 and its like: what they govern goes on to the end of the sentence or to the next of them."""
        triggers = [m.span() for m in self._introduces.finditer(article.plain)]
        for number, (begin, after) in enumerate(triggers):
            if article.bracketed(begin):
                continue
            floor = article.reach_back(begin)
            wholes = [i for i in article.between(floor, begin) if i not in article.enclosed]
            end = min(article.sentence_end(after), after + self._words.parts_reach)
            if number + 1 < len(triggers) and not article.bracketed(triggers[number + 1][0]):
                end = min(end, triggers[number + 1][0])
            governed = [i for i in article.between(after, end) if i not in article.enclosed]
            if wholes and governed:
                parts.divide(wholes, governed, article.clause_group_end(after))

    def _before_rests(self, article: Article, parts: Breakdowns) -> None:
        """来自广东的有104名，来自福建的有39名，其余…: what was told are parts."""
        for match in self._rest.finditer(article.plain):
            before = [
                i
                for i in article.between(article.reach_back(match.start()), match.start())
                if parts.of[i] is None
            ]
            before = before[-MOST_READ:]
            for whole in before[:-1]:
                told = [i for i in before if i > whole and article.may_be_part(whole, i)]
                if len(told) > 1 and article.sum_of(told) <= article.size(whole):
                    parts.attach(told, whole)
                    break

    def _shares(self, article: Article, parts: Breakdowns) -> None:
        """资金超2000亿元，80%用于县以下基层: a share of what stands before it."""
        for i in range(1, len(article.counts)):
            count, before = article.counts[i], article.counts[i - 1]
            if parts.of[i] is not None or not article.is_share(i):
                continue
            gap = article.plain[before.end : count.start]
            said = self._share.match(article.plain, count.end)
            named = before.noun is not None and article.plain.startswith(before.noun, count.end)
            if not (said or named) or "。" in gap or "\n" in gap:
                continue
            whole = parts.of[i - 1] if article.is_share(i - 1) else i - 1
            if whole is not None and not article.is_share(whole):
                parts.attach([i], whole)


def _as_part(prepared: Prepared, part: Count, index: int, whole: Count) -> Count:
    """A part with its whole, and of its noun where it has none: 候选人12个，其中7个."""
    told = part.noun is None and part.unit == whole.unit
    same_sentence = prepared.sentence_at(part.start)[0] <= whole.start
    noun = whole.noun if told and same_sentence else part.noun
    return msgspec.structs.replace(part, of=index, noun=noun)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
