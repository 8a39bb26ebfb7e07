"""Fit very many log-linear models of one small table at once.

For a model with terms A the expected count of cell x is log mu_x = sum of beta_a over the terms a in A
that x contains (Fienberg 1972, Biometrika 59; Bishop, Fienberg, Holland 1975, ch. 6). Newton's step for
Poisson counts needs X'WX and X'(y - mu). Both are sums over the cells that contain a union of terms:
entry (a, b) of X'WX is the sum of mu over all x containing a and b together, so one superset-sum over the
2^t cells (the zeta transform, Yates 1937) gives every entry, and one subset-sum gives every log mu. No
design matrix is made."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import lgamma, log
from os import cpu_count

import numpy as np
import numpy.typing as npt

from khronika.count.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_STEPS = 40
SETTLED = 1e-7  # the largest Newton step at which a whole estimate stands still
FIXED = 1e-9  # the step of the intercept and the gain at which the rest may run away to minus infinity


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fits:
    """The fits of m models: log-likelihood (m), intercept (m), last Newton steps (m).

    `exists` marks models whose estimate stays finite; `determined` those whose intercept does, which
    is enough for a number of unseen people (an effect of minus infinity empties cells that are empty).
    """

    loglik: Floats
    intercept: Floats
    last_step: Floats
    last_intercept_step: Floats

    @property
    def exists(self) -> Bools:
        """Whether the whole estimate is finite."""
        return np.asarray(self.last_step < 1e-4)

    @property
    def determined(self) -> Bools:
        """Whether the number of unseen people is."""
        return np.asarray(self.last_intercept_step < 1e-5)


def fit_models(terms: Ints, sizes: Ints, counts: Floats, live: Bools) -> Fits:
    """Fit every model to one table.

    `terms` (m, k) masks padded with -1, `sizes` (m), `counts` (2^t), `live` (2^t) the cells that are
    observed: cell 0 is dead unless a number of unseen people is being tried. Uses all cores.
    """
    m = len(sizes)
    out = np.empty((m, 4))
    y = np.ascontiguousarray(counts, dtype=np.float64)
    workers = 1 if m < 64 else min(8, cpu_count() or 1)
    edges = np.linspace(0, m, workers * 4 + 1 if workers > 1 else 2).astype(int)
    pieces = [slice(a, b) for a, b in itertools.pairwise(edges) if b > a]
    if workers == 1:
        _fit_many(terms, sizes, y, live, out)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda s: _fit_many(terms[s], sizes[s], y, live, out[s]), pieces))
    return Fits(loglik=out[:, 0], intercept=out[:, 1], last_step=out[:, 2], last_intercept_step=out[:, 3])


def fit_tables(model: Ints, tables: Floats, live: Bools) -> Fits:
    """Fit one model to many tables (m, 2^t), as a profile likelihood or a bootstrap needs."""
    out = np.empty((len(tables), 4))
    _fit_each(np.asarray(model, dtype=np.int64), np.ascontiguousarray(tables, dtype=np.float64), live, out)
    return Fits(loglik=out[:, 0], intercept=out[:, 1], last_step=out[:, 2], last_intercept_step=out[:, 3])


def expected_counts(model: Ints, counts: Floats, live: Bools) -> Floats:
    """The fitted counts (2^t) of one model, the unseen cell included."""
    out = np.empty(4)
    mu: Floats = np.empty(len(counts))
    terms = np.asarray(model, dtype=np.int64)
    _fit_one(terms, np.ascontiguousarray(counts, dtype=np.float64), live, out, mu)
    return mu


@compiled
def _fit_many(terms: Ints, sizes: Ints, y: Floats, live: Bools, out: Floats) -> None:
    mu = np.empty(len(y))
    for i in range(len(sizes)):
        _fit_one(terms[i, : sizes[i]], y, live, out[i], mu)


@compiled
def _fit_each(model: Ints, tables: Floats, live: Bools, out: Floats) -> None:
    mu = np.empty(tables.shape[1])
    for i in range(len(tables)):
        _fit_one(model, tables[i], live, out[i], mu)


@compiled
def _superset_sums(values: Floats) -> None:
    """Replace each value by the sum over all cells that contain its cell."""
    step = 1
    while step < len(values):
        for x in range(len(values)):
            if not x & step:
                values[x] += values[x | step]
        step *= 2


@compiled
def _subset_sums(values: Floats) -> None:
    """Replace each value by the sum over all cells that its cell contains."""
    step = 1
    while step < len(values):
        for x in range(len(values)):
            if x & step:
                values[x] += values[x ^ step]
        step *= 2


@compiled
def _solve(a: Floats, b: Floats, k: int) -> None:
    """Solve A x = b in place by Cholesky; a pivot that vanishes is held up a little."""
    for i in range(k):
        for j in range(i + 1):
            total = a[i, j]
            for h in range(j):
                total -= a[i, h] * a[j, h]
            if i == j:
                a[i, i] = np.sqrt(max(total, 1e-11))
            else:
                a[i, j] = total / a[j, j]
    for i in range(k):
        for h in range(i):
            b[i] -= a[i, h] * b[h]
        b[i] /= a[i, i]
    for i in range(k - 1, -1, -1):
        for h in range(i + 1, k):
            b[i] -= a[h, i] * b[h]
        b[i] /= a[i, i]


@compiled
def _fit_one(terms: Ints, y: Floats, live: Bools, out: Floats, mu: Floats) -> None:  # noqa: C901, PLR0912
    """Newton's method from the weighted least squares fit of log(y + 0.1)."""
    cells, k = len(y), len(terms)
    a = np.empty((k, k))
    step = np.empty(k)
    beta = np.zeros(k)
    sums = np.empty(cells)
    residuals = np.empty(cells)
    for x in range(cells):
        mu[x] = y[x] + 0.1 if live[x] else 0.0
        residuals[x] = mu[x] * (log(mu[x]) + (y[x] - mu[x]) / mu[x]) if live[x] else 0.0
    needed = np.zeros(cells)
    for x in range(cells):
        needed[x] = y[x] if live[x] else 0.0
    _superset_sums(needed)
    largest, before, reached = 0.0, 0.0, 0.0
    for turn in range(MOST_STEPS):
        for x in range(cells):
            sums[x] = mu[x] if live[x] else 0.0
        _superset_sums(sums)
        _superset_sums(residuals)
        for i in range(k):
            step[i] = residuals[terms[i]]
            for j in range(i + 1):
                a[i, j] = sums[terms[i] | terms[j]]
        _solve(a, step, k)
        largest = np.abs(step).max()
        shrink = 1.0 if turn == 0 or largest < 5.0 else 5.0 / largest
        for i in range(k):
            beta[i] += shrink * step[i]
        mu[:] = 0.0
        for i in range(k):
            mu[terms[i]] = beta[i]
        _subset_sums(mu)
        for x in range(cells):
            mu[x] = np.exp(min(max(mu[x], -30.0), 60.0))
            residuals[x] = y[x] - mu[x] if live[x] else 0.0
        before, reached = reached, 0.0
        for i in range(k):
            reached += beta[i] * needed[terms[i]]
        for x in range(cells):
            if live[x]:
                reached -= mu[x]
        if largest < SETTLED or (abs(step[0]) < FIXED and abs(reached - before) < FIXED):
            break
    out[0] = 0.0
    for x in range(cells):
        if live[x]:
            out[0] += y[x] * log(mu[x]) - mu[x] - lgamma(y[x] + 1.0)
    out[1], out[2], out[3] = beta[0], largest, abs(step[0])
