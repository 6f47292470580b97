"""Files for bench/fuzz.py: good ones of every format and encoding, and what spoils them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import pathlib
import random
from collections.abc import Callable
from dataclasses import dataclass

from backports import zstd

ROOT = pathlib.Path(__file__).resolve().parent.parent

HANS = """山乡卫生院来了新医生
来源：云岭日报 2021-06-18 09:30　作者：顾明远
云岭县传媒中心记者 陶雨晴

“我们今年新建卫生室3所，其中2所已开诊。”6月18日，云岭县委副书记、援助队队长顾明远说，去年以来，嘉澄市共选派4名医生、12名教师到麦塘乡。
据了解，截至2020年底，全县培训1,584人次，投入3.98亿元，受益农户约1.2万户，合格率98.5%。阿依古丽·买买提今年26岁，是乡卫生院的护士。

相关阅读
梨园开园了
责任编辑：田冬梅
"""
HANT = """山鄉衛生院來了新醫生
來源：雲嶺日報 2021-06-18 09:30　作者：顧明遠
雲嶺縣傳媒中心記者 陶雨晴

「我們今年新建衛生室3所，其中2所已開診。」6月18日，雲嶺縣援助隊隊長顧明遠說，去年以來，嘉澄市共選派4名醫生、12名教師到麥塘鄉。
據了解，截至民國一一四年底，全縣培訓1,584人次，投入3.98億元，受益農戶約1.2萬戶，合格率98.5%。
責任編輯：田冬梅
"""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5hkscs", "cp1252", "utf-32")
EXTENSIONS = (
    ".txt", ".md", ".html", ".htm", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".warc", ".gz", ".zst",
    ".txt.gz", ".jsonl.zst", ".html.gz", ".csv.gz", ".warc.gz", ".ndjson", ".xhtml", ".dat", "",
)

#: What readers look for, put where nobody expects it.
TOKENS = [
    "\x00", "\ufeff", "\u200b", "\u2028", "\x85", "\x1f", "\r", "\r\n", "\n\n", "\t", "\u3000",
    "�", "𠮷", "🙂", "é", '"', "'", ",", "\\", "\\ud83d", "\\ude00", "\\u0000", "{", "}", "[", "]",
    "null", "1e999", "NaN", "-0", "9" * 5000, "---\n", "+++\n", "---", "&a", "*a",
    "!!python/object:os.system ", "? ", "<<: *a\n", "- ", "title: ", "date: 2021-02-30\n",
    "[[a]]\n", "<", ">", "</", "<!--", "-->", "<![CDATA[",
    "<?xml version='1.0' encoding='gb2312'?>", "&#xd83d;", "&#0;", "&#1114112;", "&nbsp;", "<p>",
    "</p>", "<div>", "</div>", "<div class=article-content>", "<div hidden>", "<table><tr><td>",
    "</table>", "<pre>\n", "<h1>", "</h1>", "<script>", "</script>", "<style>", "<title>",
    "</title>", "<body>", "</body>", "<html>", "<form>", "<template>", "<svg>", "<br>",
    "<a href=x>", "<meta charset=big5>", "<meta charset=utf-7>",
    '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
    '<meta name="pubdate" content="²²²²²²²²²²">', '<meta name="pubdate" content="1600000000">',
    '<meta name="author" content="顾明远">', '<meta property="og:title" content="山乡">',
    '<link rel="canonical" href="http://[::1/">', '<time datetime="2021-13-45">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"山乡\\ud83d",'
    '"author":[[{"name":[]}]]}</script>',
    '<script>var a={"title":"山乡卫生院来了新医生","content":"<p>\\ud83d</p>",'
    '"publish_time":"9999999999","author":{"name":1}}</script>',
    '<script>a=JSON.parse("{\\"title\\":3}");title: \'山乡卫生院来了新医生\', content: \'\\ud83d\'</script>',
    "<!--enpproperty <date>2021-02-31</date><author>顾明远</author>-->", "二〇二一年十十月一日", "民国〇年",
    "民国999年13月32日", "2021年2月30日", "99999年", "0000-00-00", "7-7 ", "٢٠٢١年٢月٢日", "①②③", "十百万亿",
    "来源：", "责任编辑：", "记者", "（记者", "顾明远", "·", "相关阅读\n", "http://", "其中", "今年", "去年",
    "约", "%", "一",
    "万", "、", "WARC/1.0\r\n", "Content-Length: 99999999\r\n", "HTTP/1.1 200 OK\r\n",
    "Content-Encoding: br\r\n", "\r\n\r\n", "PAR1", "\x1f\x8b", "PK\x03\x04",
]  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A file: its extension and its bytes."""

    extension: str
    data: bytes


