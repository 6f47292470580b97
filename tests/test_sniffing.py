"""Names that lie, patterns, standard input, options of the command line."""

from __future__ import annotations

import gzip
import json
import pathlib
import sys

import pytest
from typer.testing import CliRunner
from writing import HANS, PACKINGS, article, codes, page, read_one, write, zstd

from extract.cli import app
from extract.readers import Article, ReadOptions, Unreadable, read_file, read_paths

LINE = '{"text": "路修好了。", "id": "n1"}'
GBK_LINE = '{"正文": "路修好了，水也到了。"}'.encode("gbk")
MARKDOWN = "---\ntitle: 修路\n---\n路**修好**了。\n"

LIES = [
    # name, content, format it is read as, part of the text, warned
    ("a.txt", page(HANS), "html", "白沙村215户", True),
    ("a.txt", "\ufeff \n<!-- saved --><html><p>路通了", "html", "路通了", True),
    (
        "a.txt",
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html><body><p>路通了</p>",
        "html",
        "路通了",
        True,
    ),
    ("a.txt", "<div class=a>\n<p>路</p>\n<p>通了</p></div>", "html", "路\n通了", True),
    ("a.txt", LINE, "jsonl", "路修好了。", True),
    ("a.txt", GBK_LINE, "jsonl", "路修好了，水也到了。", True),
    ("a.txt", f"[{LINE}]", "jsonl", "路修好了。", True),
    ("a.md", page(HANS), "html", "白沙村215户", True),
    ("a.md", "# 路\n\n通了", "markdown", "路\n通了", False),
    ("a.md", "<div>路</div>\n\n**通了**", "markdown", "路\n通了", False),
    ("a.html", "路通了。\n\n桥也通了。5 < 6", "text", "路通了。\n\n桥也通了。5 < 6", True),
    ("a.html", MARKDOWN, "markdown", "修路\n路修好了。", True),
    ("a.html", "路&nbsp;通了", "html", "路\xa0通了", False),
    ("a.html", LINE, "jsonl", "路修好了。", True),
    ("a.htm", "<p>路通了", "html", "路通了", False),
    ("a.jsonl", f"[\n {LINE}\n]", "jsonl", "路修好了。", True),
    ("a.jsonl", json.dumps(json.loads(LINE), indent=1), "jsonl", "路修好了。", True),
    ("a.json", f"{LINE}\n\n{LINE}", "jsonl", "路修好了。", True),
    ("a.csv", page(HANS), "html", "白沙村215户", True),
    ("a.xyz", "路修好了。", "text", "路修好了。", True),
    ("a.xyz", MARKDOWN, "markdown", "修路\n路修好了。", True),
    ("a.xyz", page(HANS), "html", "白沙村215户", True),
    ("README", "路修好了。", "text", "路修好了。", False),
    # what only looks a little like something else
    ("a.txt", "<决定>全文如下", "text", "<决定>全文如下", False),
    ("a.txt", "<p> 是段落的标签", "text", "<p> 是段落的标签", False),
    ("a.txt", '{"note": "路"}', "text", '{"note": "路"}', False),
    ("a.txt", "[1] 路修好了", "text", "[1] 路修好了", False),
    ("a.txt", "---\n路修好了\n---\n", "text", "---\n路修好了\n---\n", False),
    ("a.html", "<决定>全文如下<br>完", "html", "<决定>全文如下\n完", False),
]


@pytest.mark.parametrize(("name", "content", "format_name", "part", "warned"), LIES)
def test_contents_win_over_names(tmp_path, *, name, content, format_name, part, warned):
    first, *_ = read_file(write(tmp_path, name, content))
    assert isinstance(first, Article), first
    assert first.format == format_name
    assert part in first.text
    assert ("format-sniffed" in codes(first)) is warned


