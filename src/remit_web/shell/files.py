"""Files for the browser: collected once, named by what they hold so that a browser keeps them, and compressed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from remit.exchange.replacing import held


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Keeps only the files under their lasting names."""

    keep_only_hashed_files = True


def collect() -> None:
    """Collect the files again if one of them is newer than what was collected last; one process at a time."""
    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with held(folder, alone=True):
        manifest = folder / StaticFiles.manifest_name
        newest = max((Path(storage.path(name)).stat().st_mtime for name, storage in _files()), default=0.0)
        if not manifest.exists() or manifest.stat().st_mtime < newest:
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        known: Any = staticfiles_storage  # which may have been read before another process had written it
        known.hashed_files, known.manifest_hash = known.load_manifest()


def _files() -> list[tuple[str, Any]]:
    return [found for finder in get_finders() for found in finder.list([])]
