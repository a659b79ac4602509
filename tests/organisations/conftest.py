"""A place with two members, whose people are signed in by providers that really run: one by OpenID Connect, one by SAML."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

SAML_PROVIDER = Path(__file__).with_name("saml_provider.py")
UNITS = "unit,kind,recorded_at\nTOP,federation,2020-01-01\nARV,member,2020-01-01\n"
PEOPLE = (
    {"sub": "u-ann", "email": "ann@arvenia.example", "email_verified": True, "name": "Ann of Arvenia"},
    {"sub": "u-bob", "email": "bob@arvenia.example", "email_verified": True, "name": "Bob of Arvenia"},
    {"sub": "u-cho", "email": "cho@arvenia.example", "email_verified": False, "name": "Cho of Arvenia"},
    {"sub": "u-dee", "email": "dee@elsewhere.example", "email_verified": True, "name": "Dee of Elsewhere"},
    {"sub": "u-eve", "name": "Eve without address"},
)
"""Whom the provider of Arvenia knows."""
NOBODY_THERE = 9
"""A port at which nothing answers."""
SAML_PERSON = "sol@cedra.example"
"""Whom the provider of Cedra signs in."""


@dataclass(frozen=True)
class Place:
    """A running Remit, and commands on its machine."""

    address: str
    environment: dict[str, str]

    def run(self, *words: str) -> str:
        """Run a command; return what it prints."""
        command = [sys.executable, "-c", "from remit.cli import main; main(prog_name='remit')", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=self.environment, timeout=200)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def invite(self, email: str, role: str = "reporter", unit: str = "ARV") -> str:
        """Invite somebody on the machine; return the address that is printed."""
        return self.run("invite", email, "--role", role, "--unit", unit, "--at", self.address).split()[-1]

    def asks(self, code: str) -> Any:
        """Return what some lines say of the database."""
        begin = "import json; from remit_web.commands import set_up; set_up()\n"
        command = [sys.executable, "-c", f"{begin}{code}"]
        return json.loads(
            subprocess.run(command, capture_output=True, text=True, check=True, env=self.environment).stdout
        )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], address: str, log: Path, **more: Any) -> Iterator[None]:
    """Run a server until the block ends."""
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out, **more) as process:
        try:
            for _ in range(600):
                assert process.poll() is None, log.read_text()
                try:
                    requests.get(address, timeout=5)
                    break
                except requests.ConnectionError:
                    time.sleep(0.1)
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def openid_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an OpenID Connect provider."""
    port = free_port()
    people = [word for one in PEOPLE for word in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("openid") / "log"
    with running(command, f"{address}/.well-known/openid-configuration", log):
        yield address


@pytest.fixture(scope="session")
def saml_address() -> str:
    """Where the SAML provider is: another site than Remit's own, as in life."""
    return f"http://localhost:{free_port()}"


@pytest.fixture(scope="session")
def place(openid_provider: str, saml_address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Remit, running, with both organisations in its file."""
    folder, port = tmp_path_factory.mktemp("place"), free_port()
    (folder / "start").mkdir()
    (folder / "start" / "units.csv").write_text(UNITS)
    (folder / "secret").write_text("of arvenia")
    (folder / "sign-in.yaml").write_text(f"""
- id: arvenia
  name: Society of Arvenia
  kind: openid-connect
  server: {openid_provider}
  client: remit
  secret_file: {folder / "secret"}
  domains: [arvenia.example]
  required: yes
- id: cedra
  name: Society of Cedra
  kind: saml
  metadata: {saml_address}/metadata
  entity: {saml_address}/metadata
  domains: [cedra.example]
- id: belor
  name: Society of Belor
  kind: openid-connect
  server: http://127.0.0.1:{NOBODY_THERE}
  client: remit
  secret_file: {folder / "secret"}
  domains: [belor.example]
- id: dorna
  name: Society of Dorna
  kind: saml
  metadata: http://127.0.0.1:{NOBODY_THERE}/metadata
  entity: http://127.0.0.1:{NOBODY_THERE}/metadata
  domains: [dorna.example]
""")
    said = {"REMIT_DATA": str(folder / "data"), "REMIT_SIGN_IN": str(folder / "sign-in.yaml"), "NO_COLOR": "1"}
    environment = {**os.environ, **said}
    for name in ("DJANGO_SETTINGS_MODULE", "REMIT_TODAY", "REMIT_DATABASE"):
        environment.pop(name, None)
    here = Place(f"http://127.0.0.1:{port}", environment)
    here.run("load", str(folder / "start"))
    words = ["serve", "--port", str(port), "--workers", "2"]
    command = [sys.executable, "-c", "from remit.cli import main; main()", *words]
    with running(command, here.address, folder / "log", env=environment):
        yield here


@pytest.fixture(scope="session")
def saml_provider(place: Place, saml_address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a SAML provider: pysaml2's, which signs with xmlsec1."""
    if shutil.which("xmlsec1") is None:
        if os.environ.get("REMIT_REQUIRE_ALL"):
            pytest.fail("xmlsec1 is required: apt install xmlsec1")
        pytest.skip("left out: xmlsec1 is not installed")
    folder = tmp_path_factory.mktemp("saml")
    knows = f"{place.address}/sign-in/saml/cedra/metadata/"
    command = [sys.executable, "-W", "ignore", str(SAML_PROVIDER), saml_address, knows, SAML_PERSON, str(folder)]
    with running(command, f"{saml_address}/metadata", folder / "log"):
        yield saml_address
