"""Can the table bear this model at all?

A log-linear estimate exists when the observed sums can be had from a table without any empty cell, which a
linear program decides (Fienberg and Rinaldo 2012, Annals of Statistics 40, eq. 9; for hidden cells Chan,
Silverman, Vincent 2021, JASA 116, sec. 2.3). Two lists with nobody in common have an effect of minus
infinity: the cells under it are empty by the model, and the rest must stand by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from khronika.count.undercount.captures import CaptureTable, Counts
from khronika.count.undercount.irls import Bools
from khronika.count.undercount.models import Terms, order_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduced:
    """A model without the terms whose overlap is empty, and the cells that are left to it."""

    model: Terms
    empty: Terms
    live: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What the table says of a model: whether a finite estimate exists, and whether it is the only one."""

    exists: bool
    identifiable: bool

    @property
    def sound(self) -> bool:
        """Both."""
        return self.exists and self.identifiable


def observable(t: int) -> Bools:
    """The cells of t lists that can be observed: all but the first."""
    live = np.ones(1 << t, dtype=bool)
    live[0] = False
    return live


def reduced(model: Sequence[int], counts: Counts, t: int) -> Reduced:
    """Take the empty terms out of a model, and the cells under them out of the table."""
    cells = np.arange(1 << t)
    live = observable(t)
    empty = []
    for term in model:
        if order_of(term) >= 2:
            under = (cells & term) == term
            if not counts[under].any():
                empty.append(term)
                live &= ~under
    kept = tuple(term for term in model if term not in empty)
    return Reduced(model=kept, empty=tuple(empty), live=live)


def design(model: Sequence[int], live: Bools) -> npt.NDArray[np.float64]:
    """The 0/1 matrix of a model, one row per living cell."""
    cells = np.flatnonzero(live)
    terms = np.asarray(model)
    return np.asarray((cells[:, None] & terms) == terms, dtype=np.float64)


def bearing(table: CaptureTable, model: Sequence[int]) -> Bearing:
    """Decide whether a table bears a model, empty overlaps taken out first.

    >>> from khronika.count.undercount.captures import from_counts
    >>> apart = from_counts(("A", "B", "C"), {(1, 0, 0): 4, (0, 1, 0): 3, (0, 0, 1): 6, (1, 1, 0): 2})
    >>> bearing(apart, (0, 1, 2, 4)).sound, bearing(apart, (0, 1, 2, 4, 3, 5, 6)).sound
    (True, False)
    """
    left = reduced(model, table.counts, table.t)
    return bears(left, table.counts)


def bears(left: Reduced, counts: Counts) -> Bearing:
    """Decide for a model whose empty overlaps are out."""
    matrix = design(left.model, left.live)
    identifiable = bool(np.linalg.matrix_rank(matrix) == len(left.model))
    return Bearing(exists=_inside(matrix, counts[left.live]), identifiable=identifiable)


def _inside(matrix: npt.NDArray[np.float64], counts: Counts) -> bool:
    """Whether the sums of these counts can be had with every cell above zero."""
    if (counts > 0).all():
        return True
    from scipy.optimize import linprog

    cells = len(counts)
    sums = matrix.T @ counts
    scale = max(1.0, float(counts.max()))
    equal = np.hstack([matrix.T, matrix.sum(axis=0)[:, None]])
    goal = np.zeros(cells + 1)
    goal[-1] = -1.0
    solved = linprog(goal, A_eq=equal, b_eq=sums / scale, bounds=(0, None), method="highs")
    return bool(solved.status == 0 and solved.fun is not None and -solved.fun * scale > 1e-7)
