"""How right the coder was, by what people said of its claims.

Only the machine's proposals are measured, act by act: how many stood as they were, how many were
corrected and in which values, how many the report did not say at all.

>>> audit([], {})
()
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from khronika.record import ClaimId
from khronika.review.judgements import Standing, State
from khronika.review.values import group_of


@dataclass(frozen=True, slots=True)
class Proposed:
    """A claim as far as the audit needs it: its act and who coded it."""

    id: ClaimId
    act: str
    coder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """What became of one coder's claims of one act."""

    coder: str
    act: str
    proposed: int
    accepted: int
    corrected: int
    rejected: int
    disputed: int
    mended: tuple[tuple[str, int], ...]

    @property
    def judged(self) -> int:
        """How many claims people agreed on so far."""
        return self.accepted + self.corrected + self.rejected

    @property
    def precision(self) -> float | None:
        """The share of judged claims that the reports do tell, corrected or not."""
        return (self.accepted + self.corrected) / self.judged if self.judged else None

    @property
    def exact(self) -> float | None:
        """The share of judged claims that needed no correction."""
        return self.accepted / self.judged if self.judged else None


def audit(claims: Iterable[Proposed], held: Mapping[ClaimId, Standing]) -> tuple[AuditLine, ...]:
    """Return one line per coder and act, the most frequent act first."""
    of: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for claim in claims:
        of[claim.coder, claim.act].append(held[claim.id])
    lines = [_line(coder, act, found) for (coder, act), found in of.items()]
    return tuple(sorted(lines, key=lambda line: (-line.proposed, line.act, line.coder)))


def _line(coder: str, act: str, found: list[Standing]) -> AuditLine:
    states = Counter(standing.state for standing in found)
    mended = Counter(group for s in found if s.stands for group in {group_of(c.value) for c in s.corrections})
    return AuditLine(
        coder=coder,
        act=act,
        proposed=len(found),
        accepted=states[State.ACCEPTED],
        corrected=states[State.CORRECTED],
        rejected=states[State.REJECTED],
        disputed=states[State.DISPUTED],
        mended=tuple(sorted(mended.items(), key=lambda pair: (-pair[1], pair[0]))),
    )
