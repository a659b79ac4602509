"""How fast pages are: on the server, and at 16 readers at once beside a page written by hand.

With the example federation, and with 190,000 units and a million values. Pages are asked for through the whole
application; the readers at once through the real server.
"""

from __future__ import annotations

import gc
import html
import http.client
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from benchmarks import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from remit.federation import Federation

PLAIN, LARGE = 0.100, 0.150
"""The most seconds, for 95 of 100 requests: with the example, and with a million values."""
RATIO = 0.70
"""The least of the requests per second that the same rows written by hand are served with."""
OURS, BY_HAND = "/indicators/", "/by-hand/"
AT_ONCE, REQUESTS, TIMES = 16, 640, 40
MEMBER, TOP = "U6", "WFRS"
EXAMPLE_PAGES = (
    "/",
    "/units/",
    "/units/map/",
    "/units/M-ARV/",
    "/countries/GEO/",
    "/plans/",
    "/plans/S2030/",
    "/plans/S2030/line-of-sight/",
    "/plans/CP-ARV-2026/money/",
    "/indicators/",
    "/indicators/reached/",
    "/figures/reached/WFRS/2025/",
    "/collection/",
    "/search/?q=water",
    "/api/v1/figures?indicator=reached",
)


def run() -> bool:
    """Measure both federations; return whether every bound is kept."""
    with tempfile.TemporaryDirectory() as folder:
        example = _in_a_process("example", Path(folder) / "example")
        large = _in_a_process("large", Path(folder) / "large")
    return example and large


def _in_a_process(which: str, data: Path) -> bool:
    """Each federation has a process of its own, for a process has one database."""
    environment = {
        **os.environ,
        "REMIT_DATA": str(data),
        "REMIT_HOSTS": "127.0.0.1 testserver",
        "REMIT_TODAY": "2026-11-20",
    }
    return (
        subprocess.run([sys.executable, "-m", "benchmarks.pages", which], env=environment, check=False).returncode == 0
    )


def _example() -> bool:
    from remit_web.commands.demo import load_example

    _timed("Example federation loaded", load_example)
    kept = _pages(_reader("planning@example.org"), EXAMPLE_PAGES, PLAIN)
    return _many_plans() and kept


def _many_plans() -> bool:
    """Ask for the list of 10,000 plans as an administrator and as a reporter: as many queries for each, and as soon."""
    from benchmarks.many_plans import MANY, add_plans

    _timed(f"{MANY:,} plans added", add_plans)
    queries, kept = set(), True
    for who in ("admin", "reporting"):
        client = _reader(f"{who}@example.org")
        print(f"  as {who}@example.org")
        kept &= _pages(client, ("/plans/", "/plans/?page=50", "/search/?q=project+77"), LARGE)
        queries.add(_asked(client, "/plans/")[0])
    print(f"  the same number of queries for both: {_verdict(kept=len(queries) == 1)}")
    return kept and len(queries) == 1


def _large() -> bool:
    from remit_web.store import DatabaseStore

    _timed("190,000 units and a million values loaded", lambda: DatabaseStore().write(_with_example(1_000_000)))
    from remit_web.access.models import Person, Role

    person = Person.objects.create_user("planning@example.org", "a long enough password")
    Role.objects.create(person=person, role="planner", unit="WFRS")
    kept = _pages(
        _reader(person.email), ("/", "/countries/GEO/", "/units/", f"/units/{MEMBER}/", "/indicators/"), LARGE
    )
    return _at_once() and kept


def _with_example(observations: int) -> Federation:
    """Return the example federation with the synthetic one standing under its top: plans and countries, and many units.

    The synthetic values have axes of their own: by the categories that the example lists, none of them would be whole.
    """
    from remit.cli.load import taken_in
    from remit_web.commands.demo import EXAMPLE

    _, intake = taken_in([EXAMPLE], None, None)
    made = synthetic.make(observations).federation
    trees = made.table("trees")
    parents = pc.fill_null(trees["parent"], TOP)
    trees = trees.set_column(trees.schema.get_field_index("parent"), "parent", parents)
    values = made.table("observations")
    cells = pc.replace_substring(pc.replace_substring(values["cell"], "age=", "years="), "sex=", "gender=")
    values = values.set_column(values.schema.get_field_index("cell"), "cell", cells)
    return intake.federation.with_rows({**made.tables, "trees": trees, "observations": values})


