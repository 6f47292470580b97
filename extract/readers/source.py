"""One file, opened and unpacked: its bytes as a stream, and the first of them to judge it by."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Protocol, cast

from extract.readers import limits
from extract.readers.errors import ReadError

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

STANDARD_INPUT = "-"

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BUFFER_BYTES = 1 << 17


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes:
        """Read up to so many bytes."""


class Source:
    """An open file.

    Attributes:
        path: its path, ``-`` for standard input.
        shown: the path as results name it.
        stream: its bytes, unpacked.
        head: the first of them, which the stream still gives.
        compression: ``gzip``, ``zstd`` or None.
    """

    def __init__(self, path: str, shown: str, file: IO[bytes]) -> None:
        """Args: the path, how it is shown, and the file itself, at its beginning."""
        self.path = path
        self.shown = shown
        start = _read_fully(file, len(_ZSTD))
        packed = _Rejoined(start, file)
        self.compression = _compression_of(start)
        self._guard = _Unpacked(packed, self.compression)
        self.head = _read_fully(self._guard, limits.HEAD_BYTES)
        self.stream: IO[bytes] = io.BufferedReader(_Rejoined(self.head, self._guard), _BUFFER_BYTES)

    @property
    def failure(self) -> str | None:
        """Why the stream has ended before the file did, or None: it cannot be unpacked further."""
        return self._guard.failure

    def note_article(self) -> None:
        """Take note that an article came out: a packed file may grow as it likes while they do."""
        self._guard.since_article = 0

    def read_article(self) -> bytes:
        """Return all bytes of a file that is one article.

        Raises:
            ReadError: there are none, or far too many, or they cannot be unpacked.
        """
        data = self.stream.read(limits.MAX_ARTICLE_BYTES + 1)
        if len(data) > limits.MAX_ARTICLE_BYTES:
            raise ReadError(limits.too_large())
        if self.failure is not None:
            raise ReadError(self.failure)
        if not data:
            raise ReadError("empty file")
        return data

    def as_utf8(self, encoding: str) -> None:
        """Make the stream give UTF-8, from an encoding whose line ends are more than one byte."""
        self.stream = io.BufferedReader(_Transcoded(self.stream, encoding), _BUFFER_BYTES)


@contextlib.contextmanager
def open_source(path: str, shown: str) -> Iterator[Source]:
    """Open a file, or standard input for ``-``, packed or not.

    Raises:
        OSError: it cannot be opened or read.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise ReadError("there is no standard input")
        yield Source(path, shown, sys.stdin.buffer)
        return
    with open(path, "rb") as file:
        yield Source(path, shown, file)


def _compression_of(start: bytes) -> str | None:
    if start.startswith(_GZIP):
        return "gzip"
    return "zstd" if start.startswith(_ZSTD) else None


def _read_fully(file: _Readable, size: int) -> bytes:
    """Read so many bytes, or all there are: pipes and unpackers give fewer at a time."""
    parts = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class _Rejoined(io.RawIOBase):
    """A file whose first bytes have been taken off, with these put back."""

    def __init__(self, head: bytes, rest: _Readable) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        if self._head:
            part = bytes(self._head[:size])
            self._head = self._head[size:]
        else:
            part = self._rest.read(size)
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)


class _Unpacked:
    """What comes out of a packed file. It ends at the first error: what came before is good."""

    def __init__(self, packed: _Rejoined, compression: str | None) -> None:
        self._packed = packed
        self._compression = compression
        self._given = self.since_article = 0
        self.failure: str | None = None
        self._unpacker: gzip.GzipFile | zstd.ZstdFile | None = None
        if compression == "gzip":
            self._unpacker = gzip.GzipFile(fileobj=packed)
        elif compression == "zstd":
            self._unpacker = zstd.ZstdFile(cast("IO[bytes]", packed), "rb")

    def read(self, size: int, /) -> bytes:
        if self.failure is not None:
            return b""
        if self._unpacker is None:
            return self._packed.read(size) or b""
        try:
            # read would lose what it has so far when the next bytes are broken
            part = self._unpacker.read1(size)
        except (gzip.BadGzipFile, EOFError, zlib.error, zstd.ZstdError, MemoryError) as error:
            self.failure = f"broken {self._compression} file: {error}"
            return b""
        self._given += len(part)
        self.since_article += len(part)
        if (
            self.since_article > limits.FREE_EXPANSION_BYTES
            and self._given > limits.MAX_EXPANSION * self._packed.given
        ):
            self.failure = limits.grows_too_much(f"the {self._compression} file would")
            return b""
        return part


class _Transcoded(io.RawIOBase):
    """A file of UTF-16 or UTF-32 as one of UTF-8; what is broken stays a broken byte."""

    def __init__(self, file: IO[bytes], encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        ended = False
        while not self._ready and not ended:
            part = self._file.read(_BUFFER_BYTES)
            ended = not part
            text = self._decoder.decode(part, final=ended).replace("\ufffd", "\udcff")
            self._ready = text.encode("utf-8", "surrogateescape")
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def unpacked_zstd(data: bytes) -> bytes:
    """Return what zstd packed; bytes that are not packed are returned as they are.

    Raises:
        ReadError: it is broken, or larger than an article may be.
    """
    if not data.startswith(_ZSTD):
        return data
    unpacked = _Unpacked(_Rejoined(data, io.BytesIO()), "zstd")
    content = _read_fully(unpacked, limits.MAX_ARTICLE_BYTES + 1)
    if unpacked.failure is not None or len(content) > limits.MAX_ARTICLE_BYTES:
        raise ReadError(unpacked.failure or limits.too_large())
    return content
