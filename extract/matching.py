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
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import regex

#: The first characters of a place tell which rules are tried there at all: so many of them at most are
#: looked at, fewer where so few rules are left, and so many such beginnings are remembered.
LONGEST_BEGINNING = 12
FEW_RULES = 1
MOST_BEGINNINGS = 200_000
#: So far from where a match begins the characters are looked for that a rule says it needs.
NEAR = 48
_DIGITS = frozenset("0123456789")

#: Characters that no rule names: a pattern that accepts them accepts any.
_RARE = "龘鱻麤"
#: A user's rule may think so many seconds about a text, and so many more for each character; a
#: shipped one needs a microsecond for a character.
PATIENCE = 1.0
PATIENCE_FOR_CHARACTER = 1e-5

#: Escapes, character classes, the beginnings of groups, and single characters of a pattern.
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:<[=!]|[=!:>]|P?<\w+>|P[=>]\w+\)|[a-z]+[:)])?)?|.", re.DOTALL
)

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
    """One pattern and what it builds; ``pattern`` has its atoms filled in.

    ``near`` holds characters one of which must stand within ``NEAR`` of where a match begins.
    """

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
    near: str = ""


class RuleMatch(msgspec.Struct, frozen=True):
    """Where a rule fired, and its groups (name → surface in the twin)."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, str]
    found: Any

    def span(self, group: str) -> tuple[int, int]:
        """Start and end of a group that took part."""
        span: tuple[int, int] = self.found.span(group)
        return span


#: A rule, its pattern, its pattern for whatever stands before, which tells where a match may begin, and
#: a search for one of the characters it needs.
_Compiled = tuple[Rule, "regex.Pattern[str]", "regex.Pattern[str]", "re.Pattern[str] | None"]


class _Beginning:
    """What a place may begin with: the rules that can go on from there, and the longer beginnings.

    ``inside`` says how many of the characters stand before the place; ``undecided`` whether a look at one
    more character may spare a rule.
    """

    __slots__ = ("characters", "further", "inside", "rules", "undecided")

    def __init__(self, characters: str, inside: int, rules: list[_Compiled]) -> None:
        self.characters = characters
        self.inside = inside
        self.rules = rules
        self.undecided = len(rules) > FEW_RULES
        self.further: dict[str, _Beginning] = {}


#: Where no rule goes on, as at most places, nothing more needs to be known.
_NO_RULE = _Beginning("", 0, [])


class Matcher:
    """Scans a text once for all rules of a kind and looks closely only where one may begin.

    Which characters a rule's match can begin with is found out when the rules are loaded:
    a single character class then finds the places worth a look. There the next characters
    tell which rules are tried at all. Earlier rules win over later ones at the same place;
    matches do not overlap. A user's rule that takes too long is told in the log and tried no
    further in that text; the others go on.
    """

    def __init__(self, rules: Iterable[Rule], beginning: int = LONGEST_BEGINNING) -> None:
        """Take the rules and how far ahead to look.

        Args:
            rules: the rules, first the ones that win.
            beginning: how many characters at most tell which rules are tried; few where the rules go on
                with any character, so that looking further would tell nothing.
        """
        self._longest_beginning = beginning
        self._at: dict[str, list[_Compiled]] = {}
        for rule in rules:
            pattern = regex.compile(rule.pattern)
            anywhere = regex.compile(without_lookbehinds(rule.pattern))
            near = re.compile(f"[{re.escape(rule.near)}]") if rule.near else None
            for character in _first_characters(rule, anywhere):
                self._at.setdefault(character, []).append((rule, pattern, anywhere, near))
        self._scan = re.compile(f"[{re.escape(''.join(sorted(self._at)))}]") if self._at else None
        self._remembered = 0
        #: the beginnings by their first character, with the digit before it where one digit follows another
        self._beginnings: dict[str, _Beginning] = {}
        #: two characters that no rule's match begins with, whatever stands before: most places are such
        self._idle: set[str] = set()

    def __call__(
        self, plain: str, accept: Callable[[RuleMatch], bool] | None = None
    ) -> list[RuleMatch]:
        """All matches in the simplified twin ``plain``, in text order.

        Args:
            plain: the text.
            accept: is asked of each match in turn, before the text behind it is looked at; where it
                declines, the rules that follow are tried at the same place. Everything is taken with None.
        """
        found: list[RuleMatch] = []
        if self._scan is None:
            return found
        free = 0
        idle = self._idle
        patience: dict[str, float] = {}
        for hit in self._scan.finditer(plain):
            start = hit.start()
            if start < free or plain[start : start + 2] in idle:
                continue
            looked_for, seen = None, False
            for rule, pattern, _, near in self._rules_at(plain, start):
                if near is not None:
                    if near is not looked_for:
                        looked_for, seen = near, near.search(plain, start, start + NEAR) is not None
                    if not seen:
                        continue
                if rule.of_user:
                    match = _match_in_time(rule, pattern, plain, start, patience)
                else:
                    match = pattern.match(plain, start)
                if match is not None and match.end() > start:
                    # several times faster than match.groupdict()
                    took_part = match.groups()
                    groups = {
                        name: text
                        for name, number in pattern.groupindex.items()
                        if (text := took_part[number - 1]) is not None
                    }
                    fired = RuleMatch(rule, start, match.end(), groups, match)
                    if accept is None or accept(fired):
                        found.append(fired)
                        free = match.end()
                        break
        return found

    def _rules_at(self, plain: str, start: int) -> list[_Compiled]:
        """The rules whose match can begin with the characters at a place."""
        first = plain[start]
        if first in _DIGITS and start and plain[start - 1] in _DIGITS:
            first = plain[start - 1 : start + 1]
        here = self._beginnings.get(first)
        if here is None:
            here = self._beginnings[first] = self._grown(first, len(first) - 1, self._at[first[-1]])
        if here.undecided:
            for character in plain[start + 1 : start + self._longest_beginning]:
                longer = here.further.get(character)
                if longer is None:
                    longer = self._grown(here.characters + character, here.inside, here.rules)
                    here.further[character] = longer
                here = longer
                if not here.undecided:
                    break
        return here.rules

    def _grown(self, characters: str, inside: int, rules: list[_Compiled]) -> _Beginning:
        """A beginning that was not met before.

        Args:
            characters: what it is.
            inside: how many of them stand before the match.
            rules: those that go on from all but its last character.
        """
        if self._remembered >= MOST_BEGINNINGS:
            self._beginnings, self._remembered = {}, 0
            self._idle.clear()
        self._remembered += 1
        going_on = [
            one for one in rules
            if one[2].match(characters, inside, partial=True)
            and (not inside or _looks_far_back(one[0]) or one[1].match(characters, inside, partial=True))
        ]
        if going_on:
            return _Beginning(characters, inside, going_on)
        if len(characters) == 2 and not inside:
            self._idle.add(characters)
        return _NO_RULE


def _looks_far_back(rule: Rule) -> bool:
    """Whether a pattern may want more than the one character before it that is known of a beginning."""
    return "(?<=" in rule.pattern


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


def without_lookbehinds(pattern: str) -> str:
    """The pattern as it would be if anything might stand before: it matches wherever the pattern does.

    Look-behinds inside negative lookarounds stay, for there leaving one out would refuse more.
    """
    kept: list[str] = []
    #: what each open group is: one that is left out, a negative lookaround, or neither
    groups: list[str] = []
    for token in _TOKEN.findall(pattern):
        if token[0] == "(":
            left_out = token in ("(?<=", "(?<!") and "negative" not in groups
            groups.append("out" if left_out else "negative" if token in ("(?!", "(?<!") else "")
        if "out" not in groups:
            kept.append(token)
        if token == ")":
            groups.pop()
    return "".join(kept)


def _first_characters(rule: Rule, pattern: regex.Pattern[str]) -> list[str]:
    """The characters a match can begin with, asked of the pattern itself by partial matching.

    Raises:
        RuleError: the pattern can begin with any character, which would try it everywhere.
    """
    escaped = {chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-fA-F]{4})", rule.pattern)}
    alphabet = sorted(set(rule.pattern) | escaped | set(string.printable))
    first = [character for character in alphabet if pattern.match(character, partial=True)]
    if all(pattern.match(rare, partial=True) for rare in _RARE):
        raise RuleError(
            pathlib.Path(rule.path),
            rule.line,
            rule.id,
            "a match must begin with something definite, not any character",
        )
    return first
