"""The model: plain frozen values, no input or output.

A report holds text; a claim holds one act with its quotes; claims that tell of one happening
make an incident; judged claims make a finding; what passes the gate is a release.
"""

from khronika.record.agreed import agreed_count, agreed_date, largest
from khronika.record.claims import VALUES, Account, Claim, Evidence, Victims
from khronika.record.findings import Finding
from khronika.record.ids import (
    AccountId,
    ClaimId,
    Digest,
    IncidentId,
    JudgementId,
    PersonId,
    ReportId,
    digest_of,
    short_id,
)
from khronika.record.incidents import ActSummary, Incident, Link
from khronika.record.intervals import (
    UNKNOWN_COUNT,
    Count,
    DateInterval,
    count_envelope,
    date_envelope,
)
from khronika.record.judgements import Correction, Judgement, LinkJudgement
from khronika.record.persons import Person
from khronika.record.places import Place
from khronika.record.quotes import Quote, quote_at, stands_in
from khronika.record.releases import Release, ReleasedRow
from khronika.record.reports import Original, Report, Spot

__all__ = [
    "UNKNOWN_COUNT",
    "VALUES",
    "Account",
    "AccountId",
    "ActSummary",
    "Claim",
    "ClaimId",
    "Correction",
    "Count",
    "DateInterval",
    "Digest",
    "Evidence",
    "Finding",
    "Incident",
    "IncidentId",
    "Judgement",
    "JudgementId",
    "Link",
    "LinkJudgement",
    "Original",
    "Person",
    "PersonId",
    "Place",
    "Quote",
    "Release",
    "ReleasedRow",
    "Report",
    "ReportId",
    "Spot",
    "Victims",
    "agreed_count",
    "agreed_date",
    "count_envelope",
    "date_envelope",
    "digest_of",
    "largest",
    "quote_at",
    "short_id",
    "stands_in",
]
