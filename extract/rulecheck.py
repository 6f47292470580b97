"""Checks the rules against what they say of themselves: every example and counter-example is run.

An example goes the whole way an article goes, so that a rule which another one keeps from
firing is found out too. Loading refuses rules that cannot be used at all and stops at the
first; here as many as possible are told at once.
"""

from __future__ import annotations

import datetime
import functools
import os
import pathlib
import re
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from extract.facts import Count, Date, Person, Role
from extract.pipes.analysis import Analysis
from extract.pipes.components import Extractors, extractors_for
from extract.rules import Example, Matcher, Rule, RuleBook, RuleError, load_rules

COUNTER_EXAMPLE_DAY = datetime.date(2020, 8, 1)
"""Counter-examples are read as if published on this day: with one, most expressions of time fire."""

#: What the finders of people and posts can do with a match; dates and counts know their own.
_PRODUCTIONS: Mapping[str, frozenset[str]] = {
    "staff": frozenset({"staff", "closing"}),
    "foreign": frozenset({"name"}),
    "named": frozenset({"name"}),
    "judged": frozenset({"name"}),
    "roles": frozenset({"forward", "backward", "after", "beside"}),
}
_NAMES_ONLY = frozenset({"foreign", "named", "judged"})
_ROLE_KEYS = frozenset({"title", "org", "status", "since"})
#: Fields whose name in the contract is a keyword of Python.
_ATTRIBUTES = {"from": "from_"}

ProblemKind = Literal["unusable", "fails", "incomplete"]


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with one rule or file.

    ``kind`` tells how bad it is: ``unusable`` (it cannot run), ``fails`` (it does not do what
    its examples say) or ``incomplete`` (it has no examples to be held to).
    """

    path: str
    line: int | None
    rule: str | None
    text: str
    kind: ProblemKind

    def __str__(self) -> str:
        """``file:line: rule id: what is wrong``."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {f'rule {self.rule}: ' if self.rule else ''}{self.text}"


class RuleReport(msgspec.Struct, frozen=True):
    """The problems of a rule book, and how much of it was run."""

    problems: tuple[Problem, ...]
    rules: int = 0
    examples: int = 0
    examples_held: int = 0
    counter_examples: int = 0
    counter_examples_held: int = 0


def check_rules(overlay: str | None) -> list[Problem]:
    """Every problem of the shipped rules with the user's directory laid over them."""
    return list(report_on_rules(overlay).problems)


def refused_rules(overlay: str) -> list[Problem]:
    """The problems for which a user's directory must not be used.

    The shipped rules are not run again, and a rule of the user's may do without examples.
    """
    report = report_on_rules(overlay, only_overlay=True)
    return [problem for problem in report.problems if problem.kind != "incomplete"]


def report_on_rules(overlay: str | None, *, only_overlay: bool = False) -> RuleReport:
    """Load the rules and run their examples.

    Args:
        overlay: the user's directory, or None.
        only_overlay: run the examples of the user's own rules only.
    """
    try:
        book = load_rules(overlay)
        problems, extractors = _usable(book)
    except RuleError as error:
        first = _problem_of(error)
        return RuleReport((first, *_further_problems(overlay, error)))
    except Exception as error:
        if overlay is None:
            raise
        text = f"these rules cannot be loaded: {type(error).__name__}: {error}"
        return RuleReport((Problem(overlay, None, None, text, "unusable"),))
    if overlay is not None:
        problems.extend(_idle_switches(pathlib.Path(overlay)))
        problems.extend(_idle_files(pathlib.Path(overlay), book))
    checked = [rule for rule in book.rules() if not only_overlay or _lies_in(rule.path, overlay)]
    outcome = _Outcome(extractors)
    for rule in checked:
        outcome.check(rule)
    return RuleReport(
        problems=tuple(sorted({*problems, *outcome.problems}, key=lambda p: (p.path, p.line or 0, p.text))),
        rules=len(checked),
        examples=outcome.tally["example"],
        examples_held=outcome.tally["example held"],
        counter_examples=outcome.tally["counter-example"],
        counter_examples_held=outcome.tally["counter-example held"],
    )


