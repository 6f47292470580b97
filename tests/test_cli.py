"""The command line, as a researcher uses it: good and bad files, places to write, what is said."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
import time

import jsonschema
import pytest
from typer.testing import CliRunner

import extract
from extract.batch import run as batch
from extract.cli import app
from extract.pipeline import Pipeline

GOOD = "2019年3月，云岭县选派6名教师到青石镇支教。校长韩秋月说，学校新添了40台电脑。\n"
OTHER = "2020年11月，白沙村有215户村民通了自来水，村支书孟长林很高兴。\n"
VALIDATOR = jsonschema.Draft202012Validator(extract.json_schema())


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A directory with two good articles, the first and the last in order."""
    inputs = tmp_path / "articles"
    inputs.mkdir()
    (inputs / "a-first.txt").write_text(GOOD, encoding="utf-8")
    (inputs / "z-last.txt").write_text(OTHER, encoding="utf-8")
    return inputs


def zhnews(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def records_in(data: bytes | pathlib.Path) -> list[extract.Record]:
    """The records of a file or of stdout, each held to the schema and read back."""
    content = data.read_bytes() if isinstance(data, pathlib.Path) else data
    assert not content or content.endswith(b"\n")
    records = []
    for line in content.splitlines():
        VALIDATOR.validate(json.loads(line))
        record = extract.Record.from_json(line)
        assert record.to_json() == line
        records.append(record)
    return records


def names_of(records: list[extract.Record]) -> list[str]:
    return [pathlib.Path(record.source.path or "").name for record in records]


# -- run: what cannot be read ---------------------------------------------------------------

BAD_FILES = [
    ("empty.txt", b"", None, "empty file"),
    ("blank.md", b" \n\t\n\xe3\x80\x80\n", None, "no text"),
    ("blank.txt", b"\n \n", None, "only white space"),
    ("zeros.txt", bytes(64), None, "binary file"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff\xfe", None, "binary file"),
    ("noise.txt", bytes(range(129, 255)) * 3, None, "not UTF-8, and no Chinese encoding fits"),
    (
        "broken.jsonl",
        b'{"text": "\xe5\xb1\xb1\xe8\xb7\xaf\xe4\xbf\xae\xe5\xa5\xbd\xe4\xba\x86"}\n{"text": \n',
        2,
        "not valid JSON",
    ),
    ("empty.jsonl", b"", None, "empty file"),
    ("no-text.jsonl", b'\n{"headline": "x"}\n', 2, "neither"),
    ("front.md", "---\ntitle: [山路\ndate: 2020-01-01\n---\n路修好了。\n".encode(), 3, "front matter"),
    ("notes.docx", b"PK\x03\x04", None, "zip archive"),
    ("page.html", b"<html><body></body></html>", None, "no text"),
    ("packed.jsonl.gz", b"\x1f\x8b\x08\x00broken", 1, "gzip"),
]


@pytest.mark.parametrize("bad_file", BAD_FILES, ids=lambda bad_file: bad_file[0])
def test_a_bad_file_is_named_and_the_others_are_written(folder, tmp_path, bad_file):
    name, content, line, reason = bad_file
    bad = folder / name
    bad.write_bytes(content)
    output = tmp_path / "records.jsonl"
    result = zhnews("run", folder / "a-first.txt", bad, folder / "z-last.txt", "-o", output)
    assert result.exit_code == 1
    where = f"{bad}: " if line is None else f"{bad}:{line}: "
    told = [text for text in result.stderr.splitlines() if text.startswith(where)]
    assert len(told) == 1
    assert reason.lower() in told[0].lower()
    written = names_of(records_in(output))
    assert written[0] == "a-first.txt"
    assert written[-1] == "z-last.txt"
    assert result.stdout == ""


def test_a_file_that_does_not_exist_is_named(folder, tmp_path):
    missing = folder / "nowhere.txt"
    output = tmp_path / "records.jsonl"
    result = zhnews("run", missing, folder, "-o", output)
    assert result.exit_code == 1
    assert f"{missing}: no such file or directory" in result.stderr
    assert names_of(records_in(output)) == ["a-first.txt", "z-last.txt"]


def test_a_directory_without_articles_is_named(tmp_path):
    (tmp_path / "nothing").mkdir()
    result = zhnews("run", tmp_path / "nothing", "-o", tmp_path / "records.jsonl")
    assert result.exit_code == 1
    assert f"{tmp_path / 'nothing'}: " in result.stderr
    assert (tmp_path / "records.jsonl").read_bytes() == b""


def test_the_good_lines_of_a_broken_json_lines_file_are_written(tmp_path):
    source = tmp_path / "articles.jsonl"
    lines = [json.dumps({"text": GOOD, "id": "one"}), "{oops", json.dumps({"text": OTHER, "id": "two"})]
    source.write_text("\n".join(lines), encoding="utf-8")
    output = tmp_path / "records.jsonl"
    result = zhnews("run", source, "-o", output)
    assert result.exit_code == 1
    assert f"{source}:2: not valid JSON" in result.stderr
    assert [record.id for record in records_in(output)] == ["one", "two"]


def test_an_article_that_breaks_the_pipeline_is_named_and_the_rest_go_on(folder, tmp_path, monkeypatch):
    process = Pipeline.process

    def fail_on_first(self, article):
        if article.path.endswith("a-first.txt"):
            raise KeyError("unforeseen")
        return process(self, article)

    monkeypatch.setattr(Pipeline, "process", fail_on_first)
    output, errors = tmp_path / "records.jsonl", tmp_path / "errors.jsonl"
    result = zhnews("run", folder, "-o", output, "--errors", errors)
    assert result.exit_code == 1
    assert names_of(records_in(output)) == ["z-last.txt"]
    assert f"{folder / 'a-first.txt'}: " in result.stderr
    (entry,) = map(json.loads, errors.read_text(encoding="utf-8").splitlines())
    assert entry["path"] == str(folder / "a-first.txt")
    assert "KeyError" in entry["reason"]
    assert len(entry["id"]) == 20


def test_names_that_would_steer_the_terminal_are_shown_as_signs(tmp_path):
    hostile = tmp_path / "a\x1b[31m[red]b\nc.txt"
    hostile.write_bytes(b"")
    result = zhnews("run", hostile, "-o", tmp_path / "records.jsonl")
    assert "\x1b" not in result.stderr
    assert "a␛[31m[red]b␊c.txt: empty file" in result.stderr


# -- run: where it writes -------------------------------------------------------------------


def test_all_read_gives_status_0_and_a_summary(folder, tmp_path):
    output = tmp_path / "records.jsonl"
    result = zhnews("run", folder, "-o", output)
    assert result.exit_code == 0
    records = records_in(output)
    assert f"records: {output}" in result.stderr
    said = dict(re.findall(r"^(\w+) +([\d,]+)$", result.stderr, re.MULTILINE))
    assert said == {
        "articles": "2",
        "people": str(sum(len(record.people) for record in records)),
        "roles": str(sum(len(person.roles) for record in records for person in record.people)),
        "counts": str(sum(len(record.counts) for record in records)),
        "dates": str(sum(len(record.dates) for record in records)),
        "failed": "0",
    }
    assert result.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "records.jsonl"]


def test_standard_output_holds_nothing_but_records(folder):
    (folder / "m-empty.txt").write_bytes(b"")
    result = zhnews("run", folder, "-o", "-")
    assert result.exit_code == 1
    assert names_of(records_in(result.stdout_bytes)) == ["a-first.txt", "z-last.txt"]
    assert "m-empty.txt: empty file" in result.stderr


def test_the_errors_file_has_one_line_for_each_failure(folder, tmp_path):
    (folder / "m-empty.txt").write_bytes(b"")
    (folder / "n-broken.jsonl").write_bytes(b"{\n[]\n")
    errors = tmp_path / "errors.jsonl"
    result = zhnews("run", folder, "-o", tmp_path / "records.jsonl", "--errors", errors)
    assert result.exit_code == 1
    entries = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert [(pathlib.Path(entry["path"]).name, entry["line"]) for entry in entries] == [
        ("m-empty.txt", None),
        ("n-broken.jsonl", 1),
        ("n-broken.jsonl", 2),
    ]
    assert all(entry["reason"] for entry in entries)


def test_an_errors_file_without_errors_is_empty(folder, tmp_path):
    errors = tmp_path / "errors.jsonl"
    errors.write_text("from the run before\n", encoding="utf-8")
    assert zhnews("run", folder, "-o", tmp_path / "records.jsonl", "--errors", errors).exit_code == 0
    assert errors.read_bytes() == b""


@pytest.mark.parametrize("option", ["-o", "--errors"])
@pytest.mark.parametrize(
    ("place", "reason"),
    [("no/such/place.jsonl", "does not exist"), ("articles", "is a directory"), ("file/x.jsonl", "does not")],
)
def test_a_place_that_cannot_be_written_is_a_usage_error(folder, tmp_path, option, place, reason):
    (tmp_path / "file").write_bytes(b"")
    others = [] if option == "-o" else ["-o", tmp_path / "records.jsonl"]
    result = zhnews("run", folder, *others, option, tmp_path / place)
    assert result.exit_code == 2
    assert str(tmp_path / place) in result.stderr
    assert reason in result.stderr
    assert not (tmp_path / "records.jsonl").exists()


def test_a_full_disk_is_told(folder):
    full = pathlib.Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    result = zhnews("run", folder, "-o", full)
    assert result.exit_code == 1
    assert "/dev/full: cannot be written: No space left on device" in result.stderr


def test_the_output_may_not_be_an_input(folder):
    source = folder / "all.jsonl"
    source.write_text(json.dumps({"text": GOOD}), encoding="utf-8")
    before = source.read_bytes()
    for arguments in (["-o", source], ["-o", "-", "--errors", source]):
        result = zhnews("run", source, *arguments)
        assert result.exit_code == 2
        assert "is also an input" in result.stderr
    assert source.read_bytes() == before


def test_records_and_errors_may_not_share_a_file(folder, tmp_path):
    result = zhnews("run", folder, "-o", tmp_path / "x.jsonl", "--errors", tmp_path / "x.jsonl")
    assert result.exit_code == 2
    assert "same file" in result.stderr


def test_the_output_of_the_run_before_is_not_read_as_an_article(folder):
    for _ in range(2):
        result = zhnews("run", folder, "-o", folder / "records.jsonl", "--errors", folder / "errors.jsonl")
        assert result.exit_code == 0
        assert names_of(records_in(folder / "records.jsonl")) == ["a-first.txt", "z-last.txt"]


def test_an_interrupted_run_keeps_what_was_done_and_leaves_the_old_file(folder, tmp_path, monkeypatch):
    process = Pipeline.process

    def interrupt_on_last(self, article):
        if article.path.endswith("z-last.txt"):
            raise KeyboardInterrupt
        return process(self, article)

    monkeypatch.setattr(Pipeline, "process", interrupt_on_last)
    output = tmp_path / "records.jsonl"
    output.write_text("from the run before\n", encoding="utf-8")
    result = zhnews("run", folder, "-o", output)
    assert result.exit_code == 130
    assert f"what was done is in {output}.partial" in result.stderr
    assert names_of(records_in(tmp_path / "records.jsonl.partial")) == ["a-first.txt"]
    assert output.read_text(encoding="utf-8") == "from the run before\n"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_link_stays_a_link(folder, tmp_path):
    (tmp_path / "real.jsonl").write_bytes(b"")
    (tmp_path / "link.jsonl").symlink_to("real.jsonl")
    assert zhnews("run", folder, "-o", tmp_path / "link.jsonl").exit_code == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len(records_in(tmp_path / "real.jsonl")) == 2


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "x.txt"], ["walk"], ["run", "x.txt", "-o", "-", "--fast"]]
)
def test_a_command_that_is_wrong_gives_status_2(arguments):
    assert zhnews(*arguments).exit_code == 2


