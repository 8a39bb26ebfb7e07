"""Between rows of the database and values of the record."""

import json
import zlib
from datetime import UTC, datetime
from typing import Any

from khronika.record import (
    Claim,
    ClaimId,
    Correction,
    Digest,
    Incident,
    Judgement,
    JudgementId,
    Link,
    LinkJudgement,
    Original,
    Quote,
    Report,
    ReportId,
)
from khronika.record.codec import (
    claim_from_json,
    claim_to_json,
    incident_from_json,
    incident_to_json,
    report_from_json,
    report_to_json,
    spots_to_json,
)
from khronika.store.models import (
    ClaimRow,
    IncidentRow,
    JudgementRow,
    LinkJudgementRow,
    LinkRow,
    OriginalRow,
    ReportRow,
)


def original_of(row: OriginalRow) -> Original:
    """Return an original's description."""
    return Original(
        digest=Digest(row.digest),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        received=row.received,
        received_by=row.received_by,
        tool=row.tool,
    )


def report_of(row: ReportRow, *, spots: bool = False) -> Report:
    """Return a report with its text, and on demand with the places of its text in the original."""
    told = json.loads(zlib.decompress(row.spots)) if spots and row.spots else ()
    return report_from_json({**row.body, "id": row.id, "text": row.text, "spots": told})


def save_report(report: Report, original: str) -> ReportRow:
    """Write a report; the same report twice is written once."""
    body = report_to_json(report, text=False)
    row, _ = ReportRow.objects.update_or_create(
        id=report.id,
        defaults={
            "original_id": original,
            "lang": report.lang,
            "published": report.published,
            "text": report.text,
            "body": body,
            "spots": zlib.compress(json.dumps(spots_to_json(report.spots)).encode("ascii")),
        },
    )
    return row


def claim_of(row: ClaimRow) -> Claim:
    """Return a claim."""
    return claim_from_json(row.body)


def claim_row(claim: Claim) -> ClaimRow:
    """Return the row of a claim, not yet saved."""
    quotes = claim.quotes
    return ClaimRow(
        id=claim.id,
        report_id=claim.report,
        act=claim.act,
        specificity=claim.specificity,
        start=quotes[0].start if quotes else 0,
        body=claim_to_json(claim),
    )


def incident_of(row: IncidentRow) -> Incident:
    """Return an incident with its reconciled values."""
    return incident_from_json(row.body)


def save_incident(incident: Incident) -> None:
    """Write an incident and the claims that belong to it."""
    row, _ = IncidentRow.objects.update_or_create(
        id=incident.id,
        defaults={
            "first": incident.date.first if incident.date else None,
            "last": incident.date.last if incident.date else None,
            "body": incident_to_json(incident),
        },
    )
    row.claims.set(ClaimRow.objects.filter(id__in=incident.claims))


def link_row(link: Link) -> LinkRow:
    """Return the row of a link, not yet saved."""
    return LinkRow(
        kind=link.kind, left=link.left, right=link.right, score=link.score, reasons=list(link.reasons)
    )


def link_of(row: LinkRow) -> Link:
    """Return a link with its reasons."""
    return Link(kind=row.kind, left=row.left, right=row.right, score=row.score, reasons=tuple(row.reasons))


def judgement_of(row: JudgementRow) -> Judgement:
    """Return a judgement; the reviewer is named by their pseudonym."""
    return Judgement(
        id=JudgementId(row.id),
        claim=ClaimId(row.claim_id),
        reviewer=row.reviewer.pseudonym,
        verdict=row.verdict,
        at=row.at,
        reason=row.reason,
        corrections=tuple(_correction(c) for c in row.corrections),
        undoes=JudgementId(row.undoes_id) if row.undoes_id else None,
    )


def link_judgement_of(row: LinkJudgementRow) -> LinkJudgement:
    """Return a judgement of a link; the reviewer is named by their pseudonym."""
    return LinkJudgement(
        id=JudgementId(row.id),
        kind=row.kind,
        verdict=row.verdict,
        left=tuple(row.left),
        right=tuple(row.right),
        reviewer=row.reviewer.pseudonym,
        at=row.at,
        reason=row.reason,
        undoes=JudgementId(row.undoes_id) if row.undoes_id else None,
    )


def correction_json(correction: Correction) -> dict[str, Any]:
    """Return a correction as it is stored."""
    quote = correction.quote
    return {
        "value": correction.value,
        "becomes": correction.becomes,
        "quote": None
        if quote is None
        else {"report": quote.report, "start": quote.start, "end": quote.end, "text": quote.text},
    }


def _correction(row: dict[str, Any]) -> Correction:
    quote = row.get("quote")
    return Correction(
        value=row["value"],
        becomes=row["becomes"],
        quote=Quote(
            report=ReportId(quote["report"]), start=quote["start"], end=quote["end"], text=quote["text"]
        )
        if quote
        else None,
    )


def now() -> datetime:
    """Return this second in UTC; nothing finer is kept."""
    return datetime.now(UTC).replace(microsecond=0)


__all__ = [
    "claim_of",
    "claim_row",
    "correction_json",
    "incident_of",
    "judgement_of",
    "link_judgement_of",
    "link_of",
    "link_row",
    "now",
    "original_of",
    "report_of",
    "save_incident",
    "save_report",
]
