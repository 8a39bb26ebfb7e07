"""Give an act the date and place that its report tells of the same people elsewhere.

"Officers stormed her house", says a witness, and later: "it was in late July". The walk through
the report looks back; here every act of one group of people is seen at once. Only what is
unambiguous is filled in: one province, or the nearest date told with an act against these people.
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.code.dates import DatedExpression
from khronika.code.events import Event
from khronika.code.people import Group
from khronika.code.places import FoundPlace
from khronika.code.scene import Scene

_DATED = frozenset({"arrest", "raid"})
_HELD = frozenset({"detention", "interrogation", "ill_treatment"})
_BY_CHAIN = frozenset({"arrest", "raid", "detention", "surveillance", "exploitation", "interrogation"})


def fill(scene: Scene) -> None:
    """Fill dates and places of acts that tell none, from acts against the same people."""
    events, groups = scene.events, scene.groups.all
    for event in events:
        if event.group is None or event.group.is_self or event.mention.specificity == "pattern":
            continue
        kin = [e for e in events if e is not event and _same_people(e.group, event.group, groups)]
        if event.date is None and event.mention.act in _DATED:
            _fill_date(event, kin, scene.told_dates)
        if event.mention.act in _BY_CHAIN and (event.place is None or event.place.admin1 is None):
            _fill_place(event, kin, scene.told_places)
    for number, event in enumerate(events):
        if event.mention.specificity != "pattern" and event.mention.act in _HELD:
            if event.mention.act == "detention" and not event.own_date:
                _hold_from_arrest(event, events, groups)
            _follow(event, events[:number])


def _hold_from_arrest(event: Event, events: Sequence[Event], groups: Sequence[Group]) -> None:
    """Nobody is held before the arrest: custody without a day of its own begins with it."""
    if event.group is None or event.group.is_self:
        return
    arrests = [
        e
        for e in events
        if e.mention.act == "arrest"
        and e.mention.specificity != "pattern"
        and e.date
        and e.date.first
        and _same_people(e.group, event.group, groups)
        and (e.own_date or event.date is None)
    ]
    begun = event.date.first if event.date else None
    taken = arrests[0].date.first if arrests and arrests[0].date else None
    if taken and (begun is None or begun < taken):
        nearest = min(arrests, key=lambda e: _apart(e, event))
        event.date, event.date_span = nearest.date, nearest.date_span


def _follow(event: Event, before: Sequence[Event]) -> None:
    """What is told of custody without day or place goes on where the report has just been."""
    near = [e for e in before if 0 <= event.mention.sentence.paragraph - e.mention.sentence.paragraph <= 2]
    here = [
        e for e in near if e.mention.sentence.index == event.mention.sentence.index and e.group is event.group
    ]
    if event.date is None:
        dated = [e for e in here if e.date] or [e for e in near if e.date and e.mention.act == "detention"]
        if dated:
            event.date, event.date_span = dated[-1].date, dated[-1].date_span
    if event.place is None:
        placed = [e for e in near if e.place and e.place.admin1 and e.mention.act in _HELD | _DATED]
        if placed:
            event.place = placed[-1].place


def _same_people(one: Group | None, other: Group, groups: Sequence[Group]) -> bool:
    return one is not None and _whole(one, groups) == _whole(other, groups)


def _whole(group: Group, groups: Sequence[Group]) -> int:
    seen = {group.key}
    while group.parent is not None and group.parent not in seen:
        group = groups[group.parent]
        seen.add(group.key)
    return group.key


def _fill_date(event: Event, kin: Sequence[Event], told_dates: Sequence[tuple[int, DatedExpression]]) -> None:
    told = [
        e
        for e in kin
        if e.own_date and e.date and e.mention.act in _DATED and e.mention.specificity != "pattern"
    ]
    if told:
        nearest = min(told, key=lambda e: _apart(e, event))
        event.date, event.date_span = nearest.date, nearest.date_span
        return
    introduced = [
        d for p, d in told_dates if event.group and p == event.group.first_paragraph and not d.since
    ]
    if len(introduced) == 1 and event.mention.sentence.paragraph - event.group.first_paragraph <= 2:  # type: ignore[union-attr]
        event.date, event.date_span = introduced[0].interval, (introduced[0].start, introduced[0].end)


def _fill_place(event: Event, kin: Sequence[Event], told_places: Sequence[tuple[int, FoundPlace]]) -> None:
    told = [e.place for e in kin if e.place and e.place.admin1 and e.mention.specificity != "pattern"]
    country = event.place.country if event.place else None
    fitting = [p for p in told if country is None or p.country == country]
    if fitting and len({p.admin1 for p in fitting}) == 1:
        event.place = fitting[0]
    elif not told and event.group is not None:
        introduced = [f for p, f in told_places if p == event.group.first_paragraph]
        if len({f.admin1 for f in introduced}) == 1 and country in (None, introduced[0].country):
            event.place = introduced[0]


def _apart(one: Event, other: Event) -> tuple[int, int]:
    return (
        abs(one.mention.sentence.paragraph - other.mention.sentence.paragraph),
        abs(one.mention.sentence.index - other.mention.sentence.index),
    )
