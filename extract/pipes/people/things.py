"""Things that are named like or after a person: places, firms, schools, studios."""

from __future__ import annotations

import pathlib
import re
import tomllib
from typing import Any

#: What stands before a thing named like a person is looked for so many characters back.
LONGEST_BEFORE = 5

#: Behind a name that a work's title begins with stand so many characters at most: 《瓦尔特保卫萨拉热窝》.
LONGEST_TITLE_OF_WORK = 12


class NamedThings:
    """Tells by what follows a name that it is no person's; see ``rules/people/things.toml``."""

    def __init__(self, words: dict[str, Any]) -> None:
        """Take the patterns and word lists."""
        self._named_after = re.compile(words["named_after"])
        self._named_before = re.compile(f"(?:{words['named_before']})\\Z")
        self._place = re.compile(words["place"])
        self._firm = re.compile(words["firm"])
        self._schools = frozenset(words["schools"])
        self.endings = frozenset(words["endings"])

    @classmethod
    def load(cls, directory: pathlib.Path) -> NamedThings:
        """Read them from a rules directory (``rules/people``)."""
        return cls(tomllib.loads((directory / "things.toml").read_text(encoding="utf-8")))

    def is_thing(self, plain: str, start: int, end: int) -> bool:
        """Whether a name is a thing's by what stands around it: 《花木兰》, 飓风“伊恩”."""
        if plain[start - 1 : start] == "《" and "》" in plain[end : end + LONGEST_TITLE_OF_WORK]:
            return True
        return self._named_before.search(plain, max(0, start - LONGEST_BEFORE), start) is not None

    def is_named_after(self, plain: str, end: int) -> bool:
        """Whether what a name ending at ``end`` belongs to is a studio, school, prize or the like."""
        return self._named_after.match(plain, end) is not None

    def is_one(self, plain: str, end: int) -> bool:
        """Whether a candidate that ends at ``end`` is a place, a school, a firm or named like one."""
        if plain[end - 1 : end + 1] in self._schools and not plain.startswith("校长", end):
            return True
        return bool(self._place.match(plain, end) or self._firm.match(plain, end))
