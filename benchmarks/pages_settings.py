"""The application's settings, with the page by hand beside its own."""

from __future__ import annotations

from remit_web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.by_hand_pages"
