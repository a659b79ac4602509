"""Runs every benchmark; fails where one is slower, or takes more memory, than promised."""

from __future__ import annotations

import sys

from benchmarks import databank, full_rollup, memory, pages, start

if __name__ == "__main__":
    done = [memory.run(), full_rollup.run(), databank.run(), start.run(), pages.run()]
    sys.exit(0 if all(done) else 1)
