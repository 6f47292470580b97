"""Labelled lines of a page: who supplied the article, who made it, and what else they say."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

import msgspec

from extract.readers.page.knowledge import makers

_HAN = "\u3400-\u9fff"
_PLACE_AFTER_NAME = re.compile(rf"[／/][{_HAN}]{{2,8}}(?:即时|综合|专题|连线)?(?:报[道导]|电|摄影?)?$")
_JOINTS = re.compile(
    r"\s+[·•]\s+|\s*[、,，/／;；&|｜]\s*|\s+|(?<=[\u3400-\u9fff]{2})(?:和|与|及)(?=[\u3400-\u9fff]{2})"
)
_NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:[·•‧・．.][{_HAN}]{{1,8}})+")
_WIDE_GAP = re.compile(r"(?<=..)[\u3000\u00a0]")
_WIDE_NAME = re.compile(rf"(?<=(?<![{_HAN}])[{_HAN}])[ \u3000\u00a0]{{1,2}}(?=[{_HAN}](?![{_HAN}]))")
_ASIDE = re.compile(r"(?<=.)[\[【]")
_LATIN_TWIN = re.compile(rf"(?<=[{_HAN}])\s+[A-Z][A-Za-z .]*$")
# a staff code, a desk, the bracket that closes
_REST_OF_NAME = re.compile(
    rf"(?:[_＿]\w+|\s?[A-Z]{{1,3}}\d{{2,}}|\s?[／/∕]\s?[{_HAN}]{{2,8}}(?:[报報][道导導]|電|电)|[报報][道导導]"
    rf"|\s?\d{{3,}}|攝|摄)?[ \t\u3000\u00a0]?[\])）】〕]?"
)
_DOTTED = re.compile("[·•‧・．.]")
_BRACKETS = "()（）[]【】〔〕<>《》「」“”\"' \t\u3000\u00a0:：;；,，。|｜/／-—_◎●■▍"
_BRACKETS_BUT_TITLES = _BRACKETS.replace("《", "").replace("》", "")
_CLOSES = {")": "(", "）": "（", "]": "[", "】": "【", "〕": "〔"}
_OPENED = re.compile(r"[(\[（【〔][ \t\u3000\u00a0]?$|[◎●■◆▲]$")
_OPENS = "([（【〔"
# a line in brackets is printed as a whole if so much of it names makers
_SHARE_OF_BRACKET = 0.8
_LONGEST_VALUE = 60
_LONGEST_STATED = 400


class Segment(msgspec.Struct):
    """A label with what stands behind it.

    Attributes:
        kind: ``maker``, ``source`` or ``other``.
        label: the label in simplified characters.
        value: what stands behind it, as printed.
        surface: label and value as printed.
        start, end: where label and value stand in the line.
    """

    kind: str
    label: str
    value: str
    surface: str
    start: int
    end: int


@functools.cache
def _labels() -> re.Pattern[str]:
    known = makers()
    everything = sorted(known.makers | known.sources | known.others, key=lambda word: (-len(word), word))
    words = "|".join(map(re.escape, everything))
    space = r"[ \t\u3000\u00a0]"
    paper = rf"(?:[{_HAN}]{{2,8}}(?:社|报|网|台|新闻|刊))?"
    return re.compile(
        rf"(?P<label>{words}){space}*[:：∶]{space}*"
        rf"|(?<![{_HAN}])(?:本报|本网|本刊|本台|本站|特约|全媒体|见习|实习|{paper})?(?P<word>{words})"
        rf"(?:{space}*[|｜丨／∕/]{space}*|{space}+|(?<=[{_HAN}]{{2}})(?=[{_HAN}]{{2,4}}(?:[／/]|$|[ \t、])))"
    )


_DATE = re.compile(
    r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}:\d\d|(?<!\d)\d{1,2}[-/]\d{1,2}(?!\d)"
)


def segments(text: str, plain: str) -> Iterator[Segment]:
    """Yield the labelled parts of a line.

    Args:
        text: the line as printed.
        plain: the line in simplified characters, of equal length.
    """
    known = makers()
    found = list(_labels().finditer(plain))
    for number, label in enumerate(found):
        word = label["label"] or label["word"]
        kind = "maker" if word in known.makers else "source" if word in known.sources else "other"
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        if kind == "source" and plain[label.start() : label.end()].endswith(word):
            continue
        date = _DATE.search(plain, label.end(), end)
        if date is not None:
            end = date.start()
        begin = label.end()
        value = text[begin:end].strip(_BRACKETS_BUT_TITLES)
        before = _OPENED.search(text[max(0, label.start() - 3) : label.start()])
        opened = label.start() - (0 if before is None else len(before[0]))
        yield Segment(kind, word, value[:_LONGEST_VALUE], _balanced(text[opened:end].strip()), opened, end)


def _balanced(surface: str) -> str:
    """Return a cut-out without brackets at its end that it does not open, and marks that part it off."""
    surface = surface.rstrip(" \t\u3000\u00a0|｜/／-—_·•,，;；、")
    while surface and surface[-1] in _CLOSES and _CLOSES[surface[-1]] not in surface:
        surface = surface[:-1].rstrip()
    while surface and surface[-1] in _OPENS:
        surface = surface[:-1].rstrip()
    if surface and surface[0] in _OPENS and not any(close in surface for close in _CLOSES):
        surface = surface[1:].lstrip()
    return surface


def names_in(value: str, plain: str) -> list[str]:
    """Return the persons' names in what stands behind a maker's label, as printed.

    Args:
        value: the words as printed.
        plain: the same in simplified characters.
    """
    value, plain = _closed_up(value[:_LONGEST_STATED], plain[:_LONGEST_STATED])
    aside = _ASIDE.search(plain)
    if aside is not None:
        value, plain = value[: aside.start()], plain[: aside.start()]
    place = _PLACE_AFTER_NAME.search(plain)
    if place is not None:
        value, plain = value[: place.start()], plain[: place.start()]
    names = []
    at = 0
    for joint in [*_JOINTS.finditer(plain), None]:
        end = len(plain) if joint is None else joint.start()
        name, simple = value[at:end].strip(_BRACKETS), plain[at:end].strip(_BRACKETS)
        code = makers().staff_code.search(simple)
        if code is not None:
            name, simple = name[: code.start()].strip(_BRACKETS), simple[: code.start()].strip(_BRACKETS)
        if is_person(simple):
            names.append(name)
        if joint is not None:
            at = joint.end()
    return names


def _closed_up(value: str, plain: str) -> tuple[str, str]:
    """Close the gap by which a name of two characters is set as wide as one of three."""
    surnames = makers().surnames
    spots = [m.span() for m in _WIDE_NAME.finditer(plain) if plain[m.start() - 1] in surnames]
    for start, end in reversed(spots):
        value, plain = value[:start] + value[end:], plain[:start] + plain[end:]
    return value, plain


def is_person(plain: str) -> bool:
    """Tell whether a word in a maker's place names a person."""
    if _NAME.fullmatch(plain) is None or makers().not_persons.search(plain) is not None:
        return False
    known = makers()
    if plain[:2] in known.compound_surnames or _DOTTED.search(plain) is not None:
        return True
    # four characters are a married name with both surnames, or no name
    return plain[0] in known.surnames and (len(plain) < 4 or plain[1] in known.surnames)


