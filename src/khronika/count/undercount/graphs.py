"""All the ways in which lists can hang together without a hole: the decomposable graphs.

Two lists joined by an edge may depend on each other. A graph is decomposable when its vertices can be
taken away one by one so that the neighbours of each are joined to one another (Lauritzen 1996, ch. 2);
then the model has closed formulas. Taking vertex v with neighbours B away multiplies the probability by
p(v | B), so a graph is written down as +1 for the set {v} + B and -1 for the set B: cliques minus
separators, once all is added up."""

from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@cache
def decomposable_graphs(t: int) -> tuple[Ints, Ints]:
    """Return the edges (graphs, pairs) of all decomposable graphs on t lists, and their signed sets.

    The second array has shape (graphs, 2^t): how often each set of lists enters the likelihood, the empty set
    included. The complete graph, which fits anything, is the last.

    >>> [len(decomposable_graphs(t)[0]) for t in (2, 3, 4, 5)]
    [2, 8, 61, 822]
    """
    pairs = list(combinations(range(t), 2))
    codes = np.arange(1 << len(pairs))
    edges = (codes[:, None] >> np.arange(len(pairs))) & 1
    near = np.zeros((len(codes), t), dtype=np.int64)
    for index, (a, b) in enumerate(pairs):
        near[:, a] |= edges[:, index] << b
        near[:, b] |= edges[:, index] << a
    signed, whole = _taken_apart(near, t)
    return edges[whole], signed[whole]


def _taken_apart(near: Ints, t: int) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Take simplicial vertices away in all graphs at once; those with a hole get stuck."""
    graphs = len(near)
    signed = np.zeros((graphs, 1 << t), dtype=np.int64)
    left = np.full(graphs, (1 << t) - 1)
    rows = np.arange(graphs)
    for _ in range(t):
        chosen = np.full(graphs, -1)
        for v in range(t):
            free = (left >> v & 1 == 1) & (chosen < 0)
            chosen[free & _simplicial(near, left, v, t)] = v
        going = chosen >= 0
        at = rows[going]
        neighbours = near[at, chosen[going]] & left[going]
        signed[at, neighbours | (1 << chosen[going])] += 1
        signed[at, neighbours] -= 1
        left[going] &= ~(1 << chosen[going])
    return signed, left == 0


def _simplicial(near: Ints, left: Ints, v: int, t: int) -> npt.NDArray[np.bool_]:
    """Whether the remaining neighbours of v are joined to one another, per graph."""
    neighbours = near[:, v] & left
    whole = np.ones(len(near), dtype=bool)
    for u in range(t):
        beside = neighbours >> u & 1 == 1
        others = neighbours & ~(1 << u)
        whole &= ~beside | ((near[:, u] & others) == others)
    return whole
