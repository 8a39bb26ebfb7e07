"""What comes out of a container, and how much may come out of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from khronika.errors import UnreadableError
from khronika.read.media import suffix_of

MOST_ITEMS, MOST_UNPACKED, MOST_DEPTH, LONGEST_NAME = 2_000, 300_000_000, 3, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file that lay in a container; a page of a web archive has its address and when it was captured."""

    name: str
    content: bytes
    url: str | None = None
    captured: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Something in a container that was not taken, and why."""

    name: str
    error: UnreadableError


class TooMuchError(Exception):
    """A container would give more than any container may; nothing of it is taken."""


@dataclass(slots=True)
class Budget:
    """What one container and all that is nested in it may still give."""

    items: int = MOST_ITEMS
    size: int = MOST_UNPACKED
    _taken: dict[str, int] = field(default_factory=dict)

    def count(self, number: int = 1) -> None:
        """Take so many items. Raises TooMuchError."""
        self.items -= number
        if self.items < 0:
            raise TooMuchError(f"holds more than {MOST_ITEMS:,} files")

    def take(self, size: int) -> None:
        """Take so many unpacked bytes. Raises TooMuchError; ask before unpacking where a size is told."""
        self.size -= size
        if self.size < 0:
            raise TooMuchError(f"would grow beyond {MOST_UNPACKED // 1_000_000} MB when unpacked")

    def once(self, name: str) -> str:
        """Return a name that nothing else in the container has: the second becomes "page~2.html"."""
        number = self._taken[name] = self._taken.get(name, 0) + 1
        if number == 1:
            return name
        suffix = suffix_of(name.rpartition("/")[2])
        return self.once(f"{name.removesuffix(suffix)}~{number}{suffix}")


def label(name: str) -> str:
    """Return a name from inside a container as a mere label: it leads nowhere.

    >>> label("../../etc/cron.d/evil.txt"), label("C:\\\\inbox\\\\a.pdf")
    ('etc/cron.d/evil.txt', 'C:/inbox/a.pdf')
    """
    clean = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", "", name)
    parts = [part.strip() for part in clean.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-LONGEST_NAME:] or "unnamed"
