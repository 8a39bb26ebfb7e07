"""People decide: what judgements make of claims, what waits for whom, and what is established."""

from khronika.review.agreement import Agreement, agreement
from khronika.review.audit import AuditLine, Proposed, audit
from khronika.review.findings import findings_of
from khronika.review.judgements import Standing, State, live, standing, standing_claim, standings
from khronika.review.links import COPIES, Decided, decided, judged_copies, live_links
from khronika.review.queue import InText, Task, review_queue
from khronika.review.values import CORRECTABLE, apply_corrections, group_of, unsupported, value_of

__all__ = [
    "COPIES",
    "CORRECTABLE",
    "Agreement",
    "AuditLine",
    "Decided",
    "InText",
    "Proposed",
    "Standing",
    "State",
    "Task",
    "agreement",
    "apply_corrections",
    "audit",
    "decided",
    "findings_of",
    "group_of",
    "judged_copies",
    "live",
    "live_links",
    "review_queue",
    "standing",
    "standing_claim",
    "standings",
    "unsupported",
    "value_of",
]
