"""Words: jieba's over the simplified twin, and a spaCy tokenizer made of them.

``rjieba`` runs jieba's algorithm on jieba's dictionary, compiled. It is the one engine,
on every machine, so that the same text gives the same words everywhere.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import rjieba
from spacy.tokens import Doc

from extract.rules import shipped_rules
from extract.simplify import Simplifier
from extract.text.prepare import Word
from extract.widths import in_one_width

LONGEST_PIECE = 100_000

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab


def words_of(plain: str) -> list[Word]:
    """(start, end, tag) of every word of the simplified twin, in order, covering it."""
    words: list[Word] = []
    start = 0
    for piece in _pieces(plain):
        for word, tag in rjieba.tag(piece):
            end = start + len(word)
            words.append((start, end, tag))
            start = end
    return words


def _pieces(plain: str) -> Iterator[str]:
    """The text in pieces, cut where a word ends anyway: jieba takes 600 bytes for a character of a piece."""
    start = 0
    while len(plain) - start > LONGEST_PIECE:
        reach = start + LONGEST_PIECE
        end = max(plain.rfind("\n", start, reach), plain.rfind("。", start, reach)) + 1 or reach
        yield plain[start:end]
        start = end
    yield plain[start:]


class JiebaTokenizer:
    """A spaCy tokenizer: jieba words of the simplified twin, cut from the text as published.

    White space is kept in tokens of its own, so that ``doc.text`` is the text, whatever
    it holds.
    """

    def __init__(self, vocab: Vocab, simplifier: Simplifier) -> None:
        """Args: the vocabulary of the pipeline and the simplifier."""
        self.vocab = vocab
        self._simplify = simplifier

    def __call__(self, text: str) -> Doc:
        """The Doc of a text."""
        return self.doc_of(text, words_of(in_one_width(self._simplify(text))))

    def doc_of(self, text: str, words: list[Word]) -> Doc:
        """The Doc of a text whose words are known already."""
        return Doc(
            self.vocab, words=[text[start:end] for start, end, _ in words], spaces=[False] * len(words)
        )

    # spaCy asks tokenizers to serialise; this one holds nothing that is not in the package
    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> JiebaTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _: str | pathlib.Path, **__: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, _: str | pathlib.Path, **__: Any) -> JiebaTokenizer:
        """Nothing to restore."""
        return self


def make_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """The factory that spaCy's registry knows as ``zhnews.jieba.v1``."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, Simplifier.load(shipped_rules()))

    return create
