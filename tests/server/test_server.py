"""A real server: it reads no more than it should, waits no longer, and counts in all its processes together."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from remit_web.shell.limits import LIMITS

from .conftest import TIMEOUT, connected, read

if TYPE_CHECKING:
    from collections.abc import Iterator

MB = 1 << 20
HEAD = "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{more}\r\n"


def asked(server: str, path: str, method: str = "GET", body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
    """Return the status, the headers and the text of an answer."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})  # type: ignore[arg-type]
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def zeros(megabytes: int) -> Iterator[bytes]:
    yield from (bytes(MB) for _ in range(megabytes))


def test_a_huge_body_is_answered_and_not_kept(server: str) -> None:
    began = time.monotonic()
    status, headers, page = asked(server, "/theme/", "POST", zeros(100), Content_Length=str(100 * MB))
    assert status == 413 and b"At most 32 MB" in page
    assert "Content-Security-Policy" in headers
    status, _, said = asked(server, "/api/v1/units", "POST", zeros(40), Content_Length=str(40 * MB))
    assert status == 413 and json.loads(said)["error"]["code"] == "too-large"
    assert time.monotonic() - began < 20


def test_a_body_without_a_size_is_not_read_at_all(server: str) -> None:
    """Whatever is sent in pieces counts as nothing: the form has no token."""
    with connected(server) as connection:
        head = HEAD.format(method="POST", path="/theme/", more="Transfer-Encoding: chunked\r\n")
        connection.sendall(head.encode() + b"5\r\nvalue\r\n0\r\n\r\n")
        assert read(connection).startswith(b"HTTP/1.1 403")


def test_two_sizes_for_one_body_are_not_taken(server: str) -> None:
    for more in ("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: -1\r\n"):  # fmt: skip
        with connected(server) as connection:
            connection.sendall(HEAD.format(method="POST", path="/theme/", more=more).encode() + b"abc")
            assert read(connection).split(b" ")[1] == b"400", more


def test_a_body_that_comes_too_slowly_is_cut_off(server: str) -> None:
    with connected(server) as connection:
        form = "Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken={}\r\n".format("a" * 32)
        connection.sendall(HEAD.format(method="POST", path="/theme/", more=f"{form}Content-Length: 1000\r\n").encode())
        began = time.monotonic()
        answer = read(connection)
        waited = time.monotonic() - began
    assert waited < 3 * TIMEOUT + 2
    assert not answer.startswith(b"HTTP/1.1 2")
    assert asked(server, "/")[0] == 200, "and another process takes its place"


def test_headers_that_come_too_slowly_are_cut_off(server: str) -> None:
    with connected(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        began = time.monotonic()
        read(connection)
        assert time.monotonic() - began < 3 * TIMEOUT + 2


def test_long_addresses_and_many_headers_are_not_read(server: str) -> None:
    with connected(server) as connection:
        connection.sendall(HEAD.format(method="GET", path="/?q=" + "a" * 5_000, more="").encode())
        assert read(connection).split(b" ")[1] in {b"400", b"414"}
    for more in ("".join(f"X-{at}: x\r\n" for at in range(80)), f"X-Long: {'x' * 9_000}\r\n"):
        with connected(server) as connection:
            connection.sendall(HEAD.format(method="GET", path="/", more=more).encode())
            assert read(connection).split(b" ")[1] in {b"400", b"431"}


def test_another_host_is_turned_away(server: str) -> None:
    for path in ("/", "/static/remit/mark.svg", "/api/v1/units", "/nowhere/"):
        assert asked(server, path, Host="elsewhere.example")[0] == 400
    assert asked(server, "/")[0] == 200


def test_all_processes_count_together(server: str) -> None:
    """Asked by eight at once, four processes grant together what one would."""
    limit, began = LIMITS["/search/"], time.monotonic()
    with ThreadPoolExecutor(8) as people:
        given = list(people.map(lambda _: asked(server, "/search/?q=x"), range(2 * limit.anyone)))
    again = (time.monotonic() - began) * limit.anyone / limit.seconds
    statuses = Counter(status for status, _, _ in given)
    assert set(statuses) == {200, 429}
    assert limit.anyone <= statuses[200] <= limit.anyone + again + 1
    assert all(int(headers["Retry-After"]) >= 1 for status, headers, _ in given if status == 429)


def test_a_server_in_front_is_not_believed_that_was_not_named(server: str) -> None:
    status, headers, _ = asked(server, "/", X_Forwarded_Proto="https")
    assert status == 200
    assert "secure" not in headers["Set-Cookie"].lower()
    assert "Strict-Transport-Security" not in headers


def test_behind_https_nothing_is_answered_otherwise(behind: str) -> None:
    status, headers, _ = asked(behind, "/plans/?kind=grant", Host="localhost")
    assert (status, headers["Location"]) == (301, "https://localhost/plans/?kind=grant")
    assert asked(behind, "/", Host="localhost", X_Forwarded_Proto="http")[0] == 301


def test_behind_https_cookies_are_of_this_host_alone(behind: str) -> None:
    _, headers, page = asked(behind, "/", X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.1")
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrftoken=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/")) and "Domain" not in cookie
    token = page.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    status, headers, _ = asked(
        behind, "/theme/", "POST", f"csrfmiddlewaretoken={token}&value=dark", X_Forwarded_Proto="https", Origin="https://127.0.0.1:" + behind.rpartition(":")[2],
        Cookie=cookie.partition(";")[0], Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert status == 302 and headers["Set-Cookie"].startswith("__Host-theme=dark") and "Secure" in headers["Set-Cookie"]


def test_behind_a_server_people_are_told_apart(behind: str) -> None:
    limit = LIMITS["/search/"]
    front = {"X_Forwarded_Proto": "https"}
    given = [asked(behind, "/search/", X_Forwarded_For=f"10.0.0.{at}, 192.0.2.7", **front)[0] for at in range(limit.anyone + 10)]  # fmt: skip
    assert given[-1] == 429
    assert asked(behind, "/search/", X_Forwarded_For="192.0.2.8", **front)[0] == 200


def test_what_the_server_keeps_is_for_its_owner_alone(tmp_path_factory: object, server: str) -> None:
    """The folder is closed to others from the start."""
    folder = next(tmp_path_factory.getbasetemp().glob("server*/data"))  # type: ignore[attr-defined]
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "secret").stat().st_mode & 0o077 == 0
