"""Web pages after the shapes of real sites: each gives exactly what stands beside it."""

from __future__ import annotations

import json
import pathlib
import re
import tomllib
from typing import Any
from urllib.parse import quote

import pytest

import extract
from extract.readers import article_from_text
from extract.readers.html import parse_html
from extract.rules import shipped_rules

PAGES = sorted((pathlib.Path(__file__).parent / "pages").glob("*.html"))


def one_spaced(text: str | None) -> str | None:
    """How a page parts words (spaces, no-break and ideographic ones, several of them) is layout."""
    return None if text is None else " ".join(text.split())


def expected_of(page: pathlib.Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return expected


def page_patterns() -> list[tuple[str, str, bool, str]]:
    """Every example of ``rules/pages``: the file, its pattern, whether it is found, and the example."""
    cases = []
    for path in sorted((shipped_rules() / "pages").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, examples in table["examples"].items():
            cases += [(path.name, name, True, example) for example in examples["match"]]
            cases += [(path.name, name, False, example) for example in examples["no_match"]]
    return cases


@pytest.mark.parametrize(("file", "name", "found", "example"), page_patterns())
def test_a_pattern_of_pages_finds_its_examples_alone(file: str, name: str, found: bool, example: str) -> None:
    table = tomllib.loads((shipped_rules() / "pages" / file).read_text(encoding="utf-8"))
    assert (re.search(table[name], example) is not None) is found


def test_there_are_pages_of_many_shapes() -> None:
    assert len(PAGES) >= 40


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_gives_what_stands_beside_it(page: pathlib.Path, pipeline: extract.Pipeline) -> None:
    expected = expected_of(page)
    source = page.read_text(encoding="utf-8")
    record = pipeline.process(article_from_text(source, format="html"))
    parts = [expected["title"], expected["head"], *expected["body"], expected["tail"]]
    lines = [one_spaced(line) for line in parts if line]
    assert [one_spaced(line) for line in record.text.split("\n")] == lines
    assert one_spaced(record.title) == expected["title"]
    assert one_spaced(record.outlet) == expected["outlet"]
    assert record.published == expected["published"]
    assert record.source.url == expected["url"]
    assert {person.name for person in record.people if person.staff} == set(expected["byline"])


@pytest.mark.parametrize("page", PAGES[::6], ids=lambda page: page.stem)
def test_page_of_which_the_end_is_missing_still_gives_its_headline(page: pathlib.Path) -> None:
    expected = expected_of(page)
    source = page.read_text(encoding="utf-8")
    # cut after the last line of the article: what follows helps nothing
    last = source.rfind(expected["body"][-1][-8:])
    if last < 0:
        pytest.skip("the article's last line is not written as it is shown")
    _, metadata = parse_html(source[: last + 8])
    assert one_spaced(metadata.title) == expected["title"]


# What a page says, and the day it was published: the words are put under a headline, above an article.
DAYS = [
    ("2021-03-05 10:22  来源：新山网", "2021-03-05"),
    ("发布时间：2021年3月5日", "2021-03-05"),
    ("發布日期：2021/3/5", "2021-03-05"),
    ("時間：2021.03.05 10:22", "2021-03-05"),
    ("２０２１年０３月０５日", "2021-03-05"),
    ("21-03-05 10:22", "2021-03-05"),
    ("2021</span> <span>03/05</span> <span>10:22:31", "2021-03-05"),
    ("民國110年3月5日", "2021-03-05"),
    ("發布日期：110-03-05", "2021-03-05"),
    ("二〇二一年三月五日", "2021-03-05"),
    ("更新时间：2021-03-09 发布时间：2021-03-05", "2021-03-05"),
    ("发布时间：2021-03-05 更新时间：2021-03-09", "2021-03-05"),
    ("2021年3月", None),
    ("2021-13-05", None),
    ("3小时前", None),
    ("昨天 10:22", None),
    ("03-05 10:22", None),
    ("发布时间：2199-03-05", None),
    ("发布时间：1937-07-07", None),
]

PAGE = "<!doctype html><title>村里通了路_新山网</title><body><h1>村里通了路</h1>"
ARTICLE = "<p>路通了以后，村里人进城只要一个小时，菜也卖得出去了。</p>" * 4


@pytest.mark.parametrize(("line", "day"), DAYS)
def test_day_under_the_headline(line: str, day: str | None) -> None:
    page = f"""<!doctype html><title>村里通了路</title><body><h1>村里通了路</h1>
        <div><span>{line}</span></div><div>{ARTICLE}</div>"""
    assert parse_html(page)[1].published == day


# Head of the page, what stands under the headline, and the day.
STATEMENTS = [
    ("<meta property='article:published_time' content='2021-03-05T10:00:00+08:00'>", "", "2021-03-05"),
    ("<meta name=PubDate content='2012-01-01'>", "2021-03-05 10:22", "2021-03-05"),
    ("<script>var publish_time = 1614912000;</script>", "3小时前", "2021-03-05"),
    ("<script>var ct = '1614873600';</script>", "", "2021-03-05"),
    (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2021-03-04T17:30:00Z"}</script>',
        "",
        "2021-03-05",
    ),
    (
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle",'
        '"datePublished":"2021-03-05"}]}</script>',
        "",
        "2021-03-05",
    ),
    ("<link rel=canonical href='http://a.example.cn/2021/0305/c1.html'>", "03-05 10:22", "2021-03-05"),
    ("<link rel=canonical href='http://a.example.cn/t20210305_1.html'>", "", "2021-03-05"),
    ("<link rel=canonical href='http://a.example.cn/20211305/1.html'>", "", None),
    ("", "<time datetime='2021-03-05T10:00'>昨天</time>", "2021-03-05"),
]


@pytest.mark.parametrize(("head", "line", "day"), STATEMENTS)
def test_day_that_a_page_states(head: str, line: str, day: str | None) -> None:
    page = f"<!doctype html><head><title>村里通了路</title>{head}<body><h1>村里通了路</h1>{line}{ARTICLE}"
    assert parse_html(page)[1].published == day


# Window title, heading on the page, and the headline.
TITLES = [
    ("村里通了路_新山网", "村里通了路", "村里通了路"),
    ("村里通了路--时政--新山网", None, "村里通了路"),
    ("村里通了路 - 新山日报", "新山日报", "村里通了路"),
    ("村里通了路 | 社會 | 新山新聞網", None, "村里通了路"),
    ("新山日报数字报-村里通了路", None, "村里通了路"),
    ("新山-北岭公路通车_新山网", "新山-北岭公路通车", "新山-北岭公路通车"),
    ("路通了——一个村庄的三十年 - 新山网", "路通了——一个村庄的三十年", "路通了——一个村庄的三十年"),
    ("新山网", "村里通了路", "村里通了路"),
]


@pytest.mark.parametrize(("window", "heading", "title"), TITLES)
def test_headline_is_told_from_site_and_channel(window: str, heading: str | None, title: str) -> None:
    shown = f"<h1>{heading}</h1>" if heading else ""
    page = f"<!doctype html><title>{window}</title><body>{shown}<div>{ARTICLE}</div>"
    assert parse_html(page)[1].title == title


# A line under the headline, and the outlet.
OUTLETS = [
    ("来源：新华社", "新华社"),
    ("稿源: 北岭日报 2021-03-05", "北岭日报"),
    ("【来源：北岭融媒】", "北岭融媒"),
    ("转自：《北岭日报》", "北岭日报"),
    ("来源：<a href='/'>北岭日报</a><a href='/x'>参与互动</a>", "北岭日报"),
    ("来源：北岭日报作者：王小明", "北岭日报"),
    ("来源：本站", "新山网"),
    ("来源：未知", "新山网"),
    ("来源：网络", "新山网"),
    ("北岭报 记者王小明", "北岭报"),
    ("", "新山网"),
]


@pytest.mark.parametrize(("line", "outlet"), OUTLETS)
def test_outlet_is_the_source_that_is_named_else_the_site(line: str, outlet: str) -> None:
    page = f"{PAGE}<div>{line}</div><div>{ARTICLE}</div>"
    assert parse_html(page)[1].outlet == outlet


# A line under the headline, and its makers.
MAKERS = [
    ("作者：王小明", "作者：王小明"),
    ("2021-03-05 来源：新山网 作者：王小明 编辑：李芳", "作者：王小明 编辑：李芳"),
    ("作者：王小明编辑：李芳", "作者：王小明编辑：李芳"),
    ("责任编辑：王小明_NF1234", "责任编辑：王小明_NF1234"),
    ("作者：王小明 点击：100次", "作者：王小明"),
    ("记者 王小明 通讯员 李芳", "记者 王小明 通讯员 李芳"),
    ("記者王小明／台北報導", "記者王小明／台北報導"),
    ("◎文∕王小明", "◎文∕王小明"),
    ("作者：admin", None),
    ("作者：系统管理员", None),
    ("责任编辑：网络整理", None),
    ("作者：北岭日报", None),
    ("编辑：新闻中心", None),
]


@pytest.mark.parametrize(("line", "byline"), MAKERS)
def test_makers_are_persons(line: str, byline: str | None) -> None:
    page = f"{PAGE}<div>{line}</div><div>{ARTICLE}</div>"
    text, metadata = parse_html(page)
    assert metadata.byline == byline
    assert (byline in text.split("\n")) if byline else (line not in text)


HIDDEN = [
    "display:none",
    "DISPLAY : none",
    "visibility:hidden",
    "position:absolute;left:-9999px",
    "text-indent:-9999px",
    "font-size:0",
    "font-size:1px;color:#fff",
    "height:0;overflow:hidden",
    "opacity:0",
]


@pytest.mark.parametrize("style", HIDDEN)
def test_hidden_words_are_not_read(style: str) -> None:
    stuffing = f"<div style='{style}'>{'脱贫攻坚，东西协作，人才支援。' * 30}</div>"
    page = f"{PAGE}{stuffing}{ARTICLE}"
    assert "东西协作" not in parse_html(page)[0]


def test_a_page_without_an_article_gives_all_its_text_and_says_so() -> None:
    text, metadata = parse_html("<!doctype html><body><ul><li><a href=1>甲乡</a><li><a href=2>乙乡</a></ul>")
    assert text == "甲乡\n乙乡"
    assert [warning.code for warning in metadata.warnings] == ["whole-page"]


TITLE = "村里通了路"
BODY = "路通了以后，村里人进城只要一个小时，菜也卖得出去了。" * 4
IN_SCRIPTS = [
    "window.DATA = " + json.dumps({"title": TITLE, "content": f"<p>{BODY}</p>"}, ensure_ascii=False),
    "window.DATA = " + json.dumps({"a": {"title": TITLE, "list": [{"data": BODY}]}}) + ";var b = {c: 1}",
    "var d = JSON.parse(" + json.dumps(json.dumps({"title": TITLE, "content": BODY})) + ");",
    quote(json.dumps({"data": {"title": TITLE, "content": BODY}})),
    f"var BASE = {{ info: {{ title: '&quot;{TITLE}&quot;', content: '&lt;p&gt;{BODY}&lt;/p&gt;' }} }}",
]


@pytest.mark.parametrize("script", IN_SCRIPTS, ids=["json", "nested", "string", "address", "literal"])
def test_an_article_that_only_a_script_would_show(script: str) -> None:
    page = f"<!doctype html><title>{TITLE}_新山网</title><body><div id=root></div><script>{script}</script>"
    assert parse_html(page)[0] == f"{TITLE}\n{BODY}"


PAGERS = [
    ("<div class=pager><a href='c1_2.html'>2</a> <a href='c1_2.html'>下一页</a></div>", ["more-pages"]),
    ("<div class=pager><a href='c1_2.html'>下一頁 ></a></div>", ["more-pages"]),
    ("<div><a href='c2.html'>下一篇：邻村也通了路</a></div>", []),
    ("<div><a href='#'>下一页</a></div>", []),
]


@pytest.mark.parametrize(("pager", "codes"), PAGERS)
def test_an_article_that_goes_on_on_another_page_says_so(pager: str, codes: list[str]) -> None:
    text, metadata = parse_html(f"{PAGE}<div>{ARTICLE}</div>{pager}")
    assert [warning.code for warning in metadata.warnings] == codes
    assert "下一" not in text


def test_a_fragment_is_taken_whole() -> None:
    text, metadata = parse_html("<p>甲乡通了路。</p><ul><li><a href=1>乙乡通了水</a></ul>")
    assert text == "甲乡通了路。\n乙乡通了水"
    assert metadata.title is None


def test_the_address_known_from_elsewhere_tells_the_day_but_yields_to_the_page() -> None:
    page = f"{PAGE}{ARTICLE}"
    metadata = parse_html(page, url="http://a.example.cn/2021-03/05/c1.html")[1]
    assert (metadata.url, metadata.published) == ("http://a.example.cn/2021-03/05/c1.html", "2021-03-05")
    canonical = page.replace("<body>", "<link rel=canonical href='http://b.example.cn/2022/0401/c2.html'><body>")
    metadata = parse_html(canonical, url="http://a.example.cn/2021-03/05/c1.html")[1]
    assert (metadata.url, metadata.published) == ("http://b.example.cn/2022/0401/c2.html", "2022-04-01")
