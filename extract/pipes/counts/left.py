"""The noun left of a count: what stands before the number and all that tells how it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.facts import Date
from extract.pipes.counts.between import MOST_SKIPPED, Between
from extract.pipes.counts.mentions import Mention
from extract.pipes.counts.phrases import Phrase, PhraseReader, cleaned
from extract.pipes.counts.words import Kind, Reading

#: So many nouns at most are counted together on the left.
MOST_JOINED = 4
#: A name that jieba alone tells as one has so many characters at most.
LONGEST_NAME = 4
#: How far, in words, a clause before is looked through for what it speaks of.
LONGEST_CLAUSE = 20
#: Units that count things one by one: their noun is told on in later clauses (厨师走了7个，留下4个).
_ONE_BY_ONE = frozenset({"person", "household", "thing", "event"})
_LENGTHS_OF_LIFE = ("寿命", "年龄")
_AMONG = frozenset({"中", "当中", "之中"})
_TAKING_SHARE = frozenset({"占", "占全", "占总", "约占", "占到", "占了", "共占"})


class LeftNounFinder:
    """Finds the noun that a count is told of on its left."""

    def __init__(self, phrases: PhraseReader) -> None:
        """Args: the reader of noun phrases."""
        self._phrases, grammar = phrases, phrases.grammar
        self._between = Between(phrases)
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
        self._wholes = tuple(grammar.wholes)
        self._compared = frozenset(grammar.compared)
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
        skipped = self._between(reading, mention, dates)
        index, changed, acted = skipped.index, skipped.changed, skipped.acted
        told_on = mention.unit_class in _ONE_BY_ONE and mention.amount.unit != "人" and index < last
        flows = index < last and mention.amount.unit in self._flow_units
        next_share = mention.unit_class == "ratio" and index == last  # 7成加薪，|3成冻薪
        carried = carried if changed or acted or told_on or next_share else None
        if index < 0:
            return carried
        if reading.kind(index) is Kind.PAUSE:
            topic = self._topic_before(reading, index, floor) if changed or flows else None
            topic = topic or self._among(reading, index, floor)
            if topic is None and carried is None and told_on:
                topic = self._things_before(reading, index, floor)
            return topic or self._goods_before(reading, index, floor) or carried
        nominal = changed or mention.unit_class == "ratio"
        phrase = self._phrases.left(reading, index, floor=floor, nominal=nominal)
        before = 0 if phrase is None else reading.first_behind(phrase.start) - 1
        if mention.unit_class == "ratio" and before > 0 and reading.surface(before) in self._compared:
            phrase = self._phrases.left(reading, before - 1, floor=floor)  # 增速|比|全省平均水平高
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

    def _goods_before(self, reading: Reading, pause: int, floor: int) -> str | None:
        """货物一批，|总价值2000万元: what is worth so much."""
        if pause < 1 or reading.surface(pause + 1) not in self._worths:
            return None
        goods = self._phrases.left(reading, pause - 1, floor=floor)
        return None if goods is None else cleaned(reading.plain[goods.start : goods.end])

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
        """Whether a noun of measure stands before the number: 总投资|5.5亿元的项目, 普及率达|66%的互联网.

        Args:
            reading: the article.
            mention: the count.
            rate: whether it is a share, which is told of a rate.
        """
        if not rate:
            return reading.plain.endswith(self._measured_before, 0, mention.start)
        index = self._between(reading, mention, ()).index
        return index >= 0 and reading.surface(index).endswith(self._rates)

    def listed(self, reading: Reading, mention: Mention, dates: Sequence[Date], number: int) -> list[str]:
        """鸡、牛、羊养殖规模|分别达: the nouns of so many counts in a row; none where there are fewer."""
        index = self._between(reading, mention, dates).index
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
        index = self._between(reading, mention, dates).index
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
        phrase = self._without_verbs(reading, self._without_attribute(reading, phrase))
        noun = cleaned(reading.plain[self._with_joined(reading, phrase) : phrase.end])
        if noun is None:
            return None
        noun = self._without_change(noun)
        if person and not (
            self._phrases.is_person(noun) or noun.endswith(self._person_measures) or "”" in noun
        ):
            return None
        if self._is_whole_or_holder(reading, mention, phrase, noun):
            return None
        if not changed and self._is_done(reading, mention, phrase, noun):
            return None
        doer = self._phrases.is_person(noun) or noun.endswith(self._agents)
        before = reading.first_behind(phrase.start) - 1
        if acted and not changed and (doer or (before >= 0 and reading.words[before][2] == "p")):
            return None  # 根据公约|提出1宗
        if mention.amount.unit in self._event_units and (acted or self._phrases.is_person(noun)):
            return None
        return noun

    def _without_attribute(self, reading: Reading, phrase: Phrase) -> Phrase:
        """经济的增长|速度: what is counted is what the growth is of."""
        head = reading.plain[phrase.head : phrase.end]
        first = reading.last_before(phrase.start + 1)
        if not head.endswith(self._attributes) or reading.kind(first - 1) is not Kind.OF:
            return phrase
        words = reading.words[first : reading.first_behind(phrase.head)]
        if any(tag in ("n", "nz") for _, _, tag in words):
            return phrase  # 地表水的|优良水质断面比例
        return self._phrases.left(reading, first - 2) or phrase

    def _is_whole_or_holder(self, reading: Reading, mention: Mention, phrase: Phrase, noun: str) -> bool:
        """民主党|失去2席, 总数的|96.4%, 用于建设的|7000亿元: who holds them, the whole, what for."""
        if mention.amount.unit in self._held_units and not noun.endswith(mention.amount.unit):
            return True
        if reading.plain[phrase.end : mention.start] != "的":
            return False
        if mention.unit_class == "ratio":
            return noun.endswith(self._wholes)
        before = reading.first_behind(phrase.start) - 1
        return (
            mention.unit_class == "money"
            and before >= 0
            and reading.kind(before) in (Kind.VERB, Kind.STOP)
        )

    def _is_done(self, reading: Reading, mention: Mention, phrase: Phrase, noun: str) -> bool:
        """陆续|生下200多只, 远大集团捐款|300万元: what was done, and who did it, is not what is counted."""
        alone = phrase.start == phrase.head
        before = reading.first_behind(phrase.start) - 1
        if alone and before >= 0 and reading.words[before][2] == "d":
            return True  # a verb that jieba takes for a noun
        is_object = before >= 0 and (
            reading.kind(before) in (Kind.VERB, Kind.OF) or reading.surface(before) in self._predicates
        )
        if not is_object and (noun in self._giving or (alone and self._is_deed(reading, phrase))):
            return True
        if reading.plain[phrase.head : phrase.end] in self._donating and self._has_giver(reading, phrase):
            return True
        return mention.unit_class in ("money", "length") and noun.endswith(self._agents)

    def _with_joined(self, reading: Reading, phrase: Phrase) -> int:
        """校长、|教师1800万人次: where the first of people counted together begins."""
        start = phrase.start
        head = reading.plain[phrase.head : phrase.end]
        people = self._phrases.is_person(head)
        if not people and (phrase.start < phrase.head or not self._phrases.is_counted(head)):
            return start  # 国家和|地区
        for _ in range(MOST_JOINED):
            index = reading.first_behind(start) - 1
            if index < 1 or reading.kind(index) is not Kind.JOINT or reading.words[index][1] != start:
                break
            if reading.barred(index):
                break  # 还押人士107人、|被告540人
            before = self._phrases.left(reading, index - 1)
            if before is None:
                break
            other = reading.plain[before.head : before.end]
            if not (self._phrases.is_person(other) if people else self._phrases.is_counted(other)):
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
            done = first > 0 and reading.words[first - 1][2] in ("d", "t")  # 先后|发展|市场主体
            if not self._is_act(reading, first) or (reading.words[first][2] == "vn" and not done):
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
        word = reading.surface(index)
        if reading.words[index][2] not in ("vn", "v") or not self._phrases.is_deed(word):
            return False
        if word.endswith(self._attributes):
            return False  # 增速, which jieba takes for a verb
        before = reading.words[index - 1][2] if index else ""
        return before not in ("r", "n", "a", "b", "uj", "v", "ul")

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
        while before >= 0 and (reading.kind(before) is Kind.ADVERB or reading.words[before][2] == "d"):
            before -= 1
        if reading.surface(verb + 1) == "比" and reading.kind(before) is Kind.OF:
            return reading.plain[reading.words[verb][0] : reading.words[verb + 1][1]]
        if reading.kind(before) is Kind.PAUSE:
            return None
        phrase = self._phrases.left(reading, before, nominal=True)
        if phrase is None:
            return None
        return cleaned(reading.plain[phrase.start : phrase.end].removesuffix("所"))  # 增加值|所占

    def _takes_share(self, reading: Reading, position: int, mention: Mention) -> bool:
        """占 with a share; 是, 只有 with what a multiple or share is measured by: 是去年的3倍."""
        word = reading.surface(position)
        of_another = reading.plain.startswith("的", mention.start - 1)
        return word in _TAKING_SHARE or (of_another and word in self._yardsticks)
