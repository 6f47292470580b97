"""Every encoding: what is declared, what the bytes say, what is broken, what is no text."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import random
import re

import jieba
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import HANS, HANT, HONG_KONG, article, codes, read_all, read_one

from extract.readers import Unreadable
from extract.readers.charset import known_encoding, readings
from extract.readers.declared import declared_encodings, encoding_of_content_type
from extract.readers.decode import decode
from extract.readers.errors import ReadError

SHORT = "路修好了，桥也通了。"

# -- what is guessed -------------------------------------------------------------------------

GUESSED = [
    (HANS, "gb18030", "gb18030"),
    (HANT, "gb18030", "gb18030"),
    (HANT, "big5", "big5hkscs"),
    (HONG_KONG, "big5hkscs", "big5hkscs"),
    (HONG_KONG, "gb18030", "gb18030"),
    (HANS, "utf-16-le", "utf-16-le"),
    (HANT, "utf-16-be", "utf-16-be"),
    (SHORT, "gbk", "gb18030"),
    ("\U00020089\u4e8c" + HANS, "gb18030", "gb18030"),
    ("Émile à Chengdu", "cp1252", "cp1252"),
]


@pytest.mark.parametrize(("text", "written", "read"), GUESSED)
def test_what_nothing_tells_is_guessed_and_told(text, written, read):
    decoded = decode(text.encode(written))
    assert (decoded.text, decoded.encoding) == (text, read)
    assert [warning.code for warning in decoded.warnings] == ["encoding-guessed"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_or_utf8_is_no_guess(encoding):
    decoded = decode(HANT.encode(encoding))
    assert (decoded.text, decoded.warnings) == (HANT, ())


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_mark_is_taken_off_and_tells_the_order_of_bytes(mark):
    decoded = decode(f"\ufeff{HANS}".encode(mark))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (HANS, mark, ())


def windows(text: str, length: int) -> list[str]:
    """Every stretch of so many characters that are mostly Chinese."""
    found = [text[at : at + length] for at in range(len(text) - length + 1)]
    return [piece for piece in found if sum(character > "\x7f" for character in piece) > length / 2]


@pytest.mark.parametrize("length", [6, 10, 20])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANS, "gb18030"),
        (HANT, "gb18030"),
        (HANT, "big5hkscs"),
        (HONG_KONG, "gb18030"),
        (HONG_KONG, "big5hkscs"),
    ],
)
def test_a_few_characters_are_enough(text, encoding, length):
    wrong = [
        piece for piece in windows(text, length) if readings(piece.encode(encoding))[0].encoding != encoding
    ]
    assert wrong == []


def told_right(pieces: list[str], encoding: str) -> float:
    data = [piece.encode(encoding, errors="ignore") for piece in pieces]
    return sum(readings(each)[0].encoding == encoding for each in data) / len(data)


def test_random_words_of_the_dictionary():
    with jieba.get_dict_file() as file:
        words = [line.decode().split()[0] for line in file]
    choose = random.Random(7)
    pieces = ["".join(choose.choice(words) for _ in range(12))[:20] for _ in range(500)]
    convert = opencc.OpenCC("s2t").convert
    traditional = [convert(piece) for piece in pieces[:200]]
    assert told_right(pieces, "gb18030") == 1
    assert told_right(traditional, "gb18030") == 1
    assert told_right(traditional, "big5hkscs") == 1


@pytest.mark.parametrize(
    ("corpus", "field", "encoding"),
    [
        ("cctv-hans.jsonl.gz", "html", "gb18030"),
        ("hk-hant.jsonl.gz", "markdown", "gb18030"),
        ("hk-hant.jsonl.gz", "markdown", "big5hkscs"),
        ("ner-people-daily-dev.jsonl.gz", "text", "gb18030"),
    ],
)
def test_twenty_characters_of_real_news(corpora, corpus, field, encoding):
    with gzip.open(corpora / corpus, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)[field] for line in itertools.islice(file, 1000)]
    choose = random.Random(7)
    pieces = []
    for text in texts:
        han = "".join(re.findall(r"[\u4e00-\u9fff，。、]", text))
        if len(han) > 40:
            at = choose.randrange(len(han) - 20)
            pieces.append(han[at : at + 20])
    assert told_right(pieces, encoding) == 1


# -- what is declared ------------------------------------------------------------------------


def page(declaration: str, encoding: str, text: str = HANS) -> bytes:
    return f"<html><head>{declaration}</head><body><p>{text}</p></body></html>".encode(encoding)


DECLARED = [
    # declaration, encoding of the bytes, warnings
    ("<meta charset=gb2312>", "gbk", []),
    ("<meta charset='GBK'>", "gb18030", []),
    ('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312" />', "gbk", []),
    ("<meta charset=utf-8>", "utf-8", []),
    ("<meta charset=utf8>", "utf-8", []),
    ("<!-- <meta charset=big5> --><meta charset=gbk>", "gbk", []),
    ("<meta charset=gbk>", "utf-8", ["encoding-declared-wrong"]),
    ("<meta charset=utf-16>", "utf-8", []),
    ("<meta charset=utf-8>", "gbk", ["encoding-declared-wrong", "encoding-guessed"]),
    ("<meta charset=iso-8859-1>", "gbk", ["encoding-declared-wrong", "encoding-guessed"]),
    ("<meta charset=big5>", "gbk", ["encoding-declared-wrong", "encoding-guessed"]),
    ("<meta charset=x-nothing>", "gbk", ["encoding-declared-wrong", "encoding-guessed"]),
    ("<meta charset=unicode_escape>", "gbk", ["encoding-declared-wrong", "encoding-guessed"]),
    ("", "gbk", ["encoding-guessed"]),
]


@pytest.mark.parametrize(("declaration", "encoding", "warned"), DECLARED)
def test_a_declaration_is_believed_unless_the_bytes_say_otherwise(tmp_path, declaration, encoding, warned):
    item = article(tmp_path, "a.html", page(declaration, encoding))
    assert "陆建业介绍，白沙村" in item.text
    assert [code for code in codes(item) if code.startswith("encoding")] == warned


def test_a_declaration_in_xml(tmp_path):
    data = f'<?xml version="1.0" encoding="gb2312"?>\n<html><body><p>{SHORT}</p></body></html>'.encode("gbk")
    item = article(tmp_path, "a.xhtml", data)
    assert SHORT in item.text
    assert [code for code in codes(item) if code.startswith("encoding")] == []


def test_a_declaration_decides_what_the_bytes_leave_open():
    # one rare character is as likely in one encoding as in the other
    data = "鸒".encode("gbk")
    for label, encoding in (("gbk", "gb18030"), ("big5", "big5hkscs")):
        decoded = decode(data, declared=[label])
        assert (decoded.encoding, decoded.warnings) == (encoding, ())


def test_a_declared_encoding_of_another_language_is_believed():
    text = "東京は日本の首都です。"
    assert decode(text.encode("euc_jp"), declared=["EUC-JP"]).text == text


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("GB2312", "gb18030"), (" gb_2312-80", "gb18030"), ("big5-hkscs", "big5hkscs"), ("Big5", "big5hkscs"),
     ("UTF8", "utf-8"), ("latin-1", "cp1252"), ("windows-1251", "cp1251"), ("rot13", None), ("base64", None),
     ("utf-7", None), ("", None), ("\x00", None)],
)  # fmt: skip
def test_labels(label, encoding):
    assert known_encoding(label) == encoding


def test_what_a_server_and_a_page_declare():
    assert encoding_of_content_type('text/html; Charset="GBK"; x=y') == "GBK"
    assert encoding_of_content_type("text/html") is None
    head = b"<?xml version='1.0' encoding='big5'?><meta name=x><meta content='text/html;charset=gbk'>"
    assert declared_encodings(head) == ("big5", "gbk")
    assert declared_encodings(b" " * 5000 + b"<meta charset=gbk>") == ()


# -- what is broken --------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_a_few_broken_bytes_change_nothing_else(tmp_path, encoding):
    before, after = HANT[:40], HANT[40:]
    data = before.encode(encoding) + b"\xff" + after.encode(encoding)
    item = article(tmp_path, "a.txt", data)
    assert item.text == f"{before}\ufffd{after}"
    warning = next(warning for warning in item.warnings if warning.code == "encoding-broken")
    assert (warning.start, warning.end) == (40, 41)
    line = before.count("\n") + 1
    assert f"the first at offset {len(before.encode(encoding))} of the file, line {line}" in warning.message
    assert warning.message.startswith("1 place ")


def test_places_are_counted_in_the_text_as_it_is_given(tmp_path):
    data = "\ufeff一\r\n二\r\n三".encode() + b"\xff\xfe" + "四\ufffd".encode()
    item = article(tmp_path, "a.txt", data * 1)
    assert item.text == "一\n二\n三\ufffd\ufffd四\ufffd"
    (warning,) = item.warnings
    assert (warning.code, warning.start) == ("encoding-broken", 5)
    assert warning.message.startswith("2 places ")
    assert "offset 16 of the file, line 3" in warning.message


def test_a_text_that_is_cut_off_is_read():
    decoded = decode(HANS.encode()[:-1])
    assert decoded.text == HANS[:-1] + "\ufffd"
    assert decode(HANS.encode("gbk")[:-1]).text == HANS[:-1] + "\ufffd"


def test_a_line_in_another_encoding_leaves_the_rest_alone(tmp_path):
    decoded = decode(HANS.encode() + "\n桥也通了。".encode("gbk"))
    assert decoded.text.startswith(HANS)
    assert decoded.encoding == "utf-8"
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in (HANS, SHORT)]
    items = read_all(tmp_path, "a.jsonl", lines[0].encode() + b"\n" + lines[1].encode("gbk"))
    assert [item.text for item in items] == [HANS, SHORT]
    assert [codes(item) for item in items] == [[], ["encoding-guessed"]]


@pytest.mark.parametrize("hint", ["gb18030", "utf-8"])
def test_strange_signs_among_lines_of_chinese_are_kept(hint):
    assert decode("ƀ".encode(hint), hint=hint).text == "ƀ"


NO_TEXT = [
    (bytes(range(129, 255)) * 3, "no Chinese encoding fits: byte 0x81 at offset 0"),
    (b"abc" + random.Random(1).randbytes(400).replace(b"\0", b"\xff"), "no Chinese encoding fits"),
    (random.Random(2).randbytes(4000), "binary file"),
    (
        HANS.encode("utf-8").replace(b"\xe5", b"\xff").replace(b"\xe4", b"\xff").replace(b"\xe6", b"\xff"),
        "fits",
    ),
    (bytes(50), "binary file"),
    (b"ab\x00\x01cd\x00\x02", "binary file"),
    (b"\x01\x02\x03text", "binary file"),
    (b"\xff\xfe\x00\x01\x02\x03" + bytes(50), "binary file"),
]


@pytest.mark.parametrize(("data", "reason"), NO_TEXT)
def test_what_is_no_text_is_refused(tmp_path, data, reason):
    item = read_one(tmp_path, "a.txt", data)
    assert isinstance(item, Unreadable)
    assert reason in item.reason


def test_a_few_nuls_are_left_out_and_told(tmp_path):
    item = article(tmp_path, "a.txt", HANS.encode().replace("。".encode(), "。\0".encode()))
    assert item.text == HANS
    assert codes(item) == ["nul-characters"]
    item = article(tmp_path, "a.txt", HANS.encode("gbk").replace(b"\n", b"\0\n"))
    assert (item.text, codes(item)) == (HANS, ["encoding-guessed", "nul-characters"])


# -- mojibake --------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "gb18030"])
def test_text_decoded_wrongly_before_is_told_and_left(tmp_path, wrong):
    garbled = "路修好了，\n" + "國家的農村道路".encode().decode(wrong, "replace") + "\n桥通了。"
    item = article(tmp_path, "a.txt", garbled)
    assert item.text == garbled
    (warning,) = item.warnings
    assert warning.code == "mojibake"
    assert warning.start is not None
    assert 4 < warning.start < len(garbled)


@pytest.mark.parametrize(
    "text", [HANS, HANT, HONG_KONG, "Château à Besançon – «éàü»", "鈥是化学用字，锛也是。"]
)
def test_good_text_is_no_mojibake(tmp_path, text):
    assert codes(article(tmp_path, "a.txt", text)) == []


def test_no_news_is_mojibake(corpora):
    from extract.readers.mojibake import mojibake_warnings  # noqa: PLC0415

    for name, field in (("cctv-hans.jsonl.gz", "html"), ("hk-hant.jsonl.gz", "markdown")):
        with gzip.open(corpora / name, "rt", encoding="utf-8") as file:
            assert [w for line in file for w in mojibake_warnings(json.loads(line)[field])] == []


# -- anything at all -------------------------------------------------------------------------

CHINESE = st.text(st.sampled_from(sorted({*HANS, *HANT} - {"\n", "\r"})), min_size=12, max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=CHINESE, encoding=st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-16-le"]))
def test_common_characters_in_any_order_come_back(text, encoding):
    assert decode((text + HANS[:30]).encode(encoding)).text == text + HANS[:30]


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=200), declared=st.sampled_from(["", "gbk", "big5", "utf-8", "utf-16", "latin1"])
)
def test_any_bytes_are_text_or_refused(data, declared):
    with contextlib.suppress(ReadError):
        decoded = decode(data, declared=[declared] if declared else [])
        assert "\r" not in decoded.text
        assert "\0" not in decoded.text
        assert ("encoding-broken" in {w.code for w in decoded.warnings}) >= (
            "\ufffd" in decoded.text and "\ufffd".encode() not in data and b"\x84\x31\xa4\x37" not in data
            and b"\xff\xfd" not in data and b"\xfd\xff" not in data
        )  # fmt: skip
