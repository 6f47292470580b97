"""Every format: the same article gives the same record, however it is written and packed."""

from __future__ import annotations

import functools
import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import (
    ENCODINGS,
    HANS,
    PACKINGS,
    READING,
    TEXTS,
    WAYS,
    article,
    codes,
    read_all,
    read_one,
    table,
    write,
)

from extract import Pipeline
from extract.readers import EXTENSIONS, Article, ReadOptions, Unreadable, read_file
from extract.readers.options import parse_fields

FIELDS_OF_READING = ("id", "source", "warnings")


@pytest.fixture(scope="session")
def twin(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory):
    """The facts that the record of a text has when it is read from a plain file in UTF-8."""

    @functools.cache
    def facts_of_plain_file(text: str) -> dict[str, Any]:
        return facts_of(pipeline, article(tmp_path_factory.mktemp("twin"), "twin.txt", text))

    return facts_of_plain_file


def facts_of(pipeline: Pipeline, item: Article) -> dict[str, Any]:
    record = msgspec.structs.asdict(pipeline.process(item))
    warnings = [warning for warning in record["warnings"] if warning.code not in READING]
    return {key: value for key, value in record.items() if key not in FIELDS_OF_READING} | {"told": warnings}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("extension", WAYS)
@pytest.mark.parametrize(
    ("text", "encoding"), [(name, encoding) for name, known in ENCODINGS.items() for encoding in known]
)
def test_every_format_and_encoding_gives_the_same_record(
    tmp_path, pipeline, twin, *, text, encoding, extension, packing
):
    written, place = WAYS[extension]
    data = written(TEXTS[text]).encode(encoding)
    items = read_all(tmp_path, f"a{extension}{packing}", PACKINGS[packing](data))
    assert all(isinstance(item, Article) for item in items), items
    assert facts_of(pipeline, items[place]) == twin(TEXTS[text])
    assert [code for code in codes(items[place]) if code not in READING] == []


def test_the_twin_has_facts_to_compare(twin):
    facts = twin(HANS)
    assert {"韩秋月", "陆建业"} == {person.name for person in facts["people"]}
    assert len(facts["counts"]) > 5
    assert len(facts["dates"]) > 2


def test_every_extension_is_known_by_a_test():
    bases = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".jsonl", ".ndjson"}
    bases |= {".json", ".csv", ".tsv", ".tab", ".parquet", ".warc"}
    packed = {base + packing for base in bases - {".parquet"} for packing in (".gz", ".zst", ".zstd")}
    assert set(EXTENSIONS) == bases | packed


@pytest.mark.parametrize(
    ("extension", "alias"),
    [(".txt", ".text"), (".md", ".markdown"), (".html", ".xhtml"), (".html", ".shtml"), (".jsonl", ".ndjson"),
     (".tsv", ".tab")],
)  # fmt: skip
def test_extensions_that_mean_the_same(tmp_path, extension, alias):
    written, place = WAYS[extension]
    one, other = (read_all(tmp_path, f"a{name}", written(HANS))[place] for name in (extension, alias))
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert (one.text, one.format, one.id) == (other.text, other.format, other.id)


# -- containers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extension", "container", "format_name"),
    [(".jsonl", "jsonl", "jsonl"), (".csv", "csv", "text"), (".tsv", "tsv", "text")],
)
def test_an_article_of_many_tells_its_container_and_row(tmp_path, extension, container, format_name):
    items = read_all(tmp_path, f"a{extension}", WAYS[extension][0](HANS))
    assert [(item.container, item.row, item.format) for item in items] == [
        (container, row, format_name) for row in (1, 2, 3)
    ]


def test_an_article_of_its_own_has_neither(tmp_path):
    for name, content in (("a.txt", HANS), ("a.json", json.dumps({"text": HANS}))):
        item = article(tmp_path, name, content)
        assert (item.container, item.row, item.text) == (None, None, HANS)


