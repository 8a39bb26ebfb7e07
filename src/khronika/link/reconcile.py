"""Put the values of an incident's claims together, and keep where they disagree.

Thirteen per one report and fifteen per another stay 13–15, with the conflict told in words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from khronika.link.sources import root_sources
from khronika.record import (
    ActSummary,
    Claim,
    Count,
    Incident,
    IncidentId,
    Link,
    Place,
    ReportId,
    agreed_count,
    agreed_date,
    date_envelope,
    largest,
    short_id,
)


def reconcile(
    claims: Sequence[Claim],
    originals: Mapping[ReportId, ReportId],
    links: tuple[Link, ...] = (),
) -> Incident:
    """Return the incident that some claims make. Its id follows from its claims alone."""
    ordered = sorted(claims, key=lambda c: c.id)
    acts: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in ordered:
        acts[claim.act].append(claim)
    summaries = tuple(_summary(act, found) for act, found in sorted(acts.items()))
    return Incident(
        id=IncidentId(short_id("i", *(c.id for c in ordered))),
        claims=tuple(c.id for c in ordered),
        reports=tuple(sorted({c.report for c in ordered})),
        acts=summaries,
        date=date_envelope(c.date for c in ordered if c.date),
        place=common_place(ordered),
        victims=_most(summaries),
        root_sources=root_sources([c.account for c in ordered], originals),
        links=links,
    )


def common_place(claims: Sequence[Claim]) -> Place | None:
    """Return the place that most claims name, as finely as all allow."""
    places = [c.place for c in claims if c.place]
    if not places:
        return None
    (admin1, country), _ = Counter((p.admin1, p.country) for p in places).most_common(1)[0]
    name = next(p.name for p in places if (p.admin1, p.country) == (admin1, country))
    return Place(name=name, admin1=admin1, country=country)


def _summary(act: str, claims: Sequence[Claim]) -> ActSummary:
    days, days_conflict = agreed_date(claims)
    people, people_conflict = agreed_count(claims)
    return ActSummary(
        act=act,
        claims=tuple(c.id for c in claims),
        date=days,
        place=common_place(claims),
        victims=people,
        conflicts=tuple(c for c in (days_conflict, people_conflict) if c),
    )


def _most(summaries: Sequence[ActSummary]) -> Count:
    """Return the number of people of the act that most suffered: no act reached more."""
    return largest([s.victims for s in summaries]) if summaries else Count(None, None)
