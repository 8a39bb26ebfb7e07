"""Let members say what is one incident and what is a copy: merge, split, "not the same", and undo.

Judgements are appended, never changed. What two reviewers say against each other is shown, and neither
holds until one of them takes theirs back. After each judgement the incidents are found anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khronika.casebook.linking import DOUBT, link_everything, link_judgements
from khronika.casebook.members import require
from khronika.casebook.reviewing import LONGEST_REASON
from khronika.errors import CorrectionError, UsageError
from khronika.record import Incident, Link, LinkJudgement
from khronika.review import COPIES, Decided, decided, live_links

if TYPE_CHECKING:
    from khronika.store.models import Member

KINDS, VERDICTS = ("incident", "copy"), ("same", "not_same")
MOST = 500  # claims on one side of a judgement
SURE_INCIDENT, SURE_COPY = 0.5, 0.6  # the scores at which the machine itself wavers


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A link that the machine proposes or nearly did, and what people said of it.

    `left` and `right` are claims (kind incident) or reports (kind copy); `doubt` is 1 where the machine
    could as well say the opposite, 0 where it is sure.
    """

    kind: str
    link: Link
    state: str
    said: tuple[LinkJudgement, ...]
    doubt: float

    @property
    def holds(self) -> bool:
        """Whether the machine takes the two for one."""
        return self.link.kind != DOUBT

    @property
    def key(self) -> str:
        """A name for the pair, the same whoever proposes it."""
        return "~".join((self.kind, *sorted((self.link.left, self.link.right))))


def judge_link(
    member: Member,
    kind: str,
    verdict: str,
    left: Sequence[str],
    right: Sequence[str],
    reason: str = "",
    *,
    relink: bool = True,
) -> str:
    """Write one judgement, find the incidents anew, and return the judgement's id.

    A batch links once, at its end.

    Raises NotAllowedError, UsageError, CorrectionError.
    """
    from django.db import transaction

    require(member, "coder")
    if kind not in KINDS or verdict not in VERDICTS:
        raise UsageError(what="Say what it is: incident or copy, and same or not_same.")
    sides = _checked(kind, left, right)
    text = reason.strip()[:LONGEST_REASON]
    if verdict == "not_same" and not text:
        raise CorrectionError(what="Say why they are not the same.")
    with transaction.atomic():
        key = _write(member, kind, verdict, *sides, text)
        _ledger(member, f"judged link: {verdict}", key, {"kind": kind})
    if relink:
        link_everything()
    return key


def undo_link(member: Member, judgement_id: str) -> None:
    """Take one's own judgement of a link back. Raises NotAllowedError, UsageError."""
    from django.db import transaction

    require(member, "coder")
    with transaction.atomic():
        own = next((j for j in live_links(link_judgements()) if j.id == judgement_id), None)
        if own is None or own.reviewer != member.pseudonym:
            raise UsageError(what="There is no judgement of yours to take back.")
        _write(member, own.kind, "undo", own.left, own.right, "", undoes=own.id)
        _ledger(member, "judged link: undo", own.id, {"kind": own.kind})
    link_everything()


def merge_incidents(member: Member, one: str, other: str, reason: str) -> str:
    """Say that two incidents are one. Raises UsageError where there is no such incident, or no reason."""
    if not reason.strip():
        raise CorrectionError(what="Say why they are one incident.")
    if one == other:
        raise UsageError(what="Choose another incident: this one is it.")
    left, right = find_incident(one), find_incident(other)
    return judge_link(member, "incident", "same", left.claims[:MOST], right.claims[:MOST], reason)


def split_incident(member: Member, incident_id: str, claims: Collection[str], reason: str) -> str:
    """Say that some claims of an incident do not belong to the others."""
    held = find_incident(incident_id).claims
    left = [key for key in held if key in claims]
    right = [key for key in held if key not in claims]
    if not left or not right:
        raise UsageError(what="Choose some of the claims, not none and not all.")
    return judge_link(member, "incident", "not_same", left[:MOST], right[:MOST], reason)


def find_incident(incident_id: str) -> Incident:
    """Return an incident. Raises UsageError where there is none of that id."""
    from khronika.store.mapping import incident_of
    from khronika.store.models import IncidentRow

    row = IncidentRow.objects.filter(id=incident_id).first()
    if row is None:
        raise UsageError(what="There is no such incident in this casebook.")
    return incident_of(row)


