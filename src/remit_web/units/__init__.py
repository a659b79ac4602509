"""Rows and trees: the engine's tables as rows of the database, and the tree as it stands today."""
