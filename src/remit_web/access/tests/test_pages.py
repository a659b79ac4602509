"""The pages of who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from remit_web.access.acting import OPERATOR
from remit_web.access.actions import give_role
from remit_web.access.models import Person, Role
from remit_web.units.today import today

from .conftest import person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.test import Client

    from .conftest import Someone

HERE = "/units/M-ARV/access/"


def routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns)
        else:
            yield one


def test_every_route_says_what_it_needs() -> None:
    every = list(routes(get_resolver().url_patterns))
    assert len(every) > 40
    assert [str(one.pattern) for one in every if not hasattr(one.callback, "needs")] == []


def test_who_may_do_what_is_shown_with_why(signed_in: Someone) -> None:
    page = signed_in("host").get(HERE).content.decode()
    assert "Rosa Region" in page and "Reviewer" in page and "Europe and Central Asia" in page
    assert "Give the role" not in page


def test_who_stands_elsewhere_is_refused_and_who_has_no_account_is_led_to_sign_in(
    signed_in: Someone, anyone: Client
) -> None:
    refused = signed_in("neighbour").get(HERE)
    assert refused.status_code == 403
    assert "Hana Host" in refused.content.decode(), "says whom to ask"
    led = anyone.get(HERE)
    assert (led.status_code, led["Location"]) == (302, f"/sign-in/?next={HERE}")
    assert signed_in("host").get("/units/NOBODY/access/").status_code == 404


def test_an_administrator_gives_and_ends_a_role_on_the_page(signed_in: Someone) -> None:
    admin = signed_in("admin")
    given = {"person": "neighbour@example.org", "role": "reviewer", "begins": "", "ends": "", "reason": "helps out"}
    assert admin.post(HERE, given).status_code == 302
    assert "helps out" in admin.get(HERE).content.decode()
    assert Role.objects.filter(person=person("neighbour"), role="reviewer", unit="M-ARV").count() == 1
    to = f"/people/{person('neighbour').code}/end-role/"
    assert admin.post(to, {"role": "reviewer", "unit": "M-ARV"}).status_code == 302
    assert "helps out" not in admin.get(HERE).content.decode()


def test_every_problem_of_a_form_is_said_at_once(signed_in: Someone) -> None:
    wrong = {"person": "who@example.org", "role": "king", "begins": "2026-12-02", "ends": "2026-12-01"}
    page = signed_in("admin").post(HERE, wrong)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Nobody here has this address" in text and "before the first" in text and "king" in text
    twice = {"person": "host@example.org", "role": "planner"}
    assert "hold this role here already" in signed_in("admin").post(HERE, twice).content.decode()


def test_who_may_not_give_roles_cannot_do_so_by_hand(signed_in: Someone) -> None:
    given = {"person": "neighbour@example.org", "role": "reviewer"}
    assert signed_in("host").post(HERE, given).status_code == 403
    to = f"/people/{person('host').code}/end-role/"
    assert signed_in("auditor").post(to, {"role": "planner", "unit": "M-ARV"}).status_code == 403
    assert signed_in("neighbour").post(to, {"role": "planner", "unit": "M-ARV"}).status_code == 404


def test_one_sees_oneself_and_administrators_and_auditors_see_everybody(signed_in: Someone) -> None:
    host = f"/people/{person('host').code}/"
    found = {name: signed_in(name).get(host).status_code for name in ("host", "admin", "auditor", "neighbour", "donor")}
    assert found == {"host": 200, "admin": 200, "auditor": 200, "neighbour": 404, "donor": 404}
    assert "Paolo Partner" in signed_in("auditor").get("/people/").content.decode()
    assert signed_in("host").get("/people/").status_code == 403


def test_roles_are_lent_and_taken_back_on_ones_own_page(signed_in: Someone) -> None:
    host, neighbour = signed_in("host"), person("neighbour")
    to = f"/people/{person('host').code}/"
    lent = {"person": "neighbour@example.org", "begins": str(today()), "ends": str(today())}
    assert host.post(to, lent).status_code == 302
    assert "Nia Neighbour" in host.get(to).content.decode()
    assert "Hana Host" in signed_in("neighbour").get(f"/people/{neighbour.code}/").content.decode()
    assert host.post(f"/people/{neighbour.code}/take-back/").status_code == 302
    assert "Nia Neighbour" not in host.get(to).content.decode()


def test_people_take_the_same_number_of_queries_however_many_they_are(signed_in: Someone) -> None:
    admin = signed_in("admin")

    def queries(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(page).status_code == 200
        return len(asked)

    before = {page: queries(page) for page in ("/people/", HERE)}
    for number in range(30):
        Person.objects.create_user(f"more-{number}@example.org", name=f"More {number}")
        give_role(OPERATOR, person(f"more-{number}"), "reporter", "M-ARV")
    assert {page: queries(page) for page in before} == before
    assert max(before.values()) < 25