def _timed(what: str, action: object) -> None:
    began = time.perf_counter()
    action()  # type: ignore[operator]
    print(f"{what}: {time.perf_counter() - began:.1f} s")
    gc.collect()
    gc.freeze()  # a server has not loaded anything itself: what is left of the load is not to be gone through again and again


def _reader(email: str) -> Client:
    from django.test import Client

    from remit_web.access.models import Person

    client = Client()
    client.force_login(Person.objects.get(email=email))
    return client


def _pages(client: Client, pages: tuple[str, ...], bound: float) -> bool:
    """Ask for each page many times; print the middle and the 95th of 100, and how many queries it takes."""
    print(f"  {'page':45} {'p50':>8} {'p95':>8} {'at most':>8} {'queries':>8} {'kB':>8}")
    kept = [_page(client, page, bound) for page in pages]
    return all(kept)


def _page(client: Client, page: str, bound: float) -> bool:
    queries, size = _asked(client, page)
    seconds = sorted(_seconds(client, page) for _ in range(TIMES))
    p50, p95 = statistics.median(seconds), seconds[math.ceil(0.95 * TIMES) - 1]
    times = " ".join(f"{1000 * one:5.0f} ms" for one in (p50, p95, bound))
    print(f"  {page:45} {times} {queries:8} {size / 1000:8.1f}  {_verdict(kept=p95 <= bound)}")
    return p95 <= bound


def _asked(client: Client, page: str) -> tuple[int, int]:
    """Return how many queries a page takes, and its size."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)
        number = len(queries)
    assert response.status_code == 200, (page, response.status_code)
    return number, len(response.content)


def _verdict(*, kept: bool) -> str:
    return "kept" if kept else "TOO SLOW"


def _seconds(client: Client, page: str) -> float:
    began = time.perf_counter()
    client.get(page)
    return time.perf_counter() - began


def _at_once() -> bool:
    """Ask the real server from many at once, in turns: the indicators' page and the one by hand."""
    from django.conf import settings

    client = _reader("planning@example.org")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with _served() as port:
        rows, same = _rows(_ask(port, OURS, cookie)), _rows(_ask(port, BY_HAND, cookie))
        assert rows == same, [pair for pair in zip(rows, same, strict=False) if pair[0] != pair[1]][:3]
        rates: dict[str, list[float]] = {BY_HAND: [], OURS: []}
        for _ in range(3):
            for page, found in rates.items():
                found.append(_rate(port, page, cookie))
    by_hand, ours = (statistics.median(found) for found in rates.values())
    print(f"  the same {len(rows)} rows for {AT_ONCE} readers at once, requests a second")
    print(f"    Remit    {ours:5.0f}")
    print(f"    by hand  {by_hand:5.0f}")
    print(f"    ratio    {ours / by_hand:5.2f} (at least {RATIO:.2f})  {_verdict(kept=ours / by_hand >= RATIO)}")
    return ours / by_hand >= RATIO


def _rows(page: bytes) -> list[str]:
    """Return the rows of a page's tables as they are read: without white space beside their marks."""
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</tr>', page.decode(), re.DOTALL)
    return [html.unescape(re.sub(r"\s*(<[^>]+>)\s*", r"\1", re.sub(r"\s+", " ", row))) for row in rows]


@contextmanager
def _served() -> Iterator[int]:
    port = 8765
    command = [shutil.which("gunicorn") or str(Path(sys.executable).parent / "gunicorn"), "remit_web.wsgi:application"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.pages_settings"}
    options = ["--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--preload"]
    with subprocess.Popen([*command, *options], env=environment) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            _ask(port, BY_HAND, "")
            break
        except OSError:
            time.sleep(0.1)


def _rate(port: int, page: str, cookie: str) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as readers:
        list(readers.map(lambda _: _ask(port, page, cookie), range(REQUESTS)))
    return REQUESTS / (time.perf_counter() - began)


def _ask(port: int, page: str, cookie: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", page, headers={"Cookie": cookie} if cookie else {})
        response = connection.getresponse()
        assert response.status == 200, (page, response.status)
        return response.read()
    finally:
        connection.close()


if __name__ == "__main__":
    from remit_web.commands import up_to_date

    up_to_date()
    from remit_web.shell.files import collect

    collect()
    kept = {"example": _example, "large": _large}[sys.argv[1]]()
    gc.unfreeze()
    sys.exit(0 if kept else 1)