def outlet_of(value: str, plain: str) -> str | None:
    """Return the outlet that stands behind a source's label, or None if it names none."""
    label = makers().source_label.match(plain)
    if label is not None:
        value, plain = value[label.end() :], plain[label.end() :]
    value, plain = _unwrapped(value, plain)
    value, plain = value[:_LONGEST_STATED], plain[:_LONGEST_STATED]
    cut = re.search(r"\s{2,}|\u3000|\s+(?=[\u3400-\u9fff]{1,4}\s*[:：])|[|｜]|\t", plain)
    if cut is not None:
        value, plain = value[: cut.start()].strip(_BRACKETS), plain[: cut.start()].strip(_BRACKETS)
    latin = _LATIN_TWIN.search(plain)
    if latin is not None:
        value, plain = value[: latin.start()], plain[: latin.start()]
    # a gap that is wider than a space parts the outlet from what follows
    gap = _WIDE_GAP.search(value)
    if gap is not None:
        value, plain = value[: gap.start()], plain[: gap.start()]
    edition = makers().edition.search(plain)
    if edition is not None and edition.start() >= 2:
        value, plain = value[: edition.start()].rstrip(_BRACKETS), plain[: edition.start()].rstrip(_BRACKETS)
    if not 2 <= len(value) <= 40 or makers().not_outlets.search(plain):
        return None
    return value


