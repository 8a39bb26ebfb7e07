"""Dates and numbers as a report supports them: an interval, never a guess.

"At the end of January" is 21 to 31 January; "more than ten" is 11 or more.

>>> DateInterval.of("2024-01-21", "2024-01-31").days
11
>>> str(Count(11, None)), str(Count(2, 2)), str(Count(None, 600))
('11+', '2', 'up to 600')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from khronika.errors import RecordError


@dataclass(frozen=True, slots=True)
class DateInterval:
    """A closed interval of days; either side may be open (None)."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise RecordError(what=f"An interval ends before it begins ({self.first}, {self.last}).")

    @classmethod
    def of(cls, first: str | None, last: str | None) -> DateInterval:
        """Make an interval from ISO dates."""
        return cls(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)

    @classmethod
    def on(cls, day: date) -> DateInterval:
        """Make the interval of one day."""
        return cls(day, day)

    @property
    def days(self) -> int | None:
        """The number of days, or None when a side is open."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1

    def overlaps(self, other: DateInterval) -> bool:
        """Say whether the two could speak of one day.

        >>> DateInterval.of("2024-01-01", None).overlaps(DateInterval.of("2024-02-01", "2024-02-02"))
        True
        """
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
            self.last or date.max
        )

    def contains(self, other: DateInterval) -> bool:
        """Say whether every day of the other is one of these."""
        return (self.first or date.min) <= (other.first or date.min) and (other.last or date.max) <= (
            self.last or date.max
        )

    def meet(self, other: DateInterval) -> DateInterval | None:
        """Return the days that both hold, or None.

        >>> DateInterval.of("2024-01-01", "2024-01-31").meet(DateInterval.of("2024-01-20", None))
        DateInterval(first=datetime.date(2024, 1, 20), last=datetime.date(2024, 1, 31))
        """
        if not self.overlaps(other):
            return None
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return DateInterval(max(firsts, default=None), min(lasts, default=None))

    def until(self, limit: date) -> DateInterval | None:
        """Cut the interval at a day (a report tells nothing after its own date)."""
        return self.meet(DateInterval(None, limit))

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first or "unknown")
        if self.first and self.last:
            return f"{self.first} – {self.last}"
        return f"from {self.first}" if self.first else f"until {self.last}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, as an interval; None is an open side."""

    floor: int | None
    ceiling: int | None

    def __post_init__(self) -> None:
        low, high = self.floor, self.ceiling
        if (low is not None and low < 0) or (high is not None and high < (low or 0)):
            raise RecordError(what=f"A count is not an interval ({low}, {high}).")

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.floor is not None and self.floor == self.ceiling

    def overlaps(self, other: Count) -> bool:
        """Say whether both could be the same number.

        >>> Count(11, None).overlaps(Count(2, 10))
        False
        """
        big = 10**12
        return (self.floor or 0) <= (big if other.ceiling is None else other.ceiling) and (
            other.floor or 0
        ) <= (big if self.ceiling is None else self.ceiling)

    def __str__(self) -> str:
        if self.floor is None:
            return "?" if self.ceiling is None else f"up to {self.ceiling}"
        if self.ceiling is None:
            return f"{self.floor}+"
        return str(self.floor) if self.exact else f"{self.floor}–{self.ceiling}"


UNKNOWN_COUNT = Count(None, None)


def date_envelope(intervals: Iterable[DateInterval]) -> DateInterval | None:
    """Return the smallest interval that holds all, or None for none.

    >>> early, late = DateInterval.of("2024-01-02", "2024-01-03"), DateInterval.of("2024-01-05", "2024-01-05")
    >>> str(date_envelope([early, late]))
    '2024-01-02 – 2024-01-05'
    """
    found = list(intervals)
    if not found:
        return None
    firsts = [i.first for i in found]
    lasts = [i.last for i in found]
    return DateInterval(
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
    )


def count_envelope(counts: Iterable[Count]) -> Count:
    """Return the smallest interval that holds all counts.

    >>> str(count_envelope([Count(13, 13), Count(15, 15)]))
    '13–15'
    """
    found = list(counts)
    if not found:
        return UNKNOWN_COUNT
    floors = [c.floor for c in found]
    ceilings = [c.ceiling for c in found]
    return Count(
        None if None in floors else min(n for n in floors if n is not None),
        None if None in ceilings else max(n for n in ceilings if n is not None),
    )
