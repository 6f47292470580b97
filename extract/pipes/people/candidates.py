"""Where a Han person name could stand, and what the text around it looks like.

A candidate is a surname (one character, or two for compound surnames such as 欧阳) and one or two given
characters. Each is described by a tuple of short strings, one per template; the trained model
(``model.py``) has one weight table per template. Training and extraction share this code, so what was
weighed is what is seen.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Word = tuple[int, int, str]

PAD = 4
"""Line breaks put before and after the text, so that contexts can be cut without looking at its ends."""

START_TEMPLATES = (
    "surname",
    "left1",
    "left2",
    "left3",
    "left word",
    "left tag",
    "two left words",
    "surname and left word",
    "surname and left tag",
    "word here",
    "word here tag",
    "left roster",
)
END_TEMPLATES = (
    "length",
    "surname and length",
    "first given",
    "second given",
    "only given",
    "given pair",
    "given odds",
    "first odds",
    "last odds",
    "longer odds",
    "words covered",
    "words and tags",
    "last word",
    "right1",
    "right2",
    "right3",
    "right word",
    "right tag",
    "two right words",
    "both sides",
    "both tags",
    "right roster",
    "left tag and odds",
    "words and odds",
)
LEAST_ODDS = -2.5
"""Given characters whose log-odds add up to less than this are no name: 向全国, 从今年, 和发展."""

ODDS_TABLES = ("odds first", "odds second", "odds only")


class Lexicon(NamedTuple):
    """What is known of names before any weight: surnames, words that hold none, given-name character odds.

    ``odds`` has one table for each of ODDS_TABLES: character to the natural logarithm of how much more
    frequent it is at that place of a given name than in running text.
    """

    surnames: frozenset[str]
    compounds: frozenset[str]
    not_names: frozenset[str]
    not_given: frozenset[str]
    introducing: frozenset[str]
    odds: tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]


class Site(NamedTuple):
    """A place where a name may start: offset in the text, index of the word there, possible ends."""

    start: int
    word: int
    ends: tuple[int, ...]
    surname_length: int


def read_list(path: pathlib.Path) -> frozenset[str]:
    """Read a word list with one word a line; blank lines and lines that begin with ``#`` say nothing."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_han(character: str) -> bool:
    """Tell whether a character is a Han ideograph that can stand in a name (〇 and 々 are not)."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


def sites(plain: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Site]:
    """Yield every place of ``plain`` where a name could start, in order.

    Most surname characters are inside ordinary words (任务, 方向, 工程). A word of the ``not_names`` list is
    passed over whole, unless a post stands before it; otherwise a name may start with the word, or at its
    second character when the segmenter has swallowed what stands before the name (但葛菲, 致江绍).
    """
    surnames, not_names = lexicon.surnames, lexicon.not_names
    for index, (begin, stop, tag) in enumerate(words):
        length = stop - begin
        if length == 1:
            if plain[begin] in surnames and (site := _site(plain, words, begin, index, lexicon)):
                yield site
            continue
        first = plain[begin] in surnames
        # Asked before the word is cut out: most words have no surname character at either place.
        second = plain[begin + 1] in surnames and (length == 2 or tag.startswith("n"))
        if not first and not second:
            continue
        if plain[begin:stop] in not_names and not _introduced(plain, words, index, lexicon):
            if length != 2 or not _goes_on(plain, words, index, lexicon):
                continue
        elif length > 3 and not tag.startswith("nr"):
            continue
        if first and (site := _site(plain, words, begin, index, lexicon)):
            yield site
        if second and (site := _site(plain, words, begin + 1, index, lexicon)):
            yield site


def _site(plain: str, words: Sequence[Word], start: int, index: int, lexicon: Lexicon) -> Site | None:
    run = start + 1
    limit = min(len(plain), start + 4)
    while run < limit and is_han(plain[run]):
        run += 1
    length = run - start
    if length < 2:
        return None
    if (
        lexicon.odds[0]
        and not _plausible(plain, start + 1, lexicon)
        and not _introduced(plain, words, index, lexicon)
    ):
        return None
    after = plain[run] if run < len(plain) else ""
    before = plain[start - 1] if start else ""
    # Next to the dot of 雪克来提·扎克尔 stands a part of a transliterated name.
    if before in {"·", "•"} or (after in {"·", "•"} and length < 4):
        return None
    if length > 2 and plain[start : start + 2] in lexicon.compounds:
        ends = tuple(range(start + 2, start + length + 1))
        return Site(start, index, ends, 2)
    # 孙医生, 张主任: a surname with a form of address; neither 孙医 nor 孙医生 is a name.
    if length > 2 and plain[start + 1 : start + 3] in lexicon.not_given:
        return None
    return Site(start, index, tuple(range(start + 2, start + min(length, 3) + 1)), 1)


def _introduced(plain: str, words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Tell whether the word before is a post or an occupation (主任, 村民)."""
    return index > 0 and plain[words[index - 1][0] : words[index - 1][1]] in lexicon.introducing


