"""What happened to a thing: who is told of it, how much, and how its rows have changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from remit_web.access.acting import Acting
from remit_web.access.actions import give_role
from remit_web.access.models import Person
from remit_web.access.readers import reader_of
from remit_web.audit.actions import record
from remit_web.audit.actors import Actor
from remit_web.audit.models import PersonalValue
from remit_web.budgets.models import Money
from remit_web.organisation.models import Text
from remit_web.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = "CP-ARV-2026"
"""Of M-ARV, whose planner is host@; partner@ of M-ALP keeps lines of money in it."""
ADDRESS = "192.0.2.44"
pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


def browser(name: str) -> Client:
    client = Client()
    if name:
        client.force_login(person(name))
    return client


def page(name: str, path: str, code: int = 200) -> str:
    response = browser(name).get(f"/record/{path}")
    assert response.status_code == code, path
    return re.sub(r"\s+", " ", response.content.decode())


def done(by: str, action: str, of: str, key: str, unit: str, **more: Any) -> None:
    record(Actor(person(by).code, door="page", address=ADDRESS), action, of, key, unit=unit, **more)


@pytest.mark.parametrize("path", [f"plans/{PLAN}/", "units/M-ARV/", "", "export/"])
def test_who_has_not_signed_in_is_led_to_the_door(path: str) -> None:
    response = browser("").get(f"/record/{path}")
    assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize(
    "path",
    ["units/M-ARV/", f"plans/{PLAN}/", f"elements/{PLAN}/O1.1/", "indicators/reached/", "rounds/R-2026/"],
)
def test_the_history_of_a_thing_names_the_load(path: str) -> None:
    assert "Data was loaded" in page("auditor", path)


def test_how_much_was_loaded_is_told_to_who_reads_the_record_and_to_nobody_else() -> None:
    """For it counts rows that others may not see."""
    for path in ("units/M-ARV/", f"plans/{PLAN}/"):
        assert "invented-federation" in page("auditor", path)
        assert "invented-federation" not in page("host", path)
        assert "Data was loaded" in page("host", path)


@pytest.mark.parametrize(
    ("path", "of"),
    [
        ("/units/M-ARV/", "units/M-ARV/"),
        (f"/plans/{PLAN}/", f"plans/{PLAN}/"),
        (f"/plans/{PLAN}/elements/O1.1/", f"elements/{PLAN}/O1.1/"),
        ("/indicators/reached/", "indicators/reached/"),
    ],
)
def test_a_page_leads_to_its_history_for_those_who_may_read_it(path: str, of: str) -> None:
    link = f'href="/record/{of}"'
    assert link in browser("auditor").get(path).content.decode()
    for name in ("", "neighbour"):
        assert link not in browser(name).get(path).content.decode()
    assert ("host" in shown_to(path, link)) == (not path.startswith("/indicators"))


def shown_to(path: str, link: str) -> list[str]:
    return [name for name in ("host", "planning") if link in browser(name).get(path).content.decode()]


def test_people_of_a_unit_read_what_was_done_to_its_plan_without_addresses() -> None:
    done("host", "plan.submitted", "plans", PLAN, "M-ARV", before={"state": "writing"}, after={"state": "submitted"})
    for name, with_address in (("auditor", True), ("host", False), ("planning", False)):
        text = page(name, f"plans/{PLAN}/")
        assert "The draft was submitted" in text and "Hana Host" in text and "writing" in text, name
        assert (ADDRESS in text) == with_address, name


def test_people_of_another_unit_are_refused() -> None:
    assert "people of the unit" in page("neighbour", f"plans/{PLAN}/", 403)
    page("neighbour", "units/M-ARV/", 403)
    page("donor", "indicators/reached/", 403)


def test_a_partner_reads_what_was_done_to_its_own_lines_and_no_others() -> None:
    done("partner", "line.written", "money", f"{PLAN}/m1", "M-ALP", before={"amount": "1"}, after={"amount": "771"})
    done("host", "line.written", "elements", f"{PLAN}/O1.1", "M-ARV", after={"title": "a word of the host"})
    partner, host = page("partner", f"plans/{PLAN}/"), page("host", f"plans/{PLAN}/")
    assert "771" in partner and "a word of the host" not in partner
    assert "771" in host and "a word of the host" in host
    assert "How it has changed" not in partner


def test_who_was_given_a_role_on_a_unit_is_told_to_who_reads_its_record() -> None:
    admin = Acting(reader_of(person("admin")), "page", ADDRESS)
    give_role(admin, person("neighbour"), "planner", "M-ARV", reason="in place of another")
    auditor, host = page("auditor", "units/M-ARV/"), page("host", "units/M-ARV/")
    assert all(word in auditor for word in ("A role was given", "Nia Neighbour", "Adam Admin", ADDRESS))
    assert "A role was given" not in host
    assert "A role was given" in page("neighbour", f"people/{person('neighbour').code}/")


def test_everybody_reads_what_they_did_and_nobody_elses() -> None:
    done("host", "plan.submitted", "plans", PLAN, "M-ARV")
    code = person("host").code
    assert "The draft was submitted" in page("host", f"people/{code}/")
    assert "The draft was submitted" in page("auditor", f"people/{code}/")
    page("neighbour", f"people/{code}/", 404)


@pytest.mark.parametrize(
    "path", ["plans/NONE/", "units/NONE/", "elements/CP-ARV-2026/NONE/", "people/P-none/", "answers/1/", "texts/1/"]
)
def test_what_is_not_there_has_no_history(path: str) -> None:
    page("auditor", path, 404)


@pytest.mark.usefixtures("rows_may_change")
def test_a_plan_that_may_not_be_seen_has_no_history() -> None:
    Plan.objects.filter(plan="CP-PAD-2026").update(visibility="unit")
    done("planning", "plan.submitted", "plans", "CP-PAD-2026", "M-PAD")
    page("host", "plans/CP-PAD-2026/", 404)
    assert "The draft was submitted" in page("auditor", "plans/CP-PAD-2026/")
    hidden = page("admin", "plans/CP-PAD-2026/")
    assert "The draft was submitted" in hidden, "an administrator reads the record"
    assert "Padmura" not in hidden and "How it has changed" not in hidden, "and not the plan"


@pytest.mark.usefixtures("rows_may_change")
def test_what_is_for_named_people_only_is_told_to_nobody_else() -> None:
    Plan.objects.filter(plan=PLAN).update(visibility="named")
    done("cases", "plan.submitted", "plans", PLAN, "M-ARV", after={"said": "a secret word"})
    done("cases", "line.written", "elements", f"{PLAN}/O1.1", "M-ARV", after={"said": "a secret word"})
    for name in ("auditor", "admin", "host", "planning"):
        page(name, f"plans/{PLAN}/", 404)
    for path in ("", "?of=plans", "units/M-ARV/"):
        assert "secret word" not in page("auditor", path)
    assert "secret word" not in export("auditor", "jsonl")
    assert page("cases", f"plans/{PLAN}/").count("a secret word") == 2


def export(name: str, form: str) -> str:
    response: Any = browser(name).get(f"/record/export/?format={form}")
    return b"".join(response.streaming_content).decode()


def test_an_erased_value_is_said_to_be_erased() -> None:
    done("host", "plan.submitted", "plans", PLAN, "M-ARV")
    PersonalValue.objects.filter(value=ADDRESS).delete()
    text = page("auditor", f"plans/{PLAN}/")
    assert ADDRESS not in text and "erased" in text


def test_an_action_that_nobody_has_words_for_is_readable() -> None:
    done("host", "plan.put-aside", "plans", PLAN, "M-ARV")
    assert "Plan put aside" in page("auditor", f"plans/{PLAN}/")


def test_people_in_a_change_are_shown_by_name() -> None:
    done("planning", "roles.lent", "people", person("planning").code, "", after={"to": person("approver").code})
    assert "Abel Approver" in page("auditor", f"people/{person('planning').code}/")


def test_a_correction_shows_what_it_changed_and_why() -> None:
    old = Money.objects.filter(plan=PLAN, element="O1.1").order_by("number").values().first()
    assert old is not None
    new = {"number": None, "id": "corrected", "supersedes": old["id"], "amount": 98_760_000, "reason": "Booked twice"}
    Money.objects.create(**{**old, **new, "recorded_at": datetime(2026, 11, 21, tzinfo=UTC)})
    text = page("host", f"elements/{PLAN}/O1.1/")
    change = text[text.index("21 November 2026") :][:2000]
    assert "Booked twice" in change and "9876" in change


def test_a_later_text_shows_what_stood_before() -> None:
    old = Text.objects.filter(of="units", key="M-ARV", field="name").values().first()
    assert old is not None
    Text.objects.create(
        **{**old, "number": None, "text": "Arvenia Society", "recorded_at": datetime(2026, 11, 21, tzinfo=UTC)}
    )
    text = page("host", "units/M-ARV/")
    change = text[text.index("21 November 2026") :][:1500]
    assert "Arvenia Society" in change and str(old["text"]) in change


@pytest.mark.parametrize("path", [f"plans/{PLAN}/", ""])
def test_more_records_need_no_more_queries(django_assert_max_num_queries: Callable[..., Any], path: str) -> None:
    client, counts = browser("auditor"), []
    for number in range(40):
        done("host", "line.written", "elements", f"{PLAN}/O{number}", "M-ARV", after={"number": number})
        if number in {1, 39}:
            with django_assert_max_num_queries(45) as asked:
                assert client.get(f"/record/{path}").status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1]
