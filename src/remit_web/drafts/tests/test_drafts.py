"""A plan that several organisations write: each its own lines; nobody decides on what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from remit_web.access.acting import Acting, Refused
from remit_web.access.actions import lend_roles
from remit_web.access.models import Person
from remit_web.access.readers import reader_of
from remit_web.audit.models import Record
from remit_web.budgets.models import Money
from remit_web.collection.tests.hidden import leave
from remit_web.drafts import actions
from remit_web.drafts.models import Draft, Revision, State
from remit_web.drafts.putting_in_force import put_in_force
from remit_web.drafts.queries import may_look, open_draft
from remit_web.drafts.writable import Writable, all_in
from remit_web.organisation.queries import names_of
from remit_web.plans.queries import head_of
from remit_web.units.queries import latest
from remit_web.units.today import today

if TYPE_CHECKING:
    from remit_web.plans.queries import Head

PLAN = "CP-ARV-2026"
"""Of the host M-ARV (planner: host@); M-ALP (partner@) and M-SVE keep lines of money in it, and so does the secretariat."""
pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


def by(name: str) -> Acting:
    return Acting(reader_of(person(name)))


def head() -> Head:
    found = head_of(reader_of(person("planning")), PLAN)
    assert found is not None
    return found


def line(of: str, unit: str) -> Writable:
    return next(one for one in all_in(head()) if one.of == of and one.unit == unit)


def browser(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def write_money(name: str, unit: str, amount: str = "12345", reason: str = "prices rose") -> Draft:
    return actions.write(by(name), head(), line("money", unit), {"amount": amount}, reason=reason)


def test_a_partner_writes_its_own_lines_in_the_plan_of_the_host_and_no_others() -> None:
    write_money("partner", "M-ALP")
    for of, unit in (("money", "M-ARV"), ("money", "SEC"), ("elements", "M-ARV")):
        with pytest.raises(Refused):
            actions.write(by("partner"), head(), line(of, unit), {"amount": "1", "title": "x"})
    assert [change.unit for change in open_draft(PLAN).changes.all()] == ["M-ALP"]  # type: ignore[union-attr]


def test_the_host_sees_what_the_partner_writes_and_does_not_change_it() -> None:
    write_money("partner", "M-ALP")
    page = browser("host").get(f"/plans/{PLAN}/draft/").content.decode()
    assert "12345" in page and "Paolo Partner" in page and "prices rose" in page
    with pytest.raises(Refused):
        write_money("host", "M-ALP")
    own, others = line("elements", "M-ARV"), line("money", "M-ALP")
    assert browser("host").get(f"/plans/{PLAN}/draft/elements/{own.key}/").status_code == 200
    assert browser("host").get(f"/plans/{PLAN}/draft/money/{others.key}/").status_code == 403


def test_a_partner_cannot_submit_the_plan() -> None:
    write_money("partner", "M-ALP")
    with pytest.raises(Refused):
        actions.submit(by("partner"), head())
    assert browser("partner").post(f"/plans/{PLAN}/draft/submit/").status_code == 403
    actions.submit(by("host"), head())
    assert open_draft(PLAN).state == State.SUBMITTED  # type: ignore[union-attr]


def test_nothing_is_written_while_a_draft_is_with_its_reviewers() -> None:
    write_money("partner", "M-ALP")
    actions.submit(by("host"), head())
    with pytest.raises(Refused, match="reviewers"):
        write_money("partner", "M-ALP", "7")
    actions.return_(by("region"), head(), reason="too much")
    write_money("partner", "M-ALP", "7")
    page = browser("partner").get(f"/plans/{PLAN}/draft/").content.decode()
    assert "too much" not in page or "Returned" in page


def test_nobody_clears_or_approves_what_they_wrote_or_had_written_for_them() -> None:
    lend_roles(by("host"), person("region"), begins=today(), ends=today())
    actions.write(by("region"), head(), line("elements", "M-ARV"), {"title": "Another title"})
    actions.submit(by("host"), head())
    with pytest.raises(Refused, match="somebody else"):
        actions.clear(by("region"), head())
    lend_roles(by("region"), person("host"), begins=today(), ends=today())
    with pytest.raises(Refused, match="somebody else"):
        actions.clear(by("host"), head())


@pytest.mark.usefixtures("rows_may_change")
def test_an_approved_draft_is_put_in_force_as_a_revision_that_never_changes() -> None:
    leave(["reached"])
    money = line("money", "M-ALP")
    title = line("elements", "M-ARV")
    write_money("partner", "M-ALP", "4321.50")
    actions.write(by("host"), head(), title, {"title": "People are warned in time", "description": "By radio."})
    actions.submit(by("host"), head())
    actions.clear(by("region"), head())
    actions.approve(by("approver"), head())
    assert put_in_force() == 1 and put_in_force() == 0
    row = latest(Money.objects.filter(plan=PLAN, supersedes=money.key)).get()
    assert (row.amount, row.reason, row.holder) == (43_215_000, "prices rose", "M-ALP")  # type: ignore[attr-defined]
    assert names_of("elements", [f"{PLAN}/{title.key}"], "title")[f"{PLAN}/{title.key}"] == "People are warned in time"
    revision = Revision.objects.get(plan=PLAN)
    assert (revision.number, revision.approved_by) == (1, person("approver").code)
    assert b"People are warned in time" in bytes(revision.data)
    assert [one.action for one in Record.objects.filter(of="plans", key=PLAN).order_by("pk")] == [
        "plan.submitted", "plan.cleared", "plan.approved", "plan.in-force",
    ]  # fmt: skip
    page = browser("anyone") if Person.objects.filter(email="anyone@example.org").exists() else Client()
    assert "People are warned in time" in page.get(f"/plans/{PLAN}/").content.decode()


def test_what_blocks_returns_an_approved_draft_with_every_problem() -> None:
    element = line("elements", "M-ARV")
    actions.write(by("host"), head(), element, {"from": "2026-12-31", "to": "2026-01-01"})
    actions.submit(by("host"), head())
    actions.clear(by("region"), head())
    actions.approve(by("approver"), head())
    assert put_in_force() == 0
    draft = open_draft(PLAN)
    assert draft is not None and draft.state == State.RETURNED and draft.problems
    assert "could not be put in force" in browser("host").get(f"/plans/{PLAN}/draft/").content.decode()
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("name", "looks"),
    [("host", True), ("partner", True), ("region", True), ("approver", True), ("auditor", True), ("neighbour", False),
     ("donor", False), ("cases", False), ("admin", False)],
)  # fmt: skip
def test_a_draft_is_seen_by_who_writes_in_it_and_who_decides_on_it(name: str, looks: bool) -> None:
    assert may_look(reader_of(person(name)), head()) is looks
    assert browser(name).get(f"/plans/{PLAN}/draft/").status_code == (200 if looks else 403)
    assert ('/draft/"' in browser(name).get(f"/plans/{PLAN}/").content.decode()) is looks


def test_who_has_no_account_is_led_to_sign_in() -> None:
    assert Client().get(f"/plans/{PLAN}/draft/").status_code == 302


def test_a_form_says_every_problem_and_writes_nothing() -> None:
    one = line("elements", "M-ARV")
    given: dict[str, Any] = {"title": " ", "description": "=1+1", "from": "yesterday", "to": ""}
    page = browser("host").post(f"/plans/{PLAN}/draft/elements/{one.key}/", given)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Write something here" in text and "formula" in text and "is not a day" in text
    assert open_draft(PLAN) is None


def test_what_is_written_on_the_page_stands_in_the_draft_and_not_yet_in_the_plan() -> None:
    one = line("elements", "M-ARV")
    given = {**one.fields, "title": "Quite another title", "reason": "clearer"}
    assert browser("host").post(f"/plans/{PLAN}/draft/elements/{one.key}/", given).status_code == 302
    assert "Quite another title" in browser("host").get(f"/plans/{PLAN}/draft/").content.decode()
    assert "Quite another title" not in Client().get(f"/plans/{PLAN}/").content.decode()
    assert [change.field for change in Draft.objects.get(plan=PLAN).changes.all()] == ["title"]


def test_a_change_that_is_undone_is_none() -> None:
    one = line("money", "M-ALP")
    write_money("partner", "M-ALP", "7")
    write_money("partner", "M-ALP", one.fields["amount"])
    with pytest.raises(Refused, match="Nothing is changed"):
        actions.submit(by("host"), head())


@pytest.mark.usefixtures("rows_may_change")
def test_a_plan_that_is_for_its_unit_is_open_to_who_writes_lines_in_it_and_to_no_other_member() -> None:
    from remit_web.plans.models import Plan

    Plan.objects.filter(plan=PLAN).update(visibility="unit")
    found = {
        name: browser(name).get(f"/plans/{PLAN}/").status_code for name in ("host", "partner", "neighbour", "donor")
    }
    assert found == {"host": 200, "partner": 200, "neighbour": 404, "donor": 404}
    money = browser("partner").get(f"/plans/{PLAN}/money/").content.decode()
    assert "Alp" in money and browser("partner").get("/plans/").content.decode().count(PLAN)


@pytest.mark.usefixtures("rows_may_change")
def test_a_donor_sees_its_own_grant_and_no_other() -> None:
    from remit_web.plans.models import Plan

    Plan.objects.filter(plan="GR-LUMEN").update(visibility="unit")
    assert browser("donor").get("/plans/GR-LUMEN/").status_code == 200
    assert browser("donor").get("/plans/GR-LUMEN/money/").status_code == 200
    assert browser("neighbour").get("/plans/GR-LUMEN/").status_code == 404
    Plan.objects.filter(plan="AP-2026-01").update(visibility="federation")
    assert browser("donor").get("/plans/AP-2026-01/").status_code == 404


def test_one_may_look_at_those_lines_alone_that_one_may_write() -> None:
    page = browser("partner").get(f"/plans/{PLAN}/draft/?mine=yes").content.decode()
    lines = page.partition('id="lines"')[2]
    assert lines.count("Alpenza Relief Society") > 3 and "Svealta Relief Society" not in lines
    assert lines.count("/draft/money/") + lines.count("/draft/elements/") + lines.count("/draft/sections/") > 3
