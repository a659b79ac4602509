"""What goes to the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import LogRecord

FAILED = 500
"""The first status of an answer that is a failure of ours."""


def without_trace(record: LogRecord) -> bool:
    """Leave one line of a request that was refused or that leads nowhere: the calls that led there say nothing to anyone."""
    if getattr(record, "status_code", FAILED) < FAILED:
        record.exc_info = None
    return True
