"""Plans: what they want, do, cost and achieve."""
