"""The grammar of titles: modifiers and a head, such as 副 + 主任 or 全科 + 主治 + 医师."""

from __future__ import annotations

import re
from collections.abc import Iterable


class TitleGrammar:
    """Recognises titles at the end or the beginning of a stretch of simplified text."""

    def __init__(
        self, heads: Iterable[str], modifiers: Iterable[str], address: Iterable[str], behind: Iterable[str]
    ) -> None:
        """Take the words of the grammar.

        Args:
            heads: heads of titles.
            modifiers: what may stand before a head.
            address: titles that follow a name.
            behind: how a clause goes on behind a title.
        """
        modifier = _any_of(modifiers)
        title = f"(?:{modifier})*(?:{_any_of(heads)})"
        self._ending = re.compile(f"{title}$")
        self._inside = re.compile(f"{title}(?={_any_of(behind)})")
        self._address = re.compile(
            f"(?:{_any_of(address)})(?![\u4e00-\u9fff]?(?:会|室|办|处|工作室)(?![说表]))"
        )

    def at_end(self, text: str) -> int | None:
        """Where the longest title begins that ends where ``text`` ends, or None."""
        match = self._ending.search(text)
        return None if match is None else match.start()

    def end_inside(self, text: str) -> int | None:
        """Where a title ends behind which the sentence goes on, 院长|还不到一年, or None."""
        match = self._inside.search(text)
        return None if match is None else match.end()

    def address_at(self, text: str, start: int) -> int | None:
        """Where the title ends that follows a name ending at ``start``, or None."""
        match = self._address.match(text, start)
        return None if match is None else match.end()


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
