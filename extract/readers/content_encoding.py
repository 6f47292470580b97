"""Pages packed for their way through the net: gzip, deflate, br, zstd, unpacked within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from extract.readers import limits
from extract.readers.errors import ReadError
from extract.readers.source import unpacked_zstd

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def unpacked(data: bytes, content_encoding: str) -> bytes:
    """Return a page as it was before a server packed it.

    Args:
        data: the page as it came.
        content_encoding: the header of that name, empty where there was none.

    Raises:
        ReadError: it is broken, too large for an article, or packed in a way that is not known here.
    """
    for name in reversed([name.strip() for name in content_encoding.lower().split(",")]):
        unpack = _UNPACKERS.get(name)
        if unpack is None:
            raise ReadError(f"the page is packed with {name[:40]!r}, which cannot be unpacked")
        try:
            data = unpack(data)
        except ReadError:
            # some crawlers unpack the page and leave the header
            if not data.lstrip().startswith(b"<"):
                raise
        if len(data) > limits.MAX_ARTICLE_BYTES:
            raise ReadError(limits.too_large())
    return data


def _unpacked_zlib(data: bytes) -> bytes:
    # some servers leave out the header of deflate
    for window in (_GZIP_OR_ZLIB, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            page = unpacker.decompress(data, limits.MAX_ARTICLE_BYTES + 1)
        except zlib.error:
            continue
        if unpacker.eof or len(page) > limits.MAX_ARTICLE_BYTES:
            return page
    raise ReadError("the page cannot be unpacked: it is broken or cut off")


def _unpacked_brotli(data: bytes) -> bytes:
    try:
        import brotli  # noqa: PLC0415
    except ImportError:
        raise ReadError("pages packed with br need brotli: pip install 'zhnews-extract[warc]'") from None
    unpacker = brotli.Decompressor()
    most = limits.MAX_ARTICLE_BYTES + 1
    try:
        page = unpacker.process(data, output_buffer_limit=most)
        while not unpacker.is_finished() and len(page) < most:
            part = unpacker.process(b"", output_buffer_limit=most)
            if not part:
                raise ReadError("the page cannot be unpacked: it is cut off")
            page += part
    except brotli.error as error:
        raise ReadError(f"the page cannot be unpacked: {error}") from None
    return bytes(page)


_UNPACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "none": bytes,
    "gzip": _unpacked_zlib,
    "x-gzip": _unpacked_zlib,
    "deflate": _unpacked_zlib,
    "br": _unpacked_brotli,
    "zstd": unpacked_zstd,
}
