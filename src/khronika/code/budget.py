"""How long the coder may take for one report: what runs out of time is cut off and left for people.

The coder calls `check` once for each sentence and act; where it does not come to it (a pattern that runs
wild), the process of `many` is stopped from outside.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS = 60.0

_END: ContextVar[float | None] = ContextVar("end", default=None)


class TimeIsUpError(Exception):
    """The time for a report has run out; `code_report` turns it into CodingCutError."""


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Give what runs inside so many seconds of time on the clock."""
    token = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def check() -> None:
    """Raise TimeIsUpError when the time that was given is over."""
    end = _END.get()
    if end is not None and time.monotonic() > end:
        raise TimeIsUpError