def test_the_hash_is_that_of_the_articles_own_bytes(tmp_path):
    def digest(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    data = HANS.encode("gbk")
    assert article(tmp_path, "a.txt", data).sha256 == digest(data)
    assert article(tmp_path, "a.txt.gz", PACKINGS[".gz"](data)).sha256 == digest(data)
    rows = read_all(tmp_path, "a.csv", table(HANS, ",").encode("gbk"))
    assert rows[1].sha256 == digest(HANS.encode())
    line = '{"text": "路通了。"}'.encode("gbk")
    assert read_all(tmp_path, "a.jsonl", line + b"\r\n" + line)[1].sha256 == digest(line)


def test_bad_rows_cost_only_themselves(tmp_path):
    rows = 'id,text\n1,甲地修了路。\n2,\n3,"乙地说""好""。"\n4,丙地通了水。,多出来\n'
    first, blank, third, fourth = read_all(tmp_path, "a.csv", rows)
    assert isinstance(blank, Unreadable)
    assert (blank.line, blank.reason) == (2, "only white space")
    assert (first.id, third.text, third.row) == ("1", '乙地说"好"。', 3)
    assert codes(fourth) == ["table-cells"]


def test_a_quote_never_closed_costs_its_row(tmp_path):
    rows = 'id,text\n1,甲地修了路。\n2,"乙地通了水。\n3,丙地架了桥。\n4,丁地有了灯。\n'
    first, broken, third, fourth = read_all(tmp_path, "a.csv", rows)
    assert isinstance(broken, Unreadable)
    assert (broken.line, broken.reason) == (2, "a quote that is opened in line 3 of the file is never closed")
    assert [item.text for item in (first, third, fourth)] == ["甲地修了路。", "丙地架了桥。", "丁地有了灯。"]
    assert [item.row for item in (first, third, fourth)] == [1, 3, 4]


@pytest.mark.parametrize("extension", [".csv", ".tsv"])
def test_quotes_that_belong_to_the_text_stay(tmp_path, extension):
    delimiter = "," if extension == ".csv" else "\t"
    cells = ['"路"通了', '他说"好"', '"路', '""', '"桥""通"了', '"水""到"']
    rows = "\n".join(delimiter.join((str(number), cell)) for number, cell in enumerate(cells))
    items = read_all(tmp_path, f"a{extension}", f"id{delimiter}text\n{rows}\n")
    said = [item.text if isinstance(item, Article) else item.reason for item in items]
    assert said[:2] == ['"路"通了', '他说"好"']
    assert "quotes that do not fit together" in said[2]
    assert said[3:] == ["only white space", '"桥""通"了', '水"到']


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_the_one_that_gives_a_body(tmp_path, delimiter, end):
    rows = [["id", "标题", "正文"], ["7", "修路", "路修好了，真好"]]
    written = end.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + end
    item = article(tmp_path, "a.csv", written)
    assert (item.id, item.title, item.text) == ("7", "修路", "路修好了，真好")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        ("\n \n", "only white space"),
        ("id,name\n1,x\n", "no column holds the text of articles"),
        ("id,text\n", "the table has no rows"),
        ("id,text\n,\n\n", "the table has no rows"),
    ],
)
def test_a_table_without_articles_is_told(tmp_path, content, reason):
    assert reason in str(read_one(tmp_path, "a.csv", content))


JSON = [
    ('{"text": "甲"}', ["甲"]),
    ('[{"text": "甲"}, {"text": "乙"}]', ["甲", "乙"]),
    (
        '[\n {"text": "甲"},\n 7,\n {"title": "x"},\n {"text": "乙"}\n]',
        ["甲", "not an object", "neither", "乙"],
    ),
    ('[{"text": "甲"}, {"text": ', ["甲", "not valid JSON"]),
    ('[{"text": "甲"} {"text": "乙"}]', ["甲", "lacks a comma"]),
    ('[{"text": "甲"}] x', ["甲", "something follows"]),
    ("[]", ["holds no article"]),
    ("[", ["not valid JSON"]),
    ("7", ["not an object"]),
    (" \n", ["only white space"]),
    ('{"text": "甲"}\n{"text": "乙"}\n', ["甲", "乙"]),
]


