"""Set each act in its scene: to whom, when and where, with what the sentence leaves to be understood.

A clause tells its own date and place or takes them from the act before it, from the people it speaks
of, or from its paragraph; the codebook says which acts may inherit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from khronika.code.actors import actor_span
from khronika.code.data import words
from khronika.code.dates import DatedExpression, scan
from khronika.code.groups import Groups
from khronika.code.mentions import Mention, Reading, Telling
from khronika.code.people import Group, Span
from khronika.code.places import FoundPlace, find_places
from khronika.code.sources import UNSTATED
from khronika.code.text import Sentence
from khronika.record import DateInterval

_PLACELESS = frozenset({"charge", "surveillance", "disappearance", "threatened_return", "sentence", "death"})
_AGENCY = frozenset({"police", "state_security", "border_guard", "military"})


@dataclass(slots=True, kw_only=True)
class Event:
    """A mention with its people, time and place."""

    mention: Mention
    group: Group | None
    date: DateInterval | None = None
    date_span: Span | None = None
    own_date: bool = False
    since: bool = False
    duration: int | None = None
    place: FoundPlace | None = None
    own_place: bool = False
    actor: str = "unknown"
    actor_span: Span | None = None
    telling: Telling = UNSTATED


class Scene:
    """Walks through the report once and keeps who, when and where as it goes."""

    def __init__(self, text: str, lang: str, published: date | None) -> None:
        self.text, self.lang, self.published = text, lang, published
        self.groups = Groups()
        self.events: list[Event] = []
        self.context: DateInterval | None = None
        self.last_of_group: dict[int, list[Event]] = {}

    def walk(
        self, sentences: Sequence[Sentence], readings: Mapping[int, Reading], tellings: Mapping[int, Telling],
        places: Sequence[FoundPlace],
    ) -> list[Event]:
        """Return the events of a report in the order of the text."""
        by_sentence = _places_by_sentence(sentences, places)
        paragraph_events: dict[int, list[Event]] = {}
        for sentence in sentences:
            reading = readings.get(sentence.index)
            dates = self._dates(sentence, reading is not None and bool(reading.mentions))
            if reading is None:
                continue
            for party in reading.parties:
                if party.manner not in {"pronoun", "self"}:
                    self.groups.resolve(party, sentence.index, sentence.paragraph)
            for mention in reading.mentions:
                event = self._event(mention, dates, by_sentence.get(sentence.index, []), paragraph_events, places)
                event.telling = tellings.get(sentence.index, UNSTATED)
                self.events.append(event)
                paragraph_events.setdefault(sentence.paragraph, []).append(event)
                if event.group is not None:
                    event.group.acted = True
                    self.last_of_group.setdefault(event.group.key, []).append(event)
        return self.events

    # ------------------------------------------------------------------ when
    def _dates(self, sentence: Sentence, telling: bool) -> list[DatedExpression]:
        found = list(scan(sentence.text, self.lang, self.published, self.context, sentence.start))
        useful = [d for d in found if d.interval and d.duration is None and not self._of_telling(d, sentence)]
        for expression in useful:
            if expression.since or (not telling and expression.grain in {"year", "decade"}):
                continue
            self.context = expression.interval
        return [d for d in found if d.duration is not None or d in useful]

    def _of_telling(self, expression: DatedExpression, sentence: Sentence) -> bool:
        """ "told reporters on Tuesday" dates the telling, not the act."""
        before = sentence.text[max(0, expression.start - sentence.start - 60) : expression.start - sentence.start]
        after = sentence.text[expression.end - sentence.start : expression.end - sentence.start + 40]
        head, tail = _telling_words(self.lang)
        return bool(head.search(before)) or bool(tail and tail.match(after))

    def _event(
        self, mention: Mention, dates: list[DatedExpression], here: list[FoundPlace],
        paragraph_events: Mapping[int, list[Event]], places: Sequence[FoundPlace],
    ) -> Event:
        earlier = paragraph_events.get(mention.sentence.paragraph, [])
        event = Event(mention=mention, group=self._group(mention, earlier))
        self._place(event, here, earlier)
        self._date(event, dates, earlier)
        self._actor(event, earlier)
        return event

    def _group(self, mention: Mention, earlier: list[Event]) -> Group | None:
        sentence = mention.sentence
        if mention.parties:
            groups = [self.groups.resolve(p, sentence.index, sentence.paragraph, mention.headline) for p in mention.parties]
            return groups[0]
        same = [e for e in earlier if e.mention.sentence.index == sentence.index and e.group]
        if same:
            return same[-1].group
        if mention.act == "raid":
            return None
        if earlier and any(e.group for e in earlier):
            return next(e.group for e in reversed(earlier) if e.group)
        return self.groups.recent(sentence.index, sentence.paragraph, reach=6)

    def _date(self, event: Event, dates: list[DatedExpression], earlier: list[Event]) -> None:
        mention = event.mention
        lasting = next((d for d in dates if d.duration is not None), None)
        event.duration = lasting.duration if lasting else None
        chosen = _nearest(dates, mention)
        if chosen is not None and chosen.interval is not None:
            event.date, event.own_date, event.since = chosen.interval, True, chosen.since
            event.date_span = (chosen.start, chosen.end)
            return
        self._inherit_date(event, earlier)

    def _inherit_date(self, event: Event, earlier: list[Event]) -> None:
        same_sentence = [e for e in earlier if e.mention.sentence.index == event.mention.sentence.index and e.date]
        chain = [e for e in self.last_of_group.get(event.group.key, []) if e.date] if event.group else []
        near = [e for e in earlier if e.date and (e.group is event.group or event.group is None or e.group is None)]
        source = (same_sentence or near or chain)[-1:]
        if source:
            event.date, event.date_span = source[0].date, source[0].date_span
        elif event.group and event.group.parent is not None:
            chain = [e for e in self.last_of_group.get(event.group.parent, []) if e.date]
            if chain:
                event.date, event.date_span = chain[-1].date, chain[-1].date_span

    # ------------------------------------------------------------------ where
    def _place(self, event: Event, here: list[FoundPlace], earlier: list[Event]) -> None:
        chosen = _best_place(event.mention, here, self.text, self.lang)
        if chosen is not None:
            event.place, event.own_place = chosen, True
        if event.place is not None and event.place.admin1 is not None:
            return
        same = [e.place for e in earlier if e.mention.sentence.index == event.mention.sentence.index and e.place]
        if same and event.place is None:
            event.place = same[-1]
            return
        chain = [e.place for e in self.last_of_group.get(event.group.key, []) if e.place] if event.group else []
        near = [e.place for e in earlier if e.place]
        source = near[-1:] or chain[-1:]
        if event.mention.act in _PLACELESS and event.mention.act != "death":
            source = []
        if source and event.place is None:
            event.place = source[0]
        elif source and event.place is not None and source[0].country == event.place.country and event.mention.act not in {"forced_return"}:
            event.place = source[0]

    # ------------------------------------------------------------------ who did it
    def _actor(self, event: Event, earlier: list[Event]) -> None:
        mention = event.mention
        if mention.actor and mention.actor != "unknown":
            event.actor, event.actor_span = mention.actor, mention.actor_span
            return
        if mention.entry.actor and mention.entry.actor != "unknown":
            event.actor = str(mention.entry.actor)
            if mention.act != "exploitation":
                return
        found = actor_span(mention.sentence.text, self.lang)
        allowed = _allowed(mention.act)
        if found and found[0] in allowed:
            event.actor = found[0]
            event.actor_span = (mention.sentence.start + found[1], mention.sentence.start + found[2])
            return
        if mention.act in {"charge", "sentence", "forced_return", "death", "exploitation"} or mention.entry.actor:
            return
        same = [e for e in reversed(earlier) if e.actor in allowed]
        chain = [e for e in reversed(self.last_of_group.get(event.group.key, [])) if e.actor in allowed] if event.group else []
        source = next(iter(same or chain), None)
        if source is not None and mention.act not in {"disappearance"}:
            event.actor, event.actor_span = source.actor, source.actor_span


def _allowed(act: str) -> frozenset[str]:
    if act in {"detention", "release", "ill_treatment", "interrogation", "death"}:
        return _AGENCY | {"prison", "other"}
    if act == "sentence":
        return frozenset({"prosecution_court"})
    if act == "charge":
        return frozenset({"prosecution_court"})
    if act == "exploitation":
        return frozenset({"broker_trafficker", "employer", "prison", "military"})
    return _AGENCY


@cache
def _telling_words(lang: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    known = words(lang, "telling")
    after = known.get("after")
    return re.compile(known["before"] + "$", re.IGNORECASE), re.compile(after, re.IGNORECASE) if after else None


def _places_by_sentence(sentences: Sequence[Sentence], places: Sequence[FoundPlace]) -> dict[int, list[FoundPlace]]:
    found: dict[int, list[FoundPlace]] = {}
    index = 0
    for sentence in sentences:
        while index < len(places) and places[index].start < sentence.start:
            index += 1
        while index < len(places) and places[index].start < sentence.end:
            found.setdefault(sentence.index, []).append(places[index])
            index += 1
    return found


def _nearest(dates: list[DatedExpression], mention: Mention) -> DatedExpression | None:
    """Return the time told nearest to the act, one in its own clause before all."""
    timed = [d for d in dates if d.duration is None and d.interval is not None]
    if not timed:
        return None
    low, high = mention.clause
    inside = [d for d in timed if low - 1 <= d.start <= high]
    if inside:
        return min(inside, key=lambda d: abs(d.start - mention.word[0]))
    after = [d for d in timed if d.start > mention.word[0]]
    before = [d for d in timed if d.end <= mention.word[0]]
    pool = before[-1:] or after[:1]
    return pool[0] if pool else None


@cache
def _place_words(lang: str) -> dict[str, re.Pattern[str]]:
    known = words(lang, "places")
    return {name: re.compile(known[name], re.IGNORECASE) for name in ("locative", "origin", "bound", "not_after") if known.get(name)}


def _best_place(mention: Mention, here: list[FoundPlace], text: str, lang: str) -> FoundPlace | None:
    patterns = _place_words(lang)
    best: tuple[float, FoundPlace] | None = None
    low, high = mention.clause
    for found in here:
        before, after = text[max(mention.sentence.start, found.start - 60) : found.start], text[found.end : found.end + 24]
        if patterns["not_after"].search(after):
            continue
        score = 0.0
        if "locative" in patterns and patterns["locative"].search(before):
            score += 2
        if "origin" in patterns and patterns["origin"].search(before):
            score -= 4
        if mention.act in {"forced_return", "threatened_return"} and "bound" in patterns and patterns["bound"].search(before):
            score -= 3
        if low <= found.start <= high:
            score += 3
        if found.level == "country":
            score -= 3
        score -= abs(found.start - mention.word[0]) / 120
        if best is None or score > best[0]:
            best = (score, found)
    if best is None or best[0] < -3.5:
        return None
    return best[1]


def all_places(text: str, lang: str) -> tuple[FoundPlace, ...]:
    """Return the places of a report (decided by one another)."""
    return find_places(text, lang)


def settle(events: list[Event], published: date | None) -> list[Event]:
    """Let states run: a detention begins when it is told and ends with the release, else when last affirmed."""
    for event in events:
        event.date = _cut(event.date, published)
        if event.mention.entry.state:
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
    ending = _ending(event, events, first)
    if ending is not None:
        last = ending
    elif (event.since or event.mention.running) and published is not None:
        last = published
    elif event.duration is not None and last is not None:
        last = date.fromordinal(min(last.toordinal() + event.duration, date.max.toordinal()))
    if last is None or last < first:
        last = first
    return _cut(DateInterval(first, last), published)


def _ending(event: Event, events: list[Event], first: date) -> date | None:
    """The day on which a later act ends the state of the same people."""
    if event.mention.act not in {"detention", "disappearance"} or event.group is None:
        return None
    ends = {"release", "forced_return", "death"} if event.mention.act == "detention" else {"release"}
    days = [
        e.date.last
        for e in events
        if e.mention.act in ends and e.group is event.group and e.own_date and e.date and e.date.last and e.date.last >= first
    ]
    return min(days, default=None)


def with_reading(event: Event, **changes: object) -> Event:
    """Return a copy of an event with some values changed."""
    return replace(event, **changes)  # type: ignore[arg-type]
