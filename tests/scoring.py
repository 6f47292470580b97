"""Scores records against hand-made annotations, for the samples.

An annotation has the fields of a record; its counts and dates stand in text order and say
where they are by their surface alone, which is looked up in the record's text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]
Located = tuple[Item, tuple[int, int] | None]

#: 一 with a measure word may be an article as well as a number: given or not, it is right.
_MERE_ONE = re.compile(r"[一壹][^\d]{0,2}")


@dataclass
class Score:
    """What was right of one kind of fact, and what was not."""

    gold: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0

    def add(self, other: Score) -> None:
        self.gold += other.gold
        self.found += other.found
        self.right += other.right
        self.missed += other.missed
        self.wrong += other.wrong

    def __str__(self) -> str:
        lines = [f"right {self.right}, annotated {self.gold}, found {self.found}, F1 {self.f1:.3f}"]
        lines += [f"  missed: {item}" for item in self.missed]
        lines += [f"  wrong:  {item}" for item in self.wrong]
        return "\n".join(lines)


def score_all(annotations: Iterable[Item], records: dict[str, Item]) -> dict[str, Score]:
    """The scores of all annotated articles together, by kind.

    Args:
        annotations: one for each article, with its ``id``.
        records: by the id of their annotation.
    """
    scores = {kind: Score() for kind in ("people", "roles", "roles+org", "counts", "counts.of", "dates")}
    for annotation in annotations:
        for kind, score in _score_article(annotation, records[annotation["id"]]).items():
            scores[kind].add(score)
    return scores


def _score_article(annotation: Item, record: Item) -> dict[str, Score]:
    scores = _score_people(annotation, record)
    pairs, counts = _score_located("counts", annotation, record, _same_amount)
    scores["counts"] = counts
    scores["counts.of"] = _score_wholes(annotation["counts"], record["counts"], dict(pairs))
    scores["dates"] = _score_located("dates", annotation, record, _same_date)[1]
    return scores


def _score_people(annotation: Item, record: Item) -> dict[str, Score]:
    unscored = set(annotation.get("ignore_people", ()))
    annotated = {person["name"] for person in annotation["people"]}
    found = {person["name"] for person in record["people"]} - unscored
    people = Score(len(annotated), len(found), len(annotated & found))
    people.missed, people.wrong = sorted(annotated - found), sorted(found - annotated)

    gold_posts, found_posts = _posts(annotation, set()), _posts(record, unscored)
    pairs = _pair(gold_posts, found_posts, _same_post_and_organisation, _same_post)
    full = [
        (gold, other) for gold, other in pairs
        if _same_post_and_organisation(gold_posts[gold], found_posts[other])
    ]
    return {
        "people": people,
        "roles": _tally(gold_posts, found_posts, pairs, _show_post),
        "roles+org": _tally(gold_posts, found_posts, full, _show_post),
    }


def _posts(article: Item, unscored: set[str]) -> list[Item]:
    return [
        {"name": person["name"], "title": role["title"], "org": role["org"] or ""}
        for person in article["people"]
        if person["name"] not in unscored
        for role in person["roles"]
    ]


def _show_post(post: Item) -> str:
    return " | ".join((post["name"], post["title"], post["org"] or "-"))


def _same_post(gold: Item, found: Item) -> bool:
    """Whether it is the same person and one title is the tail of the other (教师, 英语教师)."""
    if gold["name"] != found["name"]:
        return False
    shorter, longer = sorted((gold["title"], found["title"]), key=len)
    return shorter == longer or (len(shorter) > 1 and longer.endswith(shorter))


def _same_post_and_organisation(gold: Item, found: Item) -> bool:
    return _same_post(gold, found) and _same_organisation(gold["org"], found["org"])


def _same_organisation(gold: str, found: str) -> bool:
    """Whether one is within the other, or they share seven in ten of their characters."""
    if not gold or not found:
        return gold == found
    if gold in found or found in gold:
        return True
    shared = (Counter(gold) & Counter(found)).total()
    return shared / ((len(gold) + len(found)) / 2) >= 0.7


def _score_located(
    kind: str, annotation: Item, record: Item, same: Callable[[Item, Item], bool]
) -> tuple[list[tuple[int, int]], Score]:
    """The pairs of (annotated, found) indexes of the record's counts or dates, and their score."""
    text: str = record["text"]
    golds = locate(annotation[kind], text)
    founds: list[Located] = [(item, (item["start"], item["end"])) for item in record[kind]]
    pairs = _pair(golds, founds, lambda gold, found: _overlap(gold[1], found[1]) and same(gold[0], found[0]))
    right_golds, right_founds = {gold for gold, _ in pairs}, {found for _, found in pairs}
    unscored = [span for _, span in locate(annotation.get("ignore", []), text)]
    score = Score(right=len(pairs))
    for index, (item, _) in enumerate(golds):
        if index in right_golds or not (kind == "counts" and _MERE_ONE.fullmatch(item["text"])):
            score.gold += 1
            score.missed += [] if index in right_golds else [_show_item(item)]
    for index, (item, span) in enumerate(founds):
        free = any(_overlap(span, other) for other in unscored)
        if index in right_founds or not (free or (kind == "counts" and _MERE_ONE.fullmatch(item["text"]))):
            score.found += 1
            score.wrong += [] if index in right_founds else [f"{_show_item(item)} at {item['start']}"]
    return pairs, score


