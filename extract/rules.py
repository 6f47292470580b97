"""Loads, checks and compiles ``rules/`` once.

What is known about the language stands in TOML rule files and plain word lists,
never in code. A rule file names its ``kind`` (whose extractor runs it) and its
``order`` among the files of that kind; it may define ``[atoms]``, patterns that other
patterns use as ``{name}``, and holds ``[[rule]]`` tables::

    [[rule]]
    id = "dates.year-month"
    pattern = '''(?P<year>{year})年(?P<month>{month})月'''
    build = "calendar"                      # which production makes the value
    with = { }                              # its constants
    examples = [
      { text = ["自«2018年4月»起", "自«2018年4月»起"], value = "2018-04" },
      { text = "«今年6月»到任", on = "2021-11-19", value = "2021-06" },
    ]
    counter_examples = ["〔2018〕4号"]

``«»`` mark the expected span, ``on`` is the article's date, every other key names a
field of the fact and its expected value. A pattern reads the simplified twin, in
which full-width digits and letters are ASCII. ``{@name}`` in a pattern stands for the
words of ``name.txt`` of the same directory (or of ``other/name``), longest first; ``!word``
after an entry says what must not follow it. ``{#name}`` stands for any one of its characters.

A user's directory overlays the shipped one: a rule with a known id replaces it, a new
one is tried before the shipped ones, ``disable = ["id"]`` switches rules off, words in
a list are added and words after a ``-`` taken away.
"""

from __future__ import annotations

import pathlib
import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import regex

_ATOM = re.compile(r"\{([@#]?[a-z][a-z0-9_/-]*)\}")
#: Where several rules may begin with a character, the next ones narrow them down: so many
#: characters in all, more where digits tell little, and so many such beginnings remembered.
BEGINNING = 2
NUMERIC_BEGINNING = 3
MOST_BEGINNINGS = 50_000

#: Characters that no rule names: a pattern that accepts them accepts any.
_RARE = "龘鱻麤"
_ALLOWED_KEYS = {"id", "pattern", "build", "with", "examples", "counter_examples"}


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
    matches do not overlap.
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
        for hit in self._scan.finditer(plain):
            start = hit.start()
            if start < free:
                continue
            candidates = self._at[hit.group()]
            if len(candidates) > 1:
                length = NUMERIC_BEGINNING if hit.group().isdecimal() else BEGINNING
                candidates = self._narrowed(plain[start : start + length], candidates)
            for rule, pattern in candidates:
                match = pattern.match(plain, start)
                if match is not None and match.end() > start:
                    groups = {name: text for name, text in match.groupdict().items() if text is not None}
                    spans = {name: match.span(name) for name in groups}
                    found.append(RuleMatch(rule, start, match.end(), groups, spans))
                    free = match.end()
                    break
        return found

    def _narrowed(self, beginning: str, candidates: list[_Compiled]) -> list[_Compiled]:
        """The candidates whose match can begin with these characters, remembered."""
        narrowed = self._seen.get(beginning)
        if narrowed is None:
            if len(self._seen) >= MOST_BEGINNINGS:
                self._seen.clear()
            narrowed = [(rule, pattern) for rule, pattern in candidates if _may_begin(pattern, beginning)]
            self._seen[beginning] = narrowed
        return narrowed


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


