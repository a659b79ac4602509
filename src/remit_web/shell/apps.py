"""What the shell does when the application is ready."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from remit_web.shell.sessions import note_beginning


class Shell(AppConfig):
    """Base pages, components, sign-in, files for the browser."""

    name = "remit_web.shell"

    def ready(self) -> None:
        user_logged_in.connect(note_beginning)
