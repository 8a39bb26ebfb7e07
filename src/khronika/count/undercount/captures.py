"""The table every undercount estimate starts from: who is on which list, as counts of capture patterns.

One column of 0 and 1 per list and a column `count`: "on the first and the third list, not on the second: 12".
A table that cannot be such a count is refused with the sentence that says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from khronika.count.sentences import Sentence
from khronika.errors import TableError

COUNT_NAMES = ("count", "freq")
MOST_LISTS = 11

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaptureTable:
    """Counts of the 2^t capture patterns of t lists.

    `counts[i]` is the number of people whose pattern has bit j set exactly when they are on list j;
    `counts[0]`, the people on no list, is unknown and held as 0. `warnings` are sentences for people.
    """

    lists: tuple[str, ...]
    counts: Counts
    name: str = "the table"
    warnings: tuple[Sentence, ...] = ()

    @property
    def t(self) -> int:
        """The number of lists."""
        return len(self.lists)

    @property
    def n(self) -> int:
        """The number of people on at least one list."""
        return int(self.counts.sum())

    @property
    def seen(self) -> Counts:
        """Counts of the 2^t - 1 patterns that can be observed."""
        return self.counts[1:]

    @property
    def patterns(self) -> npt.NDArray[np.int64]:
        """The 2^t - 1 observable patterns as rows of 0 and 1, shape (2^t - 1, t)."""
        return (np.arange(1, 1 << self.t)[:, None] >> np.arange(self.t)) & 1

    def overlap(self, mask: int) -> int:
        """The number of people who are on all lists of a mask, whatever else they are on."""
        cells = np.arange(1 << self.t)
        return int(self.counts[(cells & mask) == mask].sum())

    def without(self, dropped: int) -> "CaptureTable":
        """The table as it would be had one list never existed.

        >>> table = from_counts(("A", "B"), {(1, 0): 5, (0, 1): 3, (1, 1): 2})
        >>> table.without(1).n
        7
        """
        cells = np.arange(1 << self.t)
        kept = (cells & ((1 << dropped) - 1)) | (cells >> (dropped + 1) << dropped)
        counts = np.bincount(kept, weights=self.counts, minlength=1 << (self.t - 1)).astype(np.int64)
        counts[0] = 0
        lists = self.lists[:dropped] + self.lists[dropped + 1 :]
        return CaptureTable(lists=lists, counts=counts, name=self.name)

    def permuted(self, order: Sequence[int]) -> "CaptureTable":
        """The same table with its lists in another order."""
        cells = np.arange(1 << self.t)
        moved = sum((((cells >> old) & 1) << new) for new, old in enumerate(order))
        counts = np.zeros_like(self.counts)
        counts[moved] = self.counts
        return CaptureTable(lists=tuple(self.lists[old] for old in order), counts=counts, name=self.name)


def from_counts(lists: Sequence[str], counts: dict[tuple[int, ...], int]) -> CaptureTable:
    """Make a table from a mapping of patterns to counts; patterns left out count nobody."""
    full = np.zeros(1 << len(lists), dtype=np.int64)
    for pattern, count in counts.items():
        full[sum(bit << j for j, bit in enumerate(pattern))] = count
    return CaptureTable(lists=tuple(lists), counts=full)


def with_counts(table: CaptureTable, counts: Counts) -> CaptureTable:
    """Make a table with the same lists and other counts."""
    return CaptureTable(lists=table.lists, counts=counts, name=table.name)


def read_captures(path: Path) -> CaptureTable:
    """Read a CSV file. Raises TableError with the sentence that says what is wrong with it."""
    return captures_of(read_frame(path), name=path.name)


def read_strata(path: Path, column: str) -> dict[str, CaptureTable]:
    """Read a CSV file with a column of strata; return the table of each stratum by its name."""
    frame = read_frame(path)
    if column not in frame.columns:
        raise TableError(name=path.name, what=f"there is no column {column} to tell the strata apart.")
    lists = frame.drop(columns=column)
    return {
        str(stratum): captures_of(lists.loc[rows], name=f"{path.name}, {stratum}", empty_lists=True)
        for stratum, rows in frame.groupby(column).groups.items()
    }


def read_frame(path: Path) -> pd.DataFrame:
    """Read a CSV file as text. Raises TableError when it is none, or when a row is longer than the header."""
    try:
        frame = pd.read_csv(path, dtype=str, header=None, skipinitialspace=True, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TableError(name=path.name, what="there is no such file.") from error
    except pd.errors.ParserError as error:
        what = "a row has more columns than the header; a column has no name or the commas are wrong."
        raise TableError(name=path.name, what=what) from error
    except (ValueError, OSError) as error:  # pandas' own errors are values
        raise TableError(name=path.name, what="this is not a CSV table with a header line.") from error
    names = frame.iloc[0]
    if names.isna().any():
        raise TableError(name=path.name, what="a column has no name.")
    frame = frame.iloc[1:].reset_index(drop=True)
    frame.columns = pd.Index([str(name).strip() for name in names])
    return frame


def captures_of(frame: pd.DataFrame, *, name: str = "the table", empty_lists: bool = False) -> CaptureTable:
    """Make a table from a data frame with one 0/1 column per list and `count`.

    Rows that all count 1 may repeat a pattern: they are read as one row per person and added up.
    """
    frame = frame.rename(columns=lambda column: str(column).strip())
    if frame.columns.duplicated().any():
        raise TableError(name=name, what="two columns have the same name.")
    label = _count_column(frame, name)
    lists = tuple(column for column in frame.columns if column != label)
    _check_lists(lists, len(frame), name)
    counts = _whole_numbers(frame[label], name)
    codes = sum(
        (_zeros_and_ones(frame[column], column, name) << j for j, column in enumerate(lists)), start=0
    )
    assert isinstance(codes, np.ndarray)
    warnings = _check_patterns(codes, counts, len(lists), name)
    full = np.bincount(codes, weights=counts, minlength=1 << len(lists)).astype(np.int64)
    full[0] = 0
    if not empty_lists:
        _check_members(full, lists, name)
    return CaptureTable(lists=lists, counts=full, name=name, warnings=tuple(warnings))


def _count_column(frame: pd.DataFrame, name: str) -> str:
    for column in frame.columns:
        if column.lower() in COUNT_NAMES:
            return str(column)
    raise TableError(name=name, what="the column `count` is missing.")


def _check_lists(lists: tuple[str, ...], rows: int, name: str) -> None:
    if not lists:
        raise TableError(name=name, what="there is no column for any list, only counts.")
    if len(lists) > MOST_LISTS:
        what = f"{len(lists)} lists are too many (at most {MOST_LISTS}); join lists that one body keeps."
        raise TableError(name=name, what=what)
    if not rows:
        raise TableError(name=name, what="there are no rows under the header.")


def _whole_numbers(column: "pd.Series[str]", name: str) -> Counts:
    text = column.fillna("").astype(str).str.strip()
    missing = text.isin(["", "NA", "nan"])
    numbers = pd.to_numeric(text.where(~missing, "0"), errors="coerce").to_numpy(float)
    for wrong, said in (
        (~np.isfinite(numbers), "is not a number"),
        (numbers < 0, "is negative, and nobody can be counted less than once"),
        (numbers % 1 != 0, "is a fraction, and people are counted whole"),
        (numbers > 1e12, "is larger than any population"),
    ):
        if wrong.any():
            row = int(np.argmax(wrong))
            raise TableError(name=name, what=f"the count in row {row + 1} ({text.iloc[row][:20]}) {said}.")
    return np.asarray(numbers, dtype=np.int64)


def _zeros_and_ones(column: "pd.Series[str]", label: str, name: str) -> Counts:
    text = column.fillna("").astype(str).str.strip()
    ones = text.isin(["1", "1.0"]).to_numpy()
    wrong = ~(ones | text.isin(["0", "0.0"]).to_numpy())
    if wrong.any():
        row = int(np.argmax(wrong))
        held = text.iloc[row][:20] or "nothing"
        what = f"the list column {label} holds {held} in row {row + 1}; a list column holds only 0 and 1."
        raise TableError(name=name, what=what)
    return ones.astype(np.int64)


def _check_patterns(codes: Counts, counts: Counts, t: int, name: str) -> list[Sentence]:
    if counts[codes == 0].sum() > 0:
        what = "a row counts people who are on no list; nobody can have counted them."
        raise TableError(name=name, what=what)
    repeated = np.bincount(codes, minlength=1 << t) > 1
    if not repeated.any():
        return []
    if (counts == 1).all():
        return [Sentence.of("rows_added", rows=len(codes), patterns=len(np.unique(codes)))]
    code = int(np.argmax(repeated))
    pattern = ",".join(str(code >> j & 1) for j in range(t))
    what = f"the capture pattern {pattern} stands in more than one row; add such rows up."
    raise TableError(name=name, what=what)


def _check_members(full: Counts, lists: tuple[str, ...], name: str) -> None:
    if not full.sum():
        raise TableError(name=name, what="every count is zero.")
    cells = np.arange(len(full))
    for j, label in enumerate(lists):
        if not full[(cells >> j & 1) == 1].sum():
            what = f"the list {label} is empty: nobody is on it; leave it out."
            raise TableError(name=name, what=what)
