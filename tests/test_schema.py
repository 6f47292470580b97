"""The record as the contract has it: schema, round trip, spans, and what holds for any text."""

from __future__ import annotations

import datetime
import json

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extract
from extract.readers import article_from_text

VALIDATOR = jsonschema.Draft202012Validator(extract.json_schema())
PIPELINE = extract.load()

ARTICLES = [
    "雪山乡去年新建卫生室3所，其中2所已开诊。乡长多吉次仁说，医生每周二坐诊。",
    "（记者 陶雨晴）2021年6月18日，援助队队长、市二院副院长顾明远到任，任期一年半。",
    "臺灣花蓮縣一一三年度補助農戶1,250戶，每戶新臺幣3萬元；縣長彭淑芬表示，將持續至明年底。",
    "7月29日至8月2日，约30余名学员参加培训，合格率98.5%。转载请注明出处。",
    "阿依古丽·买买提今年26岁，是喀什市的一名护士。",
    "没有什么可说的。",
]

#: The reasons for which a text is refused.
NO_TEXT = r"white space|no text"

WORDS = """
年 月 日 时 点 半 至 到 第 余 多 近 约 初 底 前 后 每 今年 去年 当年 民国 截至 以来 周三 春节 上旬 十四五
名 人 户 元 亩 公里 个百分点 平方米 岁 其中 共 分别 人均 不足 以上 记者 通讯员 来源： 责任编辑： 版权 ---
王 欧阳 李建国 扎西 玉素甫 老 小 医生 副主任 任 原 云岭县 記者 書記 県 縣 縣委 裏 髮 乾 著 衞 龘 𠮷 🙂
http://a.b/2020/0102/c.html <p> \\u4e00 {month}
"""

#: What rules look for, in pieces, so that chance puts them together in ways nobody would write.
PIECES = [
    *"0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千万亿壹贰廿",
    *".．·•,，、。：:;（）()“”‘’《》【】<>{}\\%％℃—-/\n\t \u3000\xa0\u200b\ufeff\x00\x1b",
    *WORDS.split(),
    *["e\u0301", "\U0001f1e8\U0001f1f3", "\r\n"],
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=80),
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.sampled_from(ARTICLES), st.text(max_size=8)), max_size=12
    ).map("".join),
)


def spans_are_true(record: extract.Record) -> None:
    """Every span lies in the text and cuts out what the fact says."""
    for fact in (*record.counts, *record.dates):
        assert fact.text
        assert record.text[fact.start : fact.end] == fact.text
    for person in record.people:
        for mention in person.mentions:
            assert 0 <= mention.start < mention.end <= len(record.text)
        surfaces = {record.text[mention.start : mention.end] for mention in person.mentions}
        assert person.original in surfaces or not surfaces
        assert all(0 <= role.start <= role.end <= len(record.text) for role in person.roles)
    for zone in record.boilerplate:
        assert 0 <= zone.start < zone.end <= len(record.text)
    for index, count in enumerate(record.counts):
        assert count.of is None or (count.of != index and 0 <= count.of < len(record.counts))
        assert (count.value is None) != (count.min is None and count.max is None)
    for before, after in zip(record.dates, record.dates[1:], strict=False):
        assert before.end <= after.start


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(extract.json_schema())
    json.dumps(extract.json_schema())


@pytest.mark.parametrize("text", ARTICLES)
@pytest.mark.parametrize("published", [None, "2021-07-01"])
def test_records_fit_the_schema_and_come_back_whole(text, published):
    record = PIPELINE(text, published=published, title="标题", url="https://example.org/a")
    line = record.to_json()
    assert b"\n" not in line
    VALIDATOR.validate(json.loads(line))
    assert extract.Record.from_json(line) == record
    assert extract.Record.from_json(line).to_json() == line
    spans_are_true(record)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "version"),
        ({"script": "latin"}, "script"),
        ({"text": None}, "text"),
        ({"people": [{"name": "无"}]}, "people"),
        ({"published_basis": "guessed"}, "published_basis"),
    ],
)
def test_what_is_no_record_is_refused(change, message):
    wrong = json.loads(PIPELINE(ARTICLES[0]).to_json()) | change
    with pytest.raises(msgspec.ValidationError, match=message):
        extract.Record.from_json(json.dumps(wrong))
    assert not VALIDATOR.is_valid(wrong)


def test_every_field_of_the_contract_is_in_the_schema():
    definitions = extract.json_schema()["$defs"]
    expected = {
        "Record": "version id source script title outlet published published_basis text "
        "boilerplate people counts dates warnings",
        "Source": "path url format sha256",
        "Person": "name mentions roles staff",
        "Role": "title org status since start end rule",
        "Count": "text value min max modifier unit noun of when from to start end rule",
        "Date": "text type value start_date end_date start end rule",
    }
    for name, fields in expected.items():
        assert set(fields.split()) <= set(definitions[name]["properties"]), name


def test_a_day_of_publication_may_be_given_in_several_ways():
    text = "今年，全村种下果树300棵。"
    given = [
        PIPELINE(text, published=day) for day in ("2019-05-06", datetime.date(2019, 5, 6), "2019年5月6日")
    ]
    assert {record.published for record in given} == {"2019-05-06"}
    assert {record.published_basis for record in given} == {"metadata"}
    assert {record.dates[0].value for record in given} == {"2019"}


@pytest.mark.parametrize("published", ["", "yesterday", "2019-13-45", "2019-02-30", "五月"])
def test_a_day_that_is_none_is_refused(published):
    with pytest.raises(ValueError, match="date"):
        PIPELINE("今年，全村种下果树300棵。", published=published)


@pytest.mark.parametrize("text", ["", " \n\t", "\u3000\u200b\ufeff"])
def test_no_text_is_refused(text):
    with pytest.raises(ValueError, match=NO_TEXT):
        PIPELINE(text)


def test_the_same_article_gives_the_same_bytes_in_any_company():
    alone = [extract.load()(text).to_json() for text in ARTICLES]
    assert [PIPELINE(text).to_json() for text in ARTICLES] == alone
    assert [PIPELINE(text).to_json() for text in reversed(ARTICLES)] == alone[::-1]


@settings(deadline=None, max_examples=400)
@given(text=TEXTS, published=st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_any_text_gives_a_true_record(text, published):
    try:
        article_from_text(text)
    except ValueError:
        with pytest.raises(ValueError, match=NO_TEXT):
            PIPELINE(text, published=published)
        return
    record = PIPELINE(text, published=published)
    spans_are_true(record)
    line = record.to_json()
    assert extract.Record.from_json(line) == record
    VALIDATOR.validate(json.loads(line))
    assert PIPELINE(text, published=published).to_json() == line
