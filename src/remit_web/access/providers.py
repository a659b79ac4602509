"""The organisations that sign their own people in, as allauth takes them. The settings are made with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit_web.access.organisations import OPENID_CONNECT, SAML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from remit_web.access.organisations import Organisation

_ATTRIBUTES = {
    "uid": ["urn:oasis:names:tc:SAML:attribute:subject-id"],
    "email": [
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "mail", "email",
    ],
    "name": ["urn:oid:2.16.840.1.113730.3.1.241", "http://schemas.microsoft.com/identity/claims/displayname", "displayName"],
}  # fmt: skip
"""Where a SAML assertion holds what we ask: the names that are usual."""


def apps(organisations: Iterable[Organisation]) -> Iterator[str]:
    """Yield the applications of allauth that these organisations need."""
    kinds = {one.kind for one in organisations}
    if OPENID_CONNECT in kinds:
        yield "allauth.socialaccount.providers.openid_connect"
    if SAML in kinds:
        yield "allauth.socialaccount.providers.saml"


def for_allauth(organisations: Iterable[Organisation]) -> dict[str, Any]:
    """Return the setting of allauth that says the same."""
    found = tuple(organisations)
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [_openid_connect(one) for one in found if one.kind == OPENID_CONNECT],
        },
        "saml": {"APPS": [_saml(one) for one in found if one.kind == SAML]},
    }


def _openid_connect(one: Organisation) -> dict[str, Any]:
    said = {"server_url": one.address}
    return {"provider_id": one.id, "name": one.name, "client_id": one.client, "secret": one.secret, "settings": said}


def _saml(one: Organisation) -> dict[str, Any]:
    said = {
        "idp": {"entity_id": one.entity, "metadata_url": one.address},
        "attribute_mapping": _ATTRIBUTES,
        "advanced": {"allow_single_label_domains": True},
    }
    return {"provider_id": one.id, "name": one.name, "client_id": one.id, "settings": said}
