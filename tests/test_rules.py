"""The shipped rules hold what they promise; a user's directory wins, and its mistakes are told."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

import extract
from extract.cli import app
from extract.rulecheck import RuleReport, check_rules, refused_rules, report_on_rules
from extract.rules import RuleBook, RuleError, load_rules, shipped_rules

SHIPPED = load_rules().rules()

#: A rule that holds: years counted by a calendar of its own.
GOOD_RULE = """\
kind = "dates"

[[rule]]
id = "mine.orchard-year"
pattern = '''果园历(?P<year>\\d{4})年(?P<month>{month})'''
build = "calendar"
examples = [
  { text = ["在«果园历2016年9月»采收", "在«果園曆2016年9月»採收"], value = "2016-09" },
]
counter_examples = ["果园历史悠久", "2016年9月"]
"""

Write = Callable[[str, str], pathlib.Path]


@pytest.fixture(scope="module")
def shipped_report() -> RuleReport:
    return report_on_rules(None)


@pytest.fixture
def overlay(tmp_path: pathlib.Path) -> pathlib.Path:
    directory = tmp_path / "my-rules"
    directory.mkdir()
    return directory


@pytest.fixture
def write(overlay: pathlib.Path) -> Write:
    """Writes a file of the user's directory and gives its path."""

    def write_file(name: str, content: str) -> pathlib.Path:
        path = overlay / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    return write_file


def line_with(path: pathlib.Path, part: str) -> int:
    """The line of a file, from 1, that holds ``part``; it stands there only once."""
    (line,) = [n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if part in text]
    return line


def date_rules(record: extract.Record) -> dict[str, str]:
    return {date.text: date.rule for date in record.dates}


# -- the shipped rules ----------------------------------------------------------------------


@pytest.mark.parametrize("rule_id", [rule.id for rule in SHIPPED])
def test_every_shipped_rule_holds(shipped_report, rule_id):
    assert [str(problem) for problem in shipped_report.problems if problem.rule == rule_id] == []


def test_nothing_else_is_wrong_with_the_shipped_rules(shipped_report):
    assert [str(problem) for problem in shipped_report.problems if problem.rule is None] == []
    assert shipped_report.rules == len(SHIPPED) > 50
    assert shipped_report.examples == sum(len(rule.examples) for rule in SHIPPED)
    assert shipped_report.counter_examples == sum(len(rule.counter_examples) for rule in SHIPPED)


