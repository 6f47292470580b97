"""What a candidate and the text around it look like, as short strings that the trained weights are kept for.

Each candidate is described by a tuple of strings, one per template; the trained model (``model.py``) has one
weight table per template. Training and extraction share this code, so what was weighed is what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.pipes.people.candidates import UNSEEN, Lexicon, Site, Word, is_han

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
NAME_TEMPLATES = (
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
    "whole",
    "surname odds and odds",
)
"""What the characters of a candidate alone tell."""

END_TEMPLATES = (
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
    "surname and words",
    "last and right",
    "foreign",
    "surname odds and words",
    "surname odds and left tag",
    "titles",
    "place",
)
"""What the text around a candidate tells."""


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


def name_values(padded: str, site: Site, end: int, lexicon: Lexicon) -> tuple[str, ...]:
    """Describe the characters of one candidate, ``plain[site.start:end]``: one for each of NAME_TEMPLATES.

    ``padded`` is the text with PAD line breaks before and after; offsets are those of the text without them.
    """
    stop = end + PAD
    at = site.start + PAD
    middle = at + site.surname_length
    surname, given = padded[at:middle], padded[middle:stop]
    first, second, only, surnames = lexicon.odds
    length = f"{site.surname_length}{len(given)}"
    usual = f"{round(surnames.get(surname, 0.0))}"
    if len(given) == 2:
        one, two = given[0], given[1]
        head, tail = first.get(one, UNSEEN), second.get(two, UNSEEN)
        total = f"{length}{round(head + tail)}"
        bins = (f"{round(head)}", f"{round(tail)}", f"{round(only.get(one, UNSEEN))}.")
        chars = (one, two, "", given)
    else:
        right = padded[stop]
        head = only.get(given, UNSEEN) if given else -3.0
        longer = first.get(given, UNSEEN) + second.get(right, UNSEEN) if is_han(right) else -9.0
        total = f"{length}{round(1.5 * head)}"
        bins = (f".{round(head)}", "", f"{round(longer)}")
        chars = ("", "", given, "")
    return (length, surname + length, *chars, total, *bins, surname + given, usual + total)


def end_values(  # noqa: PLR0917
    padded: str,
    words: Sequence[Word],
    site: Site,
    end: int,
    left_tag: str,
    named: Sequence[str],
    lexicon: Lexicon,
) -> tuple[str, ...]:
    """Describe what is around one candidate: one value for each of END_TEMPLATES.

    Args:
        padded: the text with PAD line breaks before and after.
        words: the words of the text; their offsets and those of ``site`` are of the text without the padding.
        site: where the candidate starts.
        end: where it ends, exclusive, in the text without the padding.
        left_tag: the value of that template for the site.
        named: what ``name_values`` gave for the candidate.
        lexicon: the word lists and character odds.
    """
    at, stop = site.start + PAD, end + PAD
    surname = padded[at : at + site.surname_length]
    length, total = named[0], named[6]
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
    left = padded[at - 1]
    usual = f"{round(lexicon.odds[3].get(surname, 0.0))}"
    return (
        shape,
        tags,
        last,
        right + length,
        padded[stop : stop + 2],
        padded[stop : stop + 3],
        right_word,
        right_tag + length,
        two,
        ("H" if is_han(left) else left) + ("H" if is_han(right) else right) + length,
        left_tag + "_" + right_tag,
        _roster_after(padded, stop),
        left_tag + total,
        tags + total,
        surname + tags,
        padded[stop - 1 : stop + 1],
        _foreign(padded, at, stop, lexicon.foreign),
        usual + tags,
        usual + left_tag,
        _titles(padded, at, stop, lexicon.titles, length),
        left_tag + right_tag if padded[at:stop] in lexicon.places else "",
    )


_TITLE_LENGTHS = (4, 3, 2)


def _titles(padded: str, at: int, stop: int, titles: frozenset[str], length: str) -> str:
    """Tell on which sides a post stands, however the segmenter cuts it."""
    before = any(padded[max(0, at - size) : at] in titles for size in _TITLE_LENGTHS)
    behind = any(padded[stop : stop + size] in titles for size in _TITLE_LENGTHS)
    return f"{'<' if before else ''}{'>' if behind else ''}{length}" if before or behind else ""


def _foreign(padded: str, at: int, stop: int, letters: frozenset[str]) -> str:
    """Tell whether candidate and surroundings are characters of foreign names: the signs of a longer one."""
    inside = sum(character in letters for character in padded[at:stop])
    before = padded[at - 1] in letters
    after = (padded[stop] in letters) + (padded[stop] in letters and padded[stop + 1] in letters)
    if not before and not after:
        return f"{stop - at}{inside}"
    return f"{stop - at}{inside}{'<' if before else ''}{after}"


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


def pad(plain: str) -> str:
    """Put PAD line breaks before and after a text."""
    edge = "\n" * PAD
    return edge + plain + edge
