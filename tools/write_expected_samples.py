"""Write the records of the sample articles to ``samples/expected/``, which the tests compare with.

Run it when a change of the records is meant, and read the diff before it is committed:

    python tools/write_expected_samples.py && git diff samples/expected
"""

from __future__ import annotations

import pathlib

import msgspec

import extract
from extract.readers import Article, read_file

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "samples" / "articles"
EXPECTED = ROOT / "samples" / "expected"


def sample_records(pipeline: extract.Pipeline) -> dict[str, extract.Record]:
    """The record of each sample by the stem of its file; ``source.path`` is as seen from the checkout."""
    records = {}
    for path in sorted(ARTICLES.iterdir()):
        (article,) = read_file(path)
        if not isinstance(article, Article):
            raise SystemExit(str(article))
        shown = path.relative_to(ROOT).as_posix()
        records[path.stem] = pipeline.process(msgspec.structs.replace(article, path=shown))
    return records


def readable(record: extract.Record) -> str:
    """The record's JSON over many lines, so that a diff shows the field that changed."""
    return msgspec.json.format(record.to_json(), indent=2).decode() + "\n"


def main() -> None:
    for stem, record in sample_records(extract.load()).items():
        path = EXPECTED / f"{stem}.json"
        path.write_text(readable(record), encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
