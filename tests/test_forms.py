"""The same article in other forms: wide digits, thin punctuation, odd spaces, characters that nobody sees."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from extract.invisible import has_invisible, without_invisible
from extract.readers import Article, article_from_text, read_paths
from extract.record import Record
from tests.conftest import ROOT

SAMPLES = [item for item in read_paths([ROOT / "samples" / "articles"]) if isinstance(item, Article)]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
THIN = str.maketrans("，；：！？（）。“”", ",;:!?().\"\"")
SENTENCE = "2018年4月，江干区选派闸弄口街道办事处主任姚洪华等4名干部（含2名医生）到恩施市。"


def facts(record: Record) -> list[object]:
    """Everything found, with its place; surfaces are left out, for they are as written."""
    people = [(p.name, p.staff, p.mentions, p.roles) for p in record.people]
    counts = [(c.start, c.end, c.value, c.min, c.max, c.unit, c.noun, c.of, c.when) for c in record.counts]
    dates = [(d.start, d.end, d.type, d.value) for d in record.dates]
    return [*people, *counts, *dates]


def record_of(pipeline: extract.Pipeline, article: Article, change: Callable[[str], str]) -> Record:
    text = change(article.text)
    return pipeline(text, published=article.published, title=article.title, outlet=article.outlet)


FORMS = [
    lambda text: text.translate(WIDE),
    lambda text: text.translate(THIN),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u3000"),
]


@pytest.mark.parametrize("change", FORMS, ids=["wide-digits", "thin-punctuation", "no-break", "ideographic"])
@pytest.mark.parametrize("article", SAMPLES, ids=lambda article: article.title)
def test_another_form_gives_the_same_facts(
    pipeline: extract.Pipeline, article: Article, change: Callable[[str], str]
) -> None:
    expected = record_of(pipeline, article, lambda text: text)
    assert facts(record_of(pipeline, article, change)) == facts(expected)


@pytest.mark.parametrize("article", SAMPLES, ids=lambda article: article.title)
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(
    pipeline: extract.Pipeline, article: Article
) -> None:
    plain = pipeline.process(article_from_text(article.text, published=article.published))
    windows = "\ufeff" + article.text.replace("\n", "\r\n")
    assert facts(pipeline.process(article_from_text(windows, published=article.published))) == facts(plain)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_characters_that_nobody_sees_change_no_fact(pipeline: extract.Pipeline, seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(c + ("\u200b" if chance.random() < 0.2 else "") for c in SENTENCE)
    seen, given_text = pipeline(SENTENCE, published="2020-12-01"), pipeline(text, published="2020-12-01")
    assert [(p.name, [(r.title, r.org) for r in p.roles]) for p in given_text.people] == [
        (p.name, [(r.title, r.org) for r in p.roles]) for p in seen.people
    ]
    assert [(c.value, c.unit, c.noun, c.of) for c in given_text.counts] == [
        (c.value, c.unit, c.noun, c.of) for c in seen.counts
    ]
    assert [d.value for d in given_text.dates] == [d.value for d in seen.dates]
    for fact in (*given_text.counts, *given_text.dates):
        assert fact.text == given_text.text[fact.start : fact.end]
        assert not has_invisible(fact.text[0] + fact.text[-1])
    for person in given_text.people:
        for mention in person.mentions:
            surface = given_text.text[mention.start : mention.end]
            assert without_invisible(surface)[0] == person.name
    assert given_text.text == text


@given(st.text(alphabet="甲乙1\u200b\ufeff\n。", max_size=30))
def test_places_lead_from_what_is_seen_to_what_is_written(text: str) -> None:
    seen, places = without_invisible(text)
    assert "".join(text[place] for place in places[:-1]) == seen
    assert places[-1] == len(text)
    assert not has_invisible(seen)
