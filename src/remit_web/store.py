"""A federation kept in the application's database: `DatabaseStore`, a `remit.federation.Store`.

Rows are only ever added, in the order in which they came; so what is written is what stands behind the rows that are
there. Figures are kept ready, and the record of the load is written, as part of the same write.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.apps import apps
from django.db import transaction

from remit.errors import WrongUse
from remit.federation import Federation
from remit.language import gettext
from remit.schema import TABLES
from remit_web.audit.actors import OPERATOR
from remit_web.audit.loads import rows_loaded, settings_changed
from remit_web.store_rows import BATCH, add_tuples
from remit_web.units.models import FederationSettings
from remit_web.units.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from remit.exchange.base import Reading
    from remit.federation import Settings
    from remit.observations import Audience
    from remit_web.audit.actors import Actor


def models_of_tables() -> dict[str, type[Row]]:
    """Return the model of every table."""
    found = {model.described.name: model for model in apps.get_models() if issubclass(model, Row)}
    return {name: found[name] for name in TABLES}


class DatabaseStore:
    """The federation that the application serves. `by`: who writes, for the record."""

    def __init__(self, by: Actor = OPERATOR) -> None:
        self.by = by

    def read(self) -> Federation:
        """Return it; an empty one where nothing was loaded yet."""
        with transaction.atomic():
            tables = {name: _read(model) for name, model in models_of_tables().items()}
            return Federation(
                FederationSettings.now(), {name: table for name, table in tables.items() if table.num_rows}
            )

    def allow(self, reading: Reading) -> None:
        """The operator of the machine takes everything in."""

    def sees(self, unit: str | None) -> Audience:  # noqa: ARG002 - the same of each
        """The operator of the machine sees the whole."""
        return "whole"

    def write(self, federation: Federation, sources: Sequence[str] = ()) -> None:
        """Add the rows that are not there yet, record it, and keep the figures ready: all or nothing.

        Figures that were kept today of the same rows stay. Raises `WrongUse` where the federation does not stand on what
        is in the database now: somebody else was first.
        """
        from remit_web.figures.keep import is_kept, keep  # noqa: PLC0415 - figures are made of what a store holds

        with transaction.atomic():
            new = {name: _append(model, federation.table(name)) for name, model in models_of_tables().items()}
            has_other_settings = self._write_settings(federation.settings)
            rows_loaded(self.by, new, sources)
            if has_other_settings or any(rows.num_rows for rows in new.values()) or not is_kept(federation):
                keep(federation)

    def _write_settings(self, settings: Settings) -> bool:
        """Write the settings; return whether they are others now."""
        facts = _facts(settings)
        before = _facts(FederationSettings.now()) if FederationSettings.objects.exists() else None
        FederationSettings.objects.update_or_create(pk=1, defaults=facts)
        settings_changed(self.by, before, facts)
        return facts != before


def _facts(settings: Settings) -> dict[str, Any]:
    return {
        "name": settings.name,
        "languages": list(settings.languages),
        "time_zone": settings.time_zone,
        "currency": settings.currency,
        "first_month": settings.first_month,
        "tree": settings.tree,
    }


def _read(model: type[Row]) -> pa.Table:
    schema = model.described.schema
    rows = model._default_manager.order_by("number").values_list(*schema.names).iterator(chunk_size=BATCH)
    batches = []
    while chunk := list(islice(rows, BATCH)):
        columns = zip(*chunk, strict=True)
        batches.append(pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema))
    return pa.Table.from_batches(batches, schema).combine_chunks()


def _append(model: type[Row], table: pa.Table) -> pa.Table:
    """Add the rows behind those that are there; return the new ones."""
    there = model._default_manager.count()
    if there > table.num_rows or (there and _last(model) != table.slice(there - 1, 1).to_pylist()[0]):
        raise WrongUse(gettext("The database has changed since it was read; try again."))
    new = table.slice(there)
    add_tuples(model, new.schema.names, _rows(new))
    return new


def _last(model: type[Row]) -> dict[str, Any]:
    names = model.described.schema.names
    found: dict[str, Any] = model._default_manager.order_by("-number").values(*names)[0]
    return found


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
