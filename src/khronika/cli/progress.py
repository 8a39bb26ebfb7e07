"""Show on stderr how far each step is. Silent where nobody watches."""

from __future__ import annotations

from types import TracebackType
from typing import Any

LABELS = {
    "preserve": "Preserving",
    "unpack": "Unpacking",
    "read": "Reading",
    "code": "Coding",
    "link": "Linking",
}


class Bars:
    """One bar for each step; use it in a `with` statement."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        self._progress: Any = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True, elapsed_when_finished=True),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def start(self, step: str, total: int) -> None:
        """A step begins that has so many things to do."""
        self._tasks[step] = self._progress.add_task(LABELS.get(step, step), total=total)

    def advance(self, step: str) -> None:
        """One more is done."""
        self._progress.advance(self._tasks[step])
