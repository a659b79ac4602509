"""The first page: what the engine computed, with each cell open, and nothing that the reader may not see."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse

from remit.calculations.incomplete import incomplete
from remit.calculations.priorities import Priority, priorities
from remit.calculations.seen_in_full import hidden_in_part
from remit.periods import Period
from remit.schema import TABLES
from remit_web.access.models import Person, Role
from remit_web.access.readers import Reader
from remit_web.figures.models import Answer, Figure, Kept
from remit_web.figures.priorities import priorities_by_year
from remit_web.indicators.models import Indicator
from remit_web.organisation.models import Unit
from remit_web.overview import attention
from remit_web.overview.key_figures import KEY_FIGURES
from remit_web.plans.models import Plan
from remit_web.shell.formats import amount, number
from remit_web.store import DatabaseStore
from remit_web.units.models import Standing
from remit_web.units.places import top_units

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def text(response: object) -> str:
    """Return the words of a page, without marks and with single spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"[ \n]+", " ", words)


@pytest.fixture(scope="module")
def stand(django_db_setup: None, django_db_blocker: object) -> list[Priority]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return priorities(DatabaseStore().read(), "S2030", date(2026, 11, 20), audience="public")


def test_the_first_table_has_the_engines_figures(anyone: Client, stand: list[Priority]) -> None:
    page = text(anyone.get("/"))
    for row in stand:
        assert row.title in page
        assert row.state.reason.says.replace("'", "&#39;") in page
        for money in (row.budget, row.funded, row.spent):
            assert amount(money.amount, row.currency, in_=1000) in page
        if row.reached and row.reached.value is not None and row.reached.value > 1:
            assert number(row.reached.value) in page
            assert f"{row.reached.reported} of {row.reached.expected}" in page


def test_nobody_is_called_late_whose_answers_are_hidden(anyone: Client, planner: Client) -> None:
    """Nihara has reported its accounts, for the federation alone. Tibeska has reported nothing at all."""
    for client, says in ((anyone, "Nothing that you may see for 2025"), (planner, "Nothing for 2025")):
        page = text(client.get("/?attention=late&year=2026")) + text(client.get("/?attention=late-in-sight"))
        assert f"Tibeska Relief Society {says}, which was due on 31 March 2026." in page
        assert "Nihara Relief Society Nothing" not in page


def test_what_is_hidden_is_not_expected_of_who_has_reported(anyone: Client) -> None:
    """The public sees in full the indicators that no member hides a value of; only these are counted, on both sides."""
    federation = DatabaseStore().read()
    asked = {row["indicator"] for row in federation.current().rows("expected") if row["round"] == "R-2026"}
    open_to_all = sorted(asked - hidden_in_part(federation, "public"))
    assert 0 < len(open_to_all) < len(asked)
    (west,) = [
        one for one in incomplete(federation, "region", Period.parse("2026"), indicators=open_to_all)
        if one.unit == "R-AFW"
    ]  # fmt: skip
    facts = Answer.objects.get(kind="incomplete", audience="public", key="2026").facts
    assert [row for row in facts["rows"] if row["unit"] == "R-AFW"] == [
        {"unit": "R-AFW", "reported": west.reported, "expected": west.expected, "lacking": len(west.lacking)}
    ]
    assert f"{west.reported} {west.expected}" in text(anyone.get("/"))


def test_a_priority_whose_values_are_hidden_does_not_say_that_there_are_none(anyone: Client) -> None:
    assert "Nothing that you may see is reported" in text(anyone.get(reverse("priority", args=["S2030", "E2"])))


def test_a_way_from_a_baseline_can_be_reckoned_after(planner: Client) -> None:
    """From 80 % to 82 % is a way of two points: at whole percent nobody could see which part of it is gone."""
    page = text(planner.get(reverse("priority", args=["S2030", "E2"])))
    found = re.search(r"Reached *([\d.]+)\u202f%.*?Target *([\d.]+)\u202f%.*?Baseline *([\d.]+)\u202f%", page)
    assert found
    reached, target, baseline = map(float, found.groups())
    part = re.search(r"Of the way from the baseline to the target (\d+)", page)
    assert part
    assert abs((reached - baseline) / (target - baseline) * 100 - int(part[1])) <= 1
    assert f"Reached {part[1]} % of the way from the baseline to the year&#39;s target" in page


