"""Runs every benchmark; fails where one is slower than promised."""

from __future__ import annotations

import sys

from benchmarks import databank, full_rollup

if __name__ == "__main__":
    done = [full_rollup.run(), databank.run()]
    sys.exit(0 if all(done) else 1)
