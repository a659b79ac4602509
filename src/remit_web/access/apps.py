"""The area, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, roles, and how they come in."""

    name = "remit_web.access"

    def ready(self) -> None:
        """Write down who comes and goes."""
        from remit_web.access.sign_in_record import listen  # noqa: PLC0415 - models once Django is ready

        listen()
