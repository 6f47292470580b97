"""What several test files need: the pipeline, the checkout's places, the scripts beside the package."""

from __future__ import annotations

import pathlib
import sys

import pytest

import extract

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# the scripts are no package: tests import them as their users run them, by their own names
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "bench")]


@pytest.fixture(scope="session")
def pipeline() -> extract.Pipeline:
    return extract.load()


@pytest.fixture(scope="session")
def eval_set() -> pathlib.Path:
    """The annotated articles that are not part of the repository."""
    directory = SHARED / "eval"
    if not (directory / "gold.jsonl").is_file():
        pytest.skip(f"the evaluation set is not beside the repository ({directory})")
    return directory


@pytest.fixture(scope="session")
def corpora() -> pathlib.Path:
    """The large collections of articles that are not part of the repository."""
    directory = SHARED / "corpora"
    if not directory.is_dir():
        pytest.skip(f"the corpora are not beside the repository ({directory})")
    return directory
