"""What the simplifier knows: OpenCC's dictionaries, and the intended differences from the rules.

Joined here into a table of characters, a list of phrases, and the characters that tell a
text's script; :mod:`extract.simplify` compiles them.
"""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

Context = Literal["simplified", "traditional"]
"""Which evidence prevails in the text around a trigger; no evidence counts as simplified."""

CONTEXTS: Final[tuple[Context, ...]] = ("simplified", "traditional")

GB2312: Final = frozenset(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
)
"""The characters of the first mainland standard, which is all simplified."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and what it becomes, both of one length, and the contexts it holds in."""

    surface: str
    simplified: str
    contexts: tuple[Context, ...] = CONTEXTS


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """What is used of OpenCC; ``spellings`` are the traditional spellings of simplified characters."""

    characters: dict[str, str]
    variants: dict[str, str]
    phrases: dict[str, str]
    variant_phrases: dict[str, str]
    spellings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Differences:
    """``rules/text/simplify.toml``, checked."""

    characters: dict[str, str]
    kept: frozenset[str]
    sensitive: frozenset[str]
    neutral: frozenset[str]
    traditional: frozenset[str]
    contextual: dict[str, str]
    unless_text_has: dict[str, str]
    dropped: frozenset[str]
    dropped_with: frozenset[str]
    phrases: tuple[Phrase, ...]


def read_dictionaries() -> Dictionaries:
    """Read opencc-python-reimplemented's dictionaries: a key, a tab, candidates of which the first counts."""
    found = importlib.util.find_spec("opencc")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed")
    directory = Path(found.submodule_search_locations[0]) / "dictionary"

    def read(*names: str) -> dict[str, str]:
        text = "\n".join((directory / name).read_text("utf-8") for name in names)
        return dict(line.split("\t") for line in text.splitlines() if "\t" in line)

    return Dictionaries(
        characters={key: value[0] for key, value in read("TSCharacters.txt").items()},
        variants={key: value[0] for key, value in read("HKVariantsRev.txt", "TWVariantsRev.txt").items()},
        phrases=read("TSPhrases.txt"),
        variant_phrases=read("HKVariantsRevPhrases.txt", "TWVariantsRevPhrases.txt"),
        spellings=read("STCharacters.txt"),
    )


def read_differences(path: Path) -> Differences:
    """Read and check the intended differences; see the file for what its tables mean."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    contextual, unless_text_has = dict[str, str](), dict[str, str]()
    for group in data["contextual"]:
        pairs = _pairs(group, path)
        contextual |= pairs
        unless_text_has |= dict.fromkeys(pairs, group.get("unless_text_has", ""))
    library = data["library"]
    return Differences(
        characters=dict(pair for group in data["characters"] for pair in _pairs(group, path).items()),
        kept=frozenset(library["kept"]),
        sensitive=frozenset(library["sensitive"]),
        neutral=frozenset(data["script"]["neutral"]),
        traditional=frozenset(data["script"]["traditional"]),
        contextual=contextual,
        unless_text_has=unless_text_has,
        dropped=frozenset(key for group in library["dropped"] for key in group["phrases"]),
        dropped_with=frozenset(library["dropped_with"]),
        phrases=tuple(phrase for group in data["phrases"] for phrase in _phrases_of(group, path)),
    )


def _pairs(group: Mapping[str, Any], path: Path) -> dict[str, str]:
    """Split a group's pairs of characters into from and to."""
    pairs = group["pairs"].split()
    if wrong := [pair for pair in pairs if len(pair) != 2]:
        raise ValueError(f"{path}: {wrong[0]!r} is not a pair of characters")
    return {pair[0]: pair[1] for pair in pairs}


def _phrases_of(group: Mapping[str, Any], path: Path) -> Iterator[Phrase]:
    """Read a group of phrases; ``*`` stands for each character of the group's ``each``."""
    where = group.get("where", "anywhere")
    if where != "anywhere" and where not in CONTEXTS:
        raise ValueError(f"{path}: where = {where!r} is none of anywhere, {', '.join(CONTEXTS)}")
    contexts = CONTEXTS if where == "anywhere" else (where,)
    for pair in group["pairs"]:
        surface, _, simplified = pair.partition(" ")
        simplified = simplified or surface
        if len(surface) != len(simplified):
            raise ValueError(f"{path}: the two sides of {pair!r} differ in length")
        for char in group.get("each", "*"):
            yield Phrase(surface.replace("*", char), simplified.replace("*", char), contexts)


def base_table(library: Dictionaries, rules: Differences) -> dict[str, str]:
    """Join OpenCC's character tables and the rules' own characters into one table.

    The reverse variant tables of Hong Kong and Taiwan lead to OpenCC's standard *traditional*
    shape, and some of their keys are good simplified characters (着, 台, 床). They are
    followed only from shapes that no simplified text uses to characters that one does.
    """
    base = dict(library.characters)
    in_simplified_use = GB2312.union(base.values())
    for variant, standard in library.variants.items():
        target = library.characters.get(standard, standard)
        if variant not in base and variant not in in_simplified_use and target in GB2312:
            base[variant] = target
    base |= rules.characters | rules.contextual
    return {
        # OpenCC has 薴 to 苧 and 苧 to 苎; simplifying twice must change nothing.
        char: base.get(target, target)
        for char, target in base.items()
        if char != target and char not in rules.kept and is_basic(target)
    }


def library_phrases(library: Dictionaries, rules: Differences) -> Iterator[Phrase]:
    """Give OpenCC's phrases that keep their length and that the rules do not drop."""
    simplify = str.maketrans(library.characters | rules.characters)
    regional = {key: standard.translate(simplify) for key, standard in library.variant_phrases.items()}
    for key, simplified in (regional | library.phrases).items():
        dropped = key in rules.dropped or not rules.dropped_with.isdisjoint(key)
        if len(key) == len(simplified) and is_basic(simplified) and not dropped:
            yield Phrase(key, simplified)


def evidence_of_script(library: Dictionaries, rules: Differences, base: Mapping[str, str]) -> tuple[str, str]:
    """Collect the characters that only a traditional, and only a simplified text uses.

    Shapes that Hong Kong or Taiwan print although OpenCC's standard differs (台, 群, 床), and
    characters that the rules call neutral, are no evidence for either.
    """
    neutral = rules.neutral.union(rules.kept, rules.contextual)
    traditional = (base.keys() - neutral - rules.characters.keys() - GB2312) | rules.traditional
    kept = {char for char, spellings in library.spellings.items() if char in spellings}
    simplified = (
        library.spellings.keys() & set(library.characters.values()) - neutral - kept - library.variants.keys()
    )
    return "".join(filter(is_basic, traditional)), "".join(filter(is_basic, simplified))


def is_basic(text: str) -> bool:
    """Tell whether ``text`` is all in the Basic Multilingual Plane."""
    return max(text) <= "\uffff"