def _goes_on(plain: str, words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Tell whether an ordinary word and the single character after it look like a name (王国 and 强)."""
    if index + 1 == len(words) or words[index + 1][1] - words[index + 1][0] != 1:
        return False
    first, second, _ = lexicon.odds
    begin, stop, _ = words[index]
    return first.get(plain[begin + 1], -3.0) > -1.0 and second.get(plain[stop], -3.0) > 0.0


def _plausible(plain: str, given: int, lexicon: Lexicon) -> bool:
    """Tell whether the characters from ``given`` on are known in given names: cheap, so asked first."""
    first, second, only = lexicon.odds
    character = plain[given]
    if character in only and only[character] >= LEAST_ODDS / 1.5:
        return True
    head = first.get(character, -3.0)
    tail = second.get(plain[given + 1], -3.0) if given + 1 < len(plain) else -3.0
    if head + tail >= LEAST_ODDS:
        return True
    return plain[given - 1 : given + 1] in lexicon.compounds


def start_values(padded: str, words: Sequence[Word], site: Site) -> tuple[str, ...]:
    """Describe what all candidates of a site share, one value for each of START_TEMPLATES.

    ``padded`` is the text with PAD line breaks before and after; offsets in ``words`` and ``site`` are
    those of the text without them.
    """
    begin, stop, tag = words[site.word]
    at = site.start + PAD
    surname = padded[at : at + site.surname_length]
    if site.start > begin:
        left_word, left_tag = "<" + padded[begin + PAD : at], "<" + tag
        here = padded[begin + PAD : at] + "|" + padded[at : stop + PAD]
    elif site.word:
        before, _, left_tag = words[site.word - 1]
        left_word = padded[before + PAD : at]
        here = padded[at : stop + PAD]
    else:
        left_word, left_tag, here = "\n", "x", padded[at : stop + PAD]
    further = words[site.word - 2] if site.word > 1 else None
    two = padded[further[0] + PAD : further[1] + PAD] + "_" + left_word if further else left_word
    if left_tag == "x":
        left_tag = padded[at - 1]
    return (
        surname,
        padded[at - 1],
        padded[at - 2 : at],
        padded[at - 3 : at],
        left_word,
        left_tag,
        two,
        surname + left_word,
        surname + left_tag,
        here if len(here) > 1 else "",
        f"{len(here)}{tag}",
        _roster_before(padded, at),
    )


def end_values(  # noqa: PLR0917
    padded: str, words: Sequence[Word], site: Site, end: int, left_tag: str, lexicon: Lexicon
) -> tuple[str, ...]:
    """Describe one candidate of a site, ``plain[site.start:end]``: one value for each of END_TEMPLATES."""
    at, stop = site.start + PAD, end + PAD
    surname = padded[at : at + site.surname_length]
    given = padded[at + site.surname_length : stop]
    shape, tags, last, left_over, index = _covered(padded, words, site, end)
    if left_over:
        right_word, right_tag = ">" + left_over, ">"
    elif index < len(words):
        right_word, right_tag = padded[stop : words[index][1] + PAD], words[index][2]
    else:
        right_word, right_tag = "\n", "\n"
    right = padded[stop]
    if right_tag == "x":
        right_tag = right
    two = right_word
    if index + 1 < len(words) and not left_over:
        after = words[index + 1]
        two = right_word + "_" + padded[after[0] + PAD : after[1] + PAD]
    length = f"{site.surname_length}{len(given)}"
    first, second, only = lexicon.odds
    if len(given) == 2:
        head, tail = first.get(given[0], -3.0), second.get(given[1], -3.0)
        total = f"{length}{round(head + tail)}"
        chars = (given[0], given[1], "", given)
        bins = (f"{round(head)}", f"{round(tail)}", f"{round(only.get(given[0], -3.0))}.")
    else:
        head = only.get(given, -3.0) if given else -3.0
        total = f"{length}{round(1.5 * head)}"
        longer = first.get(given, -3.0) + second.get(right, -3.0) if is_han(right) else -9.0
        chars = ("", "", given, "")
        bins = (f".{round(head)}", "", f"{round(longer)}")
    sides = (padded[at - 1] if not is_han(padded[at - 1]) else "H") + ("H" if is_han(right) else right)
    return (
        length,
        surname + length,
        *chars,
        total,
        *bins,
        shape,
        tags,
        last,
        right + length,
        padded[stop : stop + 2],
        padded[stop : stop + 3],
        right_word,
        right_tag + length,
        two,
        sides + length,
        left_tag + "_" + right_tag,
        _roster_after(padded, stop),
        left_tag + total,
        tags + total,
    )


def _covered(padded: str, words: Sequence[Word], site: Site, end: int) -> tuple[str, str, str, str, int]:
    """Tell how the words lie under a candidate.

    Returns the shape (lengths of the words, marks where the candidate cuts one), the shape with tags, the
    last word when it has two or more characters, what a cut leaves behind on the right, and the index of the
    next word.
    """
    index = site.word
    begin, stop, tag = words[index]
    shape = "<" if begin < site.start else ""
    tags = shape
    last = ""
    while True:
        piece = f"{stop - begin}"
        shape += piece
        tags += piece + tag
        if stop >= end:
            break
        index += 1
        if index == len(words):
            break
        begin, stop, tag = words[index]
    left_over = ""
    if stop - begin > 1 and index != site.word:
        last = padded[begin + PAD : stop + PAD]
    if stop > end:
        left_over = padded[end + PAD : stop + PAD]
        shape += f">{stop - end}"
        tags += f">{stop - end}"
        last = f"{last}>{stop - end}"
    return shape, tags, last, left_over, index + 1


_SEPARATORS = frozenset("、 \u3000,，")


def _roster_before(padded: str, at: int) -> str:
    separator = padded[at - 1]
    if separator not in _SEPARATORS:
        return ""
    for size in range(1, 5):
        if at - 2 - size < 0:
            return separator + "-"
        beyond = padded[at - 2 - size]
        if not is_han(beyond):
            return f"{separator}{size}{beyond if beyond == separator else '.'}"
    return separator + "+"


def _roster_after(padded: str, stop: int) -> str:
    separator = padded[stop]
    if separator not in _SEPARATORS:
        return ""
    for size in range(1, 5):
        if stop + 1 + size >= len(padded):
            return separator + "-"
        beyond = padded[stop + 1 + size]
        if not is_han(beyond):
            return f"{separator}{size}{beyond if beyond == separator else '.'}"
    return separator + "+"
