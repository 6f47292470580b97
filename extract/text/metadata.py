"""What the text itself says of title, outlet and day of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from extract.facts import PublishedBasis


class Metadata(msgspec.Struct, frozen=True):
    """Title and outlet as published, the day of publication and where it came from."""

    title: str | None
    outlet: str | None
    published: datetime.date | None
    published_basis: PublishedBasis | None


class MetadataReader:
    """Completes the metadata of an article from its text and its address."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        """Args: the settings of ``rules/text/metadata.toml``."""
        self._outlet = [re.compile(pattern) for pattern in rules["outlet"]]
        self._published = [re.compile(pattern) for pattern in rules["published"]]
        self._url = [re.compile(pattern) for pattern in rules["url"]]
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
        """What was given wins; the text and then the address fill in what is missing."""
        originals = [line.strip() for line in original.split("\n")]
        lines = [line.strip() for line in plain.split("\n")]
        filled = [i for i, line in enumerate(lines) if line]
        edge = filled[: self._top] + filled[max(self._top, len(filled) - self._bottom) :]
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
        if title is None and filled and len(lines[filled[0]]) <= self._title_length:
            first = originals[filled[0]]
            title = None if first.endswith(("。", "；", "，")) else first
        if outlet is None:
            outlet = self._outlet_in(plain, original, [lines[i] for i in edge])
        return Metadata(title, outlet, published, basis)

    def _day_in_lines(self, lines: list[str]) -> datetime.date | None:
        return next((day for line in lines if (day := self._day(self._published, line, search=False))), None)

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
            # no news site existed before, and none publishes tomorrow's news
            if datetime.date(1949, 1, 1) <= day:
                return day
        return None

    def _outlet_in(self, plain: str, original: str, lines: list[str]) -> str | None:
        for line in lines:
            for pattern in self._outlet:
                match = pattern.match(line)
                if match:
                    at = plain.find(line) + match.start("outlet")
                    return original[at : at + len(match["outlet"])].strip("《》「」“” ") or None
        return None
