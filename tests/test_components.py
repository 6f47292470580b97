"""The four spaCy components and the tokenizer, in pipelines that are not ours."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from extract.facts import Count, Date, Person
from extract.pipes.components import PUBLISHED_KEY
from extract.rules import shipped_rules
from extract.segment import JiebaTokenizer, make_tokenizer
from extract.simplify import Simplifier

TEXT = "今年3月，石桥镇卫生院院长叶知秋带领8名医生下乡义诊。"
SIMPLIFY = Simplifier.load(shipped_rules())
NAMES = ("zhnews_dates", "zhnews_counts", "zhnews_people", "zhnews_roles")


def doc_of(nlp: spacy.language.Language, published: str | None = None) -> spacy.tokens.Doc:
    doc = nlp.make_doc(TEXT)
    if published is not None:
        doc.user_data[PUBLISHED_KEY] = published
    return nlp(doc)


@pytest.mark.parametrize("language", ["zh", "xx"])
@pytest.mark.parametrize("name", NAMES)
def test_each_component_works_alone(language, name):
    nlp = spacy.blank(language)
    nlp.add_pipe(name)
    doc = doc_of(nlp, published="2018-04-01")
    assert doc.text == TEXT
    dates, counts, people = doc._.zhnews_dates, doc._.zhnews_counts, doc._.zhnews_people
    if name == "zhnews_dates":
        assert [(date.text, date.value) for date in dates] == [("今年3月", "2018-03")]
        assert all(isinstance(date, Date) for date in dates)
        assert not counts
        assert not people
    elif name == "zhnews_counts":
        assert [(count.text, count.value, count.noun) for count in counts] == [("8名", 8, "医生")]
        assert all(isinstance(count, Count) for count in counts)
    else:
        assert [person.name for person in people] == ["叶知秋"]
        assert all(isinstance(person, Person) for person in people)
        posts = [(role.title, role.org) for role in people[0].roles]
        assert posts == ([("院长", "石桥镇卫生院")] if name == "zhnews_roles" else [])


def test_the_order_of_the_components_does_not_matter():
    found = []
    for order in (NAMES, NAMES[::-1]):
        nlp = spacy.blank("zh")
        for name in order:
            nlp.add_pipe(name)
        doc = doc_of(nlp, published="2018-04-01")
        found.append((list(doc._.zhnews_dates), list(doc._.zhnews_counts), list(doc._.zhnews_people)))
    assert found[0] == found[1]


def test_without_a_component_there_is_nothing():
    doc = spacy.blank("zh")(TEXT)
    assert not doc._.zhnews_dates
    assert not doc._.zhnews_counts
    assert not doc._.zhnews_people


def test_components_work_through_pipe_and_are_saved_with_the_pipeline(tmp_path):
    nlp = spacy.blank("xx")
    for name in NAMES:
        nlp.add_pipe(name)
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    texts = [TEXT, "2020年春节，12名志愿者留守。"] * 3
    first = [doc._.zhnews_counts for doc in nlp.pipe(texts)]
    assert first == [doc._.zhnews_counts for doc in again.pipe(texts)]
    assert all(first)


def test_a_component_takes_a_directory_of_rules(tmp_path):
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "known_names.txt").write_text("云中鹤\n", encoding="utf-8")
    nlp = spacy.blank("zh")
    nlp.add_pipe("zhnews_people", config={"rules": str(tmp_path)})
    assert [person.name for person in nlp("云中鹤来了。")._.zhnews_people] == ["云中鹤"]


def test_the_entry_points_are_found_without_an_import():
    try:
        importlib.metadata.distribution("zhnews-extract")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the package is not installed, so spaCy cannot find it")
    text = TEXT.replace("今年", "2020年")  # nothing says here which year this one is
    script = (
        "import json, spacy; nlp = spacy.blank('zh')\n"
        f"for name in {NAMES}: nlp.add_pipe(name)\n"
        f"doc = nlp({text!r})\n"
        "print(json.dumps([len(doc._.zhnews_dates), len(doc._.zhnews_counts), len(doc._.zhnews_people)]))\n"
        "tokenizer = {'nlp': {'tokenizer': {'@tokenizers': 'zhnews.jieba.v1'}}}\n"
        f"assert spacy.blank('zh', config=tokenizer)({text!r}).text == {text!r}\n"
    )
    result = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert json.loads(result.stdout) == [1, 1, 1]


def test_the_tokenizer_cuts_words_in_both_scripts():
    tokenize = make_tokenizer()(spacy.blank("zh"))
    simplified = [token.text for token in tokenize("县医院的医生到乡村义诊")]
    traditional = [token.text for token in tokenize("縣醫院的醫生到鄉村義診")]
    assert "医生" in simplified
    assert list(map(len, simplified)) == list(map(len, traditional))
    assert "".join(traditional) == "縣醫院的醫生到鄉村義診"


def test_documents_with_our_tokens_can_be_stored():
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab, SIMPLIFY)
    stored = DocBin(docs=[nlp("  山路\n\n修好了 。")]).to_bytes()
    (doc,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert doc.text == "  山路\n\n修好了 。"


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text("0123456789.．，, \n\t年月日%％的AaＡ·々〇一二三縣发髮\u200d🙂"))
def test_the_tokens_are_the_text(text):
    doc = JiebaTokenizer(spacy.blank("zh").vocab, SIMPLIFY)(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text
