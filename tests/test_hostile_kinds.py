"""Files made to fill memory or time: each ends, with a record or a clear reason, and in bounded memory."""

from __future__ import annotations

import pathlib

import hostile
import pytest
from hostile_files import CASES, Hostile

#: No measure of speed: only what hangs takes so long.
WATCH_SECONDS = 60
MOST_MEGABYTES = 2_000


@pytest.fixture(scope="module", autouse=True)
def loaded(pipeline):
    """The pipeline is loaded before the processes part."""
    hostile.pipeline()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_ends(case: Hostile, tmp_path: pathlib.Path) -> None:
    path = tmp_path / f"hostile{case.extension}"
    path.write_bytes(case.make(int(case.size * case.tested)))
    outcome = hostile.run_apart(path, WATCH_SECONDS)
    path.unlink()
    assert outcome is not None, f"no end in {WATCH_SECONDS} s"
    assert outcome.told != hostile.DIED
    assert outcome.told
    assert outcome.megabytes < MOST_MEGABYTES


REASONS = {
    "gzip bomb, zeros (txt)": "grow more than",
    "zstd bomb, one line of a (txt)": "grow more than",
    "zstd bomb, empty lines (jsonl)": "grow more than",
    "nested <div>, closed": "nested too deep",
    "YAML, nested lists": "nested too deep",
    "TOML, dotted keys": "nested too deep",
    "front matter never closed": "never closed",
    "JSON nested arrays": "nested too deep",
    "JSON nested and closed": "nested too deep",
    "JSON number of digits": "digits",
    "CSV quote never closed, one line": "never closed",
}


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_a_limit_is_told(name: str, reason: str, tmp_path: pathlib.Path) -> None:
    (case,) = (case for case in CASES if case.name == name)
    path = tmp_path / f"hostile{case.extension}"
    path.write_bytes(case.make(int(case.size * case.tested)))
    outcome = hostile.run_apart(path, WATCH_SECONDS, reading_only=True)
    path.unlink()
    assert outcome is not None
    assert reason in outcome.told
