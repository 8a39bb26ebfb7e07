"""Let members judge claims: who may, in which order, and with a trace of every step.

A coder judges what nobody else has judged; a reviewer may be the second person; nobody counts twice.
Each judgement and its ledger entry are written together or not at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from khronika.casebook.members import may, require
from khronika.errors import CorrectionError, NotAllowedError, StaleJudgementError, UsageError
from khronika.record import Claim, ClaimId, Correction, Judgement, ReportId, stands_in
from khronika.review import (
    Agreement,
    AuditLine,
    InText,
    Proposed,
    Standing,
    State,
    Task,
    agreement,
    apply_corrections,
    audit,
    live,
    review_queue,
    standing,
    standings,
    unsupported,
    value_of,
)
from khronika.vocabularies import check_term

if TYPE_CHECKING:
    from khronika.store.models import JudgementRow, Member

LONGEST_REASON = 2000


def judge(
    member: Member,
    claim_id: str,
    verdict: str,
    reason: str = "",
    corrections: Sequence[Correction] = (),
    expected_last: str | None = None,
) -> Standing:
    """Write one judgement and return how the claim stands after it.

    `expected_last` is the last judgement that the member saw ("" for none); None skips the check.
    An accept takes on the corrections that stand, for they are what the member saw. Corrections that
    change nothing are dropped. Raises StaleJudgementError, NotAllowedError, CorrectionError, UsageError.
    """
    from django.db import transaction

    if check_term("verdicts", verdict) == "undo":
        raise UsageError(what="Take a judgement back with undo.")
    with transaction.atomic():
        claim, made = _claim(claim_id), judgements_of([claim_id])
        held = standing(claim.id, made)
        _check_last(held, expected_last)
        _check_may_judge(member, made)
        reason = _checked_reason(verdict, reason)
        if verdict == "accept":
            kept = held.corrections if held.state is State.CORRECTED else ()
        elif verdict == "correct":
            kept = _checked_corrections(claim, corrections)
            verdict = "correct" if kept else "accept"
        else:
            kept = ()
        row = _write(member, claim_id, verdict, reason, kept)
        _ledger(member, f"judged: {verdict}", claim_id, {"judgement": row.id})
        return standing(claim.id, judgements_of([claim_id]))


def undo(member: Member, claim_id: str, expected_last: str | None = None) -> Standing:
    """Take the member's own last judgement of a claim back. Raises UsageError when there is none."""
    from django.db import transaction

    with transaction.atomic():
        require(member, "coder")
        claim, made = _claim(claim_id), judgements_of([claim_id])
        _check_last(standing(claim.id, made), expected_last)
        own = next((j for j in live(made) if j.reviewer == member.pseudonym), None)
        if own is None:
            raise UsageError(what="There is no judgement of yours to take back.")
        row = _write(member, claim_id, "undo", "", (), undoes=own.id)
        _ledger(member, "judged: undo", claim_id, {"judgement": row.id, "undoes": own.id})
        return standing(claim.id, judgements_of([claim_id]))


def may_judge(member: Member, made: Iterable[Judgement]) -> bool:
    """Say whether a member may judge a claim of which others said this."""
    others = {j.reviewer for j in live(made)} - {member.pseudonym}
    return may(member, "reviewer") or (may(member, "coder") and not others)


def judgements_of(claim_ids: Iterable[str] | None = None) -> list[Judgement]:
    """Return the judgements of some claims, or all, in the order in which they were made."""
    from khronika.store.mapping import judgement_of
    from khronika.store.models import JudgementRow

    rows = JudgementRow.objects.select_related("reviewer")
    if claim_ids is not None:
        rows = rows.filter(claim_id__in=list(claim_ids))
    return [judgement_of(row) for row in rows]


def standings_of(claim_ids: Iterable[str]) -> dict[ClaimId, Standing]:
    """Return how many claims stand, with one query for all of them."""
    keys = [ClaimId(key) for key in claim_ids]
    return standings(keys, judgements_of(keys if len(keys) <= 500 else None))


