"""Spread incidents over the periods they may belong to, as all of them together suggest.

An incident known only to lie between two days is never put in the middle. Its weight goes to the periods
it touches in proportion to how much happens in each, which is found together with the weights themselves:
p_j = (1/n) sum_i p_j o_ij / sum_k p_k o_ik, iterated until it holds (Turnbull 1976, JRSS B 38, eq. 3.1),
where o_ij is the share of the days of period j that the interval of incident i covers. The expected
numbers sum to the number of incidents."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def self_consistent(
    overlap: Floats, *, prior: float = 0.0, most_steps: int = 2000, precision: float = 1e-9
) -> Floats:
    """Return the weight of each period for each incident, shape (incidents, periods); rows sum to 1.

    `overlap` (incidents, periods) holds o_ij; each row must touch a period. `prior` is a number of incidents
    added to every period in p_j, so that a few vague dates do not all fall into one.

    >>> weights = self_consistent(np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]]))
    >>> [round(float(x), 2) for x in weights.sum(axis=0)]
    [3.0, 0.0]
    """
    incidents, periods = overlap.shape
    level = np.full(periods, 1.0 / max(1, periods))
    weights = _dealt(overlap, level)
    for _ in range(most_steps):
        renewed = (weights.sum(axis=0) + prior) / (incidents + prior * periods)
        if np.abs(renewed - level).max() < precision:
            break
        level = renewed
        weights = _dealt(overlap, level)
    return weights


def band(
    overlap: Floats, *, prior: float = 0.5, draws: int = 600, seed: int = 1, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the ends of a simulated band of the number in each period.

    The periods' levels and the incidents' places are drawn in turn (data augmentation, Tanner and Wong
    1987, JASA 82) under a Dirichlet prior, so the band holds what is not known of both.
    """
    incidents, periods = overlap.shape
    rng = np.random.default_rng(seed)
    counts = np.zeros((draws, periods))
    dealt: Floats = np.asarray(self_consistent(overlap, prior=prior).sum(axis=0))
    for turn in range(draws):
        edges: Floats = np.asarray(_dealt(overlap, rng.dirichlet(dealt + prior)).cumsum(axis=1))
        edges[:, -1] = 1.0
        fell_in = (rng.random((incidents, 1)) > edges).sum(axis=1)
        dealt = np.bincount(fell_in, minlength=periods).astype(np.float64)
        counts[turn] = dealt
    tail = (1 - level) / 2
    ends = np.asarray(np.quantile(counts[draws // 10 :], [tail, 1 - tail], axis=0), np.float64)
    return np.floor(ends[0, :]), np.ceil(ends[1, :])


def overlaps(intervals: Sequence[tuple[int, int]], periods: Sequence[tuple[int, int]]) -> Floats:
    """Return the share of the days of each period that each interval covers; days are ordinals, closed."""
    inside = np.array(intervals, dtype=float).reshape(-1, 2)
    spans = np.array(periods, dtype=float).reshape(-1, 2)
    first = np.maximum(inside[:, None, 0], spans[None, :, 0])
    last = np.minimum(inside[:, None, 1], spans[None, :, 1])
    return np.asarray(np.maximum(0.0, last - first + 1) / (spans[:, 1] - spans[:, 0] + 1))


def _dealt(overlap: Floats, level: Floats) -> Floats:
    share = overlap * level
    total = share.sum(axis=1, keepdims=True)
    return np.where(
        total > 0, share / np.where(total > 0, total, 1.0), overlap / overlap.sum(axis=1, keepdims=True)
    )
