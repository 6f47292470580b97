"""Text that was decoded wrongly before it came here: UTF-8 taken for something else and written again."""

from __future__ import annotations

import itertools
import re

from extract import facts

# Bytes above ASCII as the characters that Latin encodings make of them.
_AS_LATIN = re.compile("[\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{3,100}")
# Lead bytes of UTF-8 make these characters in GBK, over and over again.
_AS_GBK = re.compile("[鈥銆锛鐨勪涓鏄鍦浜鍜鏈夋閲剧姟鎴戜滑鍥藉][\u4e00-\u9fff\ue000-\uf8ff€]{5,100}")
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST_HAN = 2
_MOST_TRIES = 200


def mojibake_warnings(text: str) -> tuple[facts.Warning, ...]:
    """Return a warning where the text holds Chinese that somebody decoded as Latin or as GBK."""
    for pattern, encoding in ((_AS_LATIN, "cp1252"), (_AS_GBK, "gb18030")):
        for found in itertools.islice(pattern.finditer(text), _MOST_TRIES):
            meant = _as_utf8(found[0], encoding)
            if len(_HAN.findall(meant)) >= _FEWEST_HAN:
                message = f"UTF-8 that was taken for another encoding: {found[0][:12]!r} may be {meant[:6]!r}"
                return (facts.Warning("mojibake", message, found.start(), found.end()),)
    return ()


def _as_utf8(text: str, encoding: str) -> str:
    """The text as it was before, as far as its bytes are UTF-8; empty where they are not."""
    parts = []
    for character in text:
        try:
            parts.append(character.encode(encoding))
        except UnicodeEncodeError:
            # five bytes have no character in windows-1252, and stay what they are
            parts.append(bytes([ord(character)]) if character <= "\xff" else b"?")
    data = b"".join(parts)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # the last character may be cut off where the text was
        return data[: error.start].decode("utf-8") if error.start >= len(data) * 0.6 else ""
