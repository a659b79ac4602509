"""Figures kept ready, and what each was made from."""
