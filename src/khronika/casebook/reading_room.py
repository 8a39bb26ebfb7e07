"""Fetch what the desk shows, and note who looked at what.

Whoever opens a report has seen what a source said: that goes into the ledger, and, for the
original behind it, into the custody log under the reader's pseudonym.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from khronika.casebook.members import require
from khronika.casebook.reviewing import judgements_of, standings_of
from khronika.errors import KhronikaError
from khronika.record import Claim, ClaimId, Finding, Incident, Judgement, Link, Report
from khronika.review import Standing, findings_of, standings

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook
    from khronika.store.models import Member, PersonRow

SIGN_EVERY = 60.0  # seconds: signing reads the whole log, a view must not wait for it each time
_log_pen = threading.Lock()  # the desk answers several people at once; the log has one end
_signed_at: dict[Path, float] = {}


class NotInCasebookError(KhronikaError):
    """A page was asked for a thing that the casebook does not hold."""

    template = "There is nothing under this address in this casebook."
    next_step = "Go back to the queue or to the list of incidents."
    http_status = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """A report with its claims in the order of the text, and what people said of each."""

    report: Report
    claims: tuple[Claim, ...]
    held: dict[ClaimId, Standing]
    judgements: dict[ClaimId, tuple[Judgement, ...]]
    incidents: dict[ClaimId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An incident with its claims side by side, and everything that bears on it."""

    incident: Incident
    claims: tuple[Claim, ...]
    held: dict[ClaimId, Standing]
    reports: tuple[Report, ...]
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]
    persons: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One row of the list of incidents."""

    incident: Incident
    acts: tuple[str, ...]
    unseen: int
    disputed: int
    stand: int
    established: int
    rejected: int

    @property
    def state(self) -> str:
        """One word for where the review of the incident is."""
        if self.disputed:
            return "disputed"
        if self.unseen:
            return "unseen"
        if self.established:
            return "established"
        return "stands" if self.stand else "rejected"


def report_summaries(report_ids: Iterable[str]) -> dict[str, Report]:
    """Return reports without their text, for lists."""
    from khronika.record.codec import report_from_json
    from khronika.store.models import ReportRow

    rows = ReportRow.objects.filter(id__in=list(report_ids)).defer("text", "spots")
    return {row.id: report_from_json({**row.body, "id": row.id, "text": ""}) for row in rows}


def open_report(member: Member, report_id: str, casebook: Casebook | None = None) -> OpenReport:
    """Return a report for reading and note that it was read. Raises NotInCasebookError."""
    from khronika.store.mapping import report_of
    from khronika.store.models import ReportRow

    require(member, "reader")
    row = ReportRow.objects.filter(id=report_id).first()
    if row is None:
        raise NotInCasebookError
    _note_view(member, row.id, row.original_id, casebook)
    return _bundle(report_of(row, spots=True))


def report_of_page(member: Member, report_id: str) -> Report:
    """Return a report with the places of its text; the view is noted with the picture of the page."""
    from khronika.store.mapping import report_of
    from khronika.store.models import ReportRow

    require(member, "reader")
    row = ReportRow.objects.filter(id=report_id).first()
    if row is None:
        raise NotInCasebookError
    return report_of(row, spots=True)


def report_of_claim(member: Member, claim_id: str, *, noted: bool = True) -> OpenReport:
    """Return the report of one claim, and note that the claim was read.

    Nothing is noted again for a claim that the member judges in the same breath.
    """
    from khronika.store.mapping import report_of
    from khronika.store.models import ClaimRow, LedgerRow

    require(member, "reader")
    row = ClaimRow.objects.select_related("report").filter(id=claim_id).first()
    if row is None:
        raise NotInCasebookError
    if noted:
        LedgerRow.objects.create(who=member.pseudonym, did="read claim", target=claim_id)
    return _bundle(report_of(row.report, spots=True))


def open_incident(member: Member, incident_id: str) -> OpenIncident:
    """Return an incident for reading and note that it was read. Raises NotInCasebookError."""
    from khronika.casebook.linking import standing_links
    from khronika.store.mapping import claim_of, incident_of
    from khronika.store.models import ClaimRow, IncidentRow, LedgerRow, PersonRow

    require(member, "reader")
    row = IncidentRow.objects.filter(id=incident_id).first()
    if row is None:
        raise NotInCasebookError
    LedgerRow.objects.create(who=member.pseudonym, did="read incident", target=row.id)
    incident = incident_of(row)
    claims = tuple(claim_of(c) for c in ClaimRow.objects.filter(id__in=incident.claims))
    made = judgements_of(incident.claims)
    told = set(incident.reports)
    stored = [x for x in standing_links(told) if x.right in told or x.right.startswith("unseen-")]
    reports = report_summaries(incident.reports)
    return OpenIncident(
        incident=incident,
        claims=claims,
        held=standings([c.id for c in claims], made),
        reports=tuple(reports[key] for key in incident.reports if key in reports),
        links=tuple(dict.fromkeys([*incident.links, *stored])),
        findings=findings_of(incident, {c.id: c for c in claims}, made),
        persons=tuple(PersonRow.objects.filter(incident_id=row.id)),
    )


def list_incidents() -> list[IncidentLine]:
    """Return every incident with the state of its review, the latest first."""
    from khronika.store.mapping import claim_of, incident_of
    from khronika.store.models import ClaimRow, IncidentRow

    incidents = [incident_of(row) for row in IncidentRow.objects.all()]
    of: dict[ClaimId, list[Judgement]] = defaultdict(list)
    for judgement in judgements_of():
        of[judgement.claim].append(judgement)
    claims: dict[ClaimId, Claim] = {}  # only judged claims can be in a finding
    for some in batched(sorted(of), 500):
        claims |= {c.id: c for c in map(claim_of, ClaimRow.objects.filter(id__in=some))}
    return [_line(incident, claims, of) for incident in incidents]


def batched(keys: Sequence[ClaimId], size: int) -> Iterable[Sequence[ClaimId]]:
    """Cut a list of ids into pieces that one query can take.

    >>> list(batched([ClaimId("a"), ClaimId("b"), ClaimId("c")], 2))
    [['a', 'b'], ['c']]
    """
    return (keys[at : at + size] for at in range(0, len(keys), size))


def _line(
    incident: Incident, claims: dict[ClaimId, Claim], of: dict[ClaimId, list[Judgement]]
) -> IncidentLine:
    made = [j for key in incident.claims for j in of.get(key, ())]
    held = standings(incident.claims, made).values()
    found = findings_of(incident, claims, made) if made else ()
    return IncidentLine(
        incident=incident,
        acts=tuple(dict.fromkeys(act.act for act in incident.acts)),
        unseen=sum(h.state == "unseen" for h in held),
        disputed=sum(h.state == "disputed" for h in held),
        stand=sum(h.stands for h in held),
        rejected=sum(h.state == "rejected" for h in held),
        established=sum(finding.established for finding in found),
    )


def _bundle(report: Report) -> OpenReport:
    from khronika.store.mapping import claim_of
    from khronika.store.models import ClaimRow

    rows = list(ClaimRow.objects.filter(report_id=report.id).prefetch_related("incidents"))
    claims = tuple(claim_of(row) for row in rows)
    made = judgements_of([c.id for c in claims])
    return OpenReport(
        report=report,
        claims=claims,
        held=standings([c.id for c in claims], made),
        judgements={c.id: tuple(j for j in made if j.claim == c.id) for c in claims},
        incidents={
            claim.id: row.incidents.all()[0].id
            for claim, row in zip(claims, rows, strict=True)
            if row.incidents.all()
        },
    )


def _note_view(member: Member, report_id: str, digest: str, casebook: Casebook | None) -> None:
    from django.db import transaction

    from khronika.casebook.custody import record_custody
    from khronika.store.models import LedgerRow

    with transaction.atomic():
        LedgerRow.objects.create(who=member.pseudonym, did="read report", target=report_id)
        record_custody(member.pseudonym, "viewed", digest)
    if casebook is not None:
        keep_log(casebook)


def keep_log(casebook: Casebook, *, sign: bool = False) -> None:
    """Write the custody log to disk at once, and sign its head now and then or when asked.

    What is on disk but not yet signed when a crash comes is written and signed at the next opening.
    """
    from khronika.casebook.custody import write_log

    with _log_pen:
        due = sign or time.monotonic() - _signed_at.get(casebook.path, -SIGN_EVERY) >= SIGN_EVERY
        write_log(casebook, sign=due)
        if due:
            _signed_at[casebook.path] = time.monotonic()


__all__ = [
    "IncidentLine",
    "NotInCasebookError",
    "OpenIncident",
    "OpenReport",
    "list_incidents",
    "open_incident",
    "open_report",
    "report_of_claim",
    "report_of_page",
    "report_summaries",
    "standings_of",
]
