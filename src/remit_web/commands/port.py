"""Whether a port can be listened on: seen before anything is loaded or promised."""

from __future__ import annotations

import errno
import os
import socket

from remit.errors import WrongUse
from remit.language import gettext

LOOKED_AT = 100
"""So many ports after the one that is taken are tried for a free one."""


def check_port(host: str, port: int, command: str) -> None:
    """Raise `WrongUse` where the server could not listen there; of a port that is taken with the next free one."""
    try:
        _listen(host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
            says = gettext("{host}, port {port}, cannot be listened on: {reason}.")
            raise WrongUse(says.format(host=host, port=port, reason=reason)) from error
        raise WrongUse(_taken(host, port, command)) from error


def _taken(host: str, port: int, command: str) -> str:
    says = gettext("Port {port} is in use, perhaps by Remit itself.").format(port=port)
    free = next((one for one in range(port + 1, min(port + LOOKED_AT, 65_535) + 1) if _is_free(host, one)), None)
    if free is None:
        return says
    return f"{says} " + gettext("Port {free} is free: {command} --port {free}").format(free=free, command=command)


def _is_free(host: str, port: int) -> bool:
    try:
        _listen(host, port)
    except OSError:
        return False
    return True


def _listen(host: str, port: int) -> None:
    """Listen as the server would, for a moment."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    socket.create_server((host, port), family=family).close()
