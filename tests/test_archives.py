"""Parquet and WARC: formats that need a package of their own."""

from __future__ import annotations

import datetime
import gzip
import io
import sys
import zlib
from pathlib import Path

import pytest
from writing import HANS, HANT, article, codes, page, read_all, read_one, write, zstd

from extract.readers import Article, ReadOptions, Unreadable, read_file
from extract.readers import parquet as parquet_reader
from extract.readers.options import parse_fields

# -- Parquet ---------------------------------------------------------------------------------

pa = pytest.importorskip("pyarrow", reason="Parquet is tested where pyarrow is installed")
pq = pytest.importorskip("pyarrow.parquet")


def parquet(directory: Path, columns: dict[str, object], **options: object) -> Path:
    path = directory / "a.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_a_parquet_file_gives_an_article_for_each_row(tmp_path, pipeline):
    columns = {
        "id": [1, 2, 3, 4],
        "正文": [HANS, None, HANT, " "],
        "标题": ["甲", "乙", None, "丁"],
        "date": [datetime.date(2020, 7, 29), None, datetime.date(2021, 1, 2), None],
        "vector": [[0.1, 0.2]] * 4,
    }
    items = list(read_file(parquet(tmp_path, columns, row_group_size=2, compression="zstd")))
    assert [type(item) for item in items] == [Article, Unreadable, Article, Unreadable]
    first, second, third, fourth = items
    assert (first.text, first.title, first.published, first.id) == (HANS, "甲", "2020-07-29", "1")
    assert (first.format, first.container, first.row) == ("text", "parquet", 1)
    assert (third.text, third.title, third.row) == (HANT, None, 3)
    assert (second.line, fourth.line) == (2, 4)
    assert 'neither "text"' in second.reason
    assert fourth.reason == "only white space"
    assert pipeline.process(first).counts == pipeline(HANS, published="2020-07-29").counts


@pytest.mark.parametrize(
    "kind", ["string", "large_string", "binary", "large_binary", "string_view", "dictionary"]
)
def test_every_kind_of_string_is_read(tmp_path, kind):
    kinds = {"dictionary": pa.dictionary(pa.int32(), pa.string())}
    values = pa.array([HANS, HANT]).cast(kinds.get(kind) or getattr(pa, kind)())
    items = list(read_file(parquet(tmp_path, {"text": values})))
    assert [item.text for item in items] == [HANS, HANT]


def test_bytes_in_a_column_are_decoded(tmp_path):
    values = pa.array([HANS.encode("gbk"), HANT.encode("big5", "ignore"), bytes(40)], pa.binary())
    first, second, third = read_file(parquet(tmp_path, {"text": values}))
    assert (first.text, codes(first)) == (HANS, ["encoding-guessed"])
    assert "電腦120餘台" in second.text
    assert "binary" in third.reason


def test_columns_are_named_and_html_is_read(tmp_path):
    path = parquet(tmp_path, {"raw": ["<p>路</p><p>通了</p>"], "x": ["修路"], "text": ["摘要"]})
    options = ReadOptions(fields=parse_fields(["html=raw", "title=x"]))
    (item,) = read_file(path, options)
    assert (item.text, item.format, item.title) == ("路\n通了", "html", "修路")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PAR1", "broken Parquet file"),
        (b"PAR1" + bytes(100) + b"PAR1", "broken Parquet file"),
        (b"PAR1" + b"\xff" * 100 + b"\xff\xff\xff\x7fPAR1", "broken Parquet file"),
        (b"", "empty file"),
    ],
)
def test_a_broken_parquet_file_is_told(tmp_path, content, reason):
    assert reason in str(read_one(tmp_path, "a.parquet", content))


def test_a_parquet_file_that_lies_about_its_pages_is_told(tmp_path):
    path = parquet(tmp_path, {"text": [HANS] * 50}, compression=None, use_dictionary=False)
    data = path.read_bytes()
    broken = data[:4] + bytes([data[4] ^ 0xFF]) * 40 + data[44:]
    assert isinstance(read_one(tmp_path, "b.parquet", broken), Unreadable)


def test_a_parquet_file_without_a_body_is_told(tmp_path):
    (item,) = read_file(parquet(tmp_path, {"headline": ["x"], "score": [1.5]}))
    assert "no column holds the text of articles: they are called 'headline, score'" in item.reason
    (item,) = read_file(parquet(tmp_path, {"text": pa.array([], pa.string())}))
    assert item.reason == "the table has no rows"


