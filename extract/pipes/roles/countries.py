"""The country of a foreign head of state or minister whose post stands without one."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

import msgspec

from extract.facts import Person, Role
from extract.pipes.people.occurrences import NameIndex

#: How far before a post, in characters, its country may stand.
REACH = 160

#: Rules that find names written by sound: a Chinese 总理 is of no country named before.
_BY_SOUND = frozenset({"people.by-sound", "people.dotted"})


class Countries:
    """Completes posts by the country named last before them: 叙利亚政府…，|总统阿萨德."""

    def __init__(self, names: Iterable[str], titles: Iterable[str]) -> None:
        """Args: the countries, and the posts that are of one."""
        self._index = NameIndex(names)
        self._titles = tuple(titles)

    def complete(self, plain: str, people: Sequence[Person]) -> list[Person]:
        """The people, those posts with their country.

        Args:
            plain: the simplified twin of the article.
            people: with their posts.
        """
        if not any(self._lacks(person, role) for person in people for role in person.roles):
            return list(people)
        named = list(self._index(plain))
        return [
            msgspec.structs.replace(
                person, roles=tuple(self._completed(plain, named, person, role) for role in person.roles)
            )
            for person in people
        ]

    def _lacks(self, person: Person, role: Role) -> bool:
        return role.org is None and person.rule in _BY_SOUND and role.title.endswith(self._titles)

    def _completed(self, plain: str, named: list[tuple[int, int]], person: Person, role: Role) -> Role:
        if not self._lacks(person, role):
            return role
        before = bisect.bisect_right(named, role.start, key=lambda span: span[1]) - 1
        if before < 0 or role.start - named[before][1] > REACH:
            return role
        start, end = named[before]
        return msgspec.structs.replace(role, org=plain[start:end])
