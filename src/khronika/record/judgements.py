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


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkJudgement:
    """What one reviewer said of two sides: that they are the same, or not.

    `kind` is incident (the sides are claims) or copy (the sides are one report each, the copy on the left).
    `verdict` is same, not_same or undo; an undo takes back the reviewer's own judgement `undoes`.
    """

    id: JudgementId
    kind: str
    verdict: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    reviewer: str
    at: datetime
    reason: str = ""
    undoes: JudgementId | None = None
