"""Small questions about decoded text."""

from __future__ import annotations

import re

from extract.readers.errors import ReadError

_LINE_ENDS = re.compile(r"\r\n?")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\x00"


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
