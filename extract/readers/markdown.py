"""Markdown with front matter in YAML: the body as plain text, the front matter as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import SafeLoader as FastSafeLoader
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as tokenize_emphasis

from extract import facts
from extract.readers.dates import parse_published
from extract.readers.decode import ReadError
from extract.readers.html import date_warning, html_to_text
from extract.readers.text import Metadata, clean

URL_KEYS = ("original_url", "url", "canonical", "canonical_url", "link")
OUTLET_KEYS = ("source", "outlet", "来源", "來源")
DATE_KEYS = ("published", "date", "pubdate", "publish_date")

_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LEADING_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_LONGEST_FRONT_MATTER = 1_000_000
# libyaml recurses in C: deep nesting would not raise but end the process.
_MOST_NESTING_IN_C = 1000
_LARGEST_FOR_C = 200_000
_NESTING = re.compile(r"[\[{]|[-?:]\s")

_MOST_NESTING = 100
# Unclosed brackets cost quadratic time; no paragraph has so many links.
_MOST_BRACKETS = 4000
# A mirror's last line: its words alone would lose the address, and the day that stands in it.
_SOURCE_LINK = re.compile(
    r"(?<!!)\[(?:查看|阅读|閱讀)?原文(?:链接|鏈接|連結|地址)?\]\((?P<url>https?://[^\s()]{1,2000})\)"
)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def parse_markdown(source: str) -> tuple[str, Metadata]:
    """Return the visible text of a Markdown article and the metadata of its front matter.

    Title and byline of the front matter are the first lines of the text; a link called 查看原文 gives
    the address where the front matter has none.

    Args:
        source: CommonMark with tables and embedded HTML, optionally after front matter in YAML.

    Raises:
        ReadError: the front matter is broken (with the line), or there is no visible text.
    """
    front_matter, body = split_front_matter(source)
    metadata = metadata_from_mapping(front_matter)
    if not body.strip():
        raise ReadError("no text")
    rendered, warnings = _render(body)
    text = html_to_text(rendered)
    # Headline and byline stand above the page, wherever the file keeps them; facts in them have a place.
    head = [line for line in (metadata.title, metadata.byline) if line is not None]
    text = "\n".join([*head, text])
    link = _SOURCE_LINK.search(body)
    found = Metadata(url=link["url"] if link else None)
    return text, Metadata(warnings=warnings).over(metadata).over(found)


def split_front_matter(source: str) -> tuple[Mapping[Any, Any], str]:
    """Split a Markdown file into front matter and body.

    Values stay as they are written, dates and numbers too, so that nothing is shifted or
    rounded on the way; only YAML's null is told from text.

    Raises:
        ReadError: the front matter is never closed, no valid YAML, or no mapping.
    """
    blank = _LEADING_BLANK_LINES.match(source)
    source_start = blank.end() if blank else 0
    lines_before = source.count("\n", 0, source_start)
    text = source[source_start:]
    handler = frontmatter.YAMLHandler(fm_boundary=_BOUNDARY)
    if not handler.detect(text):
        return {}, source
    try:
        block, body = handler.split(text)
    except ValueError:
        raise ReadError("front matter opened by --- is never closed", lines_before + 1) from None
    mapping = _load_yaml(handler, block, lines_before + 1)
    if mapping is None:
        return {}, body
    if not isinstance(mapping, dict):
        raise ReadError("front matter is not a mapping of keys to values", lines_before + 1)
    return mapping, body


class _AsWritten(yaml.SafeLoader):
    """Safe YAML in which every plain scalar but null is a string."""


class _AsWrittenFast(FastSafeLoader):  # type: ignore[misc]
    """The same on top of libyaml, where PyYAML has it."""


for _loader in (_AsWritten, _AsWrittenFast):
    _loader.yaml_implicit_resolvers = {
        first: kept
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        if (kept := [resolver for resolver in resolvers if resolver[0] == "tag:yaml.org,2002:null"])
    }


def _load_yaml(handler: Any, block: str, first_line: int) -> Any:
    """Load front matter; ``first_line`` is the line of the file that the block begins on."""
    if len(block) > _LONGEST_FRONT_MATTER:
        raise ReadError(f"front matter is longer than {_LONGEST_FRONT_MATTER} characters", first_line)
    shallow = len(block) <= _LARGEST_FOR_C and len(_NESTING.findall(block)) <= _MOST_NESTING_IN_C
    loader = _AsWrittenFast if shallow else _AsWritten
    try:
        return handler.load(block, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else first_line
        raise ReadError(f"front matter is not valid YAML: {error.problem or error.context}", line) from None
    except yaml.reader.ReaderError as error:
        # PyYAML counts characters, libyaml bytes.
        in_characters = issubclass(loader, yaml.reader.Reader)
        seen = block[: error.position].encode() if in_characters else block.encode()[: error.position]
        line = first_line + seen.count(b"\n")
        raise ReadError(f"front matter is not valid YAML: {error.reason}", line) from None
    except RecursionError:
        raise ReadError("front matter is nested too deep", first_line) from None
    except Exception as error:  # PyYAML's constructors let any error of theirs through
        raise ReadError(f"front matter is not valid YAML: {error}", first_line) from None


def _render(body: str) -> tuple[str, tuple[facts.Warning, ...]]:
    """Render Markdown to HTML, with warnings about what could not be rendered."""
    warnings: list[facts.Warning] = []
    renderer = _RENDERER
    if any(part.count("[") > _MOST_BRACKETS for part in _PARAGRAPH_END.split(body)):
        renderer = _RENDERER_WITHOUT_LINKS
        message = "too many brackets in one paragraph: links are left as text"
        warnings.append(facts.Warning("markdown-links", message))
    try:
        tokens = renderer.parse(body)
    except RecursionError:
        raise ReadError("Markdown is nested too deep") from None
    if any(token.level >= _MOST_NESTING - 1 for token in tokens):
        message = f"what is nested deeper than {_MOST_NESTING} levels is left out"
        warnings.append(facts.Warning("markdown-nesting", message))
    return renderer.renderer.render(tokens, renderer.options, {}), tuple(warnings)


def _tokenize_emphasis(state: StateInline, silent: bool) -> bool:
    """Open and close ``**`` beside Chinese, as its writers expect.

    CommonMark asks for a space between a closing mark after punctuation and the next
    letter; Chinese has none, and ``**导读：**正文`` would keep its asterisks.
    """
    start, known = state.pos, len(state.delimiters)
    if not tokenize_emphasis(state, silent):
        return False
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < state.posMax else " "
    if state.src[start] == "*" and not (before.isspace() or after.isspace()):
        for delimiter in state.delimiters[known:]:
            delimiter.open = delimiter.open or _is_han(before)
            delimiter.close = delimiter.close or _is_han(after)
    return True


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def _make_renderer(*disabled: str) -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True, "linkify": False, "maxNesting": _MOST_NESTING})
    renderer.enable("table").disable(list(disabled))
    renderer.inline.ruler.at("emphasis", _tokenize_emphasis)
    return renderer


_RENDERER = _make_renderer()
_RENDERER_WITHOUT_LINKS = _make_renderer("link", "image")


# --- what front matter, or a JSON line, says ---

_HAN_NAME = r"[\u3400-\u9fff]{2,4}(?:(?![\u3400-\u9fff])|(?=報道|报道|報導|报导|[和及與与]))"
_LATIN_NAME = r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*)+"
_COLLECTIVE = (
    r"(?!综合|綜合|整理|不详|不詳|匿名|佚名"
    r"|[\u3400-\u9fff]*?(?:[站部組组團团會会網网社報报刊協协室局]|公司|中心|之家|观察|觀察|频道|頻道)"
    r"(?:[^\u3400-\u9fff]|$))"
)
_FOREIGN_NAME = r"[\u3400-\u9fff]+(?:[·•‧・][\u3400-\u9fff]+)+"
_NAME = rf"(?:{_FOREIGN_NAME}|{_COLLECTIVE}{_HAN_NAME}|{_LATIN_NAME})"
# 文 begins the names of newspapers, and asks for a separator.
_MAKER = (
    r"(?:(?:[\u3400-\u9fff]{0,8}?(?:記者|记者|特派員|特派员|通訊員|通讯员)|撰文|作者|編輯|编辑)[\s:：/／|]*"
    r"|[文图圖](?:[/／|][文图圖])?[\s:：/／|]+)"
)
_JOINT = r"(?:\s*[、,，/／;；&]\s*|\s+|和|及|與|与)"
_NAMES = re.compile(rf"{_NAME}(?:{_JOINT}{_NAME})*")
_BYLINE = re.compile(rf"{_MAKER}{_NAME}(?:{_JOINT}(?:{_MAKER})?{_NAME})*(?:\s*(?:報道|报道|報導|报导))?")
_LONGEST_BYLINE = 100


def is_byline(author: str) -> bool:
    """Tell whether an author line names people who made the article, as in 記者 followed by a name.

    A bare collective, such as a paper's own 记者 without a name, is none.
    """
    return len(author) <= _LONGEST_BYLINE and _BYLINE.fullmatch(author) is not None


def metadata_from_mapping(mapping: Mapping[Any, Any]) -> Metadata:
    """Read an article's metadata from front matter or a JSON object.

    Args:
        mapping: keys are taken without regard to case, and ``-`` as ``_``; a value of a kind
            that says nothing, and a date that cannot be read, give a warning.
    """
    fields = {str(key).strip().lower().replace("-", "_"): value for key, value in mapping.items()}
    warnings: list[facts.Warning] = []
    urls = _strings(fields, URL_KEYS, warnings)
    sources = _strings(fields, OUTLET_KEYS, warnings)
    # Some write where the article was found, not who supplied it.
    urls += [source for source in sources if _is_address(source)]
    outlet = next((source for source in sources if not _is_address(source)), None)
    byline = _first_string(fields, ("byline",), warnings)
    author = _first_string(fields, ("author",), warnings)
    if author is not None:
        if is_byline(author) or (outlet and _NAMES.fullmatch(author[:_LONGEST_BYLINE])):
            byline = byline or author
        else:
            outlet = outlet or author
    return Metadata(
        url=urls[0] if urls else None,
        title=_first_string(fields, ("title",), warnings),
        outlet=outlet,
        byline=byline,
        published=_published(fields, warnings),
        warnings=tuple(warnings),
    )


def _published(fields: Mapping[str, Any], warnings: list[facts.Warning]) -> str | None:
    given = [value for key in DATE_KEYS if (value := fields.get(key)) not in (None, "")]
    for value in given:
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if published := parse_published(written):
            return published
    if given:
        warnings.append(date_warning(given[0]))
    return None


def _first_string(
    fields: Mapping[str, Any], keys: Iterable[str], warnings: list[facts.Warning]
) -> str | None:
    return next(iter(_strings(fields, keys, warnings)), None)


def _strings(fields: Mapping[str, Any], keys: Iterable[str], warnings: list[facts.Warning]) -> list[str]:
    """Return the values of the keys as strings, in the order of the keys, empty ones left out."""
    found = []
    for key in keys:
        value = fields.get(key)
        text = _as_string(value)
        if text is None and value is not None and value not in ("", [], {}) and not isinstance(value, str):
            warnings.append(facts.Warning("metadata-type", f"{key} is not a string and is left out"))
        if text is not None:
            found.append(text)
    return found


def _as_string(value: Any) -> str | None:
    """Return a string, a number or a list of them as a string; a mapping gives its ``name``."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        parts = [clean(part) for part in value if isinstance(part, str)]
        value = "、".join(part for part in parts if part)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def _is_address(value: str) -> bool:
    return value.lower().startswith(("http://", "https://"))