def _unwrapped(value: str, plain: str) -> tuple[str, str]:
    """Return a value without white space, marks and brackets around it; a title within it keeps its own."""
    value, plain = value.strip(_BRACKETS_BUT_TITLES), plain.strip(_BRACKETS_BUT_TITLES)
    if plain.startswith("《") and plain.find("》") in (-1, len(plain) - 1):
        value, plain = value.strip(_BRACKETS), plain.strip(_BRACKETS)
    return value, plain


def means_the_site(plain: str) -> bool:
    """Tell whether an outlet's name means the site itself."""
    return makers().own_site.search(plain) is not None


def maker_words(lines: Iterable[tuple[str, str]]) -> list[str]:
    """Return what lines say of the article's makers, as printed.

    Args:
        lines: lines as printed, each with its simplified form.
    """
    words: list[str] = []
    for text, plain in lines:
        before = len(words)
        last = -1
        unnamed: Segment | None = None
        for segment in segments(text, plain):
            at = text.find(segment.value, segment.start)
            names = names_in(segment.value, plain[at : at + len(segment.value)]) if segment.value else []
            if segment.kind != "maker" or not names:
                unnamed = segment if segment.kind == "maker" else None
                continue
            surface = " ".join(_without_rest(segment.surface, names[-1]).split())
            if (
                unnamed is not None
                and unnamed.end == segment.start
                and makers().bare_outlet.search(unnamed.value.strip("·"))
            ):
                # a label before the paper and its reporter: 作者：新山报记者 …
                surface = " ".join(text[unnamed.start : segment.start].split()) + surface
            unnamed = None
            if segment.start == last and words and not text[last - 1].isspace():
                words[-1] += surface
            else:
                words.append(surface)
            last = segment.end
        whole = " ".join(text.split())
        bracketed = len(words) > before and whole[:1] in _OPENS and whole[-1:] in _CLOSES
        if bracketed and sum(map(len, words[before:])) >= _SHARE_OF_BRACKET * len(whole):
            words[before:] = [whole]
    return words


def names_nobody(text: str, plain: str) -> bool:
    """Tell whether a line is a maker's label that a template filled with no person: 责任编辑：admin."""
    if len(text) > _LONGEST_VALUE:
        return False
    found = list(segments(text, plain))
    if len(found) != 1 or found[0].kind != "maker":
        return False
    if not found[0].value and plain.rstrip().endswith(("：", ":")):
        return True
    return (
        len(found[0].surface) >= len(text.strip()) - 2
        and makers().not_persons.search(found[0].value.lower()) is not None
        and not re.search(rf"[{_HAN}]", found[0].value)
    )


def _without_rest(surface: str, last_name: str) -> str:
    """Return a label with its names, without other words that follow them on the line."""
    end = surface.rfind(last_name)
    end = end + len(last_name) if end >= 0 else len(surface)
    rest = _REST_OF_NAME.match(surface, end)
    return surface[: end if rest is None else rest.end()]