@pytest.mark.parametrize(("content", "expected"), JSON)
def test_json_files(tmp_path, content, expected):
    items = read_all(tmp_path, "a.json", content)
    assert len(items) == len(expected)
    for item, told in zip(items, expected, strict=True):
        assert told in (item.text if isinstance(item, Article) else item.reason)


# -- fields ----------------------------------------------------------------------------------

ALIASES = [
    ("text", "正文"), ("text", "TEXT"), ("text", "Full Text"), ("text", "content"), ("text", "新闻内容"),
    ("title", "标题"), ("title", "headline"), ("published", "发布时间"), ("published", "Publish-Date"),
    ("url", "链接"), ("url", "link"), ("outlet", "来源"), ("outlet", "媒體"), ("byline", "记者"),
    ("given_id", "编号"),
]  # fmt: skip
VALUES = {"text": "路修好了。", "title": "修路", "published": "2020-07-29", "url": "https://a.example/1",
          "outlet": "山乡日报", "byline": "陈小山", "given_id": "n-7"}  # fmt: skip


@pytest.mark.parametrize(("attribute", "name"), ALIASES)
@pytest.mark.parametrize("extension", [".jsonl", ".csv"])
def test_fields_are_found_under_their_usual_names(tmp_path, extension, attribute, name):
    row = {name: VALUES[attribute]} | ({} if attribute == "text" else {"text": "路修好了。"})
    content = json.dumps(row) if extension == ".jsonl" else ",".join(row) + "\n" + ",".join(row.values())
    assert getattr(article(tmp_path, f"a{extension}", content), attribute) == VALUES[attribute]


def reading(*assignments: str) -> ReadOptions:
    return ReadOptions(fields=parse_fields(assignments))


def test_named_fields_win_over_usual_names(tmp_path):
    row = {
        "text": "摘要",
        "Story": "全文在此。",
        "t": "修路",
        "title": "别的",
        "d": "2020-07-29",
        "wer": "陈小山",
    }
    row |= {"paper": "山乡日报", "key": "k1", "id": "k2", "where": "https://a.example/"}
    options = reading(
        "text=story", "title=t", "published=d", "byline=wer", "outlet=paper", "id=key", "url=where"
    )
    for name, content in (
        ("a.jsonl", json.dumps(row)),
        ("a.tsv", "\t".join(row) + "\n" + "\t".join(row.values())),
    ):
        item = article(tmp_path, name, content, options)
        assert (item.text, item.title, item.published, item.byline) == (
            "全文在此。",
            "修路",
            "2020-07-29",
            "陈小山",
        )
        assert (item.outlet, item.id, item.url) == ("山乡日报", "k1", "https://a.example/")


def test_a_named_body_says_what_it_is(tmp_path):
    row = json.dumps({"text": "x", "raw": "<p>路</p><p>通了</p>"})
    assert article(tmp_path, "a.jsonl", row, reading("html=raw")).text == "路\n通了"
    assert article(tmp_path, "a.jsonl", row, reading("text=raw")).text == "<p>路</p><p>通了</p>"
    missing = read_one(tmp_path, "a.jsonl", row, reading("markdown=body"))
    assert "the JSON object has no field body" in str(missing)


def test_a_content_that_is_html_is_read_so_and_told(tmp_path):
    item = article(tmp_path, "a.csv", "content\n<p>路</p><p>通了</p>\n")
    assert (item.text, item.format, codes(item)) == ("路\n通了", "html", ["format-sniffed"])
    assert article(tmp_path, "a.csv", "content\n5<6 且 7>6\n").text == "5<6 且 7>6"


