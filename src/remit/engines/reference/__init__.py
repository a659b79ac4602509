"""The calculations in plain Python: slow, obvious, and what is right."""
