"""Bytes to text: the one place that opens whole files and decides what is readable at all."""

from __future__ import annotations

import re

MAX_ARTICLE_BYTES = 64 * 1024 * 1024
"""Whatever is longer is not one article; a bound keeps memory in hand for hostile input."""

_HEAD_BYTES = 8192
_LINE_ENDS = re.compile(r"\r\n?")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\x00"


class ReadError(ValueError):
    """A source that gives no article.

    Attributes:
        reason: what is wrong, in plain English.
        line: the line of the source where it is wrong, counted from 1, or None.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Keep the reason and the line apart."""
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_bytes(path: str) -> bytes:
    """Return the content of a file that must hold one article.

    Raises:
        ReadError: the file has no bytes or far too many.
        OSError: the file cannot be opened or read.
    """
    with open(path, "rb") as file:
        data = file.read(MAX_ARTICLE_BYTES + 1)
    if not data:
        raise ReadError("empty file")
    if len(data) > MAX_ARTICLE_BYTES:
        raise ReadError(too_large())
    return data


def too_large() -> str:
    """Return the reason given for an article over the size limit."""
    return f"larger than {MAX_ARTICLE_BYTES // 1024**2} MB, too large for one article"


def decode_utf8(data: bytes, *, within: str = "the file") -> str:
    """Return UTF-8 bytes, with or without a byte order mark, as text with ``\\n`` line ends.

    Args:
        data: the bytes.
        within: what the offset in an error message is counted in.

    Raises:
        ReadError: the bytes are binary, or not UTF-8.
    """
    refuse_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = data[error.start]
        raise ReadError(f"not UTF-8: byte 0x{bad:02X} at offset {error.start} of {within}") from None
    return normalise_line_ends(text.removeprefix("\ufeff"))


def refuse_binary(data: bytes) -> None:
    """Raise ReadError if the first bytes show that this is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(f"not UTF-8 but UTF-16: byte 0x{data[0]:02X} at offset 0")
    if b"\x00" in data[:_HEAD_BYTES]:
        raise ReadError("binary file (it holds NUL bytes)")


def normalise_line_ends(text: str) -> str:
    """Return the text with every CRLF and lone CR as ``\\n``; nothing else is changed."""
    return _LINE_ENDS.sub("\n", text) if "\r" in text else text


def is_blank(text: str) -> bool:
    """Tell whether a reader would see nothing: white space and zero-width characters only."""
    return not text.strip() or not re.sub(f"[{_INVISIBLE}]", "", text).strip()


def without_surrogates(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 output can hold, by U+FFFD."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def refuse_surrogates(text: str) -> None:
    """Raise ReadError if the text holds half of a surrogate pair: it could never be written out."""
    if found := _LONE_SURROGATES.search(text):
        raise ReadError(f"half of a surrogate pair at character {found.start()}: not valid Unicode")


def printable_path(path: str) -> str:
    """Return a path as text that any output can hold: bytes that are not UTF-8 become ``\\xNN``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def describe(error: OSError) -> str:
    """Say in plain English why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file or directory"
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, IsADirectoryError):
        return "is a directory, not a file"
    return f"cannot be read: {error.strerror or error}"
