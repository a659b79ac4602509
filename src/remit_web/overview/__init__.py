"""Where we stand: the first page, and search."""
