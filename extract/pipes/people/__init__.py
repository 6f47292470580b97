"""People: names, mentions and the article's makers."""

from extract.pipes.people.finder import PeopleFinder

__all__ = ["PeopleFinder"]
