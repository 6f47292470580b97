"""Bodies and countries whose names are known."""

from __future__ import annotations

from collections.abc import Iterable


class KnownBodies:
    """Names of bodies and countries, looked up by where they end: the segmenter may have cut them."""

    def __init__(self, names: Iterable[str]) -> None:
        """Args: the names."""
        self._names = frozenset(name for name in names if len(name) > 1)
        self._last = frozenset(name[-1] for name in self._names)
        self._longest = max(map(len, self._names), default=0)

    def __contains__(self, name: str) -> bool:
        """Whether it is one of them."""
        return name in self._names

    def begins(self, text: str) -> bool:
        """Whether the text begins with one of them."""
        return self.beginning(text) is not None

    def beginning(self, text: str) -> str | None:
        """The shortest of them that the text begins with, or None."""
        lengths = range(2, min(self._longest, len(text)) + 1)
        return next((text[:n] for n in lengths if text[:n] in self._names), None)

    def start(self, plain: str, end: int, floor: int) -> int | None:
        """Where the longest of them begins that ends at ``end``, or None."""
        if plain[end - 1 : end] not in self._last:
            return None
        lengths = range(min(self._longest, end - floor), 1, -1)
        return next((end - n for n in lengths if plain[end - n : end] in self._names), None)
