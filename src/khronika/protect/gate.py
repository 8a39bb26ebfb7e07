"""The gate: the only way out. It lets through rows that fit a crowd, and nothing else.

A row that fits too few people loses its sex first, then its province; one that still fits too few
is withheld. If nothing is left, nothing leaves.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from khronika.errors import GateRefusedError
from khronika.protect.crowd import SAFETY, crowd
from khronika.record import Count, Release, ReleasedRow

CROWD_FLOOR = 20
ANY_SEX, ELSEWHERE = "any", "not given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What somebody wants to release: one act in one province, quarter and sex, with its counts.

    `nationalities` are those of the people it counts; they decide the crowd and never leave.
    """

    act: str
    admin1: str | None
    country: str | None
    quarter: str
    sex: str | None
    nationalities: frozenset[str | None]
    certain: int
    possible: int
    victims: Count


def pass_gate(
    cells: Iterable[Cell],
    *,
    audience: str,
    method: str,
    floor: int = CROWD_FLOOR,
    reference: Mapping[str, Any] | None = None,
) -> Release:
    """Return what may leave. Raises GateRefusedError when no row fits a crowd of `floor`."""
    merged: defaultdict[tuple[str, ...], list[tuple[Cell, int]]] = defaultdict(list)
    withheld = 0
    asked = 0
    for cell in cells:
        asked += 1
        safe = safest(cell, floor, reference)
        if safe is None:
            withheld += 1
            continue
        shown, size = safe
        key = (shown.act, shown.country or "", shown.admin1 or "", shown.quarter, shown.sex or "")
        merged[key].append((shown, size))
    if not merged:
        raise GateRefusedError(why=_why(asked, floor), remedy=_remedy(asked))
    rows = tuple(_row(found) for _, found in sorted(merged.items()))
    return Release(
        audience=audience,
        rows=rows,
        withheld=withheld,
        crowd_floor=floor,
        safety=SAFETY,
        method=method,
        proof=proof_of(rows, withheld, floor, method),
    )


def safest(cell: Cell, floor: int, reference: Mapping[str, Any] | None = None) -> tuple[Cell, int] | None:
    """Return the finest form of a cell that fits a crowd, with the size of that crowd; None if none does.

    >>> women = Cell(act="arrest", admin1="Yunnan", country="CN", quarter="2024-Q1", sex="female",
    ...              nationalities=frozenset({"KP"}), certain=1, possible=1, victims=Count(1, 1))
    >>> shown, size = safest(women, 20)
    >>> shown.admin1, shown.sex, size
    (None, 'any', 1666)
    """
    for form in (
        cell,
        replace(cell, sex=ANY_SEX),
        replace(cell, sex=ANY_SEX, admin1=None),
    ):
        size = min(
            (
                crowd(
                    nationality=nationality,
                    country=form.country,
                    admin1=form.admin1,
                    sex=form.sex,
                    reference=reference,
                )
                for nationality in form.nationalities or {None}
            ),
            default=0,
        )
        if size >= floor:
            return form, size
    return None


def proof_of(rows: Iterable[ReleasedRow], withheld: int, floor: int, method: str) -> str:
    """Return a digest over all that was let through; a changed row does not fit it."""
    told = [
        [
            r.act,
            r.admin1,
            r.country,
            r.quarter,
            r.sex,
            r.certain,
            r.possible,
            r.victims.floor,
            r.victims.ceiling,
            r.crowd,
        ]
        for r in rows
    ]
    text = json.dumps([told, withheld, floor, SAFETY, method], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _row(found: list[tuple[Cell, int]]) -> ReleasedRow:
    cells = [cell for cell, _ in found]
    first = cells[0]
    ceilings = [c.victims.ceiling for c in cells]
    return ReleasedRow(
        act=first.act,
        admin1=first.admin1 or ELSEWHERE,
        country=first.country or ELSEWHERE,
        quarter=first.quarter,
        sex=first.sex or "not told",
        certain=sum(c.certain for c in cells),
        possible=sum(c.possible for c in cells),
        victims=Count(
            sum(c.victims.floor or 0 for c in cells),
            None if None in ceilings else sum(c or 0 for c in ceilings),
        ),
        crowd=min(size for _, size in found),
    )


def _why(asked: int, floor: int) -> str:
    if not asked:
        return "there is no finding to release"
    return f"none of the {asked} rows fits a crowd of {floor} people"


def _remedy(asked: int) -> str:
    if not asked:
        return "Accept or correct claims in the desk first: only judged claims make findings."
    return "Add findings from larger places, or wait until a longer period can be released."