def test_a_priority_without_an_indicator_says_so(anyone: Client) -> None:
    kept = Answer.objects.get(audience="public", kind="priorities", key="2026")
    first = kept.facts["rows"][0]
    kept.facts["rows"][0] = first | {"aim": None, "reached": None}
    kept.save()
    assert first["title"] in text(anyone.get("/?year=2026"))
    page = anyone.get(reverse("priority", args=[kept.facts["plan"], first["element"]]))
    assert "No indicator is named for it." in text(page)


def test_every_link_of_the_first_page_opens(anyone: Client) -> None:
    page = anyone.get("/").content.decode()
    links = {link.replace("&amp;", "&").partition("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)}
    broken = {
        link for link in links if not link.startswith("/api/") and anyone.get(link, follow=True).status_code != 200
    }
    assert not broken


def test_the_money_of_a_priority_adds_up_over_plans(anyone: Client, stand: list[Priority]) -> None:
    for row in stand:
        page = text(anyone.get(reverse("priority", args=["S2030", row.element])))
        for money in (row.budget, row.funded, row.spent):
            assert sum(part.amount or 0 for part in money.plans) == (money.amount or 0)
            assert amount(money.amount, row.currency) in page
            assert all(amount(part.amount, row.currency) in page for part in money.plans)


def test_money_of_whole_plans_is_said_to_be_of_their_whole_time(anyone: Client) -> None:
    """The secretariat plans for two years: its money stands beside what should be reached in one."""
    assert "money of whole plans, 2026\u20132027" in text(anyone.get("/"))
    page = text(anyone.get(reverse("priority", args=["S2030", "E2"])))
    assert "of the whole time of each plan" in page
    assert "Secretariat: Plan and budget 2026-2027 2026\u20132027" in page


def test_a_plan_that_is_hidden_leaves_the_money_of_the_public() -> None:
    federation, day = DatabaseStore().read(), date(2026, 11, 20)
    plan = next(row for row in federation.rows("plans") if row["plan"] == "CP-ARV-2026")
    later = {**plan, "visibility": "federation", "recorded_at": datetime(2026, 11, 30, tzinfo=UTC)}
    hidden = federation.with_rows({"plans": pa.Table.from_pylist([later], TABLES["plans"].schema)})
    assert "CP-ARV-2026" in str(dict(priorities_by_year(federation, "public", day)))
    assert "CP-ARV-2026" not in str(dict(priorities_by_year(hidden, "public", day)))
    assert "CP-ARV-2026" in str(dict(priorities_by_year(hidden, "federation", day)))


def test_a_priority_of_another_plan_is_not_there(anyone: Client) -> None:
    assert anyone.get(reverse("priority", args=["SEC-2026", "O1.1"])).status_code == 404


def test_a_year_without_a_strategy_says_so_and_still_shows_who_reported(anyone: Client) -> None:
    page = text(anyone.get("/?year=2024"))
    assert "No strategy is in force in 2024" in page
    assert "Who has reported 2024" in page


def test_all_of_one_kind_are_shown_when_asked_for(planner: Client) -> None:
    facts = Answer.objects.get(kind="attention", audience="whole", key="all").facts
    behind = next(group for group in facts["groups"] if group["code"] == "behind")
    page = planner.get("/?attention=behind").content.decode()
    group = page.partition('id="attention-behind"')[2].partition('class="group"')[0]
    assert group.count("<li>") == behind["count"] > attention.FIRST


def test_the_number_of_queries_does_not_grow_with_what_is_shown(
    anyone: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(24):
        anyone.get("/?attention=at-risk")
    facts = Answer.objects.get(kind="priorities", audience="public", key="2026")
    facts.facts["rows"] *= 30
    facts.save()
    with django_assert_max_num_queries(24):
        anyone.get("/?attention=at-risk")


def test_an_empty_federation_is_told_how_to_begin(anyone: Client) -> None:
    Kept.objects.all().delete()
    Answer.objects.all().delete()
    Standing.objects.all().delete()
    page = text(anyone.get("/"))
    assert "Nothing is here yet" in page
    assert "remit load FOLDER" in page


def without_a_top() -> None:
    """Take the federation away from above its regions: they stand at the top then."""
    Standing.objects.filter(tree="structure", unit="WFRS").delete()
    Standing.objects.filter(tree="structure", parent="WFRS").update(parent="")


def test_of_several_tops_one_is_chosen_and_named(planner: Client) -> None:
    without_a_top()
    page = planner.get("/?year=2025&top=R-AFW").content.decode()
    assert "West and Central Africa in 2025" in page
    cards = page.partition('class="key-cards')[2].partition("</section>")[0]
    figures = re.findall(r'class="key-figure">\s*<a [^>]*href="([^"]*)"', cards)
    assert len(figures) == cards.count('class="key-figure"') > 0
    assert all("/R-AFW/2025/" in to for to in figures)
    assert all(f'<option value="{region}"' in page for region in ("R-AFE", "R-AFW", "R-AME"))
    assert "Asia and Pacific in 2025" in text(planner.get("/?year=2025&top=nowhere")), "else the largest"


def test_who_sees_the_whole_of_one_top_alone_does_not_see_it_of_all() -> None:
    """What is said of the whole federation is made of all that stands at its top."""
    without_a_top()
    client, person = Client(), Person.objects.create_user("asia@example.org", "a long enough password")
    Role.objects.create(person=person, role="planner", unit="R-ASP")
    client.force_login(person)
    assert Reader.of(client.get("/").wsgi_request).audiences_of(["R-ASP", "R-AFW"]) == {"R-ASP": "whole", "R-AFW": "federation"}  # fmt: skip
    found = {audience: Answer.objects.get(kind="incomplete", audience=audience, key="2026").facts["rows"] for audience in ("whole", "federation")}  # fmt: skip
    assert found["whole"] != found["federation"]
    page = text(client.get("/?year=2026"))
    assert all(f"{row['reported']} {row['expected']}" in page for row in found["federation"])
    Role.objects.bulk_create(Role(person=person, role="planner", unit=unit) for unit in top_units() if unit != "R-ASP")
    page = text(client.get("/?year=2026"))
    assert all(f"{row['reported']} {row['expected']}" in page for row in found["whole"])


def test_without_a_strategy_key_figures_are_what_most_have_reported(anyone: Client) -> None:
    Answer.objects.filter(kind="priorities").delete()
    page = anyone.get("/?year=2025").content.decode()
    cards = page.partition('class="key-cards')[2].partition("</section>")[0]
    assert cards.count('class="key-figure"') == KEY_FIGURES
    most = Figure.objects.filter(audience="public", unit="WFRS", period="2025", cell="", value__isnull=False)
    sums = Indicator.objects.filter(over_units="sum").values("indicator")
    first = most.filter(indicator__in=sums).order_by("-reported", "indicator").values_list("indicator", flat=True)
    assert all(f"/figures/{code}/WFRS/2025/" in cards for code in first[:KEY_FIGURES])


@pytest.mark.usefixtures("rows_may_change")
def test_where_no_year_has_figures_plans_and_units_are_shown(anyone: Client, planner: Client) -> None:
    """A federation of plans alone; and one of which nothing is public."""
    Answer.objects.filter(kind__in=("priorities", "incomplete")).delete()
    page = text(anyone.get("/"))
    assert "Nothing is here yet" not in page
    assert "Strategy 2030: Closer, sooner, together" in page
    assert f"{number(Unit.objects.values('unit').distinct().count())} units" in page
    Plan.objects.update(visibility="federation")
    page = text(anyone.get("/"))
    assert "No plan and no figure here is public." in page
    assert "Sign in" in page
    assert "Strategy 2030" not in page
    assert "Strategy 2030: Closer, sooner, together" in text(planner.get("/"))


def test_line_of_sight_goes_to_the_strategy(anyone: Client) -> None:
    assert anyone.get("/line-of-sight/").headers["Location"] == reverse("plan-line-of-sight", args=["S2030"])
    Answer.objects.filter(kind="priorities").delete()
    assert "No strategy is in force" in text(anyone.get("/line-of-sight/"))
