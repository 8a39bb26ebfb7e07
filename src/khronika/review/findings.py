"""What the organisation holds established of an incident, from judged claims alone.

A claim that nobody looked at, that was rejected or that is disputed adds nothing.

>>> from khronika.record.samples import claim
>>> from khronika.record import Count, Incident, IncidentId
>>> told = claim()
>>> incident = Incident(id=IncidentId("i1"), claims=(told.id,), reports=(told.report,), acts=(), date=None,
...                     place=None, victims=Count(2, 2), root_sources=(1, 1))
>>> findings_of(incident, {told.id: told}, [])
()
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from khronika.record import (
    Claim,
    ClaimId,
    Finding,
    Incident,
    Judgement,
    Place,
    agreed_count,
    agreed_date,
)
from khronika.review.judgements import Standing, standing_claim, standings


def findings_of(
    incident: Incident, claims: Mapping[ClaimId, Claim], judgements: Iterable[Judgement]
) -> tuple[Finding, ...]:
    """Return one finding per act, in the order of the acts' names.

    `reviewers` is the number of people who let one and the same claim stand: two people who each
    looked at another claim have not checked one another.
    """
    present = [c for c in incident.claims if c in claims]
    held = standings(present, judgements)
    by_act: dict[str, list[Claim]] = defaultdict(list)
    for key in present:
        stands = standing_claim(claims[key], held[key])
        if stands is not None and stands.specificity == "incident":
            by_act[stands.act].append(stands)
    accounts = {claims[key].account.key for key in present}
    return tuple(_finding(incident, act, by_act[act], held, accounts) for act in sorted(by_act))


def _finding(
    incident: Incident,
    act: str,
    claims: list[Claim],
    held: Mapping[ClaimId, Standing],
    accounts: set[str],
) -> Finding:
    return Finding(
        incident=incident.id,
        act=act,
        date=agreed_date(claims)[0],
        place=_common_place([c.place for c in claims if c.place]),
        victims=agreed_count(claims)[0],
        sex=_common({c.victims.sex for c in claims if c.victims.sex}),
        claims=tuple(claims),
        judgements=tuple(j for c in claims for j in held[c.id].judgements),
        reviewers=max(len(held[c.id].reviewers) for c in claims),
        root_sources=_root_sources(incident, {c.account.key for c in claims}, accounts),
    )


def _root_sources(incident: Incident, standing: set[str], accounts: set[str]) -> tuple[int, int]:
    """Narrow the incident's root sources to the accounts that stand; each that fell may have been one."""
    low, high = incident.root_sources
    fewer = len(accounts - standing)
    low = max(1, min(low - fewer, len(standing)))
    return low, max(low, min(high, len(standing)))


def _common_place(places: list[Place]) -> Place | None:
    """Return the place as finely as all claims agree on it."""
    if not places:
        return None
    country = _common({p.country for p in places if p.country})
    admin1 = _common({p.admin1 for p in places if p.admin1})
    name = _common({p.name for p in places}) or admin1 or country
    return Place(name=name, admin1=admin1, country=country) if name else None


def _common(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
