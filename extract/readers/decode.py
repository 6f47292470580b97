"""Bytes to text: which encoding it is, what could not be decoded, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

import msgspec

from extract import facts
from extract.readers import charset
from extract.readers.charset import BIG5, Reading, known_encoding, readings
from extract.readers.errors import ReadError
from extract.readers.unicode import normalise_line_ends

__all__ = ["Decoded", "ReadError", "decode", "encoding_of_mark", "guessed_warning"]

# The mark of UTF-32 begins with that of UTF-16.
_FIRST_OF_THREE_BYTES = 0xE0
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHOWN = {BIG5: "Big5-HKSCS", charset.GB: "GB18030", "cp1252": "windows-1252"}
# Python's Big5-HKSCS gives these signs as other standards have them; browsers and Windows as follows.
_BIG5_SIGNS = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.1
# So few strange characters in a long text do not make it undecodable.
_FEW = 0.05


class Decoded(msgspec.Struct, frozen=True):
    """Bytes as text, its lines ending in ``\\n``.

    Attributes:
        text: what was decoded; U+FFFD stands where it could not be.
        encoding: Python's name of the encoding.
        warnings: what was guessed, overruled, broken or dropped.
    """

    text: str
    encoding: str
    warnings: tuple[facts.Warning, ...] = ()


def decode(
    data: bytes, *, declared: Iterable[str] = (), hint: str | None = None, within: str = "the file"
) -> Decoded:
    """Decode an article, or a part of one that stands for itself.

    A byte order mark is believed first; then the bytes, where they are UTF-8; then a declaration, unless
    the bytes speak clearly against it; then the evidence of the bytes alone.

    Args:
        data: the bytes.
        declared: encodings that somebody names, by their labels, the most believable first.
        hint: an encoding that is likely for what stands around, though nobody names it.
        within: what offsets in messages are counted in.

    Raises:
        ReadError: the bytes are binary, or give no text in any encoding that is known here.
    """
    encoding, mark = encoding_of_mark(data)
    body = data[mark:]
    labels = [(label, known_encoding(label)) for label in declared]
    reading: Reading | None = None
    guessed = False
    if encoding is None and b"\x00" not in body and _is_utf8(body):
        encoding = hint if hint is not None and _may_be_either(body, hint) else "utf-8"
    elif encoding is None or (encoding == "utf-8" and not _is_utf8(body)):
        named = [known for _, known in labels if known is not None]
        reading = _choose(body, [*named, *([encoding] if encoding is not None else [])], hint)
        guessed = reading.encoding not in (*named, "utf-8")
        encoding = reading.encoding
    text, warnings = _decode_as(body, encoding, mark, within)
    trusted = not guessed or encoding == hint
    _refuse_nonsense(text, body, mark, reading, trusted=trusted, within=within)
    if guessed:
        warnings.insert(0, guessed_warning(encoding))
    if not body.isascii():
        warnings[:0] = [_overruled(label, encoding) for label, known in labels if not _same(known, encoding)]
    return Decoded(text, encoding, tuple(warnings))


def encoding_of_mark(data: bytes) -> tuple[str | None, int]:
    """Return the encoding that a byte order mark tells, and the length of the mark."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), (None, 0))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_be_either(data: bytes, hint: str) -> bool:
    """Tell whether bytes that are UTF-8 without a Han character may as well be in the file's own encoding.

    仟 in GB18030 is Ǫ in UTF-8: a short line in a file of Chinese is in the encoding of the lines around.
    """
    chinese = hint in (charset.GB, charset.BIG5)
    return chinese and not data.isascii() and max(data) < _FIRST_OF_THREE_BYTES and _decodes(data, hint)


def _choose(data: bytes, candidates: list[str], hint: str | None) -> Reading:
    """Weigh the encodings; the first one declared stands unless another is clearly better."""
    if hint is not None:
        candidates = [*candidates, hint]
    weighed = readings(data, dict.fromkeys([*charset.GUESSES, *candidates]))
    best = weighed[0]
    by_name = {reading.encoding: reading for reading in weighed}
    for name in candidates:
        reading = by_name[name]
        decodes = _decodes(data, name)
        # a line of strange signs is likelier than one in another encoding than the lines around
        good = best.usual if decodes and name == hint else best.plausible
        if (reading.plausible or decodes) and not (good and best.clearly_better_than(reading)):
            return reading
    return best


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(data: bytes, encoding: str, mark: int, within: str) -> tuple[str, list[facts.Warning]]:
    """Decode as far as it goes; ``mark`` bytes stand before the data."""
    warnings: list[facts.Warning] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        own = data.decode(encoding, errors="ignore").count("\ufffd")
        before = normalise_line_ends(_signs(data[: error.start].decode(encoding), encoding))
        number = text.count("\ufffd") - own
        message = (
            f"{number} {'place' if number == 1 else 'places'} could not be decoded as {_shown(encoding)}, "
            f"the first at offset {mark + error.start} of {within}, line {before.count(chr(10)) + 1}"
        )
        start = len(before.replace("\x00", ""))
        warnings.append(facts.Warning("encoding-broken", message, start, start + 1))
    text = normalise_line_ends(_signs(text, encoding))
    if "\x00" in text and not _is_binary(text):
        warnings.append(facts.Warning("nul-characters", f"{text.count(chr(0))} NUL characters are left out"))
        text = text.replace("\x00", "")
    return text, warnings


def _signs(text: str, encoding: str) -> str:
    return text.translate(_BIG5_SIGNS) if encoding == BIG5 else text


def _refuse_nonsense(
    text: str, body: bytes, mark: int, reading: Reading | None, *, trusted: bool, within: str
) -> None:
    """Raise ReadError if what was decoded is nothing that anybody wrote."""
    if _is_binary(text):
        what = "it holds NUL bytes" if b"\x00" in body else "it holds control characters"
        raise ReadError(f"binary file ({what})")
    if reading is None or reading.plausible or (trusted and "\ufffd" not in text):
        return
    foreign = sum(character >= "\x80" for character in text[: charset.SAMPLE_BYTES])
    if foreign > _FEW * min(len(text), charset.SAMPLE_BYTES):
        if b"\x00" in body:
            raise ReadError("binary file (it holds NUL bytes)")
        first = next(at for at, byte in enumerate(body) if byte >= 0x80 or byte == 0)
        where = f"byte 0x{body[first]:02X} at offset {mark + first} of {within}"
        raise ReadError(f"not UTF-8, and no Chinese encoding fits: {where}")


def _is_binary(text: str) -> bool:
    head = text[: charset.SAMPLE_BYTES]
    return len(_CONTROLS.findall(head)) > _MOST_CONTROLS * len(head)


def _same(known: str | None, encoding: str) -> bool:
    # what calls itself utf-16 does not say in which order
    return known is not None and (known == encoding or encoding.startswith(f"{known}-"))


def _shown(encoding: str) -> str:
    return _SHOWN.get(encoding, encoding.upper())


def guessed_warning(encoding: str) -> facts.Warning:
    """Return the warning that only the bytes themselves tell the encoding."""
    return facts.Warning("encoding-guessed", f"read as {_shown(encoding)}, which is what the bytes look like")


def _overruled(label: str, encoding: str) -> facts.Warning:
    return facts.Warning(
        "encoding-declared-wrong", f"declared as {label[:40]!r}, but the bytes are {_shown(encoding)}"
    )
