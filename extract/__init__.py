"""People, roles, counts and dates from Chinese news articles.

>>> import extract
>>> pipeline = extract.load()
>>> record = pipeline("今年，江干区共选派4名专业技术人才到恩施市。", published="2020-08-01")
>>> record.counts[0].value, record.dates[0].value
(4, '2020')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extract.record import Record, json_schema

if TYPE_CHECKING:
    from extract.pipeline import Pipeline, load

__all__ = ["Pipeline", "Record", "json_schema", "load"]


def __getattr__(name: str) -> Any:
    """Import the pipeline when it is asked for: spaCy takes a second to load."""
    if name in ("Pipeline", "load"):
        from extract import pipeline  # noqa: PLC0415

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
