"""Turn values of the record into plain JSON objects and back, in the shapes of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from khronika.record.claims import Account, Claim, Evidence, Victims
from khronika.record.ids import AccountId, ClaimId, IncidentId, ReportId
from khronika.record.incidents import ActSummary, Incident, Link
from khronika.record.intervals import Count, DateInterval
from khronika.record.places import Place
from khronika.record.quotes import Quote
from khronika.record.reports import Report, Spot

Json = dict[str, Any]


def report_to_json(report: Report, *, text: bool = True) -> Json:
    """Return a report as `khronika read` prints it."""
    row: Json = {
        "id": report.id,
        "lang": report.lang,
        "outlet": report.outlet,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "authors": list(report.authors),
        "translators": list(report.translators),
        "editors": list(report.editors),
        "republished_by": report.republished_by,
    }
    if text:
        row["text"] = report.text
        row["spots"] = spots_to_json(report.spots)
        row["langs"] = list(report.langs)
    return row


def spots_to_json(spots: Iterable[Spot]) -> list[list[Any]]:
    """Return one short list for each spot: start, end, then the node, or the page and the four sides.

    >>> spots_to_json([Spot(start=0, end=9, page=2, box=(1, 2, 3, 4)), Spot(start=9, end=12, node="/html/p")])
    [[0, 9, 2, 1, 2, 3, 4], [9, 12, '/html/p']]
    """
    return [[s.start, s.end, *([s.node] if s.node else [s.page, *(s.box or ())])] for s in spots]


def spots_from_json(rows: Iterable[Sequence[Any]]) -> tuple[Spot, ...]:
    """Make spots from what `spots_to_json` gave. Raises ValueError or TypeError for anything else.

    >>> spots_from_json([[0, 9, 2, 1, 2, 3, 4]])[0].box
    (1, 2, 3, 4)
    """
    found = []
    for start, end, where, *box in rows:
        if not 0 <= int(start) <= int(end) or len(box) not in (0, 4):
            raise ValueError
        sides = tuple(int(side) for side in box)
        found.append(
            Spot(
                start=int(start),
                end=int(end),
                node=where[:2_000] if isinstance(where, str) else None,
                page=int(where) if not isinstance(where, str) and where is not None else None,
                box=(sides[0], sides[1], sides[2], sides[3]) if len(sides) == 4 else None,
            )
        )
    return tuple(found)


def report_from_json(row: Mapping[str, Any]) -> Report:
    """Make a report from what `report_to_json` gave."""
    return Report(
        id=ReportId(row["id"]),
        text=row.get("text", ""),
        lang=row.get("lang"),
        outlet=row.get("outlet"),
        title=row.get("title"),
        published=date.fromisoformat(row["published"]) if row.get("published") else None,
        authors=tuple(row.get("authors") or ()),
        translators=tuple(row.get("translators") or ()),
        editors=tuple(row.get("editors") or ()),
        republished_by=row.get("republished_by"),
        spots=spots_from_json(row.get("spots") or ()),
        langs=tuple(row.get("langs") or ()),
    )


def date_to_json(interval: DateInterval | None) -> Json | None:
    """Return `{"from": …, "to": …}` or None."""
    if interval is None:
        return None
    return {
        "from": interval.first.isoformat() if interval.first else None,
        "to": interval.last.isoformat() if interval.last else None,
    }


def date_from_json(row: Mapping[str, Any] | None) -> DateInterval | None:
    """Make an interval from `{"from": …, "to": …}`."""
    return DateInterval.of(row.get("from"), row.get("to")) if row else None


def place_to_json(place: Place | None) -> Json | None:
    """Return a place as the codebook writes it, or None."""
    if place is None:
        return None
    return {"name": place.name, "admin1": place.admin1, "country": place.country}


def place_from_json(row: Mapping[str, Any] | None) -> Place | None:
    """Make a place from what `place_to_json` gave."""
    return Place(name=row["name"], admin1=row.get("admin1"), country=row.get("country")) if row else None


def claim_to_act(claim: Claim, *, incident: str | None = None) -> Json:
    """Return a claim as an act of the codebook, with a span for every value."""
    victims, account = claim.victims, claim.account
    return {
        "incident": incident or claim.group,
        "act": claim.act,
        "specificity": claim.specificity,
        "date": date_to_json(claim.date),
        "place": place_to_json(claim.place),
        "victims": {
            "min": victims.count.floor,
            "max": victims.count.ceiling,
            "sex": victims.sex,
            "minors": victims.minors,
            "nationality": victims.nationality,
            "age": victims.age,
        },
        "actor": claim.actor,
        "ground": claim.ground,
        "source": {"kind": account.kind, "phrase": account.phrase},
        "quotes": [quote.text for quote in claim.quotes],
        "spans": [{"value": e.value, "start": e.quote.start, "end": e.quote.end} for e in claim.evidence],
    }


def claim_to_json(claim: Claim) -> Json:
    """Return all of a claim; `claim_from_json` gives it back."""
    account = claim.account
    row = claim_to_act(claim)
    row.pop("quotes")
    row.update(
        id=claim.id,
        report=claim.report,
        group=claim.group,
        confidence=claim.confidence,
        coder=claim.coder,
        coder_version=claim.coder_version,
        account={
            "id": account.id,
            "kind": account.kind,
            "key": account.key,
            "phrase": account.phrase,
            "outlet": account.outlet,
            "origin": account.origin,
            "place": place_to_json(account.place),
        },
        spans=[
            {"value": e.value, "start": e.quote.start, "end": e.quote.end, "text": e.quote.text}
            for e in claim.evidence
        ],
    )
    return row


def claim_from_json(row: Mapping[str, Any]) -> Claim:
    """Make a claim from what `claim_to_json` gave."""
    report = ReportId(row["report"])
    told, group = row["account"], row["victims"]
    return Claim(
        id=ClaimId(row["id"]),
        report=report,
        act=row["act"],
        specificity=row["specificity"],
        date=date_from_json(row["date"]),
        place=place_from_json(row["place"]),
        victims=Victims(
            count=Count(group["min"], group["max"]),
            sex=group["sex"],
            minors=group["minors"],
            nationality=group["nationality"],
            age=group["age"],
        ),
        actor=row["actor"],
        ground=row["ground"],
        group=row["group"],
        confidence=row["confidence"],
        coder=row["coder"],
        coder_version=row["coder_version"],
        account=Account(
            id=AccountId(told["id"]),
            report=report,
            kind=told["kind"],
            key=told["key"],
            phrase=told["phrase"],
            outlet=told["outlet"],
            origin=told["origin"],
            place=place_from_json(told["place"]),
        ),
        evidence=tuple(
            Evidence(
                value=s["value"],
                quote=Quote(report=report, start=s["start"], end=s["end"], text=s["text"]),
            )
            for s in row["spans"]
        ),
    )


def incident_to_json(incident: Incident) -> Json:
    """Return all of an incident; `incident_from_json` gives it back."""
    return {
        "id": incident.id,
        "claims": list(incident.claims),
        "reports": list(incident.reports),
        "date": date_to_json(incident.date),
        "place": place_to_json(incident.place),
        "victims": {"min": incident.victims.floor, "max": incident.victims.ceiling},
        "root_sources": list(incident.root_sources),
        "acts": [
            {
                "act": a.act,
                "claims": list(a.claims),
                "date": date_to_json(a.date),
                "place": place_to_json(a.place),
                "victims": {"min": a.victims.floor, "max": a.victims.ceiling},
                "conflicts": list(a.conflicts),
            }
            for a in incident.acts
        ],
        "links": [link_to_json(link) for link in incident.links],
    }


def link_to_json(link: Link) -> Json:
    """Return a link with its reasons."""
    return {
        "kind": link.kind,
        "left": link.left,
        "right": link.right,
        "score": link.score,
        "reasons": list(link.reasons),
    }


def incident_from_json(row: Mapping[str, Any]) -> Incident:
    """Make an incident from what `incident_to_json` gave."""
    low, high = row["root_sources"]
    return Incident(
        id=IncidentId(row["id"]),
        claims=tuple(ClaimId(c) for c in row["claims"]),
        reports=tuple(ReportId(r) for r in row["reports"]),
        date=date_from_json(row["date"]),
        place=place_from_json(row["place"]),
        victims=Count(row["victims"]["min"], row["victims"]["max"]),
        root_sources=(low, high),
        acts=tuple(
            ActSummary(
                act=a["act"],
                claims=tuple(ClaimId(c) for c in a["claims"]),
                date=date_from_json(a["date"]),
                place=place_from_json(a["place"]),
                victims=Count(a["victims"]["min"], a["victims"]["max"]),
                conflicts=tuple(a["conflicts"]),
            )
            for a in row["acts"]
        ),
        links=tuple(
            Link(
                kind=link["kind"],
                left=link["left"],
                right=link["right"],
                score=link["score"],
                reasons=tuple(link["reasons"]),
            )
            for link in row["links"]
        ),
    )
