"""One form for what is written in two widths, one character for one character.

Digits, letters and signs are ASCII; punctuation beside Han characters is full-width, as Chinese is set.
"""

from __future__ import annotations

import re

_FULL_WIDTH = {chr(0xFF10 + i): chr(0x30 + i) for i in range(10)}
_FULL_WIDTH |= {chr(0xFF21 + i): chr(0x41 + i) for i in range(26)}
_FULL_WIDTH |= {chr(0xFF41 + i): chr(0x61 + i) for i in range(26)}
_FULL_WIDTH |= {"％": "%", "﹪": "%", "　": " ", "\xa0": " "}
# middle dots of foreign names come in many code points; · is the one the rules know
_FULL_WIDTH |= dict.fromkeys("•‧・･∙⋅●ㆍ᛫", "·")
# a search for the few there are is many times faster than str.translate, which looks up every character
_ANY_FULL_WIDTH = re.compile(f"[{''.join(_FULL_WIDTH)}]")
# what comes first in a pattern is looked for fastest, so the look-behinds stand behind it
_DOT_IN_NUMBER = re.compile(r"[．﹒](?<=\d.)(?=\d)")
_COMMA_IN_NUMBER = re.compile(r"，(?<=\d，)(?=\d{3}(?!\d))")
_POINT_IN_NAME = re.compile("．(?<=[\u3400-\u9fff]．)(?<![一二三四五六七八九十]．)(?=[\u3400-\u9fff])")
_FULL_MARKS = dict(zip(",;:!?().", "，；：！？（）。", strict=True))
_HAN = "\u3400-\u9fff"
_ANY_HAN = re.compile(rf"[{_HAN}]")
_QUOTED_LINE = re.compile(r'^[^"\n]*"[^\n]*', re.MULTILINE)
_MARK_BESIDE_HAN = re.compile(
    rf"[,;:!?().](?:(?<!\.)(?:(?<=[{_HAN}%”’」』）】》].)|(?=[{_HAN}“‘「『（【《]))"
    rf"|(?<=[{_HAN}%”’」』）]\.)(?=[\s{_HAN}“”’\d]|$))"
)


def in_one_width(simplified: str) -> str:
    """The twin with ASCII digits, letters and signs and full-width punctuation; the length is kept."""
    plain = _ANY_FULL_WIDTH.sub(lambda wide: _FULL_WIDTH[wide[0]], simplified)
    if "．" in plain or "﹒" in plain:
        plain = _POINT_IN_NAME.sub("·", _DOT_IN_NUMBER.sub(".", plain))
    if "，" in plain:
        plain = _COMMA_IN_NUMBER.sub(",", plain)
    if '"' in plain:
        plain = _QUOTED_LINE.sub(_with_paired_quotes, plain)
    return _MARK_BESIDE_HAN.sub(lambda mark: _FULL_MARKS[mark[0]], plain)


def _with_paired_quotes(line: re.Match[str]) -> str:
    """Tell opening from closing quotes by turns, where a line has as many of the one as of the other."""
    parts = line[0].split('"')
    if len(parts) % 2 == 0 or not _ANY_HAN.search(line[0]):
        return line[0]
    return parts[0] + "".join(("“" if n % 2 == 0 else "”") + part for n, part in enumerate(parts[1:]))