def _problem_of(error: RuleError, path: str | None = None) -> Problem:
    return Problem(path or str(error.path), error.line, error.rule_id, error.problem, "unusable")


def _lies_in(path: str, directory: str | None) -> bool:
    return directory is not None and pathlib.Path(path).is_relative_to(directory)


def _usable(book: RuleBook) -> tuple[list[Problem], Extractors]:
    """The rules that no finder can run, taken out of the book, and finders for the rest.

    Raises:
        RuleError: a word list or file of settings cannot be used.
    """
    problems = [
        Problem(rule.path, rule.line, rule.id, "this id is used twice", "unusable")
        for rule in _twice(book.rules())
    ]
    for kind, rules in book.by_kind.items():
        startable = []
        for rule in rules:
            try:
                Matcher([rule])
            except RuleError as error:
                problems.append(_problem_of(error))
            else:
                startable.append(rule)
        book.by_kind[kind] = startable
    extractors = Extractors(book)
    misbuilt = [*_misbuilt(book, _productions_of(extractors))]
    if misbuilt:
        problems.extend(problem for _, problem in misbuilt)
        for rule, _ in misbuilt:
            book.by_kind[rule.kind] = [other for other in book.by_kind[rule.kind] if other != rule]
        extractors = Extractors(book)
    return problems, extractors


def _twice(rules: Iterable[Rule]) -> Iterator[Rule]:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            yield rule
        seen.add(rule.id)


def _productions_of(extractors: Extractors) -> dict[str, frozenset[str]]:
    return {
        "dates": extractors.find_dates.builder.productions(),
        "counts": extractors.find_counts.build.productions(),
        **_PRODUCTIONS,
    }


def _misbuilt(book: RuleBook, productions: Mapping[str, frozenset[str]]) -> Iterator[tuple[Rule, Problem]]:
    for rule in book.rules():
        known = productions.get(rule.kind)
        if known is None:
            kinds = ", ".join(sorted(productions))
            text = f'nothing runs rules of the kind "{rule.kind}"; the kinds are {kinds}'
        elif rule.build not in known:
            text = f'there is no production "{rule.build}"; {rule.kind} has {", ".join(sorted(known))}'
        else:
            continue
        yield rule, Problem(rule.path, rule.line, rule.id, text, "unusable")


def _idle_switches(overlay: pathlib.Path) -> Iterator[Problem]:
    """``disable`` entries that name no shipped rule: a typing slip would leave the rule on unseen."""
    shipped = {rule.id for rule in extractors_for(None).book.rules()}
    for path in sorted(overlay.rglob("*.toml")):
        source = path.read_text(encoding="utf-8")
        for rule_id in tomllib.loads(source).get("disable", ()):
            if rule_id not in shipped:
                lines = enumerate(source.splitlines(), start=1)
                at = next((number for number, line in lines if f'"{rule_id}"' in line), None)
                yield Problem(str(path), at, rule_id, "disable names no shipped rule", "fails")


def _idle_files(overlay: pathlib.Path, book: RuleBook) -> Iterator[Problem]:
    """Files that nothing reads, such as a word list in the wrong directory."""
    shipped = book.directories[0]
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(overlay.rglob("*.toml"))}
    for path in sorted([*sources, *overlay.rglob("*.txt")]):
        place = path.relative_to(overlay)
        if (shipped / place).is_file() or path.name == "atoms.toml":
            continue
        if path in sources:
            used = not {"rule", "disable"}.isdisjoint(tomllib.loads(sources[path]))
        else:
            used = any(re.search(rf"\{{[@#][^{{}}]*\b{re.escape(path.stem)}\}}", s) for s in sources.values())
        if not used:
            text = "nothing reads this file: no shipped file stands in this place and no rule names it"
            yield Problem(str(path), None, None, text, "incomplete")


