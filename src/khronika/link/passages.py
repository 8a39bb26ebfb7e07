"""Which passages of reports many others share without being their copies: boilerplate and background.

A site hangs its menu on every page, an agency its paragraph of background on every story. Such a passage
is told from a wire that many print by what is left beside it: a story of its own, or nothing.

The fingerprints of all reports are held in arrays of one length, one entry for each kept run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khronika.link.fingerprints import Tokens, runs_of, winnowed

NEAR = 14  # tokens: what lies closer to a shared run than this belongs to the same passage
OWN_RUNS, OWN_SHARE = 8, 0.22  # a report with so much beside a passage tells a story of its own
FEW = 12  # reports: what more than these share is nobody's own story
MOST = 0.5  # of those who share a passage tell another story: it is boilerplate or background

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Prints:
    """Entries in the order of reports and places: whose run, where it begins, which, how many share it."""

    report: Ints
    place: Ints
    run: Ints  # the number of the run among all runs
    holders: Ints  # how many reports hold that run

    @property
    def reports(self) -> int:
        """How many reports there are entries of (the last may have none)."""
        return int(self.report[-1]) + 1 if len(self.report) else 0


def prints_of(texts: Iterable[Tokens]) -> Prints:
    """Return the fingerprints of texts; a run that one text holds twice is one entry."""
    reports, places, runs = [], [], []
    for n, tokens in enumerate(texts):
        hashed = runs_of(tokens.hashes, tokens.run)
        kept = winnowed(hashed)
        _, first = np.unique(hashed[kept], return_index=True)
        kept = kept[np.sort(first)]
        reports.append(np.full(len(kept), n, np.int64))
        places.append(kept)
        runs.append(hashed[kept])
    if not reports:
        empty = np.zeros(0, np.int64)
        return Prints(empty, empty, empty, empty)
    _, numbers, counts = np.unique(np.concatenate(runs), return_inverse=True, return_counts=True)
    return Prints(np.concatenate(reports), np.concatenate(places), numbers, counts[numbers])


def common_passages(prints: Prints) -> Mask:
    """Say of each entry whether its run is boilerplate or background: many share it, and tell other stories.

    Runs are compared within a level, a doubling of the number of reports that share them. A run that only
    two share is left to the comparison of the two.
    """
    common = np.zeros(len(prints.report), np.bool_)
    if not len(prints.report):
        return common
    levels = np.floor(np.log2(prints.holders)).astype(np.int64)
    runs = int(prints.run.max()) + 1
    total = np.bincount(prints.report)
    for level in range(1, int(levels.max()) + 1):
        here = (levels == level) & (prints.holders > 2)
        if not here.any():
            continue
        own = (prints.holders <= FEW) & ~common & ~_near_any(prints, levels >= max(1, level - 1))
        left = np.bincount(prints.report[own], minlength=len(total))
        tells = (left >= OWN_RUNS) & (left >= OWN_SHARE * total)
        telling = np.bincount(prints.run[here], tells[prints.report[here]], minlength=runs)
        common[here] = telling[prints.run[here]] >= MOST * prints.holders[here]
    return common


def _near_any(prints: Prints, chosen: Mask) -> Mask:
    """Say of each entry whether it is chosen, or lies close between chosen ones of its report."""
    numbers = np.arange(len(chosen))
    before = np.maximum.accumulate(np.where(chosen, numbers, -1))
    after = np.minimum.accumulate(np.where(chosen, numbers, len(chosen))[::-1])[::-1]
    return _close(prints, numbers, before) & _close(prints, numbers, after)


def _close(prints: Prints, numbers: Ints, other: Ints) -> Mask:
    inside = (other >= 0) & (other < len(numbers))
    to = np.where(inside, other, numbers)
    same = prints.report[to] == prints.report
    near: Mask = inside & same & (np.abs(prints.place[to] - prints.place) <= NEAR)
    return near