class RuleBook:
    """Every rule and word list, loaded and checked."""

    def __init__(self, directories: tuple[pathlib.Path, ...]) -> None:
        """Args: the shipped directory first, then overlays, the last of which wins.

        Raises:
            RuleError: a file, rule or word list that cannot be used.
        """
        self.directories = directories
        self._words: dict[str, tuple[str, ...]] = {}
        self.by_kind: dict[str, list[Rule]] = {}
        for depth, directory in enumerate(directories):
            if not directory.is_dir():
                raise RuleError(directory, None, None, "no such directory")
            self._load_rules(directory, overlay=depth > 0)

    def matcher(self, kind: str) -> Matcher:
        """The compiled rules of one kind."""
        return Matcher(self.by_kind.get(kind, ()))

    def rules(self) -> list[Rule]:
        """All rules of all kinds."""
        return [rule for rules in self.by_kind.values() for rule in rules]

    def words(self, name: str) -> tuple[str, ...]:
        """The entries of the word list ``name`` (``people/titles``), overlays applied.

        A line is one entry; ``#`` begins a comment, a line ``-word`` in an overlay takes
        the word away. The order of the files is kept.
        """
        if name not in self._words:
            entries: dict[str, None] = {}
            found = False
            for directory in self.directories:
                path = directory / f"{name}.txt"
                if not path.is_file():
                    continue
                found = True
                for raw in path.read_text(encoding="utf-8").splitlines():
                    line = raw.split("#", 1)[0].strip()
                    if line.startswith("-") and len(line) > 1:
                        entries.pop(line[1:].strip(), None)
                    elif line:
                        entries[line] = None
            if not found:
                raise RuleError(self.directories[0] / f"{name}.txt", None, None, "no such word list")
            self._words[name] = tuple(entries)
        return self._words[name]

    def pairs(self, name: str) -> dict[str, str]:
        """A word list of two columns parted by a space: word → its class, without what must not follow."""
        table: dict[str, str] = {}
        for line in self.words(name):
            word, _, label = line.partition(" ")
            table[word] = " ".join(part for part in label.split() if not part.startswith("!"))
        return table

    def settings(self, name: str) -> dict[str, Any]:
        """A TOML file of constants (``people/settings``), overlays merged key by key."""
        merged: dict[str, Any] = {}
        for directory in self.directories:
            path = directory / f"{name}.toml"
            if path.is_file():
                merged.update(_parse_toml(path, path.read_text(encoding="utf-8")))
        if not merged:
            raise RuleError(self.directories[0] / f"{name}.toml", None, None, "no such file")
        return merged

    def _load_rules(self, directory: pathlib.Path, *, overlay: bool) -> None:
        sources = []
        for path in sorted(directory.rglob("*.toml")):
            text = path.read_text(encoding="utf-8")
            table = _parse_toml(path, text)
            if "rule" in table or "disable" in table:
                sources.append((table.get("order", 100), path, text, table))
        added: dict[str, list[Rule]] = {}
        known = {rule.id for rule in self.rules()}
        for _, path, text, table in sorted(sources, key=lambda source: (source[0], source[1])):
            for rule_id in table.get("disable", ()):
                self._drop(rule_id)
            for rule in self._read_file(path, text, table):
                if overlay:
                    self._drop(rule.id)
                elif rule.id in known:
                    raise RuleError(path, rule.line, rule.id, "this id is used twice")
                known.add(rule.id)
                added.setdefault(rule.kind, []).append(rule)
        for kind, rules in added.items():
            self.by_kind[kind] = rules + self.by_kind.get(kind, [])

    def _drop(self, rule_id: str) -> None:
        for kind, rules in self.by_kind.items():
            self.by_kind[kind] = [rule for rule in rules if rule.id != rule_id]

    def _read_file(self, path: pathlib.Path, text: str, table: dict[str, Any]) -> Iterable[Rule]:
        kind = table.get("kind")
        if not isinstance(kind, str):
            raise RuleError(path, None, None, 'the file must name its kind, such as kind = "dates"')
        atoms = {**self._atoms_of(path.parent), **table.get("atoms", {})}
        lines = text.splitlines()
        for body in table.get("rule", ()):
            rule_id = body.get("id")
            line = _line_of(lines, f'"{rule_id}"')
            if not isinstance(rule_id, str):
                raise RuleError(path, line, None, "a rule without an id")
            unknown = set(body) - _ALLOWED_KEYS
            if unknown:
                raise RuleError(path, line, rule_id, f"unknown keys: {', '.join(sorted(unknown))}")
            for key in ("pattern", "build"):
                if not isinstance(body.get(key), str):
                    raise RuleError(path, line, rule_id, f"needs a {key}")
            pattern = self._expand(path, line, rule_id, body["pattern"], atoms)
            try:
                regex.compile(pattern)
            except regex.error as error:
                at = _line_of(lines, "pattern", line)
                raise RuleError(path, at, rule_id, f"the pattern does not compile: {error}") from None
            yield Rule(
                id=rule_id,
                kind=kind,
                pattern=pattern,
                build=body["build"],
                params=body.get("with", {}),
                examples=tuple(_examples(path, lines, line, rule_id, body.get("examples", ()))),
                counter_examples=tuple(
                    (sentence, _line_of(lines, sentence, line))
                    for sentence in body.get("counter_examples", ())
                ),
                path=str(path),
                line=line,
            )

    def _atoms_of(self, directory: pathlib.Path) -> dict[str, str]:
        """The atoms of ``atoms.toml`` beside a rule file, in the overlay or the shipped rules."""
        atoms: dict[str, str] = {}
        for root in self.directories:
            path = root / directory.name / "atoms.toml"
            if path.is_file():
                atoms.update(_parse_toml(path, path.read_text(encoding="utf-8")).get("atoms", {}))
        return atoms

    def _expand(
        self, path: pathlib.Path, line: int, rule_id: str, pattern: str, atoms: Mapping[str, str]
    ) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            if name[0] in "@#":
                list_name = name[1:] if "/" in name else f"{path.parent.name}/{name[1:]}"
                entries = self.words(list_name)
                return _any_character(entries) if name[0] == "#" else _any_word(entries)
            if name not in atoms:
                raise RuleError(path, line, rule_id, f"there is no atom {{{name}}}")
            return f"(?:{_ATOM.sub(fill, atoms[name])})"

        return _ATOM.sub(fill, pattern)


