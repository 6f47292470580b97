"""What holds for any bytes and any text, by chance on small ones; and whatever broke so far.

``python bench/fuzz.py`` does the same with many thousands of larger files.
"""

from __future__ import annotations

import pathlib
import random
from collections.abc import Callable
from typing import TypeVar

import fuzz
import fuzz_files
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extract
from extract import segment
from extract.facts import Warning
from extract.readers import EXTENSIONS, Article, article_from_text, read_file
from extract.readers.errors import ReadError
from extract.readers.html import parse_html
from extract.readers.markdown import parse_markdown

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SOME = settings(FEW, max_examples=150)
SEEDS = fuzz_files.seeds()
T = TypeVar("T")

PIECES = st.sampled_from([*fuzz_files.TOKENS, *fuzz_files.HANS.splitlines(), "\n", " "])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=12).map("".join),
)
BYTES = st.one_of(
    st.binary(max_size=200),
    st.tuples(TEXTS, st.sampled_from(fuzz_files.ENCODINGS)).map(
        lambda made: made[0].encode(made[1], "replace")
    ),
)
PAGE = (
    "<html><head><title>{title}_云岭网</title>{head}</head>"
    "<body><h1>{title}</h1>{line}<p>{prose}</p></body></html>"
)
PROSE = "今年6月18日，云岭县选派4名医生到麦塘乡卫生院，队长顾明远说，其中2人已到岗。" * 4


def page(head: str = "", line: str = "", title: str = "山乡卫生院来了新医生") -> str:
    return PAGE.format(title=title, head=head, line=line, prose=PROSE)


def faults_of_bytes(directory: pathlib.Path, extension: str, data: bytes) -> list[str]:
    path = directory / f"file{extension}"
    path.write_bytes(data)
    result = fuzz.Result(0)
    fuzz.check(path, result, whole_way=False)
    return result.findings


# --- what holds for anything ---


@pytest.mark.parametrize("extension", [name for name in EXTENSIONS if name.count(".") == 1])
@settings(FEW, max_examples=20)
@given(data=BYTES)
def test_any_bytes_give_articles_or_reasons(tmp_path, extension, data):
    assert faults_of_bytes(tmp_path, extension, data) == []


@SOME
@given(seed=st.integers(0, 2**32))
def test_spoilt_files_give_articles_or_reasons(tmp_path, seed):
    sample = fuzz_files.mutated(seed, 0, SEEDS)
    assert faults_of_bytes(tmp_path, sample.extension, sample.data) == []


def parsed(parse: Callable[[str], T], source: str) -> T | None:
    """What a parser gives; None where it gives a reason of one line."""
    reason = "none"
    try:
        return parse(source)
    except ValueError as error:
        reason = str(error)
    assert len(reason.splitlines()) == 1
    return None


@SOME
@given(source=TEXTS)
def test_any_markup_gives_a_text_or_a_reason(source):
    for written in (source, page(head=source), page(line=source)):
        if made := parsed(parse_html, written):
            text, metadata = made
            assert text.strip()
            (text + (metadata.outlet or "") + (metadata.byline or "") + (metadata.title or "")).encode()


@SOME
@given(source=TEXTS, front=TEXTS)
def test_any_markdown_gives_a_text_or_a_reason(source, front):
    for written in (source, f"---\ntitle: 山乡\n{front}\n---\n{source}", f"+++\n{front}\n+++\n{source}"):
        if made := parsed(parse_markdown, written):
            assert made[0].strip()


@FEW
@given(text=TEXTS, form=st.sampled_from(["text", "markdown", "html"]))
def test_any_text_gives_a_good_record_or_a_reason(pipeline, text, form):
    if article := parsed(lambda source: article_from_text(source, format=form), text):
        assert fuzz.faults_of_item(article) == []
        assert fuzz.faults_of_record(pipeline.process(article), article) == []


# --- the fuzzer itself ---


def test_the_same_seed_spoils_the_same():
    again = fuzz_files.seeds()
    for number in range(50):
        assert fuzz_files.mutated(3, number, SEEDS) == fuzz_files.mutated(3, number, again)
    assert len({fuzz_files.mutated(3, number, SEEDS).data for number in range(50)}) > 45


def test_there_are_seeds_of_every_format_and_packing():
    found = {sample.extension for sample in SEEDS}
    expected = {".txt", ".md", ".html", ".jsonl", ".json", ".csv", ".tsv", ".warc", ".csv.gz", ".warc.zst"}
    assert expected <= found


def test_a_seed_that_is_not_spoilt_is_read(tmp_path):
    chance = random.Random(1)
    for sample in chance.sample([s for s in SEEDS if s.extension != ".parquet"], 60):
        path = tmp_path / f"file{sample.extension}"
        path.write_bytes(sample.data)
        assert any(isinstance(item, Article) for item in read_file(path)), sample.extension


