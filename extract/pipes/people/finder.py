"""People: everyone named in full, with every mention."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from extract.facts import Person, Role, Span
from extract.pipes.people.addressed import AddressedFinder
from extract.pipes.people.dotted import DottedNameFinder
from extract.pipes.people.double import BothSurnames
from extract.pipes.people.foreign import ForeignNameFinder
from extract.pipes.people.lattice import Candidate
from extract.pipes.people.names import NameFinder, NameMention
from extract.pipes.people.occurrences import NameIndex
from extract.pipes.people.roll import Entry, Roll
from extract.pipes.people.staff import StaffFinder, StaffName
from extract.pipes.people.things import NamedThings
from extract.rules import RuleBook
from extract.text.prepare import Prepared

_SHIP = re.compile("[”」]?号")  # the “哈里·杜鲁门”号 is a ship
#: Without one of these no rule of rules/people/named.toml can match.
_SAYS_WHO = re.compile(
    r"[,，:：、（(]\s?[男女]|先生|女士|中文名|[,，:：](?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?出?生"
)
HAN_NAME_RULE = "people.han-name"
DOTTED_RULE = "people.dotted"
BY_SOUND_RULE = "people.by-sound"
WELL_KNOWN_RULE = "people.well-known"
WELL_KNOWN_ODDS = 5.0
"""Log-odds that a well-known name is one wherever it stands."""

#: How surely a name is one that a rule has found, where no weights tell.
RULE_SCORE = 0.98
SCORES = {"people.well-known": 0.99, "people.dotted": 0.97, "people.morphemes": 0.95, "people.called": 0.9}


def _dotted_names(book: RuleBook) -> DottedNameFinder:
    names = [*book.words("people/foreign_names"), *book.words("people/foreign_places")]
    return DottedNameFinder(
        "".join((*book.words("people/translit_chars"), *book.words("people/dotted_chars"))),
        "".join(book.words("people/function_characters")),
        "".join(book.words("people/characters_behind")),
        frozenset(book.words("people/not_foreign")),
        frozenset(names),
        titles=frozenset(book.words("people/strong_titles")),
    )


#: Part of a name with a dot that may stand alone: how long it is at least, and its log-odds.
SHORTEST_PART, PART_ODDS = 3, 6.0

#: 阿强 is how somebody is called, no full name.
_FAMILIAR, LENGTH_OF_FAMILIAR = "阿", 2

#: A name with both surnames has so many characters.
LENGTH_WITH_BOTH = 4

#: How far before a name a place abroad may begin that it is cut out of, and how long one is.
PLACE_REACH, LONGEST_PLACE = 3, 7


class PeopleFinder:
    """Finds the people of a prepared article; their posts outside bylines are found later."""

    def __init__(self, book: RuleBook, twin: Callable[[str], str]) -> None:
        """Args: the rules, word lists and weights, and what simplifies a user's names."""
        self._staff = StaffFinder(book)
        self._foreign = book.matcher("foreign")
        self._dotted = _dotted_names(book)
        self._named = book.matcher("named")
        self._person_words = frozenset(book.words("people/person_words"))
        self._well_known = NameIndex(book.words("people/well_known"))
        self._names = NameFinder.load(book.directories[0] / "people")
        self._with_both_surnames = BothSurnames(self._names.lexicon, self._person_words)
        self._by_sound = ForeignNameFinder.load(book.directories[0] / "people")
        self._foreign_places = frozenset(book.words("people/foreign_places"))
        self._things = NamedThings.load(book.directories[0] / "people")
        self._addressed = AddressedFinder(book, self._names.lexicon.usual)
        self._given = frozenset(map(twin, book.words("people/known_names")))
        never = [*book.words("people/known_not_names"), *book.words("people/never_names")]
        self._refused = frozenset(map(twin, never)) - self._given
        self._short_forms = tuple(book.words("people/short_forms"))
        self._never_given = frozenset(book.words("people/never_given"))
        self._never_cut = self._given.union(book.words("people/well_known"))

    def __call__(self, prepared: Prepared) -> list[Person]:
        """The people in the order of their first mention; makers named by metadata alone last."""
        staff = [maker for maker in self._staff(prepared) if maker.name not in self._refused]
        roll = Roll()
        taken: list[tuple[int, int]] = []
        parts: set[str] = set()
        for start, end, name, rule in self._foreign_names(prepared):
            roll.add(name, (start, end), rule, SCORES.get(rule, RULE_SCORE))
            taken.append((start, end))
            parts.update(part for part in name.split("·") if "·" in name and len(part) >= SHORTEST_PART)
        known = frozenset(s.name for s in staff if "·" not in s.name) | self._given
        for found, rule in self._han_names(prepared, known, parts - self._foreign_places):
            name = prepared.plain[found.start : found.end]
            # foreign names stand in order and apart: only the last that begins before the end can overlap
            before = bisect.bisect_left(taken, (found.end, 0)) - 1
            overlaps = before >= 0 and taken[before][1] > found.start
            refused = name in self._refused or prepared.in_boilerplate(found.start)
            refused = refused or self._things.is_thing(prepared.plain, found.start, found.end)
            beside = prepared.plain[found.start - 1 : found.start] + prepared.plain[found.end : found.end + 1]
            familiar = len(name) == LENGTH_OF_FAMILIAR and name[0] == _FAMILIAR
            refused = refused or (familiar and name not in self._given)
            refused = refused or self._is_short_form(name, prepared.plain[found.start - 1 : found.start])
            if refused or overlaps or "·" in beside or self._in_place(prepared.plain, found.start, found.end):
                continue
            roll.add(name, (found.start, found.end), rule, SCORES.get(rule, found.score))
        makers: dict[str, list[StaffName]] = {}
        for maker in staff:
            place = (maker.start, maker.end) if maker.start >= 0 else None
            roll.add(maker.name, place, maker.rule, RULE_SCORE)
            roll.entries[maker.name].rule = maker.rule
            makers.setdefault(maker.name, []).append(maker)
        roll.join_parts(prepared.plain)
        self._addressed(prepared, roll, makers)
        people = [
            self._person(prepared, name, entry, makers.get(name, ())) for name, entry in roll.entries.items()
        ]
        return sorted(people, key=lambda p: p.mentions[0].start if p.mentions else len(prepared.plain))

    def _is_short_form(self, name: str, before: str) -> bool:
        """Whether it is a double surname, alone or with what goes on behind it: 林郑|续说."""
        if before + name[0] in self._short_forms and name not in self._given:
            return True  # 林|郑和
        if not name.startswith(self._short_forms) or name in self._never_cut:
            return False
        return len(name) < LENGTH_WITH_BOTH or name[2:] in self._never_given

    def _han_names(
        self, prepared: Prepared, known: frozenset[str], parts: set[str]
    ) -> Iterable[tuple[NameMention, str]]:
        """Names that are given, named by the text, well known or weighed, with the rule of each.

        ``parts`` are those of names with a dot, which may stand alone: 买买提明 of 买买提明·托合提.
        """
        plain = prepared.plain
        named = {}
        if _SAYS_WHO.search(plain):
            named = {match.groups["name"]: match.rule.id for match in self._named(plain)}
        well_known = [
            Candidate(start, end, WELL_KNOWN_ODDS)
            for start, end in self._well_known(plain)
            if not self._things.is_named_after(plain, end)
        ]
        by_sound = self._by_sound(plain, prepared.words)
        by_sound += [Candidate(start, end, PART_ODDS) for start, end in NameIndex(parts)(plain)]
        rules = {(item.start, item.end): WELL_KNOWN_RULE for item in well_known}
        rules |= {(item.start, item.end): BY_SOUND_RULE for item in by_sound}
        mentions = self._names(plain, prepared.words, known.union(named), [*well_known, *by_sound])
        if plain != prepared.original:
            mentions = self._with_both_surnames(plain, mentions)
        told = {found: rules.get((found.start, found.end), HAN_NAME_RULE) for found in mentions}
        whole = self._in_full(prepared, mentions, told)
        if "-" in plain or "—" in plain:
            whole = self._with_hyphens(prepared, whole)
        for found in whole:
            name = plain[found.start : found.end]
            rule = rules.get((found.start, found.end)) or told.get(found, BY_SOUND_RULE)
            yield found, named.get(name) or rule

    def _in_full(
        self, prepared: Prepared, mentions: Sequence[NameMention], told: Mapping[NameMention, str]
    ) -> list[NameMention]:
        """The mentions, those written by sound with what was left of them before a bracket or comma."""
        whole: list[NameMention] = []
        for found in mentions:
            by_sound = told[found] == BY_SOUND_RULE
            span = (found.start, found.end)
            start, end = self._dotted.in_full(prepared.plain, prepared.words, span, by_sound=by_sound)
            if by_sound or end > found.end:
                while whole and whole[-1].end > start:
                    whole.pop()  # 安德鲁 and 约翰逊（Andrew Johnson） were found apart
                whole.append(found._replace(start=start, end=end))
            elif not whole or found.start >= whole[-1].end:
                whole.append(found)
        return whole

    def _with_hyphens(self, prepared: Prepared, mentions: Sequence[NameMention]) -> list[NameMention]:
        """The mentions with the parts that a hyphen joins to them."""
        whole: list[NameMention] = []
        for found in mentions:
            span = (found.start, found.end)
            start, end = self._dotted.around_hyphen(
                prepared.plain, prepared.words, span, self._foreign_places
            )
            if not whole or start >= whole[-1].end:
                whole.append(found._replace(start=start, end=end))
            elif end > whole[-1].end:  # each part was found by itself, the second one longer
                whole[-1] = whole[-1]._replace(end=end)
        return whole

    def _in_place(self, plain: str, start: int, end: int) -> bool:
        """Whether a name is, or is cut out of, a place abroad: 叶卡捷琳堡."""
        return any(
            plain[begin:stop] in self._foreign_places
            for begin in range(max(0, start - PLACE_REACH), start + 1)
            for stop in range(max(end, begin + 2), begin + LONGEST_PLACE + 1)
        )

    def _foreign_names(self, prepared: Prepared) -> Iterable[tuple[int, int, str, str]]:
        """Names by rule, and every other place where the same string stands."""
        found: dict[str, str] = {}
        if "·" in prepared.plain:
            known = (prepared.plain[start:end] for start, end in self._well_known(prepared.plain))
            found.update((name, WELL_KNOWN_RULE) for name in known if "·" in name)
            for start, end in self._dotted(prepared.plain, prepared.words):
                name = prepared.plain[start:end]
                is_thing = self._things.is_named_after(prepared.plain, end)
                is_thing = is_thing or _SHIP.match(prepared.plain, end) is not None
                if not (is_thing or prepared.in_boilerplate(start) or name in self._refused):
                    found.setdefault(name, DOTTED_RULE)
        for match in self._foreign(prepared.plain):
            start, end = match.span("name")
            name = prepared.plain[start:end]
            if prepared.in_boilerplate(start) or name in self._refused:
                continue
            if name in self._foreign_places or _SHIP.match(prepared.plain, end):
                continue
            if match.rule.params.get("may_be_place") and self._is_place(prepared, start, end):
                continue
            found.setdefault(name, match.rule.id)
        for start, end in NameIndex(found)(prepared.plain):
            name = prepared.plain[start:end]
            yield start, end, name, found[name]

    @staticmethod
    def _is_place(prepared: Prepared, start: int, end: int) -> bool:
        """Whether jieba knows a place or body in the stretch: 哈萨克斯坦 is written like a name."""
        index = max(bisect.bisect_right(prepared.words, (start, len(prepared.plain), "")) - 1, 0)
        while index < len(prepared.words) and prepared.words[index][0] < end:
            if prepared.words[index][2] in ("ns", "nt") and prepared.words[index][1] > start:
                return True
            index += 1
        return False

    @staticmethod
    def _person(prepared: Prepared, name: str, entry: Entry, made: Sequence[StaffName]) -> Person:
        ordered = sorted(set(entry.places))
        full = next(((s, e) for s, e in ordered if prepared.plain[s:e] == name), None)
        roles: dict[tuple[str, str | None], Role] = {}
        for maker in made:
            if maker.title is not None:
                start, end = max(maker.start, 0), max(maker.end, 0)
                role = Role(maker.title, maker.org, "current", None, start, end, maker.rule)
                roles.setdefault((maker.title, maker.org), role)
        return Person(
            name=name,
            mentions=tuple(Span(start, end) for start, end in ordered),
            roles=tuple(roles.values()),
            staff=bool(made),
            rule=entry.rule,
            score=entry.score,
            original=prepared.original[full[0] : full[1]] if full else name,
        )