def _further_problems(overlay: str | None, first: RuleError) -> Iterator[Problem]:
    """What loading would say next if each file it stopped at were not there.

    The user's directory is copied and the broken files are left out one after the other. Behind
    a file of atoms there is no looking: rules that use its atoms would be blamed for its mistake.
    """
    if overlay is None or not pathlib.Path(overlay).is_dir():
        return
    original = pathlib.Path(overlay)
    with tempfile.TemporaryDirectory() as place:
        copy = pathlib.Path(place) / "rules"
        shutil.copytree(original, copy, ignore=_neither_rules_nor_words)
        broken = first.path
        while broken.is_relative_to(original) and broken.name != "atoms.toml":
            (copy / broken.relative_to(original)).unlink(missing_ok=True)
            try:
                Extractors(load_rules(copy))
                return
            except RuleError as error:
                if not error.path.is_relative_to(copy):
                    return
                broken = original / error.path.relative_to(copy)
                yield _problem_of(error, str(broken))
            except Exception:  # told once the files that were refused are mended
                return


def _neither_rules_nor_words(directory: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if not name.endswith((".toml", ".txt")) and not os.path.isdir(os.path.join(directory, name))
    }


class _Outcome:
    """Runs the examples of rules and keeps what came of them."""

    def __init__(self, extractors: Extractors) -> None:
        """Args: the finders of the rule book to be checked."""
        self.problems: list[Problem] = []
        self.tally: Counter[str] = Counter()
        self._extractors = extractors

    def check(self, rule: Rule) -> None:
        """Run every example and counter-example of a rule."""
        for example in rule.examples:
            self._note(rule, "example", example.line, functools.partial(self._why_not, rule, example))
        for sentence, line in rule.counter_examples:
            self._note(rule, "counter-example", line, functools.partial(self._why_fired, rule, sentence))
        for what, given in (("example", rule.examples), ("counter-example", rule.counter_examples)):
            if not given:
                self.problems.append(Problem(rule.path, rule.line, rule.id, f"has no {what}", "incomplete"))

    def _note(self, rule: Rule, what: str, line: int, run: Callable[[], str | None]) -> None:
        self.tally[what] += 1
        try:
            trouble = run()
        except Exception as error:  # a rule may make a finder fail; the others are still to be checked
            trouble = f"the {what} makes the pipeline fail: {type(error).__name__}: {error}"
        if trouble is None:
            self.tally[f"{what} held"] += 1
        else:
            self.problems.append(Problem(rule.path, line, rule.id, trouble, "fails"))

    def _analysis(self, text: str, published: datetime.date | None) -> Analysis:
        analysis = Analysis(self._extractors.prepare(text, published=published))
        self._extractors.counts(analysis)
        self._extractors.roles(analysis)
        return analysis

    def _why_not(self, rule: Rule, example: Example) -> str | None:
        """Why an example does not hold; None if it does."""
        unknown = example.expect.keys() - _fields_of(rule.kind)
        if unknown:
            return f"the example expects what no fact has: {', '.join(sorted(unknown))}"
        day = None if example.on is None else datetime.date.fromisoformat(str(example.on))
        analysis = self._analysis(example.text, day)
        if _example_holds(rule, example, analysis):
            return None
        start, end = example.span
        marked = f"{example.text[:start]}«{example.text[start:end]}»{example.text[end:]}"
        wanted = ", ".join(f"{key}={value!r}" for key, value in example.expect.items())
        found = "; ".join(_shown(fact) for fact in _facts_of(rule, analysis, example.span)) or "nothing"
        return f"example does not hold: {marked.strip()} should give {wanted or 'a fact'}, gives {found}"

    def _why_fired(self, rule: Rule, sentence: str) -> str | None:
        """What a counter-example gave; None if nothing, as it should."""
        fired = _fired(rule, self._analysis(sentence, COUNTER_EXAMPLE_DAY))
        if not fired:
            return None
        return f"counter-example fires: {sentence.strip()} gives {'; '.join(map(_shown, fired))}"


