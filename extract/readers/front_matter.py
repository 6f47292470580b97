"""Front matter: metadata in YAML between lines of ``---``, or in TOML between lines of ``+++``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from extract.readers.errors import ReadError

_YAML_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
_TOML_BOUNDARY = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_LEADING_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_LONGEST_YAML = 1_000_000
_LONGEST_TOML = 100_000
# libyaml recurses in C: deep nesting would not raise but end the process.
_MOST_NESTING_IN_C = 1000
_LARGEST_FOR_C = 200_000
_NESTING = re.compile(r"[\[{]|[-?:]\s")
# A key of many parts costs quadratic time.
_LONG_KEY = re.compile(
    r"""(?<![^\s.="'\[\]{},])(?:(?:[^\s.="'\[\]{},]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}"""
)
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def split_front_matter(source: str) -> tuple[Mapping[Any, Any], str]:
    """Split a Markdown file into front matter and body.

    Values of YAML stay as they are written, dates and numbers too, so that nothing is shifted or
    rounded on the way; only YAML's null is told from text. TOML has types of its own.

    Raises:
        ReadError: the front matter is never closed, not valid, or no mapping.
    """
    blank = _LEADING_BLANK_LINES.match(source)
    start = blank.end() if blank else 0
    text = source[start:]
    for mark, boundary, longest, load in (
        ("---", _YAML_BOUNDARY, _LONGEST_YAML, _load_yaml),
        ("+++", _TOML_BOUNDARY, _LONGEST_TOML, _load_toml),
    ):
        opening = boundary.match(text)
        if opening is None:
            continue
        first_line = source.count("\n", 0, start) + 1
        closing = boundary.search(text, opening.end())
        if closing is None:
            raise ReadError(f"front matter opened by {mark} is never closed", first_line)
        block, body = text[opening.end() : closing.start()], text[closing.end() :]
        if len(block) > longest:
            raise ReadError(f"front matter is longer than {longest} characters", first_line)
        mapping = load(block, first_line)
        if mapping is None:
            return {}, body
        if not isinstance(mapping, dict):
            raise ReadError("front matter is not a mapping of keys to values", first_line)
        return mapping, body
    return {}, source


class _AsWritten(yaml.SafeLoader):
    """Safe YAML in which every plain scalar but null is a string."""


class _AsWrittenFast(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same on top of libyaml, where PyYAML has it."""


for _loader in (_AsWritten, _AsWrittenFast):
    _loader.yaml_implicit_resolvers = {
        first: kept
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        if (kept := [resolver for resolver in resolvers if resolver[0] == "tag:yaml.org,2002:null"])
    }


def _keep_merge_key(loader: Any, node: yaml.MappingNode) -> None:
    """Leave ``<<`` alone: merging copies, and a few lines of merges of merges would fill memory."""


for _loader in (_AsWritten, _AsWrittenFast):
    _loader.flatten_mapping = _keep_merge_key  # type: ignore[method-assign]


def _load_yaml(block: str, first_line: int) -> Any:
    """Load front matter; ``first_line`` is the line of the file that the block begins on."""
    shallow = len(block) <= _LARGEST_FOR_C and len(_NESTING.findall(block)) <= _MOST_NESTING_IN_C
    loader = _AsWrittenFast if shallow else _AsWritten
    try:
        return yaml.load(block, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else first_line
        raise ReadError(f"front matter is not valid YAML: {error.problem or error.context}", line) from None
    except yaml.reader.ReaderError as error:
        # PyYAML counts characters, libyaml bytes.
        in_characters = issubclass(loader, yaml.reader.Reader)
        seen = block[: error.position].encode() if in_characters else block.encode()[: error.position]
        line = first_line + seen.count(b"\n")
        raise ReadError(f"front matter is not valid YAML: {error.reason}", line) from None
    except RecursionError:
        raise ReadError("front matter is nested too deep", first_line) from None
    except Exception as error:  # PyYAML's constructors let any error of theirs through
        raise ReadError(f"front matter is not valid YAML: {error}", first_line) from None


def _load_toml(block: str, first_line: int) -> Any:
    """Load front matter; ``first_line`` is the line of the file that the block begins on."""
    if _LONG_KEY.search(block):
        raise ReadError("front matter is nested too deep", first_line)
    try:
        return tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        message = str(error)[: place.start()] if place else str(error)
        within = int(place[1]) - 1 if place and place[1] else block.count("\n")
        raise ReadError(f"front matter is not valid TOML: {message}", first_line + within) from None
    except RecursionError:
        raise ReadError("front matter is nested too deep", first_line) from None
    except ValueError as error:  # a number of thousands of digits, a year 0
        raise ReadError(f"front matter is not valid TOML: {error}", first_line) from None
