"""Finds Han person names: candidates, trained weights, then one decision for the whole article."""

from __future__ import annotations

import bisect
import functools
import math
import pathlib
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from extract.pipes.people.candidates import NEVER_LAST, Lexicon, Word, is_han, sites
from extract.pipes.people.context import pad
from extract.pipes.people.model import NameModel, read_lexicon, read_tables

NEEDED = 0.3
"""A candidate is taken when its log-odds, with the article's evidence, are above this."""

CERTAIN = 3.0
"""Log-odds from which one mention settles that the string is a name in this article."""

REPEATED = 0.6
"""How much of the evidence of a string's other occurrences counts at each of them."""

KNOWN_SCORE = 1.0

PHRASE_PENALTY = 3.0
"""How much a candidate loses that reads as a verb and its object."""

PLACE_PENALTY = 5.0
"""How much a candidate loses that ends like a lake, an island or a temple."""

MARGIN_OF_LENGTH = 8.0
"""What settles that a name is one character longer throughout the article."""

ROSTER_BONUS = 2.5
LISTED_ODDS = 1.0
"""How much a name in a list makes its neighbours more likely; and the log-odds of one not thought of before."""

TITLE_BONUS = 1.5
BETWEEN_TITLES_BONUS = 4.5
HOPELESS_WITH_TITLE = -2.5
"""A strong title right before a candidate adds so much, titles on both sides more, unless its log-odds are too low."""

_NAMED_AFTER = re.compile(
    r"(?:同志|先生|烈士|名师|名医|名校长|名班主任|劳模|大师|技能大师|非遗|专家|院士|教授|书记|校长|博士){0,3}"
    r"(?:工作室|工作站|纪念馆|纪念堂|纪念园|故居|故里|基金会|陵园|奖学金|希望小学"
    r"|(?:小学|中学|学校|医院|诊所|饭店|酒楼|书院|艺术团)(?![时后毕])"
    r"|精神|(?:文学|科技|教育)?奖(?![励给品])|主义|思想(?![上工觉解开认政很先])|班组|号(?:[轮舰船列]|机车))"
)

_PLACE = re.compile(r"(?:[县镇乡村市区州省屯寨街路河山湖](?![长委民里党级政上]|书记|干部)|街道|社区|等县)")
"""What follows a place named after a family or anything else, 蓝山县, but not 王明镇长."""

_FIRM = re.compile(
    r"(?:科技|信息|电子|电器|电气|电力|实业|产业|工业|商业|置业|矿业|药业|铜业|镍业|铝业|钢铁|能源|医疗|医药|制药|生物|技术|器械"
    r"|设备|装备|环保|化学|化工|纤维|证券|投资|控股|国际|食品|水产|农业|林业|牧业|乳业|酒业|纺织|服饰|服装|羊绒|汽车|机械|重工|房地产|地产|通信"
    r"|通讯|网络|软件|文化|传媒|影视|旅游|贸易|物流|航空|建设|建筑|建材|工程|发展|新材料|材料|塑料|光电|智能|教育|咨询|金融|保险|大药房|会计师){0,4}"
    r"(?:集团(?!军)|股份|有限|公司|控股|事务所)"
    r"|[^\W任是为在的和与到把说向对从等就也还将被获给让用]{1,6}(?:有限公司|有限责任|股份有限|股份公司|集团公司|集团有限|集团股份|总公司)"
)
"""What follows the name of a firm, which often sounds like a person's."""

_PLACE_ENDINGS = frozenset("湖桥园滨湾岛寺塔庙坊巷坝沟岭坪宫墩寨河")
_NAME_GOES_ON = re.compile(r"和(?=[、，。；）)])")
"""A 和 that joins nothing is the end of a name: 魏凤和、王毅."""

_JOINTS = frozenset("、和与及")
_LIST_GOES_ON = re.compile(r"[、和与及，。；：！？）)\n “”《]|等|[两三四五六七八九十几]|均|都|分别|一同|一起|夫妇|父子|母子|姐弟|兄弟|出席|参加|$")
"""What joins persons in a list, and what follows the last of them."""

_SMALL_WORD_TAGS = frozenset({"v", "vg", "d", "p", "c", "q", "m", "r", "uj", "ul", "u"})
_NAME_TAGS = frozenset({"nr", "nrfg", "nrt", "nz", "x", "g", "ng", "zg"})
"""Tags of jieba's: small words that are surnames too, and words that given names may look like."""

_SCHOOLS = ("小学", "中学", "大学", "医院", "学校", "名师")


class NameMention(NamedTuple):
    """A mention of a person by full name: ``plain[start:end]``, with a score between 0 and 1."""

    start: int
    end: int
    score: float


