"""Months, quarters and years, and which of them an interval of days falls in.

>>> period_of(date(2024, 2, 8), "quarter")
'2024-Q1'
>>> periods_between(date(2023, 12, 5), date(2024, 2, 8), "month")
('2023-12', '2024-01', '2024-02')
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from khronika.errors import UsageError
from khronika.record import DateInterval

Grain = Literal["month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("month", "quarter", "year")
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


def period_of(day: date, grain: Grain) -> str:
    """Return the name of the period that holds a day."""
    if grain == "month":
        return f"{day.year:04}-{day.month:02}"
    return f"{day.year:04}-Q{(day.month + 2) // 3}" if grain == "quarter" else f"{day.year:04}"


def days_of(period: str) -> DateInterval:
    """Return the days of a period by its name.

    >>> str(days_of("2024-Q1")), str(days_of("2024-02")), str(days_of("2024"))
    ('2024-01-01 – 2024-03-31', '2024-02-01 – 2024-02-29', '2024-01-01 – 2024-12-31')
    """
    try:
        year, _, part = period.partition("-")
        step = MONTHS["quarter" if part.startswith("Q") else "month" if part else "year"]
        first_month = (int(part[1:]) - 1) * 3 + 1 if part.startswith("Q") else int(part or 1)
        return DateInterval(date(int(year), first_month, 1), _last_day(int(year), first_month + step - 1))
    except ValueError as error:
        raise UsageError(what=f"{period!r} is not a month, quarter or year.") from error


def periods_between(first: date, last: date, grain: Grain) -> tuple[str, ...]:
    """Return the names of all periods from the one of the first day to that of the last."""
    found = []
    day = first.replace(day=1)
    while day <= last or period_of(day, grain) == period_of(last, grain):
        found.append(period_of(day, grain))
        day = _last_day(day.year, day.month) + timedelta(days=1)
    return tuple(dict.fromkeys(found))


def span_of(intervals: Iterable[DateInterval]) -> DateInterval | None:
    """Return the days from the first to the last that any interval names; None when none names a day.

    >>> str(span_of([DateInterval.of(None, "2024-02-01"), DateInterval.of("2024-01-01", "2024-01-03")]))
    '2024-01-01 – 2024-02-01'
    """
    named = [day for interval in intervals for day in (interval.first, interval.last) if day]
    return DateInterval(min(named), max(named)) if named else None


def possible_periods(interval: DateInterval, grain: Grain, span: DateInterval) -> tuple[str, ...]:
    """Return the periods of a span that an interval touches; an open side reaches to the span's end.

    >>> possible_periods(DateInterval.of("2024-03-20", "2024-04-02"), "quarter", DateInterval.of("2024-01-01",
    ...                  "2024-12-31"))
    ('2024-Q1', '2024-Q2')
    """
    known = interval.meet(span)
    if known is None or known.first is None or known.last is None:
        return ()
    return periods_between(known.first, known.last, grain)


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
