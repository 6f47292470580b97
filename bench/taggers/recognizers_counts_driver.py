"""Recognizers-Text (numbers, percentages, money, measures, ages; zh-cn), a sentence at a time.

What has a unit is given before a bare number. A number right before 年, 月, 日 or a clock time, or behind 第,
would only be held against it and is left out: it finds dates by another of its models.
"""

import re

from serving import serve

try:
    import ms_recognizers_number as number  # of 2024
    import ms_recognizers_number_with_unit as with_unit
    from ms_recognizers_text import Culture
except ImportError:
    import recognizers_number as number  # of 2019
    import recognizers_number_with_unit as with_unit
    from recognizers_text import Culture

SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]*|[。！？\n]+")
#: In the order in which they are believed.
MODELS = (
    with_unit.recognize_currency,
    with_unit.recognize_dimension,
    with_unit.recognize_age,
    number.recognize_percentage,
    number.recognize_number,
)
OF_A_DATE = re.compile("[年月日号號点點时時]")


def call(text, _):
    """(offset of the sentence, result) of each, what has a unit first."""
    return [
        (sentence.start(), result)
        for sentence in SENTENCE.finditer(text)
        for model in MODELS
        for result in _recognized(model, sentence[0])
    ]


def _recognized(model, sentence):
    try:
        return model(sentence, Culture.Chinese)
    except Exception:
        return []


def convert(results, _, text):
    given = []
    for offset, result in results:
        start, end = offset + result.start, offset + result.end + 1
        if any(start < other["end"] and other["start"] < end for other in given):
            continue
        if OF_A_DATE.match(text, end) or text[:start].endswith("第"):
            continue
        given.append({"start": start, "end": end, "value": _value(result.resolution or {})})
    return sorted(given, key=lambda count: count["start"])


def _value(resolution):
    try:
        return float(str(resolution.get("value", "")).rstrip("%"))
    except ValueError:
        return None


if __name__ == "__main__":
    serve(call, convert, reads_undated=True)
