"""What Django itself finds in the settings (`check --deploy`), but for what is settled here otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.language import N_
from remit_web.commands.deployment.check import Check

if TYPE_CHECKING:
    from remit_web.commands.deployment.check import Facts

SETTLED = {
    "security.W002": "X-Frame-Options is in the table of headers",
    "security.W003": "FormsOfOurs asks for the token, on the API too",
    "security.W005": "whether other names below ours speak HTTPS is not ours to say",
    "security.W021": "a list in every browser is hard to leave; whoever wants it asks for it",
    "security.W004": "https",
    "security.W008": "https",
    "security.W012": "https",
    "security.W016": "https",
    "security.W009": "secret",
    "security.W018": "debug",
    "security.W020": "hosts",
}
"""What Django warns of and we do not repeat: why, or which of our own checks says it."""


def _django() -> Facts | None:
    from django.core.checks import WARNING, run_checks

    issues = run_checks(include_deployment_checks=True)
    said = [f"{one.msg} ({one.id})" for one in issues if one.level >= WARNING and one.id not in SETTLED]
    return {"said": " ".join(said)} if said else None


DJANGO = Check(
    "django",
    N_("Django's own checks find nothing."),
    N_("Django finds: {said}"),
    N_("Settings that no variable sets were changed: put them back, or do what Django's manual says of each."),
    _django,
)
