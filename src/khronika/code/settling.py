"""Look at all events of a report at once: how long states run, what a later telling makes exact.

The walk through the report looks back; here the release ends the detention, a day told later makes
"last week" exact, and people of whom no nation is told are of the report's refugees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from khronika.code.data import words
from khronika.code.events import Event
from khronika.code.groups import Groups
from khronika.code.people import Group
from khronika.code.text import Sentence
from khronika.record import DateInterval


def settle(events: list[Event], published: date | None, *, held: bool = True) -> list[Event]:
    """Let states run: a detention begins when told and ends with the release, else when last affirmed."""
    for event in events:
        event.date = _cut(event.date, published)
        if event.mention.act == "charge" and not event.own_date and event.date and published:
            event.date = DateInterval(event.date.first, published)
        if event.mention.entry.state and (held or event.mention.act != "detention"):
            event.date = _state(event, events, published)
    return events


def _cut(interval: DateInterval | None, published: date | None) -> DateInterval | None:
    if interval is None or published is None:
        return interval
    return interval.until(published)


def _state(event: Event, events: list[Event], published: date | None) -> DateInterval | None:
    if event.date is None:
        return None
    first, last = event.date.first, event.date.last
    if first is None:
        return event.date
    first = _beginning(event, events, first)
    ending = _ending(event, events, first)
    if ending is not None:
        last = ending
    elif (
        event.since or event.mention.running or _still_held(event, events, published)
    ) and published is not None:
        last = published
    elif event.duration is not None and last is not None:
        last = date.fromordinal(min(last.toordinal() + event.duration, date.max.toordinal()))
    if last is None or last < first:
        last = first
    return _cut(DateInterval(first, last), published)


_RECENT = 60  # days: who was taken so lately, and of whose end nobody tells, is held as the report goes out


def _still_held(event: Event, events: list[Event], published: date | None) -> bool:
    if (
        event.mention.act != "detention"
        or published is None
        or event.date is None
        or event.date.first is None
    ):
        return False
    over = {"release", "forced_return", "death", "sentence"}
    ended = any(e.mention.act in over and e.group is event.group and e.group is not None for e in events)
    held_before = [e for e in events if e.mention.act == "detention" and e.group is event.group]
    # Taken to prison on arrest is where they stay; moved on from another place, nobody says for how long.
    passing = event.mention.moved and held_before[:1] != [event]
    return not ended and not passing and (published - event.date.first).days <= _RECENT


def _beginning(event: Event, events: list[Event], first: date) -> date:
    """Those who were arrested and not moved are held from their arrest on."""
    if (
        event.mention.act not in {"detention", "disappearance"}
        or event.group is None
        or event.mention.moved
        or event.since
    ):
        return first
    days = [
        e.date.first
        for e in events
        if e.mention.act == "arrest"
        and e.group is event.group
        and e.date
        and e.own_date
        and e.date.first
        and e.date.first < first
    ]
    return max(days, default=first)


def _ending(event: Event, events: list[Event], first: date) -> date | None:
    """The day on which a later act ends the state of the same people."""
    if event.mention.act not in {"detention", "disappearance"} or event.group is None:
        return None
    ends = {"release", "forced_return", "death"} if event.mention.act == "detention" else {"release"}
    days = [
        e.date.last
        for e in events
        if e.mention.act in ends
        and e.group is event.group
        and e.own_date
        and e.date
        and e.date.last
        and e.date.last >= first
        and not (event.mention.running and e.mention.sentence.index < event.mention.sentence.index)
    ]
    return min(days, default=None)


def in_custody(events: list[Event], published: date | None) -> None:
    """What is done in custody and bears no day may have been on any day of it."""
    for number, event in enumerate(events):
        if (
            event.mention.act not in {"ill_treatment", "interrogation"}
            or event.own_date
            or event.group is None
        ):
            continue
        held = [
            e
            for e in events[:number]
            if e.mention.act == "detention" and e.date and _kin(e.group, event.group)
        ]
        source = held[-1:]
        same = [e for e in held if e.mention.sentence.paragraph == event.mention.sentence.paragraph]
        if same or source:
            event.date = (same[-1:] or source)[0].date


def raided(events: list[Event], groups: Groups) -> None:
    """Those whose home was entered are, if nothing else is told, those who were taken there."""
    taken = [e for e in events if e.mention.act in {"arrest", "disappearance"} and e.group is not None]
    for event in events:
        if event.mention.act != "raid" or event.group is not None:
            continue
        near = [e for e in taken if abs(e.mention.sentence.index - event.mention.sentence.index) <= 4]
        if near:
            here = event.mention.sentence.index
            nearest = min(near, key=lambda e: abs(e.mention.sentence.index - here))
            event.group = nearest.group
        else:
            event.group = next((g for g in groups.all if g.is_self and not g.plural), None)


def _kin(left: Group | None, right: Group | None) -> bool:
    return left is not None and right is not None and (left is right or right.parent == left.key)


def sharpen(events: list[Event]) -> None:
    """ "Last week" is made exact where another telling of the same happening gives the day."""
    exact = [
        e.date
        for e in events
        if e.own_date and e.date and not e.mention.entry.state and (e.date.days or 99) <= 2
    ]
    for event in events:
        days = event.date.days if event.date else None
        if days is None or days < 5 or event.mention.entry.state or event.date is None:
            continue
        inner = {d for d in exact if event.date.contains(d)}
        near = [
            e.date
            for e in events
            if e.date in inner
            and e.own_date
            and e.mention.act in {"raid", "arrest"}
            and (e.group is event.group or e.group is None or event.group is None)
            and abs(e.mention.sentence.paragraph - event.mention.sentence.paragraph) <= 3
        ]
        if event.mention.act in {"raid", "arrest", "interrogation"} and near:
            event.date = near[0]
        elif event.mention.act in {"raid", "arrest"}:
            alike = {
                e.date
                for e in events
                if e.date in inner
                and e.own_date
                and e.mention.act in {"raid", "arrest"}
                and _one_place(e, event)
            }
            if len(alike) == 1 and event.mention.sentence.paragraph <= 4:
                event.date = next(iter(alike))


def sexes(groups: Groups, sentences: Sequence[Sentence], lang: str) -> None:
    """ "A driver… his wife": what the paragraph calls one person tells whether it is a woman or a man."""
    he, she = (re.compile(words(lang, "telling")[name]) for name in ("he", "she"))
    for group in groups.all:
        single = group.count is not None and group.count.exact and group.count.floor == 1
        if group.sex is not None or not single or group.is_self:
            continue
        near = " ".join(
            s.text for s in sentences[group.first : group.first + 3] if s.paragraph == group.first_paragraph
        )
        male, female = len(he.findall(near)), len(she.findall(near))
        if male > 0 and female == 0:
            group.sex = "male"
        elif female > 0 and male == 0:
            group.sex = "female"


def _one_place(left: Event, right: Event) -> bool:
    one, other = left.place, right.place
    return (
        one is None
        or other is None
        or one.admin1 is None
        or other.admin1 is None
        or one.admin1 == other.admin1
    )


def nations(groups: Groups, lang: str) -> None:
    """In a report on refugees of one nation, people of whom no nation is told are of that nation."""
    told = [g.nationality for g in groups.all if g.nationality and not g.is_self]
    if not told:
        return
    first = max(sorted(set(told)), key=told.count)
    if first != "KP":
        return
    for group in groups.all:
        if group.nationality is None and (group.is_self or group.noun in _generic_nouns(lang)):
            group.nationality = first


@cache
def _generic_nouns(lang: str) -> frozenset[str]:
    return frozenset(words(lang, "people")["of_nation"])
