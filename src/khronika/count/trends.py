"""The series of incidents over time: certain, possible and expected per period, and on whose word it rests.

A rise may be a rise in reporting: the number of outlets at work in each period stands beside it, and the
series is shown with each outlet left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from khronika.count.acts import CountedAct
from khronika.count.periods import Grain, days_of, period_of, periods_between, span_of
from khronika.count.svg import Bar
from khronika.count.tables import incident_table
from khronika.count.turnbull import band, overlaps, self_consistent
from khronika.record import DateInterval, date_envelope

PRIOR = 0.5  # half an incident per period: a few vague dates must not seem to agree on one month


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One period. `low` and `high` are a 95 % band; `active_outlets` were at work in it."""

    period: str
    certain: int
    possible: int
    expected: float
    low: float
    high: float
    active_outlets: int
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The series, and the incidents that could not be put on it because nobody says when they happened."""

    points: tuple[TrendPoint, ...]
    undated: tuple[str, ...]

    @property
    def bars(self) -> list[Bar]:
        """The series as bars for a chart."""
        return [
            Bar(
                label=point.period,
                certain=point.certain,
                possible=point.possible,
                expected=point.expected,
                low=point.low,
                high=point.high,
            )
            for point in self.points
        ]


def trend(acts: Iterable[CountedAct], grain: Grain = "month", *, seed: int = 1) -> Trend:
    """Return the series of incidents; the expected numbers sum to the number of dated incidents.

    >>> from khronika.record import DateInterval
    >>> week = CountedAct(incident="i", act="arrest", date=DateInterval.of("2024-01-25", "2024-02-03"))
    >>> [(p.period, p.certain, p.possible) for p in trend([week]).points]
    [('2024-01', 0, 1), ('2024-02', 0, 1)]
    """
    told = list(acts)
    dated = _one_date_each(told)
    undated = tuple(sorted({act.incident for act in told} - set(dated)))
    span = span_of(dated.values())
    if span is None or span.first is None or span.last is None:
        return Trend(points=(), undated=undated)
    periods = periods_between(span.first, span.last, grain)
    spans = [days_of(period) for period in periods]
    intervals = [_within(interval, span) for interval in dated.values()]
    overlap = overlaps(intervals, [_ordinals(days) for days in spans])
    weights = self_consistent(overlap, prior=PRIOR)
    low, high = band(overlap, prior=PRIOR, seed=seed)
    touched = overlap > 0
    outlets = active_outlets(told, periods, grain)
    names = list(dated)
    return Trend(
        points=tuple(
            TrendPoint(
                period=period,
                certain=int((touched[:, j] & (touched.sum(axis=1) == 1)).sum()),
                possible=int(_possible(intervals, spans[j])),
                expected=float(weights[:, j].sum()),
                low=float(low[j]),
                high=float(high[j]),
                active_outlets=outlets[j],
                incidents=tuple(n for n, i in zip(names, intervals, strict=True) if _touches(i, spans[j])),
            )
            for j, period in enumerate(periods)
        ),
        undated=undated,
    )


def active_outlets(acts: Iterable[CountedAct], periods: Sequence[str], grain: Grain) -> list[int]:
    """How many outlets were at work in each period: from their first report to their last."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for act in acts:
        if act.published is None:
            continue
        period = period_of(act.published, grain)
        for outlet in act.voices:
            first[outlet] = min(first.get(outlet, period), period)
            last[outlet] = max(last.get(outlet, period), period)
    return [sum(first[outlet] <= period <= last[outlet] for outlet in first) for period in periods]


def without_each_outlet(acts: Iterable[CountedAct], grain: Grain = "month") -> dict[str, dict[str, int]]:
    """The possible incidents per period had each outlet never reported, by outlet.

    An incident stays when another outlet reports it too.
    """
    told = list(acts)
    outlets = sorted({outlet for act in told for outlet in act.voices})
    whole = _possible_by_period(told, grain)
    series = {}
    for outlet in outlets:
        left = _possible_by_period(_without(told, outlet), grain)
        series[outlet] = {period: left.get(period, 0) for period in whole}
    return series


def _without(acts: Iterable[CountedAct], outlet: str) -> list[CountedAct]:
    kept = []
    for act in acts:
        others = tuple(voice for voice in act.voices if voice != outlet)
        if others or not act.voices:
            kept.append(replace(act, outlets=others, outlet=others[0] if others else None))
    return kept


def _possible_by_period(acts: Iterable[CountedAct], grain: Grain) -> dict[str, int]:
    return {row.key[0]: row.possible for row in incident_table(acts, by=(grain,))}


def _one_date_each(acts: Iterable[CountedAct]) -> dict[str, DateInterval]:
    """The envelope of the dates of each incident that has any; never a date that nobody told."""
    found: dict[str, list[DateInterval]] = {}
    for act in acts:
        if act.when is not None and (act.when.first or act.when.last):
            found.setdefault(act.incident, []).append(act.when)
    return {name: date_envelope(dates) or dates[0] for name, dates in found.items()}


def _within(interval: DateInterval, span: DateInterval) -> tuple[int, int]:
    known = interval.meet(span)
    assert known is not None
    return _ordinals(known)


def _ordinals(interval: DateInterval) -> tuple[int, int]:
    assert interval.first is not None
    assert interval.last is not None
    return interval.first.toordinal(), interval.last.toordinal()


def _touches(interval: tuple[int, int], days: DateInterval) -> bool:
    first, last = _ordinals(days)
    return interval[0] <= last and interval[1] >= first


def _possible(intervals: Sequence[tuple[int, int]], days: DateInterval) -> int:
    return int(np.sum([_touches(interval, days) for interval in intervals]))
