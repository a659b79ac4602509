"""Letters by e-mail, plain and as sober HTML, in the federation's language."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from remit.language import speaking
from remit_web.access.rights import ROLES
from remit_web.units.models import FederationSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit_web.access.models import Invitation


@contextmanager
def in_its_language() -> Iterator[str]:
    """Write in the federation's first language that pages are in."""
    known = dict(settings.LANGUAGES)
    language = next((one for one in FederationSettings.now().languages if one in known), settings.LANGUAGE_CODE)
    with translation.override(language), speaking(language):
        yield language


def send_invitation(invitation: Invitation, unit: str, link: str) -> None:
    """Send the letter of an invitation. `unit`: its name; raises `OSError` where no server takes it."""
    with in_its_language() as language:
        federation = FederationSettings.now().name or _("Remit")
        facts = {
            "invitation": invitation, "role": ROLES[invitation.role], "unit": unit, "link": link, "language": language,
            "federation": federation, "is_rtl": translation.get_language_bidi(),
        }  # fmt: skip
        subject = _("Invitation to %(federation)s") % {"federation": federation}
        letter = EmailMultiAlternatives(
            " ".join(subject.split()), render_to_string("access/letters/invitation.txt", facts), to=[invitation.email]
        )
        letter.attach_alternative(render_to_string("access/letters/invitation.html", facts), "text/html")
    letter.send()
