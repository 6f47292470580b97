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
    near = "年"                             # characters without which it cannot match
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

import datetime
import pathlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import regex

from extract.matching import LONGEST_BEGINNING, Example, Matcher, Rule, RuleError, RuleMatch

__all__ = ["Example", "Matcher", "Rule", "RuleBook", "RuleError", "RuleMatch", "load_rules", "shipped_rules"]

_ATOM = re.compile(r"\{([@#]?[a-z][a-z0-9_/-]*)\}")
_ALLOWED_KEYS = {"id", "pattern", "build", "with", "near", "examples", "counter_examples"}


class _Source:
    """A TOML file of a rules directory, and how to tell what is wrong with it."""

    def __init__(self, path: pathlib.Path) -> None:
        """Read the file.

        Raises:
            RuleError: it is not UTF-8 or not TOML.
        """
        self.path = path
        text = _read(path)
        self.lines = text.splitlines()
        try:
            self.table: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found.group(1)) if found else None
            raise self.mistake(line, None, f"not TOML: {error}") from None

    def mistake(self, line: int | None, rule_id: str | None, problem: str) -> RuleError:
        """What to raise."""
        return RuleError(self.path, line, rule_id, problem)

    def line_with(self, needle: str, after: int = 1) -> int:
        """The first line from ``after`` on (counted from 1) that holds ``needle``; ``after`` if none does."""
        return next((n for n, line in self._from(after) if needle in line), after)

    def line_of(self, key: str, value: str = "", after: int = 1) -> int:
        """The first line from ``after`` on where ``key`` is set, to a value that begins so."""
        setting = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=\s*["']{{0,3}}{re.escape(value)}""")
        return next((n for n, line in self._from(after) if setting.match(line)), after)

    def _from(self, after: int) -> Iterator[tuple[int, str]]:
        return ((number, self.lines[number - 1]) for number in range(after, len(self.lines) + 1))

    def order(self) -> int | float:
        """The place of the file among those of its kind."""
        order = self.table.get("order", 100)
        if not isinstance(order, int | float):
            raise self.mistake(self.line_of("order"), None, "order is a number")
        return order

    def disabled(self) -> list[str]:
        """The ids of the rules that the file switches off."""
        ids = self.table.get("disable", [])
        if not isinstance(ids, list) or not all(isinstance(rule_id, str) for rule_id in ids):
            raise self.mistake(self.line_of("disable"), None, 'disable is a list of ids: disable = ["id"]')
        return ids

    def bodies(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The tables of the rules, each with the line of its id."""
        bodies = self.table.get("rule", [])
        if isinstance(bodies, dict):
            line = self.line_with("[rule")
            rule_id = bodies.get("id")
            raise self.mistake(
                line, rule_id if isinstance(rule_id, str) else None, "a rule begins with [[rule]], not [rule]"
            )
        if not isinstance(bodies, list) or not all(isinstance(body, dict) for body in bodies):
            raise self.mistake(self.line_of("rule"), None, "a rule begins with [[rule]]")
        line = 0
        for body in bodies:
            header = self.line_with("[[rule]]", line + 1)
            if not isinstance(body.get("id"), str):
                raise self.mistake(header, None, "a rule without an id")
            line = self.line_of("id", body["id"], header)
            yield line, body

    def atoms(self) -> dict[str, str]:
        """The file's own atoms."""
        atoms = self.table.get("atoms", {})
        if not isinstance(atoms, dict):
            raise self.mistake(self.line_of("atoms"), None, "atoms are a table: [atoms]")
        for name, pattern in atoms.items():
            if not isinstance(pattern, str):
                raise self.mistake(self.line_of(name), None, f"the atom {{{name}}} is not a string")
        return atoms


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

    def matcher(self, kind: str, beginning: int = LONGEST_BEGINNING) -> Matcher:
        """The compiled rules of one kind; ``beginning`` is the matcher's."""
        return Matcher(self.by_kind.get(kind, ()), beginning)

    def rules(self) -> list[Rule]:
        """All rules of all kinds."""
        return [rule for rules in self.by_kind.values() for rule in rules]

    def words(self, name: str) -> tuple[str, ...]:
        """The entries of the word list ``name`` (``people/titles``), overlays applied.

        A line is one entry; ``#`` begins a comment, a line ``-word`` in an overlay takes
        the word away. The order of the files is kept.
        """
        if name not in self._words:
            paths = [directory / f"{name}.txt" for directory in self.directories]
            if not any(path.is_file() for path in paths):
                raise RuleError(paths[0], None, None, "no such word list")
            entries: dict[str, None] = {}
            for path in filter(pathlib.Path.is_file, paths):
                for raw in _read(path).splitlines():
                    line = raw.split("#", 1)[0].strip()
                    if line.startswith("-") and len(line) > 1:
                        entries.pop(line[1:].strip(), None)
                    elif line:
                        entries[line] = None
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
                merged.update(_Source(path).table)
        if not merged:
            raise RuleError(self.directories[0] / f"{name}.toml", None, None, "no such file")
        return merged

    def _load_rules(self, directory: pathlib.Path, *, overlay: bool) -> None:
        read = [_Source(path) for path in sorted(directory.rglob("*.toml"))]
        sources = [source for source in read if not {"rule", "disable"}.isdisjoint(source.table)]
        added: dict[str, list[Rule]] = {}
        known: set[str] = set()
        for source in sorted(sources, key=lambda source: (source.order(), source.path)):
            for rule_id in source.disabled():
                self._drop(rule_id)
            for rule in self._read_rules(source):
                if rule.id in known:
                    raise source.mistake(rule.line, rule.id, "this id is used twice")
                known.add(rule.id)
                if overlay:
                    self._drop(rule.id)
                kept = msgspec.structs.replace(rule, of_user=overlay)
                added.setdefault(rule.kind, []).append(kept)
        for kind, rules in added.items():
            self.by_kind[kind] = rules + self.by_kind.get(kind, [])

    def _drop(self, rule_id: str) -> None:
        for kind, rules in self.by_kind.items():
            self.by_kind[kind] = [rule for rule in rules if rule.id != rule_id]

    def _read_rules(self, source: _Source) -> Iterator[Rule]:
        bodies = list(source.bodies())
        if not bodies:
            return
        kind = source.table.get("kind")
        if not isinstance(kind, str):
            line = source.line_of("kind") if "kind" in source.table else None
            raise source.mistake(line, None, 'the file must name its kind, such as kind = "dates"')
        atoms = {**self._atoms_beside(source.path), **source.atoms()}
        for line, body in bodies:
            yield self._read_rule(source, kind, line, body, atoms)

    def _read_rule(
        self, source: _Source, kind: str, line: int, body: dict[str, Any], atoms: Mapping[str, str]
    ) -> Rule:
        rule_id = body["id"]
        unknown = set(body) - _ALLOWED_KEYS
        if unknown:
            raise source.mistake(line, rule_id, f"unknown keys: {', '.join(sorted(unknown))}")
        for key in ("pattern", "build"):
            if not isinstance(body.get(key), str):
                raise source.mistake(line, rule_id, f"needs a {key}")
        params = body.get("with", {})
        if not isinstance(params, dict):
            at = source.line_of("with", after=line)
            raise source.mistake(at, rule_id, "with is a table of constants: with = { }")
        near = body.get("near", "")
        if not isinstance(near, str):
            at = source.line_of("near", after=line)
            raise source.mistake(at, rule_id, "near is a string of the characters that a match needs")
        pattern = self._expand(source, line, rule_id, body["pattern"], atoms)
        try:
            regex.compile(pattern)
        except regex.error as error:
            at = source.line_with("pattern", line)
            raise source.mistake(at, rule_id, f"the pattern does not compile: {error}") from None
        return Rule(
            id=rule_id,
            kind=kind,
            pattern=pattern,
            build=body["build"],
            params=params,
            near=near,
            examples=tuple(_examples(source, line, rule_id, body.get("examples", []))),
            counter_examples=tuple(
                _counter_examples(source, line, rule_id, body.get("counter_examples", []))
            ),
            path=str(source.path),
            line=line,
        )

    def _atoms_beside(self, path: pathlib.Path) -> dict[str, str]:
        """The atoms of ``atoms.toml`` beside a rule file, in the overlay or the shipped rules."""
        atoms: dict[str, str] = {}
        for root in self.directories:
            beside = root / path.parent.name / "atoms.toml"
            if beside.is_file():
                atoms.update(_Source(beside).atoms())
        return atoms

    def _expand(
        self,
        source: _Source,
        line: int,
        rule_id: str,
        pattern: str,
        atoms: Mapping[str, str],
        *,
        inside: tuple[str, ...] = (),
    ) -> str:
        """The pattern with its atoms and word lists filled in; ``inside`` are the atoms it belongs to."""

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            if name[0] in "@#":
                list_name = name[1:] if "/" in name else f"{source.path.parent.name}/{name[1:]}"
                if not any((directory / f"{list_name}.txt").is_file() for directory in self.directories):
                    raise source.mistake(line, rule_id, f"there is no word list {{{name}}}: {list_name}.txt")
                entries = self.words(list_name)
                return _any_character(entries) if name[0] == "#" else _any_word(entries)
            if name not in atoms:
                raise source.mistake(line, rule_id, f"there is no atom {{{name}}}")
            if name in inside:
                raise source.mistake(line, rule_id, f"the atom {{{name}}} is made of itself")
            return f"(?:{self._expand(source, line, rule_id, atoms[name], atoms, inside=(*inside, name))})"

        return _ATOM.sub(fill, pattern)


def _any_word(entries: Iterable[str]) -> str:
    """A pattern for any entry of a word list, longest first, with what must not follow it."""
    branches = []
    for entry in sorted(entries, key=lambda entry: (-len(entry.split(" ", 1)[0]), entry)):
        word, *labels = entry.split()
        refused = "|".join(_refusal(label[1:]) for label in labels if label.startswith("!"))
        branches.append(re.escape(word) + (f"(?!{refused})" if refused else ""))
    return f"(?:{'|'.join(branches)})" if branches else "(?!)"


def _refusal(label: str) -> str:
    """What must not follow a word: ``队``, or with exceptions, ``队/伍/员``."""
    follower, *exceptions = map(re.escape, label.split("/"))
    return follower + (f"(?!{'|'.join(exceptions)})" if exceptions else "")


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


def _read(path: pathlib.Path) -> str:
    """The text of a file.

    Raises:
        RuleError: it cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RuleError(path, None, None, f"cannot be read: {error.strerror}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RuleError(path, line, None, f"not UTF-8: {error.reason}") from None


def _examples(source: _Source, rule_line: int, rule_id: str, tables: object) -> Iterator[Example]:
    if not isinstance(tables, list):
        at = source.line_of("examples", after=rule_line)
        raise source.mistake(at, rule_id, "examples are a list of tables")
    line = source.line_of("examples", after=rule_line)
    for table in tables:
        if not isinstance(table, dict) or "text" not in table:
            raise source.mistake(line, rule_id, "an example is a table with a text")
        texts = table["text"] if isinstance(table["text"], list) else [table["text"]]
        on = table.get("on")
        if not isinstance(on, str | datetime.date | None):
            raise source.mistake(line, rule_id, f'an example\'s on is a day such as "2020-07-29", not {on}')
        expect = {key: value for key, value in table.items() if key not in ("text", "on")}
        for marked in texts:
            if not isinstance(marked, str):
                raise source.mistake(line, rule_id, f"an example's text is a string, not {marked}")
            at = source.line_with(marked, rule_line)
            start, end = marked.find("«"), marked.find("»")
            if not 0 <= start < end:
                raise source.mistake(at, rule_id, f"mark the expected span with «»: {marked}")
            text = marked.replace("«", "", 1).replace("»", "", 1)
            yield Example(text, (start, end - 1), None if on is None else str(on), expect, at)


def _counter_examples(
    source: _Source, rule_line: int, rule_id: str, sentences: object
) -> Iterator[tuple[str, int]]:
    at = source.line_of("counter_examples", after=rule_line)
    if not isinstance(sentences, list):
        raise source.mistake(at, rule_id, "counter_examples are a list of strings")
    for sentence in sentences:
        if not isinstance(sentence, str):
            raise source.mistake(at, rule_id, f"a counter-example is a string, not {sentence}")
        yield sentence, source.line_with(sentence, rule_line)
