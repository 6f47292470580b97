"""A page's lines by what they are: what stands above the article, the article, what stands below it."""

from __future__ import annotations

import re

from extract.readers.page import makers as maker_lines
from extract.readers.page.body import lines_of_body, without_hints
from extract.readers.page.dom import Element, ancestors, names_of
from extract.readers.page.knowledge import furniture, line_kinds, twin
from extract.readers.page.layout import Line
from extract.readers.page.state import State
from extract.readers.page.view import View, is_furniture

_MOST_LINES_ABOVE = 25
_MOST_LINES_BELOW = 15
_MOST_LINES_OF_HEAD = 10
_MOST_LINES_OF_PAGER = 8
_LONGEST_INFO = 160
_LONGEST_DAY_LINE = 60
_LONGEST_SUBTITLE = 50
_SHORTEST_CAPTION, _SHORTEST_LEAD = 8, 20
_SHORTEST_HEADLINE = 4
_MOST_LINES_ABOVE_BODY = 6
_SUBTITLE_NAMES = frozenset(
    ["sub", "subtitle", "subtit", "subhead", "futi", "fubiaoti", "ftitle", "title2", "futitle"]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
_CAPTION_NAME = re.compile(
    r"caption|slide_?-?title|(?:pic|img|image|photo|tu)_?-?(?:info|desc|text|note|txt|zhu|word)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[\W_]+")

Pair = tuple[Line, str]
"""A line and its simplified form."""


class Parts:
    """The lines of a page by what they are.

    Attributes:
        info: lines above the article that give its day, source and makers.
        subtitles: lines between the headline and the article's own part of the page that belong to it.
        body: the article's lines.
        below: lines that follow it.
        goes_on: whether a line at its end leads to the next page of the article.
        script_lines: lines of the article that only a script would show.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.info: list[Pair] = []
        self.subtitles: list[str] = []
        self.body: list[Pair] = []
        self.below: list[Pair] = []
        self.goes_on = False
        self.script_lines: list[str] = []

    def replace_body(self, state: State) -> None:
        """Take the article from the page's scripts; captions are added to what the page shows."""
        if not state.are_captions:
            self.body = []
        shown = {_LETTERS.sub("", line.text) for line, _ in self.body}
        self.script_lines = [line for line in state.lines if _LETTERS.sub("", line) not in shown]

    def lines(self) -> list[str]:
        """Return the article's lines."""
        return [*(line.text for line, _ in self.body), *self.script_lines]


def divide(
    view: View, headline: Element | None, title: str | None, body: Element | None, first: int
) -> Parts:
    """Divide a page's lines.

    Args:
        view: the page.
        headline: the headline's element, or None.
        title: the headline.
        body: the article's element, or None.
        first: the line after the headline.
    """
    parts = Parts()
    inside = range(first, first) if body is None else view.lines_in(body)
    above: list[Pair] = []
    if body is not None:
        lines = lines_of_body(view, body)
        plain = twin("\n".join(line.text for line in lines)).split("\n") if lines else []
        above, kept = _split_off_head(lines, plain, title)
        parts.body = without_hints([line for line, _ in kept], [simple for _, simple in kept])
    start = min(first, inside.start) if first else max(0, inside.start - _MOST_LINES_ABOVE)
    between = [(view.lines[i], view.plain[i]) for i in range(start, inside.start)][-_MOST_LINES_ABOVE:]
    above = [*_index_table(view, first), *between, *above]
    shown = {_LETTERS.sub("", line.text) for line, _ in parts.body}
    whole = "".join(shown) if between else ""
    parts.subtitles = [
        line.text
        for line, simple in between
        if (_is_subtitle(line, simple, headline) or _is_lead(view, line, simple))
        and _LETTERS.sub("", line.text) not in whole
    ]
    parts.info = [
        (line, simple)
        for line, simple in above
        if len(line.text) <= _LONGEST_INFO
        and line.text not in parts.subtitles
        and not _is_caption(line, simple)
    ]
    parts.below = _below(view, inside)
    end = range(max(inside.start, inside.stop - _MOST_LINES_OF_PAGER), len(view.lines))
    parts.goes_on = any(_leads_on(view, i) for i in end[: 2 * _MOST_LINES_OF_PAGER])
    return parts


def _leads_on(view: View, index: int) -> bool:
    line = view.lines[index]
    if not line.linked or not line_kinds().next_page.search(view.plain[index][:_LONGEST_INFO]):
        return False
    near = list(ancestors(line.element))[:2]
    links = [link.get("href") or "" for link in near[-1].iter("a")]
    return any(link and not link.startswith(("#", "javascript")) for link in links)


def heading_above_info(view: View, start: int) -> tuple[str, int] | None:
    """Return the line above the one that gives day and source, where nothing else tells the headline.

    Args:
        view: the page.
        start: the first line of the article.

    Returns:
        The headline and the line after it.
    """
    reach = range(start - 1, max(0, start - _MOST_LINES_OF_HEAD), -1)
    short = (i for i in reach if len(view.plain[i]) <= _LONGEST_INFO)
    dated = (i for i in short if line_kinds().info.search(view.plain[i]))
    info = next((i for i in dated if _is_info(view.lines[i], view.plain[i])), None)
    if info is None:
        return None
    for index in range(info - 1, max(-1, info - 4), -1):
        line = view.lines[index]
        if line.text.startswith(("——", "--")) or len(line.text) < _SHORTEST_HEADLINE:
            continue
        if line.linked or len(line.text) > _LONGEST_INFO or ">" in line.text or is_furniture(line.text):
            return None
        return _with_lines_before(view, index), index + 1
    return None


def line_above(view: View, start: int) -> str | None:
    """Return the nearest line above the article that may be its headline, where nothing else tells it.

    Args:
        view: the page.
        start: the first line of the article.
    """
    for index in range(start - 1, max(-1, start - _MOST_LINES_ABOVE_BODY), -1):
        line, plain = view.lines[index], view.plain[index]
        if line.linked or _is_info(line, plain) or _is_caption(line, plain) or is_furniture(plain):
            continue
        if line.text.startswith(("——", "--")):
            continue
        whole = _with_lines_before(view, index)
        if _SHORTEST_LEAD // 3 <= len(whole) <= _LONGEST_SUBTITLE and ">" not in whole:
            return whole
    return None


def _with_lines_before(view: View, index: int) -> str:
    """Return a headline with those of its lines that stand before it in the same part of the page."""
    first = index
    while first and view.lines[first - 1].element is view.lines[index].element:
        first -= 1
    return "".join(line.text for line in view.lines[first : index + 1])


def _index_table(view: View, first: int) -> list[Pair]:
    """Return the lines above the headline that give an authority's index number, body and days."""
    before = [(view.lines[i], view.plain[i]) for i in range(max(0, first - _MOST_LINES_ABOVE), first)]
    at = next((n for n, (_, plain) in enumerate(before) if line_kinds().index_table.search(plain)), None)
    return [] if at is None else before[at:]


def _split_off_head(lines: list[Line], plain: list[str], title: str | None) -> tuple[list[Pair], list[Pair]]:
    """Split the body's lines into what stands above the article, its headline and day, and the rest."""
    pairs = list(zip(lines, plain, strict=True))
    bare_title = _LETTERS.sub("", title or "")
    repeated = (
        n
        for n, (line, _) in enumerate(pairs[:_MOST_LINES_ABOVE])
        if _LETTERS.sub("", line.text) == bare_title
    )
    at = next(repeated, None) if bare_title else None
    start = 0 if at is None else at + 1
    above, kept = pairs[:start], []
    for number in range(start, min(len(pairs), start + _MOST_LINES_OF_HEAD)):
        line, simple = pairs[number]
        if _is_info(line, simple, wrapper=at is not None):
            # a subtitle may stand between the headline and the day
            if _makers_only(line, simple):
                continue
            above += [pairs[number]]
            kept += pairs[start:number]
            start = number + 1
        elif at is None or len(line.text) > _LONGEST_SUBTITLE or simple.endswith(("。", "！", "？", "”")):
            break
    return above, kept + pairs[start:]


def _is_info(line: Line, plain: str, *, wrapper: bool = True) -> bool:
    """Tell whether a line gives day, source or makers, as lines under a headline do.

    Args:
        line, plain: the line and its simplified form.
        wrapper: whether the headline stands in the same part of the page. Where it does not, makers
            above the article are its own words.
    """
    if len(line.text) > _LONGEST_INFO or plain.rstrip("”）)】").endswith(("。", "！", "？")):
        return False
    if "电" in plain[:40] and re.search(r"\d日(?:专?电|讯|消息)", plain[:60]):
        return False
    found = list(maker_lines.segments(line.text, plain))
    labelled = sum(len(segment.surface) for segment in found)
    dated = line_kinds().info.search(plain) is not None and (
        wrapper or line_kinds().dated.search(plain) is not None
    )
    if len(line.text) <= 60 and (dated and not re.search("[，。；]", plain)):
        return True
    return wrapper and labelled >= 0.6 * len(line.text) and bool(found)


def _makers_only(line: Line, plain: str) -> bool:
    """Tell whether a line in the article's own part names makers and nothing else: it is the article's."""
    kinds = {segment.kind for segment in maker_lines.segments(line.text, plain)}
    return kinds == {"maker"} and line_kinds().info.search(plain) is None


def _is_subtitle(line: Line, plain: str, headline: Element | None) -> bool:
    """Tell whether a line between headline and body is a heading or caption of the article."""
    if _is_caption(line, plain):
        return True
    if _is_info(line, plain) or line.linked or not 4 <= len(line.text) <= 60:
        return False
    if line.text.startswith(("——", "--")):
        return True
    if line.element.tag in ("h2", "h3", "h4") and headline is not None:
        return line.element.getparent() is headline.getparent()
    return any(names_of(element) & _SUBTITLE_NAMES for element in list(ancestors(line.element))[:2])


def _is_lead(view: View, line: Line, plain: str) -> bool:
    """Tell whether a line between headline and body is the article's first paragraph, set apart."""
    if (
        line.linked
        or view.prose(line, plain) < _SHORTEST_LEAD
        or not plain.endswith(("。", "！", "？", "”", "…"))
    ):
        return False
    if line_kinds().summary.search(plain) or view.in_furniture(line.element):
        return False
    near = list(ancestors(line.element))[:4]
    return all(names_of(element).isdisjoint(furniture().summaries) for element in near)


def _is_caption(line: Line, plain: str) -> bool:
    """Tell whether a line stands under a picture and says what it shows."""
    if line.linked or len(line.text) < _SHORTEST_CAPTION or is_furniture(plain):
        return False
    near = list(ancestors(line.element))[:3]
    return any(e.tag == "figcaption" or _CAPTION_NAME.search(e.get("class") or "") for e in near)


def _below(view: View, inside: range) -> list[Pair]:
    """Return the lines that follow the body, as far as they may speak of it."""
    below = []
    for index in range(inside.stop, min(inside.stop + _MOST_LINES_BELOW, len(view.lines))):
        line, plain = view.lines[index], view.plain[index]
        if furniture().footer.search(plain) or furniture().list_heads.search(plain):
            break
        if line.element.tag in ("h1", "h2", "h3", "h4") or line.element.getparent().tag in (
            "h1",
            "h2",
            "h3",
            "h4",
        ):
            break
        if len(line.text) <= _LONGEST_INFO and line.linked < 0.9 * len(line.text):
            below.append((line, plain))
    return below
