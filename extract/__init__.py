"""People, roles, counts and dates from Chinese news articles.

>>> import extract
>>> pipeline = extract.load()
>>> record = pipeline("今年，江干区共选派4名专业技术人才到恩施市。", published="2020-08-01")
>>> record.counts[0].value, record.dates[0].value
(4, '2020')
"""

from extract.pipeline import Pipeline, load
from extract.record import Record, json_schema

__all__ = ["Pipeline", "Record", "json_schema", "load"]
