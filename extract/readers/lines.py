"""Lines of files that hold many articles: each decoded for itself, with the encoding of the file in mind."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extract.readers import limits
from extract.readers.decode import Decoded, decode, encoding_of_mark, guessed_warning
from extract.readers.errors import ReadError
from extract.readers.source import Source
from extract.readers.unicode import normalise_line_ends

_SKIP_BYTES = 1 << 20


class LineDecoder:
    """Decodes the lines of one file."""

    def __init__(self, source: Source) -> None:
        """Look at the first bytes; a file in UTF-16 or UTF-32 is made to give UTF-8.

        Raises:
            ReadError: the file is binary, or no text in any known encoding.
        """
        head = source.head
        if len(head) >= limits.HEAD_BYTES:
            head = head[: head.rfind(b"\n") + 1] or head
        encoding, mark = encoding_of_mark(head)
        source.stream.read(mark)
        if encoding is None:
            encoding = decode(head).encoding
        self._hint = encoding
        self._unmarked: str | None = None
        if encoding.startswith(("utf-16", "utf-32")):
            source.as_utf8(encoding)
            self._hint = "utf-8"
            self._unmarked = None if mark else encoding

    def __call__(self, line: bytes, within: str = "the line") -> Decoded:
        """Decode one line.

        Raises:
            ReadError: it is binary, or no text in any known encoding.
        """
        if self._unmarked is None and line.isascii() and b"\x00" not in line:
            return Decoded(normalise_line_ends(line.decode("ascii")), "utf-8")
        decoded = decode(line, hint=self._hint, within=within)
        if self._unmarked is None:
            return decoded
        warnings = (guessed_warning(self._unmarked), *decoded.warnings)
        return msgspec.structs.replace(decoded, warnings=warnings)


def lines_of(source: Source) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number and with its end, None for one too long to be held.

    Raises:
        ReadError: the file cannot be unpacked further; half a line before that is left out.
    """
    number = 0
    stream = source.stream
    while line := stream.readline(limits.MAX_ARTICLE_BYTES + 1):
        number += 1
        whole = len(line) <= limits.MAX_ARTICLE_BYTES
        while not whole and line and not line.endswith(b"\n"):
            line = stream.readline(_SKIP_BYTES)
        if source.failure is not None and not line.endswith(b"\n"):
            raise ReadError(source.failure, number)
        yield number, line if whole else None
    if source.failure is not None:
        raise ReadError(source.failure, number + 1)
