"""Read and write countable acts as a plain table, so that a spreadsheet or a notebook can make them.

One row per act; the columns are `incident, act, date_from, date_to, admin1, country, victims_min,
victims_max, sex, minors, actor, source_kind, root_sources_low, root_sources_high, state, published,
outlets`. Only `act` must be there; an empty cell is unknown or open, several outlets are parted by
semicolons."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from khronika.count.acts import UNKNOWN, CountedAct
from khronika.errors import RecordError, TableError
from khronika.record import Count, DateInterval

COLUMNS = (
    "incident",
    "act",
    "date_from",
    "date_to",
    "admin1",
    "country",
    "victims_min",
    "victims_max",
    "sex",
    "minors",
    "actor",
    "source_kind",
    "root_sources_low",
    "root_sources_high",
    "state",
    "published",
    "outlets",
)
MINORS = {"yes": True, "no": False, "": None, "unknown": None}


def read_acts(path: Path) -> tuple[CountedAct, ...]:
    """Read a CSV file. Raises TableError that names the row and what is wrong in it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            known = [name.strip() for name in rows.fieldnames or ()]
            if "act" not in known:
                raise TableError(name=path.name, what="the column `act` is missing.")
            rows.fieldnames = known
            return tuple(_act(row, number, path.name) for number, row in enumerate(rows, start=1))
    except FileNotFoundError as error:
        raise TableError(name=path.name, what="there is no such file.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(name=path.name, what="this is not a CSV table with a header line.") from error


def act_rows(acts: Iterable[CountedAct]) -> list[dict[str, object]]:
    """Return acts as plain rows with the columns above, for a CSV file or a data frame."""
    return [
        {
            "incident": act.incident,
            "act": act.act,
            "date_from": _day(act.date.first if act.date else None),
            "date_to": _day(act.date.last if act.date else None),
            "admin1": act.admin1 or "",
            "country": act.country or "",
            "victims_min": "" if act.victims.floor is None else act.victims.floor,
            "victims_max": "" if act.victims.ceiling is None else act.victims.ceiling,
            "sex": act.sex or "",
            "minors": {True: "yes", False: "no", None: ""}[act.minors],
            "actor": act.actor,
            "source_kind": act.source_kind,
            "root_sources_low": act.root_sources[0],
            "root_sources_high": act.root_sources[1],
            "state": act.state,
            "published": _day(act.published),
            "outlets": ";".join(act.voices),
        }
        for act in acts
    ]


def _act(row: Mapping[str, str | None], number: int, name: str) -> CountedAct:
    def cell(column: str) -> str:
        return (row.get(column) or "").strip()

    try:
        first, last = cell("date_from") or None, cell("date_to") or None
        outlets = tuple(part.strip() for part in cell("outlets").split(";") if part.strip())
        return CountedAct(
            incident=cell("incident") or f"row-{number}",
            act=cell("act") or UNKNOWN,
            date=DateInterval.of(first, last) if first or last else None,
            admin1=cell("admin1") or None,
            country=cell("country") or None,
            victims=Count(_whole(cell("victims_min")), _whole(cell("victims_max"))),
            sex=cell("sex") or None,
            minors=MINORS[cell("minors").lower()],
            actor=cell("actor") or UNKNOWN,
            source_kind=cell("source_kind") or UNKNOWN,
            root_sources=(int(cell("root_sources_low") or 1), int(cell("root_sources_high") or 1)),
            state=cell("state") or "unreviewed",
            published=date.fromisoformat(cell("published")) if cell("published") else None,
            outlet=outlets[0] if outlets else None,
            outlets=outlets,
        )
    except (ValueError, KeyError, RecordError) as error:
        what = "a date is not YYYY-MM-DD, a number is not whole, or an interval ends before it begins."
        raise TableError(name=name, what=f"row {number}: {what}") from error


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
