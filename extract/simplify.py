"""Traditional to Simplified, one character for one character, so that no position moves.

The knowledge is OpenCC's (its dictionaries as opencc-python-reimplemented ships them)
with a small list of intended differences in ``rules/text/simplify.toml``. It is compiled
once into two things:

1. a **character table** for ``str.translate``: every character that becomes the same one
   wherever it stands (OpenCC's ``TSCharacters``, the Hong Kong and Taiwan variants, extra
   variants from the rules, compatibility ideographs and radicals by Unicode's own mapping);
2. one pattern of **triggers**, the few characters whose outcome depends on their neighbours
   (乾, 著, 於, 藉 …). Only where one stands are phrases looked up: the longest phrase that
   covers the trigger decides, and of two equally long the one that leaves it alone.
   Phrases are compared after step 1, so that 顯著 and 显著, or a mixture, are one phrase.

Some triggers are good simplified characters in their own right (乾 in names, 昇, 藉). They are
left alone in a text whose evidence is mainly simplified, unless a phrase says otherwise.

Conversions that would change the length, or that lead outside the Basic Multilingual Plane
(暐 to 𬀩), are not taken: simplified texts themselves print the traditional shape there.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import islice
from pathlib import Path
from typing import Final

from extract.facts import Script
from extract.simplify_tables import (
    CONTEXTS,
    Context,
    Differences,
    Phrase,
    base_table,
    evidence_of_script,
    is_basic,
    library_phrases,
    read_dictionaries,
    read_differences,
)

STRAY_SHARE: Final = 0.02
"""A text of one script may hold less than this of the other's: names, quotations, slips."""

COMPATIBILITY_RANGES: Final = ((0x2E80, 0x2FD6), (0xF900, 0xFB00), (0x2F800, 0x2FA20))
"""CJK radicals and Kangxi radicals; compatibility ideographs and their supplement."""

@dataclass(frozen=True, slots=True)
class _Trigger:
    """What one character becomes in one context.

    ``shapes``, longest first: length of phrase, offset of the trigger in it, its outcome by phrase.
    """

    default: str
    unless_text_has: str
    shapes: tuple[tuple[int, int, dict[str, str]], ...]


