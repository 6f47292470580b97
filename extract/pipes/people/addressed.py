"""Mentions that are not the full name: 孙医生, 老孙, and the given name alone."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from extract.pipes.people.candidates import is_han
from extract.pipes.people.occurrences import NameIndex
from extract.pipes.people.roll import Place, Roll
from extract.rules import RuleBook
from extract.text.prepare import Prepared

_DIVISIONS = frozenset("县市村镇乡区")
_GIVEN_LENGTH = 2


class AddressedFinder:
    """Finds the mentions of an article's persons by surname and title, by nickname, by given name."""

    def __init__(self, book: RuleBook, usual: Container[str]) -> None:
        """Args: the rules, and ordinary words of two characters, which are nobody's name alone."""
        self._compound = tuple(book.words("people/compound_surnames"))
        address = [*book.words("people/address_words"), *book.words("roles/address_titles")]
        self._address = re.compile("|".join(sorted(map(re.escape, address), key=len, reverse=True)))
        self._said_of = re.compile("|".join(map(re.escape, book.words("people/said_of_persons"))))
        self._usual = usual

    def __call__(self, prepared: Prepared, roll: Roll, makers: Container[str]) -> None:
        """Add them to the roll; the makers of the article are not spoken of in it."""
        names = [name for name in roll if "·" not in name and name not in makers]
        by_surname: dict[str, list[str]] = {}
        by_given: dict[str, list[str]] = {}
        for name in names:
            surname = self._surname(name)
            by_surname.setdefault(surname, []).append(name)
            by_given.setdefault(name[len(surname) :], []).append(name)
        starts = {word[0] for word in prepared.words}
        taken = {at for start, end in roll.places() for at in range(start, end)}
        for surname, (name, *others) in by_surname.items():
            if not others:
                roll.entries[name].places += self._by_surname(prepared.plain, surname, starts, taken)
        alone = {
            given: name
            for given, (name, *others) in by_given.items()
            if not others and len(given) == _GIVEN_LENGTH and given not in self._usual
        }
        if alone:
            for start, end in self._by_given_name(prepared.plain, alone, taken):
                roll.entries[alone[prepared.plain[start:end]]].places.append((start, end))

    def _by_surname(
        self, plain: str, surname: str, starts: Container[int], taken: Container[int]
    ) -> Iterator[Place]:
        at = -1
        while (at := plain.find(surname, at + 1)) >= 0:
            if at in taken:
                continue
            title = self._address.match(plain, at + len(surname))
            if title is not None and at in starts:
                yield at, title.end()
            elif self._is_nickname(plain, at, len(surname), starts):
                yield at - 1, at + len(surname)

    @staticmethod
    def _is_nickname(plain: str, at: int, length: int, starts: Container[int]) -> bool:
        """Whether 老 or 小 stands before the surname, which is the whole word: 老严, not 老严重."""
        if not at or plain[at - 1] not in "老小" or at - 1 not in starts or at + length not in starts:
            return False
        return not any(character in _DIVISIONS for character in plain[at + length : at + length + 2])

    def _by_given_name(self, plain: str, given: Iterable[str], taken: Container[int]) -> Iterator[Place]:
        """Where nothing but a clause's beginning stands before and what is said of persons behind: 晓莺说."""
        for start, end in NameIndex(given)(plain):
            begins = not start or not is_han(plain[start - 1])
            goes_on = plain[end : end + 1] in "，！？” " or self._said_of.match(plain, end)
            if begins and goes_on and start not in taken:
                yield start, end

    def _surname(self, name: str) -> str:
        return next((c for c in self._compound if name.startswith(c) and len(name) > len(c)), name[0])
