"""Benchmarks: `make bench`. Seconds depend on the machine; the ratios, taken in the same run, are what counts, and memory."""
