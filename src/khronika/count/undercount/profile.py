"""The interval of population sizes that a log-linear model does not find much worse than its best.

For each size N the unseen cell is filled with N - n people and the multinomial likelihood is maximised anew;
the sizes within half a chi-square quantile of the best are the interval (Cormack 1992, Biometrics 48;
Rivest and Baillargeon 2007, Biometrics 63): l(N) = log N! - log (N - n)! + sum over x of n_x log p_x(N).
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, gammaln

from khronika.count.undercount.captures import Counts
from khronika.count.undercount.irls import Bools, Floats, fit_tables

FAR = 1e4


def profile_interval(
    model: Sequence[int], counts: Counts, live: Bools, estimate: float, level: float = 0.95
) -> tuple[float, float | None]:
    """Return the ends of the profile-likelihood interval; None where it has no upper end.

    `live` marks the observable cells; `estimate` is where to start from.
    """
    n = float(counts.sum())
    curve = _Profile(model, counts, live)
    top = n + max(4.0, 20 * (estimate - n))
    best = minimize_scalar(lambda unseen: -curve(unseen), bounds=(0.0, top - n), method="bounded")
    peak, height = float(best.x), -float(best.fun)
    drop = float(chdtri(1, 1 - level)) / 2

    def excess(unseen: float) -> float:
        return curve(unseen) - height + drop

    low = 0.0 if excess(0.0) >= 0 else float(brentq(excess, 0.0, peak, xtol=1e-3))
    high: float | None = peak + max(1.0, peak)
    while high is not None and excess(high) > 0:
        high = None if high > FAR * n else high * 2
    return n + low, None if high is None else n + float(brentq(excess, peak, high, xtol=1e-3))


class _Profile:
    """The profile log-likelihood of a number of unseen people."""

    def __init__(self, model: Sequence[int], counts: Counts, live: Bools) -> None:
        self.model = np.array(model, dtype=np.int64)
        self.counts = counts.astype(float)
        self.n = float(counts.sum())
        self.live = live.copy()
        self.live[0] = True

    def __call__(self, unseen: float) -> float:
        return float(self.many(np.array([unseen]))[0])

    def many(self, unseen: Floats) -> Floats:
        """The profile at several numbers of unseen people: the Poisson fit has the multinomial's odds."""
        tables = np.repeat(self.counts[None, :], len(unseen), axis=0)
        tables[:, 0] = unseen
        fits = fit_tables(self.model, tables, self.live)
        total = self.n + unseen
        poisson = fits.loglik + gammaln(tables + 1).sum(axis=1)
        odds = poisson + total - total * np.log(total)
        return np.asarray(gammaln(total + 1) - gammaln(unseen + 1) + odds)
