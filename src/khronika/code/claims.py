"""Write the claims: every value that is set goes with the words on which it rests."""

from __future__ import annotations

from khronika.code.merge import Cluster, proposed_actor, proposed_place, proposed_telling
from khronika.code.people import Group, Span
from khronika.code.sources import role_key
from khronika.record import (
    UNKNOWN_COUNT,
    Account,
    AccountId,
    Claim,
    ClaimId,
    Evidence,
    Place,
    Report,
    Victims,
    quote_at,
    short_id,
)

CODER_VERSION = "1"


def claim_of(cluster: Cluster, report: Report, chain: str) -> Claim:
    """Return the claim that a cluster of tellings makes."""
    evidence: list[Evidence] = []

    def rests(value: str, span: Span | None) -> None:
        if span is not None and 0 <= span[0] < span[1] <= len(report.text):
            evidence.append(Evidence(value=value, quote=quote_at(report.id, report.text, *span)))

    acts = _act_spans(cluster)
    for span in acts:
        rests("act", span)
    first = acts[0]
    weighed = cluster.weighed
    interval = weighed.date if weighed else cluster.date
    if interval is not None and report.published is not None:
        interval = interval.until(report.published)
    dated = next((e for e in cluster.events if e.date_span and e.own_date), None) or next(
        (e for e in cluster.events if e.date_span), None
    )
    span = (weighed.date_span if weighed else None) or (dated.date_span if dated else None) or first
    if interval is not None and interval.first:
        rests("date.from", span)
    if interval is not None and interval.last:
        rests("date.to", (weighed.last_span if weighed else None) or span)
    place = _place(cluster, rests)
    victims = _victims(weighed.group if weighed else cluster.group, first, rests)
    actor, actor_span = (weighed.actor, weighed.actor_span) if weighed else proposed_actor(cluster)
    if actor != "unknown":
        rests("actor", actor_span or first)
    ground = next((e.mention.ground for e in cluster.events if e.mention.ground), None)
    rests("ground", ground)
    account = _account(cluster, report, place, rests)
    return Claim(
        id=ClaimId(short_id("c", report.id, cluster.act, first[0], first[1], len(evidence))),
        report=report.id,
        act=cluster.act,
        specificity=cluster.specificity,
        account=account,
        evidence=tuple(dict.fromkeys(evidence)),
        date=interval,
        place=place,
        victims=victims,
        actor=actor,
        ground=report.text[ground[0] : ground[1]] if ground else None,
        group=chain,
        coder="rules",
        coder_version=CODER_VERSION,
    )


def _act_spans(cluster: Cluster) -> list[Span]:
    body = [e for e in cluster.events if not e.mention.headline] or cluster.events
    spans = sorted({e.mention.clause for e in body})
    kept: list[Span] = []
    for span in spans:
        if kept and span[0] < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], span[1]))
        else:
            kept.append(span)
    return kept[:4]


def _place(cluster: Cluster, rests: object) -> Place | None:
    found = cluster.weighed.place if cluster.weighed else proposed_place(cluster)
    if found is None:
        return None
    span = (found.start, found.end)
    for value in ("place.name", "place.admin1", "place.country"):
        if value != "place.admin1" or found.place.admin1:
            rests(value, span)  # type: ignore[operator]
    return found.place


def _victims(group: Group | None, fallback: Span, rests: object) -> Victims:
    if group is None:
        return Victims()
    count = group.count or UNKNOWN_COUNT
    told = {
        "victims.min": count.floor,
        "victims.max": count.ceiling,
        "victims.sex": group.sex,
        "victims.minors": group.minors,
        "victims.nationality": group.nationality,
        "victims.age": group.age,
    }
    for value, known in told.items():
        if known is not None:
            rests(value, group.spans.get(value) or group.spans.get("victims.min") or fallback)  # type: ignore[operator]
    return Victims(
        count=count, sex=group.sex, minors=group.minors, nationality=group.nationality, age=group.age
    )


def _account(cluster: Cluster, report: Report, place: Place | None, rests: object) -> Account:
    telling = cluster.weighed.telling if cluster.weighed else proposed_telling(cluster)
    rests("source.kind", telling.span)  # type: ignore[operator]
    rests("source.phrase", telling.span)  # type: ignore[operator]
    key = role_key(telling, report.outlet, place.country if place else None)
    return Account(
        id=AccountId(short_id("a", report.id, key)),
        report=report.id,
        kind=telling.kind,
        key=key,
        phrase=telling.phrase,
        outlet=report.outlet,
        origin=telling.origin,
    )