def _score_wholes(golds: Sequence[Item], founds: Sequence[Item], right: dict[int, int]) -> Score:
    """Whether the parts are parts of the right wholes; ``right`` pairs annotated with found indexes."""
    score = Score()
    for index, gold in enumerate(golds):
        if gold["of"] is None:
            continue
        score.gold += 1
        found = founds[right[index]]["of"] if index in right else None
        score.found += found is not None
        if found is not None and found == right.get(gold["of"]):
            score.right += 1
            continue
        whole = golds[gold["of"]]["text"]
        instead = "nothing" if found is None else founds[found]["text"]
        score.missed.append(f"{gold['text']} is of {whole}, not of {instead}")
    return score


def _same_amount(gold: Item, found: Item) -> bool:
    return all(gold[key] == found[key] for key in ("value", "min", "max", "unit"))


def _same_date(gold: Item, found: Item) -> bool:
    return (gold["type"], gold["value"]) == (found["type"], found["value"])


def _show_item(item: Item) -> str:
    shown = {key: item.get(key) for key in ("type", "value", "min", "max", "unit", "rule")}
    told = ", ".join(f"{key} {value}" for key, value in shown.items() if value is not None)
    return f"{item['text']} ({told})"


def locate(items: Iterable[Item], text: str) -> list[Located]:
    """Each item with its span, in text order; None where its surface does not stand in the text."""
    located: list[Located] = []
    begin = 0
    for item in items:
        pattern = _surface(item["text"])
        match = pattern.search(text, begin) or pattern.search(text)
        located.append((item, match.span() if match else None))
        begin = match.start() + 1 if match else begin
    return located


def _surface(surface: str) -> re.Pattern[str]:
    """The surface with any white space between its characters, and no half of a longer number."""
    inside = r"\s*".join(re.escape(character) for character in surface if not character.isspace())
    before = r"(?<!\d)(?<!\d\.)" if surface[0].isdigit() else ""
    after = r"(?!\.?\d)" if surface[-1].isdigit() else ""
    return re.compile(before + inside + after)


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _pair(
    golds: Sequence[Any], founds: Sequence[Any], *tests: Callable[[Any, Any], bool]
) -> list[tuple[int, int]]:
    """One-to-one pairs of indexes: those that pass the first test, then of the rest the second …"""
    free_golds, free_founds = list(range(len(golds))), list(range(len(founds)))
    pairs = []
    for test in tests:
        for gold in free_golds.copy():
            for found in free_founds:
                if test(golds[gold], founds[found]):
                    pairs.append((gold, found))
                    free_golds.remove(gold)
                    free_founds.remove(found)
                    break
    return pairs


def _tally(
    golds: Sequence[Item],
    founds: Sequence[Item],
    pairs: Sequence[tuple[int, int]],
    show: Callable[[Item], str],
) -> Score:
    right_golds, right_founds = {gold for gold, _ in pairs}, {found for _, found in pairs}
    return Score(
        gold=len(golds),
        found=len(founds),
        right=len(pairs),
        missed=[show(gold) for index, gold in enumerate(golds) if index not in right_golds],
        wrong=[show(found) for index, found in enumerate(founds) if index not in right_founds],
    )
