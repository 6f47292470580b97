"""This project's own counts, measured as the others are, with all else that a record has."""

from serving import serve

import extract

PIPELINE = extract.load()


def call(text, on):
    return PIPELINE(text, published=on).counts


def convert(results, *_):
    return [{"start": c.start, "end": c.end, "value": c.min if c.value is None else c.value} for c in results]


if __name__ == "__main__":
    serve(call, convert, reads_undated=True)
