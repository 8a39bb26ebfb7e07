"""A series of counts in equal periods, and what stands out of it.

"In the week of 7 November 2011 there were 22 where at most 7 were to be expected."
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from khronika.errors import TableError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
COUNTS = ("observed", "count", "case", "cases", "incidents", "n")
PERIODS = ("date", "period", "t", "week", "month", "quarter", "year", "time")
DAYS_TO_FREQUENCY = ((1.5, 365), (8.0, 52), (32.0, 12), (93.0, 4), (400.0, 1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """Counts of T periods with their names; `frequency` periods make a year. `dates` where they are known."""

    periods: tuple[str, ...]
    counts: Ints
    frequency: int
    dates: tuple[date, ...] | None = None

    def at(self, period: str) -> int:
        """The place of a period. Raises TableError when there is none of this name."""
        if period not in self.periods:
            raise TableError(name="the series", what=f"there is no period {period}.")
        return self.periods.index(period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One period against its past: what was expected, the upper bound, what was observed."""

    period: str
    expected: float
    bound: float
    observed: int
    alarm: bool
    method: str
    note: str = ""


def alarms(tested: Sequence[Tested]) -> list[Tested]:
    """The periods that are above their bound."""
    return [one for one in tested if one.alarm]


def series_of(counts: Sequence[int], *, frequency: int = 52, start: int = 1) -> Series:
    """Make a series with numbered periods.

    >>> series_of([1, 2]).periods
    ('1', '2')
    """
    names = tuple(str(start + i) for i in range(len(counts)))
    return Series(periods=names, counts=np.asarray(counts, dtype=np.int64), frequency=frequency)


def read_series(path: Path, frequency: int | None = None) -> Series:
    """Read a CSV file with a column of periods and a column of counts.

    Dates give the frequency by their distance; numbered periods are weeks unless `frequency` says
    otherwise. Raises TableError with what is wrong: no such columns, gaps, negative or broken counts.
    """
    name = path.name
    try:
        frame = pd.read_csv(path, skipinitialspace=True, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TableError(name=name, what="there is no such file.") from error
    except (ValueError, OSError) as error:
        raise TableError(name=name, what="this is not a CSV table with a header line.") from error
    frame.columns = pd.Index([str(column).strip().lower() for column in frame.columns])
    when, what = _column(frame, PERIODS, name, "periods"), _column(frame, COUNTS, name, "counts")
    if frame.empty:
        raise TableError(name=name, what="there are no rows under the header.")
    names = tuple(str(value).strip() for value in frame[when])
    dates = _dates(names)
    return Series(
        periods=names,
        counts=_counts(frame[what], name),
        frequency=frequency or _frequency(dates, names, name),
        dates=dates,
    )


def _column(frame: pd.DataFrame, known: Sequence[str], name: str, what: str) -> str:
    for column in known:
        if column in frame.columns:
            return column
    raise TableError(name=name, what=f"no column of {what} was found ({', '.join(known)}).")


def _counts(column: "pd.Series[float]", name: str) -> Ints:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(float)
    if not np.isfinite(numbers).all():
        row = int(np.argmin(np.isfinite(numbers))) + 1
        raise TableError(name=name, what=f"the count in row {row} is not a number; write 0 where none was.")
    if (numbers < 0).any() or (numbers % 1 != 0).any():
        raise TableError(name=name, what="the counts must be whole numbers from 0 up.")
    return np.asarray(numbers, dtype=np.int64)


def _dates(names: Sequence[str]) -> tuple[date, ...] | None:
    try:
        return tuple(date.fromisoformat(name) for name in names)
    except ValueError:
        return None


def _frequency(dates: tuple[date, ...] | None, names: Sequence[str], name: str) -> int:
    if dates is None or len(dates) < 2:
        return _frequency_by_name(names[0])
    gaps = [(b - a).days for a, b in itertools.pairwise(dates)]
    if min(gaps) <= 0:
        raise TableError(name=name, what="the periods do not run forward in time.")
    if max(gaps) > 1.5 * min(gaps):
        raise TableError(name=name, what="a period is missing; write a row with 0 where nothing was.")
    return next((f for limit, f in DAYS_TO_FREQUENCY if float(np.median(gaps)) <= limit), 1)


def _frequency_by_name(name: str) -> int:
    """2024-03 is a month, 2024-Q1 a quarter, 2024 a year, anything else a week."""
    if "-Q" in name:
        return 4
    if len(name) == 7 and name[4] == "-":
        return 12
    return 1 if len(name) == 4 and name.isdigit() and 1500 < int(name) < 2500 else 52