class Candidate(NamedTuple):
    """A possible mention, ``plain[start:end]``, and the log-odds that exactly this is a name."""

    start: int
    end: int
    log_odds: float


class NameFinder:
    """Finds all mentions of the persons whose full Han names stand in an article."""

    def __init__(
        self,
        model: NameModel,
        strong_titles: frozenset[str] = frozenset(),
        function_surnames: frozenset[str] = frozenset(),
    ) -> None:
        """Take the trained model, posts that leave little doubt and surnames that leave much.

        ``load`` is the usual way to make one.
        """
        self._model = model
        self._function_surnames = function_surnames
        self._strong_titles = strong_titles
        self._title_lengths = sorted({len(title) for title in strong_titles})

    @classmethod
    def load(cls, directory: pathlib.Path) -> NameFinder:
        """Read word lists and weights from a rules directory (``rules/people``)."""
        tables = read_tables(directory / "name_weights.tsv.gz")
        return cls(
            NameModel(read_lexicon(directory, tables), tables),
            _entries(directory / "strong_titles.txt") | _entries(directory / "person_words.txt"),
            _entries(directory / "function_surnames.txt"),
        )

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
        certain = list(known_mentions(plain, known)) if known else []
        candidates = [
            self._with_titles(plain, words, item)
            for item in self.candidates(plain, words)
            if not _NAMED_AFTER.match(plain, item.end)
        ]
        if certain:
            candidates = outside(candidates, certain)
        weighed = with_article_evidence(plain, candidates)
        if rivals:
            weighed += outside(rivals, certain)
        chosen = choose(with_neighbours(plain, weighed, [*choose(weighed), *certain], self._model.lexicon))
        chosen += spread(plain, chosen, certain, self._model.beginnings)
        found = [
            NameMention(item.start, item.end, probability(item.log_odds))
            for item in chosen
            if not _NAMED_AFTER.match(plain, item.end)  # spread may have come upon a school's name
        ]
        found += [NameMention(item.start, item.end, KNOWN_SCORE) for item in certain]
        return sorted(found)

    def _with_titles(self, plain: str, words: Sequence[Word], item: Candidate) -> Candidate:
        """Trust a candidate more behind a post (茶场专家李四海), doubt it where neither side has one."""
        before = (plain[max(0, item.start - length) : item.start] for length in self._title_lengths)
        titled = any(word in self._strong_titles for word in before)
        behind = (plain[item.end : item.end + length] for length in self._title_lengths)
        styled = any(word in self._strong_titles for word in behind)
        if titled and styled and item.log_odds > HOPELESS_WITH_TITLE - BETWEEN_TITLES_BONUS:
            return item._replace(log_odds=item.log_odds + BETWEEN_TITLES_BONUS)
        if titled and item.log_odds > HOPELESS_WITH_TITLE:
            return item._replace(log_odds=item.log_odds + TITLE_BONUS)
        if styled:
            return item
        if plain[item.start : item.end] in self._model.lexicon.places:
            return item._replace(log_odds=item.log_odds - PLACE_PENALTY / 2)
        if plain[item.end - 1] in _PLACE_ENDINGS:
            return item._replace(log_odds=item.log_odds - PLACE_PENALTY)
        if (
            plain[item.start] in self._function_surnames
            or _reads_as_phrase(words, item)
            or _NAME_GOES_ON.match(plain, item.end)
        ):
            return item._replace(log_odds=item.log_odds - PHRASE_PENALTY)
        return item

    def candidates(self, plain: str, words: Sequence[Word]) -> list[Candidate]:
        """Score every candidate by its own words and context, without the rest of the article."""
        padded = pad(plain)
        found = []
        for site in sites(plain, words, self._model.lexicon, self._model.beginnings):
            for end, log_odds in self._model.log_odds(padded, words, site):
                if not is_named_thing(plain, end):
                    found.append(Candidate(site.start, end, log_odds))
        return found

    def reachable(self, plain: str, words: Sequence[Word]) -> set[tuple[int, int]]:
        """All spans that weights could make mentions, ``plain[start:end]``: to measure gates and filters."""
        return {
            (site.start, end)
            for site in sites(plain, words, self._model.lexicon, self._model.beginnings)
            for end in site.ends
            if not is_named_thing(plain, end) and not _NAMED_AFTER.match(plain, end)
        }


