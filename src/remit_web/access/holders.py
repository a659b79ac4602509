"""Who may do what on a unit, and why; and what one person may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q

from remit_web.access.models import Delegation, Named, Person, Role, in_force
from remit_web.access.rights import ROLES, May, roles_with
from remit_web.units.models import Standing
from remit_web.units.today import today

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from remit_web.access.readers import Reader
    from remit_web.access.rights import RoleKind


@dataclass(frozen=True)
class Held:
    """One role that somebody holds, or will hold. `lent_to`: who acts for them today, by code and name."""

    code: str
    name: str
    kind: RoleKind
    unit: str
    begins: date | None
    ends: date | None
    given_by: str
    reason: str
    holds_today: bool
    lent_to: tuple[tuple[str, str], ...] = ()


def above(unit: str) -> list[str]:
    """Return a unit and all that stand above it in any of today's trees, the unit first."""
    places = Standing.objects.filter(unit=unit).values_list("tree", "first")
    over = Q(pk__in=[])
    for tree, first in places:
        over |= Q(tree=tree, first__lte=first, last__gte=first)
    found = Standing.objects.filter(over).order_by("-depth", "unit").values_list("unit", flat=True)
    return list(dict.fromkeys([unit, *found]))


def held_at(unit: str) -> list[Held]:
    """Return every role that reaches a unit today or later: those held on it first, then those held above."""
    line = above(unit)
    found = _held(Role.objects.filter(unit__in=line))
    return sorted(found, key=lambda one: (line.index(one.unit), str(one.kind.name), one.name))


def held_by(person: Person) -> list[Held]:
    """Return every role that somebody holds, will hold, or held."""
    return _held(Role.objects.filter(person=person), with_ended=True)


def _held(rows: QuerySet[Role], *, with_ended: bool = False) -> list[Held]:
    day = today()
    rows = rows.filter(role__in=ROLES, person__is_active=True).select_related("person", "given_by")
    if not with_ended:
        rows = rows.filter(Q(ends__isnull=True) | Q(ends__gte=day))
    roles = list(rows.order_by(F("begins").asc(nulls_first=True), "id"))
    stand_ins = _stand_ins({role.person_id for role in roles}, day)
    return [
        Held(
            role.person.code, str(role.person), ROLES[role.role], role.unit, role.begins, role.ends,
            str(role.given_by) if role.given_by else "", role.reason, _holds(role, day), tuple(stand_ins.get(role.person_id, ())),
        )
        for role in roles
    ]  # fmt: skip


def _holds(role: Role, day: date) -> bool:
    return (role.begins is None or role.begins <= day) and (role.ends is None or role.ends >= day)


def _stand_ins(people: Iterable[int], day: date) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Delegation.objects.filter(in_force(day), away__in=people, to__is_active=True).select_related("to")
    for row in rows.order_by("to__name"):
        found.setdefault(row.away_id, []).append((row.to.code, str(row.to)))
    return found


def by_right(held: Iterable[Held]) -> list[tuple[May, list[Held]]]:
    """Return for each right who has it today, and by which role; rights that nobody has stand there, too."""
    now = [one for one in held if one.holds_today]
    return [(right, [one for one in now if right in one.kind.rights]) for right in May]


def who_may(right: May, unit: str) -> list[str]:
    """Return the names of people who have a right on a unit today: whom to ask."""
    rows = Role.objects.filter(in_force(today()), role__in=roles_with(right), person__is_active=True)
    people = Person.objects.filter(pk__in=rows.filter(unit__in=above(unit)).values("person"))
    return [str(person) for person in people.order_by("name", "email")]


def may_look(reader: Reader, unit: str) -> bool:
    """Whether the reader may know who does what on a unit."""
    return bool(units_shown(reader, [unit]))


def units_shown(reader: Reader, units: Iterable[str]) -> set[str]:
    """Return those of some units of which the reader may know who does what there: three queries at most."""
    wanted = set(units)
    rights = (May.READ_WHOLE, May.GIVE_ROLES, May.READ_RECORD)
    return {unit for right in rights for unit in reader.reach(right).covers(wanted)}


def people_seen(reader: Reader) -> QuerySet[Person]:
    """Return the people of whom the reader may see what they may do: oneself, and who holds a role within reach.

    Reach: of who gives roles, or reads the record. Who does so at the top of a tree sees those without any role, too.
    """
    reached = reader.reach(May.GIVE_ROLES).where() | reader.reach(May.READ_RECORD).where()
    seen = Q(roles__in=Role.objects.filter(reached))
    if reader.person is not None:
        seen |= Q(pk=reader.person.pk)
    if reader.oversees:
        tops = list(Standing.objects.filter(parent="").values_list("unit", flat=True).distinct()[:50])
        if reader.reach(May.GIVE_ROLES).covers(tops) or reader.reach(May.READ_RECORD).covers(tops):
            seen |= Q(roles__isnull=True)
    return Person.objects.filter(seen, erased_at__isnull=True).distinct()


def named_for(person: Person) -> QuerySet[Named]:
    """Return what is shown to somebody by name today."""
    return Named.objects.filter(in_force(today()), person=person).order_by("of", "key")


def roles_of(people: Iterable[Person]) -> dict[int, list[tuple[RoleKind, str]]]:
    """Return the roles that some people hold today, with their unit."""
    rows = Role.objects.filter(in_force(today()), role__in=ROLES, person__in=[one.pk for one in people])
    found: dict[int, list[tuple[RoleKind, str]]] = {}
    for person, role, unit in rows.order_by("role", "unit").values_list("person", "role", "unit"):
        found.setdefault(person, []).append((ROLES[role], unit))
    return found
