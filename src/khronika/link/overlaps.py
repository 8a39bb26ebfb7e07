"""How much of one text stands in another, word for word or lightly edited.

Every run of three words (four characters in Chinese and Korean) is looked for in the other text; where a
fair share of the runs around a word is found, the word counts as shared. A quarter of the words changed
leaves two runs in five; texts that tell of one thing in other words share one in twenty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khronika.link.fingerprints import Tokens

AROUND_WORDS, AROUND_CHARACTERS = 15, 25
FAIR_SHARE = 0.17
FEW_NUMBERS = 4  # fewer numbers tell nothing of whether the facts are the same


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share: shares of each (0 to 1), shared tokens, and whether their numbers agree."""

    left: float
    right: float
    tokens: int
    numbers_agree: bool


def overlap(
    left: Tokens, right: Tokens, beside_left: NDArray[np.bool_], beside_right: NDArray[np.bool_]
) -> Overlap:
    """Compare two texts; the masks say which tokens are boilerplate or background and do not count."""
    shared_left, shared_right = _shared(left, right), _shared(right, left)
    own_left, own_right = ~beside_left, ~beside_right
    in_left, in_right = shared_left & own_left, shared_right & own_right
    return Overlap(
        left=float(in_left.sum() / max(1, own_left.sum())),
        right=float(in_right.sum() / max(1, own_right.sum())),
        tokens=int(min(in_left.sum(), in_right.sum())),
        numbers_agree=_numbers_agree(left, right, in_left) and _numbers_agree(right, left, in_right),
    )


def _shared(one: Tokens, other: Tokens) -> NDArray[np.bool_]:
    if one.script != other.script or not len(one.grams) or not len(other.grams):
        return np.zeros(len(one.hashes), np.bool_)
    gram, runs, others = one.gram, one.grams, other.ordered_grams
    found = others[np.minimum(np.searchsorted(others, runs), len(others) - 1)] == runs
    around = min(AROUND_CHARACTERS if one.wide else AROUND_WORDS, len(found))
    sums = np.concatenate([[0.0], np.cumsum(found)])
    at = np.clip(np.arange(len(one.hashes)) - gram // 2, 0, len(found) - 1)
    first, last = np.maximum(0, at - around // 2), np.minimum(len(found), at + around // 2 + 1)
    shared: NDArray[np.bool_] = (sums[last] - sums[first]) / (last - first) >= FAIR_SHARE
    return shared


def _numbers_agree(one: Tokens, other: Tokens, shared: NDArray[np.bool_]) -> bool:
    """Say whether most numbers of the shared part stand in the other text: a filled form is no copy."""
    told = one.hashes[one.numbers & shared]
    if len(told) < FEW_NUMBERS:
        return True
    return bool(np.isin(told, other.hashes[other.numbers]).mean() >= 0.5)
