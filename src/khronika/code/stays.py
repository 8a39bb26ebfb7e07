"""How long people were held, and when what was done to them in custody was done.

A report tells of custody in pieces: taken on the 14th, held in Yanji, moved to Tumen two days later, freed
in May. Laid end to end, the pieces date one another: the arrest begins the first stay, a move ends one
stay and begins the next, a release or a return ends the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khronika.code.calendar import shift
from khronika.code.events import Event
from khronika.code.people import Group
from khronika.record import DateInterval

_ENDS = frozenset({"release", "forced_return", "death"})
_DONE_INSIDE = frozenset({"ill_treatment", "interrogation", "death"})
_RECENT = 60  # days: who was taken so lately, and of whose end nobody tells, is held as the report goes out
_NEAR = 3  # sentences


def hold(events: Sequence[Event], groups: Sequence[Group], published: date | None) -> None:
    """Give each stay in custody its first and last day, then date by it what was done inside."""
    stays = [e for e in events if e.mention.act == "detention" and e.mention.specificity != "pattern"]
    for stay in stays:
        begun = _begun(stay, events, groups)
        if begun is None:
            continue
        stay.date = _stay(stay, begun, events, groups, published)
    for event in events:
        if (
            event.mention.act in _DONE_INSIDE
            and not event.own_date
            and event.mention.specificity != "pattern"
        ):
            _date_inside(event, events, groups, published)


def _begun(stay: Event, events: Sequence[Event], groups: Sequence[Group]) -> DateInterval | None:
    """When a stay begins: its own day, the end of the stay before it, or the arrest."""
    if stay.own_date and stay.date is not None:
        return stay.date
    here = stay.mention.sentence.index
    before = [
        e
        for e in events
        if e is not stay and e.date and e.mention.word < stay.mention.word and _kin(e, stay, groups)
    ]
    previous = next((e for e in reversed(before) if e.mention.act == "detention"), None)
    arrest = next((e for e in reversed(before) if e.mention.act in {"arrest", "raid"}), None)
    if (
        previous is not None
        and previous.date is not None
        and previous.date.last is not None
        and here - previous.mention.sentence.index <= _NEAR
        and _elsewhere(previous, stay)
        and (arrest is None or arrest.mention.word < previous.mention.word)
    ):
        if previous.duration is not None and previous.date.first is not None:
            return DateInterval.on(shift(previous.date.first, previous.duration))
        return DateInterval.on(previous.date.last)
    if previous is not None and not _elsewhere(previous, stay) and previous.date is not None:
        return DateInterval(previous.date.first, previous.date.first)
    if arrest is not None:
        return arrest.date
    later = [
        e
        for e in events
        if e.mention.act == "arrest"
        and e.date
        and e.own_date
        and _kin(e, stay, groups)
        and e.mention.sentence.index - here <= 2 * _NEAR
    ]
    if later:
        return later[0].date
    return stay.date


def _stay(
    stay: Event,
    begun: DateInterval,
    events: Sequence[Event],
    groups: Sequence[Group],
    published: date | None,
) -> DateInterval:
    first = begun.first
    last = _ended(stay, begun, events, groups, published)
    if first is None:
        return begun
    if last is None or last < first:
        last = begun.last or first
    if published is not None:
        last = min(last, published)
    return DateInterval(min(first, last), last)


def _ended(
    stay: Event,
    begun: DateInterval,
    events: Sequence[Event],
    groups: Sequence[Group],
    published: date | None,
) -> date | None:
    if stay.ending is not None:
        return stay.ending.last
    ends = [
        e.date.last
        for e in events
        if e.mention.act in _ENDS
        and e.mention.specificity != "pattern"
        and e.date
        and e.date.last
        and e.date.first
        and begun.first
        and e.date.last >= begun.first
        and (e.own_date or e.mention.act == "forced_return")
        and _same(e, stay, groups)
        and not (stay.mention.running and e.mention.word < stay.mention.word)
    ]
    moves = [
        e.date.last
        for e in events
        if e.mention.act == "detention"
        and e is not stay
        and e.own_date
        and e.date
        and e.date.last
        and begun.first
        and e.date.first
        and e.date.first > begun.first
        and e.mention.word > stay.mention.word
        and _elsewhere(e, stay)
        and _kin(e, stay, groups)
    ]
    known = min(ends + moves, default=None)
    lasted = (
        shift(begun.last or begun.first, stay.duration)  # type: ignore[arg-type]
        if stay.duration is not None and (begun.last or begun.first)
        else None
    )
    if known is not None and lasted is not None:
        return min(known, lasted)
    if known is not None:
        return known
    if published is not None and (stay.since or stay.mention.running):
        return published
    if lasted is not None:
        return lasted
    if published is not None and begun.first and (published - begun.first).days <= _RECENT:
        moved_on = any(
            e.mention.act == "detention"
            and e.mention.word > stay.mention.word
            and _elsewhere(e, stay)
            and _kin(e, stay, groups)
            for e in events
        )
        stays_on = not stay.mention.moved or not _held_before(stay, events, groups)
        if not moved_on and (stays_on or _told_more(stay, events, groups)):
            return published
    return begun.last


def _told_more(stay: Event, events: Sequence[Event], groups: Sequence[Group]) -> bool:
    """Say whether the report goes on to tell of what was done to the people there."""
    inside = {"ill_treatment", "interrogation", "threatened_return"}
    return any(
        e.mention.act in inside and e.mention.word > stay.mention.word and _kin(e, stay, groups)
        for e in events
    )


def _held_before(stay: Event, events: Sequence[Event], groups: Sequence[Group]) -> bool:
    return any(
        e.mention.act == "detention" and e.mention.word < stay.mention.word and _kin(e, stay, groups)
        for e in events
    )


def _date_inside(
    event: Event, events: Sequence[Event], groups: Sequence[Group], published: date | None
) -> None:
    """What is done to people in custody may have been done on any day of it."""
    before = [
        e
        for e in events
        if e.mention.act in {"detention", "arrest", "raid"}
        and e.date
        and e.mention.word <= event.mention.word
        and (_kin(e, event, groups))
        and e is not event
    ]
    after = [
        e
        for e in events
        if e.mention.act == "detention"
        and e.date
        and e.mention.sentence.index == event.mention.sentence.index
        and _kin(e, event, groups)
    ]
    for latest in before[-1:] or after[:1]:
        event.date, event.date_span = latest.date, latest.date_span


def _elsewhere(one: Event, other: Event) -> bool:
    """Two places of custody are two stays; one without a place of its own is the same."""
    if one.place is None or other.place is None or not (one.own_place and other.own_place):
        return one.mention.moved or other.mention.moved
    return one.place.name != other.place.name or one.mention.moved or other.mention.moved


def _same(one: Event, other: Event, groups: Sequence[Group]) -> bool:
    """The end of a part's custody is not the end of all; the end of all is the end of each."""
    if one.group is None or other.group is None:
        return abs(one.mention.sentence.index - other.mention.sentence.index) <= _NEAR
    return one.group is other.group or other.group.parent == one.group.key


def _kin(one: Event, other: Event, groups: Sequence[Group]) -> bool:
    if one.group is None or other.group is None:
        return abs(one.mention.sentence.index - other.mention.sentence.index) <= _NEAR
    return _whole(one.group, groups) == _whole(other.group, groups)


def _whole(group: Group, groups: Sequence[Group]) -> int:
    seen = {group.key}
    while group.parent is not None and group.parent not in seen:
        group = groups[group.parent]
        seen.add(group.key)
    return group.key
