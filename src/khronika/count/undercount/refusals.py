"""When no number may be given, and what would be needed.

An estimate of the unseen is an argument about people who were seen on several lists. Where there are too
few lists, where rows are not people, where one list is a copy of another or where people come and go, the
argument fails before any model is fitted."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no number, and what would be needed."""

    why: str
    needed: str

    @property
    def sentence(self) -> str:
        """Both, to be shown together."""
        return f"{self.why[0].upper()}{self.why[1:]}. {self.needed}"

    def error(self) -> EstimateRefusedError:
        """The refusal as an error, for callers that need a number."""
        return EstimateRefusedError(why=self.why, needed=self.needed)


def refusal(table: CaptureTable, told: Circumstances) -> Refusal | None:
    """Return the first reason to refuse before any model is fitted, or None.

    >>> from khronika.count.undercount.captures import from_counts
    >>> two = from_counts(("A", "B"), {(1, 0): 5, (0, 1): 3, (1, 1): 2})
    >>> refusal(two, Circumstances()).why
    'there are 2 lists, and with fewer than three the dependence between lists cannot be seen'
    """
    if told.rows_are != "people":
        return Refusal(
            why=f"the rows are {told.rows_are}, not identified people",
            needed="Link the rows to people first: whether two lists name the same person must be known.",
        )
    if not told.closed:
        return Refusal(
            why="people came into the population or left it while the lists were made",
            needed="Cut the lists to a time and place in which the population was the same for all of them.",
        )
    if table.t < FEWEST_LISTS:
        said = f"there {'is' if table.t == 1 else 'are'} {table.t} list{'' if table.t == 1 else 's'}"
        return Refusal(
            why=f"{said}, and with fewer than three the dependence between lists cannot be seen",
            needed="A third list of identified people, made independently of the others, would be needed.",
        )
    return _copied(table, told) or _apart(table)


def not_identifiable() -> Refusal:
    """The refusal when the table bears no model."""
    return Refusal(
        why="the overlaps of the lists do not determine the number of the unseen under any model",
        needed="More people who are on two or more of the lists would be needed, or lists that overlap.",
    )


def too_many_lists(most: int) -> Refusal:
    """The refusal of a method that cannot hold so many lists."""
    return Refusal(
        why=f"this method goes over every dependence of up to {most} lists only",
        needed=f"Join lists that one body keeps until {most} are left, or use another method.",
    )


def chains_disagree(why: str) -> Refusal:
    """The refusal of a latent class model with more than one reading."""
    return Refusal(
        why=f"{why}: the table has more than one reading, and the data do not say which is right",
        needed="The readings are shown as modes; another list would be needed to tell them apart.",
    )


def _copied(table: CaptureTable, told: Circumstances) -> Refusal | None:
    for first, second in told.copies:
        if {first, second} <= set(table.lists):
            return Refusal(
                why=f"the list {second} is drawn from the list {first}, so it is no evidence beside it",
                needed="Join the two into one list and estimate again.",
            )
    for j in range(table.t):
        for k in range(j + 1, table.t):
            if _same_people(table, j, k):
                return Refusal(
                    why=f"the lists {table.lists[j]} and {table.lists[k]} hold exactly the same people",
                    needed="They are copies of one another: join the two into one list and estimate again.",
                )
    return None


def _same_people(table: CaptureTable, j: int, k: int) -> bool:
    cells = np.arange(1 << table.t)
    one_only = (cells >> j & 1) != (cells >> k & 1)
    return not table.counts[one_only].any()


def _apart(table: CaptureTable) -> Refusal | None:
    cells = np.arange(1 << table.t)
    several = (cells & (cells - 1)) > 0
    return None if table.counts[several].any() else not_identifiable()
