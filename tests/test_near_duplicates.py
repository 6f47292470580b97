"""Near-duplicates: what counts as one article, who is the first, and that memory has a bound."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from extract.batch import run as batch
from extract.batch.near_duplicates import (
    DEFAULT_THRESHOLD,
    DEFAULT_WINDOW,
    FEWEST_SHINGLES,
    SHINGLE,
    NearDuplicates,
    fingerprint,
)
from extract.cli import app
from extract.facts import Zone

HAN = [chr(code) for code in range(0x4E00, 0x6E00)]
ARTICLE = """青石镇修好最后一条断头路
本报云岭6月3日讯（记者 某某）六月的青石镇，山上的茶园一片青绿。
家住半山的老人们说，从前下山赶集要走两个钟头，如今坐上班车一刻钟就到。
这条路全长7.8公里，投资1260万元，连着12个村民小组。施工队去年9月进场，遇上连日阴雨，前后停工23天。
镇里的干部说，路通以后，茶叶和竹笋当天就能运到县城，收购价每斤高了4元。今年又有35户人家办起了农家乐。
下一步，镇上打算沿路栽种行道树，安装太阳能路灯，再修两处观景台，让来客停得下、住得好。
"""


def invented(seed: int, length: int = 400) -> str:
    """A text like no other."""
    return "".join(random.Random(seed).choices(HAN, k=length))


def retouched(text: str, seed: int) -> str:
    """The text with one character another and a line added."""
    place = random.Random(seed).randrange(len(text))
    return f"{text[:place]}改{text[place + 1:]}\n（责任编辑：某某）"


def firsts_of(texts, **options):
    """For each text the place of the first of its group, or None if it is the first."""
    finder = NearDuplicates(**options)
    found = [finder.first_of(str(place), fingerprint(text)) for place, text in enumerate(texts)]
    return [None if first is None else int(first) for first in found]


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(0, 1000))
def test_every_article_of_a_group_names_the_one_that_came_first(groups, seed):
    texts = [retouched(invented(group), seed + place) for place, group in enumerate(groups)]
    firsts = [groups.index(group) for group in groups]
    assert firsts_of(texts) == [None if first == place else first for place, first in enumerate(firsts)]


def test_a_chain_goes_back_to_its_beginning():
    blocks = [invented(seed, 60) for seed in range(16)]
    chain = ["".join(blocks[start:start + 10]) for start in range(6)]
    assert firsts_of(chain) == [None, 0, 0, 0, 0, 0]
    assert firsts_of([chain[0], chain[5]]) == [None, None]


def test_one_that_is_like_two_groups_belongs_to_the_earlier():
    blocks = [invented(seed, 60) for seed in range(12)]
    earlier, between, later = ("".join(blocks[start:start + 10]) for start in (0, 1, 2))
    assert firsts_of([earlier, later], threshold=0.75) == [None, None]
    assert firsts_of([earlier, later, between], threshold=0.75) == [None, None, 0]
    assert firsts_of([later, earlier, between], threshold=0.75) == [None, None, 0]


@pytest.mark.parametrize("text", ["雨", "停水通知", "今天，小雨。", "……", "！", "OK 2020", "山" * 300])
def test_equal_texts_are_found_at_any_length(text):
    assert firsts_of([text, invented(1), text]) == [None, None, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("雨", "雪"),
        ("！", "？"),
        ("停水通知：三日上午停水", "停水通知：四日上午停水"),
        ("山" * 300, "水" * 300),
    ],
)
def test_short_texts_that_differ_are_two_articles(one, other):
    assert firsts_of([one, other]) == [None, None]


def test_a_text_is_short_below_its_number_of_runs():
    long_enough = invented(1, FEWEST_SHINGLES + SHINGLE - 1)
    assert firsts_of([long_enough, f"{long_enough}完"]) == [None, 0]
    short = long_enough[1:]
    assert firsts_of([short, f"{short}完"]) == [None, None]


@pytest.mark.parametrize(
    "copy",
    [
        ARTICLE.replace("青石镇修好最后一条断头路\n", "山里通车了\n来源：某地日报 2020-06-04\n"),
        ARTICLE.replace("本报云岭6月3日讯（记者 某某）", "某地新闻网6月4日电"),
        ARTICLE.rsplit("\n", 2)[0],
        ARTICLE.replace("。\n", "。\n长按二维码关注我们\n", 2) + "（责任编辑：某某）",
        ARTICLE.translate(str.maketrans("，。（0123456789", ",.(０１２３４５６７８９")).replace("\n", "\n　"),
    ],
    ids=["title and source", "dateline", "last paragraph cut", "advertisements", "widths"],
)
def test_copies_as_outlets_make_them(pipeline, copy):
    assert copy != ARTICLE
    assert firsts_of([pipeline.simplified(ARTICLE), pipeline.simplified(copy)]) == [None, 0]


def test_the_script_does_not_count(pipeline):
    simplified = "县里组织医生到乡镇卫生院坐诊，为老人检查身体，发放药品，讲解护理知识。群众盼着他们常来。"
    traditional = "縣裡組織醫生到鄉鎮衛生院坐診，為老人檢查身體，發放藥品，講解護理知識。群眾盼著他們常來。"
    one, other = fingerprint(pipeline.simplified(simplified)), fingerprint(pipeline.simplified(traditional))
    assert one.digest == other.digest


def price_list(day: int, prices: list[int]) -> str:
    goods = ["白菜", "萝卜", "土豆", "番茄", "黄瓜", "青椒", "茄子", "豆角", "鸡蛋", "猪肉"]
    pairs = zip(goods, prices, strict=True)
    lines = [f"{good}每公斤批发均价{price}分，货源充足，交易平稳。\n" for good, price in pairs]
    return f"农产品批发市场{day}日行情\n" + "".join(lines) + "市场管理方提醒经营户注意防暑，保证供应。"


def test_two_days_of_one_price_list_are_two_articles():
    chance = random.Random(1)
    days = [price_list(day, chance.sample(range(100, 999), 10)) for day in (11, 12, 13)]
    assert firsts_of(days) == [None, None, None]
    assert firsts_of([days[0], f"早间快讯\n{days[0]}（编辑：某某）"]) == [None, 0]


def test_boilerplate_does_not_count():
    notice = invented(99, 300)
    texts = [invented(seed, 200) + notice for seed in (1, 2)]
    zone = (Zone(200, 500, "copyright"),)
    finder = NearDuplicates(threshold=0.4)
    assert [finder.first_of(text[:5], fingerprint(text, zone)) for text in texts] == [None, None]
    finder = NearDuplicates(threshold=0.4)
    assert finder.first_of("with", fingerprint(texts[0], zone)) is None
    assert finder.first_of("without", fingerprint(texts[0][:200])) == "with"


def test_texts_of_boilerplate_alone_are_not_one_article():
    ones = [fingerprint(text, (Zone(0, len(text), "copyright"),)) for text in ("版权所有", "请勿转载")]
    assert ones[0].digest != ones[1].digest


# -- threshold and window --------------------------------------------------------------------


def test_the_threshold_decides():
    blocks = [invented(seed, 100) for seed in range(6)]
    pair = ["".join(blocks[:5]), "".join(blocks[1:])]  # four of six blocks in common
    assert firsts_of(pair, threshold=0.5) == [None, 0]
    assert firsts_of(pair, threshold=0.85) == [None, None]


def test_at_one_only_equal_texts_count():
    text = invented(1, 3000)
    assert firsts_of([text, text + "完", f"“{text}”"], threshold=1.0) == [None, None, 0]


@pytest.mark.parametrize("options", [{"threshold": 0.1}, {"threshold": 1.1}, {"window": 0}])
def test_numbers_out_of_range_are_refused(options):
    with pytest.raises(ValueError, match="must"):
        NearDuplicates(**options)


@given(st.integers(1, 4), st.lists(st.integers(0, 7), max_size=25))
def test_no_more_articles_are_remembered_than_the_window_holds(window, seeds):
    finder = NearDuplicates(window=window)
    for place, seed in enumerate(seeds):
        finder.first_of(str(place), fingerprint(retouched(invented(seed, 120), place)))
        assert len(finder) <= window
        assert len(finder._numbers) == len(finder)
        assert {finder._numbers[one.fingerprint.digest] for one in finder._remembered.values()} == set(
            finder._remembered
        )
    kept = [one.fingerprint.sketch for one in finder._remembered.values()]
    known = {number for sketch in kept for number in finder._index.query(sketch)}
    assert known == set(finder._remembered)


def test_what_has_left_the_window_is_forgotten():
    texts = [invented(seed) for seed in range(4)]
    assert firsts_of([*texts, texts[0]], window=4) == [None] * 4 + [0]
    assert firsts_of([*texts, texts[0]], window=3) == [None] * 5


def test_a_repeated_text_stays_remembered():
    texts = [invented(seed) for seed in range(5)]
    order = [texts[0], texts[1], texts[0], texts[2], texts[0], texts[3], texts[0]]
    assert firsts_of(order, window=2) == [None, None, 0, None, 0, None, 0]


def test_members_name_the_first_even_when_it_is_forgotten():
    blocks = [invented(seed, 60) for seed in range(16)]
    chain = ["".join(blocks[start:start + 10]) for start in range(6)]
    assert firsts_of(chain, window=1) == [None, 0, 0, 0, 0, 0]


# -- the same everywhere ---------------------------------------------------------------------

_AGAIN = """
import json, sys
from extract.batch.near_duplicates import NearDuplicates, fingerprint
finder, texts = NearDuplicates(), json.load(sys.stdin)
print(json.dumps([finder.first_of(str(n), fingerprint(text)) for n, text in enumerate(texts)]))
print(json.dumps([(text.digest.hex(), text.sketch.digest()) for text in map(fingerprint, texts)]))
"""


def test_the_seed_of_pythons_hashes_changes_nothing():
    texts = [retouched(invented(seed % 5), seed) for seed in range(12)]
    told = {
        subprocess.run(
            [sys.executable, "-c", _AGAIN],
            input=json.dumps(texts),
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for hash_seed in ("0", "1", "4242")
    }
    assert len(told) == 1
    assert json.loads(told.pop().splitlines()[0]) == [None] * 5 + [str(place % 5) for place in range(5, 12)]


def test_a_sketch_is_what_it_was():
    """Another version of the library could judge pairs at the threshold otherwise; then this tells."""
    text = fingerprint(invented(1) + "".join(f"第{number}" for number in range(10)))
    assert text.digest.hex() == "34be24dd3229d22de3e2c5a6a7b9fc2a"
    assert text.sketch.digest()[:3] == [654055919, 149959636, 447439660]
    assert text.figures.digest()[:3] == [817581447, 3351924572, 3234468471]


# -- in a run --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Three articles: one, a copy of it in a file with two, and another."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    lines = [{"id": "other", "text": invented(1)}, {"id": "copy", "text": ARTICLE + "（责任编辑：某某）"}]
    lines_of_json = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (tmp_path / "b.jsonl").write_text(lines_of_json, encoding="utf-8")
    return tmp_path


def run_over(pipeline, folder, **options):
    lines: list[bytes] = []
    sink = type("Lines", (), {"write": lambda self, line: lines.append(line)})()
    summary = batch.run(pipeline, [folder], sink, on_error=pytest.fail, **options)
    return summary, [json.loads(line) for line in lines]


def test_a_run_marks_copies(pipeline, folder):
    summary, records = run_over(pipeline, folder, near_duplicates=NearDuplicates())
    first = records[0]["id"]
    assert [(record["id"], record["duplicate_of"]) for record in records] == [
        (first, None), ("other", None), ("copy", first),
    ]  # fmt: skip
    assert (summary.articles, summary.near_duplicates) == (3, 1)


def test_a_run_leaves_copies_out_and_tells_which(pipeline, folder):
    dropped: list[batch.Dropped] = []
    summary, records = run_over(
        pipeline, folder, near_duplicates=NearDuplicates(), on_dropped=dropped.append
    )
    first = records[0]["id"]
    assert [record["id"] for record in records] == [first, "other"]
    (entry,) = dropped
    assert (entry.id, entry.duplicate_of, entry.path) == ("copy", first, str(folder / "b.jsonl"))
    assert (summary.articles, summary.near_duplicates) == (2, 1)


def test_without_being_asked_a_run_marks_nothing(pipeline, folder):
    summary, records = run_over(pipeline, folder)
    assert [record["duplicate_of"] for record in records] == [None] * 3
    assert (summary.articles, summary.near_duplicates) == (3, 0)


def test_who_does_not_ask_does_not_load_the_library():
    code = "import sys, extract.batch.run; print('rensa' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "False"


# -- on the command line ---------------------------------------------------------------------


def zhnews_run(folder, *options):
    return CliRunner().invoke(app, ["run", str(folder), *map(str, options)])


def ids_in(path):
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_command_drops_copies_into_a_list_of_their_own(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "records.jsonl"
    result = zhnews_run(folder, "-o", out, "--near-duplicates", "drop")
    listed = out.with_name("records.duplicates.jsonl")
    assert result.exit_code == 0
    assert ids_in(out)[1:] == ["other"]
    (entry,) = map(json.loads, listed.read_text(encoding="utf-8").splitlines())
    assert {**entry, "row": None} == {
        "id": "copy",
        "duplicate_of": ids_in(out)[0],
        "path": str(folder / "b.jsonl"),
        "row": None,
        "reason": "near-duplicate",
    }
    assert str(listed) in result.stderr
    assert re.search(r"near-duplicates, dropped\s+1\b", result.stderr)


def test_the_command_marks_copies(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "records.jsonl"
    result = zhnews_run(folder, "-o", out, "--near-duplicates", "mark", "--near-threshold", "0.6")
    assert result.exit_code == 0
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [record["duplicate_of"] for record in records] == [None, None, records[0]["id"]]
    assert not list(out.parent.glob("*duplicates*"))
    assert re.search(r"near-duplicates, marked\s+1\b", result.stderr)


def test_a_list_in_the_directory_of_articles_is_no_input(folder):
    for _ in range(2):
        result = zhnews_run(folder, "-o", folder / "records.jsonl", "--near-duplicates", "drop")
        assert result.exit_code == 0
    assert len(ids_in(folder / "records.jsonl")) == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "-", "--near-duplicates", "drop"], "--duplicates"),
        (["-o", "-", "--near-threshold", "0.8"], "no effect"),
        (["-o", "-", "--near-window", "9"], "no effect"),
        (["-o", "-", "--near-duplicates", "mark", "--duplicates", "x.jsonl"], "no effect"),
        (["-o", "x.jsonl", "--near-duplicates", "drop", "--duplicates", "x.jsonl"], "same file"),
        (["-o", "-", "--near-duplicates", "mark", "--near-threshold", "0.1"], "0.4"),
        (["-o", "-", "--near-duplicates", "away"], "away"),
    ],
)
def test_options_that_make_no_sense_are_refused(folder, options, told, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("work"))
    result = zhnews_run(folder, *options)
    assert result.exit_code == 2
    assert told in result.stderr


def test_help_tells_the_defaults():
    told = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200"}).output
    assert f"{DEFAULT_THRESHOLD}" in told
    assert f"{DEFAULT_WINDOW}" in told
