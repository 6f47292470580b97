"""This project's own tagger, measured as the others are."""

from serving import serve

import extract

PIPELINE = extract.load()


def call(text, on):
    return PIPELINE.dates(text, published=on)


def convert(results, _, text):
    return [{"start": d.start, "end": d.end, "type": d.type, "value": d.value} for d in results]


if __name__ == "__main__":
    serve(call, convert, reads_undated=True)
