"""When did the level change? A distribution over the period of the change, and its alarm as data come in.

One change: counts are Poisson with one rate up to period k and another after it, rates Gamma(a, b), k
uniform; the rates integrate out, p(k | y) proportional to m(y_1..y_k) m(y_k+1..y_T) with m(y) = b^a
Gamma(a + sum y) / (Gamma(a) (b + n)^(a + sum y) prod y!) (Raftery, Akman 1986, Biometrika 73; coal
mining).

On line: the distribution of the time since the last change, updated with each period (Adams, MacKay 2007,
arXiv 0710.3742, algorithm 1) with a constant hazard.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, logsumexp

from khronika.count.spikes.series import Floats, Ints, Series


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """Posterior over the last period of the old level, its summaries, and the rates before and after.

    `log10_bayes_factor` compares one change with none.
    """

    periods: tuple[str, ...]
    probabilities: Floats
    rate_before: float
    rate_after: float
    log10_bayes_factor: float

    @property
    def mode(self) -> str:
        """The most probable last period of the old level."""
        return self.periods[int(np.argmax(self.probabilities))]

    def quantile(self, share: float) -> str:
        """The first period with at least this share of the mass up to it."""
        return self.periods[int(np.searchsorted(self.probabilities.cumsum(), share))]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunLengths:
    """Per period the most probable number of periods since the last change, and the changes declared.

    A change is declared at the place where the most probable run falls; it says when the new level began,
    and the delay is how many periods passed in between.
    """

    most_probable: Ints
    declared: tuple[tuple[int, int], ...]

    @property
    def delays(self) -> tuple[int, ...]:
        """Periods between the begin of each new level and its declaration."""
        return tuple(seen - began for seen, began in self.declared)


def change_point(series: Series, shape: float = 1.0, rate: float = 1.0) -> Change:
    """Return where one change of level is.

    >>> from khronika.count.spikes.series import series_of
    >>> change_point(series_of([5, 6, 4, 5, 1, 0, 1, 1])).mode
    '4'
    """
    counts = series.counts
    sums = counts.cumsum()
    lengths = np.arange(1, len(counts))
    before = _marginal(sums[:-1], lengths, shape, rate)
    after = _marginal(sums[-1] - sums[:-1], len(counts) - lengths, shape, rate)
    heights = before + after
    whole = _marginal(sums[-1:], np.array([len(counts)]), shape, rate)[0]
    probabilities = np.exp(heights - logsumexp(heights))
    best = int(np.argmax(probabilities))
    return Change(
        periods=series.periods[:-1],
        probabilities=probabilities,
        rate_before=float((shape + sums[best]) / (rate + best + 1)),
        rate_after=float((shape + sums[-1] - sums[best]) / (rate + len(counts) - best - 1)),
        log10_bayes_factor=float((logsumexp(heights) - np.log(len(heights)) - whole) / np.log(10)),
    )


def run_lengths(series: Series, hazard: float = 0.01, shape: float = 1.0, rate: float = 1.0) -> RunLengths:
    """Follow the time since the last change, period by period."""
    mass = np.zeros(1)  # log p(run length), run length 0 first
    sums, lengths = np.zeros(1), np.zeros(1)
    found = np.zeros(len(series.counts), dtype=np.int64)
    for place, count in enumerate(series.counts):
        predicted = _predictive(float(count), shape + sums, rate + lengths)
        grown = mass + predicted + np.log1p(-hazard)
        fresh = logsumexp(mass + predicted + np.log(hazard))
        mass = np.concatenate([[fresh], grown])
        mass -= logsumexp(mass)
        sums = np.concatenate([[0.0], sums + count])
        lengths = np.concatenate([[0.0], lengths + 1])
        found[place] = int(np.argmax(mass))
    drops = np.flatnonzero(np.diff(found) < 0) + 1
    return RunLengths(
        most_probable=found,
        declared=tuple((int(place), int(place - found[place] + 1)) for place in drops),
    )


def _marginal(total: Ints, length: Ints, shape: float, rate: float) -> Floats:
    """The log marginal likelihood of counts by their sum and number, without the factorials."""
    up = shape + total
    return np.asarray(shape * np.log(rate) - gammaln(shape) + gammaln(up) - up * np.log(rate + length))


def _predictive(count: float, shape: Floats, rate: Floats) -> Floats:
    """The log probability of a count under a Gamma rate: a negative binomial."""
    return np.asarray(
        gammaln(shape + count)
        - gammaln(shape)
        - gammaln(count + 1)
        + shape * np.log(rate / (rate + 1))
        - count * np.log(rate + 1)
    )