def _entries(path: pathlib.Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


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


def is_named_thing(plain: str, end: int) -> bool:
    """Tell whether a candidate that ends at ``end`` is a place, a school, a firm or named like one."""
    if plain[end - 1 : end + 1] in _SCHOOLS and not plain.startswith("校长", end):
        return True
    return bool(_PLACE.match(plain, end) or _FIRM.match(plain, end))


def probability(log_odds: float) -> float:
    """Turn log-odds into a probability, rounded to three places."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds)))), 3)


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Choose the candidates that do not overlap and whose log-odds add up to most (a lattice's best path)."""
    usable = sorted((item for item in candidates if item.log_odds > NEEDED), key=lambda item: item.end)
    ends = [item.end for item in usable]
    best = [0.0]
    take: list[bool] = []
    before: list[int] = []
    for index, item in enumerate(usable):
        free = bisect.bisect_right(ends, item.start, 0, index)
        gain = best[free] + item.log_odds - NEEDED
        take.append(gain > best[index])
        best.append(max(gain, best[index]))
        before.append(free)
    chosen = []
    index = len(usable)
    while index:
        if take[index - 1]:
            chosen.append(usable[index - 1])
            index = before[index - 1]
        else:
            index -= 1
    return chosen[::-1]


def clip(value: float, low: float, high: float) -> float:
    """Keep a value between two bounds."""
    return max(low, min(high, value))


def with_article_evidence(plain: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Let each candidate profit from the other places of the article where the same string stands.

    A name introduced once by title and name (主任周建) is recognised later without either; what is a name
    nowhere else in the article is doubted. Where a shorter and a longer candidate start together, the
    article decides once for all places where they do (王晓 or 王晓兰).
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(candidates):
        groups[plain[item.start : item.end]].append(index)
    adjusted = [item.log_odds for item in candidates]
    for indices in groups.values():
        if len(indices) > 1:
            _share(candidates, indices, adjusted)
    _settle_lengths(plain, candidates, groups, adjusted)
    return [item._replace(log_odds=value) for item, value in zip(candidates, adjusted, strict=True)]


def _share(candidates: Sequence[Candidate], indices: Sequence[int], adjusted: list[float]) -> None:
    values = [clip(candidates[index].log_odds, -4.0, 6.0) for index in indices]
    total = sum(values)
    top = max(values)
    first = values.index(top)
    second = max(value for place, value in enumerate(values) if place != first)
    for place, index in enumerate(indices):
        best_other = second if place == first else top
        mean_other = (total - values[place]) / (len(values) - 1)
        adjusted[index] += REPEATED * 0.5 * (best_other + mean_other)


def _always_goes_on(plain: str, candidates: Sequence[Candidate], longer: Sequence[int]) -> bool:
    """Tell whether the longer name stands at all places of the shorter one, with something else behind it.

    A string that is always followed by the same character, and that by different ones, ends with it:
    赵春生到, 赵春生任, 赵春生来. At one place at least the longer must look like a name by itself.
    """
    behind = {plain[candidates[index].end : candidates[index].end + 1] for index in longer}
    return len(behind) > 1 and any(candidates[index].log_odds > NEEDED for index in longer)


def _settle_lengths(
    plain: str,
    candidates: Sequence[Candidate],
    groups: dict[str, list[int]],
    adjusted: list[float],
) -> None:
    """Decide between a name and the same name with one more character, once for each such pair."""
    places = {(item.start, item.end): index for index, item in enumerate(candidates)}
    for longer, indices in groups.items():
        shorter = groups.get(longer[:-1])
        if len(longer) < 3 or not shorter:
            continue
        pairs = [
            (index, places.get((candidates[index].start, candidates[index].end - 1))) for index in indices
        ]
        both = [(high, low) for high, low in pairs if low is not None]
        if not both:
            continue
        alone = set(shorter) - {low for _, low in both}
        if not alone and _always_goes_on(plain, candidates, [high for high, _ in both]):
            for high, low in both:
                adjusted[high] += MARGIN_OF_LENGTH
                adjusted[low] -= MARGIN_OF_LENGTH
            continue
        margin = sum(clip(candidates[h].log_odds - candidates[s].log_odds, -8.0, 8.0) for h, s in both)
        lone = max((candidates[index].log_odds for index in alone), default=-9.0)
        if lone > CERTAIN and margin < 8.0 * len(both):
            margin -= 8.0
        bonus = clip(margin / 2, -4.0, 4.0) if len(both) > 1 or lone > CERTAIN else 0.0
        for high, low in both:
            adjusted[high] += bonus
            adjusted[low] -= bonus


def with_neighbours(
    plain: str, candidates: Sequence[Candidate], accepted: Sequence[Candidate], lexicon: Lexicon
) -> list[Candidate]:
    """Trust what stands in a list beside a name: what 、 joins is of one kind.

    It must fill its place in the list: on its other side too there is a mark, or the words that follow a list
    of persons.
    """
    sure = [item for item in accepted if item.log_odds > CERTAIN]
    beside: set[tuple[int, int]] = set()
    seen = {(item.start, item.end) for item in sure}
    while sure:
        item = sure.pop()
        for span in (_next_in_list(plain, item.end, lexicon), _last_in_list(plain, item.start, lexicon)):
            if span is not None and span not in seen:
                seen.add(span)
                beside.add(span)
                sure.append(Candidate(*span, ROSTER_BONUS))
    if not beside:
        return list(candidates)
    trusted = [
        item._replace(log_odds=item.log_odds + ROSTER_BONUS) if (item.start, item.end) in beside else item
        for item in candidates
    ]
    beside -= {(item.start, item.end) for item in candidates if item.log_odds > NEEDED - ROSTER_BONUS}
    return trusted + [Candidate(*span, LISTED_ODDS) for span in beside]


def _next_in_list(plain: str, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if plain[end : end + 1] not in _JOINTS:
        return None
    for stop in range(end + 3, min(end + 5, len(plain)) + 1):
        if _LIST_GOES_ON.match(plain, stop) and _may_be_listed(plain[end + 1 : stop], lexicon):
            return end + 1, stop
    return None


def _last_in_list(plain: str, start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if plain[start - 1 : start] not in _JOINTS:
        return None
    for begin in range(start - 3, max(start - 5, 0) - 1, -1):
        before = plain[begin - 1 : begin]
        if (not before or not is_han(before)) and _may_be_listed(plain[begin : start - 1], lexicon):
            return begin, start - 1
    return None


def _may_be_listed(name: str, lexicon: Lexicon) -> bool:
    """Whether a string of a list may be a name: a surname and one or two characters, and no word or place."""
    compound = name[:2] in lexicon.compounds and len(name) > 2
    if not compound and (name[0] not in lexicon.surnames or len(name) > 3 or not all(map(is_han, name))):
        return False
    word = name[:2] in lexicon.not_names or name in lexicon.not_names or name in lexicon.places
    return not (word or name[-1] in NEVER_LAST or name[1:] in lexicon.not_given or name[1:3] in lexicon.usual)


def spread(
    plain: str, chosen: Sequence[Candidate], certain: Sequence[Candidate], surnames: re.Pattern[str]
) -> list[Candidate]:
    """Find the further places where an accepted name of three or more characters stands.

    The segmenter may hide one in a wrong word, where no candidate was looked for.
    """
    strong: dict[str, float] = {}
    for item in chosen:
        if item.end - item.start > 2 and item.log_odds > CERTAIN:
            name = plain[item.start : item.end]
            strong[name] = max(strong.get(name, 0.0), item.log_odds)
    if not strong:
        return []
    taken = sorted([*chosen, *certain])
    starts = [item.start for item in taken]
    further: list[Candidate] = []
    for start, end in _occurrences(plain, strong, surnames, (4, 3)):
        place = bisect.bisect_left(starts, end)
        if place and taken[place - 1].end > start:
            continue
        further.append(Candidate(start, end, strong[plain[start:end]] - 1.0))
    return further


def known_mentions(plain: str, known: frozenset[str]) -> Iterator[Candidate]:
    """Find the names that are given, the longest first where several start at one place."""
    firsts, lengths = _index(known)
    for start, end in _occurrences(plain, known, firsts, lengths):
        yield Candidate(start, end, 30.0)


def _occurrences(
    plain: str, names: Container[str], firsts: re.Pattern[str], lengths: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Find names, which have these lengths, wherever ``firsts`` says that one may begin."""
    after = 0
    for match in firsts.finditer(plain):
        start = match.start()
        if start < after:
            continue
        for length in lengths:
            name = plain[start : start + length]
            if name in names:
                after = start + len(name)  # shorter at the end of the text
                yield start, after
                break


@functools.lru_cache(maxsize=64)
def _index(names: frozenset[str]) -> tuple[re.Pattern[str], tuple[int, ...]]:
    firsts = "".join(sorted({name[0] for name in names if name}))
    lengths = tuple(sorted({len(name) for name in names if name}, reverse=True))
    return re.compile(f"[{re.escape(firsts)}]" if firsts else r"(?!)"), lengths


def outside(candidates: Sequence[Candidate], certain: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the candidates that overlap a mention already certain; ``certain`` is in order."""
    starts = [item.start for item in certain]
    kept = []
    for item in candidates:
        place = bisect.bisect_left(starts, item.end)
        if not place or certain[place - 1].end <= item.start:
            kept.append(item)
    return kept


__all__ = ["Candidate", "NameFinder", "NameMention", "choose", "with_article_evidence"]
