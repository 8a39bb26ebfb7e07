"""What passed the gate, for which audience, with the proof."""

from dataclasses import dataclass

from khronika.record.intervals import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedRow:
    """One cell: an act in a province in a quarter. Finer than this nothing leaves.

    `incidents` and `victims` are floors and ceilings over the incidents that fall in the cell:
    `certain` lie wholly in the quarter, `possible` overlap it.
    """

    act: str
    admin1: str
    country: str
    quarter: str
    sex: str
    certain: int
    possible: int
    victims: Count
    crowd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Rows that passed the gate. Only `protect.gate` makes one."""

    audience: str
    rows: tuple[ReleasedRow, ...]
    withheld: int
    crowd_floor: int
    safety: int
    method: str
    proof: str
