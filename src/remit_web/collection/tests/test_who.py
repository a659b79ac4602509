"""The names of who has reported are as many as the figure of the total says."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from remit_web.figures.models import Figure

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("cell", "title"), [("", "Who has reported"), ("sex=female", "Who has reported the total")])
def test_as_many_are_named_as_the_total_counts(anyone: Client, cell: str, title: str) -> None:
    total = Figure.objects.get(audience="public", unit="WFRS", indicator="reached", period="2026", cell="")
    html = unescape(anyone.get("/figures/reached/WFRS/2026/", {"cell": cell}).content.decode())
    reported, missing = (
        int(found[1]) if (found := re.search(rf">{words}: (\d+)<", html)) else 0
        for words in ("Have reported", "Have not reported")
    )
    assert f">{title}</h2>" in html
    assert (reported, reported + missing) == (total.reported, total.expected)
