"""Texts and rule files made to do harm: time stays linear in length, mistakes are told in their place."""

from __future__ import annotations

import gc
import itertools
import logging
import pathlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extract
from extract import matching
from extract.matching import Matcher
from extract.rules import RuleError, load_rules
from extract.text.boilerplate import BoilerplateMarker

# -- time ---------------------------------------------------------------------------------------

SHORT, LONG = 3_000, 12_000
#: Four times the text may take so many times as long; quadratic time would be sixteen times.
MOST_TIMES_SLOWER = 8
#: Below this the clock says more about the machine than about the text.
SHORTEST_SECONDS = 0.002

HOSTILE_UNITS = [
    # what a number may begin with
    "1", "一", "1,", "1.", "十", "百", "万", "廿", "1亿", "1万5", "3万", "1 亿 ", "〇一", "1成1", "1块1",
    # modifiers, links of ranges, slogans
    "近", "约", "每", "为", "1—", "1至", "一二、", "九十", "百分之", "“一名", "第1",
    # counts without end in one sentence
    "10名", "其中1名", "1人，", "1人、", "医生1、", "捐款1元", "10名\n", "其中1名。",
    # counts among dates and bodies
    "1月1日1人，", "2020年1人", "向恩施市1人，", "恩施市、", "恩施市向杭州市捐款1元，",
    # nouns, wholes and links of counts
    "1名教师、", "各1名", "（9人）（3人）", "9人：", "其余1人", "共9人", "比2019年1人", "每年1人", "两地1名",
    "当地选派1名", "他捐款1元", "男生1名，女生1名，", "邓家彪（1票）",
    # boilerplate
    "http://a ", "www.a ", "相关阅读\n", "相关阅读\n到了。\n",
]  # fmt: skip


def seconds(pipeline: extract.Pipeline, text: str) -> float:
    """How long the whole pipeline takes over a text, collections of garbage apart."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        pipeline(text)
        return time.perf_counter() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("unit", HOSTILE_UNITS, ids=repr)
def test_time_is_linear_in_length(pipeline, unit):
    short, long = unit * (SHORT // len(unit)), unit * (LONG // len(unit))
    quick, slow = float("inf"), float("inf")
    for _ in range(3):
        quick = min(quick, seconds(pipeline, short))
        slow = min(slow, seconds(pipeline, long))
        if slow <= MOST_TIMES_SLOWER * max(quick, SHORTEST_SECONDS):
            return
    pytest.fail(f"{len(long)} characters take {slow:.3f} s, {len(short)} take {quick:.3f} s")


# -- how far a text is read for the links of a count ----------------------------------------------

FILLER = "山路修好了，梨园开园了，乡亲们来了。"


@pytest.mark.parametrize(("between", "when"), [(0, "2019"), (20, "2019"), (100, None)])
def test_a_date_holds_so_far_and_no_further(pipeline, between, when):
    (count,) = pipeline("2019年，他回到村里。" + FILLER * between + "全村收到15台电脑。").counts
    assert count.when == when


@pytest.mark.parametrize(("between", "giver"), [(0, "杭州市"), (200, None)])
def test_a_giver_is_looked_for_so_far_and_no_further(pipeline, between, giver):
    text = "杭州市捐赠了" + "很好的、" * between + "15台电脑。"
    (count,) = [count for count in pipeline(text).counts if count.unit == "台"]
    assert count.from_ == giver


@pytest.mark.parametrize(("between", "receiver"), [(0, "恩施市"), (200, None)])
def test_a_receiver_is_looked_for_so_far_and_no_further(pipeline, between, receiver):
    text = "15台电脑" + "很好" * between + "送到恩施市。"
    (count,) = [count for count in pipeline(text).counts if count.unit == "台"]
    assert count.to == receiver


# -- parts that add up -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("共派76名专技人员，医疗人员占33人，教育人员占43人。", [None, 0, 0]),
        ("共派76名專技人員，醫療人員佔33人，教育人員佔43人。", [None, 0, 0]),
        ("当选议员12席，甲党7席位，乙党5席位。", [None, 0, 0]),
        # no exact sum
        ("共派76名专技人员，医疗人员占33人，教育人员占42人。", [None, None, None]),
        # one count is no breakdown, even of the same size
        ("共派76名专技人员，到岗76人。", [None, None]),
        # in the next sentence, and further on
        ("共派76名专技人员。医疗人员占33人，教育人员占43人。", [None, 0, 0]),
        ("共派76名专技人员。路修好了。医疗人员占33人，教育人员占43人。", [None, None, None]),
        # things and people do not add up to each other
        ("共派76名专技人员，带去33台电脑，结对43人。", [None, None, None]),
    ],
)
def test_parts_that_add_up_are_parts(pipeline, text, wholes):
    assert [count.of for count in pipeline(text).counts] == wholes


# -- zones -----------------------------------------------------------------------------------------

MARKER = BoilerplateMarker(load_rules().settings("text/boilerplate"))
PIECES = [
    "相关阅读",
    "\n",
    "。",
    "山路修好了今天",
    "http://a.b ",
    "www.x ",
    "”",
    " ",
    "转载请注明",
    "果" * 60,
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_zones_are_in_order_and_apart(plain):
    zones = MARKER(plain)
    assert all(0 <= zone.start < zone.end <= len(plain) for zone in zones)
    assert all(zone.end <= after.start for zone, after in itertools.pairwise(zones))


def test_several_addresses_of_a_line_are_several_zones():
    line = "见http://a.b/c 和www.d.e，又见 https://f.g"
    assert [line[zone.start : zone.end] for zone in MARKER(line)] == [
        "http://a.b/c",
        "www.d.e",
        "https://f.g",
    ]


# -- rules of a user's that do harm ------------------------------------------------------------------

RULE = """\
kind = "dates"

