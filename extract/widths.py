"""ASCII digits, letters and signs for full-width ones, one character for one character."""

from __future__ import annotations

import re

_FULL_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)}
_FULL_WIDTH |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_FULL_WIDTH |= {ord("％"): ord("%"), ord("﹪"): ord("%"), ord("　"): ord(" "), 0xA0: ord(" ")}
# middle dots of foreign names come in many code points; · is the one the rules know
_FULL_WIDTH |= dict.fromkeys(map(ord, "•‧・･∙⋅●ㆍ᛫"), ord("·"))
_DOT_IN_NUMBER = re.compile(r"(?<=\d)[．﹒](?=\d)")
_COMMA_IN_NUMBER = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")


def ascii_forms(simplified: str) -> str:
    """The twin with ASCII digits, letters and signs for full-width ones; the length is kept."""
    plain = simplified.translate(_FULL_WIDTH)
    if "．" in plain or "﹒" in plain:
        plain = _DOT_IN_NUMBER.sub(".", plain)
    if "，" in plain:
        plain = _COMMA_IN_NUMBER.sub(",", plain)
    return plain