@pytest.mark.parametrize("path", sorted(shipped_rules().rglob("*.txt")), ids=lambda path: path.stem)
def test_shipped_word_lists_say_nothing_twice(path):
    lines = [line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    entries = [line for line in lines if line]
    assert sorted(entries) == sorted(set(entries))


def test_an_id_used_twice_in_the_shipped_set_is_refused(tmp_path):
    directory = tmp_path / "rules"
    shutil.copytree(shipped_rules(), directory)
    again = directory / "dates" / "zz-again.toml"
    again.write_text(GOOD_RULE.replace("mine.orchard-year", "dates.year-month"), encoding="utf-8")
    with pytest.raises(RuleError, match="used twice") as refused:
        RuleBook((directory,))
    assert refused.value.rule_id == "dates.year-month"
    assert refused.value.line == line_with(refused.value.path, 'id = "dates.year-month"')
    assert refused.value.path.is_relative_to(directory)


# -- a user's directory that is right ---------------------------------------------------------


def test_a_new_rule_is_added(overlay, write):
    write("dates/orchard.toml", GOOD_RULE)
    assert check_rules(str(overlay)) == check_rules(None)
    record = extract.load(overlay)("果园历2016年9月，梨园开园。2017年9月又开园。")
    assert date_rules(record)["果园历2016年9月"] == "mine.orchard-year"
    assert date_rules(record)["2017年9月"] == "dates.year-month"


def test_a_rule_is_replaced(overlay, write):
    write("dates/orchard.toml", GOOD_RULE.replace("mine.orchard-year", "dates.year-month"))
    record = extract.load(overlay)("果园历2016年9月，梨园开园。2017年9月又开园。")
    assert [date.text for date in record.dates if date.rule == "dates.year-month"] == ["果园历2016年9月"]


def test_a_rule_is_switched_off(overlay, write, pipeline):
    write("dates/off.toml", 'kind = "dates"\ndisable = ["dates.year-month"]\n')
    text = "2017年9月，梨园开园。"
    assert "dates.year-month" in date_rules(pipeline(text)).values()
    assert "dates.year-month" not in date_rules(extract.load(overlay)(text)).values()
    assert refused_rules(str(overlay)) == []


def test_a_word_is_added(overlay, write, pipeline):
    write("counts/units.txt", "箩 thing\n")
    text = "老乡送来7箩山货。"
    assert not pipeline(text).counts
    (count,) = extract.load(overlay)(text).counts
    assert (count.text, count.value, count.unit) == ("7箩", 7, "箩")


def test_a_word_is_taken_away(overlay, write, pipeline):
    line = next(word for word in load_rules().words("counts/units") if word.split()[0] == "户")
    write("counts/units.txt", f"-{line}\n")
    text = "山上还有9户。"
    assert [count.unit for count in pipeline(text).counts] == ["户"]
    assert not extract.load(overlay)(text).counts


def test_atoms_of_the_user_serve_the_users_rules(overlay, write):
    write("dates/atoms.toml", "[atoms]\norchard = '''果园历'''\n")
    write("dates/orchard.toml", GOOD_RULE.replace("'''果园历", "'''{orchard}"))
    assert refused_rules(str(overlay)) == []
    assert "mine.orchard-year" in date_rules(extract.load(overlay)("果园历2016年9月")).values()


@pytest.mark.parametrize(
    ("name", "text", "surfaces"),
    [
        ("云外楼", "云外楼般的人物，云外楼也。", ["云外楼", "云外楼"]),
        ("阿布", "阿布来了，大家喊阿布。", ["阿布", "阿布"]),
        ("高山流水", "听高山流水一席话", ["高山流水"]),
        ("苏里科", "蘇里科說，蘇里科走了。", ["蘇里科", "蘇里科"]),
        ("东门吹雪", "记者 东门吹雪 摄", ["东门吹雪"]),
    ],
)
def test_known_names_are_always_taken(overlay, write, name, text, surfaces):
    write("people/known_names.txt", f"# my people\n{name}\n")
    record = extract.load(overlay)(text)
    (person,) = [person for person in record.people if person.name == name]
    assert [text[mention.start : mention.end] for mention in person.mentions] == surfaces


def test_a_known_name_may_be_given_in_traditional_script(overlay, write):
    write("people/known_names.txt", "雲外樓\n")
    for text in ("云外楼般的人物", "雲外樓般的人物"):
        assert "云外楼" in [person.name for person in extract.load(overlay)(text).people]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("方志远", "县长方志远说，路已修通。方志远又说。"),
        ("方志遠", "縣長方志遠說，路已修通。"),
        ("何雨桐", "（责任编辑：何雨桐）"),
        ("何雨桐", "记者 何雨桐 摄"),
        ("扎西次仁", "村民扎西次仁说，他很高兴。"),
        ("艾力·玉素甫", "学员艾力·玉素甫说，他很高兴。"),
    ],
)
def test_known_not_names_are_never_taken(overlay, write, pipeline, name, text):
    write("people/known_not_names.txt", f"{name}\n")
    assert pipeline(text).people
    assert not extract.load(overlay)(text).people


def test_user_surnames_are_known(overlay, write):
    write("people/compound_surnames.txt", "青羊\n")
    text = "记者 青羊子墨 通讯员 王小山"
    assert "青羊子墨" in [person.name for person in extract.load(overlay)(text).people]


# -- a user's directory with mistakes -----------------------------------------------------------

