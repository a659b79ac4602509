"""What the addresses of the matrix name: the example, with a plan for its unit, one for named people, and a draft.

Somebody is named for a value.
"""

from __future__ import annotations

from remit_web.access.acting import Acting
from remit_web.access.actions import name_reader
from remit_web.access.invitations import invite
from remit_web.access.models import Person
from remit_web.access.readers import reader_of
from remit_web.access.tokens import make_token
from remit_web.audit.append_only import let_go
from remit_web.drafts import actions
from remit_web.drafts.writable import all_in
from remit_web.plans.models import Plan
from remit_web.plans.queries import head_of

VALUE_OF_NAMED = "inquiries:B-KIL-RIFT-NORTH:2026"
OF_UNIT, OF_NAMED, OPEN = "CP-PAD-2026", "CP-KIL-2026", "CP-ARV-2026"


def make_things() -> dict[str, str]:
    """Hide a plan for its unit and one for named people, begin a draft, and return the codes that addresses take."""
    with let_go(Plan):
        Plan.objects.filter(plan=OF_UNIT).update(visibility="unit")
        Plan.objects.filter(plan=OF_NAMED).update(visibility="named")
    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    head = head_of(reader_of(people["host"]), OPEN)
    assert head is not None
    lines = {one.unit: one for one in all_in(head) if one.of == "money"}
    mine = next(one for one in all_in(head) if one.of == "elements" and one.unit == "M-ARV")
    actions.write(Acting(reader_of(people["partner"])), head, lines["M-ALP"], {"reference": "as agreed"})
    invitation, secret = invite(Acting(reader_of(people["admin"])), "new@example.org", "reporter", "M-ARV")
    name_reader(
        Acting(reader_of(people["cases"])), "observations", VALUE_OF_NAMED, "B-KIL-RIFT-NORTH", people["neighbour"]
    )
    token, _secret = make_token(Acting(reader_of(people["reporting"])), "a program", ["plans"], 30)
    return {
        "host": people["host"].code, "neighbour": people["neighbour"].code, "reporting": people["reporting"].code,
        "partners_line": lines["M-ALP"].key, "hosts_line": mine.key,
        "invitation": str(invitation.pk), "secret": secret, "token": str(token.pk),
    }  # fmt: skip
