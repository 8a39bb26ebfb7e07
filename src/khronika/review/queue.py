"""What waits for a reviewer, one report at a time.

A person who has begun to read a report judges all of it before the next one is offered. Reports
with claims that nobody saw come first, then disputes, then what a second person should look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from khronika.record import ClaimId, ReportId
from khronika.review.judgements import Standing, State


@dataclass(frozen=True, slots=True)
class InText:
    """A claim as far as the queue needs it: which, in which report, where in the text, how sure."""

    id: ClaimId
    report: ReportId
    start: int = 0
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One report with the claims that wait in it, in the order of its text."""

    report: ReportId
    unseen: tuple[ClaimId, ...] = ()
    disputed: tuple[ClaimId, ...] = ()
    second: tuple[ClaimId, ...] = ()
    confidence: float = 1.0

    @property
    def waiting(self) -> int:
        """How many claims wait for this reviewer."""
        return len(self.unseen) + len(self.disputed) + len(self.second)


def review_queue(
    claims: Iterable[InText], held: Mapping[ClaimId, Standing], reviewer: str, *, seconds: bool
) -> tuple[Task, ...]:
    """Return the tasks of one reviewer, the most urgent first.

    `seconds` says whether the reviewer may judge what somebody else has judged.
    """
    of: dict[ReportId, list[InText]] = defaultdict(list)
    for claim in claims:
        of[claim.report].append(claim)
    tasks = [_task(report, found, held, reviewer, seconds) for report, found in of.items()]
    return tuple(sorted((task for task in tasks if task.waiting), key=_urgency))


def _urgency(task: Task) -> tuple[bool, bool, float, str]:
    return not task.unseen, not task.disputed, task.confidence, task.report


def _task(
    report: ReportId, claims: list[InText], held: Mapping[ClaimId, Standing], reviewer: str, seconds: bool
) -> Task:
    groups: dict[str, list[InText]] = {"unseen": [], "disputed": [], "second": []}
    for claim in sorted(claims, key=lambda c: (c.start, c.id)):
        kind = _waits_for(held[claim.id], reviewer, seconds)
        if kind:
            groups[kind].append(claim)
    waiting = [claim for group in groups.values() for claim in group]
    return Task(
        report=report,
        unseen=tuple(c.id for c in groups["unseen"]),
        disputed=tuple(c.id for c in groups["disputed"]),
        second=tuple(c.id for c in groups["second"]),
        confidence=min((1.0 if c.confidence is None else c.confidence for c in waiting), default=1.0),
    )


def _waits_for(held: Standing, reviewer: str, seconds: bool) -> str | None:
    if held.state is State.UNSEEN:
        return "unseen"
    if not seconds:
        return None
    if held.state is State.DISPUTED:
        return None if reviewer in held.everyone else "disputed"
    alone = len(held.reviewers) < 2 and reviewer not in held.everyone
    return "second" if alone else None
