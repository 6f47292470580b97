"""Rebuild ``rules/formats/common_characters.txt``: the characters by which an encoding is told.

Frequencies are those of jieba's dictionary, its words taken in simplified script and in the traditional
forms of the mainland's, Hong Kong's and Taiwan's print.

    python tools/common_characters.py
"""

from __future__ import annotations

import collections
import pathlib

import jieba
import opencc

PLACE = pathlib.Path(__file__).resolve().parent.parent / "rules" / "formats" / "common_characters.txt"
#: How many of each script the tiers hold, the commonest first.
TIERS = (100, 400, 1000, 2000)
#: Written Cantonese, which the dictionary does not have.
CANTONESE = "嘅喺咗佢哋唔冇啲嚟咁睇嗰乜嘢咩噉攞"
HEAD = """\
# Common Chinese characters, one tier a line, commonest first; in a tier by code point.
# Made by tools/common_characters.py from the word frequencies of jieba's dictionary.
"""


def frequencies() -> list[collections.Counter[str]]:
    """How often each character stands in print, one count for each script."""
    words = {}
    with jieba.get_dict_file() as file:
        for line in file:
            word, number, *_ = line.decode().split()
            words[word] = int(number)
    counters = []
    for script in (None, "s2t", "s2hk", "s2tw"):
        convert = (lambda word: word) if script is None else opencc.OpenCC(script).convert
        counter: collections.Counter[str] = collections.Counter()
        for word, number in words.items():
            for character in convert(word):
                if "\u3400" <= character <= "\u9fff":
                    counter[character] += number
        counters.append(counter)
    return counters


def main() -> None:
    """Write the file."""
    counters = frequencies()
    known: set[str] = set()
    lines = []
    first = 0
    for size in TIERS:
        tier = {
            character
            for counter in counters
            for character, _ in counter.most_common(first + size)[first:]
        } - known
        if first:
            tier |= set(CANTONESE) - known
        known |= tier
        first += size
        lines.append("".join(sorted(tier)))
    PLACE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(*map(len, lines))


if __name__ == "__main__":
    main()