@pytest.mark.parametrize(
    ("name", "packing"),
    [
        ("a.jsonl", ".gz"),
        ("a.jsonl", ".zst"),
        ("a.jsonl.gz", ".zst"),
        ("a.jsonl.gz", ""),
        ("a.jsonl.zst", ""),
    ],
)
def test_packing_is_told_by_the_bytes(tmp_path, name, packing):
    item = article(tmp_path, name, PACKINGS[packing](LINE.encode()))
    assert (item.text, item.id) == ("路修好了。", "n1")
    assert codes(item) == ["format-sniffed"]


@pytest.mark.parametrize("name", ["a.gz", "a.txt.gz", "b.unknown.zst"])
def test_packed_text_without_a_known_name_is_read(tmp_path, name):
    packing = "." + name.rsplit(".", 1)[1]
    assert article(tmp_path, name, PACKINGS[packing](HANS.encode())).text == HANS


BINARY = [
    (b"%PDF-1.7\n", "PDF document"),
    (b"PK\x03\x04\x14\0\0\0word/document.xml", "Word document (DOCX)"),
    (b"PK\x03\x04\x14\0\0\0xl/workbook.xml", "Excel workbook (XLSX)"),
    (b"PK\x03\x04\x14\0\0\0x.txt", "ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
    (b"GIF89a..", "GIF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "old Office document"),
    (b"{\\rtf1\\ansi ", "RTF document"),
    (b"\0\0\0\x18ftypmp42", "MP4"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "MHTML web archive"),
    (b"SQLite format 3\0", "SQLite database"),
]


@pytest.mark.parametrize(("start", "kind"), BINARY)
@pytest.mark.parametrize("name", ["a.txt", "a.bin", "a.html", "a.jsonl", "a.txt.gz"])
def test_what_is_no_text_is_named(tmp_path, name, start, kind):
    content = gzip.compress(start) if name.endswith(".gz") else start
    item = read_one(tmp_path, name, content)
    assert isinstance(item, Unreadable)
    assert f"binary file ({kind}" in item.reason


def test_a_format_that_is_given_does_not_make_pictures_text(tmp_path):
    assert "PNG image" in str(read_one(tmp_path, "a.txt", b"\x89PNG\r\n", ReadOptions(format="text")))


def test_of_a_directory_only_known_extensions_are_taken(tmp_path):
    for name in ("a.txt", "b.csv", "c.xyz", "d", "e.txt.gz", "f.gz", "g.html.zst", "h.pdf"):
        write(tmp_path, name, "text\n路修好了。\n")
    taken = [pathlib.Path(item.path or "").name for item in read_paths([tmp_path])]
    assert taken == ["a.txt", "b.csv", "e.txt.gz", "g.html.zst"]


# -- patterns ----------------------------------------------------------------------------------


@pytest.fixture
def pages(tmp_path, monkeypatch):
    for name in (
        "a.txt",
        "b.html",
        "in/c.html",
        "in/deep/d.html",
        "in/.hidden.html",
        ".git/e.html",
        "[x].txt",
    ):
        write(tmp_path, f"pages/{name}", "<p>路修好了")
    (tmp_path / "pages/in/loop").symlink_to(tmp_path / "pages", target_is_directory=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("pages/*.html", ["pages/b.html"]),
        ("pages/**/*.html", ["pages/b.html", "pages/in/c.html", "pages/in/deep/d.html"]),
        ("pages/in/?.html", ["pages/in/c.html"]),
        ("pages/[ab].*", ["pages/a.txt", "pages/b.html"]),
        ("*/a.txt", ["pages/a.txt"]),
        ("pages/[x].txt", ["pages/[x].txt"]),
    ],
)
def test_patterns_are_expanded_in_order(pattern, found):
    assert [item.path for item in read_paths([pattern])] == found


@pytest.mark.usefixtures("pages")
def test_a_pattern_with_a_whole_path(tmp_path):
    (item,) = read_paths([str(tmp_path / "pages" / "a.*")])
    assert item.path == str(tmp_path / "pages" / "a.txt")


@pytest.mark.parametrize("pattern", ["no/*.txt", "*.nothing", "/no-such-place/**/*.html", "[!x", "a**b/*"])
def test_a_pattern_that_matches_nothing_is_told(tmp_path, monkeypatch, pattern):
    monkeypatch.chdir(tmp_path)
    (item,) = read_paths([pattern])
    assert isinstance(item, Unreadable)
    assert item.path == pattern
    assert "pattern" in item.reason


# -- the command line --------------------------------------------------------------------------


def run(*arguments: object, stdin: bytes | None = None):
    return CliRunner().invoke(app, ["run", *map(str, arguments), "-o", "-"], input=stdin)


def records(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


@pytest.mark.parametrize(
    ("data", "format_name"),
    [(HANS.encode("gbk"), "text"), (page(HANS).encode(), "html"), (LINE.encode(), "jsonl"),
     (gzip.compress(LINE.encode()), "jsonl"), (zstd.compress(MARKDOWN.encode()), "markdown")],
)  # fmt: skip
def test_standard_input_is_sniffed(data, format_name):
    result = run("-", stdin=data)
    assert result.exit_code == 0
    (record,) = records(result)
    assert (record["source"]["path"], record["source"]["format"]) == ("-", format_name)
    assert "format-sniffed" not in {warning["code"] for warning in record["warnings"]}


def test_standard_input_of_a_given_format():
    result = run("-", "--format", "csv", "--field", "text=story", stdin="id;story\n7;路修好了。\n".encode())
    (record,) = records(result)
    assert (record["id"], record["text"]) == ("7", "路修好了。")
    assert record["source"]["container"] == "csv"


@pytest.mark.parametrize(("stdin", "reason"), [(b"", "-: empty file"), (b"%PDF-1.4", "-: binary file (PDF")])
def test_standard_input_that_is_no_article(stdin, reason):
    result = run("-", stdin=stdin)
    assert result.exit_code == 1
    assert reason in result.stderr


def test_a_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    (item,) = read_file("-")
    assert isinstance(item, Unreadable)
    assert "no standard input" in item.reason


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--field", "text"], "--field text: not TARGET=SOURCE"),
        (["--field", "body=x"], "there is no 'body'; the targets are text, html"),
        (["--field", "text=a", "--field", "text=b"], "text is given twice"),
        (["--format", "docx"], "there is no format 'docx'; the formats are text,"),
    ],
)
@pytest.mark.parametrize("command", ["run", "show"])
def test_malformed_options_are_usage_errors(tmp_path, command, arguments, told):
    path = write(tmp_path, "a.txt", "路修好了。")
    output = ["-o", str(tmp_path / "out.jsonl")] if command == "run" else []
    result = CliRunner().invoke(app, [command, str(path), *arguments, *output])
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_show_takes_fields_and_format(tmp_path):
    path = write(tmp_path, "a.dat", "story,key\n路修好了。,7\n")
    result = CliRunner().invoke(app, ["show", str(path), "--format", "csv", "--field", "text=story"])
    assert result.exit_code == 0
    assert "路修好了。" in result.stdout


def test_a_quoted_pattern_on_the_command_line(tmp_path):
    for name in ("a.txt", "b.txt", "c.md"):
        write(tmp_path, name, "路修好了。")
    found = records(run(tmp_path / "*.txt"))
    assert [pathlib.Path(record["source"]["path"]).name for record in found] == ["a.txt", "b.txt"]
    nothing = run(tmp_path / "*.html")
    assert nothing.exit_code == 1
    assert "*.html: no file matches the pattern" in nothing.stderr


def test_an_article_that_breaks_the_pipeline_is_named_with_its_row(tmp_path, monkeypatch):
    from extract.pipeline import Pipeline  # noqa: PLC0415

    def fail(self, article):
        raise KeyError("unforeseen")

    monkeypatch.setattr(Pipeline, "process", fail)
    path = write(tmp_path, "a.csv", "text\n\n路修好了。\n")
    assert f"{path}:1: the article could not be processed" in run(path).stderr