def seeds() -> list[Sample]:
    """The samples, the pages of the tests, and a file of every format, encoding and packing."""
    paths = [*sorted((ROOT / "samples" / "articles").iterdir()), *sorted(ROOT.glob("tests/pages/*.html"))]
    found = [Sample(path.suffix, path.read_bytes()) for path in paths]
    for text in (HANS, HANT):
        plain = [Sample(extension, make(text)) for extension, make in _TEXTUAL.items()]
        encoded = [_in_encoding(sample, encoding) for sample in plain for encoding in ENCODINGS]
        found += [sample for sample in encoded if sample is not None]
        whole = [*plain, Sample(".warc", _warc(text)), *_parquet(text)]
        found += whole[len(plain) :]
        found += [packed(sample, packing) for sample in whole for packing in (".gz", ".zst")]
    return found


def packed(sample: Sample, packing: str) -> Sample:
    """The same file packed; ``packing`` is ``.gz`` or ``.zst``."""
    compress: Callable[[bytes], bytes] = zstd.compress
    if packing == ".gz":
        return Sample(sample.extension + packing, gzip.compress(sample.data, mtime=0))
    return Sample(sample.extension + packing, compress(sample.data))


def _in_encoding(sample: Sample, encoding: str) -> Sample | None:
    try:
        return Sample(sample.extension, sample.data.decode().encode(encoding))
    except UnicodeEncodeError:
        return None


def _fields(text: str) -> dict[str, str]:
    title, source, *rest = text.split("\n")
    return {
        "title": title,
        "source": source[3:7],
        "author": "陶雨晴",
        "date": "2021-06-18T09:30:00+08:00",
        "url": "https://news.example/2021/0618/c1.html",
        "text": "\n".join(rest),
    }


def _markdown(text: str) -> bytes:
    fields = _fields(text)
    front = "\n".join(f"{key}: {fields[key]}" for key in ("title", "source", "author", "date"))
    body = f"# 一\n\n{fields['text']}\n\n- **梨**：[果](u)\n\n|a|b|\n|-|-|\n|1|2|\n"
    return f"---\n{front}\ntags: [a, b]\n---\n{body}".encode()


def _toml(text: str) -> bytes:
    fields = _fields(text)
    front = "\n".join(f'{key} = "{fields[key]}"' for key in ("title", "source", "author"))
    return f"+++\n{front}\ndate = 2021-06-18T09:30:00Z\n[extra]\na = [1, 2]\n+++\n{fields['text']}".encode()


def _html(text: str) -> bytes:
    fields = _fields(text)
    data = json.dumps({"@type": "NewsArticle", "headline": fields["title"], "datePublished": fields["date"]})
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.split("\n")[2:])
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{fields['title']}_{fields['source']}</title>"
        f'<script type="application/ld+json">{data}</script></head>'
        f'<body><div class="nav"><a href="/">首页</a></div>'
        f"<h1>{fields['title']}</h1><div class=info>{text.split(chr(10))[1]}</div>"
        f'<div class="article-content" id="zoom">{paragraphs}</div>'
        f'<div class="footer">版权所有</div></body></html>'
    ).encode()


def _jsonl(text: str) -> bytes:
    fields = _fields(text)
    rows = [fields, fields | {"text": None, "html": "<p>山乡</p>"}, {"id": 3, "content": fields["text"]}]
    return "\n".join(json.dumps(row, ensure_ascii=bool(n % 2)) for n, row in enumerate(rows)).encode()


