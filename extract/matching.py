"""Rules at work: one scan of a text for all rules of a kind.

``extract.rules`` loads them. A pattern of a user's may take time without bounds on a text
that nearly fits, such as ``(x+x+)+y``: each such rule has so much time for a text, and one
that needs more sits out the rest of it. The shipped patterns are tested not to.
"""

from __future__ import annotations

import logging
import pathlib
import re
import string
import time
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import regex

#: The first characters of a place tell which rules are tried there at all: so many
#: of them, more where digits tell little, and so many such beginnings remembered.
BEGINNING = 2
NUMERIC_BEGINNING = 3
MOST_BEGINNINGS = 50_000
_DIGITS = frozenset("0123456789")

#: Characters that no rule names: a pattern that accepts them accepts any.
_RARE = "龘鱻麤"
#: A user's rule may think so many seconds about a text, and so many more for each character; a
#: shipped one needs a microsecond for a character.
PATIENCE = 1.0
PATIENCE_FOR_CHARACTER = 1e-5

_log = logging.getLogger(__name__)


class RuleError(ValueError):
    """A rule file that cannot be used: says which file, line and rule, and why."""

    def __init__(self, path: pathlib.Path, line: int | None, rule_id: str | None, problem: str) -> None:
        """Args: the file, the line counted from 1, the rule's id and what is wrong."""
        self.path, self.line, self.rule_id, self.problem = path, line, rule_id, problem
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {f'rule {rule_id}: ' if rule_id else ''}{problem}")


class Example(msgspec.Struct, frozen=True):
    """A sentence in which a rule must fire on ``span`` and give ``expect``."""

    text: str
    span: tuple[int, int]
    on: str | None
    expect: Mapping[str, Any]
    line: int


class Rule(msgspec.Struct, frozen=True):
    """One pattern and what it builds; ``pattern`` has its atoms filled in."""

    id: str
    kind: str
    pattern: str
    build: str
    params: Mapping[str, Any]
    examples: tuple[Example, ...]
    counter_examples: tuple[tuple[str, int], ...]
    path: str
    line: int
    of_user: bool = False


class RuleMatch(msgspec.Struct, frozen=True):
    """Where a rule fired, and its groups (name → surface in the twin)."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]]


_Compiled = tuple[Rule, "regex.Pattern[str]"]


class Matcher:
    """Scans a text once for all rules of a kind and looks closely only where one may begin.

    Which characters a rule's match can begin with is found out when the rules are loaded:
    a single character class then finds the places worth a look. There the next characters
    tell which rules are tried at all. Earlier rules win over later ones at the same place;
    matches do not overlap. A user's rule that takes too long is told in the log and tried no
    further in that text; the others go on.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Args: the rules, first the ones that win."""
        self._at: dict[str, list[_Compiled]] = {}
        for rule in rules:
            pattern = regex.compile(rule.pattern)
            for character in _first_characters(rule, pattern):
                self._at.setdefault(character, []).append((rule, pattern))
        self._scan = re.compile(f"[{re.escape(''.join(sorted(self._at)))}]") if self._at else None
        self._seen: dict[str, list[_Compiled]] = {}

    def __call__(self, plain: str) -> list[RuleMatch]:
        """All matches in the simplified twin ``plain``, in text order."""
        found: list[RuleMatch] = []
        if self._scan is None:
            return found
        free = 0
        patience: dict[str, float] = {}
        seen = self._seen
        for hit in self._scan.finditer(plain):
            start = hit.start()
            if start < free:
                continue
            length = NUMERIC_BEGINNING if plain[start] in _DIGITS else BEGINNING
            beginning = plain[start : start + length]
            candidates = seen.get(beginning)
            if candidates is None:
                candidates = self._narrowed(beginning)
            for rule, pattern in candidates:
                if rule.of_user:
                    match = _match_in_time(rule, pattern, plain, start, patience)
                else:
                    match = pattern.match(plain, start)
                if match is not None and match.end() > start:
                    groups = {name: text for name, text in match.groupdict().items() if text is not None}
                    spans = {name: match.span(name) for name in groups}
                    found.append(RuleMatch(rule, start, match.end(), groups, spans))
                    free = match.end()
                    break
        return found

    def _narrowed(self, beginning: str) -> list[_Compiled]:
        """The rules whose match can begin with these characters, remembered."""
        if len(self._seen) >= MOST_BEGINNINGS:
            self._seen.clear()
        narrowed = [
            (rule, pattern) for rule, pattern in self._at[beginning[0]] if _may_begin(pattern, beginning)
        ]
        self._seen[beginning] = narrowed
        return narrowed


def _match_in_time(
    rule: Rule, pattern: regex.Pattern[str], plain: str, start: int, patience: dict[str, float]
) -> regex.Match[str] | None:
    """The match of a user's rule at a place, unless the rule has used up its time for this text.

    Args:
        rule: the rule.
        pattern: its pattern.
        plain: the text.
        start: the place.
        patience: the seconds each rule has left, which are kept up here; none once it is told.
    """
    left = patience.get(rule.id, PATIENCE + PATIENCE_FOR_CHARACTER * len(plain))
    if left <= 0:
        return None
    began = time.thread_time()
    try:
        match: regex.Match[str] | None = pattern.match(plain, start, timeout=left)
    except TimeoutError:
        match, left = None, 0
    left -= time.thread_time() - began
    patience[rule.id] = left
    if left <= 0:
        problem = (
            f"the pattern takes too long at “{plain[start : start + 10]}”; the rest of the text goes without"
        )
        _log.warning("%s", RuleError(pathlib.Path(rule.path), rule.line, rule.id, problem))
    return match


def _may_begin(pattern: regex.Pattern[str], beginning: str) -> bool:
    """Whether a match can begin so, at the start of a text or behind a Han character (for look-behinds)."""
    return bool(pattern.match(beginning, partial=True) or pattern.match("中" + beginning, 1, partial=True))


def _first_characters(rule: Rule, pattern: regex.Pattern[str]) -> list[str]:
    """The characters a match can begin with, asked of the pattern itself by partial matching.

    Raises:
        RuleError: the pattern can begin with any character, which would try it everywhere.
    """
    escaped = {chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-fA-F]{4})", rule.pattern)}
    alphabet = sorted(set(rule.pattern) | escaped | set(string.printable))
    first = [character for character in alphabet if _may_begin(pattern, character)]
    if all(pattern.match(rare, partial=True) for rare in _RARE):
        raise RuleError(
            pathlib.Path(rule.path),
            rule.line,
            rule.id,
            "a match must begin with something definite, not any character",
        )
    return first
