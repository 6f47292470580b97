"""Which encoding bytes are in, told by how likely the characters are that each would make of them.

Bytes that are not UTF-8 decode without complaint in several encodings; only one of them gives
Chinese that anybody would print. Every encoding tried is a model of text: a character costs so
many bits as it is rare, a broken byte costs most, and the encoding that explains the same bytes
with the fewest bits is the one they are in.
"""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import msgspec

from extract.rules import shipped_rules

SAMPLE_BYTES = 200_000
"""So much of the bytes is looked at; an article says no more after that."""

# The family is named by its widest member, of which the others are parts: what calls itself gb2312 or
# big5 has characters that only the wider one holds.
GB = "gb18030"
BIG5 = "big5hkscs"
_FAMILIES = {"gb2312": GB, "gbk": GB, "gb18030": GB, "big5": BIG5, "big5hkscs": BIG5, "cp950": BIG5}
_LABELS = {
    "gb_2312-80": GB,
    "gb2312-80": GB,
    "chinese": GB,
    "x-gbk": GB,
    "cp936": GB,
    "ms936": GB,
    "windows-936": GB,
    "gb18030-2000": GB,
    "gb18030-2005": GB,
    "gb18030-2022": GB,
    "cn-big5": BIG5,
    "x-x-big5": BIG5,
    "windows-950": BIG5,
    "big5-eten": BIG5,
    # as browsers do: nobody means the old standards
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
# Encodings of text that a page may declare; the codecs that Python has besides can do harm or make no sense.
_DECLARABLE = re.compile(
    r"utf-8|cp125\d|iso8859-\d+|koi8-[ru]|euc_jp|shift_jis|cp932|euc_kr|cp949|utf-16(-[lb]e)?"
)

GUESSES = ("utf-8", GB, BIG5, "utf-16-le", "utf-16-be", "cp1252")

# Bits for one character: the tiers of common characters, then what stands outside of them.
_TIER_BITS = (8.0, 10.0, 12.5, 15.0)
_OTHER_HAN = 21.0
_OLD_HAN = 26.0
_COMMON_SIGNS = "，。、"
_COMMON_SIGN = 5.0
_SIGNS = "\u3000：；？！“”‘’（）《》〈〉「」『』【】〔〕…—－·‧•～％"
_SIGN = 8.0
_FULL_WIDTH = 11.0
_OTHER_SIGN = 15.0
_OTHER_LETTER = 20.0
_LATIN_LETTER = 11.0
_UNPRINTED = 30.0
_REPLACEMENT = 26.0
_ASCII = 5.0
_CONTROL = 20.0
# A letter with an accent stands among plain ones; two of them side by side are two bytes of something else.
_LATIN_PAIR = 12.0

WORST_BITS = 18.5
"""More bits than this for a character that is not ASCII, and nothing printed in Chinese is written so."""
_WORST_BITS_OF_PAIRS = 16.0
_USUAL_BITS = 13.0
_CLEAR_BITS = 24.0
"""A declaration is overruled only by evidence of so many bits,"""
_CLEAR_BITS_A_CHARACTER = 1.5
"""and of so many for each character."""


class Reading(msgspec.Struct, frozen=True):
    """What one encoding makes of some bytes.

    Attributes:
        encoding: Python's name of it.
        bits: the cost of all characters.
        bits_a_character: the cost of one that is not ASCII, on the average.
    """

    encoding: str
    bits: float
    bits_a_character: float

    @property
    def plausible(self) -> bool:
        """Whether this may be a text that was printed."""
        # almost any two bytes are some character of UTF-16
        worst = _WORST_BITS_OF_PAIRS if self.encoding.startswith("utf-16") else WORST_BITS
        return self.bits_a_character <= worst

    @property
    def usual(self) -> bool:
        """Whether this is what most of Chinese print looks like."""
        return self.bits_a_character <= _USUAL_BITS

    def clearly_better_than(self, other: Reading) -> bool:
        """Whether the evidence is enough to overrule what somebody declared."""
        return (
            other.bits - self.bits > _CLEAR_BITS
            and other.bits_a_character - self.bits_a_character > _CLEAR_BITS_A_CHARACTER
        )


def known_encoding(label: str) -> str | None:
    """Return Python's name of a declared encoding, the widest of its family, or None if it is not known."""
    name = label.strip().strip("\"'").lower()
    if name in _LABELS:
        return _LABELS[name]
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if name in _FAMILIES:
        return _FAMILIES[name]
    name = _LABELS.get(name, name)
    return name if _DECLARABLE.fullmatch(name) else None


def readings(data: bytes, encodings: Iterable[str] = GUESSES) -> list[Reading]:
    """Weigh what each encoding makes of the bytes; the likeliest comes first."""
    weighed = [_reading(data[:SAMPLE_BYTES], encoding) for encoding in encodings]
    return sorted(weighed, key=lambda reading: reading.bits)


def _reading(data: bytes, encoding: str) -> Reading:
    text = data.decode(encoding, errors="replace")
    if len(data) == SAMPLE_BYTES:
        text = text.removesuffix("\ufffd")  # the sample ends where it ends
    counted = Counter(text)
    table = _table()
    bits = foreign_bits = 0.0
    foreign = 0
    for character, number in counted.items():
        known = table.get(character)
        if known is None:
            known = table[character] = _bits_by_kind(character)
        bits += known * number
        if character >= "\x80":
            foreign += number
            foreign_bits += known * number
    if encoding == "cp1252":
        pairs = _LATIN_PAIR * len(_SIDE_BY_SIDE.findall(text))
        bits, foreign_bits = bits + pairs, foreign_bits + pairs
    return Reading(encoding, bits, foreign_bits / max(1, foreign))


_SIDE_BY_SIDE = re.compile(r"[^\x00-\x7f](?=[^\x00-\x7f])")


@functools.cache
def _table() -> dict[str, float]:
    """The bits of every character that has been weighed, to begin with of the common ones."""
    path = shipped_rules() / "formats" / "common_characters.txt"
    tiers = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    table = {character: bits for tier, bits in zip(tiers, _TIER_BITS, strict=True) for character in tier}
    table.update(dict.fromkeys(_SIGNS, _SIGN))
    table.update(dict.fromkeys(_COMMON_SIGNS, _COMMON_SIGN))
    table["\ufffd"] = _REPLACEMENT
    return table


def _bits_by_kind(character: str) -> float:
    if character < "\x80":
        return _ASCII if character >= " " or character in "\t\n\r\f" else _CONTROL
    if "\u4e00" <= character <= "\u9fff":
        return _OTHER_HAN
    if "\uff01" <= character <= "\uff5e":
        return _FULL_WIDTH
    if "\u00c0" <= character <= "\u017f":
        return _LATIN_LETTER
    if "\u3400" <= character <= "\u4dbf" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000":
        return _OLD_HAN
    category = unicodedata.category(character)
    if category in ("Cc", "Cn", "Co", "Cs"):
        return _UNPRINTED
    return _OTHER_SIGN if category[0] in "PSNZ" else _OTHER_LETTER