def test_a_blank_body_gives_way_to_another(tmp_path):
    assert article(tmp_path, "a.jsonl", '{"text": " ", "html": "<p>路"}').text == "路"


@pytest.mark.parametrize("written", ["text", "text=", "=x", "txt=content", "Text=content"])
def test_malformed_assignments_are_refused(written):
    with pytest.raises(ValueError, match=r"text=content|the targets are"):
        parse_fields([written])


def test_a_target_given_twice_is_refused():
    with pytest.raises(ValueError, match="given twice"):
        parse_fields(["text=a", "text=b"])


# -- front matter in TOML ----------------------------------------------------------------------

TOML = """+++
title = "村里通了路"
date = 2020-07-29T23:30:00-08:00
author = ["记者陈小山"]
source = "山乡日报"
+++
路修好了。
"""


def test_front_matter_in_toml(tmp_path):
    item = article(tmp_path, "a.md", "\ufeff\n" + TOML.replace("\n", "\r\n"))
    assert (item.title, item.published, item.byline) == ("村里通了路", "2020-07-29", "记者陈小山")
    assert item.outlet == "山乡日报"
    assert item.text.endswith("\n路修好了。")


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("+++\ntitle = 'x'\n", "opened by +++ is never closed", 1),
        ("\n+++\na = 1\ntitle = x\n+++\nx", "not valid TOML", 4),
        ("+++\na = [1,\n+++\nx", "not valid TOML", 3),
        ("+++\na = 1\na = 2\n+++\nx", "not valid TOML", 3),
        ("+++\na = " + "[" * 50_000 + "\n+++\nx", "nested too deep", 1),
        ("+++\n" + "a." * 40_000 + "a = 1\n+++\nx", "nested too deep", 1),
        ("+++\na = '" + "x" * 200_000 + "'\n+++\nx", "longer than", 1),
    ],
)
def test_broken_toml_is_told_with_its_line(tmp_path, content, reason, line):
    item = read_one(tmp_path, "a.md", content)
    assert isinstance(item, Unreadable)
    assert reason in item.reason
    assert item.line == line


# -- anything at all ---------------------------------------------------------------------------

CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffd"), min_size=1, max_size=40
)


@settings(max_examples=150, deadline=None)
@given(
    cells=st.lists(CELLS, min_size=1, max_size=5), encoding=st.sampled_from(["utf-8", "utf-16", "gb18030"])
)
def test_any_cells_come_back_from_a_table(tmp_path_factory, cells, encoding):
    # a long row of Chinese tells the encoding, whatever the cells are
    rows = [HANS, *(f"{HANS}\n{cell}" for cell in cells)]
    path = tmp_path_factory.getbasetemp() / "any-cells.csv"
    quoted = "".join('"' + row.replace('"', '""') + '"\n' for row in rows)
    path.write_bytes(("text\n" + quoted).encode(encoding))
    assert [item.text for item in read_file(path) if isinstance(item, Article)] == rows


def test_a_short_line_that_could_be_utf8_is_in_the_encoding_of_its_file(tmp_path):
    rows = "text\n" + f'"{HANS}"\n"{HANS}\n仟"\n'
    items = read_all(tmp_path, "a.csv", rows.encode("gb18030"))
    assert [item.text.split("\n")[-1] for item in items] == [HANS.split("\n")[-1], "仟"]


def test_a_file_that_is_given_a_format_is_read_so(tmp_path):
    content = "text\tid\n路修好了。\t7\n"
    assert article(tmp_path, "a.dat", content, ReadOptions(format="tsv")).id == "7"
    assert article(tmp_path, "a.html", "<b>路", ReadOptions(format="text")).text == "<b>路"
    path = write(tmp_path, "b.txt", "路\n\n通了")
    (item,) = read_file(path, ReadOptions(format="markdown"))
    assert (item.format, codes(item)) == ("markdown", [])
