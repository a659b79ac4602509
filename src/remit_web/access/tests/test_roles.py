"""Giving, ending and lending roles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from remit_web.access.acting import OPERATOR, Refused
from remit_web.access.actions import end_role, give_role, lend_roles, name_reader, take_roles_back, unname_reader
from remit_web.access.models import Role
from remit_web.access.readers import reader_of
from remit_web.access.rights import ROLES, May, roles_with
from remit_web.audit.models import Record
from remit_web.plans.models import Plan
from remit_web.plans.seen import plans_seen
from remit_web.units.today import today

from .conftest import person

if TYPE_CHECKING:
    from .conftest import Acts, Someone

DAY = timedelta(1)


def test_every_right_is_given_by_a_role_and_says_what_it_is() -> None:
    assert [right for right in May if not roles_with(right)] == []
    assert all(right.says and right.refusal for right in May)
    assert all(str(kind.name) and str(kind.says) for kind in ROLES.values())


def test_an_administrator_gives_a_role_and_it_reaches_what_stands_below(acting: Acts) -> None:
    neighbour = person("neighbour")
    assert not reader_of(neighbour).may(May.READ_WHOLE, "B-ARV-COAST")
    give_role(acting("admin"), neighbour, "reporter", "M-ARV", reason="helps out")
    assert reader_of(neighbour).may(May.READ_WHOLE, "B-ARV-COAST")
    last = Record.objects.order_by("-pk")[0]
    assert (last.action, last.person, last.key, last.unit) == (
        "role.given",
        person("admin").code,
        neighbour.code,
        "M-ARV",
    )
    assert last.after == {"role": "reporter", "unit": "M-ARV"}


def test_who_may_not_give_roles_there_is_refused_with_whom_to_ask(acting: Acts) -> None:
    with pytest.raises(Refused) as refused:
        give_role(acting("planning"), person("neighbour"), "reporter", "M-ARV")
    assert (refused.value.right, refused.value.unit) == (May.GIVE_ROLES, "M-ARV")
    assert not Role.objects.filter(person=person("neighbour"), unit="M-ARV").exists()


def test_nobody_gives_a_role_to_themselves(acting: Acts) -> None:
    with pytest.raises(Refused, match="themselves"):
        give_role(acting("admin"), person("admin"), "approver", "WFRS")


def test_a_role_of_another_day_opens_nothing_today(acting: Acts) -> None:
    neighbour = person("neighbour")
    give_role(OPERATOR, neighbour, "reporter", "M-ARV", begins=today() + DAY)
    give_role(OPERATOR, neighbour, "reporter", "M-PAD", ends=today() - DAY, begins=today() - 9 * DAY)
    assert reader_of(neighbour).reach(May.READ_WHOLE).covers(["M-ARV", "M-PAD", "M-KIL"]) == {"M-KIL"}


def test_a_role_that_has_ended_opens_nothing_any_more_and_stays_on_record(acting: Acts) -> None:
    end_role(acting("admin"), person("reporting"), "reporter", "M-ARV", reason="moved")
    assert not reader_of(person("reporting")).has(May.REPORT_VALUES)
    assert Role.objects.get(person=person("reporting")).ends == today() - DAY
    last = Record.objects.order_by("-pk")[0]
    assert last.action == "role.ended" and last.after == {
        "role": "reporter",
        "unit": "M-ARV",
        "ends": str(today() - DAY),
        "reason": "moved",
    }


def test_everybody_may_give_a_role_up_but_the_last_who_gives_roles(acting: Acts) -> None:
    end_role(acting("reporting"), person("reporting"), "reporter", "M-ARV")
    with pytest.raises(Refused, match="last role"):
        end_role(acting("admin"), person("admin"), "administrator", "WFRS")
    with pytest.raises(Refused):
        end_role(acting("reporting"), person("host"), "planner", "M-ARV")


def test_who_acts_for_somebody_away_has_their_rights_and_is_recorded_so(acting: Acts) -> None:
    lend_roles(acting("approver"), person("neighbour"), begins=today(), ends=today() + DAY)
    reader = reader_of(person("neighbour"))
    assert reader.may(May.APPROVE_PLAN, "M-ARV") and reader.may(May.REPORT_VALUES, "M-KIL")
    acts = reader.acts(May.APPROVE_PLAN, "M-ARV", door="page")
    assert (acts.person, acts.acting_for) == (person("neighbour").code, person("approver").code)
    assert reader.acts(May.REPORT_VALUES, "M-KIL", door="page").acting_for == ""
    take_roles_back(acting("approver"), person("neighbour"))
    assert not reader_of(person("neighbour")).has(May.APPROVE_PLAN)


def test_what_is_lent_is_not_lent_on(acting: Acts) -> None:
    lend_roles(acting("approver"), person("neighbour"), begins=today(), ends=today())
    lend_roles(acting("neighbour"), person("partner"), begins=today(), ends=today())
    reader = reader_of(person("partner"))
    assert reader.may(May.REPORT_VALUES, "M-KIL") and not reader.has(May.APPROVE_PLAN)


def test_nothing_is_lent_by_who_is_shut_out(acting: Acts) -> None:
    lend_roles(acting("approver"), person("neighbour"), begins=today(), ends=today())
    away = person("approver")
    away.is_active = False
    away.save()
    assert not reader_of(person("neighbour")).has(May.APPROVE_PLAN)


@pytest.mark.usefixtures("rows_may_change")
def test_a_plan_for_named_people_is_seen_by_those_who_are_named_and_by_case_officers(acting: Acts) -> None:
    Plan.objects.filter(plan="CP-KIL-2026").update(visibility="named")

    def seen_by(name: str) -> bool:
        return bool(plans_seen(reader_of(person(name)), ["CP-KIL-2026"]))

    assert [name for name in ("planning", "auditor", "admin", "neighbour", "cases") if seen_by(name)] == ["cases"]
    with pytest.raises(Refused):
        name_reader(acting("planning"), "plans", "CP-KIL-2026", "M-KIL", person("planning"))
    name_reader(acting("cases"), "plans", "CP-KIL-2026", "M-KIL", person("neighbour"))
    assert seen_by("neighbour")
    unname_reader(acting("cases"), "plans", "CP-KIL-2026", "M-KIL", person("neighbour"))
    assert not seen_by("neighbour")


def test_a_donor_sees_what_is_public_and_not_what_is_for_the_federation(signed_in: Someone) -> None:
    assert reader_of(person("donor")).base == "public"
    assert signed_in("donor").get("/plans/S2030/").status_code == 200
