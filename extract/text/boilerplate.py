"""Boilerplate inside the text: marked, never deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from extract.facts import Zone

_URL = re.compile(r"https?://[!-~]+|www\.[!-~]+")
#: A line this long that stands again is a caption or headline repeated, not a refrain.
REPEATED_LENGTH = 8
#: Headlines of other articles are shorter than this.
LONGEST_HEADLINE = 60


class BoilerplateMarker:
    """Finds the zones of a page that hold no facts of the article."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        """Args: the tables ``line`` and ``list`` of ``rules/text/boilerplate.toml``."""
        self._lines = [(re.compile(rule["pattern"]), rule["kind"]) for rule in rules["line"]]
        self._lists = [(re.compile(rule["pattern"]), rule["kind"]) for rule in rules["list"]]
        # most lines are none of these, which one look tells
        self._any_line, self._any_list = _any_of(rules["line"]), _any_of(rules["list"])

    def __call__(self, plain: str) -> tuple[Zone, ...]:
        """The zones of the simplified twin, in order; they do not overlap, being of lines or within them."""
        zones: list[Zone] = []
        seen: set[str] = set()
        headlines = _last_headlines(plain)
        start = 0
        for line in plain.split("\n"):
            body = line.strip()
            end = start + len(line)
            if body:
                if end >= headlines and self._any_list.match(body):
                    zones.append(Zone(start, len(plain), self._kind(body, self._lists) or "related"))
                    return tuple(zones)
                kind = self._kind(body, self._lines) if self._any_line.match(body) else None
                if kind is None and len(body) >= REPEATED_LENGTH and body in seen:
                    kind = "repeated"
                seen.add(body)
                if kind is not None:
                    zones.append(Zone(start, end, kind))
                else:
                    zones.extend(Zone(start + m.start(), start + m.end(), "url") for m in _URL.finditer(line))
            start = end + 1
        return tuple(zones)

    @staticmethod
    def _kind(body: str, rules: list[tuple[re.Pattern[str], str]]) -> str | None:
        return next((kind for pattern, kind in rules if pattern.match(body)), None)


def _any_of(rules: Iterable[Mapping[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule['pattern']})" for rule in rules))


def _last_headlines(plain: str) -> int:
    """The end of the last line that is no headline; headlines are short and end without a full stop."""
    end = len(plain)
    while end > 0:
        start = plain.rfind("\n", 0, end) + 1
        line = plain[start:end].strip()
        if len(line) >= LONGEST_HEADLINE or line.endswith(("。", "！", "”")):
            return end
        end = start - 1
    return 0
