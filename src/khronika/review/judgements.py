"""Fold what people said of a claim into what holds of it now.

Each reviewer counts once, with the last judgement that they have not taken back. When two
reviewers read a claim differently it is disputed, until more people hold one reading than any other.

>>> from datetime import UTC, datetime
>>> from khronika.record import ClaimId, Judgement, JudgementId
>>> def said(n, who, verdict):
...     return Judgement(id=JudgementId(f"j{n}"), claim=ClaimId("c1"), reviewer=who,
...                      verdict=verdict, at=datetime(2026, 1, n, tzinfo=UTC))
>>> standing(ClaimId("c1"), []).state.value
'unseen'
>>> standing(ClaimId("c1"), [said(1, "m-1", "accept"), said(2, "m-2", "reject")]).state.value
'disputed'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from khronika.errors import CorrectionError
from khronika.record import Claim, ClaimId, Correction, Judgement, JudgementId
from khronika.review.values import apply_corrections

# What a reviewer takes a claim to say: None when the report does not say it, else the changed values.
Reading = frozenset[tuple[str, str | None]] | None


class State(StrEnum):
    """What holds of a claim."""

    UNSEEN = "unseen"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A claim's state, who holds it, who dissents, and the corrections that go with it."""

    claim: ClaimId
    state: State = State.UNSEEN
    reviewers: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    judgements: tuple[JudgementId, ...] = ()
    last: JudgementId | None = None

    @property
    def stands(self) -> bool:
        """Whether people let the claim stand, as it is or corrected."""
        return self.state in {State.ACCEPTED, State.CORRECTED}

    @property
    def seconded(self) -> bool:
        """Whether two different people say the same."""
        return self.state is not State.DISPUTED and len(self.reviewers) >= 2

    @property
    def everyone(self) -> tuple[str, ...]:
        """All whose judgement counts."""
        return tuple(sorted({*self.reviewers, *self.dissent}))


def live(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return per reviewer the last judgement that was not taken back.

    The order given is the order in which they were made. An undo brings back what the same
    reviewer had said before, if anything.
    """
    made = list(judgements)
    undone = {j.undoes for j in made if j.verdict == "undo"}
    latest = {j.reviewer: j for j in made if j.verdict != "undo" and j.id not in undone}
    return tuple(sorted(latest.values(), key=lambda j: j.reviewer))


def standing(claim: ClaimId, judgements: Iterable[Judgement]) -> Standing:
    """Fold the judgements of one claim, given in the order in which they were made."""
    made = [j for j in judgements if j.claim == claim]
    last = made[-1].id if made else None
    held: dict[Reading, list[Judgement]] = defaultdict(list)
    for judgement in live(made):
        held[_reading(judgement)].append(judgement)
    if not held:
        return Standing(claim=claim, last=last)
    ranked = sorted(held.values(), key=len, reverse=True)
    most, others = ranked[0], [j for group in ranked[1:] for j in group]
    if others and len(most) == len(ranked[1]):
        everyone = tuple(sorted(j.reviewer for j in [*most, *others]))
        return Standing(claim=claim, state=State.DISPUTED, reviewers=(), dissent=everyone, last=last)
    return Standing(
        claim=claim,
        state=_state(most[0]),
        reviewers=tuple(j.reviewer for j in most),
        dissent=tuple(sorted(j.reviewer for j in others)),
        corrections=() if most[0].verdict == "reject" else most[0].corrections,
        judgements=tuple(j.id for j in most),
        last=last,
    )


def standings(claims: Iterable[ClaimId], judgements: Iterable[Judgement]) -> dict[ClaimId, Standing]:
    """Fold the judgements of many claims in one pass."""
    of: dict[ClaimId, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        of[judgement.claim].append(judgement)
    return {claim: standing(claim, of[claim]) for claim in claims}


def standing_claim(claim: Claim, held: Standing) -> Claim | None:
    """Return the claim as people let it stand, or None when nobody or not everybody does.

    A correction that no longer fits what a newer coder proposes does not stand: it is judged anew.
    """
    if not held.stands:
        return None
    try:
        return apply_corrections(claim, held.corrections)
    except CorrectionError:
        return None


def _reading(judgement: Judgement) -> Reading:
    if judgement.verdict == "reject":
        return None
    return frozenset((c.value, c.becomes) for c in judgement.corrections)


def _state(judgement: Judgement) -> State:
    if judgement.verdict == "reject":
        return State.REJECTED
    return State.CORRECTED if judgement.corrections else State.ACCEPTED
