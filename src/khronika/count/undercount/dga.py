"""Average over every decomposable graph of dependence between the lists, exactly.

Madigan and York (1997, Biometrika 84): under a hyper-Dirichlet prior of delta per cell the marginal
likelihood of the completed table, with N - n people in the unseen cell, is a product over cliques divided
by one over separators of terms Gamma(delta_C + n_C) / Gamma(delta_C) (their eq. 3 and 4); with p(N)
proportional to 1/N the posterior of N is the sum over graphs. The unseen cell enters each term only
through the empty pattern of its set of lists, so the terms are computed once for each of the 2^t sets and
each N, and a graph is a signed sum of them.

The sum over N stops at `unseen_max`; the mass at that edge says whether it stopped too early.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.graphs import Ints, decomposable_graphs
from khronika.count.undercount.irls import Floats

MOST_LISTS = 6
NEGLIGIBLE = 1e-12  # all graphs that are left out weigh less than this together
NOTHING = 100.0  # natural logarithms under the top
BLOCK = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DgaPosterior:
    """The posterior of the population size, and what it rests on.

    `sizes` and `probabilities` are the grid of N and its posterior; `graph_weights` the posterior of the
    graphs in the order of `decomposable_graphs`. `edge_mass` is the mass in the last hundredth of the grid.
    """

    n: int
    delta: float
    sizes: Ints
    probabilities: Floats
    graph_weights: Floats

    @property
    def mean(self) -> float:
        """The posterior mean."""
        return float(self.sizes @ self.probabilities)

    @property
    def mode(self) -> int:
        """The most probable size."""
        return int(self.sizes[np.argmax(self.probabilities)])

    def quantile(self, share: float) -> int:
        """The smallest size that has at least this share of the mass at or under it."""
        place = int(np.searchsorted(self.probabilities.cumsum(), share))
        return int(self.sizes[min(len(self.sizes) - 1, place)])

    @property
    def edge_mass(self) -> float:
        """The mass in the last hundredth of the grid."""
        return float(self.probabilities[-max(1, len(self.sizes) // 100) :].sum())

    @property
    def saturated_weight(self) -> float:
        """The weight of the complete graph, under which the prior alone speaks of the unseen."""
        return float(self.graph_weights[-1])


def default_unseen_max(n: int) -> int:
    """How far the unseen are looked for: ten times the seen, twenty times where few were seen."""
    return (20 if n < 500 else 10) * n


def default_delta(t: int) -> float:
    """One prior person spread evenly over the cells: delta = 2^-t."""
    return float(2.0**-t)


def dga(
    table: CaptureTable,
    *,
    delta: float | None = None,
    unseen_max: int | None = None,
    exact: bool = False,
    grid: int | None = None,
) -> DgaPosterior:
    """Return the posterior of the population size over all decomposable graphs of up to six lists.

    `grid` takes that many sizes instead of every one, for a quick look at another prior.

    The lightest graphs, 1e-12 of the mass together, are left out of the sum unless `exact`; a test shows
    that this changes nothing that is printed.

    >>> from khronika.count.undercount.captures import from_counts
    >>> seen = {(1, 0, 0): 60, (0, 1, 0): 49, (1, 1, 0): 4, (0, 0, 1): 247, (1, 0, 1): 112,
    ...         (0, 1, 1): 142, (1, 1, 1): 12}
    >>> round(dga(from_counts(("A", "B", "C"), seen), delta=1.0).mean, 4)
    734.605
    """
    delta = delta or default_delta(table.t)
    unseen, width = _grid(unseen_max or default_unseen_max(table.n), grid)
    _, signed = decomposable_graphs(table.t)
    glance = _glance(table, signed, unseen, delta)
    kept = np.arange(len(signed)) if exact else _heavy(glance)
    by_size, by_graph = _sums(table, signed[kept].astype(float), unseen, delta, glance)
    by_size *= width
    weights = np.zeros(len(signed))
    weights[kept] = by_graph / by_graph.sum()
    return DgaPosterior(
        n=table.n,
        delta=delta,
        sizes=table.n + unseen,
        probabilities=by_size / by_size.sum(),
        graph_weights=weights,
    )


def _grid(largest: int, points: int | None) -> tuple[Ints, Floats]:
    """The numbers of unseen people to try, and how many whole numbers each stands for."""
    if points is None or points >= largest:
        return np.arange(1, largest + 1, dtype=np.int64), np.ones(largest)
    chosen = np.unique(np.geomspace(1, largest, points).astype(np.int64))
    return chosen, np.gradient(chosen.astype(float))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Glance:
    """Log mass of every graph (graphs, points) at the points of a coarse grid."""

    points: Ints
    heights: Floats

    def reaches(self, first: int, last: int) -> bool:
        """Whether any graph weighs anything between two sizes."""
        a = max(0, int(np.searchsorted(self.points, first)) - 1)
        z = int(np.searchsorted(self.points, last)) + 1
        return bool(self.heights[:, a:z].max() > self.heights.max() - NOTHING)


def _glance(table: CaptureTable, signed: Ints, unseen: Ints, delta: float) -> _Glance:
    points = np.unique(np.geomspace(unseen[0], unseen[-1], 160).astype(np.int64))
    heights = signed.astype(float) @ _set_terms(table, points, delta) + _shared(table, points)
    return _Glance(points=points, heights=heights)


def _heavy(glance: _Glance) -> Ints:
    """The graphs that weigh anything, by their mass over the coarse grid; the lightest go first."""
    mass = np.trapezoid(np.exp(glance.heights - glance.heights.max()), glance.points, axis=1)
    lightest_first = np.argsort(mass)
    heavy = mass[lightest_first].cumsum() > NEGLIGIBLE * mass.sum()
    return np.sort(lightest_first[heavy])


def _sums(
    table: CaptureTable, signed: Floats, unseen: Ints, delta: float, glance: _Glance
) -> tuple[Floats, Floats]:
    """The mass of each N over all graphs and of each graph over all N, on one scale.

    Stretches of N at which no graph weighs anything (under e^-100 of the top) are passed over.
    """
    by_size, by_graph = np.zeros(len(unseen)), np.zeros(len(signed))
    top = glance.heights.max()
    for start in range(0, len(unseen), BLOCK):
        part = unseen[start : start + BLOCK]
        if not glance.reaches(int(part[0]), int(part[-1])):
            continue
        mass = signed @ _set_terms(table, part, delta)
        mass += _shared(table, part) - top
        np.exp(mass, out=mass)
        by_size[start : start + BLOCK] = mass.sum(axis=0)
        by_graph += mass.sum(axis=1)
    return by_size, by_graph


def _shared(table: CaptureTable, unseen: Ints) -> Floats:
    """What every graph has in common: the ways to deal the people, and the prior 1/N."""
    total = table.n + unseen
    return np.asarray(gammaln(total + 1) - gammaln(unseen + 1) - np.log(total))


def _set_terms(table: CaptureTable, unseen: Ints, delta: float) -> Floats:
    """For each set of lists the log marginal likelihood of its table, shape (2^t, sizes)."""
    t = table.t
    cells = np.arange(1 << t)
    terms = np.empty((1 << t, len(unseen)))
    for chosen in range(1 << t):
        prior = delta * 2.0 ** (t - chosen.bit_count())
        held = np.bincount(cells & chosen, weights=table.counts, minlength=1 << t)
        inside = np.flatnonzero((cells & ~chosen) == 0)[1:]
        known = (gammaln(held[inside] + prior) - gammaln(prior)).sum()
        terms[chosen] = known + gammaln(held[0] + unseen + prior) - gammaln(prior)
    return terms
