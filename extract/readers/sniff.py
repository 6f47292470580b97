"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import json
import re

from extract.readers.decode import decode, encoding_of_mark
from extract.readers.errors import ReadError
from extract.readers.fields import Names
from extract.readers.options import Format, ReadOptions

_BINARY = (
    (b"%PDF-", "PDF document"),
    (b"PK\x05\x06", "ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document, such as DOC or XLS"),
    (b"{\\rtf", "RTF document"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"RIFF", "WebP image or another RIFF file"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"ID3\x03", "MP3 recording"),
    (b"ID3\x04", "MP3 recording"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"BZh91AY&SY", "bzip2 file"),
    (b"\xfd7zXZ\x00", "xz file"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"bplist00", "Safari web archive or another property list"),
    (b"\x7fELF", "program"),
    (b"ARROW1\x00", "Arrow file"),
    (b"Obj\x01", "Avro file"),
)
# What stands in the first entries of an archive that is a document.
_ZIP = b"PK\x03\x04"
_ZIP_KINDS = (
    (b"application/epub+zip", "EPUB book"),
    (b"opendocument.text", "OpenDocument text"),
    (b"word/", "Word document (DOCX)"),
    (b"xl/", "Excel workbook (XLSX)"),
    (b"ppt/", "PowerPoint document (PPTX)"),
)
_MHTML = re.compile(rb"(?:From|MIME-Version|Date|Subject|Snapshot-Content-Location):", re.IGNORECASE)

_HEAD_CHARACTERS = 8192
_COMMENTS = r"(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s*)*"
_PAGE = re.compile(
    rf"\s*(?:<\?xml[^>]{{0,200}}>\s*)?{_COMMENTS}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_FRAGMENT = re.compile(
    rf"\s*{_COMMENTS}<(?:p|div|article|section|main|table|h[1-6]|span|ul|ol|center|font|meta|title|script|style|a|b|"
    r"strong|br|img|figure)(?:\s[^>]*|/)?>",
    re.IGNORECASE,
)
_CLOSING_TAG = re.compile(r"</[a-z]+[0-9]?\s*>", re.IGNORECASE)
_ANY_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);")
_FRONT_MATTER = re.compile(
    r"\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<lines>(?:[^\n]*\n){0,200}?)(?P=mark)[ \t]*(?:\n|$)"
)
_KEY = re.compile(r"^[ \t]*[\w-]+[ \t]*[:=]", re.MULTILINE)


def binary_kind(head: bytes) -> str | None:
    """Return what a file that is no text is, for a message, or None if it may be text."""
    if head.startswith(_ZIP):
        return next((name for mark, name in _ZIP_KINDS if mark in head), "ZIP archive, or a document in one")
    if head[4:8] == b"ftyp":
        return "MP4 or HEIC file"
    if _MHTML.match(head) and b"multipart/related" in head[:4096]:
        return "MHTML web archive"
    return next((name for mark, name in _BINARY if head.startswith(mark)), None)


def container_kind(head: bytes) -> Format | None:
    """Return ``parquet`` or ``warc`` for what begins as these do."""
    if head.startswith(b"PAR1"):
        return "parquet"
    return "warc" if head.startswith(b"WARC/") else None


def text_kind(head: bytes, named: Format | None, options: ReadOptions) -> Format | None:
    """Return the format of text, if it is clearly another than the one it is named after.

    Args:
        head: the first bytes of the file.
        named: the format its extension stands for, or None if it stands for none.
        options: tell which fields of JSON hold articles.

    Returns:
        The format; ``named`` where nothing speaks against it, ``text`` where nothing is known.
    """
    text = _decoded(head)
    if not text.strip():
        return named
    if named in (None, "text", "markdown", "csv", "tsv", "jsonl", "json") and _PAGE.match(text):
        return "html"
    if named == "html" and not _ANY_MARKUP.search(text):
        return _json_kind(text, options) or _front_matter(text) or "text"
    if named == "html":
        return _front_matter(text) or named
    if named in (None, "text"):
        return _json_kind(text, options) or ("html" if is_fragment(text) else _plain(named, text))
    if named in ("json", "jsonl"):
        return _other_json(text, named)
    return named


def is_fragment(text: str) -> bool:
    """Tell whether a text begins with a tag of HTML and has others, which no plain text does."""
    head = text[:_HEAD_CHARACTERS]
    return (_FRAGMENT.match(head) or _PAGE.match(head)) is not None and bool(_CLOSING_TAG.search(head))


def _plain(named: Format | None, text: str) -> Format:
    return named or _front_matter(text) or "text"


def _front_matter(text: str) -> Format | None:
    found = _FRONT_MATTER.match(text)
    return "markdown" if found is not None and _KEY.search(found["lines"]) else None


def _decoded(head: bytes) -> str:
    """The head as text; markup and keys are told from it, so broken ends do not matter."""
    encoding, mark = encoding_of_mark(head)
    if encoding is not None:
        return head[mark:].decode(encoding, errors="replace")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return decode(head).text
        except ReadError:
            return head.decode("latin-1")


def _json_kind(text: str, options: ReadOptions) -> Format | None:
    """``jsonl`` or ``json`` if the text is JSON that holds articles."""
    start = text.lstrip()
    if start.startswith("["):
        found = re.match(r"\[\s*(?=\{)", start)
        value = None if found is None else _first_object(start[found.end() :])
        return "json" if value is not None and Names(options).has_body(value) else None
    value = _first_object(start) if start.startswith("{") else None
    if value is None or not Names(options).has_body(value):
        return None
    return "json" if re.match(r"\{\s*\n", start) else "jsonl"


def _first_object(text: str) -> dict[str, object] | None:
    """The object at the beginning, or the key it begins with where it is longer than what is there."""
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except RecursionError:
        return None
    except ValueError:
        found = re.match(r'\{\s*"([^"\\]{1,100})"\s*:', text)
        long = found is not None and "\n" not in text.strip()
        return {found[1]: ""} if found is not None and long else None
    return value if isinstance(value, dict) else None


def _other_json(text: str, named: Format) -> Format:
    """JSON and JSON Lines are often called by each other's names."""
    start = text.lstrip()
    if named == "jsonl":
        return "json" if re.match(r"\[\s*[{\n]|\{\s*\n\s*\"", start) else named
    first, _, rest = start.partition("\n")
    if first.startswith("{") and rest.lstrip().startswith("{") and _first_object(first) is not None:
        return "jsonl"
    return named