def test_an_absurd_group_of_rows_is_left_out_and_told(tmp_path, monkeypatch):
    small = pa.table({"text": [HANS, HANT]})
    with pq.ParquetWriter(tmp_path / "a.parquet", small.schema, compression="zstd") as writer:
        writer.write_table(small)
        writer.write_table(pa.table({"text": ["路" * 3_000_000, "桥"]}))
        writer.write_table(small)
    *items, last = read_file(tmp_path / "a.parquet")
    assert [getattr(item, "row", None) for item in (*items, last)] == [1, 2, None, 5, 6]
    assert "rows 3 to 4 are not read: they grow more than" in items[2].reason
    monkeypatch.setattr(parquet_reader, "_MAX_GROUP_BYTES", 1_000_000)
    assert "more than fit into memory" in list(read_file(tmp_path / "a.parquet"))[2].reason


def test_a_parquet_file_wants_to_be_a_file(tmp_path):
    path = parquet(tmp_path, {"text": [HANS]})
    item = read_one(tmp_path, "b.parquet.gz", gzip.compress(path.read_bytes()))
    assert "cannot be read from standard input, nor packed" in item.reason
    assert article(tmp_path, "c.dat", path.read_bytes()).text == HANS


def test_without_pyarrow_its_extra_is_named(tmp_path, monkeypatch):
    path = parquet(tmp_path, {"text": [HANS]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (item,) = read_file(path)
    assert "pip install 'zhnews-extract[columns]'" in item.reason


# -- WARC ------------------------------------------------------------------------------------


def record(
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    headers: str = "Content-Type: text/html",
    uri: str = "https://news.example/1",
    length: int | None = None,
) -> bytes:
    """One record of an archive; ``length`` is what it says of itself, if that is a lie."""
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{line}\r\n" for line in headers.split("\n")) + "\r\n"
    block = head.encode() + body
    said = len(block) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2020-07-29T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {said}\r\n\r\n"
    ).encode() + block + b"\r\n\r\n"  # fmt: skip


def fragment(text: str, encoding: str = "utf-8") -> bytes:
    return "".join(f"<p>{line}</p>" for line in text.split("\n")).encode(encoding)


OTHERS = [
    record(b"", kind="request"),
    record(fragment("没有了"), status="404 Not Found"),
    record(fragment("走开"), status="302 Found"),
    record(b"\x89PNG", headers="Content-Type: image/png"),
    record(fragment("又来了"), kind="revisit"),
    record(b'{"text": "x"}', headers="Content-Type: application/json"),
    record(b"x", headers="Server: x"),
]


@pytest.fixture
def warcio():
    return pytest.importorskip("warcio", reason="WARC is tested where warcio is installed")


@pytest.mark.usefixtures("warcio")
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_the_pages_of_an_archive_are_read(tmp_path, packing):
    pages = [
        record(fragment(HANS), uri="https://a.example/1"),
        record(HANT.encode(), headers="Content-Type: text/plain; charset=utf-8", uri="https://a.example/2"),
        record(page(HANS).encode(), headers="content-type: application/xhtml+xml", uri="https://a.example/3"),
    ]
    records = [OTHERS[0], pages[0], *OTHERS[1:4], pages[1], *OTHERS[4:], pages[2]]
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstd.compress}[packing]
    items = read_all(tmp_path, f"a.warc{packing}", b"".join(pack(each) for each in records))
    assert [(item.row, item.format, item.url) for item in items] == [
        (2, "html", "https://a.example/1"),
        (6, "text", "https://a.example/2"),
        (10, "html", "https://a.example/3"),
    ]
    assert [item.text for item in items[:2]] == [HANS, HANT]
    assert {item.container for item in items} == {"warc"}


@pytest.mark.usefixtures("warcio")
def test_what_the_server_declares_is_believed(tmp_path):
    data = record(fragment(HANS, "gbk"), headers="Content-Type: text/html; charset=GB2312")
    item = article(tmp_path, "a.warc", data)
    assert (item.text, codes(item)) == (HANS, [])
    wrong = record(fragment(HANS, "gbk"), headers="Content-Type: text/html; charset=utf-8")
    item = article(tmp_path, "a.warc", wrong)
    assert (item.text, codes(item)) == (HANS, ["encoding-declared-wrong", "encoding-guessed"])


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


