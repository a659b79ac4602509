"""What the engine may not do: reach for a web framework, a cluster, the network, or its own command line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
MODULES = sorted(SOURCE.glob("remit/**/*.py"))
ENGINE = [path for path in MODULES if "cli" not in path.relative_to(SOURCE).parts]
STRAY = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

IMPORT_ALL = """
import socket, sys

def refuse(*args, **kwargs):
    raise AssertionError("importing the engine reached for the network")

socket.socket.connect = socket.getaddrinfo = refuse
for name in sys.argv[1:]:
    __import__(name)
foreign = {"django", "pyspark", "pytest", "numpy", "pandas", "remit_web"} & set(sys.modules)
assert not foreign, foreign
"""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file names in its imports, wherever they stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_module_imports_without_a_web_framework_a_cluster_or_the_network() -> None:
    names = [name_of(path) for path in MODULES if path.name != "__main__.py"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", ENGINE, ids=name_of)
def test_the_engine_does_not_know_its_command_line(path: Path) -> None:
    assert not {name for name in imports_of(path) if name.split(".")[:2] == ["remit", "cli"] or name == "click"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text()))
    assert said is not None
    assert said[-1] in ".:" or "\n" in said
    assert len(said) > 15


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_thing_has_a_place_of_its_own(path: Path) -> None:
    assert not STRAY & set(path.relative_to(SOURCE).with_suffix("").parts)
