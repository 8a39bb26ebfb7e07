"""A reviewer's answer to a claim: accept, correct or reject, with a reason. Append-only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from khronika.record.ids import ClaimId, JudgementId
from khronika.record.quotes import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One value as a reviewer reads it: its path in the codebook, the new value and its words."""

    value: str
    becomes: str | None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one reviewer said of one claim at one time.

    `verdict` is accept, correct, reject or undo; an undo takes back the reviewer's own judgement `undoes`.
    """

    id: JudgementId
    claim: ClaimId
    reviewer: str
    verdict: str
    at: datetime
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
    undoes: JudgementId | None = None
    context: Mapping[str, str] = field(default_factory=dict, compare=False)
