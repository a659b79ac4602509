"""Writes the reference: `python -m docs.pages` (or `make docs`). Says which pages it changed."""

from __future__ import annotations

import sys

from docs.pages import PAGES, REFERENCE


def main() -> None:
    """Write every page that is not current."""
    for name, page in PAGES.items():
        file, text = REFERENCE / name, page()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"written: {file.name}\n")


if __name__ == "__main__":
    main()