# -- batch ----------------------------------------------------------------------------------


def test_zones_of_memory_change_nothing(pipeline, folder, monkeypatch):
    for number in range(7):
        (folder / f"m{number}.txt").write_text(GOOD * (number + 1), encoding="utf-8")
    (folder / "n-empty.txt").write_bytes(b"")
    outputs = []
    for size in (1, 3, 500):
        monkeypatch.setattr(batch, "ARTICLES_PER_ZONE", size)
        lines: list[bytes] = []
        failures: list[batch.Failure] = []
        sink = type("Lines", (), {"write": lambda self, line, lines=lines: lines.append(line)})()
        summary = batch.run(pipeline, [folder], sink, on_error=failures.append)
        assert (summary.articles, summary.failures, len(failures)) == (9, 1, 1)
        assert summary.characters == 28 * len(GOOD) + len(GOOD) + len(OTHER)
        outputs.append(lines)
    assert outputs[0] == outputs[1] == outputs[2]


def test_the_order_of_the_articles_does_not_change_their_records(pipeline, folder):
    def lines_for(*names):
        lines: list[bytes] = []
        sink = type("Lines", (), {"write": lambda self, line: lines.append(line)})()
        batch.run(pipeline, [folder / name for name in names], sink, on_error=pytest.fail)
        return lines

    forward = lines_for("a-first.txt", "z-last.txt")
    backward = lines_for("z-last.txt", "a-first.txt")
    assert forward == backward[::-1]


