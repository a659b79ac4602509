"""From the paths that people name to files with their formats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from remit.errors import WrongUse
from remit.exchange import FORMATS
from remit.exchange.base import Reading
from remit.exchange.settings_file import NAME as SETTINGS
from remit.exchange.sources import BadSource, Source
from remit.language import N_, gettext
from remit.problems import Kind, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from remit.exchange.base import Format
    from remit.federation import Federation

UNKNOWN_FORMAT = Kind(
    "unknown-format",
    N_("Nobody can tell what format this file has."),
    N_("Name it with --format: {formats}."),
)
PROSE = Kind(
    "prose-left-out", N_("The file is a text for people, and was not read."), N_("Nothing to do."), blocks=False
)
LEFT_OUT = Kind(
    "file-left-out",
    N_("The file was not read: it is in no format that is known."),
    N_("Nothing to do."),
    blocks=False,
)
NOTHING_THERE = Kind(
    "nothing-there", N_("There is no such file or folder."), N_("Check how it is written, and where you are.")
)
SETTINGS_KEPT = Kind(
    "settings-kept",
    N_("The federation keeps its own settings; those of {file} differ and were not taken."),
    N_("To take them, change the federation's own {file}."),
    blocks=False,
)
_DATA = (".csv", ".parquet", ".yaml", ".yml", ".json", ".gz", ".xlsx")
NO_FILES = Kind("no-files", N_("There is no file with data in this folder."), N_("Name a folder that holds some."))


def read(paths: Sequence[Path], key: str | None, known: Federation, progress: Callable[..., None]) -> Reading:
    """Read all paths, each in its format or all in the one that was named; all problems at once."""
    whole = Reading()
    by_format: dict[str, list[Source]] = {}
    for path in paths:
        for source, found in _sorted_out(path, _named(key), whole.problems, alone=len(paths) == 1):
            by_format.setdefault(found, []).append(source)
    for found, sources in by_format.items():
        whole.extend(FORMATS[found].read(sources, known, progress))
    return whole


def _named(key: str | None) -> Format | None:
    if key is not None and key not in FORMATS:
        known = ", ".join(FORMATS)
        raise WrongUse(gettext("There is no format {key}; there are: {known}.").format(key=key, known=known))
    return None if key is None else FORMATS[key]


def _sorted_out(
    path: Path, named: Format | None, problems: list[Problem], *, alone: bool
) -> Iterator[tuple[Source, str]]:
    """Yield the files of one path with their formats; what cannot be told is a problem.

    Texts for people are left out of a folder, and of several paths; a single one is tried (`alone`).
    """
    whole, folder = Source(path), FORMATS["folder"]
    if not path.exists():
        problems.append(NOTHING_THERE.at(whole.place))
        return
    if path.is_dir() and named in {None, folder} and (named or folder.recognises(whole)):
        yield whole, folder.key
        return
    files = files_in(path) if path.is_dir() else [path]
    prose = set() if alone and path.is_file() else {file for file in files if is_prose(file, named)}
    problems += [PROSE.at(Source(file).place) for file in files if file in prose]
    sources = [Source(file) for file in files if file not in prose]
    if not sources and path.is_dir():
        problems.append(NO_FILES.at(whole.place))
    for source in sources:
        found = named or _recognised(source, problems, alone=not path.is_dir())
        if found is not None:
            yield source, found.key


def files_in(folder: Path) -> list[Path]:
    """Return all files in a folder and those inside it, in order of name; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def is_prose(file: Path, named: Format | None) -> bool:
    """Whether a file is, by its name, a text for people beside the data; a named format may stand in a .txt."""
    name = file.name.lower()
    if name.startswith(("readme", "license", "licence")):
        return not name.endswith(_DATA)
    return name.endswith(".md") or (name.endswith(".txt") and named is None)


def _recognised(source: Source, problems: list[Problem], *, alone: bool) -> Format | None:
    try:
        _ = source.data  # a file that cannot be read at all says why, whatever its format
        for one in FORMATS.values():
            if one.recognises(source):
                return one
    except BadSource as bad:
        problems.append(bad.problem)
        return None
    problems.append(UNKNOWN_FORMAT.at(source.place, formats=", ".join(FORMATS)) if alone else LEFT_OUT.at(source.place))
    return None


def with_settings(known: Federation, reading: Reading) -> Federation:
    """Give a new federation the settings that were read; one that is there keeps its own, and says so.

    Where no settings were read and all units stand in one tree, that tree is the new federation's own.
    """
    if known.tables:
        if reading.settings not in {None, known.settings}:
            reading.problems.append(SETTINGS_KEPT.at(Place(SETTINGS), file=SETTINGS))
        return known
    if reading.settings is not None:
        return replace(known, settings=reading.settings)
    trees = {tree for batch in reading.batches if batch.table == "trees" for tree in batch.rows["tree"].to_pylist()}
    return replace(known, settings=replace(known.settings, tree=trees.pop())) if len(trees) == 1 else known