[[rule]]
id = "mine.orchard"
pattern = '''果园历(?P<year>\\d{4})年'''
build = "calendar"
with = { }
examples = [
  { text = "«果园历2016年»采收", value = "2016" },
]
counter_examples = ["果园历史悠久"]
"""
PLACE = "dates/orchard.toml"


def refused(directory: pathlib.Path, **files: bytes | str) -> RuleError:
    """What loading says of a user's directory; files are named by place, with ``__`` for a slash."""
    for name, content in files.items():
        stem, _, ending = name.rpartition("_")
        path = directory / f"{stem.replace('__', '/')}.{ending}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RuleError) as caught:
        load_rules(directory).words("counts/units")
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "line", "rule_id", "told"),
    [
        ("[[rule]]", "[rule]", 3, "mine.orchard", "[[rule]]"),
        ("with = { }", "with = 3", 7, "mine.orchard", "with is a table"),
        ('"«果园历2016年»采收"', "3", 8, "mine.orchard", "text is a string"),
        ('"«果园历2016年»采收"', "[3]", 8, "mine.orchard", "text is a string"),
        ("value =", "on = 3, value =", 8, "mine.orchard", "on is a day"),
        ('["果园历史悠久"]', "[3]", 11, "mine.orchard", "counter-example is a string"),
        ('["果园历史悠久"]', '"果园历史悠久"', 11, "mine.orchard", "list of strings"),
        ("果园历(", "{@orchards}(", 4, "mine.orchard", "no word list {@orchards}: dates/orchards.txt"),
        ("果园历(", "{#people/trees}(", 4, "mine.orchard", "no word list {#people/trees}: people/trees.txt"),
        ('kind = "dates"', 'kind = "dates"\ndisable = "dates.festival"', 2, None, "disable is a list"),
        ('kind = "dates"', 'kind = "dates"\norder = "first"', 2, None, "order is a number"),
        ('kind = "dates"', "kind = 3", 1, None, "must name its kind"),
        ('id = "mine.orchard"', "id = 3", 3, None, "without an id"),
        ('kind = "dates"', 'kind = "dates"\n[atoms]\ntree = 3', 3, None, "atom {tree} is not a string"),
        ("果园历(", "{tree}(", 4, "mine.orchard", "no atom {tree}"),
    ],
)
def test_a_mistake_is_told_in_its_place(tmp_path, old, new, *, line, rule_id, told):
    assert old in RULE
    error = refused(tmp_path, dates__orchard_toml=RULE.replace(old, new))
    assert (error.path, error.line, error.rule_id) == (tmp_path / PLACE, line, rule_id)
    assert told in error.problem


