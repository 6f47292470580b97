"""What the posts of a chain share: the body of one tells that of the next."""

from __future__ import annotations

import re

from extract.pipes.roles.known import KnownBodies
from extract.pipes.roles.words import OrganisationWords

#: A department's own name is no longer than this, in characters.
LONGEST_DEPARTMENT = 7

_COMMITTEES_OF_PARTY = ("党委", "党组", "党总支", "党支部", "党工委")


class Sharing:
    """Completes the bodies of later posts in a chain."""

    def __init__(self, words: OrganisationWords, known: KnownBodies) -> None:
        """Args: the grammar, and names of bodies that stand alone."""
        self._known = known
        self._bodies = sorted(words.bodies, key=len, reverse=True)
        self._party_bodies = tuple(words.party_bodies)
        self._committees = words.committees
        self._levels = words.levels
        self._national = tuple(words.national)
        self._departments = tuple(words.departments)
        self._free = tuple(words.free)
        self._of_countries = tuple(words.of_countries)
        self._of_committees = tuple(words.of_committees)
        self._led = re.compile(f"(?:{'|'.join(words.led)})\\Z")

    def share_head(self, first: str | None, org: str | None, title: str) -> str | None:
        """The organisation of a later post in a chain: 副市长 after 恩施市委 is 恩施市's.

        Args:
            first: the organisation of the post before.
            org: what stands before this title in the text, or None.
            title: this post's title.
        """
        if first is None:
            return org
        region = self.region_of(first)
        if org is None:
            return self._of_bare(first, region, title)
        for committee, level in self._committees.items():
            if org.startswith(committee):
                base = region if region.endswith(level) else None
                return f"{base.removesuffix(level)}{org}" if base else org
        if org.startswith(self._party_bodies) and first.endswith(tuple(self._committees)):
            return first + org
        if self._known.begins(org):
            return org
        if len(org) > 2 and org[0] in self._levels and region.endswith(org[0]):
            return region + org[1:]  # 县政府 after 岚溪县委
        if any(org.startswith(body) for body in self._bodies):
            return region + org
        if org.startswith(self._national):
            return org
        if org.endswith(self._departments) and len(org) <= LONGEST_DEPARTMENT and region != org:
            return region + org
        return org

    def _of_bare(self, first: str, region: str, title: str) -> str | None:
        """The organisation of a title that has none beside it; ``region`` is that of the first post's."""
        if self.is_free(title):
            return None
        country = self._known.beginning(first) if title.endswith(self._of_countries) else None
        if country is not None:
            return country
        level = self._level_of(title)
        if level is not None and region.endswith(level):
            return region
        if level is not None and first.endswith(level + "委"):
            return first.removesuffix("委")
        return first if title.endswith(self._of_committees) else self._led_body(first)

    def is_free(self, title: str) -> bool:
        """Whether an occupation is of no body."""
        return title.endswith(self._free)

    def is_led(self, title: str) -> bool:
        """Whether a bare post after a comma is of the body of the post before: 市长甲，副市长乙."""
        return self._led.match(title) is not None

    def _led_body(self, org: str) -> str:
        """The body that a committee of the party leads: 长河大学 of 长河大学党委."""
        body = next((body for body in _COMMITTEES_OF_PARTY if org.endswith(body)), None)
        return org.removesuffix(body) if body and len(org) > len(body) + 1 else org

    def region_of(self, org: str) -> str:
        """The place or institution behind a body of it: 青川县 of 青川县委, 华东局 of 华东局党委."""
        for body in self._bodies:
            if org.endswith(body) and len(org) > len(body):
                return org[: -len(body)]
        for committee, level in self._committees.items():
            if org.endswith(committee) and len(org) >= len(committee):
                return org.removesuffix(committee) + level
        return org

    def _level_of(self, title: str) -> str | None:
        return next((level for level in self._levels if level + "长" in title), None)
