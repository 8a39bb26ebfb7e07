"""When no number may be given, and what would be needed.

An estimate of the unseen is an argument about people who were seen on several lists. Where there are too
few lists, where rows are not people, where one list is a copy of another or where people come and go, the
argument fails before any model is fitted."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from khronika.count.sentences import Sentence
from khronika.count.undercount.captures import CaptureTable
from khronika.errors import EstimateRefusedError

RowsAre = Literal["people", "groups", "reports"]
FEWEST_LISTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the table does not say of itself.

    `copies` are pairs of lists of which one is drawn from the other, as the source graph shows; `closed` is
    False when people entered or left the population while the lists were made.
    """

    rows_are: RowsAre = "people"
    copies: tuple[tuple[str, str], ...] = ()
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no number, and what would be needed: the keys of the two sentences and their figures."""

    key: str
    values: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, key: str, **values: object) -> "Refusal":
        """Make a refusal with its figures by name."""
        return cls(key, tuple(values.items()))

    def said(self, language: str = "en") -> str:
        """Both sentences, to be shown together."""
        why, needed = (Sentence(f"{self.key}.{part}", self.values) for part in ("why", "needed"))
        return f"{why.said(language)} {needed.said(language)}"

    def __str__(self) -> str:
        return self.said()

    def error(self) -> EstimateRefusedError:
        """The refusal as an error, for callers that need a number."""
        why, needed = (str(Sentence(f"{self.key}.{part}", self.values)) for part in ("why", "needed"))
        return EstimateRefusedError(why=why[0].lower() + why[1:].rstrip("."), needed=needed)


def refusal(table: CaptureTable, told: Circumstances) -> Refusal | None:
    """Return the first reason to refuse before any model is fitted, or None.

    >>> from khronika.count.undercount.captures import from_counts
    >>> two = from_counts(("A", "B"), {(1, 0): 5, (0, 1): 3, (1, 1): 2})
    >>> refusal(two, Circumstances()).key
    'few_lists'
    """
    if told.rows_are != "people":
        return Refusal.of("rows_are", rows=told.rows_are)
    if not told.closed:
        return Refusal.of("open")
    if table.t < FEWEST_LISTS:
        return Refusal.of("few_lists", lists=table.t)
    return _copied(table, told) or _apart(table)


def _copied(table: CaptureTable, told: Circumstances) -> Refusal | None:
    for first, second in told.copies:
        if {first, second} <= set(table.lists):
            return Refusal.of("copied", first=first, second=second)
    for j in range(table.t):
        for k in range(j + 1, table.t):
            if _same_people(table, j, k):
                return Refusal.of("same_people", first=table.lists[j], second=table.lists[k])
    return None


def _same_people(table: CaptureTable, j: int, k: int) -> bool:
    cells = np.arange(1 << table.t)
    one_only = (cells >> j & 1) != (cells >> k & 1)
    return not table.counts[one_only].any()


def _apart(table: CaptureTable) -> Refusal | None:
    cells = np.arange(1 << table.t)
    several = (cells & (cells - 1)) > 0
    return None if table.counts[several].any() else Refusal("not_identifiable")
