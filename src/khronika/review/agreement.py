"""How far two people who look at one claim say the same.

Krippendorff's alpha for nominal data (Content Analysis, 4th ed., ch. 12): 1 is perfect agreement,
0 is what chance would give. Claims that only one person judged tell nothing of agreement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from khronika.record import ClaimId, Judgement
from khronika.review.judgements import live


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Claims that two or more judged, on how many of them all said the same, and alpha."""

    claims: int
    agreed: int
    alpha: float | None

    @property
    def share(self) -> float | None:
        """The share of claims on which all who judged said the same."""
        return self.agreed / self.claims if self.claims else None


def agreement(judgements: Iterable[Judgement]) -> Agreement:
    """Compare the last word of each reviewer, claim by claim.

    >>> agreement([]).share is None
    True
    """
    of: dict[ClaimId, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        of[judgement.claim].append(judgement)
    units = [[_said(j) for j in live(made)] for made in of.values()]
    units = [unit for unit in units if len(unit) >= 2]
    return Agreement(
        claims=len(units),
        agreed=sum(len(set(unit)) == 1 for unit in units),
        alpha=krippendorff(units),
    )


def krippendorff(units: list[list[str]]) -> float | None:
    """Return alpha over units of two or more answers each; None when there is nothing to compare.

    >>> krippendorff([["a", "a"], ["b", "b"]])
    1.0
    >>> krippendorff([["a", "a"]]) is None
    True
    """
    total: Counter[str] = Counter(answer for unit in units for answer in unit)
    n = sum(total.values())
    expected = sum(total[a] * (n - total[a]) for a in total)
    if n < 2 or not expected:
        return None
    observed = 0.0
    for unit in units:
        counts = Counter(unit)
        observed += sum(k * (len(unit) - k) for k in counts.values()) / (len(unit) - 1)
    return 1.0 - (n - 1) * observed / expected


def _said(judgement: Judgement) -> str:
    if judgement.verdict == "reject":
        return "reject"
    return repr(sorted((c.value, c.becomes or "") for c in judgement.corrections))