#: what is changed in the good rule → the line it is told for, and how
MISTAKES = {
    "does not compile": ("果园历(?P<year>", "果园历((?P<year>", "pattern =", "does not compile"),
    "unknown atom": ("{month}", "{moonth}", 'id = "', "no atom {moonth}"),
    "no pattern": ("pattern = ", "#pattern = ", 'id = "', "needs a pattern"),
    "no build": ('build = "calendar"', "", 'id = "', "needs a build"),
    "unknown build": ('"calendar"', '"callendar"', 'id = "', 'no production "callendar"'),
    "unknown key": ("build = ", "bulid = 1\nbuild = ", 'id = "', "unknown keys: bulid"),
    "unknown kind": ('kind = "dates"', 'kind = "days"', 'id = "', 'kind "days"'),
    "begins with anything": ("'''果园历", "'''.果园历", 'id = "', "must begin with something definite"),
    "example gives another value": ('"2016-09"', '"2016-10"', '"在«果园历', "value='2016-10'"),
    "example gives nothing": ('"在«果园历2016年9月»采收"', '"在«果园历16年9月»采收"', "«果园历16", "gives"),
    "example marks another span": (
        '"在«果园历2016年9月»',
        '"在果园历«2016年9月»',
        "历«2016年",
        "does not hold",
    ),
    "example without a mark": (
        "在«果园历2016年9月»采",
        "在果园历2016年9月采",
        "在果园历2016年9月采",
        "mark the",
    ),
    "example expects no field": ("value =", "vlaue =", '"在«果园历', "what no fact has: vlaue"),
    "example on no day": ("value =", 'on = "soon", value =', '"在«果园历', "soon"),
    "counter-example fires": (
        '"果园历史悠久"',
        '"果园历2001年1月"',
        "counter_examples",
        "counter-example fires",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_rule(overlay, write, mistake):
    old, new, where, told = MISTAKES[mistake]
    assert old in GOOD_RULE
    path = write("dates/orchard.toml", GOOD_RULE.replace(old, new))
    result = CliRunner().invoke(app, ["rules", "check", "--rules", str(overlay)])
    assert result.exit_code == 1
    start = f"{path}:{line_with(path, where)}: rule mine.orchard-year: "
    assert [line for line in result.stdout.splitlines() if line.startswith(start) and told in line], (
        result.stdout
    )
    article = overlay / "article.txt"
    article.write_text("山路修好了。", encoding="utf-8")
    run = CliRunner().invoke(app, ["run", str(article), "-o", "-", "--rules", str(overlay)])
    assert run.exit_code == 2
    assert start in run.stderr
    assert run.stdout == ""


def test_broken_toml_is_told_with_its_line(overlay, write):
    path = write("dates/orchard.toml", GOOD_RULE.replace("examples = [", "examples = [["))
    (problem,) = check_rules(str(overlay))
    assert problem.path == str(path)
    assert problem.line is not None
    assert "not TOML" in problem.text


def test_a_rule_without_examples_is_told_but_runs(overlay, write):
    body = GOOD_RULE[: GOOD_RULE.index("examples = [")]
    write("dates/orchard.toml", body)
    told = {p.text for p in check_rules(str(overlay)) if p.rule == "mine.orchard-year"}
    assert told == {"has no example", "has no counter-example"}
    assert refused_rules(str(overlay)) == []
    assert extract.load(overlay)("果园历2016年9月").dates[0].rule == "mine.orchard-year"


def test_an_id_used_twice_in_the_users_directory_is_told(overlay, write):
    write("dates/one.toml", GOOD_RULE)
    write("dates/two.toml", GOOD_RULE)
    told = [problem for problem in check_rules(str(overlay)) if "used twice" in problem.text]
    assert [problem.rule for problem in told] == ["mine.orchard-year"]


def test_a_switch_for_a_rule_that_is_not_there_is_told(overlay, write):
    path = write("dates/off.toml", 'kind = "dates"\n\ndisable = ["dates.yearmonth"]\n')
    told = [problem for problem in check_rules(str(overlay)) if problem.rule == "dates.yearmonth"]
    assert [str(problem) for problem in told] == [
        f"{path}:3: rule dates.yearmonth: disable names no shipped rule"
    ]


def test_a_file_that_nothing_reads_is_told(overlay, write):
    path = write("people/know_names.txt", "云外楼\n")
    told = [problem for problem in check_rules(str(overlay)) if problem.path == str(path)]
    assert len(told) == 1
    assert "nothing reads this file" in told[0].text
    assert refused_rules(str(overlay)) == []


def test_every_broken_file_is_told_at_once(overlay, write):
    first = write("dates/a.toml", GOOD_RULE.replace("{month}", "{moonth}"))
    second = write("dates/b.toml", "[[rule]\n")
    third = write("dates/c.toml", GOOD_RULE.replace('kind = "dates"', ""))
    write("dates/d.toml", GOOD_RULE)
    assert {problem.path for problem in check_rules(str(overlay))} == {str(first), str(second), str(third)}


def test_rules_that_cannot_start_are_told_all_at_once(overlay, write):
    write("dates/a.toml", GOOD_RULE.replace("'''果园历", "'''.果园历").replace("mine.", "mine.a-"))
    write("dates/b.toml", GOOD_RULE.replace('"calendar"', '"callendar"').replace("mine.", "mine.b-"))
    write("dates/c.toml", GOOD_RULE.replace('"2016-09"', '"2016-08"').replace("mine.", "mine.c-"))
    told = {problem.rule for problem in check_rules(str(overlay)) if problem.path.startswith(str(overlay))}
    assert told == {"mine.a-orchard-year", "mine.b-orchard-year", "mine.c-orchard-year"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dates/a.toml", b'# caf\xe9\nkind = "dates"\n'),
        ("counts/units.txt", b"\xe9 thing\n"),
        ("dates/a.toml", b'kind = "dates"\n[rule]\nid = "mine.table"\n'),
        ("dates/words.toml", b"units = 3\n"),
        ("text/boilerplate.toml", b'[[line]]\npattern = "("\nkind = "share"\n'),
        ("counts/units.txt", "箩\n".encode()),
    ],
)
def test_whatever_is_wrong_a_run_is_refused_without_a_traceback(overlay, name, content):
    path = overlay / name
    path.parent.mkdir()
    path.write_bytes(content)
    (overlay / "article.txt").write_text("山路修好了。", encoding="utf-8")
    arguments = ["run", str(overlay / "article.txt"), "-o", "-", "--rules", str(overlay)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert str(overlay) in result.stderr
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("command", [["rules", "check"], ["rules", "list"], ["run", "x.txt", "-o", "-"]])
def test_a_directory_of_rules_that_does_not_exist_is_a_usage_error(command, tmp_path):
    result = CliRunner().invoke(app, [*command, "--rules", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert f"--rules {tmp_path / 'nowhere'}: no such directory" in result.stderr


# -- the commands -------------------------------------------------------------------------------


def test_check_tells_how_many_hold(shipped_report):
    result = CliRunner().invoke(app, ["rules", "check"])
    assert result.exit_code == (1 if shipped_report.problems else 0)
    report = shipped_report
    examples = f"{report.examples_held} of {report.examples} examples"
    counter_examples = f"{report.counter_examples_held} of {report.counter_examples} counter-examples"
    assert f"{report.rules} rules: {examples} and {counter_examples} hold" in result.stdout
    assert [str(problem) for problem in shipped_report.problems] == result.stdout.splitlines()[
        : len(shipped_report.problems)
    ]


def test_list_prints_ids(overlay, write):
    write("dates/orchard.toml", GOOD_RULE)
    everything = CliRunner().invoke(app, ["rules", "list"]).stdout.split()
    assert sorted(everything) == sorted(rule.id for rule in SHIPPED)
    dates = (
        CliRunner().invoke(app, ["rules", "list", "--kind", "dates", "--rules", str(overlay)]).stdout.split()
    )
    assert dates == ["mine.orchard-year", *(rule.id for rule in SHIPPED if rule.kind == "dates")]
    unknown = CliRunner().invoke(app, ["rules", "list", "--kind", "verbs"])
    assert unknown.exit_code == 2
    assert "no kind of rule called verbs" in unknown.stderr
