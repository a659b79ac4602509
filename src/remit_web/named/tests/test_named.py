"""What is for named people: who sees it on its pages, and who names them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from remit.exact import SCALE
from remit_web.access.models import Person
from remit_web.audit.models import Record
from remit_web.collection.models import Observation
from remit_web.plans.models import Plan

PLAN, UNIT = "CP-KIL-2026", "M-KIL"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def value(rows_may_change: None) -> str:
    """A value of a member, and its plan, for named people."""
    Plan.objects.filter(plan=PLAN).update(visibility="named")
    row = Observation.objects.filter(unit=UNIT, status="reported", cell=None, plan=None).order_by("id")[0]
    Observation.objects.filter(id=row.id).update(visibility="named", value=4711 * SCALE)  # type: ignore[attr-defined]
    return str(row.id)  # type: ignore[attr-defined]


def browser(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.org"))
    return client


def code(name: str) -> str:
    return Person.objects.get(email=f"{name}@example.org").code


@pytest.mark.parametrize("name", ["admin", "auditor", "planning", "neighbour"])
def test_nobody_sees_it_by_a_role_of_another_kind(name: str, value: str) -> None:
    client = browser(name)
    assert "Nothing here is for you by name" in client.get("/named/").content.decode()
    for to in (f"/named/observations/{value}/", f"/named/plans/{PLAN}/"):
        assert client.get(to).status_code == 404
        assert client.post(to, {"person": f"{name}@example.org"}).status_code == 404


def test_a_case_officer_names_somebody_and_takes_it_back(value: str) -> None:
    officer, to = browser("cases"), f"/named/observations/{value}/"
    assert value in officer.get("/named/").content.decode()
    answer = officer.post(to, {"person": "neighbour@example.org"}, follow=True)
    assert "Nia Neighbour" in answer.content.decode() and Record.objects.filter(action="reader.named", key=value)
    page = browser("neighbour").get(to).content.decode()
    assert "4\u202f711" in page and "Name somebody" not in page and "cases@" not in page
    assert browser("neighbour").get(f"/named/plans/{PLAN}/").status_code == 404, "named for the value alone"
    assert "observations" in browser("neighbour").get(f"/people/{code('neighbour')}/").content.decode()
    officer.post(f"{to}end/", {"person": code("neighbour")})
    assert browser("neighbour").get(to).status_code == 404
    assert Record.objects.filter(action="reader.unnamed", key=value)


def test_who_is_named_names_nobody_else(value: str) -> None:
    to = f"/named/observations/{value}/"
    browser("cases").post(to, {"person": "neighbour@example.org"})
    named = browser("neighbour")
    assert named.post(to, {"person": "host@example.org"}).status_code == 403
    assert named.post(f"{to}end/", {"person": code("neighbour")}).status_code == 403


def test_nobody_is_named_twice_or_without_an_account(value: str) -> None:
    officer, to = browser("cases"), f"/named/observations/{value}/"
    officer.post(to, {"person": "neighbour@example.org"})
    again, unknown = (officer.post(to, {"person": f"{name}@example.org"}) for name in ("neighbour", "nobody"))
    assert (again.status_code, unknown.status_code) == (422, 422)
    assert "They are named already." in again.content.decode() and "Invite them first" in unknown.content.decode()


def test_a_plan_for_named_people_opens_for_who_is_named() -> None:
    officer = browser("cases")
    officer.post(f"/named/plans/{PLAN}/", {"person": "neighbour@example.org"})
    assert browser("neighbour").get(f"/plans/{PLAN}/").status_code == 200
    assert officer.post(f"/named/plans/{PLAN}/end/", {"person": code("host")}).status_code == 404


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_few() -> None:
    officer = browser("cases")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert officer.get("/named/").status_code == 200
        return len(found)

    few = queries()
    some = Observation.objects.filter(unit__startswith="M-A").order_by("id").values_list("id", flat=True)[:60]
    Observation.objects.filter(id__in=list(some)).update(visibility="named")
    assert queries() <= few
