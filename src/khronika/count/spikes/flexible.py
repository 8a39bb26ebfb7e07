"""Compare a week with all weeks of the last years, season and trend taken out.

Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013, Statistics in Medicine 32): every week
of the last b years enters but the last 26, in ten seasonal levels of which the first holds the weeks like
the present one; a trend is always kept unless it leads above all that was seen; only large residuals
(over 2.58) are weighted down; the bound is the 1 - alpha quantile of a negative binomial with mean mu0
and dispersion phi."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np
from scipy.stats import nbinom, poisson

from khronika.count.spikes.farrington import trend_holds
from khronika.count.spikes.quasipoisson import Fit, reweighted
from khronika.count.spikes.series import Floats, Ints, Series, Tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Flexible:
    """b years, w periods to each side, seasonal levels, the latest periods left out, thresholds, alpha."""

    years: int = 4
    window: int = 3
    levels: int = 10
    left_out: int = 26
    trend_level: float = 1.0
    downweight: float = 2.58
    alpha: float = 0.05
    least: int = 5
    recent: int = 4


def flexible(series: Series, settings: Flexible | None = None, start: int | None = None) -> list[Tested]:
    """Test every period from `start` (a place; the first with b years behind it) to the end."""
    settings = settings or Flexible()
    first = settings.years * series.frequency + settings.window + 2 if start is None else start
    return [_test(series, place, settings) for place in range(first, len(series.counts))]


def _test(series: Series, place: int, settings: Flexible) -> Tested:
    marks = _same_weeks(series, place, settings.years)
    reference = np.arange(max(0, marks[-1] - settings.window), place - settings.left_out)
    counts = series.counts[reference].astype(float)
    levels = _levels(marks, place, settings)[reference]
    expected, bound = _bound(counts, reference, levels, place, settings)
    recent = int(series.counts[max(0, place - settings.recent + 1) : place + 1].sum())
    observed = int(series.counts[place])
    return Tested(
        period=series.periods[place],
        expected=expected,
        bound=bound,
        observed=observed,
        alarm=bool(recent >= settings.least and observed > bound),
        method="flexible",
        note="" if recent >= settings.least else "too few cases for an alarm",
    )


def _same_weeks(series: Series, place: int, years: int) -> list[int]:
    """The places of this week and of the same week of each earlier year, by the calendar if known."""
    if series.dates is None or series.frequency != 52:
        return [place - year * series.frequency for year in range(years + 1)]
    where = {day: i for i, day in enumerate(series.dates)}
    return [where[_nearest_weekday(series.dates[place], year)] for year in range(years + 1)]


def _nearest_weekday(day: date, years: int) -> date:
    """The same weekday nearest to the date some years before.

    >>> _nearest_weekday(date(2011, 1, 3), 1)
    datetime.date(2010, 1, 4)
    """
    leap = day.month == 2 and day.day == 29
    then = date(day.year - years, day.month, 28 if leap else day.day)
    back = timedelta(days=(then.weekday() - day.weekday()) % 7)
    return then - back if back <= timedelta(days=3) else then - back + timedelta(days=7)


def _levels(marks: list[int], place: int, settings: Flexible) -> Ints:
    """The seasonal level of each place: 0 around the same week, 1, 2, … through the rest of the year."""
    levels = np.zeros(place + settings.window + 1, dtype=np.int64)
    for older, newer in zip(marks[:0:-1], marks[-2::-1], strict=True):
        begin, end = older + settings.window + 1, newer - settings.window
        length = (end - begin) / (settings.levels - 1)
        edges = [ceil(length * k - 1e-9) for k in range(1, settings.levels)]
        for offset in range(end - begin):
            if begin + offset >= 0:
                levels[begin + offset] = min(
                    1 + int(np.searchsorted(edges, offset, side="right")), settings.levels - 1
                )
    return levels


def _bound(
    counts: Floats, reference: Ints, levels: Ints, place: int, settings: Flexible
) -> tuple[float, float]:
    seasons = (levels[:, None] == np.arange(1, settings.levels)).astype(float)
    seasons = seasons[:, seasons.any(axis=0)]
    ones = np.ones(len(counts))
    times = (reference - reference[0]).astype(float)
    here = np.concatenate([[1.0, float(place - reference[0])], np.zeros(seasons.shape[1])])
    sloped = reweighted(np.column_stack([ones, times, seasons]), counts, settings.downweight)
    if sloped is not None and settings.years >= 3 and trend_holds(sloped, here, counts, settings.trend_level):
        return _quantile(sloped, here, settings.alpha)
    flat = reweighted(np.column_stack([ones, seasons]), counts, settings.downweight)
    return _quantile(flat, np.delete(here, 1), settings.alpha) if flat is not None else (0.0, 0.0)


def _quantile(found: Fit, here: Floats, alpha: float) -> tuple[float, float]:
    mean, spread = float(np.exp(here @ found.coefficients)), found.scale
    if spread > 1:
        return mean, float(nbinom.ppf(1 - alpha, mean / (spread - 1), 1 / spread))
    return mean, float(poisson.ppf(1 - alpha, mean))
