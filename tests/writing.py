"""One article of our own, written in every format and encoding: what the tests of reading share."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from extract.readers import Article, ReadOptions, Unreadable, read_file

if sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

HANS = """云岭县山区教育帮扶见实效
2018年4月，滨江区选派教师发展中心副主任何松青到云岭县挂职，任县教育局副局长。
今年，滨江区共选派4名专业技术人才，其中医生1人、教师3人；捐赠电脑120余台，折合65.8万元。
“孩子们的普通话好多了。”2020年7月29日，青石镇中心小学校长韩秋月说。
驻村第一书记陆建业介绍，白沙村215户村民通了自来水，人均年收入达到8600元。"""

HANT = """雲嶺縣山區教育幫扶見實效
2018年4月，濱江區選派教師發展中心副主任何松青到雲嶺縣掛職，任縣教育局副局長。
今年，濱江區共選派4名專業技術人才，其中醫生1人、教師3人；捐贈電腦120餘台，折合65.8萬元。
「孩子們的普通話好多了。」2020年7月29日，青石鎮中心小學校長韓秋月說。
駐村第一書記陸建業介紹，白沙村215戶村民通了自來水，人均年收入達到8600元。"""

HONG_KONG = """佢哋喺山區嘅學校裏教咗三年
2018年4月，濱江區衞生署副署長何松青到雲嶺縣掛職，着手修建診所。
韓秋月嗰時喺青石鎮做校長，佢話學校裏有4名教師、120台電腦。"""

TEXTS = {"hans": HANS, "hant": HANT, "hongkong": HONG_KONG}
ENCODINGS = {
    "hans": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"),
    "hant": ("utf-8", "utf-16", "utf-16-be", "gb18030", "gbk", "big5", "cp950", "big5hkscs"),
    "hongkong": ("utf-8", "utf-16-le", "gb18030", "big5hkscs"),
}
#: Codes of warnings that tell how an article was read, and so differ between the ways of writing it.
READING = {
    "encoding-guessed",
    "encoding-declared-wrong",
    "format-sniffed",
    "whole-page",
}


def table(text: str, delimiter: str) -> str:
    """The article as the second of three rows, its line breaks inside of a quoted cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(
        [["id", "正文", "note"], ["1", "路修好了。", ""], ["2", text, "x"], ["3", "水也到了。", ""]]
    )
    return out.getvalue()


def lines(text: str) -> str:
    """The article as the second of three lines of JSON, its characters as they are."""
    rows = [{"text": "路修好了。"}, {"content": text, "note": "x"}, {"text": "水也到了。"}]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


def fragment(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))


def page(text: str) -> str:
    title, *paragraphs = text.split("\n")
    body = fragment("\n".join(paragraphs))
    return (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>\n"
        f"<body><article><h1>{title}</h1>\n{body}</article></body></html>\n"
    )


#: Extension, how the text is written, and the place of the article among those that are read.
WAYS: Mapping[str, tuple[Callable[[str], str], int]] = {
    ".txt": (lambda text: text, 0),
    ".md": (lambda text: text.replace("\n", "\n\n"), 0),
    ".html": (fragment, 0),
    ".htm": (page, 0),
    ".jsonl": (lines, 1),
    ".json": (lambda text: json.dumps([{"text": text}], ensure_ascii=False, indent=1), 0),
    ".csv": (lambda text: table(text, ","), 1),
    ".tsv": (lambda text: table(text, "\t"), 1),
}
PACKINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".zst": zstd.compress,
}


def write(directory: Path, name: str, content: bytes | str) -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_all(
    directory: Path, name: str, content: bytes | str, options: ReadOptions | None = None
) -> list[Article | Unreadable]:
    return list(read_file(write(directory, name, content), options or ReadOptions()))


def read_one(
    directory: Path, name: str, content: bytes | str, options: ReadOptions | None = None
) -> Article | Unreadable:
    (item,) = read_all(directory, name, content, options)
    return item


def article(directory: Path, name: str, content: bytes | str, options: ReadOptions | None = None) -> Article:
    item = read_one(directory, name, content, options)
    assert isinstance(item, Article), item
    return item


def codes(item: Article | Unreadable) -> list[str]:
    assert isinstance(item, Article), item
    return [warning.code for warning in item.warnings]
