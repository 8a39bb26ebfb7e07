"""Stretches in which reports come denser than usual.

Kleinberg (2003, Data Mining and Knowledge Discovery 7), batched arrivals with two or more levels: level i
expects `factor`^i times the base rate, going up one level costs `cost` log T, going down is free; the
cheapest path of levels is found by dynamic programming (his section 3; Viterbi)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from khronika.count.spikes.series import Floats, Ints, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A stretch at or above a level: first and last period, expected and observed counts."""

    first: str
    last: str
    level: int
    expected: float
    observed: int


def bursts(series: Series, *, factor: float = 2.0, cost: float = 1.0, levels: int = 3) -> list[Burst]:
    """Return the stretches above the base level, in time order.

    >>> from khronika.count.spikes.series import series_of
    >>> [(b.first, b.last) for b in bursts(series_of([1, 0, 1, 2, 1, 9, 8, 9, 1, 0, 1, 2]))]
    [('6', '8')]
    """
    counts = series.counts.astype(float)
    if not counts.sum():
        return []
    base = _base_rate(counts)
    rates = base * np.power(factor, np.arange(levels, dtype=np.float64))
    path = _cheapest(counts, np.asarray(rates, np.float64), cost * np.log(len(counts)))
    found = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (path > 0).astype(int), [0]])))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        found.append(
            Burst(
                first=series.periods[begin],
                last=series.periods[end - 1],
                level=int(path[begin:end].max()),
                expected=float(base * (end - begin)),
                observed=int(counts[begin:end].sum()),
            )
        )
    return found


def _base_rate(counts: Floats) -> float:
    """The mean of the lower three quarters: the bursts themselves must not set what is usual."""
    usual = np.sort(counts)[: max(1, int(0.75 * len(counts)))]
    return float(max(usual.mean(), 0.5 * counts.mean(), 1e-6))


def _cheapest(counts: Floats, rates: Floats, step: float) -> Ints:
    costs = rates[None, :] - counts[:, None] * np.log(rates)[None, :] + gammaln(counts + 1)[:, None]
    levels = np.arange(len(rates))
    move = step * np.maximum(0, levels[None, :] - levels[:, None])  # from row to column
    best = costs[0] + move[0]
    back = np.zeros((len(counts), len(rates)), dtype=np.int64)
    for place in range(1, len(counts)):
        ways = best[:, None] + move
        back[place] = ways.argmin(axis=0)
        best = ways.min(axis=0) + costs[place]
    path = np.empty(len(counts), dtype=np.int64)
    path[-1] = int(best.argmin())
    for place in range(len(counts) - 1, 0, -1):
        path[place - 1] = back[place, path[place]]
    return path
