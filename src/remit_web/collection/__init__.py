"""Rounds, and who has reported."""
