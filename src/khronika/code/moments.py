"""Resolve the parts of one expression of time against the day of publication or another act.

The parts come from a word file: year, month, day, part of a month, weekday, season, feast, or a number
of days before or after something. The arithmetic here knows no language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from khronika.code import calendar as cal
from khronika.record import DateInterval

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What one expression tells: its interval, and from what it was counted."""

    interval: DateInterval | None
    kind: str = "absolute"
    grain: str = "day"
    since: bool = False
    until: bool = False
    duration: int | None = None


def resolve(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    """Return what the parts tell, or None when they tell no time.

    >>> resolve({"month": 1, "part": "late"}, date(2024, 2, 8), None).interval.first
    datetime.date(2024, 1, 21)
    """
    for name, solve in _SOLVERS:
        if name in f and f[name] is not None:
            moment = solve(f, published, context)
            if moment is None:
                return None
            if f.get("weekof") and moment.interval is not None and moment.interval.first is not None:
                moment = Moment(interval=cal.week_of(moment.interval.first), kind=moment.kind, grain="week")
            flags = {"since": bool(f.get("since")), "until": bool(f.get("until"))}
            return Moment(
                interval=moment.interval,
                kind=moment.kind,
                grain=moment.grain,
                duration=moment.duration,
                **flags,
            )
    return None


# ------------------------------------------------------------------ the year that is meant
def _year(f: Fields, published: date | None, context: DateInterval | None) -> tuple[int | None, str]:
    if (year := f.get("year")) is not None:
        return (_century(int(year)), "absolute")
    ref = f.get("yearref")
    if ref == "same":
        return (_anchor(context).year, "context") if _anchor(context) else (None, "context")
    if ref == "next_of":
        return (_anchor(context).year + 1, "context") if _anchor(context) else (None, "context")
    if ref is not None:
        return (published.year + int(ref), "published") if published else (None, "published")
    return None, "absolute"


def _century(year: int) -> int:
    if year >= 100:
        return year
    return 2000 + year if year < 50 else 1900 + year


class _Nothing:
    year = 0

    def __bool__(self) -> bool:
        return False


def _anchor(context: DateInterval | None) -> Any:
    return (context.first or context.last) if context else _Nothing()


def _guess_year(month: int, day: int, published: date | None, context: DateInterval | None) -> int | None:
    """Choose the year that is not told: the next such day after an old context, else the latest one past."""
    anchor = _anchor(context)
    if _old(context, published):
        here = cal.safe_date(anchor.year, month, min(day, 28))
        return int(anchor.year if here is None or here >= anchor.replace(day=1) else anchor.year + 1)
    if published is None:
        return None
    latest = published.year if (month, day) <= (published.month, published.day) else published.year - 1
    if (month, day) == (2, 29):
        return next((year for year in range(latest, latest - 9, -1) if cal.safe_date(year, 2, 29)), latest)
    return latest


def _old(context: DateInterval | None, published: date | None) -> bool:
    """A story that goes on far before publication counts its days from itself."""
    anchor = _anchor(context)
    return bool(anchor) and (published is None or (published - anchor).days > 400)


# ------------------------------------------------------------------ solvers, one per kind of expression
def _solve_full(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    month = f.get("month")
    if month is None:
        return None
    day, part = f.get("day"), f.get("part")
    year, kind = _year(f, published, context)
    if year is None and kind == "absolute":
        low = int(day) if day else {"mid": 11, "late": 21, "end": 21}.get(str(part), 1)
        year = _guess_year(int(month), low, published, None if f.get("recent") else context)
        kind = "published"
    if f.get("ahead") and published and year is not None and kind == "published":
        return None
    if year is None:
        return Moment(interval=None, kind=kind)
    if f.get("week") is not None:
        return Moment(interval=cal.week_of_month(year, int(month), int(f["week"])), kind=kind, grain="week")
    if day is not None:
        first = cal.safe_date(year, int(month), int(day))
        last = first
        if first and f.get("day2") is not None:
            last = cal.safe_date(year, int(month), int(f["day2"]))
        if first is None or last is None or last < first:
            return None
        return Moment(interval=DateInterval(first, last), kind=kind)
    return Moment(interval=cal.month_of(year, int(month), part), kind=kind, grain="month")


def _solve_monthref(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    ref = f["monthref"]
    if ref == "same":
        anchor, kind = _anchor(context), "context"
    else:
        anchor, kind = published, "published"
    if not anchor:
        return Moment(interval=None, kind=kind)
    base = anchor if ref in ("same", 0) else cal.add_months(anchor.replace(day=1), int(ref))
    if f.get("day") is not None:
        exact = cal.safe_date(base.year, base.month, int(f["day"]))
        return Moment(interval=DateInterval.on(exact), kind=kind) if exact else None
    if f.get("week") is not None:
        return Moment(
            interval=cal.week_of_month(base.year, base.month, int(f["week"])), kind=kind, grain="week"
        )
    return Moment(interval=cal.month_of(base.year, base.month, f.get("part")), kind=kind, grain="month")


def _solve_day(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    """A bare day, "on the 20th": of the month that the context tells, else the latest one past."""
    day = int(f["day"])
    anchor = _anchor(None if f.get("dayabs") else context)
    if anchor and (published is None or day < anchor.day or anchor != published):
        found = cal.safe_date(anchor.year, anchor.month, day)
        if found and found < anchor and context and context.first == context.last:
            later = cal.add_months(anchor.replace(day=1), 1)
            found = cal.safe_date(later.year, later.month, day)
        if found and (published is None or found <= published):
            return Moment(interval=DateInterval.on(found), kind="context")
    if published is None:
        return Moment(interval=None, kind="published")
    months = [cal.add_months(published.replace(day=1), -step) for step in range(day > published.day, 4)]
    found = next((d for base in months if (d := cal.safe_date(base.year, base.month, day))), None)
    return Moment(interval=DateInterval.on(found), kind="published") if found else None


def _solve_weekday(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    weekday, ref = int(f["weekday"]), f.get("weekref")
    anchor = _anchor(context)
    if ref is None and not f.get("follow") and not f.get("that") and _old(context, published):
        day = cal.shift(anchor, (weekday - anchor.weekday()) % 7)
        return Moment(interval=DateInterval.on(day), kind="context")
    if f.get("follow") or (f.get("that") and anchor):
        if not anchor:
            return Moment(interval=None, kind="context")
        if f.get("that"):
            day = cal.latest_weekday(weekday, cal.shift(anchor, 3))
        else:
            day = cal.shift(anchor, (weekday - anchor.weekday() - 1) % 7 + 1)
        return Moment(interval=DateInterval.on(day), kind="context")
    if published is None:
        return Moment(interval=None, kind="published")
    if ref is not None and ref != "last":
        monday = cal.shift(cal.week_of(published).first or published, 7 * int(ref))
        return Moment(interval=DateInterval.on(cal.shift(monday, weekday)), kind="published")
    until = cal.shift(published, -1) if ref == "last" else published
    return Moment(
        interval=DateInterval.on(cal.latest_weekday(weekday, until)), kind="published", grain="weekday"
    )


def _solve_weekref(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    ref = f["weekref"]
    anchor, kind = (_anchor(context), "context") if ref in ("same", "next_of") else (published, "published")
    if not anchor:
        return Moment(interval=None, kind=kind)
    step = {"same": 0, "next_of": 7}.get(ref) if isinstance(ref, str) else 7 * int(ref)
    week = cal.week_of(cal.shift(anchor, step or 0))
    if f.get("weekend"):
        week = DateInterval(cal.shift(week.first or anchor, 5), week.last)
    return Moment(interval=week, kind=kind, grain="week")


def _solve_weekend(f: Fields, published: date | None, _context: DateInterval | None) -> Moment | None:
    if published is None:
        return Moment(interval=None, kind="published")
    saturday = cal.latest_weekday(5, published)
    return Moment(interval=DateInterval(saturday, cal.shift(saturday, 1)), kind="published", grain="week")


def _solve_dayref(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    ref = f["dayref"]
    if ref in ("same", "next_of", "before_of"):
        anchor = context.last if context and ref == "next_of" else _anchor(context)
        if not anchor:
            return Moment(interval=None, kind="context")
        if ref == "same":
            return Moment(interval=context, kind="context")
        step = 1 if ref == "next_of" else -1
        first = (context.first if context and context.first else anchor) if ref == "next_of" else anchor
        return Moment(interval=DateInterval(cal.shift(first, step), cal.shift(anchor, step)), kind="context")
    if published is None:
        return Moment(interval=None, kind="published")
    return Moment(interval=DateInterval.on(cal.shift(published, int(ref))), kind="published")


def _solve_season(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    season = str(f["season"])
    year, kind = _year(f, published, context)
    if year is None:
        if kind == "published":
            return Moment(interval=None, kind=kind)
        guessed = _guess_year(cal.SEASONS[season], 1, published, context)
        year, kind = guessed, "published"
    elif (
        kind == "published"
        and season == "winter"
        and published
        and published.month < 12
        and f.get("yearref") == -1
    ):
        year = published.year - 1
    if year is None:
        return Moment(interval=None, kind=kind)
    return Moment(interval=cal.season_of(year, season), kind=kind, grain="season")


def _solve_feast(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    name = str(f["feast"])
    if f.get("yearref") == "next_feast":
        if published is None:
            return Moment(interval=None, kind="published")
        days = [cal.feast_day(name, published.year + step) for step in (0, 1)]
        coming = next((d for d in days if d and d > published), None)
        return Moment(interval=DateInterval.on(coming), kind="published") if coming else None
    year, kind = _year(f, published, context)
    if year is None and kind == "absolute":
        kind = "published"
        anchor = _anchor(context)
        if _old(context, published):
            year = anchor.year
            day = cal.feast_day(name, year)
            if day and day < anchor:
                year += 1
        elif published:
            day = cal.feast_day(name, published.year)
            year = published.year if day and day <= published else published.year - 1
    if year is None:
        return Moment(interval=None, kind=kind)
    found = cal.feast_day(name, year)
    if found is None:
        return None
    shifted = cal.shift(found, int(f.get("feastshift") or 0))
    return Moment(interval=DateInterval.on(shifted), kind=kind)


def _solve_decade(f: Fields, _published: date | None, _context: DateInterval | None) -> Moment | None:
    decade = _century(int(f["decade"]))
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(str(f.get("part")), (0, 9))
    if not 1 <= decade <= 9980:
        return None
    return Moment(
        interval=DateInterval(date(decade + low, 1, 1), date(decade + high, 12, 31)), grain="decade"
    )


def _solve_year(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    year, kind = _year(f, published, context)
    if year is None:
        return Moment(interval=None, kind=kind)
    return Moment(interval=cal.year_of(year, f.get("part")), kind=kind, grain="year")


def _solve_quarter(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    year, kind = _year(f, published, context)
    if year is None:
        if published is None:
            return Moment(interval=None, kind="published")
        year = published.year
    first = cal.month_of(year, 3 * int(f["quarter"]) - 2)
    last = cal.month_of(year, 3 * int(f["quarter"]))
    if first is None or last is None:
        return None
    return Moment(interval=DateInterval(first.first, last.last), kind=kind, grain="month")


_MONTHS = 12
_LAST_YEAR = 9997
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}


def _solve_number(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    """A number of days, weeks, months or years before or after something, or a mere duration."""
    n, unit, way = f.get("n"), str(f.get("unit")), str(f.get("way") or "for")
    if n is None or unit not in _DAYS or n > 5000:
        return None
    if way == "for":
        return Moment(interval=None, kind="duration", duration=int(n * _DAYS[unit]))
    if way == "next":
        return _next(int(n), unit, published)
    if way in ("ago", "in", "past"):
        base: DateInterval | None = DateInterval.on(published) if published else None
        kind = "published"
    else:
        base, kind = context, "context"
    if base is None or base.first is None or base.last is None:
        return Moment(interval=None, kind=kind)
    if way == "past":
        first = _step(base.first, -int(n), unit)
        return Moment(interval=DateInterval(first, base.last), kind=kind, grain="range")
    if way == "within":
        return Moment(
            interval=DateInterval(base.first, _step(base.last, int(n), unit)), kind=kind, grain="range"
        )
    sign = -1 if way in ("ago", "before") else 1
    low, high = _step(base.first, sign * int(n), unit), _step(base.last, sign * int(n), unit)
    return Moment(interval=_widen(low, high, unit, way), kind=kind, grain=unit)


def _next(n: int, unit: str, published: date | None) -> Moment:
    """ "The next five days" begin on the morrow."""
    if published is None:
        return Moment(interval=None, kind="published")
    return Moment(
        interval=DateInterval(cal.shift(published, 1), _step(published, n, unit)),
        kind="published",
        grain="range",
    )


def _solve_this_time(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    """ "This time last year": the month of publication, of that year."""
    year, kind = _year(f, published, context)
    if year is None or published is None:
        return Moment(interval=None, kind=kind)
    return Moment(interval=cal.month_of(year, published.month), kind=kind, grain="month")


def _solve_century(f: Fields, _published: date | None, _context: DateInterval | None) -> Moment | None:
    century = int(f["century"])
    if not 1 <= century <= 99:
        return None
    first = max(100 * (century - 1), 1)
    return Moment(interval=DateInterval(date(first, 1, 1), date(100 * century - 1, 12, 31)), grain="decade")


def _solve_week_number(f: Fields, published: date | None, _context: DateInterval | None) -> Moment | None:
    year = f.get("year") or (published.year if published else None)
    week = cal.week_of_year(int(year), int(f["weekno"])) if year is not None else None
    return Moment(interval=week, kind="published", grain="week") if week else None


def _solve_share(f: Fields, _published: date | None, _context: DateInterval | None) -> Moment | None:
    """ "The last four months of 2021", "the first two weeks of 2021"."""
    year, n, unit = int(f["year"]), int(f.get("n") or 1), str(f.get("unit"))
    if not 1 <= year <= _LAST_YEAR or n < 1:
        return None
    first_of = f["share"] == "first"
    if unit == "month" and n <= _MONTHS:
        low, high = (1, n) if first_of else (_MONTHS + 1 - n, _MONTHS)
        begin, end = cal.month_of(year, low), cal.month_of(year, high)
    elif unit == "week":
        begin, end = (
            (cal.week_of_year(year, 1), cal.week_of_year(year, n))
            if first_of
            else (cal.week_of_year(year, -n), cal.week_of_year(year, -1))
        )
    else:
        return None
    if begin is None or end is None:
        return None
    return Moment(interval=DateInterval(begin.first, end.last), grain="range")


def _solve_month_number(f: Fields, _published: date | None, _context: DateInterval | None) -> Moment | None:
    month = cal.month_of(int(f["year"]), int(f["monthno"])) if int(f["monthno"]) <= _MONTHS else None
    return Moment(interval=month, grain="month") if month else None


def _solve_working(f: Fields, published: date | None, _context: DateInterval | None) -> Moment | None:
    if published is None:
        return Moment(interval=None, kind="published")
    days = cal.working_days(published, int(f["working"]) * int(f.get("n") or 1))
    return Moment(interval=days, kind="published", grain="range")


def _solve_weekday_of(f: Fields, published: date | None, context: DateInterval | None) -> Moment | None:
    """ "Tuesday the 11th": the latest such day, of the story where it is old, that falls on that weekday."""
    anchor = _anchor(context) if _old(context, published) else published
    if not anchor:
        return Moment(interval=None, kind="published")
    base = cal.add_months(anchor.replace(day=1), 1 if anchor is not published else 0)
    for back in range(15 * _MONTHS):
        month = cal.add_months(base, -back)
        day = cal.safe_date(month.year, month.month, int(f["weekdayof"]))
        if day and day.weekday() == int(f["weekday"]) and (published is None or day <= published):
            return Moment(interval=DateInterval.on(day), kind="published")
    return None


def _solve_quarter_ref(f: Fields, published: date | None, _context: DateInterval | None) -> Moment | None:
    if published is None:
        return Moment(interval=None, kind="published")
    ref, n = int(f["quarterref"]), int(f.get("count") or 1)
    here = cal.add_months(date(published.year, 3 * ((published.month - 1) // 3) + 1, 1), 0)
    first = cal.add_months(here, 3 * (ref if ref >= 0 else -n))
    final = cal.add_months(first, 3 * n - 1)
    last = cal.month_of(final.year, final.month)
    return Moment(interval=DateInterval(first, last.last if last else final), kind="published", grain="month")


def _step(day: date, n: int, unit: str) -> date:
    if unit == "month":
        return cal.add_months(day, n)
    if unit == "year":
        return cal.add_months(day, 12 * n)
    return cal.shift(day, n * _DAYS[unit])


def _widen(low: date, high: date, unit: str, way: str) -> DateInterval:
    """ "Three months ago" is a month, "two years ago" a year; a number of days stays as fine as it is."""
    if way in ("ago", "later", "before") and unit == "year":
        return DateInterval(date(low.year, 1, 1), date(high.year, 12, 31))
    if way in ("ago", "later", "before") and unit == "month":
        first, last = cal.month_of(low.year, low.month), cal.month_of(high.year, high.month)
        return DateInterval(first.first if first else low, last.last if last else high)
    return DateInterval(min(low, high), max(low, high))


_SOLVERS = (
    ("thistime", _solve_this_time),
    ("share", _solve_share),
    ("monthno", _solve_month_number),
    ("working", _solve_working),
    ("weekdayof", _solve_weekday_of),
    ("century", _solve_century),
    ("weekno", _solve_week_number),
    ("quarterref", _solve_quarter_ref),
    ("n", _solve_number),
    ("feast", _solve_feast),
    ("season", _solve_season),
    ("decade", _solve_decade),
    ("quarter", _solve_quarter),
    ("monthref", _solve_monthref),
    ("month", _solve_full),
    ("weekday", _solve_weekday),
    ("weekref", _solve_weekref),
    ("weekend", _solve_weekend),
    ("dayref", _solve_dayref),
    ("day", _solve_day),
    ("yearref", _solve_year),
    ("year", _solve_year),
)
