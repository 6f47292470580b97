"""What a page says of itself where no reader looks: metas, structured data, variables of its scripts."""

from __future__ import annotations

import datetime
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

import msgspec

from extract.readers.page.dom import Element

_PAPER_COMMENT, _LONGEST_PAPER_COMMENT = "<!--enpproperty", 5000
_PAPER_FIELD = re.compile(r"<(date|author|title|subtitle|introtitle)>([^<]{1,200})</\1>")
_LONGEST_SCRIPT = 2_000_000
_MOST_NODES = 2000
_DEEPEST_NAME = 3
_ARTICLE_TYPES = ("article", "posting", "report")
_LINE_BREAKS_IN_STRINGS = re.compile(r"[\x00-\x1f]+")
# how much of the world these pages are written in
LOCAL_TIME = datetime.timezone(datetime.timedelta(hours=8))

_PUBLISHED_KEYS = (
    "doc_?pub_?time|publish_?time|published_?at|publish_?date|published_?time|pub_?time|pub_?date|date_?published|published|release_?time"
    "|releaseDate|post_?time|news_?time|ctime|create_?time|created_?at|createTimestamp|oriCreateTime|ct|display_time|inputtime"
)
_SCRIPT_DAY = re.compile(
    rf"""(?<![A-Za-z_$])(?P<key>{_PUBLISHED_KEYS})["'\\]*\s*[:=]\s*(?:new\s+Date\(\s*)?["'\\]*"""
    r"""(?P<value>\d{10}(?:\d{3})?(?!\d)|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'\\,;<]{0,24}|\d{8}(?!\d))""",
    re.IGNORECASE,
)
_WRITTEN_DAY = re.compile(r"""document\.write\(\s*["'](\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[^"']{0,20})["']""")
_SCRIPT_TITLE = re.compile(
    r"""(?<![A-Za-z_$])(?:msg_title|articleTitle|news_?title)["']?\s*[:=]\s*(?:'(?P<a>[^'\\\n]{4,120})'|"(?P<b>[^"\\\n]{4,120})")"""
)
_OUTLET_KEYS = (
    "source",
    "sourcename",
    "source_name",
    "medianame",
    "media_name",
    "media",
    "screen_name",
    "nickname",
    "author",
)
_SCRIPT_OUTLET = re.compile(
    r"""(?<![A-Za-z_$])["']?(?P<key>source_?name|media_?name|screen_name|nickname|source|media|author)["']?\s*[:=]\s*"""
    r"""(?:htmlDecode\()?(?:\{\s*"name"\s*:\s*)?["'](?P<name>[^"'\n<>]{2,60})["']""",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_HAN = re.compile("[\u3400-\u9fff]")


class Statements(msgspec.Struct):
    """What a page says of itself.

    Attributes:
        metas: content of every named meta element, names in lower case; the first of a name wins.
        articles: structured data of articles, keys as written.
        scripts: the page's scripts without an address of their own.
        paper: what an electronic edition of a paper says in a comment: date, author, title, subtitle.
    """

    metas: dict[str, str]
    articles: list[dict[str, Any]]
    scripts: list[str]
    paper: dict[str, str]


def statements_of(root: Element, source: str) -> Statements:
    """Collect what the page says of itself.

    Args:
        root: the page's tree.
        source: its source, with the comments that the tree is without.
    """
    scripts = []
    articles: list[dict[str, Any]] = []
    for script in root.iter("script"):
        text = script.text
        if not text or not text.strip() or len(text) > _LONGEST_SCRIPT:
            continue
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            articles.extend(_articles(text))
        else:
            scripts.append(text)
    return Statements(_metas(root), articles, scripts, _paper(source))


def _paper(source: str) -> dict[str, str]:
    start = source.find(_PAPER_COMMENT)
    end = source.find("-->", start, start + _LONGEST_PAPER_COMMENT) if start >= 0 else -1
    fields = _PAPER_FIELD.findall(source[start:end]) if end >= 0 else []
    return {name: value.strip() for name, value in fields}


def _metas(root: Element) -> dict[str, str]:
    contents: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        if content:
            for attribute in ("property", "name", "itemprop"):
                if name := meta.get(attribute):
                    contents.setdefault(name.strip().lower(), content)
    return contents


def _articles(text: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of structured data that describe an article, whatever they are nested in."""
    data = _lenient_json(text)
    pending, seen = deque([data]), 0
    while pending and seen < _MOST_NODES:
        node = pending.popleft()
        seen += 1
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.lower().endswith(_ARTICLE_TYPES) for kind in kinds):
                yield node
            elif isinstance(node.get("pubDate"), str) and isinstance(node.get("@id"), str):
                # what Baidu asks pages to say has no type
                yield {"headline": node.get("title"), "datePublished": node["pubDate"], "url": node["@id"]}
            pending.extend(value for value in node.values() if isinstance(value, (dict, list)))


def _lenient_json(text: str) -> Any:
    """Read JSON that may hold raw line breaks in strings or a comma too many, as pages do."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", _LINE_BREAKS_IN_STRINGS.sub(" ", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    found = re.findall(r'"(headline|datePublished|name|author)"\s*:\s*"([^"\\]{1,200})"', text)
    facts = {key: value for key, value in found if key in ("headline", "datePublished")}
    return {"@type": "Article", **facts} if facts else None


def name_in(value: Any, depth: int = 0) -> list[str]:
    """Return the names in an author or publisher of structured data: a string, an object or a list.

    Args:
        value: what stands there.
        depth: in how many objects and lists it stands; from ``_DEEPEST_NAME`` on there are no names.
    """
    if depth > _DEEPEST_NAME:
        return []
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, dict):
        return name_in(value.get("name"), depth + 1)
    if isinstance(value, list):
        return [name for item in value[:20] for name in name_in(item, depth + 1)]
    return []


def script_days(scripts: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield keys, dates and whether the date is a moment in seconds, from variables of scripts."""
    for script in scripts:
        for found in _SCRIPT_DAY.finditer(script):
            value = found["value"]
            if value.isdigit() and len(value) >= 10:
                if day := moment(int(value[:10])):
                    yield found["key"].lower(), day, True
            else:
                yield found["key"].lower(), value, False


def moment(seconds: int) -> str | None:
    """Return the local day of a moment, or None if it lies outside of the web's time."""
    if not 700_000_000 <= seconds <= 4_000_000_000:
        return None
    return datetime.datetime.fromtimestamp(seconds, LOCAL_TIME).date().isoformat()


def written_days(scripts: list[str]) -> Iterator[str]:
    """Yield dates that scripts write into the page as they stand in them."""
    for script in scripts:
        yield from _WRITTEN_DAY.findall(script)


def script_title(scripts: list[str]) -> str | None:
    """Return the headline that a script holds, or None."""
    return next(
        (found["a"] or found["b"] for script in scripts if (found := _SCRIPT_TITLE.search(script))), None
    )


def script_outlets(scripts: list[str]) -> list[str]:
    """Return the names of outlets and accounts in variables of scripts, the most telling first."""
    found: list[tuple[int, int, str]] = []
    for script in scripts:
        for order, match in enumerate(_SCRIPT_OUTLET.finditer(script)):
            name = unescaped(match["name"]).strip()
            if _HAN.search(name) and "\\" not in name:
                found.append((_OUTLET_KEYS.index(match["key"].lower()), order, name))
    return [name for _, _, name in sorted(found)]


def unescaped(written: str) -> str:
    """Return a string of a script with its escaped characters as they are, whole surrogate pairs as one."""
    halves = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), written)
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
