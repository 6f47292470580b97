"""The article in a page's scripts: pages that a script fills carry it there as JSON."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import msgspec

from extract.readers.decode import ReadError
from extract.readers.page.dom import DROPPED, Element, is_hidden, parse
from extract.readers.page.layout import lay_out
from extract.readers.page.statements import name_in, unescaped

_OBJECT = re.compile(r"""[=(:]\s*(?=\{\s*["}])|^\s*(?=\{\s*")""")
_PARSED = re.compile(r"""JSON\.parse\(\s*(?P<string>"(?:[^"\\]|\\.)*+")""")
_LITERAL = re.compile(r"""\b(?P<key>title|content|source|time|name)\s*:\s*'(?P<value>[^'\n]{1,400000})'""")
_MOST_TRIES = 12
_MOST_NODES = 20_000
_MOST_WITH_TITLE = 30
_HAN = re.compile("[\u3400-\u9fff]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<(?:p|br|div|img|section|span|h\d|ul|table)\b", re.IGNORECASE)
_LEAST_CONTENT = 40
_LEAST_CAPTION = 6

_TITLE_KEYS = ("title", "newstitle", "headline", "articletitle", "msgtitle", "name")
_DAY_KEYS = (
    "newstime", "publishtime", "publishedat", "pubtime", "pubdate", "publishdate", "datepublished",
    "releasetime",
    "pubtimelong", "publishtimestamp", "createtime", "ctime", "time",
)  # fmt: skip
_OUTLET_KEYS = (
    "source",
    "sourcename",
    "medianame",
    "media",
    "src",
    "origin",
    "screenname",
    "mediauser",
    "publisher",
)
_MAKER_KEYS = (
    "author",
    "authors",
    "authorname",
    "editorname",
    "editor",
    "reporter",
    "responsibleeditor",
    "writer",
)
_ADDRESS_KEYS = ("pcurl", "articleurl", "shareurl", "canonicalurl", "url")
_CAPTION_KEYS = ("note", "caption", "desc", "intro", "picdesc", "imgdesc", "description", "summary", "title")
_NOT_CONTENT = (
    "relat",
    "recommend",
    "comment",
    "hot",
    "next",
    "prev",
    "nav",
    "script",
    "style",
    "css",
    "config",
    "list_more",
)


class State(msgspec.Struct):
    """What the scripts hold of the article; None and empty where they hold nothing.

    Attributes:
        lines: the article's lines, of its longest text or of its captions.
        are_captions: whether the lines are captions of pictures.
    """

    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    makers: tuple[str, ...] = ()
    url: str | None = None
    lines: tuple[str, ...] = ()
    are_captions: bool = False


def state_of(root: Element, scripts: list[str], headlines: list[str]) -> State:
    """Read the node of the scripts' data that is the article.

    Args:
        root: the page's tree: some keep the article in fields of a form that nobody sees.
        scripts: scripts without an address of their own.
        headlines: what the page gives as its headline; the article's node has one of them as its title.
    """
    wanted = [bare for text in headlines if len(bare := _bare(text)) >= 4]
    with_title = 0
    for data in [_fields_of(root), *_objects(scripts)]:
        for node in _nodes(data):
            title = _first(node, _TITLE_KEYS)
            bare = _bare(title or "")
            if title and len(bare) >= 4 and any(bare in text or text in bare for text in wanted):
                with_title += 1
                if with_title > _MOST_WITH_TITLE:
                    return State()
                state = _read(node, title)
                if not state.lines:
                    # pictures stand beside what describes them together
                    content, captions = _content(data)
                    state.lines, state.are_captions = content or captions, not content
                if state.lines or state.published:
                    return state
    return State()


def _fields_of(root: Element) -> dict[str, str]:
    """Return what stands in fields called article-title, article-content …, by the ends of their names."""
    fields: dict[str, str] = {}
    for field in root.iter("textarea"):
        name = (field.get("class") or field.get("name") or "").strip()
        if name.startswith("article-") and field.text:
            fields.setdefault(name.removeprefix("article-"), field.text.strip())
    return fields


def _objects(scripts: list[str]) -> Iterator[Any]:
    """Yield the objects that scripts assign, those too that are written in a string or for an address."""
    decoder = json.JSONDecoder(strict=False)
    for written in scripts:
        script = unquote(written) if written.lstrip().startswith(("%7B", "%5B")) else written
        for quoted in _PARSED.finditer(script):
            with contextlib.suppress(ValueError, RecursionError):
                yield json.loads(json.loads(quoted["string"], strict=False), strict=False)
        literal = _literal(script)
        if literal:
            yield literal
        at = 0
        for _ in range(_MOST_TRIES):
            found = _OBJECT.search(script, at)
            if found is None:
                break
            try:
                data, at = decoder.raw_decode(script, found.end())
                yield data
            except (ValueError, RecursionError):
                at = found.end() + 1


def _literal(script: str) -> dict[str, str]:
    """Return what an object that is no JSON says of an article: keys without quotes, HTML within strings."""
    found: dict[str, str] = {}
    for match in _LITERAL.finditer(script):
        value = unescaped(match["value"])
        found.setdefault(match["key"], html.unescape(html.unescape(value)).strip('"'))
    return found if "title" in found and "content" in found else {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects within an object, outer ones first; lists of other articles are passed over."""
    pending, seen = deque([data]), 0
    while pending and seen < _MOST_NODES:
        node = pending.popleft()
        seen += 1
        if isinstance(node, dict):
            yield node
            pending.extend(v for k, v in node.items() if isinstance(v, (dict, list)) and not _is_other(k))
        elif isinstance(node, list):
            pending.extend(item for item in node if isinstance(item, (dict, list)))


def _read(node: dict[str, Any], title: str) -> State:
    content, captions = _content(node)
    url = _first(node, _ADDRESS_KEYS)
    makers = [name for key, value in node.items() if _key(key) in _MAKER_KEYS for name in name_in(value)]
    return State(
        title=title,
        published=_first(node, _DAY_KEYS),
        outlet=_first(node, _OUTLET_KEYS),
        makers=tuple(dict.fromkeys(makers)),
        url=url if url and url.startswith(("http://", "https://")) else None,
        lines=content or captions,
        are_captions=not content and bool(captions),
    )


def _content(node: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of the longest text in a node, and the captions in its lists."""
    best, most = "", _LEAST_CONTENT - 1
    captions: list[str] = []
    pending: deque[Any] = deque([node])
    seen = 0
    while pending and seen < _MOST_NODES:
        inner = pending.popleft()
        seen += 1
        if isinstance(inner, list):
            pending.extend(inner)
            captions.extend(
                text for item in inner if isinstance(item, dict) and (text := _first(item, _CAPTION_KEYS))
            )
        elif isinstance(inner, dict):
            for key, value in inner.items():
                if isinstance(value, (dict, list)) and not _is_other(key):
                    pending.append(value)
                elif (
                    isinstance(value, str) and (han := len(_HAN.findall(value))) > most and not _is_other(key)
                ):
                    best, most = value, han
    shown = [text for text in captions if len(_HAN.findall(text)) >= _LEAST_CAPTION]
    shown = list(dict.fromkeys(shown)) if len(shown) > 1 else []
    if sum(map(len, shown)) > len(best):
        best = ""
    return (tuple(_lines(best)) if best else ()), tuple(shown)


def _lines(content: str) -> list[str]:
    if not _TAGS.search(content):
        return [line.strip() for line in content.splitlines() if line.strip()]
    try:
        root = parse(content)
    except ReadError:
        return []
    return [line.text for line in lay_out(root, lambda e: e.tag in DROPPED or is_hidden(e))]


def _first(node: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """Return the first string or number under one of the keys, or the name of an object there."""
    lowered = {_key(key): value for key, value in node.items()}
    for key in keys:
        value = lowered.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("screen_name")
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool) and value > 10**8:
            return str(value)
    return None


def _is_other(key: str) -> bool:
    return any(word in key.lower() for word in _NOT_CONTENT)


def _key(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()
