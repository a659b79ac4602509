"""What the invented federation is made from: organisations, indicators, values and plans, all invented."""