def _json(text: str) -> bytes:
    return json.dumps([_fields(text), {"markdown": "# 山乡\n\n梨"}], ensure_ascii=False, indent=1).encode()


def _table(delimiter: str) -> Callable[[str], bytes]:
    def make(text: str) -> bytes:
        fields = _fields(text)
        written = io.StringIO()
        writer = csv.writer(written, delimiter=delimiter)
        writer.writerows([list(fields), list(fields.values()), ["一", "二"], [*fields.values(), "多"]])
        return written.getvalue().encode()

    return make


def _warc(text: str) -> bytes:
    records = []
    for kind, body in (("text/html", _html(text)), ("text/plain", text.encode("gb18030", "replace"))):
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=gb2312\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            "WARC-Target-URI: https://news.example/c1.html\r\nWARC-Date: 2021-06-18T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


def _parquet(text: str) -> list[Sample]:
    """A file with two rows, none where pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError:
        return []
    fields = _fields(text)
    written = io.BytesIO()
    pq.write_table(pa.table({key: [value, value] for key, value in fields.items()}), written)
    return [Sample(".parquet", written.getvalue())]


_TEXTUAL: dict[str, Callable[[str], bytes]] = {
    ".txt": str.encode,
    ".md": _markdown,
    ".markdown": _toml,
    ".html": _html,
    ".jsonl": _jsonl,
    ".json": _json,
    ".csv": _table(","),
    ".tsv": _table("\t"),
}

Mutation = Callable[[random.Random, bytes, bytes], bytes]


def _flip(chance: random.Random, data: bytes, _: bytes) -> bytes:
    changed = bytearray(data)
    for _n in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncate(chance: random.Random, data: bytes, _: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[at:] if chance.random() < 0.2 else data[:at]


def _insert_bytes(chance: random.Random, data: bytes, _: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 2, 3, 20, 300))) + data[at:]


def _insert_tokens(chance: random.Random, data: bytes, _: bytes) -> bytes:
    encoding = chance.choice(("utf-8",) * 4 + ENCODINGS[2:6])
    for _n in range(chance.choice((1, 1, 2, 5, 30))):
        at = chance.randrange(len(data) + 1)
        token = chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 50))
        data = data[:at] + token.encode(encoding, "replace") + data[at:]
    return data


def _chunk(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + 1 + int(chance.expovariate(1 / 200)))


def _delete(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _chunk(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _chunk(chance, data)
    times = chance.choice((1, 2, 10, 100))
    return data[:end] + data[start:end] * min(times, 1 + 50_000 // (end - start)) + data[end:]


def _splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _recode(chance: random.Random, data: bytes, _: bytes) -> bytes:
    text = data.decode(chance.choice(ENCODINGS), "replace")
    return text.encode(chance.choice(ENCODINGS), chance.choice(("replace", "ignore", "xmlcharrefreplace")))


def _swap_lines(chance: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.split(chance.choice((b"\n", b">", b",", b"<", b" ")))
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return chance.choice((b"\n", b">", b",", b"\r", b"<")).join(lines)


_MUTATIONS: tuple[Mutation, ...] = (
    _flip, _truncate, _insert_bytes, _insert_tokens, _insert_tokens, _insert_tokens, _delete, _repeat,
    _splice, _recode, _swap_lines,
)  # fmt: skip
_LARGEST = 300_000


def mutated(seed: int, number: int, originals: list[Sample]) -> Sample:
    """The file of that number; the same seed, number and originals give the same bytes."""
    chance = random.Random(f"{seed}:{number}")
    sample, other = chance.choice(originals), chance.choice(originals)
    data = sample.data
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        if data:
            data = chance.choice(_MUTATIONS)(chance, data, other.data)[:_LARGEST]
    extension = sample.extension
    fate = chance.random()
    if fate < 0.15:
        extension = chance.choice(EXTENSIONS)
    elif fate < 0.25:
        packing = chance.choice((".gz", ".zst"))
        whole = packed(Sample(extension, data), packing)
        extension, data = whole.extension, whole.data
        if chance.random() < 0.3:
            data = chance.choice((_flip, _truncate, _repeat))(chance, data, b"")
    return Sample(extension, data)
