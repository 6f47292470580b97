"""Records made visible to people."""
