"""Archives (zip): what they claim is looked at before anything is unpacked, and holds while unpacking."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from remit.language import N_
from remit.problems import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP = b"PK\x03\x04"
MANY_PARTS = 10_000
"""The most parts that an archive may have; a workbook has one for each sheet and picture."""

TOO_BIG = Kind(
    "too-big",
    N_("The file holds more than {limit} bytes once unpacked; it was not read."),
    N_("Split it into smaller files."),
)
TOO_MANY_PARTS = Kind(
    "too-many-parts",
    N_("The archive has {parts} parts, more than {limit}; it was not unpacked."),
    N_("Save the workbook again, without what is embedded in it."),
)
DAMAGED_ARCHIVE = Kind(
    "damaged-archive",
    N_("The archive is damaged or was made to deceive: {reason}."),
    N_("Open it in a spreadsheet and save it again as XLSX."),
)


class BadArchive(Exception):
    """An archive that is not unpacked; carries the kind of problem and its facts."""

    def __init__(self, kind: Kind, **facts: object) -> None:
        self.kind, self.facts = kind, facts
        super().__init__(kind.code)


def looked_at(data: bytes, limit: int) -> zipfile.ZipFile:
    """Return an archive whose parts claim to be few and small; unpacks nothing. Raises `BadArchive`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise BadArchive(DAMAGED_ARCHIVE, reason=error) from error
    parts = archive.infolist()
    if len(parts) > MANY_PARTS:
        raise BadArchive(TOO_MANY_PARTS, parts=len(parts), limit=MANY_PARTS)
    if sum(part.file_size for part in parts) > limit:
        raise BadArchive(TOO_BIG, limit=limit)
    if len({part.filename for part in parts}) < len(parts):
        raise BadArchive(DAMAGED_ARCHIVE, reason="a part stands in it twice")
    return archive


def unpacked(archive: zipfile.ZipFile, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield some parts of an archive that was looked at. One larger than it claims raises `BadArchive`."""
    for part in (part for part in archive.infolist() if part.filename.endswith(endings)):
        try:
            yield part.filename, archive.read(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise BadArchive(DAMAGED_ARCHIVE, reason=error) from error
