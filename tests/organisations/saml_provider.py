"""A SAML identity provider on loopback, by pysaml2, which knows one person and signs them in without asking.

python saml_provider.py ADDRESS METADATA-OF-REMIT E-MAIL FOLDER
"""

from __future__ import annotations

import datetime as dt
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import saml2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSWORD_OVER_TLS = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"


def key_and_certificate(folder: Path) -> tuple[str, str]:
    """Make a key, and a certificate for it; return the files."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider of the tests")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    files = folder / "key.pem", folder / "certificate.pem"
    files[0].write_bytes(private)
    files[1].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return str(files[0]), str(files[1])


def configured(address: str, folder: Path, **more: Any) -> IdPConfig:
    """Return the provider as pysaml2 is told of it."""
    key, certificate = (
        key_and_certificate(folder) if not more else (str(folder / "key.pem"), str(folder / "certificate.pem"))
    )
    said = {
        "entityid": f"{address}/metadata",
        "key_file": key,
        "cert_file": certificate,
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(f"{address}/sso", saml2.BINDING_HTTP_REDIRECT)]},
                "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                "sign_response": True,
                "sign_assertion": True,
                "signing_algorithm": SIG_RSA_SHA256,
                "digest_algorithm": DIGEST_SHA256,
            }
        },
        **more,
    }
    return IdPConfig().load(said)


class Provider(BaseHTTPRequestHandler):
    """Two pages: what the provider says of itself, and signing in."""

    address, knows, email, folder = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])
    alone = configured(address, folder)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/metadata":
            self.answer(str(entity_descriptor(self.alone)), "application/xml")
        elif parts.path == "/sso":
            self.answer(
                self.signed_in({name: values[0] for name, values in parse_qs(parts.query).items()}), "text/html"
            )
        else:
            self.send_error(404)

    def signed_in(self, query: Mapping[str, str]) -> str:
        """Return the page that carries the signed answer back to who asked."""
        metadata = {"remote": [{"url": self.knows}]}
        server = Server(config=configured(self.address, self.folder, metadata=metadata))
        asked = server.parse_authn_request(query["SAMLRequest"], saml2.BINDING_HTTP_REDIRECT)
        to = server.response_args(asked.message, [saml2.BINDING_HTTP_POST])
        answer = server.create_authn_response(
            {"mail": [self.email], "displayName": ["Sol of Cedra"]},
            userid=self.email,
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="u-sol"),
            authn={"class_ref": PASSWORD_OVER_TLS, "authn_auth": self.address},
            sign_response=True,
            sign_assertion=True,
            **{name: to[name] for name in ("in_response_to", "destination", "sp_entity_id")},
        )
        sent = server.apply_binding(
            saml2.BINDING_HTTP_POST, str(answer), to["destination"], query.get("RelayState", ""), response=True
        )
        return str(sent["data"])

    def answer(self, text: str, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    where = urlsplit(Provider.address)
    ThreadingHTTPServer((where.hostname or "", where.port or 0), Provider).serve_forever()