def test_faults_are_found(pipeline):
    good = Article(text="今年选派4名医生。", format="text", sha256="0")
    record = pipeline.process(good)
    count = record.counts[0]
    assert fuzz.faults_of_item(good) == fuzz.faults_of_record(record, good) == []
    for item in (
        extract.readers.Unreadable("a", "one\ntwo"),
        extract.readers.Unreadable("a", "\ud83d"),
        Article(text=" ", format="text", sha256="0"),
        Article(text="梨", format="text", sha256="0", outlet="\ud83d"),
        Article(text="梨", format="text", sha256="0", published="2021-02-30"),
        Article(text="梨", format="text", sha256="0", warnings=(Warning("a", "b", 0, 2),)),
        "梨",
    ):
        assert fuzz.faults_of_item(item), item
    moved = type(count)(**{name: getattr(count, name) for name in count.__struct_fields__} | {"start": 0})
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    assert fuzz.faults_of_record(type(record)(**values | {"counts": (moved,)}), good)
    assert fuzz.faults_of_record(type(record)(**values | {"text": "梨"}), good)


# --- what broke ---


@pytest.mark.parametrize("value", ["²²²²²²²²²²", "①①①①①①①①①①", "0000000000", "9999-12-31T23:00:00Z"])
def test_odd_digits_and_moments_are_no_day(value):
    assert parse_html(page(head=f'<meta name="pubdate" content="{value}">'))[1].published is None


@pytest.mark.parametrize("line", ["二〇二一年十十月一日", "二〇二一年一月一二十日", "民国0年1月1日"])
def test_numerals_that_are_none_are_no_day(line):
    assert parse_html(page(line=f"<p>{line}</p>"))[1].published is None


HALF = "\\ud83d"
HALVES = [
    f'<script>source:"云岭{HALF}日报"</script>',
    f'<script>var a={{"title":"山乡卫生院来了新医生","source":"云岭{HALF}日报"}}</script>',
    f'<script>var a={{"title":"山乡卫生院来了新医生","content":"{PROSE * 3}{HALF}"}}</script>',
    f"<script>title: '山乡卫生院来了新医生', content: '{PROSE * 3}{HALF}'</script>",
    f'<script type="application/ld+json">{{"@type":"Article",'
    f'"headline":"山乡{HALF}","author":"{HALF}"}}</script>',
]


@pytest.mark.parametrize("head", HALVES)
def test_half_of_a_surrogate_pair_in_a_script_is_replaced(pipeline, head):
    article = article_from_text(page(head=head), format="html")
    assert fuzz.faults_of_item(article) == []
    assert fuzz.faults_of_record(pipeline.process(article), article) == []


def test_a_whole_surrogate_pair_in_a_script_is_one_character():
    head = '<script>source:"云岭\\ud83d\\ude00日报"</script>'
    assert parse_html(page(head=head))[1].outlet == "云岭😀日报"


@pytest.mark.parametrize("value", ["[" * 900 + "]" * 900, '{"name":' * 900 + "1" + "}" * 900])
@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">{{"@type":"Article","author":{}}}</script>',
        '<script>a={{"title":"山乡卫生院来了新医生","author":{}}}</script>',
    ],
)
def test_an_author_nested_without_end_is_none(script, value):
    assert parse_html(page(head=script.format(value)))[1].byline is None


def test_a_title_of_a_megabyte_is_no_headline():
    source = page(title="梨_" * 500_000).replace("<h1>" + "梨_" * 500_000, "<h1>山乡卫生院来了新医生")
    text, metadata = parse_html(source)
    assert metadata.title == "山乡卫生院来了新医生"
    assert len(text) < 1000


def test_a_page_of_nothing_but_a_comment_gives_its_text():
    text, metadata = parse_html(f'<html><body><p class="comment">{PROSE}</p></body></html>')
    assert text == PROSE
    assert [warning.code for warning in metadata.warnings] == ["whole-page"]


def test_a_reason_is_one_line_whatever_it_quotes():
    error = ReadError("not this:\n\x1b[31m\x85\u2028two\x9b lines\ud83d")
    assert error.reason == "not this: \ufffd[31m two\ufffd lines\ufffd"


def test_a_known_name_does_not_reach_beyond_the_end(pipeline):
    # the slice of three characters at the end of the text is a known name of two
    text = "来源：云岭县广播电视台 记者：温岳 马晓岚 编辑：桑吉"
    people = {person.name: person for person in pipeline(text).people}
    assert [(m.start, m.end) for m in people["桑吉"].mentions] == [(len(text) - 2, len(text))]


def test_readers_warnings_keep_their_places_where_characters_are_unseen(pipeline):
    warning = Warning("encoding-broken", "1 place could not be decoded", 3, 4)
    article = Article(text="山\u200b乡\u200b", format="text", sha256="0", warnings=(warning,))
    assert pipeline.process(article).warnings[0] == warning


@pytest.mark.parametrize("text", [fuzz_files.HANS * 3, "".join(PROSE.split()) * 3, PROSE, "一月", ""])
def test_words_of_long_texts_are_those_of_their_pieces(monkeypatch, text):
    whole = segment.words_of(text)
    monkeypatch.setattr(segment, "LONGEST_PIECE", 100)
    assert segment.words_of(text) == whole


def test_a_run_without_an_end_is_cut_into_words_that_cover_it(monkeypatch):
    monkeypatch.setattr(segment, "LONGEST_PIECE", 100)
    words = segment.words_of("梨" * 1000)
    assert [start for start, _, _ in words] == [0, *(end for _, end, _ in words[:-1])]
    assert words[-1][1] == 1000


def test_an_editor_on_many_lines_is_one_person(pipeline):
    text = "编辑：顾明远\n" * 200
    (person,) = pipeline(text).people
    assert len(person.mentions) == 200
