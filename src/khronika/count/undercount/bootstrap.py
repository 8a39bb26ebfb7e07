"""How far the answer moves when chance deals the people anew and the model is chosen anew.

Each replicate draws n people from the observed patterns and repeats the whole selection, so the interval
holds the uncertainty of the choice and not only that of the chosen model. The ends are bias-corrected and
accelerated (Efron 1987, JASA 82, eq. 2.3 and 6.6); the acceleration is from leaving out one person of
each pattern."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from khronika.count.undercount.captures import CaptureTable, Counts
from khronika.count.undercount.irls import Floats

Estimator = Callable[[Counts], float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bootstrap:
    """Replicate estimates (sorted), the interval, and how many replicates gave no number."""

    interval: tuple[float, float] | None
    replicates: Floats
    failed: int


def bca(
    table: CaptureTable, estimator: Estimator, *, replicates: int = 200, seed: int = 1, level: float = 0.95
) -> Bootstrap:
    """Return the BCa interval of an estimator that maps counts (2^t) to a population size.

    An estimator may return NaN or infinity where no model is sound; such replicates are counted as failed.
    The interval is None when more than half fail.
    """
    rng = np.random.default_rng(seed)
    shares = table.counts / table.n
    drawn = np.array([estimator(rng.multinomial(table.n, shares)) for _ in range(replicates)])
    finite = np.sort(drawn[np.isfinite(drawn)])
    failed = replicates - len(finite)
    if len(finite) * 2 <= replicates or len(finite) < 20:
        return Bootstrap(interval=None, replicates=finite, failed=failed)
    point = estimator(table.counts)
    return Bootstrap(
        interval=_ends(finite, point, _acceleration(table, estimator, point), level),
        replicates=finite,
        failed=failed,
    )


def _acceleration(table: CaptureTable, estimator: Estimator, point: float) -> float:
    """The skewness of the influence of one person, each pattern weighted by its people."""
    patterns = np.flatnonzero(table.counts)
    left_out = np.array([_without_one(table.counts, int(x), estimator, point) for x in patterns])
    weights = table.counts[patterns].astype(float)
    influence = np.average(left_out, weights=weights) - left_out
    spread = (weights * influence**2).sum()
    return float((weights * influence**3).sum() / (6 * spread**1.5)) if spread > 0 else 0.0


def _without_one(counts: Counts, pattern: int, estimator: Estimator, point: float) -> float:
    fewer = counts.copy()
    fewer[pattern] -= 1
    found = estimator(fewer)
    return found if np.isfinite(found) else point


def _ends(sorted_replicates: Floats, point: float, acceleration: float, level: float) -> tuple[float, float]:
    size = len(sorted_replicates)
    below = (sorted_replicates < point).sum() + 0.5 * (sorted_replicates == point).sum()
    bias = ndtri(np.clip(below / size, 0.5 / size, 1 - 0.5 / size))
    z = ndtri([(1 - level) / 2, (1 + level) / 2])
    moved = ndtr(bias + (bias + z) / (1 - acceleration * (bias + z)))
    low, high = np.quantile(sorted_replicates, np.clip(moved, 0, 1))
    return float(low), float(high)
