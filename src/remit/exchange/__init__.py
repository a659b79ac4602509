"""Outside formats, one module or folder each, all alike. `FORMATS` is the one list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.exchange.fdrs import Databank
from remit.exchange.folder import Folder
from remit.exchange.package import PlanPackage
from remit.exchange.uninfo import UnInfo

if TYPE_CHECKING:
    from remit.exchange.base import Format

FORMATS: dict[str, Format] = {format_.key: format_ for format_ in (Folder(), PlanPackage(), Databank(), UnInfo())}
"""Every format by its key, in the order in which they are asked whether they recognise a file."""