def test_a_failing_sink_is_no_failure_of_an_article(pipeline, folder):
    class Full:
        def write(self, data: bytes, /) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        batch.run(pipeline, [folder], Full(), on_error=pytest.fail)
    assert pipeline(GOOD).counts


# -- show -----------------------------------------------------------------------------------


def test_show_tells_the_article_and_its_facts(folder):
    result = zhnews("show", folder / "a-first.txt", "--published", "2019年4月2日")
    assert result.exit_code == 0
    for told in ("2019-04-02 (given with the article)", "hans", "韩秋月", "校长", "2019-03", "6名", "教师"):
        assert told in result.stdout


def test_show_neutralises_hostile_text(tmp_path):
    hostile = tmp_path / "hostile.txt"
    text = "[red]2020年5月[/red]，\x1b]0;own\x07\x9b31m[/]新增[link=file:///x]3户[/link]。\u202e反\b\b"
    hostile.write_text(text, encoding="utf-8")
    result = zhnews("show", hostile)
    assert result.exit_code == 0
    assert "[red]2020年5月[/red]" in result.stdout
    assert "[link=file:///x]3户[/link]" in result.stdout
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.stdout)
    assert "2020-05" in result.stdout


def test_marks_fit_the_text_whatever_stands_in_it(pipeline):
    from extract.view.terminal import COUNT_STYLE, DATE_STYLE, marked_text, visible  # noqa: PLC0415

    record = pipeline("\x07\x08\x0b\x0c\t2021年6月\x1b，\x00修了3座桥。")
    marked = marked_text(record)
    assert marked.plain == visible(record.text)
    assert len(marked.plain) == len(record.text)
    spans = {(str(span.style), marked.plain[span.start : span.end]) for span in marked.spans}
    assert {(DATE_STYLE, "2021年6月"), (COUNT_STYLE, "3座")} <= spans


