"""Markdown: its body as plain text, its front matter as metadata."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as tokenize_emphasis

from extract import facts
from extract.readers.errors import ReadError
from extract.readers.fields import metadata_from_mapping
from extract.readers.front_matter import split_front_matter
from extract.readers.html import html_to_text
from extract.readers.text import Metadata

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
        source: CommonMark with tables and embedded HTML, optionally after front matter in YAML or TOML.

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
