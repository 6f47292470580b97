"""This project's own names of persons, from the text on: simplified, cut into words, named.

The argument is a directory of rules with weights trained without the source that is read; without one
the shipped rules are used.
"""

import pathlib
import sys

from serving import serve

from extract.pipes.analysis import Analysis
from extract.pipes.components import Extractors
from extract.rules import RuleBook, load_rules

EXTRACTORS = Extractors(RuleBook((pathlib.Path(sys.argv[1]),)) if len(sys.argv) > 1 else load_rules())


def call(text, _):
    return EXTRACTORS.people(Analysis(EXTRACTORS.prepare(text)))


def convert(people, *_):
    # 孙医生 is a mention too, but the corpora mark names alone
    return [
        {"start": span.start, "end": span.end}
        for person in people
        for span in person.mentions
        if span.end - span.start == len(person.name)
    ]


if __name__ == "__main__":
    serve(call, convert, reads_undated=True)
