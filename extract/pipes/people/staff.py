"""The article's own makers, from bylines, sign-off lines, datelines and captions."""

from __future__ import annotations

import re

import msgspec

from extract.rules import RuleBook, RuleMatch
from extract.text.prepare import Prepared

#: A bracket with nothing but names signs the article only where little follows it.
CLOSING_REACH = 160
#: A byline stands in the first or the last so many characters of the text.
EDGE = 400

_GAP = re.compile(r"[ \t、,，/／∕&]+(?:[·•][ \t])?")
_DESK = re.compile(r"[ \t]*[／/∕][ \t]*[\u4e00-\u9fff]{2,8}(?:报[道导]|电|摄影?)[ \t]*$|[_＿]\w*$")
_BYLINE = re.compile(
    r"\s*(?P<org>\S{2,10}?(?:社|报|网|台|新闻)|本报|本网)?(?P<label>记者|撰文|作者|文)[:：\s]*(?P<names>.+)"
)
_WIDE = re.compile(r"[ \t]{1,2}")
_HAN_AT_END = re.compile(r"[\u4e00-\u9fff]$")
_HAN_ALONE = re.compile(r"[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_OUTLET_BEFORE = re.compile(
    r"(?:本报|本网|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,9}(?:社|报|网|台|在线|客户端|周刊|新闻|融媒))$"
)
_DATELINE = re.compile(
    r"(?:^|[\n　 (（【])(?P<org>[\u4e00-\u9fff]{1,7}?(?:社|网|报|台|在线))"
    r"[^\n。，]{0,12}?\d日(?:专?电|讯)\s?[（(]?$"
)
_LABELS_WITHOUT_POST = frozenset({"文", "图", "文/图", "文图", "图文", "图/文", "文、图", "文字", "图片"})
_OWN_OUTLET = frozenset({"本报", "本网"})


class StaffName(msgspec.Struct, frozen=True):
    """One maker: the name's offsets (-1 where only the metadata names them), post and organisation."""

    name: str
    start: int
    end: int
    title: str | None
    org: str | None
    rule: str


class StaffFinder:
    """Finds the makers of an article."""

    def __init__(self, book: RuleBook) -> None:
        """Args: the rules and word lists."""
        self._matcher = book.matcher("staff")
        labels = sorted(map(re.escape, book.words("people/staff_labels")), key=len, reverse=True)
        self._label = re.compile("|".join(labels))
        self._surnames = frozenset(book.words("people/surnames"))
        self._compound = tuple(book.words("people/compound_surnames"))

    def __call__(self, prepared: Prepared) -> list[StaffName]:
        """The makers, in text order, those of the metadata last."""
        found: list[StaffName] = []
        for match in self._matcher(prepared.plain):
            if match.rule.build == "closing" and not self._signs(prepared, match):
                continue
            found.extend(self._names(prepared.plain, match))
        if prepared.byline:
            placed = {(name.start, name.end) for name in found}
            named = self._byline(prepared.byline, prepared.plain)
            found.extend(name for name in named if name.start < 0 or (name.start, name.end) not in placed)
        return found

    def _names(self, plain: str, match: RuleMatch) -> list[StaffName]:
        label = match.groups.get("label")
        title = None if label in _LABELS_WITHOUT_POST else label
        org = match.groups.get("org")
        if org is None and label is not None:
            outlet = _OUTLET_BEFORE.search(plain, max(0, match.start - 12), match.span("label")[0])
            dateline = _DATELINE.search(plain, max(0, match.start - 30), match.start + 1)
            org = outlet.group() if outlet else dateline["org"] if dateline else None
        begin = match.span("names")[0]
        surface = match.groups["names"]
        names = []
        at = 0
        for gap in [*self._gaps(surface), None]:
            stop = len(surface) if gap is None else gap.start()
            name = surface[at:stop]
            own_label = self._label.match(name)
            if own_label is not None and len(name) - own_label.end() >= 2:
                name, at = name[own_label.end() :], at + own_label.end()
                label = own_label.group()
                title = None if label in _LABELS_WITHOUT_POST else label
            if len(name) >= 2:
                names.append(
                    StaffName(
                        _WIDE.sub("", name),
                        begin + at,
                        begin + stop,
                        title,
                        None if org in _OWN_OUTLET else org,
                        match.rule.id,
                    )
                )
            if gap is not None:
                at = gap.end()
        return names

    def _gaps(self, surface: str) -> list[re.Match[str]]:
        """The gaps between names; one inside of a name set as wide as three characters is none."""
        return [gap for gap in _GAP.finditer(surface) if not self._is_wide(surface, gap)]

    def _is_wide(self, surface: str, gap: re.Match[str]) -> bool:
        before, after = surface[: gap.start()], surface[gap.end() :]
        return (
            _WIDE.fullmatch(gap[0]) is not None
            and before[-1:] in self._surnames
            and not _HAN_AT_END.search(before[:-1])
            and _HAN_ALONE.match(after) is not None
        )

    @staticmethod
    def _signs(prepared: Prepared, match: RuleMatch) -> bool:
        rest = prepared.plain[match.end :]
        own = sum(len(line) for line in rest.split("\n") if line.strip())
        return own <= CLOSING_REACH or all(
            prepared.in_boilerplate(match.end + i) for i in range(1, len(rest), 40)
        )

    def _byline(self, byline: str, plain: str) -> list[StaffName]:
        """The makers that the metadata name; those that stand at the text's edges have a place there."""
        prepared = Prepared(original=byline, plain=byline, words=(), sentences=(0,))
        found = [name for match in self._matcher(byline) for name in self._names(prepared.plain, match)]
        labelled = _BYLINE.fullmatch(byline)
        rest = _DESK.sub("", byline if labelled is None else labelled["names"]).strip()
        label, org = (None, None) if labelled is None else (labelled["label"], labelled["org"])
        title = None if label in _LABELS_WITHOUT_POST else label
        known = {name.name for name in found}
        for name in _GAP.split(rest):
            if self._is_name(name) and name not in known:
                own_org = None if org in _OWN_OUTLET else org
                found.append(StaffName(name, -1, -1, title, own_org, "people.metadata-byline"))
        return [self._placed(name, plain) for name in found]

    @staticmethod
    def _placed(name: StaffName, plain: str) -> StaffName:
        """The name with its place at the beginning or the end of the text, if it stands there."""
        start = plain.find(name.name, 0, EDGE)
        if start < 0:
            start = plain.find(name.name, max(0, len(plain) - EDGE))
        end = start + len(name.name) if start >= 0 else -1
        return msgspec.structs.replace(name, start=start, end=end)

    def _is_name(self, text: str) -> bool:
        if text.startswith(self._compound):
            return 3 <= len(text) <= 4
        return 2 <= len(text) <= 3 and text[0] in self._surnames
