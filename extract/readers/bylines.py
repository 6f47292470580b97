"""Author lines: who made an article, told from who published it."""

from __future__ import annotations

import re

_HAN_NAME = r"[\u3400-\u9fff]{2,4}(?:(?![\u3400-\u9fff])|(?=報道|报道|報導|报导|[和及與与]))"
_LATIN_NAME = r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*)+"
_COLLECTIVE = (
    r"(?!综合|綜合|整理|不详|不詳|匿名|佚名"
    r"|[\u3400-\u9fff]*?(?:[站部組组團团會会網网社報报刊協协室局]|公司|中心|之家|观察|觀察|频道|頻道)"
    r"(?:[^\u3400-\u9fff]|$))"
)
_FOREIGN_NAME = r"[\u3400-\u9fff]+(?:[·•‧・][\u3400-\u9fff]+)+"
_NAME = rf"(?:{_FOREIGN_NAME}|{_COLLECTIVE}{_HAN_NAME}|{_LATIN_NAME})"
# 文 begins the names of newspapers, and asks for a separator.
_MAKER = (
    r"(?:(?:[\u3400-\u9fff]{0,8}?(?:記者|记者|特派員|特派员|通訊員|通讯员)|撰文|作者|編輯|编辑)[\s:：/／|]*"
    r"|[文图圖](?:[/／|][文图圖])?[\s:：/／|]+)"
)
_JOINT = r"(?:\s*[、,，/／;；&]\s*|\s+|和|及|與|与)"
_NAMES = re.compile(rf"{_NAME}(?:{_JOINT}{_NAME})*")
_BYLINE = re.compile(rf"{_MAKER}{_NAME}(?:{_JOINT}(?:{_MAKER})?{_NAME})*(?:\s*(?:報道|报道|報導|报导))?")
_LONGEST_BYLINE = 100


def is_byline(author: str) -> bool:
    """Tell whether an author line names people who made the article, as in 記者 followed by a name.

    A bare collective, such as a paper's own 记者 without a name, is none.
    """
    return len(author) <= _LONGEST_BYLINE and _BYLINE.fullmatch(author) is not None


def is_names(author: str) -> bool:
    """Tell whether an author line is nothing but names of persons; so may some names of papers look."""
    return _NAMES.fullmatch(author[:_LONGEST_BYLINE]) is not None
