"""Baidu's LAC: words tagged PER.

It asks for a module of Paddle's that later releases call by another name, and is given it under the old one.
"""

import sys

import paddle.base
from serving import serve

paddle.fluid = paddle.base
sys.modules["paddle.fluid"] = paddle.base
sys.modules["paddle.fluid.core"] = paddle.base.core

from LAC import LAC  # noqa: E402 - only now can it be imported

TAGGER = LAC(mode="lac")


def call(text, _):
    return list(zip(*TAGGER.run(text), strict=True))


def convert(pairs, _day, text):
    names, at = [], 0
    for word, tag in pairs:
        start = text.find(word, at)  # it drops white space
        if start < 0:
            continue
        at = start + len(word)
        if tag == "PER":
            names.append({"start": start, "end": at})
    return names


if __name__ == "__main__":
    serve(call, convert, reads_undated=True)
