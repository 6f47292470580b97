"""A web page as its reader sees it: which of its lines are the article, and what it says of itself."""
