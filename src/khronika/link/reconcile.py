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
    DateInterval,
    Incident,
    IncidentId,
    Link,
    Place,
    ReportId,
    date_envelope,
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


def agreed_date(claims: Sequence[Claim]) -> tuple[DateInterval | None, str | None]:
    """Return the days that all claims allow, or their envelope and the conflict in words."""
    intervals = [c.date for c in claims if c.date]
    if not intervals:
        return None, None
    common: DateInterval | None = intervals[0]
    for interval in intervals[1:]:
        common = common.meet(interval) if common else None
    if common is not None:
        return common, None
    return date_envelope(intervals), "days: " + "; ".join(dict.fromkeys(str(i) for i in intervals))


def agreed_count(claims: Sequence[Claim]) -> tuple[Count, str | None]:
    """Return the number that all claims allow, or their envelope and the conflict in words.

    >>> from khronika.record.samples import claim
    >>> agreed_count([claim("c1", victims=(13, 13)), claim("c2", victims=(15, 15))])
    (Count(floor=13, ceiling=15), 'victims: 13; 15')
    >>> agreed_count([claim("c1", victims=(11, None)), claim("c2", victims=(15, 15))])[0]
    Count(floor=15, ceiling=15)
    """
    counts = _by_report(claims)
    if not counts:
        return Count(None, None), None
    floor = max(c.floor or 0 for c in counts)
    ceilings = [c.ceiling for c in counts if c.ceiling is not None]
    ceiling = min(ceilings) if ceilings else None
    if ceiling is None or floor <= ceiling:
        return Count(floor, ceiling), None
    low = min(c.floor or 0 for c in counts)
    high = None if any(c.ceiling is None for c in counts) else max(ceilings)
    return Count(low, high), "victims: " + "; ".join(dict.fromkeys(str(c) for c in counts))


def _by_report(claims: Sequence[Claim]) -> list[Count]:
    """Return the number that each report tells: groups that it tells apart add up.

    >>> from khronika.record.samples import claim
    >>> youths, pastor = claim("c1", group="youths", victims=(9, 9)), claim("c2", group="pastor", victims=(1, 1))
    >>> _by_report([youths, pastor])
    [Count(floor=10, ceiling=10)]
    """
    told: defaultdict[str, defaultdict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        count = claim.victims.count
        if count.floor is not None or count.ceiling is not None:
            told[claim.report][claim.group or claim.id].append(count)
    return [_sum([_largest(group) for group in groups.values()]) for groups in told.values()]


def _largest(counts: Sequence[Count]) -> Count:
    return max(counts, key=lambda c: (c.floor or 0, c.ceiling or 0))


def _sum(counts: Sequence[Count]) -> Count:
    ceilings = [c.ceiling for c in counts]
    return Count(
        sum(c.floor or 0 for c in counts),
        None if None in ceilings else sum(c or 0 for c in ceilings),
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
    return _largest([s.victims for s in summaries]) if summaries else Count(None, None)
