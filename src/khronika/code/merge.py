"""Bring the tellings of one act together: headline, lead, quotation and background tell it once.

Two tellings are of one act when the act is the same, the people can be the same, and neither date
nor place contradicts; a figure or date that conflicts widens the envelope.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.code.events import Event
from khronika.code.mentions import Telling
from khronika.code.people import Group, Span
from khronika.code.places import FoundPlace
from khronika.code.sources import UNSTATED
from khronika.record import DateInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The day and place that were taken for an act after weighing what the report offers."""

    date: DateInterval | None
    date_span: Span | None
    last_span: Span | None
    place: FoundPlace | None
    group: Group | None = None
    actor: str = "unknown"
    actor_span: Span | None = None
    telling: Telling = UNSTATED


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Events that tell of one act."""

    events: list[Event] = field(default_factory=list)
    weighed: Weighed | None = None

    @property
    def act(self) -> str:
        return self.events[0].mention.act

    @property
    def group(self) -> Group | None:
        return next((e.group for e in self.events if e.group is not None), None)

    @property
    def specificity(self) -> str:
        return "pattern" if all(e.mention.specificity == "pattern" for e in self.events) else "incident"

    @property
    def date(self) -> DateInterval | None:
        """Own dates before inherited ones; of several the days that all support, else the envelope."""
        told = [e.date for e in self.events if e.date and e.own_date] or [
            e.date for e in self.events if e.date
        ]
        if not told:
            return None
        best = told[0]
        for other in told[1:]:
            best = best.meet(other) or _envelope(best, other)
        if self.events[0].mention.entry.state and len(told) > 1:
            best = _envelope(told[0], told[-1]) if told[0].overlaps(told[-1]) else best
        return best


def _envelope(left: DateInterval, right: DateInterval) -> DateInterval:
    firsts = [d for d in (left.first, right.first) if d]
    lasts = [d for d in (left.last, right.last) if d]
    return DateInterval(min(firsts, default=None), max(lasts, default=None))


def merge(events: list[Event]) -> list[Cluster]:
    """Return the acts of a report, each with all its tellings; in which order they come does not matter."""
    clusters: list[Cluster] = []
    events = sorted(events, key=lambda e: (e.mention.word, e.mention.entry.number))
    body = [e for e in events if not e.mention.headline]
    heads = [e for e in events if e.mention.headline]
    for event in body:
        home = _home(event, clusters)
        if home is not None:
            home.events.append(event)
        elif not event.mention.reference or _stands_alone(event):
            clusters.append(Cluster(events=[event]))
    for event in heads:
        _place_headline(event, clusters)
    return clusters


def _stands_alone(event: Event) -> bool:
    return event.own_date and bool(event.mention.parties) and bool(event.mention.entry.flag("noun"))


def _home(event: Event, clusters: list[Cluster]) -> Cluster | None:
    fitting = [c for c in clusters if c.act == event.mention.act and _compatible(event, c)]
    if not fitting:
        return None
    return max(fitting, key=lambda c: _closeness(event, c))


def _compatible(event: Event, cluster: Cluster) -> bool:
    if event.mention.specificity != cluster.specificity:
        return False
    if not _same_people(event, cluster):
        return False
    if event.own_date and event.date:
        told = [e.date for e in cluster.events if e.own_date and e.date]
        if told and not any(event.date.overlaps(d) for d in told):
            return False
    if event.own_place and event.place is not None and event.place.admin1:
        known = {
            e.place.admin1 for e in cluster.events if e.own_place and e.place is not None and e.place.admin1
        }
        if known and event.place.admin1 not in known:
            return False
    if event.mention.act == "detention":
        return _same_custody(event, cluster)
    return True


def _same_custody(event: Event, cluster: Cluster) -> bool:
    """Two places of custody are two detentions."""
    told = {e.place.name for e in cluster.events if e.place is not None and e.own_place}
    if event.mention.moved and told and event.place is not None and event.own_place:
        return event.place.name in told
    return not (
        event.own_place
        and event.place is not None
        and told
        and event.place.name not in told
        and event.own_date
    )


def _same_people(event: Event, cluster: Cluster) -> bool:
    mine, theirs = event.group, cluster.group
    if mine is None or theirs is None:
        near = min(abs(event.mention.sentence.index - e.mention.sentence.index) for e in cluster.events)
        return near <= 4
    return mine is theirs


def _closeness(event: Event, cluster: Cluster) -> tuple[bool, int]:
    near = min(abs(event.mention.sentence.index - e.mention.sentence.index) for e in cluster.events)
    return cluster.group is event.group, -near


def _place_headline(event: Event, clusters: list[Cluster]) -> None:
    """A headline adds to what the body tells; alone it stands only where the body tells none like it."""
    same = [c for c in clusters if c.act == event.mention.act]
    if not same:
        if event.group is not None and not event.mention.entry.weak:
            clusters.append(Cluster(events=[event]))
        return


def proposed_place(cluster: Cluster) -> FoundPlace | None:
    """Return the place that the rules propose: one told with the act before one taken from elsewhere."""
    told = [e for e in cluster.events if e.place is not None]
    own = [e for e in told if e.own_place and e.place is not None and e.place.admin1]
    chosen = next(iter(own or [e for e in told if e.place and e.place.admin1] or told), None)
    return chosen.place if chosen else None


def proposed_actor(cluster: Cluster) -> tuple[str, Span | None]:
    """Return who did it, as the rules read it, with the words."""
    told = [e for e in cluster.events if e.mention.actor and e.mention.actor != "unknown"]
    chosen = next(iter(told), None) or next((e for e in cluster.events if e.actor != "unknown"), None)
    return (chosen.actor, chosen.actor_span) if chosen else ("unknown", None)


def proposed_telling(cluster: Cluster) -> Telling:
    """Return according to whom, as the rules read it: what the body says goes before the headline."""
    ordered = sorted(cluster.events, key=lambda e: e.mention.headline)
    return next((e.telling for e in ordered if e.telling.kind != "unstated"), UNSTATED)
