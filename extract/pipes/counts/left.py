"""The noun left of a count: what stands before the number and all that tells how it changed."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

from extract.facts import Date
from extract.pipes.counts.mentions import Mention
from extract.pipes.counts.phrases import Phrase, PhraseReader, cleaned
from extract.pipes.counts.words import Kind, Reading

#: So many words at most are skipped between a number and the noun on its left.
MOST_SKIPPED = 12
#: A bracket between the noun and its number has so many words at most: 票房（含预售）超50亿元.
LONGEST_BRACKET = 8
#: So many nouns at most are counted together on the left.
MOST_JOINED = 4
#: A name that jieba alone tells as one has so many characters at most.
LONGEST_NAME = 4
#: How far, in words, a clause before is looked through for what it speaks of.
LONGEST_CLAUSE = 20
#: Units that count things one by one: their noun is told on in later clauses (厨师走了7个，留下4个).
_ONE_BY_ONE = frozenset({"person", "household", "thing", "event"})
_ARRIVING = frozenset({"到", "至", "为", "了", "在"})
_LENGTHS_OF_LIFE = ("寿命", "年龄")
_AMONG = frozenset({"中", "当中", "之中"})
_TAKING_SHARE = frozenset({"占", "约占", "占到", "占了", "共占"})


class LeftNounFinder:
    """Finds the noun that a count is told of on its left."""

    def __init__(self, phrases: PhraseReader) -> None:
        """Args: the reader of noun phrases."""
        self._phrases, grammar = phrases, phrases.grammar
        self._light = frozenset(grammar.light_left)
        self._predicates = frozenset(grammar.predicate_left)
        self._changes = tuple(grammar.changes_in_words)
        self._giving = frozenset(grammar.giving_verbs)
        self._donating = frozenset(grammar.donating)
        self._attributive = frozenset(grammar.attributive_verbs)
        self._attributes = tuple(grammar.attributes)
        self._person_measures = tuple(grammar.person_measures)
        self._agents = tuple(grammar.agent_endings)
        self._flow_units = frozenset(grammar.flow_units)
        self._event_units = frozenset(grammar.event_units)
        self._measured_before = tuple(grammar.measured_before)
        self._rates = tuple(grammar.rates)
        self._held_units = frozenset(grammar.held_units)
        self._intransitive = frozenset(grammar.intransitive)
        self._wholes = tuple(grammar.wholes)
        self._yardsticks = frozenset(grammar.yardsticks)
        self._worths = frozenset(grammar.worths)
        self._measure_heads = tuple(grammar.measure_heads)

    def __call__(
        self,
        reading: Reading,
        mention: Mention,
        dates: Sequence[Date],
        *,
        person: bool,
        carried: str | None,
        floor: int,
    ) -> str | None:
        """The noun on the left, or None.

        Args:
            reading: the article.
            mention: the count.
            dates: the article's dates, which are skipped.
            person: whether people are counted.
            carried: what the count before was told of, for a clause that only says how it changed.
            floor: the offset where the noun begins at the earliest.
        """
        if mention.unit_class == "ratio":
            verb = self._share_verb(reading, mention)
            if verb is not None:
                return self._whose_share(reading, verb) or carried
        last = reading.last_before(mention.start)
        index, changed, acted = self._skipped(reading, mention, dates)
        told_on = mention.unit_class in _ONE_BY_ONE and mention.amount.unit != "人" and index < last
        flows = index < last and mention.amount.unit in self._flow_units
        next_share = mention.unit_class == "ratio" and index == last  # 7成加薪，|3成冻薪
        carried = carried if changed or acted or told_on or next_share else None
        if index < 0 or reading.kind(index) is Kind.PAUSE:
            topic = self._topic_before(reading, index, floor) if (changed or flows) and index > 0 else None
            topic = topic or self._among(reading, index, floor)
            if topic is None and carried is None and told_on and index > 0:
                topic = self._things_before(reading, index, floor)
            if topic is None and index > 0 and reading.surface(index + 1) in self._worths:
                goods = self._phrases.left(reading, index - 1, floor=floor)
                topic = None if goods is None else cleaned(reading.plain[goods.start : goods.end])
            return topic or carried
        nominal = changed or mention.unit_class == "ratio"
        phrase = self._phrases.left(reading, index, floor=floor, nominal=nominal)
        if phrase is None or reading.plain.endswith("扣除", 0, phrase.start):
            return carried
        return self._told_of(reading, mention, phrase, changed=changed, acted=acted, person=person) or carried

    def _things_before(self, reading: Reading, pause: int, floor: int) -> str | None:
        """像这样的贫困户，|已有230万户: what stands right before the pause."""
        if reading.surface(pause) not in ("，", ","):
            return None
        phrase = self._phrases.left(reading, pause - 1, floor=floor)
        if phrase is None:
            return None
        head = reading.plain[phrase.head : phrase.end]
        counted = self._phrases.is_counted(head) or self._phrases.is_person(head)
        return cleaned(reading.plain[phrase.start : phrase.end]) if counted else None

    def _among(self, reading: Reading, pause: int, floor: int) -> str | None:
        """受访机构中，|7成: the things among which some are counted."""
        if reading.surface(pause) not in ("，", ",") or reading.surface(pause - 1) not in _AMONG:
            return None
        phrase = self._phrases.left(reading, pause - 2, floor=floor)
        return None if phrase is None else cleaned(reading.plain[phrase.start : phrase.end])

    def _topic_before(self, reading: Reading, pause: int, floor: int) -> str | None:
        """灌溉面积创新高，|达34万亩: the measure that the clause before speaks of."""
        if reading.surface(pause) not in ("，", ","):
            return None
        first = pause - 1
        while first > 0 and reading.kind(first - 1) is not Kind.PAUSE and pause - first < LONGEST_CLAUSE:
            first -= 1
        for index in range(first, pause):
            if reading.kind(index) is Kind.NOUN and reading.surface(index).endswith(self._measure_heads):
                phrase = self._phrases.left(reading, index, floor=floor)
                return None if phrase is None else cleaned(reading.plain[phrase.start : phrase.end])
        return None

    def stands_beside(self, reading: Reading, mention: Mention, *, rate: bool) -> bool:
        """Whether a noun of measure stands right before the number: 总投资|5.5亿元的项目, 普及率达|66%的互联网.

        Args:
            reading: the article.
            mention: the count.
            rate: whether it is a share, which is told of a rate.
        """
        if not rate:
            return reading.plain.endswith(self._measured_before, 0, mention.start)
        index, _, _ = self._skipped(reading, mention, ())
        return index >= 0 and reading.surface(index).endswith(self._rates)

    def listed(self, reading: Reading, mention: Mention, dates: Sequence[Date], number: int) -> list[str]:
        """鸡、牛、羊养殖规模|分别达: the nouns of so many counts in a row; none where there are fewer."""
        index, _, _ = self._skipped(reading, mention, dates)
        nouns: list[str] = []
        while index >= 0 and len(nouns) <= number:
            phrase = self._phrases.left(reading, index)
            noun = None if phrase is None else cleaned(reading.plain[phrase.start : phrase.end])
            if phrase is None or noun is None:
                break
            nouns.append(noun)
            index = reading.first_behind(phrase.start) - 1
            if index < 0 or reading.kind(index) is not Kind.JOINT:
                break
            index -= 1
        return nouns[::-1] if len(nouns) == number else []

    def aged(
        self, reading: Reading, mention: Mention, dates: Sequence[Date], names: Mapping[int, int]
    ) -> str | None:
        """女儿12岁, 黄桂英今年78岁: who is so old, told on the left."""
        index, _, _ = self._skipped(reading, mention, dates)
        if index > 0 and reading.surface(index) in ("，", ","):
            index -= 1  # 小学教师陈明，50多岁
        if index < 0:
            return None
        end = reading.words[index][1]
        named = next((start for start in range(max(0, end - 12), end) if names.get(start) == end), None)
        if named is not None:
            return reading.plain[named:end]
        phrase = self._phrases.left(reading, index)
        noun = None if phrase is None else cleaned(reading.plain[phrase.head : phrase.end])
        if noun and self._phrases.is_person(noun):
            return noun
        if phrase is not None and noun and noun.endswith(_LENGTHS_OF_LIFE):
            return cleaned(reading.plain[phrase.start : phrase.end])
        word_start, _, tag = reading.words[index]
        return (
            reading.plain[word_start:end] if tag == "nr" and 2 <= end - word_start <= LONGEST_NAME else None
        )

    def _told_of(
        self, reading: Reading, mention: Mention, phrase: Phrase, *, changed: bool, acted: bool, person: bool
    ) -> str | None:
        """The noun of a phrase, where it can be what is counted."""
        head = reading.plain[phrase.head : phrase.end]
        first = reading.last_before(phrase.start + 1)
        said_more = any(reading.words[i][2] in ("n", "nz") for i in range(first, reading.first_behind(phrase.head)))
        if head.endswith(self._attributes) and not said_more and reading.kind(first - 1) is Kind.OF:
            phrase = self._phrases.left(reading, first - 2) or phrase
        phrase = self._without_verbs(reading, phrase)
        noun = cleaned(reading.plain[self._with_joined(reading, phrase) : phrase.end])
        if noun is None:
            return None
        noun = self._without_change(noun)
        if mention.amount.unit in self._held_units and not noun.endswith(mention.amount.unit):
            return None  # 民主党|失去2席: who holds them
        if mention.unit_class == "ratio" and noun.endswith(self._wholes) and reading.plain[mention.start - 1] == "的":
            return None  # 总数的|96.4%
        people = self._phrases.is_person(noun) or noun.endswith(self._person_measures) or "”" in noun
        if person and not people:
            return None
        alone = phrase.start == phrase.head
        before = reading.first_behind(phrase.start) - 1
        if alone and before >= 0 and reading.words[before][2] == "d" and not changed:
            return None  # 陆续|生下|200多只: a verb that jieba takes for a noun
        is_object = before >= 0 and (
            reading.kind(before) is Kind.VERB or reading.surface(before) in self._predicates
        )
        if (
            not changed
            and not is_object
            and (noun in self._giving or (alone and self._is_deed(reading, phrase)))
        ):
            return None
        if not changed and head in self._donating and self._has_giver(reading, phrase):
            return None
        if mention.unit_class == "money" and not changed and noun.endswith(self._agents):
            return None
        of_clause = mention.unit_class == "money" and reading.plain[phrase.end : mention.start] == "的"
        if of_clause and before >= 0 and reading.kind(before) in (Kind.VERB, Kind.STOP):
            return None  # 用于“两重”建设的|7000亿元
        if acted and not changed and before >= 0 and reading.words[before][2] == "p":
            return None  # 根据公约|提出1宗
        if acted and not changed and (self._phrases.is_person(noun) or noun.endswith(self._agents)):
            return None
        if mention.amount.unit in self._event_units and (acted or self._phrases.is_person(noun)):
            return None
        if mention.unit_class == "length" and noun.endswith(self._agents) and not changed:
            return None
        return noun

    def _with_joined(self, reading: Reading, phrase: Phrase) -> int:
        """校长、|教师1800万人次: where the first of people counted together begins."""
        start = phrase.start
        if not self._phrases.is_person(reading.plain[phrase.head : phrase.end]):
            return start
        for _ in range(MOST_JOINED):
            index = reading.first_behind(start) - 1
            if index < 1 or reading.kind(index) is not Kind.JOINT or reading.words[index][1] != start:
                break
            before = self._phrases.left(reading, index - 1)
            if before is None or not self._phrases.is_person(reading.plain[before.head : before.end]):
                break
            start = self._without_verbs(reading, before).start
        return start

    def _without_verbs(self, reading: Reading, phrase: Phrase) -> Phrase:
        """种植|花椒3.7万亩, 为色达县援建|卫生院3所: the verb before its object is no part of the noun."""
        first, head = reading.first_behind(phrase.start), reading.first_behind(phrase.head)
        for index in range(head - 1, first, -1):
            by_name = (
                reading.words[index - 1][2] in ("ns", "nt", "nr") or reading.kind(index - 1) is Kind.ADVERB
            )
            acted_by = by_name or reading.surface(index - 1).endswith(self._agents)
            suffix = index == head - 1 and phrase.end - phrase.head == 1
            if (
                acted_by
                and not suffix
                and reading.words[index][2] in ("v", "vn")
                and self._is_act(reading, index)
            ):
                phrase = Phrase(reading.words[index][1], phrase.end, phrase.head)
                break
        while phrase.start < phrase.head:
            first = reading.first_behind(phrase.start)
            if not self._is_act(reading, first) or reading.words[first][2] == "vn":
                break
            begin = reading.words[first][1]
            if begin > phrase.head or reading.plain[phrase.head : phrase.end] in reading.suffixes:
                break
            phrase = Phrase(begin, phrase.end, phrase.head)
        return phrase

    def _without_change(self, noun: str) -> str:
        """价格下降, in one word of jieba's: the noun before the change."""
        change = next((word for word in self._changes if noun.endswith(word)), "")
        return noun[: -len(change)] if change and len(noun) > len(change) + 1 else noun

    def _has_giver(self, reading: Reading, phrase: Phrase) -> bool:
        """远大集团|捐款300万元: who gives stands before the verb."""
        index = reading.first_behind(phrase.head) - 1
        if reading.words[index][0] < phrase.start:
            return False
        word, tag = reading.surface(index), reading.words[index][2]
        return tag in ("nr", "ns", "nt") or word.endswith(self._agents) or self._phrases.is_person(word)

    def _is_act(self, reading: Reading, index: int) -> bool:
        word = reading.surface(index)
        if word in self._attributive:
            return False
        return word in self._giving or (reading.words[index][2] in ("v", "vn") and len(word) > 1)

    def _is_deed(self, reading: Reading, phrase: Phrase) -> bool:
        """A lone 培训 before the number is what was done, unless it is an object: 各类培训16期."""
        index = reading.first_behind(phrase.head)
        if reading.words[index][2] not in ("vn", "v") or not self._phrases.is_deed(reading.surface(index)):
            return False
        before = reading.words[index - 1][2] if index else ""
        return before not in ("r", "n", "a", "b", "uj", "v", "ul")

    def _skipped(self, reading: Reading, mention: Mention, dates: Sequence[Date]) -> tuple[int, bool, bool]:
        """The word before all between a noun and its number; whether a change or an act was told."""
        index = reading.last_before(mention.start)
        changed = acted = False
        if index >= 0 and reading.words[index][1] > mention.start:
            changed = True  # 翻了一番 in one word
            index -= 1
        if index > 0 and reading.surface(index) in ("由", "从") and self._is_first_value(reading, mention):
            changed = True  # 比例|由|75%提高至
            index -= 1
        for _ in range(MOST_SKIPPED):
            if index < 0:
                break
            word, kind = reading.surface(index), reading.kind(index)
            if self._phrases.is_glued(reading, index):
                break
            if word == "等" and reading.kind(index - 1) is Kind.NOUN:
                index -= 1  # 委员、合作伙伴等|约400人
                break
            date = _ending_at(dates, reading.words[index][1])
            if date is not None:
                index = reading.last_before(date.start)
            elif word in self._predicates or (
                reading.words[index][2] in ("v", "p") and len(word) > 1 and word[-1] in "到至为"
            ):
                changed = True
                index -= 1
            elif word in ("）", ")"):
                index = _before_bracket(reading, index)
            elif (
                (word in ("（", "(") and reading.words[index][1] == mention.start)
                or word in self._light
                or not word.strip()
                or kind is Kind.ADVERB
                or reading.words[index][2] == "t"
            ):
                index -= 1
            elif self._is_skipped_verb(reading, index, mention, acted=acted or changed):
                acted = True
                changed = changed or word in self._intransitive or reading.surface(index + 1) in ("到", "至")
                index -= 1
            else:
                break
        return index, changed, acted

    def _is_first_value(self, reading: Reading, mention: Mention) -> bool:
        """Whether what a number became stands behind it: 由1200间|增加至1500间."""
        return mention.unit_class == "ratio" or reading.plain.startswith(self._changes, mention.end)

    def _is_skipped_verb(self, reading: Reading, index: int, mention: Mention, *, acted: bool) -> bool:
        """One verb at most: 路灯|装了|130盏, 基本工资|调高到|27470元, 股价|大涨|44%."""
        if acted or mention.unit_class in ("length", "age"):
            return False
        if mention.unit_class == "person" and reading.surface(index) in self._intransitive and index > 0:
            return True
        given = reading.surface(index) in self._giving and mention.unit_class != "money" and index > 0
        arriving = reading.words[index][2] in ("v", "vn") and reading.surface(index + 1) in _ARRIVING
        if given and not (
            reading.surface(index - 1) in self._light or reading.kind(index - 1) is Kind.ADVERB
        ):
            given = False
        if not (reading.kind(index) is Kind.VERB or arriving or given):
            return False
        if mention.unit_class == "money":
            return reading.surface(index + 1) in ("到", "至", "为")
        return True

    def _share_verb(self, reading: Reading, mention: Mention) -> int | None:
        """The index of the word that says that a share or multiple is told: 占|财政收入的70%."""
        for position in range(index := reading.last_before(mention.start), max(-1, index - MOST_SKIPPED), -1):
            if reading.kind(position) is Kind.PAUSE:
                return None
            if self._takes_share(reading, position, mention):
                return position
        return None

    def _whose_share(self, reading: Reading, verb: int) -> str | None:
        """民生支出|占|财政收入的70%: the noun before the verb; 比重 itself in 的|占|比."""
        before = verb - 1
        while before >= 0 and reading.kind(before) is Kind.ADVERB:
            before -= 1
        as_noun = reading.surface(verb + 1) == "比" and reading.kind(before) is Kind.OF
        if as_noun:
            return reading.plain[reading.words[verb][0] : reading.words[verb + 1][1]]
        phrase = None if reading.kind(before) is Kind.PAUSE else self._phrases.left(reading, before)
        return None if phrase is None else cleaned(reading.plain[phrase.start : phrase.end])

    def _takes_share(self, reading: Reading, position: int, mention: Mention) -> bool:
        """占 with a share; 是, 只有 with what a multiple or share is measured by: 是去年的3倍."""
        word = reading.surface(position)
        of_another = reading.plain.startswith("的", mention.start - 1)
        return word in _TAKING_SHARE or (of_another and word in self._yardsticks)


def _ending_at(dates: Sequence[Date], end: int) -> Date | None:
    index = bisect.bisect_left(dates, end, key=lambda date: date.end)
    return dates[index] if index < len(dates) and dates[index].end == end else None


def _before_bracket(reading: Reading, index: int) -> int:
    for position in range(index - 1, max(-1, index - LONGEST_BRACKET), -1):
        if reading.surface(position) in ("（", "("):
            return position - 1
    return -1
