"""How far long work is: a bar on stderr, only where that is a terminal, and only for work that lasts."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID

PATIENCE = 0.7
"""How many seconds work may last before a bar is shown."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Give a function to call with what is being done, how much of it is done, and how much there is."""
    with ExitStack() as stack:
        yield _Bars(stack).show if sys.stderr.isatty() else _say_nothing


class _Bars:
    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.started = monotonic()
        self.bars: Progress | None = None
        self.tasks: dict[str, TaskID] = {}

    def show(self, what: str, done: int, whole: int | None = None) -> None:
        """Show how far one piece of work is; the bars vanish when all is done."""
        if monotonic() - self.started < PATIENCE:
            return
        bars = self.bars = self.bars or self._begin()
        if what not in self.tasks:
            self.tasks[what] = bars.add_task(what, total=whole)
        bars.update(self.tasks[what], completed=done, total=whole)

    def _begin(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress

        return self.stack.enter_context(Progress(console=Console(stderr=True), transient=True))


def _say_nothing(what: str, done: int, whole: int | None = None) -> None:
    """Stand in for the bar where nobody looks."""
