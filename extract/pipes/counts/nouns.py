"""The noun of a count: what is counted, to the right of the number, to its left, or told before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extract.facts import Date
from extract.pipes.counts.left import LeftNounFinder
from extract.pipes.counts.mentions import Mention
from extract.pipes.counts.phrases import Phrase, PhraseReader, cleaned
from extract.pipes.counts.words import Kind, Reading
from extract.text.prepare import Prepared

#: Right behind a measure and before its noun: 46厘米|长的|铁笔, 80%|的|面积.
_OF_MEASURE = ("长的", "宽的", "高的", "深的", "厚的", "重的", "的")
_MEASURES = frozenset({"area", "length", "weight", "volume", "energy", "money"})


#: Counts with so little between them are told of the same noun: 19872户81085人, 281栋共162万平方米.
_BESIDE = frozenset({"", "、", "共", "约", "，", "计", "近", "合计", "共计", "，共"})
_TOGETHER = frozenset({"", "约", "共", "合共", "合计", "共计", "总共"})
_ROW = frozenset({"、", "和", "与", "及", "以及", "，"})
_REST = ("当中", "当中有", "其余", "余下", "其中", "其中有", "剩下", "剩余", "余下的", "其余的")
#: So many counts before the rest are looked at for what it is of.
REACH_OF_REST = 5
_EACH = ("分别", "依次", "各")
#: 分别 stands so many characters before the first of its numbers at most.
REACH_OF_EACH = 6
_CONVERSION = re.compile(r"[（(][^（）()。，\n]{0,8}\d[^（）()。，\n]{0,12}[）)]")
#: 39个重灾县（市）
_KINDS_OF_PLACE = re.compile(r"[（(][县市区旗镇乡村街道社办、]{1,8}[）)]")
_LISTED = frozenset({"、", "和", "与", "及", "以及", "，", "到", "至"})


class NounFinder:
    """Finds the nouns of the counts of one article."""

    def __init__(self, phrases: PhraseReader) -> None:
        """Args: the reader of noun phrases."""
        self._phrases, grammar = phrases, phrases.grammar
        self._left = LeftNounFinder(phrases)
        self._attributes = tuple(grammar.attributes)
        self._noun_endings = tuple(grammar.noun_endings)
        self._person_units = frozenset(grammar.person_units)
        self._self_counting = frozenset(grammar.self_counting_units)
        self._sharing = frozenset(grammar.sharing)
        self._deed_units = frozenset(grammar.deed_units)
        self._body_units = frozenset(grammar.body_units)
        self._governing = tuple(grammar.governing)
        self._deeds = frozenset(grammar.deeds)
        self._event_units = frozenset(grammar.event_units)
        self._measured_before = tuple(grammar.measured_before)
        self._heads_of = {"length": tuple(grammar.length_heads), "money": tuple(grammar.money_heads)}

    def __call__(
        self, prepared: Prepared, mentions: Sequence[Mention], dates: Sequence[Date], names: Mapping[int, int]
    ) -> list[str | None]:
        """The noun of every count, or None.

        Args:
            prepared: the article.
            mentions: its counts, in text order.
            dates: its dates, which no noun crosses.
            names: start and end of every person's full name.
        """
        if not mentions:
            return []
        reading = self._phrases.reading(prepared, mentions, dates)
        nouns: list[str | None] = []
        right: list[bool] = []
        for number, mention in enumerate(mentions):
            carried = self._carried(prepared, mentions, nouns, number)
            floor = mentions[number - 1].end if number else 0
            noun, stands_behind = self._noun(reading, mention, dates, names, carried=carried, floor=floor)
            nouns.append(noun)
            right.append(stands_behind)
        _share_along(prepared, mentions, nouns, right)
        _tell_of_rest(prepared, mentions, nouns)
        self._share_out(prepared, reading, mentions, dates, nouns)
        return nouns

    def _share_out(
        self,
        prepared: Prepared,
        reading: Reading,
        mentions: Sequence[Mention],
        dates: Sequence[Date],
        nouns: list[str | None],
    ) -> None:
        """鸡、牛、羊分别达170万羽、3.66万头、13.87万只: each of the counts has its own."""
        first = 0
        while first < len(mentions):
            last = first
            while last + 1 < len(mentions) and (
                prepared.plain[mentions[last].end : mentions[last + 1].start] in _ROW
            ):
                last += 1
            number = last - first + 1
            before = prepared.plain[max(0, mentions[first].start - REACH_OF_EACH) : mentions[first].start]
            if number > 1 and any(word in before for word in _EACH):
                listed = self._left.listed(reading, mentions[first], dates, number)
                if listed:
                    nouns[first : last + 1] = listed
            first = last + 1

    def _carried(
        self, prepared: Prepared, mentions: Sequence[Mention], nouns: Sequence[str | None], number: int
    ) -> str | None:
        """The noun of the count before in the sentence, if this one may still be told of it."""
        if not number:
            return None
        mention, before = mentions[number], mentions[number - 1]
        if prepared.sentence_at(mention.start)[0] > before.start:
            return None
        if "另" in prepared.plain[before.end : mention.start]:
            return None  # 死亡人数升至2497人，另有|2476人受伤
        if mention.unit_class == "age":
            told_of = prepared.plain[before.end : mention.start]
            return nouns[number - 1] if before.unit_class == "person" and "年龄" in told_of else None
        if mention.unit_class == "ratio" or mention.amount.unit == before.amount.unit:
            return nouns[number - 1]
        return None

    def _noun(
        self,
        reading: Reading,
        mention: Mention,
        dates: Sequence[Date],
        names: Mapping[int, int],
        *,
        carried: str | None,
        floor: int,
    ) -> tuple[str | None, bool]:
        """The noun of one count, and whether it stands behind the count.

        Args:
            reading: the article.
            mention: the count.
            dates: the article's dates.
            names: start and end of every person's full name.
            carried: what the count before was told of, where this one may be too.
            floor: where that count ends, which no noun on the left crosses.
        """
        if mention.unit_class == "age":
            aged = self._aged(reading, mention, names) or self._left.aged(reading, mention, dates, names)
            return aged or carried, False
        person = mention.amount.unit in self._person_units
        noun = None
        if mention.noun_side != "left" and mention.amount.unit not in self._self_counting:
            noun = self._right(reading, mention, person=person)
        if noun is not None:
            return noun, True
        return self._left(reading, mention, dates, person=person, carried=carried, floor=floor), False

    def _right(self, reading: Reading, mention: Mention, *, person: bool) -> str | None:
        share = mention.unit_class == "ratio" or mention.amount.unit is None
        if share or mention.unit_class in _MEASURES:
            return self._measured(reading, mention, share=share)
        return self._counted(reading, mention, person=person)

    def _counted(self, reading: Reading, mention: Mention, *, person: bool) -> str | None:
        """Behind a measure word: a phrase at once, or behind a clause that says more of it."""
        begin = mention.end + reading.plain.startswith(("的", "级"), mention.end)  # 亿吨|级|大发现
        index = reading.first_behind(begin)
        if index >= len(reading.words) or (reading.barred(index) and reading.words[index][0] > begin):
            return None
        behind = self._phrases.light_attribute(reading, index)
        if behind is not None and behind < len(reading.words):
            index, begin = behind, reading.words[behind][0]
        direct = self._phrases.right(reading, index, begin, person=person)
        clause = None
        start = mention.start
        if direct is None or not self._is_sure(reading, index, direct, person=person, governed_at=start):
            clause = self._phrases.behind_clause(reading, index, person=person)
        if direct is None and clause is None and person:
            direct = self._phrases.people_ahead(reading, index, begin)
        acts = direct is not None and self._begins_with_act(reading, index, begin, direct)
        if clause is not None and (
            direct is None or acts or self._may_be_counted(reading, clause, person=person)
        ):
            direct = clause
        elif acts:
            return None
        if direct is None and reading.surface(index, begin) in self._sharing:
            return self._shared(reading, index + 1)  # 有6个|是|共产党员
        if direct is None:
            return self._deed(reading, index, mention) or (
                None if person else self._named_thing(reading, index, begin)
            )
        end = self._with_deed(reading, mention, direct.end)
        if mention.amount.unit in self._body_units and direct.start < direct.head:
            head = reading.plain[direct.head : direct.end]
            end = direct.head if self._phrases.is_person(head) else end
        bracket = _KINDS_OF_PLACE.match(reading.plain, end)
        end = end if bracket is None or reading.plain[end - 1] not in "县市区旗镇乡村" else bracket.end()
        return cleaned(reading.plain[direct.start : end])

    def _with_deed(self, reading: Reading, mention: Mention, end: int) -> int:
        """Where 新工会|申请 ends, of 679宗: a verb behind the noun and before a pause is what is counted."""
        if mention.amount.unit not in self._deed_units or mention.amount.unit in self._event_units:
            return end
        index = reading.first_behind(end)
        if index >= len(reading.words) or reading.barred(index) or reading.surface(index) not in self._deeds:
            return end
        return reading.words[index][1] if reading.kind(index + 1) is Kind.PAUSE else end

    def _is_sure(
        self, reading: Reading, index: int, phrase: Phrase, *, person: bool, governed_at: int
    ) -> bool:
        """Whether a phrase right behind the unit needs no look at what follows."""
        if person:
            after = reading.first_behind(phrase.end)
            if reading.kind(after) is Kind.VERB and reading.kind(after + 1) is Kind.OF:
                return False  # 7名特首|委任的|成员
            return self._phrases.is_person(reading.plain[phrase.start : phrase.end])
        if reading.plain.endswith(self._governing, 0, governed_at):
            return True  # 覆盖|20多个学科|的专家团队
        after = reading.first_behind(phrase.end)
        if reading.barred(after) and reading.kind(after) is not Kind.PAUSE:
            measured = reading.plain.endswith(self._measured_before, 0, phrase.end)
            # 4个总投资|5.5亿元|的项目
            return not measured and self._may_be_counted(reading, phrase, person=False)
        if reading.plain.startswith("的", phrase.end) and not self._may_be_counted(
            reading, phrase, person=False
        ):
            return False  # 两个愚笨至极|的志愿者
        if reading.kind(after) is Kind.VERB and reading.kind(after + 1) is Kind.OF:
            return self._may_be_counted(reading, phrase, person=False)  # 三个有机|衔接的|体系
        return reading.kind(index) is not Kind.VERB

    def _may_be_counted(self, reading: Reading, phrase: Phrase, *, person: bool) -> bool:
        noun = reading.plain[phrase.head : phrase.end]
        if person:
            return self._phrases.is_person(noun)
        return (
            self._phrases.is_counted(noun)
            or self._phrases.is_person(noun)
            or noun.endswith(self._noun_endings)
        )

    def _begins_with_act(self, reading: Reading, index: int, begin: int, phrase: Phrase) -> bool:
        """20盏|没有通电: a verb that says what they do, not which they are."""
        noun = reading.plain[phrase.head : phrase.end]
        return (
            reading.kind(index, begin) is Kind.VERB
            and phrase.start < phrase.head
            and len(noun) > 1
            and not (self._phrases.is_counted(noun) or self._phrases.is_person(noun))
            and not noun.endswith(self._noun_endings)
        )

    def _deed(self, reading: Reading, index: int, mention: Mention) -> str | None:
        """15万宗|申请, 1宗|移交申请: verbs alone are what is counted."""
        if mention.amount.unit not in self._deed_units or not self._may_be_deed(reading, index):
            return None
        two = mention.amount.unit not in self._event_units and self._may_be_deed(reading, index + 1)
        last = index + two
        end = reading.words[last][1]
        if reading.kind(last + 1) is not Kind.PAUSE:
            return None
        return reading.plain[reading.words[index][0] : end]

    @staticmethod
    def _may_be_deed(reading: Reading, index: int) -> bool:
        return reading.kind(index) is Kind.VERB or (
            reading.kind(index) is Kind.MODIFIER and reading.words[index][2] in ("v", "vn")
        )

    def _named_thing(self, reading: Reading, index: int, begin: int) -> str | None:
        """黄花鱼, 雪山: what jieba takes for a name."""
        if reading.words[index][2] not in ("nr", "ns", "i", "s") or reading.words[index][0] < begin:
            return None
        after = index
        while (
            after + 1 < len(reading.words)
            and reading.words[after + 1][2] in ("nr", "ns", "a", "n")
            and after < index + 2
        ):
            after += 1
        return (
            reading.plain[begin : reading.words[after][1]] if reading.kind(after + 1) is Kind.PAUSE else None
        )

    def _measured(self, reading: Reading, mention: Mention, *, share: bool) -> str | None:
        """Behind a measure or a share: 12公里山路, 80%的面积, 60%是结石患者, 2000万元帮扶资金."""
        begin = self._behind_conversion(reading, mention)
        behind = next((mark for mark in _OF_MEASURE if reading.plain.startswith(mark, begin)), "")
        begin += len(behind)
        index = reading.first_behind(begin)
        if index >= len(reading.words) or (reading.barred(index) and reading.words[index][0] > begin):
            return None
        if share and not behind and reading.surface(index) in self._sharing:
            return self._shared(reading, index + 1)
        if behind and self._left.stands_beside(reading, mention, rate=share):
            return None
        if not behind:
            attribute = self._phrases.light_attribute(reading, index)
            if attribute is not None and attribute < len(reading.words):
                index, begin, behind = attribute, reading.words[attribute][0], "的"
        phrase = self._phrases.right(reading, index, begin, person=False)
        if phrase is None or (reading.verbal(index) and not behind):
            clause = self._phrases.behind_clause(reading, index, person=False)
            phrase = clause if clause is not None and not share else phrase
        heads = self._heads_of.get(mention.unit_class)
        sure = phrase is not None and self._is_sure_measured(reading.plain[phrase.head : phrase.end], heads)
        thing = phrase is not None and reading.words[reading.first_behind(phrase.head)][2] == "n"
        if phrase is not None and not (share or sure or thing) and reading.plain.startswith("的", phrase.end):
            behind_it = reading.first_behind(phrase.end + 1)
            phrase = self._phrases.right(reading, behind_it, phrase.end + 1, person=False) or phrase
        if phrase is None and mention.unit_class in ("area", "weight"):
            return self._named_thing(reading, index, begin)
        priced = behind == "的" and mention.unit_class == "money"  # 每股5港元的价格
        attribute = phrase is not None and reading.plain[phrase.head : phrase.end].endswith(self._attributes)
        if phrase is None or (attribute and not priced):
            return None
        if not behind and heads is not None and not reading.plain[phrase.head : phrase.end].endswith(heads):
            return None
        if not behind and self._begins_with_act(reading, index, begin, phrase):
            return None
        return cleaned(reading.plain[phrase.start : phrase.end])

    def _is_sure_measured(self, head: str, heads: tuple[str, ...] | None) -> bool:
        return self._phrases.is_counted(head) or (heads is not None and head.endswith(heads))

    @staticmethod
    def _behind_conversion(reading: Reading, mention: Mention) -> int:
        """Where the sum in another currency ends: 2.97万美元（23.2万港元）|服务费."""
        if mention.unit_class != "money":
            return mention.end
        match = _CONVERSION.match(reading.plain, mention.end)
        return mention.end if match is None else match.end()

    def _shared(self, reading: Reading, index: int) -> str | None:
        if index >= len(reading.words):
            return None
        begin = reading.words[index][0]
        phrase = None
        if not reading.barred(index):
            phrase = self._phrases.right(reading, index, begin, person=False)
        phrase = phrase or self._phrases.behind_clause(reading, index, person=False)
        return None if phrase is None else cleaned(reading.plain[phrase.start : phrase.end])

    def _aged(self, reading: Reading, mention: Mention, names: Mapping[int, int]) -> str | None:
        """28岁的|姑娘, 43岁的|马军海: who is so old, where it stands right behind."""
        begin = mention.end
        begin += reading.plain.startswith("的", begin)
        if begin in names:
            return reading.plain[begin : names[begin]]
        index = reading.first_behind(begin)
        if index >= len(reading.words) or (reading.barred(index) and reading.words[index][0] > begin):
            return None
        phrase = self._phrases.right(reading, index, begin, person=True)
        if phrase is not None and phrase.end in names:
            return reading.plain[phrase.end : names[phrase.end]]  # 18岁的被告|陈俊辉
        noun = None if phrase is None else cleaned(reading.plain[phrase.start : phrase.end])
        if noun and self._phrases.is_person(noun):
            return noun
        return reading.surface(index, begin) if reading.words[index][2] in ("nr", "nrt") else None


def _tell_of_rest(prepared: Prepared, mentions: Sequence[Mention], nouns: list[str | None]) -> None:
    """15名被告…；其余|14人: the rest and the part of what was counted before in the sentence."""
    for i in range(1, len(mentions)):
        if nouns[i] is not None or not prepared.plain.endswith(_REST, 0, mentions[i].start):
            continue
        sentence, _ = prepared.sentence_at(mentions[i].start)
        for j in range(i - 1, max(-1, i - 1 - REACH_OF_REST), -1):
            if mentions[j].start < sentence:
                break
            if nouns[j] is not None and mentions[j].unit_class == mentions[i].unit_class:
                nouns[i] = nouns[j]
                break


def _share_along(
    prepared: Prepared, mentions: Sequence[Mention], nouns: list[str | None], right: Sequence[bool]
) -> None:
    """Counts beside one another have one noun: 技术人员97批561人次, 41箱约3547册图书, 124条、89条."""
    for i in range(1, len(mentions)):
        between = prepared.plain[mentions[i - 1].end : mentions[i].start]
        if nouns[i] is None and nouns[i - 1] is not None:
            same_unit = mentions[i].amount.unit == mentions[i - 1].amount.unit
            apart = "，" in between and "ratio" in (mentions[i].unit_class, mentions[i - 1].unit_class)
            if (between in _BESIDE and not apart) or (same_unit and between in _LISTED):
                nouns[i] = nouns[i - 1]
    for i in range(len(mentions) - 1, 0, -1):
        between = prepared.plain[mentions[i - 1].end : mentions[i].start]
        if between in _TOGETHER and right[i] and not right[i - 1]:
            nouns[i - 1] = nouns[i]
        elif nouns[i - 1] is None and nouns[i] is not None:
            same_unit = mentions[i].amount.unit == mentions[i - 1].amount.unit
            if between in _TOGETHER or (same_unit and between in ("、", "和", "及")):
                nouns[i - 1] = nouns[i]
