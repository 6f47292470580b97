"""The encoding that a web page declares in its first lines."""

from __future__ import annotations

import re

_HEAD_BYTES = 4096
_XML = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]{1,40})[\"']", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([^\"'\s/>;]{1,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--[\s\S]*?(?:-->|\Z)")


def declared_encodings(page: bytes) -> tuple[str, ...]:
    """Return the labels that an XML declaration and the ``meta`` elements name, in their order."""
    head = _COMMENT.sub(b"", page[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf"))
    xml = _XML.match(head)
    labels = [xml[1]] if xml else []
    labels += _META.findall(head)
    # a page in UTF-16 could not be read so far
    names = (label.decode("ascii", "replace") for label in labels)
    return tuple(dict.fromkeys(n for n in names if not n.lower().startswith("utf-16")))


def encoding_of_content_type(content_type: str) -> str | None:
    """Return the charset of a Content-Type header, or None."""
    found = re.search(r"charset\s*=\s*[\"']?\s*([^\"'\s;]{1,40})", content_type, re.IGNORECASE)
    return found[1] if found else None
