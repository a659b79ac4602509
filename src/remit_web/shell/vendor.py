"""The browser files of others that we keep, as `static/vendor/manifest.json` lists them.

`python -m remit_web.shell.vendor` (or `make vendor`) fetches each listed package and version again with `npm pack`
and says which files differ; with `--write` it takes them and writes their hashes. For a newer version, change it in
the manifest first.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from remit_web.shell.world_shapes import world

REPOSITORY = Path(__file__).parents[3]
MANIFEST = Path(__file__).parent / "static" / "vendor" / "manifest.json"
FOLDERS = ("src/remit_web/shell/static/vendor", "src/remit/documents/charts/vendor", "tests/vendor")
"""Where such files stand, from the repository: what pages alone need, what pages and documents share, and tests."""

_SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def listed() -> list[dict[str, Any]]:
    """Return the packages of the manifest: package, version, licence, and files with where they come from."""
    packages: list[dict[str, Any]] = json.loads(MANIFEST.read_text())["packages"]
    return packages


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fetched(package: str, version: str, into: Path) -> Path:
    """Return the folder of a package's files, fetched from the registry."""
    into.mkdir()
    done = subprocess.run(  # noqa: S603 - package names come from our own manifest
        ["npm", "pack", "--silent", f"{package}@{version}"],  # noqa: S607 - whichever npm the developer has
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(into / done.stdout.strip()) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def _content(name: str, folders: dict[str, Path], package: str) -> bytes:
    """Return what a file of the manifest must hold; a source map that we do not keep is not asked for either."""
    if name == "the world's shapes":
        atlas, codes = folders["world-atlas"], folders["i18n-iso-countries"]
        return world(atlas / "countries-110m.json", atlas / "countries-10m.json", codes / "codes.json").encode()
    return _SOURCE_MAP.sub(b"\n", (folders[package] / name).read_bytes())


def main(*, write: bool) -> int:
    """Compare every file with its package, or take it; return how many differ."""
    packages, differ = listed(), 0
    with tempfile.TemporaryDirectory() as folder:
        folders = {
            one["package"]: _fetched(one["package"], one["version"], Path(folder) / str(place))
            for place, one in enumerate(packages)
        }
        for one in packages:
            for file in one["files"]:
                differ += _settle(file, one["package"], folders, write=write)
    if write:
        MANIFEST.write_text(json.dumps({"packages": packages}, indent=1) + "\n")
    return differ


def _settle(file: dict[str, str], package: str, folders: dict[str, Path], *, write: bool) -> bool:
    """Say whether a file differs, and take it if asked. A licence that its package does not hold is our own text."""
    path = REPOSITORY / file["file"]
    content = _content(file["from"], folders, package) if file["from"] else path.read_bytes()
    if path.exists() and path.read_bytes() == content and digest(path) == file.get("sha256"):
        return False
    print(f"{file['file']}: differs from {package}")  # noqa: T201 - what the command is for
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        file["sha256"] = digest(path)
    return True


if __name__ == "__main__":
    sys.exit(bool(main(write="--write" in sys.argv)) and "--write" not in sys.argv)
