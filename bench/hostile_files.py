"""Files made to fill memory or time, for bench/hostile.py and tests/test_hostile_kinds.py.

Every case makes a file of about so many bytes, so that it can be made at several sizes.
"""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backports import zstd

MEGABYTE = 1_000_000
#: Longer scripts are not looked at.
SCRIPT = 1_900_000
SENTENCE = "今年6月18日，云岭县选派4名医生到麦塘乡卫生院，队长顾明远说，其中2人已到岗。"
PROSE = SENTENCE * 4
TITLE = "山乡卫生院来了新医生"


@dataclass(frozen=True)
class Hostile:
    """A kind of file.

    Attributes:
        name: what it is.
        extension: of its name.
        make: makes one of about so many bytes (of what comes out, where it is packed).
        size: the full size in bytes.
        tested: the share of the size with which the tests do it.
    """

    name: str
    extension: str
    make: Callable[[int], bytes]
    size: int
    tested: float = 0.05


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """A maker of one unit over and over, between what stands once."""
    count = len(unit.encode())
    return lambda size: (before + unit * (size // max(1, count)) + after).encode()


def page(unit: str, *, head: str = "", before: str = "", after: str = "") -> Callable[[int], bytes]:
    """A maker of a page with an article and a unit over and over in its body."""
    return repeated(
        unit,
        f"<html><head><title>{TITLE}_云岭网</title>{head}</head><body><h1>{TITLE}</h1><p>{PROSE}</p>{before}",
        f"{after}<p>{PROSE}</p></body></html>",
    )


def headed(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """A maker of a page with a unit over and over in its head."""
    return repeated(
        unit,
        f"<html><head><title>{TITLE}_云岭网</title>{before}",
        f"{after}</head><body><h1>{TITLE}</h1><p>{PROSE}</p></body></html>",
    )


def front(unit: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """A maker of Markdown with a unit over and over in its front matter."""
    return repeated(unit, f"---\n{before}", f"{after}\n---\n{PROSE}\n")


def gzip_bomb(unit: bytes) -> Callable[[int], bytes]:
    """A maker of gzip that unpacks to so many bytes."""
    return functools.partial(_bomb, gzip.compress, unit)


def zstd_bomb(unit: bytes) -> Callable[[int], bytes]:
    """A maker of zstd that unpacks to so many bytes."""
    return functools.partial(_bomb, zstd.compress, unit)


def _bomb(compress: Callable[[bytes], bytes], unit: bytes, size: int) -> bytes:
    block = 10 * MEGABYTE
    return compress(unit * (block // len(unit))) * max(1, size // block)


def laughs(size: int) -> bytes:
    """Aliases of lists of aliases, each ten times as long as the one before."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, max(2, size // 80))]
    return "\n".join(["---", "a0: &a0 笑", *levels, "title: *a1", "---", PROSE]).encode()


def many_metas(size: int) -> bytes:
    """Metas of different names, and lines under the headline with many days without a year."""
    metas = "".join(f'<meta name="m{n}" content="2021-03-0{n % 9}">' for n in range(size // 40))
    days = "<p>" + "7-7 " * 36 + "</p>"
    return headed(metas)(len(metas.encode())).replace(b"</h1>", f"</h1>{days * 20}".encode())


def headlines_of_data(size: int) -> bytes:
    """Headings that are compared with headlines of structured data."""
    half = size // 2
    nodes = ",".join(f'{{"@type":"Article","headline":"乡里来了第{n}位新医生"}}' for n in range(half // 60))
    data = f'<script type="application/ld+json">[{nodes}]</script>'
    headings = "".join(f"<h2>村口的第{n}棵梨树开花</h2>" for n in range(half // 40))
    return page(headings, head=data)(len(headings.encode()))


def state_of_many(size: int) -> bytes:
    """A script with as many objects that have the headline as their title, and nothing else."""
    nodes = ",".join([f'{{"title":"{TITLE}"}}'] * (size // 46))
    return headed(f"<script>window.state={{'x':1}};window.data={{\"list\":[{nodes}]}}</script>")(size)


def one_long_class(size: int) -> bytes:
    """An element with a class of a long name, and as many children."""
    half = size // 2
    return page("<b>记</b>", before=f'<div class="{"a " * (half // 2)}">', after="</div>")(half)


def one_long_style(size: int) -> bytes:
    """An element with a style that begins to hide it over and over."""
    return page("", before=f'<p style="{"width:0;" * (size // 8)}">{PROSE}</p>')(1)


def nested(tag: str) -> Callable[[int], bytes]:
    """A maker of a page with elements in elements, as many end tags as start tags."""

    def make(size: int) -> bytes:
        depth = size // (2 * len(tag) + 5)
        return page(f"<{tag}>", after=f"梨{f'</{tag}>' * depth}")(depth * (len(tag) + 2))

    return make


def closed_json(size: int) -> bytes:
    return b'{"text":"a","b":' + b"[" * (size // 2) + b"]" * (size // 2) + b"}"


def many_keys(size: int) -> bytes:
    return json.dumps({f"k{i}": i for i in range(size // 14)} | {"text": PROSE}).encode()


def yaml_keys(size: int) -> bytes:
    keys = "".join(f"k{i}: v\n" for i in range(size // 10))
    return f"---\n{keys}---\n{PROSE}".encode()


def lines() -> Iterator[Hostile]:
    """Ten megabytes on one line."""
    line = "".join(PROSE.split())
    for called, unit in (
        ("prose", line),
        ("letters", "a"),
        ("spaces", " "),
        ("quotes", '"'),
        ("commas", "，,"),
    ):
        yield Hostile(f"one line of {called} (txt)", ".txt", repeated(unit, "梨"), 10 * MEGABYTE, 0.01)
        yield Hostile(f"one line of {called} (md)", ".md", repeated(unit, "梨"), 10 * MEGABYTE, 0.01)
        html = repeated(unit, "<html><body><p>梨", "</p>")
        yield Hostile(f"one line of {called} (html)", ".html", html, 10 * MEGABYTE, 0.01)


def nestings() -> Iterator[Hostile]:
    """200,000 elements in one another."""
    for tag in ("div", "b", "span", "table", "ul"):
        size = 200_000 * (len(tag) + 2)
        yield Hostile(f"nested <{tag}>, unclosed", ".html", page(f"<{tag}>"), size, 1)
        yield Hostile(f"nested <{tag}>, closed", ".html", nested(tag), 2 * size, 1)
    yield Hostile("nested tables with cells", ".html", page("<table><tr><td>"), 200_000 * 15, 1)
    yield Hostile("nested a with names", ".html", page('<a class="title author source" id=x>'), 2 * MEGABYTE)
    yield Hostile("<b> on 10,000 lines", ".md", repeated("<b>\n"), 40_000, 1)


def front_matters() -> Iterator[Hostile]:
    """What YAML and TOML can be made of."""
    yield Hostile("YAML, aliases of aliases", ".md", laughs, 8_000, 1)
    for called, unit, before in (
        ("nested lists", "[", "a: "),
        ("nested mappings", "{a: ", "a: "),
        ("nested dashes", "- ", "a:\n "),
        ("anchors", "&a ", "a: "),
        ("question marks", "? ", ""),
        ("one quoted string", "\\n", 'a: "'),
        ("merges", "<<: *a\n", "a: &a {b: c}\n"),
    ):
        yield Hostile(f"YAML, {called}", ".md", front(unit, before), 900_000, 0.02)
    yield Hostile("YAML, many keys", ".md", yaml_keys, 900_000)
    for called, unit, before in (
        ("nested arrays", "[", "a = "),
        ("nested tables", "{a=", "a = "),
        ("dotted keys", "a.", ""),
        ("many dotted keys", "a.a = 1\n", ""),
        ("tables of tables", "[[a]]\n[a.b]\n", ""),
    ):
        make = repeated(unit, f"+++\n{before}", f"\n+++\n{PROSE}")
        yield Hostile(f"TOML, {called}", ".md", make, 900_000, 0.1)
    yield Hostile("front matter never closed", ".md", repeated("a: b\n", "---\n"), 5 * MEGABYTE, 1)


def bombs() -> Iterator[Hostile]:
    """Ten gigabytes in a few megabytes."""
    for kind, packing, bomb in (("gzip", ".gz", gzip_bomb), ("zstd", ".zst", zstd_bomb)):
        for extension, called, unit in (
            (".txt", "zeros", b"\x00" * 1000),
            (".txt", "one line of a", b"a" * 1000),
            (".txt", "lines of a", b"a" * 99 + b"\n"),
            (".jsonl", "one line of a", b"a" * 1000),
            (".jsonl", "lines of a", b"a" * 99 + b"\n"),
            (".jsonl", "empty lines", b"\n" * 1000),
            (".csv", "lines of a", b"a" * 99 + b"\n"),
        ):
            name = f"{kind} bomb, {called} ({extension[1:]})"
            yield Hostile(name, extension + packing, bomb(unit), 10_000 * MEGABYTE, 1)


def containers() -> Iterator[Hostile]:
    """JSON and tables."""
    text = '{"title":"一天","text":"'
    for called, unit, end, size, tested in (
        ("line of letters", "a", '"}', 50, 0.05),
        ("line of Han", "梨", '"}', 50, 0.01),
        ("line never closed", "a", "", 50, 1.0),
        ("line of escapes", "\\ud83d\\ude00", '"}', 10, 0.1),
        ("line of backslashes", "\\\\", '"}', 10, 0.1),
    ):
        yield Hostile(f"JSON {called}", ".jsonl", repeated(unit, text, end), size * MEGABYTE, tested)
    yield Hostile("JSON nested arrays", ".jsonl", repeated("[", '{"a":'), MEGABYTE, 1)
    yield Hostile("JSON nested objects", ".json", repeated('{"a":'), 5 * MEGABYTE, 1)
    yield Hostile("JSON nested and closed", ".json", closed_json, 2 * MEGABYTE, 1)
    yield Hostile("JSON array of arrays", ".json", repeated("[],", "["), 5 * MEGABYTE, 0.02)
    yield Hostile("JSON lines of nothing", ".jsonl", repeated("{}\n"), 5 * MEGABYTE, 0.02)
    yield Hostile("JSON number of digits", ".jsonl", repeated("1", '{"text":'), 5 * MEGABYTE, 1)
    yield Hostile("JSON of keys", ".jsonl", many_keys, 10 * MEGABYTE)
    line = "a" * 9_999 + "\n"
    yield Hostile(
        "CSV quote never closed, one line", ".csv", repeated("a", 'title,text\na,"'), 50 * MEGABYTE, 1
    )
    yield Hostile(
        "CSV quote never closed, lines", ".csv", repeated(line, 'title,text\na,"'), 50 * MEGABYTE, 1
    )
    yield Hostile(
        "CSV quotes never closed", ".csv", repeated('a,"b\nc\n', "title,text\n"), 5 * MEGABYTE, 0.01
    )
    yield Hostile("CSV of one cell a row", ".csv", repeated("梨\n", "text\n"), MEGABYTE, 0.02)
    yield Hostile("CSV header of columns", ".csv", repeated("a,", "text,"), 20 * MEGABYTE)
    yield Hostile("CSV blank lines", ".csv", repeated("\n"), 5 * MEGABYTE)
    yield Hostile("CSV of CR", ".csv", repeated("\r", "text\n"), 5 * MEGABYTE)


def markup() -> Iterator[Hostile]:
    """Five megabytes of one thing in a page."""
    for called, unit, before in (
        ("links", '<a href="/n/1.html">梨园</a>', ""),
        ("links in prose", "梨树开花。<a href=x>花</a>", "<p>"),
        ("nbsp", "&nbsp;", ""),
        ("comments unclosed", "<!--", ""),
        ("comments of an edition, unclosed", "<!--enpproperty ", ""),
        ("comments of an edition", "<!--enpproperty>", ""),
        ("attributes unclosed", '<p class="', ""),
        ("attributes unclosed, two quotes", "<p a=\"'", ""),
        ("attributes of one tag", " a=b", "<p "),
        ("tags unclosed", "<p ", ""),
        ("end tags unclosed", "</html ", ""),
        ("entities", "&#x68a8;", ""),
        ("CDATA", "<![CDATA[", ""),
        ("doctypes", "<!DOCTYPE html>", ""),
        ("ids of accounts", '<i id="js_name"></i>', ""),
        ("classes of names", '<div class="title author source">梨</div>', ""),
        ("classes of names, nested", '<i class="title author source">梨', ""),
        ("bodies", f'<div class="article-content"><p>{SENTENCE}</p></div>', ""),
        ("lines of a source", "<br>来源：", "<p>"),
        ("a source with many neighbours", "<b>来源：</b>", "<p>" + "<br>来源：的" * 8),
        ("lines of makers that name nobody", "<p>编辑：admin</p>", ""),
        ("a last line of makers", "编辑：", "<div><p>"),
        ("templates and select", "<select><option>梨<template>", ""),
        ("rows of a table", "<tr><td>梨<td>果", "<table>"),
        ("blocks in cells", "<tr><td><p>梨<p>果<td>", "<table>"),
        ("forms", "<form><p>梨树开花。</p></form>", ""),
        ("lines of days", "<br>2021-06-18", "<p>"),
        ("a line of days", "2021 | ", "<p>"),
        ("quotes", '"梨', "<p>"),
    ):
        yield Hostile(f"page of {called}", ".html", page(unit, before=before), 5 * MEGABYTE, 0.02)
    for unit in ("1", "： ", "2021-", "1\u3000"):
        above = repeated(unit, "<html><body><div>", f"</div><p>{PROSE}</p></body></html>")
        yield Hostile(f"page without a headline below {unit!r}", ".html", above, MEGABYTE, 0.2)
    yield Hostile("scripts", ".html", headed('<script>a={"b":1}</script>'), 5 * MEGABYTE)
    yield Hostile("100,000 metas", ".html", headed('<meta name="author" content="顾明远">'), 4 * MEGABYTE)
    yield Hostile("100,000 metas, different", ".html", many_metas, 4 * MEGABYTE)
    yield Hostile("50,000 headings alike", ".html", page(f"<h2>{TITLE}</h2>"), 50_000 * 40)
    yield Hostile("50,000 headings h1 alike", ".html", page("<h1>梨园里的课</h1>"), 50_000 * 24)
    yield Hostile("10,000 time elements", ".html", page('<time datetime="x">2021</time>'), 300_000, 0.2)
    yield Hostile("10,000 time elements, empty", ".html", page("<time datetime>梨</time>"), 300_000, 0.2)
    yield Hostile("class of many names, and children", ".html", one_long_class, 2 * MEGABYTE)
    yield Hostile(
        "class of one word", ".html", repeated("aB", "<html><body><p class='", f"'>{PROSE}"), MEGABYTE
    )
    yield Hostile("style that nearly hides", ".html", one_long_style, MEGABYTE, 1)
    yield Hostile("headlines of data against headings", ".html", headlines_of_data, 2 * MEGABYTE)
    yield Hostile("state with the title many times", ".html", state_of_many, MEGABYTE, 1)


def scripts() -> Iterator[Hostile]:
    """One script of nearly two megabytes, and structured data."""
    yield Hostile("script of 5 MB of '{'", ".html", headed("{", "<script>", "</script>"), 5 * MEGABYTE)
    units = (
        "{",
        "={",
        '={"',
        '={"a":',
        '"',
        "'",
        "\\",
        'ct"',
        "ct=",
        "= ",
        "=" + " " * 99,
        'title="',
        "title:'",
    )
    more = (
        "title:'a',",
        'source:"梨网"',
        "ctime=1600000000;",
        'JSON.parse("',
        "%7B",
        "JSON.parse( ",
        "\\ud83d",
    )
    for unit in (*units, *more):
        name = f"script of {unit[:20]!r}"
        yield Hostile(name, ".html", headed(unit, "<script>", "</script>"), SCRIPT, 0.1)
    begin, end = '<script type="application/ld+json">', "</script>"
    for called, unit, before, after in (
        ("nested", '{"@graph":', "", ""),
        ("nested lists", "[", "", ""),
        ("commas", ", ", "", ""),
        ("names", '"name":', "", ""),
        ("a long list", "0,", "[", "0]"),
        ("many lists", "[0],", "[", "0]"),
        ("articles", '{"@type":"Article"},', "[", "0]"),
    ):
        make = headed(unit, begin + before, after + end)
        yield Hostile(f"JSON-LD of {called}", ".html", make, SCRIPT, 0.1)


def statements() -> Iterator[Hostile]:
    """Titles and metas of a megabyte."""
    for unit in ("梨", "梨_", "网_", "网 - ", "网 - 梨 - ", "-", "_", " ", "<", "A ", "—— "):
        make = repeated(unit, "<html><head><title>", f"</title></head><body><p>{PROSE}</p></body></html>")
        yield Hostile(f"title of {unit!r}", ".html", make, MEGABYTE, 0.1)
    for name in ("author", "source", "og:site_name", "pubdate", "og:title"):
        for unit in ("1", "A", "-", "&lt;", "、", "2021-", "年 "):
            make = headed(unit, f'<meta name="{name}" content="', '梨!">')
            yield Hostile(f"meta {name} of {unit!r}", ".html", make, MEGABYTE, 0.1)


def texts() -> Iterator[Hostile]:
    """A megabyte of one thing that rules look for."""
    units = "记者 来源： 2021- （ 、 编辑： 记者顾明远 顾明远 顾 主任 县委书记、 2021年 1月 1, 一 万 · 玉· “"
    more = '《 【 http 相关阅读： 上一篇： 今年 其中 每 % - A 9. 医生顾 " . , ( !'
    for unit in (*units.split(), *more.split()):
        yield Hostile(f"text of {unit!r}", ".txt", repeated(unit), MEGABYTE, 0.02)
    units = (
        "记者 来源： 2021-01-01 （ 、 相关阅读 顾明远 编辑：顾明远 乡长顾明远说。 首页 http://a.b"
    )
    for unit in units.split():
        yield Hostile(f"lines of {unit!r}", ".txt", repeated(f"{unit}\n"), MEGABYTE, 0.02)
    day = f"{TITLE}\n2021-01-01"
    for unit in (" ", "\u3000", " |", "时 "):
        make = repeated(unit, day, f"x\n{PROSE}")
        yield Hostile(f"text of a day and {unit!r}", ".txt", make, MEGABYTE, 0.2)
    for before in ("记者", "来源：梨树", "《", "（记者", "本报6月18日", "第"):
        make = repeated(" ", before, f"x\n{PROSE}")
        yield Hostile(f"text of {before!r} and spaces", ".txt", make, MEGABYTE, 0.1)


def markdown() -> Iterator[Hostile]:
    """A megabyte of one thing that Markdown looks for."""
    units = "[ ![ [a]( ]( * ` `a`` < <a <!-- <? \\ & | # ~~~ [查看原文](http:// [^1] :-: __ ~~ <a@b.c> &#"
    inline = ("**a ", "*a_ ", "> ", "- ", "1. ")
    blocks = ("[a]: b\n", "a|b\n-|-\n", "[a]\n", "- a\n", "> a\n", "a  \n", "<p>\n\n")
    for unit in (*units.split(), *inline, *blocks):
        yield Hostile(f"Markdown of {unit!r}", ".md", repeated(unit, "梨\n\n"), MEGABYTE, 0.02)


CASES: tuple[Hostile, ...] = tuple(
    case
    for group in (
        lines, nestings, front_matters, bombs, containers, markup, scripts, statements, texts, markdown,
    )
    for case in group()
)  # fmt: skip
