"""Files made to fill memory or to never end: each gives its articles or a reason, and the rest is read."""

from __future__ import annotations

import gzip
import json
import tracemalloc

import pytest
from writing import HANS, PACKINGS, article, codes, read_all, read_one, zstd

from extract.readers import Article, Unreadable, limits, read_file

MEGABYTE = 1_000_000


def test_one_line_as_long_as_a_book_is_an_article(tmp_path):
    text = "路修好了" * (limits.MAX_ARTICLE_CHARACTERS // 4)
    assert article(tmp_path, "a.txt", text).text == text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_one_line_of_ten_megabytes_is_too_long_for_an_article(tmp_path, name):
    item = read_one(tmp_path, name, "路修好了" * 850_000)
    assert isinstance(item, Unreadable)
    assert item.reason == "longer than 500,000 characters, too long for one article"


@pytest.mark.parametrize("extension", [".jsonl", ".csv"])
def test_a_row_of_fifty_megabytes_is_told_and_the_next_one_is_read(tmp_path, extension):
    body = "x" * 50 * MEGABYTE
    rows = ['{"text": "%s"}', '{"text": "路"}'] if extension == ".jsonl" else ["text", '"%s"', "路"]
    long, short = read_all(tmp_path, f"a{extension}", "\n".join(rows) % body)
    assert isinstance(long, Unreadable)
    assert "too long" in long.reason
    assert short.text == "路"


@pytest.mark.parametrize(
    ("extension", "head", "row"),
    [(".jsonl", "", '{{"text": "{}"}}'), (".csv", "text\n", '"{}"'), (".tsv", "text\n", "{}")],
)
def test_a_row_beyond_the_limit_is_told_and_the_next_one_read(tmp_path, monkeypatch, extension, head, row):
    monkeypatch.setattr(limits, "MAX_ARTICLE_BYTES", 50_000)
    rows = head + "\n".join(row.format(body) for body in ("路", "x" * 60_000, "桥"))
    first, second, third = read_all(tmp_path, f"a{extension}", rows)
    assert (first.text, third.text) == ("路", "桥")
    assert isinstance(second, Unreadable)
    assert second.line == 2
    assert "too large" in second.reason


BOMBS = {"zeros": b"\0", "one line": b"x", "blank lines": b"\n", "nothing": b"{}\n"}


@pytest.mark.parametrize("content", BOMBS)
@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("extension", [".txt", ".html", ".md", ".jsonl", ".csv"])
def test_what_grows_without_end_is_told(tmp_path, monkeypatch, extension, packing, content):
    monkeypatch.setattr(limits, "FREE_EXPANSION_BYTES", 20_000)
    monkeypatch.setattr(limits, "HEAD_BYTES", 10_000)
    bomb = BOMBS[content] * (3 * MEGABYTE // len(BOMBS[content]))
    items = read_all(tmp_path, f"a{extension}{packing}", PACKINGS[packing](bomb))
    assert all(isinstance(item, Unreadable) for item in items)
    reasons = ("grow more than 200 times", "binary", "no column")
    assert any(reason in items[-1].reason for reason in reasons), items[-1]


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_text_that_repeats_itself_is_no_bomb(tmp_path, packing):
    lines = [json.dumps({"text": HANS, "id": number}, ensure_ascii=False) for number in range(3000)]
    items = read_all(tmp_path, f"a.jsonl{packing}", PACKINGS[packing]("\n".join(lines).encode()))
    assert len(items) == 3000
    assert all(isinstance(item, Article) for item in items)


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_packed_file_is_streamed(tmp_path, packing):
    line = json.dumps({"text": HANS * 20}, ensure_ascii=False)
    content = "\n".join(f'{{"id": {number}, {line[1:]}' for number in range(2000)).encode()
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(PACKINGS[packing](content))
    size = len(content)
    del content
    for _ in read_file(path):  # what is loaded once is not counted
        break
    tracemalloc.start()
    read = sum(isinstance(item, Article) for item in read_file(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 2000
    assert peak < size / 2


CUT = [
    (".jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 3 + b'{"text": "y"}')[:-9], 3, "broken gzip file", 4),
    (".jsonl.zst", zstd.compress(b'{"text": "x"}\n' * 3)[:-1], 0, "broken zstd file", 1),
    (".jsonl.zst", zstd.compress(b'{"text": "x"}\n') + b"garbage", 1, "broken zstd file", 2),
    (".csv.gz", gzip.compress(b"text\nx\ny\n") + b"garbage", 2, "broken gzip file", 3),
    (".txt.gz", gzip.compress("路通了。".encode())[:-3], 0, "broken gzip file", None),
    (".txt.zst", zstd.compress("路通了。".encode())[:-1], 0, "broken zstd file", None),
]


@pytest.mark.parametrize(("extension", "data", "articles", "reason", "line"), CUT)
def test_a_packed_file_that_breaks_off_gives_what_came_before(
    tmp_path, *, extension, data, articles, reason, line
):
    *before, last = read_all(tmp_path, f"a{extension}", data)
    assert [type(item) for item in before] == [Article] * articles
    assert isinstance(last, Unreadable)
    assert reason in last.reason
    if line is not None:
        assert last.line == line


def nested_aliases(last_line: str) -> str:
    """A few lines of YAML whose value, written out, would fill any memory."""
    names = "abcdefghijkl"
    levels = [f"{name}: &{name} [{', '.join([f'*{names[at]}'] * 9)}]" for at, name in enumerate(names[1:])]
    return "\n".join(["---", "a: &a [x, x, x]", *levels, last_line, "---", "路修好了。"])


@pytest.mark.parametrize("key", ["title", "source", "author", "date", "url", "id"])
def test_aliases_of_aliases_are_left_out_and_told(tmp_path, key):
    item = article(tmp_path, "a.md", nested_aliases(f"{key}: *l"))
    assert item.text == "路修好了。"
    assert key == "id" or codes(item) == ["metadata-date" if key == "date" else "metadata-type"]


@pytest.mark.parametrize(("merge", "told"), [("<<", ""), ("!!merge <<", "not valid YAML")])
def test_merges_of_merges_are_not_done(tmp_path, merge, told):
    names = "abcdefghijkl"
    levels = [
        f"{name}: &{name} {{{merge}: [{', '.join([f'*{names[at]}'] * 9)}]}}"
        for at, name in enumerate(names[1:])
    ]
    item = read_one(tmp_path, "a.md", "\n".join(["---", "a: &a {k: v}", *levels, "---", "路修好了。"]))
    assert told in item.reason if isinstance(item, Unreadable) else not told


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '[{"text":' * 50_000, '{"a":' * 100_000, "[" + "{}," * 10]
)
def test_json_nested_too_deep_or_never_closed_is_told(tmp_path, content):
    for name in ("a.json", "a.jsonl"):
        items = read_all(tmp_path, name, content)
        assert isinstance(items[-1], Unreadable)
        assert "not valid JSON" in items[-1].reason


def test_quotes_that_are_never_closed_end_some_time(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_ARTICLE_BYTES", 20_000)
    # every row opens a quote that only the end of the file would close
    rows = "text,id\n" + 'a,"b""\n' * 2_000
    items = read_all(tmp_path, "a.csv", rows)
    assert 0 < len(items) <= 2_000
    assert all(isinstance(item, Article) or item.reason for item in items)


@pytest.mark.parametrize("quotes", ['"', '""', '"""', 'x,"', '"x"",'])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_any_pattern_of_quotes_loses_no_row_in_silence(tmp_path, quotes, end):
    rows = "text,id\n路修好了。,1\n" + f"{quotes}{end}" * 40 + "\n桥修好了。,2\n"
    items = read_all(tmp_path, "a.csv", rows)
    assert isinstance(items[0], Article)
    told = "".join(item.text if isinstance(item, Article) else item.reason for item in items[1:])
    assert "桥修好了。" in told or "never closed" in told
