"""Which casebook this desk serves: one per process."""

from __future__ import annotations

from khronika.casebook import Casebook
from khronika.errors import NoCasebookError

_on_the_desk: list[Casebook] = []


def lay_out(casebook: Casebook) -> None:
    """Put an open casebook on the desk."""
    _on_the_desk[:] = [casebook]


def clear() -> None:
    """Take it away."""
    _on_the_desk.clear()


def casebook_here() -> Casebook:
    """Return the casebook on the desk. Raises NoCasebookError."""
    if not _on_the_desk or _on_the_desk[0].closed:
        raise NoCasebookError(where="the desk")
    return _on_the_desk[0]