class Simplifier:
    """Makes the simplified twin of a text and tells a text's script. Make one with :meth:`load`."""

    def __init__(
        self,
        characters: Mapping[int, str],
        triggers: Mapping[Context, Mapping[str, _Trigger]],
        traditional_only: str,
        simplified_only: str,
    ) -> None:
        """Take the tables that :meth:`load` has compiled.

        :param characters: for ``str.translate``, single characters to single characters
        :param triggers: for either context, what each trigger becomes
        :param traditional_only: characters that a simplified text has no use for
        :param simplified_only: characters that a traditional text has no use for
        """
        # A list without gaps makes str.translate twice as fast as a dict, where every miss is an exception.
        self._characters: list[int | str] = list(range(COMPATIBILITY_RANGES[-1][1]))
        for code, simplified_form in characters.items():
            self._characters[code] = simplified_form
        self._triggers = triggers
        traditional, simplified = triggers["traditional"], triggers["simplified"]
        either = "".join(traditional)
        self._any_trigger = re.compile(f"[{either}]")
        # Evidence is weighed only for the triggers that it makes a difference to.
        self._open_trigger = re.compile(f"[{''.join(c for c in either if traditional[c] != simplified[c])}]")
        # Most texts hold nothing to convert, and finding that out is much cheaper than translating.
        basic = "".join(filter(is_basic, map(chr, characters)))
        self._anything = re.compile(f"[{basic}{either}\U00010000-\U0010ffff]")
        self._traditional_only = re.compile(f"[{traditional_only}]")
        self._simplified_only = re.compile(f"[{simplified_only}]")

    @classmethod
    @functools.cache
    def load(cls, rules_directory: Path) -> Simplifier:
        """Read OpenCC's dictionaries and the intended differences, and compile them, once for a process.

        :param rules_directory: the directory that holds ``text/simplify.toml``
        :raises ValueError: a rule whose two sides differ in length, or that leads in a circle
        """
        rules = read_differences(rules_directory / "text" / "simplify.toml")
        library = read_dictionaries()
        base = base_table(library, rules)
        given = [*library_phrases(library, rules), *rules.phrases]
        # What a phrase has decided once is left alone ever after.
        decided = [Phrase(phrase.simplified, phrase.simplified, phrase.contexts) for phrase in given]
        phrases = decided + given
        triggers = rules.sensitive.union(rules.contextual) | {
            char
            for phrase in phrases
            for char, outcome in zip(phrase.surface, phrase.simplified, strict=True)
            if base.get(char, char) != outcome
        }
        unconditional = {char: to for char, to in base.items() if char not in triggers}
        table = {ord(char): to for char, to in unconditional.items()}
        table |= {ord(char): unconditional.get(to, to) for char, to in _compatibility_forms(table)}
        phrases = [
            Phrase(phrase.surface.translate(table), phrase.simplified, phrase.contexts)
            for phrase in phrases
            if not triggers.isdisjoint(phrase.surface)
        ]
        compiled = {
            context: _compile_triggers(context, triggers, base, phrases, rules) for context in CONTEXTS
        }
        _refuse_circles(compiled)
        return cls(table, compiled, *evidence_of_script(library, rules, base))

    def __call__(self, text: str) -> str:
        """Give the simplified twin of ``text``.

        :param text: any text; what is not Han comes back as it is
        :returns: a text of the same length, character for character; simplifying it again
            changes nothing
        """
        if not self._anything.search(text):
            return text
        twin = text.translate(self._characters)
        evidence = text
        while self._any_trigger.search(twin):
            # A settled trigger is a new neighbour for the next, so go on until nothing moves, the
            # twin itself being the evidence; _refuse_circles has made sure that this ends.
            settled = self._settle(twin, self._context(evidence))
            if settled == twin == evidence:
                break
            evidence = twin = settled
        return twin

    def script_of(self, text: str) -> Script:
        """Tell the script of a text from the characters that only one script has.

        :param text: any text
        :returns: ``hans`` when less than 2 % (:data:`STRAY_SHARE`) of the evidence is
            traditional, or there is none; ``hant`` when less than 2 % is simplified; else ``mixed``
        """
        traditional = len(self._traditional_only.findall(text))
        simplified = len(self._simplified_only.findall(text))
        allowed = STRAY_SHARE * (traditional + simplified)
        if not traditional or traditional < allowed:
            return "hans"
        if not simplified or simplified < allowed:
            return "hant"
        return "mixed"

    def _context(self, text: str) -> Context:
        """Weigh the evidence, where any trigger in the text asks for it."""
        if not self._open_trigger.search(text):
            return "simplified"
        traditional = len(self._traditional_only.findall(text))
        # Counting stops where the answer is known.
        simplified = sum(1 for _ in islice(self._simplified_only.finditer(text), traditional))
        return "traditional" if traditional > simplified else "simplified"

    def _settle(self, twin: str, context: Context) -> str:
        """Decide every trigger of ``twin`` once, each from the text as it stands now."""
        triggers = self._triggers[context]
        default = {
            char: char if any(sign in twin for sign in trigger.unless_text_has) else trigger.default
            for char, trigger in triggers.items()
        }

        def outcome(match: re.Match[str]) -> str:
            char, position = match.group(), match.start()
            decided, decided_length = "", 0
            for length, offset, outcomes in triggers[char].shapes:
                if length < decided_length:
                    break
                if offset > position:
                    continue
                found = outcomes.get(twin[position - offset : position - offset + length])
                if found is not None and (not decided or found == char):
                    decided, decided_length = found, length
            return decided or default[char]

        return self._any_trigger.sub(outcome, twin)


def _compatibility_forms(table: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Give the radicals and compatibility ideographs that Unicode equates with one ordinary character."""
    for first, end in COMPATIBILITY_RANGES:
        for code in range(first, end):
            ordinary = unicodedata.normalize("NFKC", chr(code))
            if code not in table and len(ordinary) == 1 and ordinary != chr(code) and is_basic(ordinary):
                yield chr(code), ordinary


def _compile_triggers(
    context: Context,
    triggers: frozenset[str],
    base: Mapping[str, str],
    phrases: Iterable[Phrase],
    rules: Differences,
) -> dict[str, _Trigger]:
    """Sort the phrases that hold in ``context`` by the triggers in them; later phrases win."""
    shapes: dict[str, dict[tuple[int, int], dict[str, str]]] = {char: {} for char in triggers}
    for phrase in phrases:
        if context not in phrase.contexts:
            continue
        for offset, char in enumerate(phrase.surface):
            if char in triggers:
                outcomes = shapes[char].setdefault((len(phrase.surface), offset), {})
                outcomes[phrase.surface] = phrase.simplified[offset]
    return {
        char: _Trigger(
            default=char if context == "simplified" and char in rules.contextual else base.get(char, char),
            unless_text_has=rules.unless_text_has.get(char, ""),
            shapes=tuple((*shape, shapes[char][shape]) for shape in sorted(shapes[char], reverse=True)),
        )
        for char in sorted(triggers)
    }


def _refuse_circles(compiled: Mapping[Context, Mapping[str, _Trigger]]) -> None:
    """Make sure that settling comes to an end: no trigger may become, in steps, itself again."""
    becomes: dict[str, set[str]] = {}
    for triggers in compiled.values():
        for char, trigger in triggers.items():
            outcomes = {trigger.default}.union(*(shape[2].values() for shape in trigger.shapes))
            becomes.setdefault(char, set()).update(outcomes - {char})
    TopologicalSorter(becomes).prepare()  # CycleError is a ValueError
