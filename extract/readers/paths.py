"""What the caller names: files, directories, patterns, standard input."""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Iterator

from extract.readers.article import Unreadable
from extract.readers.errors import describe, printable_path
from extract.readers.registry import has_known_extension
from extract.readers.source import STANDARD_INPUT

_WILD = re.compile(r"[*?\[]")


def files_of(name: str) -> Iterator[str | Unreadable]:
    """Yield the files that a name stands for, or why there are none.

    Args:
        name: a file, ``-`` for standard input, a directory to be walked in sorted order, or a
            pattern such as ``pages/**/*.html`` where no file is called so. Of a directory only
            files with a known extension are taken; hidden files and directories, and links to
            directories (they may run in circles), are passed over.
    """
    if name == STANDARD_INPUT:
        yield name
    elif os.path.isdir(name):
        yield from _in_directory(name)
    elif _WILD.search(name) and not os.path.lexists(name):
        yield from _matching(name)
    else:
        yield name


def _in_directory(directory: str) -> Iterator[str | Unreadable]:
    found = False
    for item in _walk(directory):
        found = True
        yield item
    if not found:
        yield Unreadable(printable_path(directory), "the directory holds no file with a known extension")


def _walk(directory: str) -> Iterator[str | Unreadable]:
    """Yield the readable files below a directory, in sorted order, without recursion."""
    pending = [directory]
    while pending:
        path = pending.pop()
        if not os.path.isdir(path) or (path is not directory and os.path.islink(path)):
            yield path
            continue
        try:
            with os.scandir(path) as entries:
                inside = sorted(filter(_is_wanted, entries), key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(printable_path(path), describe(error))
            continue
        pending.extend(entry.path for entry in reversed(inside))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    if entry.is_dir():
        return not entry.is_symlink()
    # A broken link or one without permission is wanted: the reason it cannot be read is then told.
    return has_known_extension(entry.name) and (entry.is_file() or entry.is_symlink())


def _matching(pattern: str) -> Iterator[str | Unreadable]:
    """Yield the files that match, in sorted order, hidden ones left out as a shell does."""
    parts = pathlib.PurePath(pattern).parts
    first = next(at for at, part in enumerate(parts) if _WILD.search(part))
    folder, wild = os.path.join("", *parts[:first]), os.path.join(*parts[first:])
    try:
        # pathlib follows no links for **, which glob does
        paths = sorted(pathlib.Path(folder).glob(wild))
    except (OSError, ValueError, NotImplementedError) as error:
        yield Unreadable(printable_path(pattern), f"not a pattern that can be used: {error}")
        return
    found = False
    for path in paths:
        below = path.relative_to(folder).parts if folder else path.parts
        if path.is_file() and not any(part.startswith(".") for part in below):
            found = True
            yield os.fspath(path)
    if not found:
        yield Unreadable(printable_path(pattern), "no file matches the pattern")