def _any_word(entries: Iterable[str]) -> str:
    """A pattern for any entry of a word list, longest first, with what must not follow it."""
    branches = []
    for entry in sorted(entries, key=lambda entry: (-len(entry.split(" ", 1)[0]), entry)):
        word, *labels = entry.split()
        refused = "|".join(re.escape(label[1:]) for label in labels if label.startswith("!"))
        branches.append(re.escape(word) + (f"(?!{refused})" if refused else ""))
    return f"(?:{'|'.join(branches)})"


def _any_character(entries: Iterable[str]) -> str:
    return f"[{''.join(sorted({c for entry in entries for c in entry.split()[0]}))}]"


def shipped_rules() -> pathlib.Path:
    """The rules that come with the package: inside the wheel, or the checkout's ``rules/``."""
    package = pathlib.Path(__file__).resolve().parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load_rules(overlay: str | pathlib.Path | None = None) -> RuleBook:
    """The shipped rules, with the user's directory laid over them.

    Raises:
        RuleError: naming file, line and rule of what cannot be used.
    """
    directories = (shipped_rules(),) if overlay is None else (shipped_rules(), pathlib.Path(overlay))
    return RuleBook(directories)


def _parse_toml(path: pathlib.Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise RuleError(path, int(found.group(1)) if found else None, None, f"not TOML: {error}") from None


def _line_of(lines: list[str], needle: str, after: int = 1) -> int:
    """The first line from ``after`` on (counted from 1) that holds ``needle``; ``after`` if none does."""
    for number in range(after - 1, len(lines)):
        if needle in lines[number]:
            return number + 1
    return after


def _examples(
    path: pathlib.Path, lines: list[str], rule_line: int, rule_id: str, tables: Iterable[Any]
) -> Iterable[Example]:
    for table in tables:
        if not isinstance(table, dict) or "text" not in table:
            raise RuleError(path, rule_line, rule_id, "an example is a table with a text")
        texts = table["text"] if isinstance(table["text"], list) else [table["text"]]
        expect = {key: value for key, value in table.items() if key not in ("text", "on")}
        for marked in texts:
            line = _line_of(lines, marked, rule_line)
            start, end = marked.find("«"), marked.find("»")
            if not 0 <= start < end:
                raise RuleError(path, line, rule_id, f"mark the expected span with «»: {marked}")
            text = marked.replace("«", "", 1).replace("»", "", 1)
            yield Example(text, (start, end - 1), table.get("on"), expect, line)
