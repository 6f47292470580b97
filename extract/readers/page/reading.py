"""From a page's tree to its article: text, headline, outlet, day and makers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.facts import Warning
from extract.readers.page.body import find_body
from extract.readers.page.byline import bare_author, byline_of, maker_line
from extract.readers.page.days import Day, find_day, stated_day
from extract.readers.page.dom import Element, ancestors
from extract.readers.page.outlet import find_outlet, site_names
from extract.readers.page.parts import Parts, divide, heading_above_info, line_above
from extract.readers.page.state import State, state_of
from extract.readers.page.statements import Statements, statements_of
from extract.readers.page.title import Title, find_title, lone_heading
from extract.readers.page.view import View
from extract.readers.text import DATE_WARNING, Metadata, clean
from extract.readers.unicode import without_surrogates

_LAST_LINES_OF_BODY = 4
_GOES_ON = Warning("more-pages", "the article goes on on another page, which is not read")
_LEAST_PROSE = 10
# what scripts hold is the article if it is so many times longer than what the page shows
_SCRIPT_OVER_PAGE = 1.2


def read_page(root: Element, url: str | None, source: str) -> tuple[str | None, Metadata]:
    """Read the article of a page.

    Args:
        root: the page's tree.
        url: the page's address, if it is known.
        source: the page's source: some say in comments what they are.

    Returns:
        The text, None if the page has no running text, and the metadata.
    """
    view = View(root)
    statements = statements_of(root, source)
    title = find_title(view, statements, site_names(statements))
    state = state_of(root, statements.scripts, [text for text in (title.text, title.window) if text])
    first = _line_after(view, title.element)
    body = find_body(view, first)
    if title.text is None and body is not None:
        title, first = _headline_by_place(view, title, view.lines_in(body))
    parts = divide(view, title.element, title.text, body, first)
    if state.lines and _prose_length(state.lines) > _SCRIPT_OVER_PAGE * _prose_length(parts.lines()):
        parts.replace_body(state)
    text, metadata = _assemble(view, statements, state, title, parts, url=url)
    return (text if parts.lines() else None), metadata


def _headline_by_place(view: View, title: Title, inside: range) -> tuple[Title, int]:
    """Return the headline by where it stands, as no statement names it, and the line after it, or 0."""
    start = next((i for i in inside if view.value(i) >= _LEAST_PROSE), inside.start)
    if (placed := heading_above_info(view, start)) is not None:
        return Title(placed[0], None, title.site, title.window), placed[1]
    if (heading := lone_heading(view, start)) is not None:
        return Title(heading[0], heading[1], title.site, title.window), _line_after(view, heading[1])
    return Title(line_above(view, start), None, title.site, title.window), 0


def _assemble(
    view: View, statements: Statements, state: State, title: Title, parts: Parts, *, url: str | None
) -> tuple[str, Metadata]:
    if subtitle := statements.paper.get("subtitle"):
        parts.subtitles = list(dict.fromkeys([*parts.subtitles, subtitle]))
    head = maker_line(parts.info) or bare_author(view, parts.info)
    tail = maker_line(parts.below)
    page_url = _page_url(view.root, statements) or url or state.url
    last = [simple for _, simple in parts.body[-_LAST_LINES_OF_BODY:]]
    day = find_day(
        view,
        statements,
        above=[simple for _, simple in parts.info],
        below=[*last, *(simple for _, simple in parts.below)],
        url=page_url,
        state=state.published,
    )
    text = "\n".join(filter(None, (title.text, head, *parts.subtitles, *parts.lines(), tail)))
    # data among the scripts can hold half of a surrogate pair, which no text can
    return without_surrogates(text), Metadata(
        url=page_url,
        title=clean(title.text),
        outlet=clean(find_outlet(view, statements, state, title, parts)),
        byline=clean(byline_of(head, tail, statements, state)),
        published=None if day is None else day.iso,
        published_basis=None if day is None else day.basis,
        warnings=tuple(_warnings(parts, statements, day)),
    )


def _warnings(parts: Parts, statements: Statements, day: Day | None) -> Iterator[Warning]:
    if parts.goes_on:
        yield _GOES_ON
    written = stated_day(statements)
    if day is None and written is not None:
        yield Warning(DATE_WARNING, f"cannot read the date of publication {written[:80]!r}")


def _prose_length(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines)


def _line_after(view: View, element: Element | None) -> int:
    """Return the index of the line after an element's last, 0 if it shows none."""
    if element is None:
        return 0
    inside = view.lines_in(element)
    if inside:
        return inside.stop
    # a heading within a line, such as a link in it
    own = [i for i, line in enumerate(view.lines) if any(a is line.element for a in ancestors(element))]
    return own[-1] + 1 if own and len(own) <= 2 else 0


def _page_url(root: Element, statements: Statements) -> str | None:
    """Return the page's own absolute address."""
    canonical = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    stated = [node.get(key) for node in statements.articles[:2] for key in ("url", "mainEntityOfPage", "@id")]
    stated = [value.get("@id") if isinstance(value, dict) else value for value in stated]
    for address in (*canonical, statements.metas.get("og:url", ""), *stated):
        if isinstance(address, str) and address.strip().lower().startswith(("http://", "https://")):
            return clean(address)
    return None