def proposals() -> tuple[Proposal, ...]:
    """Return all links that people can judge: disputed first, then unjudged, the most doubtful first."""
    from khronika.store.mapping import incident_of, link_of
    from khronika.store.models import IncidentRow, LinkRow

    made = link_judgements()
    held = {kind: decided(made, kind) for kind in KINDS}
    links = [link_of(row) for row in LinkRow.objects.filter(kind__in=[*COPIES, DOUBT])]
    for row in IncidentRow.objects.all():
        links += incident_of(row).links
    found = [_proposal(x, held) for x in links if not x.right.startswith("unseen-")]
    found += _people_alone(held, {frozenset((x.left, x.right)) for x in links})
    return tuple(sorted(found, key=_urgency))


def reports_of_claims(claims: Iterable[str]) -> dict[str, str]:
    """Return the report of each claim."""
    from khronika.store.models import ClaimRow

    keys = sorted(set(claims))
    found: dict[str, str] = {}
    for at in range(0, len(keys), 500):
        rows = ClaimRow.objects.filter(id__in=keys[at : at + 500]).values_list("id", "report_id")
        found.update({str(key): str(report) for key, report in rows})
    return found


def own_judgements(member: Member) -> tuple[LinkJudgement, ...]:
    """Return what a member said and did not take back, the latest first."""
    return tuple(j for j in reversed(live_links(link_judgements())) if j.reviewer == member.pseudonym)


def _proposal(link: Link, held: dict[str, Decided]) -> Proposal:
    kind = "copy" if link.kind in COPIES else "incident"
    pair = frozenset((link.left, link.right))
    wavers = SURE_COPY if kind == "copy" else SURE_INCIDENT
    return Proposal(
        kind=kind,
        link=link,
        state=held[kind].state(pair),
        said=held[kind].said.get(pair, ()),
        doubt=round(max(0.0, 1 - 2 * abs(link.score - wavers)), 3),
    )


def _people_alone(held: dict[str, Decided], linked: set[frozenset[str]]) -> list[Proposal]:
    """Return one proposal for each judgement of which the machine now proposes nothing."""
    alone: dict[str, Proposal] = {}
    for kind, standing in held.items():
        for pair, said in sorted(standing.said.items(), key=lambda x: sorted(x[0])):
            judgement = said[-1]
            if pair in linked or judgement.id in alone or len(pair) != 2:
                continue
            left, right = sorted(pair)
            kept = judgement.verdict == "same"
            link = Link(
                kind=("copy_of" if kind == "copy" else "same_incident") if kept else DOUBT,
                left=left,
                right=right,
                score=1.0 if kept else 0.0,
                reasons=("people said so",),
            )
            alone[judgement.id] = Proposal(
                kind=kind, link=link, state=standing.state(pair), said=said, doubt=0.0
            )
    return list(alone.values())


def _urgency(proposal: Proposal) -> tuple[bool, bool, float, str]:
    return proposal.state != "disputed", proposal.state != "unseen", -proposal.doubt, proposal.key


def _checked(kind: str, left: Sequence[str], right: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from khronika.store.models import ClaimRow, ReportRow

    sides = tuple(dict.fromkeys(left)), tuple(dict.fromkeys(right))
    if not all(sides) or max(map(len, sides)) > MOST or {*sides[0]} & {*sides[1]}:
        raise UsageError(what="A link has two sides, and nothing may stand on both.")
    table = ClaimRow if kind == "incident" else ReportRow
    wanted = {*sides[0], *sides[1]}
    if table.objects.filter(id__in=list(wanted)).count() != len(wanted):
        raise UsageError(what="The casebook does not hold all that the link names.")
    if kind == "copy" and (len(sides[0]) != 1 or len(sides[1]) != 1):
        raise UsageError(what="A copy is one report, and so is its original.")
    return sides


def _write(
    member: Member,
    kind: str,
    verdict: str,
    left: Sequence[str],
    right: Sequence[str],
    reason: str,
    undoes: str | None = None,
) -> str:
    from khronika.store.mapping import now
    from khronika.store.models import LinkJudgementRow

    last = LinkJudgementRow.objects.order_by("-order").values_list("order", flat=True).first()
    row = LinkJudgementRow.objects.create(
        id=f"lj-{secrets.token_hex(10)}",
        kind=kind,
        verdict=verdict,
        left=list(left),
        right=list(right),
        reviewer=member,
        reason=reason,
        undoes_id=undoes,
        at=now(),
        order=(last or 0) + 1,
    )
    return row.id


def _ledger(member: Member, did: str, target: str, detail: dict[str, str]) -> None:
    from khronika.store.models import LedgerRow

    LedgerRow.objects.create(who=member.pseudonym, did=did, target=target, detail=detail)