def queue_for(member: Member) -> tuple[Task, ...]:
    """Return what waits for a member, the most urgent report first; nothing waits for a reader."""
    from khronika.store.models import ClaimRow

    if not may(member, "coder"):
        return ()
    rows = ClaimRow.objects.order_by().values_list("id", "report_id", "start", "body__confidence")
    claims = [InText(ClaimId(key), ReportId(report), start, sure) for key, report, start, sure in rows]
    held = standings_of(claim.id for claim in claims)
    return review_queue(claims, held, member.pseudonym, seconds=may(member, "reviewer"))


def audit_of_coders() -> tuple[AuditLine, ...]:
    """Return what became of the coders' claims so far, act by act."""
    from khronika.store.models import ClaimRow

    fields = ("id", "act", "body__coder", "body__coder_version")
    rows = ClaimRow.objects.order_by().values_list(*fields)
    claims = [Proposed(ClaimId(key), act, f"{coder} {version}") for key, act, coder, version in rows]
    return audit(claims, standings_of(claim.id for claim in claims))


def agreement_so_far() -> Agreement:
    """Return how far the reviewers of this casebook agree."""
    return agreement(judgements_of())


def _claim(claim_id: str) -> Claim:
    from khronika.store.mapping import claim_of
    from khronika.store.models import ClaimRow

    row = ClaimRow.objects.filter(id=claim_id).first()
    if row is None:
        raise UsageError(what="There is no such claim in this casebook.")
    return claim_of(row)


def _check_last(held: Standing, expected_last: str | None) -> None:
    if expected_last is not None and (held.last or "") != expected_last:
        raise StaleJudgementError


def _check_may_judge(member: Member, made: Iterable[Judgement]) -> None:
    require(member, "coder")
    if not may_judge(member, made):
        raise NotAllowedError


def _checked_reason(verdict: str, reason: str) -> str:
    text = reason.strip()[:LONGEST_REASON]
    if verdict == "reject" and not text:
        raise CorrectionError(what="A rejection needs a reason.")
    return text


def _checked_corrections(claim: Claim, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Keep the corrections that change a value or its words; each quote must stand in the report."""
    from khronika.store.models import ReportRow

    text = ReportRow.objects.values_list("text", flat=True).get(id=claim.report)
    corrected = apply_corrections(claim, corrections)
    kept = []
    for correction in corrections:
        quote = correction.quote
        if quote is not None and (quote.report != claim.report or not stands_in(quote, text)):
            raise CorrectionError(what="The words that were selected do not stand in the report.")
        value = value_of(corrected, correction.value)
        had = {e.quote for e in claim.evidence if e.value == correction.value}
        if value != value_of(claim, correction.value) or (quote is not None and quote not in had):
            kept.append(Correction(value=correction.value, becomes=value, quote=quote))
    bare = unsupported(corrected, [c.value for c in kept])
    if bare:
        raise CorrectionError(what=f"Select the words of the report that say this: {', '.join(bare)}.")
    return tuple(sorted(kept, key=lambda c: c.value))


def _write(
    member: Member,
    claim_id: str,
    verdict: str,
    reason: str,
    corrections: Sequence[Correction],
    undoes: str | None = None,
) -> JudgementRow:
    from khronika.store.mapping import correction_json, now
    from khronika.store.models import JudgementRow

    last = JudgementRow.objects.order_by("-order").values_list("order", flat=True).first()
    return JudgementRow.objects.create(
        id=f"j-{secrets.token_hex(10)}",
        claim_id=claim_id,
        reviewer=member,
        verdict=verdict,
        reason=reason,
        corrections=[correction_json(c) for c in corrections],
        undoes_id=undoes,
        at=now(),
        order=(last or 0) + 1,
    )


def _ledger(member: Member, did: str, target: str, detail: dict[str, str]) -> None:
    from khronika.store.models import LedgerRow

    LedgerRow.objects.create(who=member.pseudonym, did=did, target=target, detail=detail)