def test_an_atom_in_a_file_of_its_own_is_told_there(tmp_path):
    error = refused(tmp_path, dates__atoms_toml="[atoms]\ntree = 3\n", dates__orchard_toml=RULE)
    assert (error.path, error.line) == (tmp_path / "dates/atoms.toml", 2)


def test_an_atom_made_of_itself_is_told(tmp_path):
    rule = RULE.replace("果园历(", "{tree}(")
    error = refused(tmp_path, dates__atoms_toml="[atoms]\ntree = '{tree}'\n", dates__orchard_toml=rule)
    assert (error.path, error.line, error.rule_id) == (tmp_path / PLACE, 4, "mine.orchard")
    assert "made of itself" in error.problem


def test_an_id_used_twice_is_told_at_the_second(tmp_path):
    second = RULE[RULE.index("[[rule]]") :]
    error = refused(tmp_path, dates__orchard_toml=RULE + "\n" + second)
    assert (error.line, error.rule_id, error.problem) == (14, "mine.orchard", "this id is used twice")


def test_an_id_used_in_two_files_is_told(tmp_path):
    error = refused(tmp_path, dates__a_toml=RULE, dates__b_toml=RULE)
    assert (error.path, error.line) == (tmp_path / "dates/b.toml", 4)


@pytest.mark.parametrize(
    ("name", "file"), [("dates__a_toml", "dates/a.toml"), ("counts__units_txt", "counts/units.txt")]
)
def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path, name, file):
    error = refused(tmp_path, **{name: b"# one\n# caf\xe9\n"})
    assert (error.path, error.line) == (tmp_path / file, 2)
    assert "not UTF-8" in error.problem


def test_a_file_that_only_switches_off_names_no_kind(tmp_path):
    (tmp_path / "off.toml").write_text('disable = ["dates.festival"]\n', encoding="utf-8")
    ids = {rule.id for rule in load_rules(tmp_path).rules()}
    assert "dates.festival" in {rule.id for rule in load_rules().rules()} - ids


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / "dates").mkdir()
    (tmp_path / PLACE).write_text(RULE, encoding="utf-8-sig")
    assert "mine.orchard" in {rule.id for rule in load_rules(tmp_path).rules()}


@pytest.mark.parametrize("pattern", ["x(?:x|xx)+y", "(x+x+)+y"])
def test_a_pattern_that_never_ends_is_left_out_and_told(tmp_path, monkeypatch, caplog, pattern):
    monkeypatch.setattr(matching, "PATIENCE", 0.05)
    (tmp_path / "dates").mkdir()
    (tmp_path / PLACE).write_text(RULE.replace("果园历(?P<year>\\d{4})年", pattern), encoding="utf-8")
    rules = [rule for rule in load_rules(tmp_path).rules() if rule.kind == "dates"]
    started = time.perf_counter()
    with caplog.at_level(logging.WARNING):
        matches = Matcher(rules)("x" * 5000 + "zy，2016年9月开园。")
    assert time.perf_counter() - started < 5
    assert [match.groups["year"] for match in matches] == ["2016"]
    (told,) = caplog.messages
    assert told.startswith(f"{tmp_path / PLACE}:4: rule mine.orchard: the pattern takes too long at “xxxx")
