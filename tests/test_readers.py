"""Readers: every notation, every kind of broken input, and nothing that ever raises."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.readers import (
    EXTENSIONS,
    Article,
    Unreadable,
    article_from_text,
    limits,
    read_file,
    read_paths,
)
from extract.readers.bylines import is_byline
from extract.readers.dates import parse_published
from extract.readers.fields import metadata_from_mapping
from extract.readers.html import html_to_text, parse_html
from extract.readers.markdown import parse_markdown


def write(directory: Path, name: str, content: bytes | str) -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_one(directory: Path, name: str, content: bytes | str) -> Article | Unreadable:
    (item,) = read_file(write(directory, name, content))
    return item


def article(directory: Path, name: str, content: bytes | str) -> Article:
    item = read_one(directory, name, content)
    assert isinstance(item, Article), item
    return item


# --- what cannot be read ---

DEEP_JSON = b'{"a":' + b"[" * 5000
LONE_SURROGATE = b'{"text": "\\ud83d"}'

BROKEN = [
    # file name, bytes, part of the reason, line
    ("a.txt", b"", "empty file", None),
    ("a.md", b"", "empty file", None),
    ("a.html", b"", "empty file", None),
    ("a.jsonl", b"", "empty file", None),
    ("a.txt", b" \n\t\r\n", "only white space", None),
    ("a.txt", "\ufeff\u3000\u200b\n".encode(), "only white space", None),
    ("a.md", b"\n \n", "no text", None),
    ("a.html", b" \n ", "no text", None),
    ("a.jsonl", b"\n  \n", "only white space", None),
    ("a.txt", b"abc\x00def", "binary", None),
    ("a.md", b"abc\x00def", "binary", None),
    ("a.html", b"\x00", "binary", None),
    ("a.jsonl", b"\x1f\x8b\x00\x00", "broken gzip file", 1),
    ("a.jsonl", b'{"text": "x"', "not valid JSON", 1),
    ("a.jsonl", b'{"text": "x"} trailing', "not valid JSON", 1),
    ("a.jsonl", b'["text"]', "not an object", 1),
    ("a.jsonl", b'"text"', "not an object", 1),
    ("a.jsonl", b"null", "not an object", 1),
    ("a.jsonl", b'{"title": "x"}', 'neither "text" nor "html"', 1),
    ("a.jsonl", b'{"text": null}', 'neither "text" nor "html"', 1),
    ("a.jsonl", b'{"text": 5}', '"text" is not a string', 1),
    ("a.jsonl", b'{"html": ["x"]}', '"html" is not a string', 1),
    ("a.jsonl", b'{"text": "  "}', "only white space", 1),
    ("a.jsonl", b'{"html": "<p></p>"}', "no text", 1),
    ("a.jsonl", b'\n\n{"markdown": "---\\na: [\\n---\\nb"}', "front matter is not valid YAML", 3),
    ("a.jsonl", b'{"markdown": "---\\nx"}', "never closed (line 1 of its markdown)", 1),
    ("a.jsonl", DEEP_JSON, "not valid JSON", 1),
    ("a.jsonl", LONE_SURROGATE, "surrogate", 1),
    ("a.jsonl.gz", b"{}", 'neither "text" nor "html"', 1),
    ("a.jsonl.gz", gzip.compress(b'{"text": "x"}')[:-9], "broken gzip file", 1),
    ("a.md", b"---\ntitle: x\n", "never closed", 1),
    ("a.md", b"\n\n---\ntitle: x\n", "never closed", 3),
    ("a.md", b"---\ntitle: a: b\n---\nx", "not valid YAML", 2),
    ("a.md", b"\n---\r\ntitle: x\r\ntags: [a\r\n---\r\nx", "not valid YAML", 5),
    ("a.md", b"---\ntitle: x\nb: \x07\n---\nx", "not valid YAML", 3),
    ("a.md", "---\ntitle: 村里通了路\nb: \x07\nc: d\ne: f\n---\nx".encode(), "not valid YAML", 3),
    ("a.md", b"---\n- a\n- b\n---\nx", "not a mapping", 1),
    ("a.md", b"---\njust words\n---\nx", "not a mapping", 1),
    ("a.md", b"---\na: !!python/object:os.system x\n---\nx", "not valid YAML", 2),
    ("a.md", b"---\na: !!int x\n---\nx", "not valid YAML", None),
    ("a.md", b"---\na: " + b"[" * 100_000 + b"\n---\nx", "nested too deep", 1),
    ("a.md", b"---\na: " + b"x" * 1_000_001 + b"\n---\nx", "longer than", 1),
    ("a.md", b"---\ntitle: x\n---\n\n", "no text", None),
    ("a.md", b"<script>x</script>", "no text", None),
    ("a.html", b"<html><head><title>x</title></head><body></body></html>", "no text", None),
    ("a.html", b"<!-- nothing -->", "no text", None),
    ("a.html", b"<div>" * 5000 + b"x", "nested too deep", None),
    ("a.html", b"<body>" * 500 + b"<div>" * 5000 + b"x", "nested too deep", None),
    ("a.docx", b"PK\x03\x04", "ZIP archive", None),
]


@pytest.mark.parametrize(("name", "content", "reason", "line"), BROKEN)
def test_broken_input_is_unreadable_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str, line: int | None
) -> None:
    good = write(tmp_path, "good.txt", "路修好了。")
    path = write(tmp_path, name, content)
    items = list(read_paths([good, path, good]))
    assert [type(item) for item in items] == [Article, Unreadable, Article]
    broken = items[1]
    assert isinstance(broken, Unreadable)
    assert reason in broken.reason
    assert broken.path == str(path)
    if line is not None:
        assert broken.line == line


def test_missing_paths_and_impossible_names(tmp_path: Path) -> None:
    items = list(
        read_paths([tmp_path / "no.txt", tmp_path / "no.docx", "nul\0.txt", str(tmp_path / "no" / "dir")])
    )
    assert all(isinstance(item, Unreadable) for item in items)
    reasons = [item.reason for item in items if isinstance(item, Unreadable)]
    assert reasons[0] == reasons[1] == reasons[3] == "no such file or directory"
    assert "cannot be read" in reasons[2]


def test_a_directory_named_like_a_file_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (item,) = read_file(tmp_path / "a.txt")
    assert isinstance(item, Unreadable)
    assert "directory" in item.reason


def test_permission_errors_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "no")

    path = write(tmp_path, "a.txt", "x")
    monkeypatch.setattr("builtins.open", refuse)
    (item,) = read_file(path)
    assert item == Unreadable(str(path), "permission denied")
    monkeypatch.undo()
    monkeypatch.setattr(os, "scandir", refuse)
    (item,) = read_paths([tmp_path])
    assert item == Unreadable(str(tmp_path), "permission denied")


def test_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ARTICLE_BYTES", 40)
    assert "too large" in str(read_one(tmp_path, "a.txt", "x" * 41))
    lines = '{"text": "一"}\n' + '{"text": "' + "x" * 100 + '"}\n' + '{"text": "三"}\n'
    first, second, third = read_file(write(tmp_path, "a.jsonl", lines))
    assert isinstance(first, Article)
    assert isinstance(second, Unreadable)
    assert (second.line, "too large" in second.reason) == (2, True)
    assert isinstance(third, Article)


def test_a_name_that_is_no_unicode_can_still_be_written_out(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xb4\xe5.txt"
    try:
        with open(raw, "wb") as file:
            file.write(b"x")
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    (item,) = read_paths([tmp_path])
    assert isinstance(item, Article)
    assert item.path is not None
    assert item.path.endswith("\\xb4\\xe5.txt")


# --- files, directories, identity ---


def test_directories_are_walked_in_order_and_hidden_files_skipped(tmp_path: Path) -> None:
    for name in (
        "b/2.md",
        "b/1.TXT",
        "a.html",
        "c.text",
        ".hidden.txt",
        ".git/x.txt",
        "b/notes.docx",
        "d.ndjson",
    ):
        write(tmp_path, name, '{"text": "x"}')
    names = [str(Path(item.path or "").relative_to(tmp_path)) for item in read_paths([str(tmp_path)])]
    assert names == ["a.html", "b/1.TXT", "b/2.md", "c.text", "d.ndjson"]


def test_results_come_in_the_order_given(tmp_path: Path) -> None:
    first, second = write(tmp_path, "z.txt", "一"), write(tmp_path, "a.txt", "二")
    assert [item.path for item in read_paths([first, second, first])] == [str(first), str(second), str(first)]


def test_links_between_directories_do_not_run_in_circles(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "x")
    (tmp_path / "in" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "named").symlink_to(tmp_path / "in", target_is_directory=True)
    assert [type(item) for item in read_paths([tmp_path / "in"])] == [Article, Unreadable]
    assert [type(item) for item in read_paths([tmp_path / "named"])] == [Article, Unreadable]


def test_a_directory_without_articles_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.docx", "x")
    (item,) = read_paths([tmp_path])
    assert isinstance(item, Unreadable)
    assert "no file with a known extension" in item.reason


def test_plain_text_is_sacred_but_for_line_ends(tmp_path: Path) -> None:
    data = "\ufeff　　第一行 \r\n\r\n第二行e\u0301\r第三行\u00a0\n".encode()
    item = article(tmp_path, "a.txt", data)
    assert item.text == "　　第一行 \n\n第二行e\u0301\n第三行\u00a0\n"
    assert (item.format, item.title, item.published) == ("text", None, None)
    assert item.sha256 == hashlib.sha256(data).hexdigest()
    assert item.path == str(tmp_path / "a.txt")


def test_the_same_file_has_the_same_id_elsewhere(tmp_path: Path) -> None:
    content = "---\ntitle: 修路\n---\n文"
    assert article(tmp_path, "a.md", content).id == article(tmp_path, "b.md", content).id


# --- dates ---

DATES = [
    ("2021-11-19", "2021-11-19"),
    ("2021-11-19T03:39:16Z", "2021-11-19"),
    ("2021-11-19T23:59:59-08:00", "2021-11-19"),
    ("2021-11-19T00:10:00.123+08:00", "2021-11-19"),
    ("2021-11-19 03:39", "2021-11-19"),
    ("  2021-11-19\n", "2021-11-19"),
    ("2025-3-7", "2025-03-07"),
    ("2025/03/07", "2025-03-07"),
    ("2025/3/7 8:05", "2025-03-07"),
    ("2025.03.07", "2025-03-07"),
    ("２０２５－０３－０７", "2025-03-07"),
    ("2025年03月07日 16:20", "2025-03-07"),
    ("2025年3月7日", "2025-03-07"),
    ("2025 年 3 月 7 日 星期五", "2025-03-07"),
    ("2025年3月7號", "2025-03-07"),
    ("民國114年3月7日", "2025-03-07"),
    ("20250307", "2025-03-07"),
    ("20250307162000", "2025-03-07"),
    ("20250307T162000+0800", "2025-03-07"),
    ("Fri, 19 Nov 2021 03:39:16 GMT", "2021-11-19"),
    ("19 Nov 2021 23:39:16 -0800", "2021-11-19"),
    ("Friday, 19-November-2021 03:39:16 GMT", "2021-11-19"),
    ("Fri Nov 19 03:39:16 2021", "2021-11-19"),
    ("Fri Nov 19 03:39:16 CST 2021", "2021-11-19"),
    ("November 19, 2021", "2021-11-19"),
    ("Sept. 3rd, 2020", "2020-09-03"),
    ("发布时间：2025-03-07 16:20", "2025-03-07"),
    ("2024-02-29", "2024-02-29"),
    (date(2021, 11, 19), "2021-11-19"),
    (datetime(2021, 11, 19, 23, 30, tzinfo=UTC), "2021-11-19"),
    ("2021-02-30", None),
    ("2021-13-01", None),
    ("2023-02-29", None),
    ("2021-11", None),
    ("2021", None),
    ("2021年11月", None),
    ("11/19/2021", None),
    ("21-11-19", None),
    ("0001-01-01", None),
    ("1741335600", None),
    ("2021-11-190", None),
    ("2021-11-19 至 2021-11-21", None),
    ("昨天", None),
    ("", None),
    (None, None),
    (20210101, None),
]


@pytest.mark.parametrize(("written", "day"), DATES)
def test_dates_are_taken_as_written(written: object, day: str | None) -> None:
    assert parse_published(written) == day


@given(st.text(max_size=40))
def test_any_string_is_a_date_or_none(written: str) -> None:
    day = parse_published(written)
    assert day is None or date.fromisoformat(day)


FRONT_MATTER_DATES = [
    ("date: 2021-11-19", "2021-11-19"),
    ("date: 2021-11-19T23:30:00-08:00", "2021-11-19"),
    ("date: 2021-11-19 23:30:00 +8", "2021-11-19"),
    ("Date: '2025年03月07日 16:20'", "2025-03-07"),
    ("PUBDATE: 2025/3/7", "2025-03-07"),
    ("publish-date: 20250307", "2025-03-07"),
    ("published: Fri, 19 Nov 2021 03:39:16 GMT", "2021-11-19"),
    ("published:\ndate: 2021-11-19", "2021-11-19"),
    ("published: soon\ndate: 2021-11-19", "2021-11-19"),
    ("date: 2021-11-19\npublished: 2021-11-20", "2021-11-20"),
]


@pytest.mark.parametrize(("line", "day"), FRONT_MATTER_DATES)
def test_dates_in_front_matter(line: str, day: str) -> None:
    metadata = parse_markdown(f"---\n{line}\n---\n文")[1]
    assert (metadata.published, metadata.warnings) == (day, ())


@pytest.mark.parametrize("written", ["2021-02-30", "soon", "[2021]", "2021"])
def test_an_unreadable_date_is_a_warning_and_no_loss(tmp_path: Path, written: str) -> None:
    item = article(tmp_path, "a.md", f"---\ndate: {written}\n---\n文")
    assert item.published is None
    assert [warning.code for warning in item.warnings] == ["metadata-date"]


# --- metadata ---

METADATA = [
    ({"title": " 修路 "}, {"title": "修路"}),
    ({"TITLE": "修路"}, {"title": "修路"}),
    ({"title": ""}, {"title": None}),
    ({"url": "http://a", "original_url": "http://b"}, {"url": "http://b"}),
    ({"link": "http://a"}, {"url": "http://a"}),
    ({"canonical": "http://a"}, {"url": "http://a"}),
    ({"author": "山乡日报"}, {"outlet": "山乡日报", "byline": None}),
    ({"author": "山乡日报", "source": "新山网"}, {"outlet": "新山网", "byline": None}),
    ({"来源": "新山网"}, {"outlet": "新山网"}),
    ({"Outlet": "新山网"}, {"outlet": "新山网"}),
    ({"source": "https://a.example/1"}, {"outlet": None, "url": "https://a.example/1"}),
    ({"author": "記者陳小山"}, {"outlet": None, "byline": "記者陳小山"}),
    ({"author": ["记者陈小山", "记者李大河"]}, {"byline": "记者陈小山、记者李大河"}),
    ({"author": {"name": "山乡日报"}}, {"outlet": "山乡日报"}),
    ({"author": "記者陳小山", "source": "新山網"}, {"outlet": "新山網", "byline": "記者陳小山"}),
    ({"author": "陈小山", "source": "新山网"}, {"outlet": "新山网", "byline": "陈小山"}),
    ({"author": "本报记者"}, {"outlet": "本报记者", "byline": None}),
    ({"byline": "记者陈小山"}, {"byline": "记者陈小山"}),
]


@pytest.mark.parametrize(("mapping", "expected"), METADATA)
def test_metadata(mapping: dict[str, object], expected: dict[str, object]) -> None:
    metadata = metadata_from_mapping(mapping)
    assert {field: getattr(metadata, field) for field in expected} == expected
    assert metadata.warnings == ()


def test_metadata_of_a_strange_kind_is_a_warning() -> None:
    metadata = metadata_from_mapping({"title": {"a": 1}, "url": True, "outlet": 5})
    assert (metadata.title, metadata.url, metadata.outlet) == (None, None, "5")
    assert [warning.code for warning in metadata.warnings] == ["metadata-type", "metadata-type"]


def table(rows: str) -> list[str]:
    return [cell.strip() for cell in rows.replace("\n", "|").split("|") if cell.strip()]


MAKERS = """
記者陳小山 | 记者：陈小山 | 本报记者 陈小山 李大河 | 撰文 陈小山 | 作者陈小山 | 文：陈小山
文/陈小山 图/李大河 | 實習記者陳小山 | 台灣特派員陳小山 | 记者陈小山、李大河 | 记者陈小山和李大河
记者陈小山、实习记者李大河 | 作者：阿依古丽·买买提 | 編輯：陳小山 | 記者歐陽小山報道
作者 Anna Hill | 文/图 陈小山 | 新山社记者 陈小山
"""
OUTLETS = """
山乡日报 | 眾新聞記者 | 本报记者 | 記者 | 文匯報 | 文汇报 | 记者观察 | 记者站 | 公民記者有限公司
编辑部 | 作者 | 文 | 记者协会 | 記者會 | 新华社 | 陈小山 | Anna Hill | 作者不详 | 記者 綜合報道
"""


@pytest.mark.parametrize("author", table(MAKERS))
def test_makers_are_a_byline(author: str) -> None:
    assert is_byline(author)


@pytest.mark.parametrize("author", table(OUTLETS))
def test_outlets_and_collectives_are_none(author: str) -> None:
    assert not is_byline(author)


# --- Markdown ---


@pytest.mark.parametrize("before", ["", "\n", " \n\n", "\ufeff", "\ufeff\n"])
def test_front_matter_is_found_after_blank_lines_and_a_mark(tmp_path: Path, before: str) -> None:
    item = article(tmp_path, "a.md", f"{before}---\r\ntitle: 007\r\n---  \r\n# 路\r\n\r\n通了。\r\n")
    assert (item.title, item.text, item.format) == ("007", "007\n路\n通了。", "markdown")


@pytest.mark.parametrize("front", ["---\n---\n", "---\n# only a comment\n---\n", "---\ntitle: ~\n---\n", ""])
def test_front_matter_may_be_empty_or_missing(front: str) -> None:
    text, metadata = parse_markdown(front + "文\n\n---\n\n末")
    assert (text, metadata.title) == ("文\n末", None)


def test_a_link_to_the_original_gives_the_address_where_nothing_else_does() -> None:
    body = "文\n\n[查看原文](https://a.cn/2025/07/10/v.shtml)\n"
    assert parse_markdown(body)[1].url == "https://a.cn/2025/07/10/v.shtml"
    assert parse_markdown(f"---\nurl: https://b.cn/\n---\n{body}")[1].url == "https://b.cn/"
    assert parse_markdown("文 [别处](https://a.cn/2025/07/10/v.shtml)")[1].url is None


MARKDOWN = [
    ("# 路\n\n一\n二\n\n三", "路\n一 二\n三"),
    ("a **b** *c* `d` [e](http://f) ![g](h)", "a b c d e"),
    ("**导读：**路通了", "导读：路通了"),
    ("他说**“通了”**就走", "他说“通了”就走"),
    ("2 * 3 * 4 和 a_b_c", "2 * 3 * 4 和 a_b_c"),
    ("关于<决定>的通知", "关于<决定>的通知"),
    ("- 一\n- 二\n\n> 三", "一\n二\n三"),
    ("|乡|户|\n|-|-|\n|东|3|\n|西|4|", "乡\t户\n东\t3\n西\t4"),
    ("<figure>\n<img src=x alt=无>\n<figcaption>桥边的人</figcaption>\n</figure>\n\n正文", "桥边的人\n正文"),
    ("<div style='display:none'>\n\n藏\n\n</div>\n\n见", "见"),
    ("前<br>后<span hidden>藏</span>", "前\n后"),
    ("<script>\nvar a = '坏';\n</script>\n\n好", "好"),
    ("```\n<b>x</b>\n```", "<b>x</b>"),
    ("http://a.example/ 不成链接", "http://a.example/ 不成链接"),
    (">" * 30 + " 深", "深"),
]


@pytest.mark.parametrize(("source", "text"), MARKDOWN)
def test_markdown_bodies(source: str, text: str) -> None:
    assert parse_markdown(source)[0] == text


def test_markdown_left_out_or_left_as_text_is_a_warning() -> None:
    text, metadata = parse_markdown("前\n\n" + "[" * 5000)
    assert text.count("[") == 5000
    assert [warning.code for warning in metadata.warnings] == ["markdown-links"]
    text, metadata = parse_markdown("前\n\n" + ">" * 300 + "深")
    assert text == "前"
    assert [warning.code for warning in metadata.warnings] == ["markdown-nesting"]


# --- HTML ---

HTML = [
    ("<p>一</p><p>二</p>", "一\n二"),
    ("<p>甲<b>乙</b>丙<a href=x>丁</a></p>", "甲乙丙丁"),
    ("<p>甲\n乙  丙\t丁 </p>\n\n\n<p> 戊</p>", "甲 乙 丙 丁\n戊"),
    ("<p>甲 <b> 乙</b></p>", "甲 乙"),
    ("甲<br>乙<br/><br>丙", "甲\n乙\n丙"),
    ("<p>&nbsp;</p><p>\u3000\u3000甲&nbsp;&nbsp;乙</p>", "\u3000\u3000甲\u00a0\u00a0乙"),
    ("<ul><li>一<li>二</ul>三", "一\n二\n三"),
    ("<h1>题</h1>文<h6>尾</h6>", "题\n文\n尾"),
    ("<pre>一\n二</pre>三", "一\n二\n三"),
    ("<figure><img alt=无><figcaption>图</figcaption></figure>文", "图\n文"),
    ("<!-- 注 -->甲<!-- 注 -->乙", "甲乙"),
    ("甲<script>坏</script>乙<style>坏</style><noscript>坏</noscript><template><p>坏</template>", "甲乙"),
    ("<svg><text>坏</text></svg><iframe>坏</iframe>好<button>坏</button>", "好"),
    ("<nav>坏</nav>好<footer>坏</footer>末", "好\n末"),
    ("<form><p>坏</p></form>好", "好"),
    ("<div hidden>坏</div>好<p HIDDEN=hidden>坏", "好"),
    ("甲<span style='color:red; DISPLAY : none'>坏</span>乙<i style='visibility:hidden'>坏</i>", "甲乙"),
    ("<p style='no-display:none'>好", "好"),
    ("<table><tr><th>乡</th><th>户</th></tr><tr><td>东</td><td>3</td></tr></table>", "乡\t户\n东\t3"),
    ("<table><tr><td><p>东</p></td><td><p>3</p></td></tr></table>", "东\t3"),
    ("<table><tr><td>一</td></tr><tr><td></td><td>二</td></tr></table>", "一\n二"),
    ("<table><tr><td><p>一</p><p>二</p></td><td>三</td></tr></table>", "一\n二\n三"),
    ("<table><tr><td><table><tr><td>1</td></tr><tr><td>2</td></tr></table></td></tr></table>末", "1\n2\n末"),
    ("关于<决定>的 2<3 &lt;b&gt; &amp;", "关于<决定>的 2<3 <b> &"),
    ("<b>没<i>关", "没关"),
    ("a\x00b", "ab"),
    (
        "<?xml version='1.0' encoding='gb2312'?><html xmlns='http://www.w3.org/1999/xhtml'><p>中文</p></html>",
        "中文",
    ),
    ("<meta charset=gbk>中文", "中文"),
    ("<p " + " ".join(f"a{n}" for n in range(5000)) + ">好</p>", "好"),
]


@pytest.mark.parametrize(("source", "text"), HTML)
def test_html_bodies(source: str, text: str) -> None:
    assert html_to_text(source) == text


def test_a_form_around_the_whole_page_is_the_page() -> None:
    body = "<p>路通了以后，村里人进城只要一个小时。</p>" * 20
    assert html_to_text(f"<form id=form1>{body}<input value=x></form>").count("路通了") == 20


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a '坏坏坏坏'><!ENTITY b '&a;&a;&a;'>]><p>&b;好</p>"
    text = html_to_text(bomb)
    assert "坏" not in text
    assert "好" in text


ARTICLE = "路通了以后，村里人进城只要一个小时，菜也卖得出去了。"
PAGE = f"""<!DOCTYPE html><html><head>
<title>村里通了路 - 新山网</title>
<meta property="og:site_name" content="新山网">
<meta property="article:published_time" content="2025-03-07T23:50:00+08:00">
<link rel="canonical" href="https://news.example/1">
</head><body><h1>新山网</h1><h1>村里通了路</h1><p>{ARTICLE}</p></body></html>"""


def test_page_metadata(tmp_path: Path) -> None:
    item = article(tmp_path, "a.html", PAGE)
    assert item.text == f"村里通了路\n{ARTICLE}"
    assert (item.title, item.outlet, item.published) == ("村里通了路", "新山网", "2025-03-07")
    assert item.url == "https://news.example/1"
    assert item.format == "html"


HEADS = [
    ("<title> 村里\n 通了路 </title>", "title", "村里 通了路"),
    ("<title>村里通了路 - 网</title><meta property='og:title' content='村里通了路'>", "title", "村里通了路"),
    ("<title>村里通了路 - 新山网</title></head><h1>村里通了路</h1>", "title", "村里通了路"),
    ("<title>村里通了路 - 新山网</title></head><h1>标志标志</h1>", "title", "村里通了路"),
    ("</head><h1>村里通了路</h1>", "title", "村里通了路"),
    ("<meta name=PubDate content='2025-03-07 16:20'>", "published", "2025-03-07"),
    ("<meta name=publishdate content='2025年3月7日'>", "published", "2025-03-07"),
    ("<meta itemprop=datePublished content=2025-03-07>", "published", "2025-03-07"),
    ("</head><time itemprop=datePublished datetime=2025-03-07>上周</time>", "published", "2025-03-07"),
    ("</head><span itemprop=datePublished>2025/3/7</span>", "published", "2025-03-07"),
    (
        '<script type="application/ld+json">{"a":"\n","@type":"Article",'
        '"datePublished":"2025-03-07"}</script>',
        "published",
        "2025-03-07",
    ),
    (
        "<meta name=pubdate content=later><meta name=publishdate content=2025-03-07>",
        "published",
        "2025-03-07",
    ),
    ("<meta name=source content='来源：新山网'>", "outlet", "新山网"),
    (
        "<meta name=ContentSource content=新山社><meta property=og:site_name content=新山网>",
        "outlet",
        "新山社",
    ),
    ("<meta property=og:url content=https://a.example/1>", "url", "https://a.example/1"),
    ("<link rel=canonical href=/1>", "url", None),
    (
        "<link rel=canonical href=/1><meta property=og:url content=https://a.example/1>",
        "url",
        "https://a.example/1",
    ),
]


@pytest.mark.parametrize(("head", "field", "value"), HEADS)
def test_page_heads(head: str, field: str, value: str | None) -> None:
    text, metadata = parse_html(f"<html><head>{head}<body><p>{ARTICLE}</p>")
    assert text.endswith(ARTICLE)
    assert getattr(metadata, field) == value
    assert metadata.warnings == ()


def test_an_unreadable_date_of_a_page_is_a_warning() -> None:
    metadata = parse_html(f"<html><meta name=pubdate content=later><p>{ARTICLE}")[1]
    assert [warning.code for warning in metadata.warnings] == ["metadata-date"]


def test_a_fragment_has_no_title() -> None:
    assert parse_html("<h1>甲</h1><p>乙")[1].title is None


# --- JSON Lines ---


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"text": "\\u4e00\\r\\n\\u4e8c", "id": "n1", "title": "t", "published": "2025-3-7"}',
        b"",
        b"{broken",
        b'{"html": "<p>a</p><p>b", "name": "n2", "url": "http://a"}\r',
        b'{"markdown": "---\\ntitle: own\\ndate: 2025-03-07\\n---\\n# a\\n\\nb", "title": "given"}',
        b'{"text": "x", "published": "soon", "id": 7}',
    ]
    items = list(read_file(write(tmp_path, "a.jsonl", b"\n".join(lines))))
    assert [type(item) for item in items] == [Article, Unreadable, Article, Article, Article]
    first, broken, second, third, fourth = items
    assert isinstance(broken, Unreadable)
    assert broken.line == 3
    assert str(broken).startswith(f"{tmp_path / 'a.jsonl'}:3: not valid JSON")
    assert isinstance(first, Article)
    assert (first.text, first.id, first.title, first.published) == ("一\n二", "n1", "t", "2025-03-07")
    assert first.format == "jsonl"
    assert isinstance(second, Article)
    assert (second.text, second.id, second.url) == ("a\nb", "n2", "http://a")
    assert second.sha256 == hashlib.sha256(lines[3].rstrip(b"\r")).hexdigest()
    assert isinstance(third, Article)
    assert (third.text, third.title, third.published) == ("own\na\nb", "given", "2025-03-07")
    assert isinstance(fourth, Article)
    assert (fourth.id, fourth.published) == ("7", None)
    assert [warning.code for warning in fourth.warnings] == ["metadata-date"]


def test_what_is_strange_beside_the_text_is_no_loss(tmp_path: Path) -> None:
    item = article(tmp_path, "a.jsonl", b'{"text": "x", "title": "a\\ud83d", "score": NaN, "size": 1e999}')
    assert (item.text, item.title) == ("x", "a\ufffd")


def test_metadata_of_the_line_win_over_those_of_its_page(tmp_path: Path) -> None:
    line = json.dumps({"html": PAGE.replace("2025-03-07", "x"), "title": "己", "published": "2024-01-02"})
    item = article(tmp_path, "a.jsonl", line)
    assert (item.title, item.published, item.outlet) == ("己", "2024-01-02", "新山网")
    assert item.warnings == ()


def test_compressed_lines_are_the_same_articles(tmp_path: Path) -> None:
    content = b'{"text": "x"}\n{"text": "y"}\n'
    plain = list(read_file(write(tmp_path, "a.jsonl", content)))
    packed = list(read_file(write(tmp_path, "a.jsonl.gz", gzip.compress(content))))
    assert [item.id for item in plain if isinstance(item, Article)] == [
        item.id for item in packed if isinstance(item, Article)
    ]


def test_lines_are_streamed(tmp_path: Path) -> None:
    content = b'{"text": "x"}\n' * 3
    items = read_file(write(tmp_path, "a.jsonl.gz", gzip.compress(content) + b"not gzip"))
    assert isinstance(next(items), Article)
    *rest, last = items
    assert len(rest) == 2
    assert last == Unreadable(
        str(tmp_path / "a.jsonl.gz"), last.reason if isinstance(last, Unreadable) else "", 4
    )


# --- strings ---


def test_article_from_text() -> None:
    item = article_from_text(
        "路\r\n通了。", title=" 路 ", published=date(2025, 3, 7), outlet="新山网", url="http://a"
    )
    assert (item.text, item.title, item.published, item.outlet) == (
        "路\n通了。",
        "路",
        "2025-03-07",
        "新山网",
    )
    assert (item.format, item.path) == ("text", None)
    item = article_from_text(
        "---\ntitle: 己\ndate: soon\n---\n文", format="markdown", published="2025年3月7日"
    )
    assert (item.text, item.title, item.published, item.warnings) == ("己\n文", "己", "2025-03-07", ())
    assert article_from_text(PAGE, format="html", title="庚").title == "庚"


@pytest.mark.parametrize(
    "arguments",
    [
        {"text": "x", "published": "soon"},
        {"text": "x", "published": ""},
        {"text": " "},
        {"text": "x", "format": "docx"},
        {"text": "---\nx", "format": "markdown"},
        {"text": "<p>", "format": "html"},
        {"text": "\ud800"},
        {"text": "x", "title": "\udfff"},
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        article_from_text(**arguments)  # type: ignore[arg-type]


# --- anything at all ---

MARKUP = """
--- | a: b | !!int | &a | *a | > | - | ` | ** | [ | ]( | <p> | </p> | <table><tr><td> | <script> | </script>
<!-- | --> | <!DOCTYPE | <?xml | <pre> | <form> | &#0; | &#xD800; | {"text": " | "} | \\ud800 | 路 | ' | =
"""
SNIPPETS = st.sampled_from([*table(MARKUP), "\n", "\r\n", " ", "|", "\x00", "\ufeff", "\u3000", "\x0c"])
ANY_BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(SNIPPETS, max_size=40).map(lambda parts: "".join(parts).encode()),
)


@pytest.mark.parametrize("extension", EXTENSIONS)
@settings(max_examples=150, deadline=None)
@given(data=ANY_BYTES)
def test_any_bytes_give_an_item_and_never_raise(
    tmp_path_factory: pytest.TempPathFactory, extension: str, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{extension}"
    for content in (data, gzip.compress(data)) if extension.endswith(".gz") else (data,):
        path.write_bytes(content)
        items = list(read_file(path))
        assert items
        for item in items:
            if isinstance(item, Article):
                assert item.text.strip()
                assert "\r" not in item.text
                assert item.text.encode()
                assert item.id
            else:
                assert item.reason


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["坏", "<p>", "</p>", "<b", "'", '"', ">", "<!--", "-->", "\n", "[", "*"]),
        max_size=20,
    )
)
def test_scripts_are_never_text(parts: list[str]) -> None:
    script = f"<script>{''.join(parts)}</script>"
    assert "坏" not in html_to_text(f"<p>好</p>{script}<p>好</p>")
    if "\n" not in parts:
        assert "坏" not in parse_markdown(f"好\n\n{script}\n\n好")[0]


HOSTILE = [
    ("html", "<div>" * 50_000 + "x"),
    ("html", "<p>" + "<b>x" * 1000 + "</i>" * 50_000),
    ("html", "<a b='\"" * 50_000),
    ("html", "<p style='" + "display :" * 50_000 + "'>x"),
    ("html", "<p " + " ".join(f"a{n}='<>'" for n in range(50_000)) + ">x"),
    ("markdown", "[" * 100_000),
    ("markdown", "![" * 50_000),
    ("markdown", "---\n" + " \n" * 50_000),
    ("markdown", "---\na: " + "[" * 50_000 + "\n---\nx"),
    ("markdown", "`" * 50_000 + "a"),
]


@pytest.mark.parametrize(("format_name", "source"), HOSTILE)
def test_hostile_input_costs_little(format_name: str, source: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(ValueError):
        article_from_text(source, format=format_name)  # type: ignore[arg-type]
    assert time.perf_counter() - began < 5
