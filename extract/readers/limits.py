"""How much a reader takes in before it calls a file hostile."""

from __future__ import annotations

MAX_ARTICLE_BYTES = 64 * 1024 * 1024
"""Whatever is longer is not one article; a bound keeps memory in hand for hostile input."""

MAX_ARTICLE_CHARACTERS = 500_000
"""Of text: that of a long book. What is longer is no article, and would take minutes."""

MAX_EXPANSION = 200
"""Compressed text grows some five times, at most twenty; what grows more is made to fill memory or time."""

FREE_EXPANSION_BYTES = 2 * 1024 * 1024
"""So much may come out of a compressed file without an article before its growth is looked at."""

HEAD_BYTES = 256 * 1024
"""So much of a file tells its format and its encoding."""


def too_large() -> str:
    """Return the reason given for an article over the size limit."""
    return f"larger than {MAX_ARTICLE_BYTES // 1024**2} MB, too large for one article"


def too_long() -> str:
    """Return the reason given for a text over the limit of characters."""
    return f"longer than {MAX_ARTICLE_CHARACTERS:,} characters, too long for one article"


def grows_too_much(what: str) -> str:
    """Return the reason given for what is packed as no text can be."""
    return f"{what} grow more than {MAX_EXPANSION} times when unpacked, as no text does"
