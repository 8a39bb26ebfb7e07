"""Turn parts of a date into the closed interval that they support.

"Late January 2024" is 21 to 31 January; "the second week of August 2022" is the 8th to the 14th.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from khronika.record import DateInterval

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, days: int) -> date:
    """Return the day so many days on, kept within the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def month_of(year: int, month: int, part: str | None = None) -> DateInterval | None:
    """Return a month or a part of it.

    >>> str(month_of(2024, 2, "late"))
    '2024-02-21 – 2024-02-29'
    """
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    last = monthrange(year, month)[1]
    first, final = {
        "early": (1, 10),
        "mid": (11, 20),
        "late": (21, last),
        "end": (21, last),
        "first_half": (1, 15),
        "second_half": (16, last),
        "early_mid": (1, 20),
        "mid_late": (11, last),
        "first_day": (1, 1),
        "last_day": (last, last),
    }.get(part or "", (1, last))
    return DateInterval(date(year, month, first), date(year, month, final))


def year_of(year: int, part: str | None = None) -> DateInterval | None:
    """Return a year or a part of it: its end is the last third of December, late is September to December.

    >>> str(year_of(2016, "end"))
    '2016-12-21 – 2016-12-31'
    """
    if not 1 <= year <= 9999:
        return None
    if part == "end":
        return DateInterval(date(year, 12, 21), date(year, 12, 31))
    low, high = {
        "early": (1, 4),
        "mid": (5, 8),
        "late": (9, 12),
        "first_half": (1, 6),
        "second_half": (7, 12),
    }.get(part or "", (1, 12))
    return DateInterval(date(year, low, 1), date(year, high, monthrange(year, high)[1]))


def season_of(year: int, season: str) -> DateInterval | None:
    """Return a season; winter runs over the new year."""
    month = SEASONS[season]
    last_year, last_month = (year + 1, 2) if month == 12 else (year, month + 2)
    if not 1 <= year < 9999:
        return None
    return DateInterval(
        date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
    )


def week_of(day: date) -> DateInterval:
    """Return the Monday to Sunday that hold a day."""
    monday = shift(day, -day.weekday())
    return DateInterval(monday, shift(monday, 6))


def week_of_month(year: int, month: int, number: int) -> DateInterval | None:
    """Return a week of a month: the second is the 8th to the 14th, the last its last seven days.

    >>> str(week_of_month(2022, 8, 2))
    '2022-08-08 – 2022-08-14'
    """
    whole = month_of(year, month)
    if whole is None or whole.first is None or whole.last is None:
        return None
    if number < 0:
        return DateInterval(shift(whole.last, -6), whole.last)
    first = 7 * (number - 1) + 1
    if first > whole.last.day:
        return None
    return DateInterval(date(year, month, first), date(year, month, min(first + 6, whole.last.day)))


def add_months(day: date, months: int) -> date:
    """Return the same day some months on, or the last of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return day
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_weekday(weekday: int, until: date) -> date:
    """Return the latest such weekday not after a day (Monday is 0)."""
    return shift(until, -((until.weekday() - weekday) % 7))


def lunar_day(year: int, month: int, day: int) -> date | None:
    """Return the day of a lunar month, or None outside the years that are known (1900-2099)."""
    from lunardate import LunarDate

    try:
        found: date = LunarDate(year, month, day).to_solar_date()
    except (ValueError, IndexError):
        return None
    return found


def feast_day(name: str, year: int) -> date | None:
    """Return the day of a feast given as `lunar 8 15`, `solar 12 25`, with a shift, `lunar 1 1 -1`, as days
    after Easter, `easter -2`, or as a weekday of a month, `nth 11 3 4 1` (the day after its fourth Thursday).

    >>> feast_day("lunar 8 15", 2010)
    datetime.date(2010, 9, 22)
    """
    kind, *rest = name.split()
    if kind == "easter":
        return shift(easter_day(year), int(rest[0])) if 1583 <= year <= 4099 else None
    if kind == "nth":
        return nth_weekday(year, int(rest[0]), int(rest[1]), int(rest[2]), int(rest[3]))
    month, day, *more = rest
    maker = lunar_day if kind == "lunar" else safe_date
    found = maker(year, int(month), int(day))
    return shift(found, int(more[0])) if found and more else found


def easter_day(year: int) -> date:
    """Return Easter Sunday of the western churches.

    >>> easter_day(2018)
    datetime.date(2018, 4, 1)
    """
    from dateutil.easter import easter

    found: date = easter(year)
    return found


def nth_weekday(year: int, month: int, weekday: int, number: int, days: int) -> date | None:
    """Return the day some days after the nth weekday of a month (Monday is 0)."""
    first = safe_date(year, month, 1)
    if first is None:
        return None
    return shift(first, (weekday - first.weekday()) % 7 + 7 * (number - 1) + days)


def working_days(day: date, number: int) -> DateInterval:
    """Return the next working days after a day, or those before it where the number is negative."""
    step = 1 if number > 0 else -1
    found: list[date] = []
    while len(found) < min(abs(number), 400):
        day = shift(day, step)
        if day.weekday() < 5:
            found.append(day)
    return DateInterval(min(found), max(found))


def week_of_year(year: int, number: int) -> DateInterval | None:
    """Return a numbered week (ISO 8601); a negative number counts from the last one that ends in the year."""
    if not 1 <= year <= 9998:
        return None
    last = date(year, 12, 28).isocalendar().week
    wanted = number if number > 0 else last + 1 + number
    if not 1 <= wanted <= last:
        return None
    monday = date.fromisocalendar(year, wanted, 1)
    if number < 0 and shift(monday, 6).year > year:
        monday = shift(monday, -7)
    return week_of(monday)