def _example_holds(rule: Rule, example: Example, analysis: Analysis) -> bool:
    if rule.kind in ("dates", "counts"):
        return any(
            fact.rule == rule.id and (fact.start, fact.end) == example.span and _fits(fact, example.expect)
            for fact in getattr(analysis, rule.kind)
        )
    return any(_person_holds(rule, example, person) for person in analysis.people or ())


def _fields_of(kind: str) -> frozenset[str]:
    """What an example of this kind may expect."""
    facts: Mapping[str, type[msgspec.Struct]] = {"dates": Date, "counts": Count}
    if kind in facts:
        return frozenset(field.encode_name for field in msgspec.structs.fields(facts[kind]))
    return frozenset({"name"}) if kind in _NAMES_ONLY else _ROLE_KEYS | {"name"}


def _fits(fact: object, expect: Mapping[str, Any]) -> bool:
    """Whether every expected field is as expected; TOML has no null, so ``false`` stands for it."""
    return all(
        getattr(fact, _ATTRIBUTES.get(key, key)) == (None if value is False else value)
        for key, value in expect.items()
    )


def _person_holds(rule: Rule, example: Example, person: Person) -> bool:
    if example.span not in {(mention.start, mention.end) for mention in person.mentions}:
        return False
    if not _fits(person, {key: value for key, value in example.expect.items() if key not in _ROLE_KEYS}):
        return False
    post = {key: value for key, value in example.expect.items() if key in _ROLE_KEYS}
    if rule.kind in _NAMES_ONLY:
        return person.rule == rule.id
    roles = [role for role in person.roles if role.rule == rule.id]
    if rule.kind == "staff":
        made = person.staff and (person.rule == rule.id or bool(roles))
        return made and (not post or any(_fits(role, post) for role in roles))
    return any(_fits(role, post) for role in roles)


def _fired(rule: Rule, analysis: Analysis) -> list[Date | Count | Person | Role]:
    """The facts that carry the rule's id."""
    if rule.kind in ("dates", "counts"):
        return [fact for fact in getattr(analysis, rule.kind) if fact.rule == rule.id]
    people = analysis.people or ()
    return [
        *(person for person in people if person.rule == rule.id),
        *(role for person in people for role in person.roles if role.rule == rule.id),
    ]


def _facts_of(rule: Rule, analysis: Analysis, span: tuple[int, int]) -> list[Date | Count | Person]:
    """What was found instead, at or across the marked span."""
    if rule.kind in ("dates", "counts"):
        facts = getattr(analysis, rule.kind)
        return [fact for fact in facts if fact.start < span[1] and span[0] < fact.end]
    return [
        person
        for person in analysis.people or ()
        if any(mention.start < span[1] and span[0] < mention.end for mention in person.mentions)
    ]


def _shown(fact: Date | Count | Person | Role) -> str:
    """A fact in one short phrase, with the rule that made it."""
    if isinstance(fact, Person):
        roles = "".join(f", {_shown(role)}" for role in fact.roles)
        return f"{fact.name}{' (staff)' if fact.staff else ''}{roles} [{fact.rule}]"
    if isinstance(fact, Role):
        since = f" since {fact.since}" if fact.since else ""
        return f"{fact.title} of {fact.org} ({fact.status}{since}) [{fact.rule}]"
    if isinstance(fact, Date):
        return f"{fact.text} {fact.type} {fact.value} [{fact.rule}]"
    fields = {
        "value": fact.value, "min": fact.min, "max": fact.max, "modifier": fact.modifier, "unit": fact.unit,
        "noun": fact.noun, "of": fact.of, "when": fact.when, "from": fact.from_, "to": fact.to,
    }  # fmt: skip
    told = ", ".join(f"{name}={value!r}" for name, value in fields.items() if value is not None)
    return f"{fact.text} {told} [{fact.rule}]"
