"""Put the claims of an incident side by side, act by act, and say where they agree.

Two claims may say the same, or fit (29 January lies in the end of January), or contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from khronika.casebook.reading_room import OpenIncident
from khronika.record import Claim, Count, DateInterval, Link, Report
from khronika.review import Standing
from khronika.web.cards import Row, as_shown, rows_of

# What is told by each in their own words, or is the heading: nothing to agree on.
NOT_COMPARED = frozenset({"act", "source", "ground", "victims.age"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One claim of an act: as it stands, by which report, and how it was judged."""

    number: int
    claim: Claim
    shown: Claim
    held: Standing
    report: Report | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value over all claims of an act, and whether they agree on it."""

    group: str
    cells: tuple[Row, ...]
    agrees: str  # same, fits, different, or alone when at most one claim tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAct:
    """The claims of one act, side by side."""

    act: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def compared_acts(opened: OpenIncident) -> tuple[ComparedAct, ...]:
    """Return one table per act; a corrected claim stands under the act that people gave it."""
    columns = [_column(number, claim, opened) for number, claim in enumerate(opened.claims, start=1)]
    acts = dict.fromkeys(column.shown.act for column in columns)
    return tuple(_compared(act, [c for c in columns if c.shown.act == act]) for act in acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why two things belong together, with names that a reader knows instead of ids."""

    link: Link
    left: str
    right: str
    between_claims: bool


def reasons_of(opened: OpenIncident) -> tuple[Reason, ...]:
    """Return the links of an incident; claims are called by their number, reports by their outlet."""
    numbers = {str(claim.id): str(number) for number, claim in enumerate(opened.claims, start=1)}
    outlets = {str(report.id): report.outlet or report.id for report in opened.reports}
    names = outlets | numbers
    return tuple(
        Reason(
            link=link,
            left=names.get(link.left, link.left),
            right=names.get(link.right, link.right),
            between_claims=link.left in numbers and link.right in numbers,
        )
        for link in opened.links
    )


def agreement_on(group: str, claims: Sequence[Claim], cells: Sequence[Row]) -> str:
    """Say whether claims agree on one value.

    >>> from khronika.record.samples import claim
    >>> early, exact = claim("c1"), claim("c2", dates=("2024-01-29", "2024-01-29"))
    >>> rows = [next(r for r in rows_of(c, c) if r.group == "date") for c in (early, exact)]
    >>> agreement_on("date", [early, exact], rows)
    'fits'
    """
    told = [(claim, cell) for claim, cell in zip(claims, cells, strict=True) if cell.told]
    if len(told) < 2 or group in NOT_COMPARED:
        return "alone"
    if len({tuple(cell.values.values()) for _, cell in told}) == 1:
        return "same"
    pairs = combinations([claim for claim, _ in told], 2)
    return "fits" if all(_fit(group, one, other) for one, other in pairs) else "different"


def _fit(group: str, one: Claim, other: Claim) -> bool:
    if group == "date":
        return _overlap(one.date, other.date)
    if group == "victims.count":
        return _overlap(one.victims.count, other.victims.count)
    if group == "place" and one.place and other.place:
        finer = one.place.admin1 and other.place.admin1
        if finer:
            return one.place.admin1 == other.place.admin1
        return one.place.country == other.place.country
    return False


def _overlap(one: DateInterval | Count | None, other: DateInterval | Count | None) -> bool:
    if isinstance(one, DateInterval) and isinstance(other, DateInterval):
        return one.overlaps(other)
    return isinstance(one, Count) and isinstance(other, Count) and one.overlaps(other)


def _column(number: int, claim: Claim, opened: OpenIncident) -> Column:
    held = opened.held[claim.id]
    return Column(
        number=number,
        claim=claim,
        shown=as_shown(claim, held),
        held=held,
        report=next((r for r in opened.reports if r.id == claim.report), None),
    )


def _compared(act: str, columns: list[Column]) -> ComparedAct:
    rows = zip(*(rows_of(column.claim, column.shown) for column in columns), strict=True)
    claims = [column.shown for column in columns]
    lines = [
        Line(group=cells[0].group, cells=cells, agrees=agreement_on(cells[0].group, claims, cells))
        for cells in rows
        if any(cell.told for cell in cells) and not _all_incident(cells)
    ]
    return ComparedAct(act=act, columns=tuple(columns), lines=tuple(lines))


def _all_incident(cells: Sequence[Row]) -> bool:
    return all(cell.values == {"specificity": "incident"} for cell in cells)
