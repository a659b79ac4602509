"""The plan package: one plan as plain data; imported and exported, frozen, compared and rolled forward.

package = package_of(federation.current(), "OP-2009")
revision = Revision.of(package)             # canonical bytes and their hash: what is approved
difference(earlier, package)                # what changed, by table, key and field
roll_forward(package)                       # the next edition: the window moves, elements keep their identity
"""

from __future__ import annotations

from remit.plans.canonical import Revision, canonical
from remit.plans.difference import Change, difference
from remit.plans.making import package_of, packages_of
from remit.plans.rolling import roll_forward
from remit.plans.shape import VERSION, Package

__all__ = [
    "VERSION",
    "Change",
    "Package",
    "Revision",
    "canonical",
    "difference",
    "package_of",
    "packages_of",
    "roll_forward",
]