def test_show_dims_boilerplate_and_tells_warnings(tmp_path, pipeline):
    from extract.view.terminal import BOILERPLATE_STYLE, marked_text  # noqa: PLC0415

    source = tmp_path / "page.txt"
    source.write_text("本月新修水渠3公里。\n版权声明：未经授权，不得转载。\n", encoding="utf-8")
    result = zhnews("show", source)
    assert "published-unknown" in result.stdout
    record = pipeline(source.read_text(encoding="utf-8"))
    assert record.boilerplate
    assert BOILERPLATE_STYLE in {str(span.style) for span in marked_text(record).spans}


def test_show_chooses_among_several(tmp_path):
    source = tmp_path / "several.jsonl"
    lines = [json.dumps({"text": text, "title": title}) for title, text in (("甲篇", GOOD), ("乙篇", OTHER))]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert "甲篇" in zhnews("show", source).stdout
    assert "乙篇" in zhnews("show", source, "--number", "2").stdout
    beyond = zhnews("show", source, "--number", "3")
    assert beyond.exit_code == 2
    assert f"{source}: has only 2 articles" in beyond.stderr
    assert zhnews("show", source, "--number", "0").exit_code == 2


@pytest.mark.parametrize(
    ("content", "arguments", "status", "told"),
    [
        (b"", [], 1, "empty file"),
        (GOOD.encode(), ["--published", "someday"], 2, "--published someday: not a date"),
        (GOOD.encode(), ["--rules", "no-such-rules"], 2, "--rules no-such-rules: no such directory"),
    ],
)
def test_show_tells_what_it_cannot_do(tmp_path, content, arguments, status, told):
    source = tmp_path / "article.txt"
    source.write_bytes(content)
    result = zhnews("show", source, *arguments)
    assert result.exit_code == status
    assert told in result.stderr
    assert result.stdout == ""


# -- the rest -------------------------------------------------------------------------------


def test_schema_is_printed():
    result = zhnews("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == extract.json_schema()
    assert '\n  "' in result.stdout


def test_version():
    result = zhnews("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("zhnews ")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ([], ["run", "show", "schema", "rules"]),
        (["run"], ["--output", "--errors", "--rules", "Exit status"]),
        (["show"], ["--number", "--published"]),
        (["rules"], ["check", "list"]),
    ],
)
def test_help_tells_every_option(command, told):
    result = zhnews(*command, "--help")
    assert result.exit_code == 0
    assert all(word in result.stdout for word in told)


def test_importing_the_command_line_loads_no_spacy():
    # the package's own __init__ decides this as well as cli.py
    probe = "import sys, extract.cli; sys.exit('spacy' in sys.modules)"
    began = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", probe], check=False, cwd=pathlib.Path(extract.__file__).parents[1]
    )
    assert result.returncode == 0, f"spaCy was imported ({time.perf_counter() - began:.1f} s)"


def test_a_pipe_that_closes_early_is_no_crash(folder):
    for number in range(60):
        (folder / f"n{number}.txt").write_text(GOOD * 40, encoding="utf-8")
    command = [sys.executable, "-m", "extract.cli", "run", str(folder), "-o", "-"]
    root = pathlib.Path(extract.__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"version":1')
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == 1