def brotli(data: bytes) -> bytes:
    return pytest.importorskip("brotli").compress(data)


@pytest.mark.usefixtures("warcio")
@pytest.mark.parametrize(
    ("name", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli), ("zstd", zstd.compress)],
)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_pages_packed_for_the_way_are_unpacked(tmp_path, name, pack, in_chunks):
    body = pack(fragment(HANS, "gbk"))
    headers = f"Content-Type: text/html; charset=gbk\nContent-Encoding: {name}"
    if in_chunks:
        body, headers = chunked(body), headers + "\nTransfer-Encoding: chunked"
    assert article(tmp_path, "a.warc", record(body, headers=headers)).text == HANS


GOOD = record(fragment("路修好了。"))
BROKEN_ARCHIVES = [
    (b"WARC/1.0\r\n\r\n", ["the archive holds no page"]),
    (b"".join(OTHERS), ["the archive holds no page: its 7 records are of other kinds"]),
    (GOOD + record(fragment("短"), length=10**15), ["路", "longer than it is: the file ends before it"]),
    (
        GOOD + record(fragment("短"), length=500) + GOOD * 3,
        ["路", "reaches over the next ones", "broken WARC file"],
    ),
    (GOOD + b"nonsense\r\n\r\n" + GOOD, ["路", "broken WARC file"]),
    (GOOD + record(b""), ["路", "the page is empty"]),
    (GOOD + record(bytes(80)) + GOOD, ["路", "binary file", "路"]),
    (GOOD[:-30], ["the file ends before it"]),
    (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -7\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", ["no page"]),
]


@pytest.mark.usefixtures("warcio")
@pytest.mark.parametrize(("content", "told"), BROKEN_ARCHIVES)
def test_a_broken_archive_is_told_and_gives_what_it_has(tmp_path, capfd, content, told):
    items = read_all(tmp_path, "a.warc", content)
    said = [item.text if isinstance(item, Article) else item.reason for item in items]
    assert len(said) == len(told)
    assert all(part in whole for part, whole in zip(told, said, strict=True)), said
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("warcio")
def test_a_packed_page_that_grows_without_end_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("extract.readers.limits.MAX_ARTICLE_BYTES", 100_000)
    for name, pack in (("gzip", gzip.compress), ("zstd", zstd.compress), ("br", brotli)):
        headers = f"Content-Type: text/html\nContent-Encoding: {name}"
        data = record(pack(b"x" * 5_000_000), headers=headers)
        assert "too large" in str(read_one(tmp_path, "a.warc", data))


@pytest.mark.usefixtures("warcio")
@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("gzip", gzip.compress(b"x" * 90)[:9] + b"broken", "cannot be unpacked"),
        ("br", b"broken", "cannot be unpacked"),
        ("zstd", zstd.compress(b"x" * 90)[:-3], "broken zstd file"),
        ("compress", b"x", "packed with 'compress', which cannot be unpacked"),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_told(tmp_path, name, body, reason):
    data = record(body, headers=f"Content-Type: text/html\nContent-Encoding: {name}")
    assert reason in str(read_one(tmp_path, "a.warc", data))


@pytest.mark.usefixtures("warcio")
def test_a_crawler_may_have_unpacked_the_page(tmp_path):
    data = record(fragment(HANS), headers="Content-Type: text/html\nContent-Encoding: gzip")
    assert article(tmp_path, "a.warc", data).text == HANS


@pytest.mark.usefixtures("warcio")
def test_an_archive_cut_off_in_its_packing_gives_what_it_has(tmp_path):
    data = gzip.compress(GOOD) + gzip.compress(GOOD)[:-12]
    first, *_, last = read_all(tmp_path, "a.warc.gz", data)
    assert isinstance(first, Article)
    assert isinstance(last, Unreadable)


@pytest.mark.usefixtures("warcio")
def test_an_archive_by_another_name_and_from_standard_input(tmp_path, monkeypatch):
    item = article(tmp_path, "a.txt", GOOD)
    assert (item.container, codes(item)) == ("warc", ["format-sniffed"])
    path = write(tmp_path, "in", GOOD)
    with path.open("rb") as file:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(file))
        (item,) = read_file("-")
    assert item.text == "路修好了。"


def test_without_warcio_its_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio", None)
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    assert "pip install 'zhnews-extract[warc]'" in str(read_one(tmp_path, "a.warc", GOOD))
