"""WARC: archived answers of web servers, one article a page. Needs warcio, the extra ``warc``."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any

from extract.readers import limits
from extract.readers.article import Article, Unreadable
from extract.readers.content_encoding import unpacked
from extract.readers.declared import encoding_of_content_type
from extract.readers.decode import decode
from extract.readers.errors import ReadError
from extract.readers.making import BodyFormat, make_article, parse_body
from extract.readers.options import ReadOptions
from extract.readers.source import Source
from extract.readers.text import Metadata, clean
from extract.readers.whole import decode_page, in_the_article

_PAGES: dict[str, BodyFormat] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}
_NEXT_RECORD = re.compile(rb"\r\n\r\nWARC/1\.\d\r\n")


def read_warc(source: Source, _: ReadOptions) -> Iterator[Article | Unreadable]:
    """Read the pages of an archive: responses with status 200 that are HTML or plain text.

    Other records, other statuses and repeated visits are passed over.

    Yields:
        An Article for each page, an Unreadable with the number of its record for each that gives none.

    Raises:
        ReadError: warcio is not installed, or the file is broken or holds no page at all.
    """
    number = pages = 0
    for number, record in enumerate(_records(source), start=1):
        kind = _kind_of_page(record)
        if kind is None:
            continue
        pages += 1
        try:
            yield _article(record, kind, source.shown, number)
        except ReadError as error:
            uri = clean(record.rec_headers.get_header("WARC-Target-URI"))
            yield Unreadable(source.shown, f"{error.reason} ({uri})" if uri else error.reason, number)
    if source.failure is not None:
        raise ReadError(source.failure, number + 1)
    if not pages:
        raise ReadError(f"the archive holds no page: its {number} records are of other kinds")


def _records(source: Source) -> Iterator[Any]:
    """Yield the records; none of them may be used after the next one is asked for."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError:
        raise ReadError("WARC files need warcio: pip install 'zhnews-extract[warc]'") from None
    number = 0
    records: Iterator[Any] | None = None
    while True:
        try:
            # it talks on standard error about what we tell as errors of our own
            with contextlib.redirect_stderr(io.StringIO()):
                records = iter(ArchiveIterator(source.stream)) if records is None else records
                record = next(records, None)
        except Exception as error:  # hostile headers raise whatever the library does not expect
            expected = isinstance(error, ArchiveLoadFailed)
            reason = str(error).strip() if expected else "a record with impossible headers"
            raise ReadError(f"broken WARC file: {reason[:200]}", number + 1) from None
        if record is None:
            return
        number += 1
        yield record


def _kind_of_page(record: Any) -> BodyFormat | None:
    """Return the format of a record that is a page, or None."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    if record.http_headers.get_statuscode() != "200":
        return None
    content_type = record.http_headers.get_header("Content-Type") or ""
    return _PAGES.get(content_type.partition(";")[0].strip().lower())


def _article(record: Any, kind: BodyFormat, path: str, number: int) -> Article:
    """Make an article of one response.

    Raises:
        ReadError: it cannot be unpacked, decoded or parsed, or its length is not what it says.
    """
    data = _payload(record)
    declared = encoding_of_content_type(record.http_headers.get_header("Content-Type") or "")
    url = clean(record.rec_headers.get_header("WARC-Target-URI"))
    if kind == "html":
        decoded = decode_page(data, declared, within="the page")
    else:
        decoded = decode(data, declared=() if declared is None else (declared,), within="the page")
    text, own = parse_body(decoded.text, kind, url)
    return make_article(
        text,
        Metadata(url=url).over(own),
        format_name=kind,
        own_bytes=data,
        path=path,
        container="warc",
        row=number,
        warnings=in_the_article(decoded, text),
    )


def _payload(record: Any) -> bytes:
    """Return the bytes of the page, without the encodings of its transfer."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    headers = record.http_headers
    stream = record.raw_stream
    if (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream, decomp_type=None)
    data: bytes = stream.read(limits.MAX_ARTICLE_BYTES + 1)
    if len(data) > limits.MAX_ARTICLE_BYTES:
        raise ReadError(limits.too_large())
    if _NEXT_RECORD.search(data):
        raise ReadError("the record says that it is longer than it is, and reaches over the next ones")
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise ReadError("the record says that it is longer than it is: the file ends before it")
    data = unpacked(data, headers.get_header("Content-Encoding") or "")
    if not data:
        raise ReadError("the page is empty")
    return data
