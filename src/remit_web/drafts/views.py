"""Pages of this area: the draft of a plan, and writing one of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from remit.problems import KINDS, Place, Problem
from remit_web.access import holders
from remit_web.access.acting import Acting, Refused
from remit_web.access.needs import SIGNED_IN, needs
from remit_web.access.readers import Reader
from remit_web.access.rights import May
from remit_web.drafts import actions
from remit_web.drafts.models import OPEN, Draft, Revision, State
from remit_web.drafts.queries import Drafted, may_look, open_draft
from remit_web.drafts.writable import FIELDS, one_in, problem_with
from remit_web.organisation.queries import names_of
from remit_web.plans.views import head_or_404, page_of
from remit_web.shell.paging import page_number, pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from remit_web.drafts.writable import Writable

AT_ONCE = 200
LONGEST = 100_000
NOT_FOR_ALL = gettext_lazy("A draft is seen by people of the plan's unit, its reviewers, and who writes lines in it.")
STEPS: dict[str, tuple[Callable[..., Draft], May, tuple[str, ...], Any]] = {
    "submit": (actions.submit, May.SUBMIT_PLAN, (State.WRITING, State.RETURNED), gettext_lazy("It is submitted.")),
    "take-back": (
        actions.take_back,
        May.SUBMIT_PLAN,
        (State.SUBMITTED,),
        gettext_lazy("It is yours again to write in."),
    ),
    "clear": (actions.clear, May.CLEAR_PLAN, (State.SUBMITTED,), gettext_lazy("It is cleared.")),
    "return": (actions.return_, May.CLEAR_PLAN, (State.SUBMITTED, State.CLEARED), gettext_lazy("It is returned.")),
    "approve": (
        actions.approve,
        May.APPROVE_PLAN,
        (State.CLEARED,),
        gettext_lazy("It is approved, and in force in a minute."),
    ),
    "discard": (
        actions.discard,
        May.SUBMIT_PLAN,
        (State.WRITING, State.RETURNED),
        gettext_lazy("The draft is discarded."),
    ),
}
"""What can be done with a draft: the action, the right on the plan's unit, in which states, and what is said when it is done."""


def _drafted(request: HttpRequest, plan: str) -> Drafted:
    """Return the draft of a plan, where the reader may look at it."""
    head = head_or_404(request, plan)
    if not may_look(Reader.of(request), head):
        raise Refused(
            NOT_FOR_ALL,
            May.READ_WHOLE,
            head.unit,
        )
    return Drafted(head, Acting.of(request), open_draft(plan))


@needs(SIGNED_IN)
def plan_draft(request: HttpRequest, plan: str) -> HttpResponse:
    """Where a plan's draft is, what was changed in it and by whom, and all that can be written."""
    drafted = _drafted(request, plan)
    mine, is_mine = [line for line in drafted.lines if line.may_write], bool(request.GET.get("mine"))
    page = Paginator(mine if is_mine else drafted.lines, AT_ONCE).get_page(page_number(request))
    units = {line.one.unit for line in page} | {change.unit for change in drafted.changes}
    steps = [
        name
        for name, (_do, right, states, _said) in STEPS.items()
        if drafted.state in states and _may(drafted, name, right)
    ]
    facts = {
        "all": len(drafted.lines), "mine": len(mine), "is_mine": is_mine,
        "drafted": drafted, "page": page, "to_page": pages(request), "names": names_of("units", units),
        "steps": steps, "fields": _titles(), "problems": _problems(drafted.draft), "ended": _ended(plan),
        "shows_access": holders.may_look(Reader.of(request), drafted.head.unit),
        "titles": {(line.one.of, line.one.key): line.one.title for line in drafted.lines},
        "revisions": Revision.objects.filter(plan=plan).order_by("-number").values("number", "at", "sha256"),
    }  # fmt: skip
    return page_of(request, drafted.head, "drafts/draft.html", facts)


def _may(drafted: Drafted, step: str, right: May) -> bool:
    unit = drafted.head.unit
    return drafted.by.may(right, unit) or (step == "return" and drafted.by.may(May.APPROVE_PLAN, unit))


def _titles() -> dict[tuple[str, str], str]:
    return {(of, field.name): str(field.title) for of, fields in FIELDS.items() for field in fields}


def _problems(draft: Draft | None) -> list[Problem]:
    return [
        Problem(code, Place(*where), facts)
        for code, *where, facts in (draft.problems if draft else ())
        if code in KINDS
    ]


def _ended(plan: str) -> Draft | None:
    return Draft.objects.filter(plan=plan).exclude(state__in=OPEN).order_by("-since").first()


@needs(SIGNED_IN)
@require_POST
def draft_step(request: HttpRequest, plan: str, step: str) -> HttpResponse:
    """Submit, take back, clear, return, approve or discard a draft."""
    if step not in STEPS:
        raise Http404
    drafted = _drafted(request, plan)
    do, _right, _states, said = STEPS[step]
    reason = request.POST.get("reason", "").strip()[:LONGEST]
    if step == "return" and not reason:
        messages.error(request, _("Say why it is returned: who wrote it must know what to mend."))
        return redirect("plan-draft", plan)
    do(drafted.by, drafted.head, **({"reason": reason} if step == "return" else {}))
    messages.success(request, said)
    return redirect("plan-draft", plan)


@needs(SIGNED_IN)
def write_line(request: HttpRequest, plan: str, of: str, key: str) -> HttpResponse:
    """Write an element, a chapter or a line of money: who may, is a matter of its own unit."""
    drafted = _drafted(request, plan)
    line = one_in(drafted.head, of, key) if of in FIELDS else None
    if line is None:
        raise Http404
    drafted.by.require(line.right, line.unit)
    now = dict(line.fields) | {one.field: one.after for one in drafted.changes if (one.of, one.key) == (of, key)}
    given, problems = (_given(request, line, now)) if request.method == "POST" else (now, {})
    if request.method == "POST" and not problems:
        actions.write(drafted.by, drafted.head, line, given, reason=request.POST.get("reason", "").strip()[:500])
        messages.success(request, _("Written into the draft."))
        return redirect("plan-draft", plan)
    facts = {"line": line, "fields": FIELDS[of], "given": given, "problems": problems,
             "names": names_of("units", [line.unit]), "is_writable": drafted.is_writable}  # fmt: skip
    page = page_of(request, drafted.head, "drafts/write.html", facts)
    page.status_code = 422 if problems else 200
    return page


def _given(request: HttpRequest, line: Writable, now: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what was filled in, and what is wrong with it, by field."""
    given = {
        field.name: request.POST.get(field.name, now.get(field.name, "")).replace("\r\n", "\n").strip()[:LONGEST]
        for field in FIELDS[line.of]
    }
    found = {name: problem_with(line.of, name, text, now.get(name, "")) for name, text in given.items()}
    return given, {name: problem for name, problem in found.items() if problem}
