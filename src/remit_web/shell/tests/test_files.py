"""Files for the browser are collected whole, whoever else begins at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from remit_web.shell.files import StaticFiles

if TYPE_CHECKING:
    from pathlib import Path

COLLECT = """
import django; django.setup()
from django.contrib.staticfiles.storage import staticfiles_storage
from remit_web.shell.files import collect
staticfiles_storage.hashed_files  # what is known before
collect()
assert staticfiles_storage.url("remit/base.css") != "/static/remit/base.css"
"""


def test_several_processes_that_begin_at_once_collect_the_files_once(tmp_path: Path) -> None:
    environment = {**os.environ, "REMIT_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "remit_web.settings"}
    every = [
        subprocess.Popen([sys.executable, "-c", COLLECT], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(one.communicate()[1], one.returncode) for one in every] == [("", 0)] * 4
    files = json.loads((tmp_path / "static" / StaticFiles.manifest_name).read_text())["paths"].values()
    assert len(files) > 10
    assert [name for name in files if not (tmp_path / "static" / name).is_file()] == []
