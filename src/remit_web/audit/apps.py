"""What this area does when the application starts."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The record; its tables, and those of the engine, are held after every migrate."""

    name = "remit_web.audit"

    def ready(self) -> None:
        """Have tables held once all are migrated."""
        from remit_web.audit.append_only import hold  # noqa: PLC0415 - models are there only now

        post_migrate.connect(hold, sender=self, dispatch_uid="audit.hold")
