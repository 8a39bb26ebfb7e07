"""Tables of incidents and victims: what is certain in each cell, what is possible, and which cases it is.

"More than ten women, at the turn of the quarter" is possible in two quarters and certain in none;
it adds eleven to the floor of the year, and no number at all to the ceiling.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from khronika.count.acts import UNKNOWN, CountedAct
from khronika.count.periods import GRAINS, Grain, period_of, possible_periods, span_of
from khronika.errors import UsageError
from khronika.record import Count, DateInterval

UNDATED = "undated"

Reading = Callable[[CountedAct], str]

DIMENSIONS: Mapping[str, Reading] = {
    "act": lambda act: act.act,
    "admin1": lambda act: act.admin1 or UNKNOWN,
    "country": lambda act: act.country or UNKNOWN,
    "actor": lambda act: act.actor,
    "sex": lambda act: act.sex or UNKNOWN,
    "minors": lambda act: {True: "yes", False: "no", None: UNKNOWN}[act.minors],
    "source_kind": lambda act: act.source_kind,
    "root_sources": lambda act: "–".join(str(n) for n in dict.fromkeys(act.root_sources)),
    "state": lambda act: act.state,
    "outlet": lambda act: act.outlet or UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One cell of a table.

    `key` holds the cell's values in the order of `by`. `certain` counts the incidents that lie wholly
    in the cell, `possible` those that touch it (so the true number is between the two). `victims` runs
    from the sum of floors of the certain ones to the sum of ceilings of the possible ones; a ceiling
    that nobody told leaves it open. The lists of incidents are what the numbers rest on.
    """

    by: tuple[str, ...]
    key: tuple[str, ...]
    certain: int
    possible: int
    victims: Count
    victims_possible_floor: int
    certain_incidents: tuple[str, ...]
    possible_incidents: tuple[str, ...]

    @property
    def values(self) -> dict[str, str]:
        """The cell's values by the name of their dimension."""
        return dict(zip(self.by, self.key, strict=True))


Cell = tuple[str, ...]
Members = dict[Cell, dict[str, list[CountedAct]]]


def incident_table(
    acts: Iterable[CountedAct],
    by: Sequence[str] = ("act", "admin1", "quarter"),
    *,
    where: Callable[[CountedAct], bool] = lambda act: True,
) -> list[TableRow]:
    """Return one row per cell that holds at least one possible incident, sorted by its key.

    `by` names any of `DIMENSIONS` and at most one of month, quarter, year. Acts without a date stand in
    rows of their own (`undated`): they may belong to any period. Raises UsageError on other names.

    >>> turn = CountedAct(incident="i1", act="arrest", admin1="Jilin", victims=Count(11, None),
    ...                   date=DateInterval.of("2024-03-20", "2024-04-02"))
    >>> for row in incident_table([turn]):
    ...     print(row.key, row.certain, row.possible, row.victims)
    ('arrest', 'Jilin', '2024-Q1') 0 1 0+
    ('arrest', 'Jilin', '2024-Q2') 0 1 0+
    >>> print(incident_table([turn], by=("act", "year"))[0].victims)
    11+
    """
    chosen = [act for act in acts if where(act)]
    grain = _checked(by)
    span = span_of(act.when for act in chosen if act.when) if grain else None
    certain: Members = defaultdict(lambda: defaultdict(list))
    possible: Members = defaultdict(lambda: defaultdict(list))
    for act in chosen:
        for cell, sure in _cells(act, by, grain, span):
            possible[cell][act.incident].append(act)
            if sure:
                certain[cell][act.incident].append(act)
    return [_row(tuple(by), cell, certain.get(cell, {}), possible[cell]) for cell in sorted(possible)]


def filtered(values: Mapping[str, str]) -> Callable[[CountedAct], bool]:
    """Return a filter that lets acts pass which have all these values of dimensions.

    >>> only = filtered({"act": "arrest"})
    >>> only(CountedAct(incident="i", act="arrest")), only(CountedAct(incident="i", act="raid"))
    (True, False)
    """
    wrong = [name for name in values if name not in DIMENSIONS]
    if wrong:
        raise UsageError(what=f"Acts cannot be filtered by {wrong[0]}; they can by {', '.join(DIMENSIONS)}.")
    return lambda act: all(DIMENSIONS[name](act) == value for name, value in values.items())


def totals(acts: Iterable[CountedAct]) -> TableRow:
    """Return the one row of everything, with an empty key."""
    rows = incident_table(acts, by=())
    return rows[0] if rows else _row((), (), {}, {})


def _checked(by: Sequence[str]) -> Grain | None:
    grains = [name for name in GRAINS if name in by]
    wrong = [name for name in by if name not in DIMENSIONS and name not in GRAINS]
    if wrong:
        known = ", ".join([*DIMENSIONS, *GRAINS])
        raise UsageError(what=f"A table cannot be made by {', '.join(wrong)}; it can by {known}.")
    if len(grains) > 1 or len(set(by)) < len(by):
        raise UsageError(what="A table takes one of month, quarter and year, and every name once.")
    return grains[0] if grains else None


def _cells(
    act: CountedAct, by: Sequence[str], grain: Grain | None, span: DateInterval | None
) -> Iterable[tuple[Cell, bool]]:
    """Yield each cell that an act touches, and whether it lies wholly in it."""
    periods: tuple[str, ...] = (UNDATED,)
    sure = True
    if grain and span and act.when is not None:
        periods = possible_periods(act.when, grain, span) or (UNDATED,)
        sure = _in_one_period(act.when, grain)
    parts = [periods if name == grain else (DIMENSIONS[name](act),) for name in by]
    for cell in product(*parts):
        yield cell, sure


def _in_one_period(when: DateInterval, grain: Grain) -> bool:
    return (
        when.first is not None
        and when.last is not None
        and period_of(when.first, grain) == period_of(when.last, grain)
    )


def _row(
    by: tuple[str, ...],
    cell: Cell,
    certain: Mapping[str, Sequence[CountedAct]],
    possible: Mapping[str, Sequence[CountedAct]],
) -> TableRow:
    ceilings = [_ceiling(acts) for acts in possible.values()]
    return TableRow(
        by=by,
        key=cell,
        certain=len(certain),
        possible=len(possible),
        victims=Count(
            sum(_floor(acts) for acts in certain.values()),
            None if None in ceilings else sum(ceiling or 0 for ceiling in ceilings),
        ),
        victims_possible_floor=sum(_floor(acts) for acts in possible.values()),
        certain_incidents=tuple(sorted(certain)),
        possible_incidents=tuple(sorted(possible)),
    )


def _floor(acts: Sequence[CountedAct]) -> int:
    """The least number of people in one incident: its acts may all have befallen the same ones."""
    return max((act.victims.floor or 0 for act in acts), default=0)


def _ceiling(acts: Sequence[CountedAct]) -> int | None:
    """The most people in one incident: its acts may each have befallen others."""
    told = [act.victims.ceiling for act in acts]
    return None if None in told else sum(number or 0 for number in told)
