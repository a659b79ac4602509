"""Random records and seals, and then at most one change behind the database's back: verify finds it, or nothing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - only now are models there
from django.db import transaction  # noqa: E402
from django.db.models import Max  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from remit_web.audit.actions import record  # noqa: E402
from remit_web.audit.actors import Actor  # noqa: E402
from remit_web.audit.append_only import let_go  # noqa: E402
from remit_web.audit.digests import HASHED, digest_of, digest_of_value, hash_of  # noqa: E402
from remit_web.audit.models import Batch, PersonalValue, Record, Sealed, Touched  # noqa: E402
from remit_web.audit.sealing import seal  # noqa: E402
from remit_web.audit.verify import Verification  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = st.text(max_size=12)
EXACT = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
ACTION: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict, action=TEXT, of=TEXT, key=TEXT, unit=TEXT, before=EXACT, after=EXACT,
    personal=st.dictionaries(TEXT, TEXT, max_size=2), touches=st.lists(st.tuples(st.just("plans"), st.sampled_from("ABC")), max_size=2),
)  # fmt: skip
ACTOR = st.builds(Actor, person=TEXT, acting_for=TEXT, door=st.just("page"), address=st.sampled_from(["", "192.0.2.1"]))
STEP = st.none() | st.tuples(ACTOR, ACTION)
"""What happens: None is a seal."""
BEGIN = [
    (Actor("P-one", door="page", address="192.0.2.1"), {"action": "plan.submitted", "touches": [("plans", "A")]}),
    (Actor("P-two", door="page"), {"action": "plan.returned"}), None,
    (Actor("P-one", door="page", address="192.0.2.1"), {"action": "plan.submitted"}), None,
]  # fmt: skip
"""Something for each tampering to bite on."""
OTHER: dict[str, Any] = {"at": None, "before": {"other": 1}, "after": {"other": 1}, "personal": {"other": "0" * 64}}


def a_record(draw: Any, rows: Any) -> Any:
    return draw(st.sampled_from(list(rows.order_by("pk"))))


def change_a_record(draw: Any) -> None:
    """Any fact of any record, sealed or not."""
    one, name = a_record(draw, Record.objects), draw(st.sampled_from([*HASHED, "at", "digest"]))
    other = one.at.replace(year=2020) if name == "at" else OTHER.get(name, f"other {getattr(one, name)}")
    Record.objects.filter(pk=one.pk).update(**{name: other})


def take_a_record_away(draw: Any) -> None:
    Record.objects.filter(pk=a_record(draw, sealed()).pk)._raw_delete("default")


def exchange_records(draw: Any) -> None:
    """One that is sealed, and any other."""
    one = a_record(draw, sealed())
    two = a_record(draw, Record.objects.exclude(pk=one.pk))
    renumber(one.pk, 0)
    renumber(two.pk, one.pk)
    renumber(0, two.pk)


def renumber(old: int, new: int) -> None:
    Record.objects.filter(pk=old).update(id=new)


def move_a_record_behind_all(draw: Any) -> None:
    renumber(a_record(draw, sealed()).pk, (Record.objects.aggregate(last=Max("pk"))["last"] or 0) + 9)


def add_a_record_to_a_batch(draw: Any) -> None:
    made = record(Actor("P-late"), "slipped.in")
    batch = draw(st.sampled_from(list(Batch.objects.order_by("number"))))
    Sealed.objects.create(record=made, batch=batch.number, place=batch.count + 1, digest=made.digest)


def add_a_record_by_hand(draw: Any) -> None:
    Record.objects.create(door="page", action="slipped.in", digest="0" * 64)


def take_a_seal_away(draw: Any) -> None:
    Sealed.objects.filter(pk=draw(st.sampled_from(list(Sealed.objects.order_by("pk")))).pk)._raw_delete("default")


def exchange_places(draw: Any) -> None:
    """In one batch or two."""
    one, two = draw(st.permutations(list(Sealed.objects.order_by("pk"))))[:2]
    Sealed.objects.filter(pk=one.pk).update(place=0)
    Sealed.objects.filter(pk=two.pk).update(batch=one.batch, place=one.place)
    Sealed.objects.filter(pk=one.pk).update(batch=two.batch, place=two.place)


def change_a_batch(draw: Any) -> None:
    batch = draw(st.sampled_from(list(Batch.objects.order_by("number"))))
    name = draw(st.sampled_from(["previous", "hash", "count", "through", "sealed_at"]))
    old = getattr(batch, name)
    other = old.replace(year=2020) if name == "sealed_at" else old + 1 if isinstance(old, int) else "f" * 64
    Batch.objects.filter(pk=batch.pk).update(**{name: other})


def take_a_batch_away(draw: Any) -> None:
    Batch.objects.filter(pk=draw(st.sampled_from(list(Batch.objects.order_by("number")))).pk)._raw_delete("default")


def renumber_places(draw: Any) -> None:
    """So that the order stays."""
    last = Batch.objects.latest("number")
    Sealed.objects.filter(batch=last.number, place=last.count).update(place=last.count + draw(st.integers(1, 9)))


def renumber_with_the_seal(draw: Any) -> None:
    """A record, and all that names it."""
    old = a_record(draw, sealed()).pk
    new = (Record.objects.aggregate(last=Max("pk"))["last"] or 0) + 9
    renumber(old, new)
    Sealed.objects.filter(pk=old).update(record_id=new)
    Touched.objects.filter(record=old).update(record_id=new)


def make_a_batch_anew(draw: Any) -> None:
    """With another record in it, and every digest and hash as they should be; but not the batches after it."""
    batch = draw(st.sampled_from(list(Batch.objects.order_by("-number")[1:])))
    one = a_record(draw, Record.objects.filter(sealed__batch=batch.number))
    one.person = f"other {one.person}"
    digest = digest_of({name: getattr(one, name) for name in ("at", *HASHED)})
    Record.objects.filter(pk=one.pk).update(person=one.person, digest=digest)
    Sealed.objects.filter(pk=one.pk).update(digest=digest)
    rows = Sealed.objects.filter(batch=batch.number).order_by("place").values_list("pk", "digest")
    Batch.objects.filter(pk=batch.pk).update(hash=hash_of(vars(batch), rows))


def cut_off_the_tail(draw: Any) -> None:
    """All that the last batch sealed, and what came behind it; only a noted hash can show it."""
    last = Batch.objects.latest("number")
    numbers = list(Sealed.objects.filter(batch=last.number).values_list("pk", flat=True))
    gone = [*numbers, *Record.objects.filter(sealed=None).values_list("pk", flat=True)]
    named = [one for of in Record.objects.filter(pk__in=gone).values_list("personal", flat=True) for one in of.values()]
    for rows in (
        Sealed.objects.filter(pk__in=numbers), Batch.objects.filter(pk=last.pk), Touched.objects.filter(record__in=gone),
        PersonalValue.objects.filter(digest__in=named), Record.objects.filter(pk__in=gone),
    ):  # fmt: skip
        rows._raw_delete("default")


def change_a_personal_value(draw: Any) -> None:
    name = draw(st.sampled_from(["value", "salt", "digest"]))
    one = draw(st.sampled_from(list(PersonalValue.objects.order_by("pk"))))
    PersonalValue.objects.filter(pk=one.pk).update(**{name: f"other {getattr(one, name)}"})


def add_a_personal_value(draw: Any) -> None:
    digest = digest_of_value("salt", "value")
    PersonalValue.objects.create(digest=digest, salt="salt", value="value")


def take_a_touch_away(draw: Any) -> None:
    Touched.objects.filter(pk=draw(st.sampled_from(list(Touched.objects.order_by("pk")))).pk)._raw_delete("default")


def add_a_touch(draw: Any) -> None:
    Touched.objects.create(record=a_record(draw, Record.objects), of="plans", key="Z")


def sealed() -> Any:
    return Record.objects.exclude(sealed=None)


TAMPERINGS: tuple[Callable[[Any], None], ...] = (
    change_a_record, take_a_record_away, exchange_records, move_a_record_behind_all, add_a_record_to_a_batch,
    add_a_record_by_hand, take_a_seal_away, exchange_places, change_a_batch, take_a_batch_away, renumber_places,
    renumber_with_the_seal, make_a_batch_anew, cut_off_the_tail, change_a_personal_value, add_a_personal_value,
    take_a_touch_away, add_a_touch,
)  # fmt: skip
"""What somebody with their hands in the database may do."""


def found(noted: list[Batch]) -> list[str]:
    every = Verification([(one.hash, one.number) for one in noted]).problems()
    return [str(one) for one in every if one.blocks]


def finds(tampering: Callable[[Any], None], examples: int) -> None:
    """Whether verify finds a tampering, and nothing before it, whatever else was recorded."""

    @settings(max_examples=examples, deadline=None, database=None)
    @given(st.data(), st.lists(STEP, max_size=9))
    def found_it(data: st.DataObject, steps: list[tuple[Actor, dict[str, Any]] | None]) -> None:
        with transaction.atomic():
            take([*BEGIN, *steps])
            if data.draw(st.booleans()):
                PersonalValue.objects.earliest("pk").delete()
            noted = list(Batch.objects.order_by("-number")[:1])
            assert found(noted) == []
            noted = noted if tampering is cut_off_the_tail else []
            with let_go(Record, Sealed, Batch, Touched, PersonalValue):
                tampering(data.draw)
            assert found(noted) != []
            transaction.set_rollback(True)

    found_it()


def take(steps: list[tuple[Actor, dict[str, Any]] | None]) -> None:
    for step in steps:
        if step is None:
            seal()
        else:
            record(step[0], **step[1])


call_command("migrate", verbosity=0)
for one in TAMPERINGS:
    finds(one, examples=int(sys.argv[1]))
json.dump([one.__name__ for one in TAMPERINGS], sys.stdout)
