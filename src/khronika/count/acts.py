"""One act of one incident, with only what is needed to count it.

No names, no quotes and no source phrases come this far: a table is made from these values alone.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from khronika.record import (
    UNKNOWN_COUNT,
    Claim,
    ClaimId,
    Count,
    DateInterval,
    Incident,
    IncidentId,
    Report,
    ReportId,
)

UNKNOWN = "unknown"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedAct:
    """An act of an incident: when and to how many as intervals, and what it can be counted by.

    `published` is the day of the first report and `outlets` are all who reported it, first one first.
    """

    incident: str
    act: str
    date: DateInterval | None = None
    admin1: str | None = None
    country: str | None = None
    victims: Count = UNKNOWN_COUNT
    sex: str | None = None
    minors: bool | None = None
    actor: str = UNKNOWN
    source_kind: str = UNKNOWN
    root_sources: tuple[int, int] = (1, 1)
    state: str = "unreviewed"
    published: dt.date | None = None
    outlet: str | None = None
    outlets: tuple[str, ...] = ()

    @property
    def when(self) -> DateInterval | None:
        """The days it can have happened on: nothing is told after the day of the report.

        >>> act = CountedAct(incident="i", act="arrest", date=DateInterval.of("2024-01-05", None),
        ...                  published=dt.date(2024, 1, 9))
        >>> str(act.when)
        '2024-01-05 – 2024-01-09'
        """
        if self.date is None or self.published is None or self.date.last is not None:
            return self.date
        return self.date.until(self.published) or self.date

    @property
    def voices(self) -> tuple[str, ...]:
        """Everybody who published it; the first outlet alone when no more is known."""
        return self.outlets or ((self.outlet,) if self.outlet else ())


def counted_acts(
    incidents: Iterable[Incident],
    claims: Iterable[Claim],
    reports: Iterable[Report] = (),
    states: Mapping[IncidentId, str] | None = None,
) -> tuple[CountedAct, ...]:
    """Return one countable value for each act of each incident, in their order.

    `states` says how far the review of an incident is; an incident without one is `unreviewed`.

    >>> from khronika.record.samples import claim
    >>> from khronika.record.incidents import ActSummary
    >>> told = claim("c1")
    >>> summary = ActSummary(act="arrest", claims=(told.id,), date=told.date, place=told.place,
    ...                      victims=told.victims.count)
    >>> arrest = Incident(id=IncidentId("i1"), claims=(told.id,), reports=(told.report,), acts=(summary,),
    ...                   date=told.date, place=told.place, victims=told.victims.count, root_sources=(1, 1))
    >>> counted_acts([arrest], [told])[0].admin1
    'Hebei'
    """
    told = {claim.id: claim for claim in claims}
    read = {report.id: report for report in reports}
    return tuple(act for incident in incidents for act in _acts_of(incident, told, read, states or {}))


def _acts_of(
    incident: Incident,
    told: Mapping[ClaimId, Claim],
    read: Mapping[ReportId, Report],
    states: Mapping[IncidentId, str],
) -> Iterable[CountedAct]:
    for summary in incident.acts:
        claims = [told[key] for key in summary.claims if key in told]
        reports = sorted(
            {claim.report: read[claim.report] for claim in claims if claim.report in read}.values(),
            key=lambda report: (report.published or dt.date.max, report.id),
        )
        outlets = tuple(dict.fromkeys(report.outlet for report in reports if report.outlet))
        yield CountedAct(
            incident=incident.id,
            act=summary.act,
            date=summary.date,
            admin1=summary.place.admin1 if summary.place else None,
            country=summary.place.country if summary.place else None,
            victims=summary.victims,
            sex=_agreed({claim.victims.sex for claim in claims}),
            minors=_agreed({claim.victims.minors for claim in claims}),
            actor=_agreed({c.actor for c in claims if c.actor != UNKNOWN} or {UNKNOWN}) or "disputed",
            source_kind=_agreed({claim.account.kind for claim in claims}) or "several",
            root_sources=incident.root_sources,
            state=states.get(incident.id, "unreviewed"),
            published=next((report.published for report in reports if report.published), None),
            outlet=outlets[0] if outlets else None,
            outlets=outlets,
        )


def _agreed(values: set[T | None]) -> T | None:
    """Return the one value that all who tell one tell; None where they differ."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None
