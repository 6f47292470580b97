"""The one error of the readers, and how errors of the system are told."""

from __future__ import annotations

import re

# lone surrogates too, which no output can hold
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class ReadError(ValueError):
    """A source that gives no article.

    Attributes:
        reason: what is wrong, in plain English and on one line.
        line: the line of the source where it is wrong, counted from 1, or None.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Keep the reason and the line apart; what is quoted from a file may hold anything."""
        reason = _CONTROLS.sub("\ufffd", " ".join(reason.split()))
        super().__init__(reason)
        self.reason = reason
        self.line = line


def describe(error: OSError) -> str:
    """Say in plain English why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file or directory"
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, IsADirectoryError):
        return "is a directory, not a file"
    return f"cannot be read: {error.strerror or error}"


def printable_path(path: str) -> str:
    """Return a path as text that any output can hold: bytes that are not UTF-8 become ``\\xNN``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
