"""Which lists may depend on which: the hierarchical log-linear models of a set of lists.

A term is a bit mask of lists: 0b0101 lets the first and the third list depend on each other. A model is
hierarchical when with a term it holds every part of it, and it always holds each list by itself.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

Terms = tuple[int, ...]


def order_of(term: int) -> int:
    """The number of lists in a term."""
    return term.bit_count()


@cache
def interactions(t: int, order: int) -> Terms:
    """All terms of two up to `order` lists, small ones first.

    >>> [bin(term) for term in interactions(3, 3)]
    ['0b11', '0b101', '0b110', '0b111']
    """
    found = [
        sum(1 << j for j in lists) for size in range(2, order + 1) for lists in combinations(range(t), size)
    ]
    return tuple(found)


def main_effects(t: int) -> Terms:
    """The empty term and each list by itself.

    >>> main_effects(3)
    (0, 1, 2, 4)
    """
    return (0, *(1 << j for j in range(t)))


@cache
def hierarchical(t: int, order: int) -> tuple[Terms, ...]:
    """All hierarchical models of t lists up to an order, the independent lists first.

    The saturated model is left out: it fits any table and says nothing of the unseen.

    >>> len(hierarchical(3, 2)), len(hierarchical(4, 3)), len(hierarchical(5, 2))
    (8, 113, 1024)
    """
    everything = (1 << t) - 1
    candidates = [term for term in interactions(t, order) if term != everything]
    alone = main_effects(t)
    sets = _subsets(candidates) if order <= 2 else _closed(candidates, 0, frozenset(), ())
    found = [alone + chosen for chosen in sets]
    return tuple(sorted(found, key=lambda model: (len(model), model)))


def _subsets(candidates: Sequence[int]) -> Iterator[Terms]:
    """Yield every set of pairs: each is hierarchical."""
    for size in range(len(candidates) + 1):
        yield from combinations(candidates, size)


def _closed(candidates: Sequence[int], start: int, held: frozenset[int], chosen: Terms) -> Iterator[Terms]:
    """Yield each set of candidates that holds, with a term, all its parts."""
    yield chosen
    for index in range(start, len(candidates)):
        term = candidates[index]
        if all(part in held for part in _facets(term)):
            yield from _closed(candidates, index + 1, held | {term}, (*chosen, term))


def _facets(term: int) -> Iterator[int]:
    """The parts of a term with one list fewer that are themselves interactions."""
    if order_of(term) > 2:
        yield from (term & ~(1 << j) for j in range(term.bit_length()) if term >> j & 1)


def generators(model: Sequence[int]) -> Terms:
    """The largest terms of a model, which say the rest, in the order of their lists."""
    largest = [a for a in model if a and not any(a != b and a & b == a for b in model)]
    return tuple(sorted(largest, key=lambda term: [j for j in range(term.bit_length()) if term >> j & 1]))


def notation(model: Sequence[int]) -> str:
    """Write a model by its generators, lists numbered from 1.

    >>> notation((0, 1, 2, 4, 8, 3, 5, 6, 9, 12, 7))
    '[123,14,34]'
    """
    return f"[{','.join(_digits(term) for term in generators(model))}]"


def formula(model: Sequence[int], lists: Sequence[str]) -> str:
    """Write a model with the names of its lists, in the order of its terms.

    >>> formula((0, 1, 2, 3), ("A", "B"))
    'count ~ A + B + A:B'
    """
    return f"count ~ {' + '.join(named(term, lists) for term in model if term)}"


def named(term: int, lists: Sequence[str]) -> str:
    """Write one term with the names of its lists.

    >>> named(0b101, ("A", "B", "C"))
    'A:C'
    """
    return ":".join(lists[j] for j in range(len(lists)) if term >> j & 1)


def padded(models: Sequence[Terms]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Lay models under one another: terms of shape (models, longest) padded with -1, and their sizes."""
    sizes = np.array([len(model) for model in models], dtype=np.int64)
    table = np.full((len(models), int(sizes.max())), -1, dtype=np.int64)
    for row, model in enumerate(models):
        table[row, : len(model)] = model
    return table, sizes


def _digits(term: int) -> str:
    parts = [str(j + 1) for j in range(term.bit_length()) if term >> j & 1]
    return ("" if term.bit_length() < 10 else ".").join(parts)
