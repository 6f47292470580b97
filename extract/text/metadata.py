"""What the text itself says of title, outlet and day of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from extract.facts import PublishedBasis, Warning

FIRST_DAY = datetime.date(1949, 1, 1)
"""Articles are of the People's Republic's time; an earlier day is a mistake of who gives it."""

_NAVIGATION_REACH = 6


class Metadata(msgspec.Struct, frozen=True):
    """Title and outlet as published, the day of publication and where it came from."""

    title: str | None
    outlet: str | None
    published: datetime.date | None
    published_basis: PublishedBasis | None
    warnings: tuple[Warning, ...] = ()


class MetadataReader:
    """Completes the metadata of an article from its text and its address."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        """Args: the settings of ``rules/text/metadata.toml``."""
        self._outlet = [re.compile(pattern) for pattern in rules["outlet"]]
        self._published = [re.compile(pattern) for pattern in rules["published"]]
        self._dateline = [re.compile(pattern) for pattern in rules["dateline"]]
        self._url = [re.compile(pattern) for pattern in rules["url"]]
        self._navigation = re.compile(rules["navigation"])
        self._top: int = rules["lines_at_top"]
        self._bottom: int = rules["lines_at_bottom"]
        self._title_length: int = rules["title_length"]

    def __call__(
        self,
        original: str,
        plain: str,
        *,
        title: str | None = None,
        outlet: str | None = None,
        published: datetime.date | None = None,
        published_basis: PublishedBasis | None = None,
        url: str | None = None,
    ) -> Metadata:
        """What was given wins; the text and then the address fill in what is missing.

        A given day in the future or before 1949 is refused with a warning.
        """
        originals = [line.strip() for line in original.split("\n")]
        lines = [line.strip() for line in plain.split("\n")]
        filled = [i for i, line in enumerate(lines) if line]
        edge = filled[: self._top] + filled[max(self._top, len(filled) - self._bottom) :]
        warnings: tuple[Warning, ...] = ()
        if published is not None and (reason := why_refused(published)):
            warnings = (Warning("published-refused", f"the day of publication {published} {reason}"),)
            published = None
        basis = None if published is None else published_basis or "metadata"
        if published is None:
            published = self._day_in_lines([lines[i] for i in edge])
            basis = "text" if published is not None else None
        if published is None:
            addresses = [url or "", *(lines[i] for i in edge if "http" in lines[i])]
            published = next(
                (day for address in addresses if (day := self._day(self._url, address, search=True))), None
            )
            basis = "metadata" if published is not None else None
        if title is None:
            title = self._title_in(originals, lines, filled)
        if outlet is None:
            outlet = self._outlet_in(plain, original, [lines[i] for i in edge])
        return Metadata(title, outlet, published, basis, warnings)

    def _title_in(self, originals: list[str], lines: list[str], filled: list[int]) -> str | None:
        """The first line that is no navigation, if it is a headline by its length and its end."""
        top = filled[:_NAVIGATION_REACH]
        navigation = [n for n, i in enumerate(top) if self._navigation.match(lines[i])]
        start = navigation[-1] + 1 if navigation else 0
        if start >= len(filled):
            return None
        first = originals[filled[start]]
        return None if len(first) > self._title_length or first.endswith(("。", "；", "，")) else first

    def _day_in_lines(self, lines: list[str]) -> datetime.date | None:
        for pattern_kind, search in ((self._published, False), (self._dateline, True)):
            for line in lines:
                if day := self._day(pattern_kind, line, search=search):
                    return day
        return None

    @staticmethod
    def _day(patterns: list[re.Pattern[str]], line: str, *, search: bool) -> datetime.date | None:
        for pattern in patterns:
            match = pattern.search(line) if search else pattern.match(line)
            if match is None:
                continue
            try:
                day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                continue
            if not why_refused(day):
                return day
        return None

    def _outlet_in(self, plain: str, original: str, lines: list[str]) -> str | None:
        for pattern in self._outlet:
            for line in lines:
                match = pattern.match(line)
                if match:
                    at = plain.find(line) + match.start("outlet")
                    return original[at : at + len(match["outlet"])].strip("《》「」“” ") or None
        return None


def why_refused(day: datetime.date) -> str | None:
    """Why a day cannot be one of publication, or None if it can."""
    if day < FIRST_DAY:
        return "lies before 1949 and is refused"
    # somewhere it is tomorrow already
    if day > datetime.date.today() + datetime.timedelta(days=1):
        return "lies in the future and is refused"
    return None
