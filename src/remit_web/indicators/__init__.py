"""Indicators: a value by unit, year and breakdown."""
