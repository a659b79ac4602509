"""What was done, said on the next page: kept until then in a cookie, signed, of this host alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Notices(CookieStorage):
    """Keeps messages in a cookie that is named as our others are."""

    cookie_name = settings.NOTICES_COOKIE_NAME
