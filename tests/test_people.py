"""People and their posts, held to the cases of ``tests/people``.

A case is a text (in several forms that say the same, Simplified and Traditional among them) with «» around
every mention of every person, the full names (``people``), the makers among them (``staff``) and, where the
case is about posts, all ``roles``. Of a role a key that is left out is not asked; ``false`` stands for null.
A title may be longer or shorter at its beginning than told, an organisation agrees where one name holds the
other or seven tenths of their characters are the same. What a careful reader would find and this version
does not is in ``tests/people/not_yet``: a case that comes right has to be moved.
"""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from tagging import forms, unmarked

import extract
from extract.facts import Role

SPECS = sorted((ROOT / "tests" / "people").glob("*.toml"))
NOT_YET = sorted((ROOT / "tests" / "people" / "not_yet").glob("*.toml"))
LEAST_NAME_CASES, LEAST_ROLE_CASES = 800, 500
ENOUGH_IN_COMMON = 0.7

Case = dict[str, Any]


@functools.cache
def cases_of(path: Path) -> list[Case]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["cases"]


def same_title(one: str, two: str) -> bool:
    return one.endswith(two) or two.endswith(one)


def same_organisation(found: str | None, expected: str | None) -> bool:
    if found is None or expected is None:
        return found is expected
    common = sum((Counter(found) & Counter(expected)).values())
    inside = found in expected or expected in found
    return inside or 2 * common / (len(found) + len(expected)) >= ENOUGH_IN_COMMON


def agrees(role: Role, expected: Case) -> bool:
    wanted = {key: None if value is False else value for key, value in expected.items()}
    return (
        same_title(role.title, wanted["title"])
        and same_organisation(role.org, wanted["org"])
        and wanted.get("status", role.status) == role.status
        and wanted.get("since", role.since) == role.since
    )


def paired(expected: Sequence[Case], roles: Sequence[Role]) -> bool:
    """Whether each expected role is another one of those found, and none is left over."""
    if not expected or not roles:
        return not expected and not roles
    first, *others = expected
    return any(
        agrees(role, first) and paired(others, [*roles[:place], *roles[place + 1 :]])
        for place, role in enumerate(roles)
    )


def problems(pipeline: extract.Pipeline, case: Case, text: str) -> list[str]:
    """What is found otherwise than the case says."""
    plain, spans = unmarked(text)
    people = pipeline(plain, published=case.get("on")).people
    found = sorted((span.start, span.end) for person in people for span in person.mentions)
    told = []
    if found != spans:
        told.append(f"mentions {[plain[start:end] for start, end in found]}")
    if {person.name for person in people} != set(case["people"]):
        told.append(f"people {[person.name for person in people]}")
    makers = {person.name for person in people if person.staff}
    if "staff" in case and makers != set(case["staff"]):
        told.append(f"staff {sorted(makers)}")
    if "roles" in case:
        for person in people:
            of_person = [role for role in case["roles"] if role["person"] == person.name]
            if not paired(of_person, person.roles):
                told.append(f"{person.name}: {[(r.title, r.org, r.status, r.since) for r in person.roles]}")
    return told


def parameters() -> Iterator[Any]:
    for path in SPECS:
        for number, case in enumerate(cases_of(path), start=1):
            for text in forms(case):
                yield pytest.param(case, text, id=f"{path.stem}-{number}")


@pytest.mark.parametrize(("case", "text"), list(parameters()))
def test_a_reader_would_find_the_same_people(pipeline: extract.Pipeline, case: Case, text: str) -> None:
    assert problems(pipeline, case, text) == []


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{path.stem}-{number}", marks=pytest.mark.xfail(strict=True))
        for path in NOT_YET
        for number, case in enumerate(cases_of(path), start=1)
    ],
)
def test_what_is_not_met_yet(pipeline: extract.Pipeline, case: Case) -> None:
    for text in forms(case):
        assert problems(pipeline, case, text) == []


def test_there_are_cases_enough() -> None:
    cases = [(path.stem, case) for path in SPECS for case in cases_of(path)]
    assert sum(not stem.startswith("roles") for stem, _ in cases) >= LEAST_NAME_CASES
    assert sum(stem.startswith("roles") for stem, _ in cases) >= LEAST_ROLE_CASES


# -- what holds for any text --------------------------------------------------------------------------

PIECES = sorted({unmarked(text)[0] for path in SPECS for case in cases_of(path) for text in forms(case)})


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text("王李欧阳明华·、，说任主席（）\n")), min_size=1))
@settings(max_examples=150, deadline=None)
def test_mentions_are_cut_from_the_text(pipeline: extract.Pipeline, pieces: list[str]) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    people = pipeline(text).people
    spans = sorted((span.start, span.end) for person in people for span in person.mentions)
    assert len({person.name for person in people}) == len(people)
    assert all(start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    for person in people:
        first = person.mentions[0]
        assert person.original in text
        assert any(text[span.start : span.end] == person.original for span in person.mentions), first
        for role in person.roles:
            assert 0 <= role.start < role.end <= len(text)
