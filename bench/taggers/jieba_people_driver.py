"""jieba's part-of-speech tagger: words tagged as names of persons (nr, nrfg, nrt)."""

import jieba
import jieba.posseg
from serving import serve

jieba.setLogLevel("ERROR")
jieba.initialize()


def call(text, _):
    return [(pair.word, pair.flag) for pair in jieba.posseg.lcut(text)]


def convert(pairs, *_):
    names, at = [], 0
    for word, tag in pairs:
        if tag.startswith("nr"):
            names.append({"start": at, "end": at + len(word)})
        at += len(word)
    return names


if __name__ == "__main__":
    serve(call, convert, reads_undated=True)
