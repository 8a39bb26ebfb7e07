"""Learn from judgements how likely it is that a proposed claim will be accepted as it stands.

A logistic regression over a few plain signs of a claim (its act, which values it has, how they are told,
never its words). It orders the queue and says how sure one may be; it decides nothing. How good it is, is
measured on reports that were left out of the training: ranking (area under the ROC curve), Brier score
(Brier 1950) against the score of always saying the average, and a table of what was said and what came true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from khronika.errors import LearnerMissingError, TooFewJudgementsError
from khronika.record import Claim, ClaimId

LEAST_JUDGED = 200  # claims; fewer say little of the rest
LEAST_OF_EACH = 20  # accepted as proposed, and not
FOLDS = 5
EDGES = (0.0, 0.4, 0.6, 0.75, 0.9, 1.0)
SLACK = 0.3  # inverse strength of the penalty: a few hundred judgements carry little


@dataclass(frozen=True, slots=True)
class Bin:
    """Of the claims of which so much was said, how many there were and which share was accepted."""

    low: float
    high: float
    claims: int
    accepted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned: how good it is on reports left out, and a chance for each claim that waits."""

    judged: int
    accepted: int
    reports: int
    ranking: float
    brier: float
    brier_of_average: float
    bins: tuple[Bin, ...]
    chances: Mapping[ClaimId, float]

    @property
    def useful(self) -> bool:
        """Whether it says more than the average does."""
        return self.brier < self.brier_of_average


def signs(claim: Claim, beside: int) -> dict[str, float]:
    """Return the signs of a claim; `beside` is how many claims its report holds.

    >>> from khronika.record.samples import claim
    >>> sorted(signs(claim(), 1))[:2]
    ['act=arrest', 'actor=unknown']
    """
    days = claim.date.days if claim.date else None
    count, place = claim.victims.count, claim.place
    length = sum(len(q.text) for q in claim.quotes)
    told = {
        f"act={claim.act}",
        f"actor={claim.actor}",
        f"source={claim.account.kind}",
        f"specificity={claim.specificity}",
        f"quotes={min(len(claim.quotes), 3)}",
        f"date={_length(days) if claim.date else 'none'}",
        f"place={'province' if place and place.admin1 else 'country' if place else 'none'}",
        f"people={'none' if count.floor is None else 'exact' if count.exact else 'open'}",
        f"ground={'told' if claim.ground else 'none'}",
        f"quoted={'short' if length < 40 else 'middle' if length < 160 else 'long'}",
    }
    told |= {f"{claim.act}/{sign}" for sign in told if sign.startswith(("date=", "place=", "people="))}
    return {**dict.fromkeys(told, 1.0), "beside": min(beside, 30) / 30}


def _length(days: int | None) -> str:
    steps = ((2, "day"), (12, "part of a month"), (62, "month"))
    return "open" if days is None else next((name for most, name in steps if days <= most), "long")


def learn(judged: Sequence[tuple[Claim, bool]], waiting: Sequence[Claim]) -> Learned:
    """Return what judged claims (claim, accepted as proposed?) say of those that wait.

    Raises TooFewJudgementsError, and LearnerMissingError where scikit-learn is not installed.
    """
    accepted = sum(right for _claim, right in judged)
    if len(judged) < LEAST_JUDGED or min(accepted, len(judged) - accepted) < LEAST_OF_EACH:
        raise TooFewJudgementsError(
            judged=len(judged), accepted=accepted, least=LEAST_JUDGED, each=LEAST_OF_EACH
        )
    beside = Counter(c.report for c in (*(c for c, _ in judged), *waiting))
    rows = [signs(claim, beside[claim.report]) for claim, _ in judged]
    right = [int(accepted) for _, accepted in judged]
    reports = [str(claim.report) for claim, _ in judged]
    said = _said_of_reports_left_out(rows, right, reports)
    model = _model()
    model.fit(rows, right)
    chances = model.predict_proba([signs(c, beside[c.report]) for c in waiting])[:, 1] if waiting else []
    from sklearn.metrics import brier_score_loss, roc_auc_score

    average = accepted / len(judged)
    return Learned(
        judged=len(judged),
        accepted=accepted,
        reports=len(set(reports)),
        ranking=float(roc_auc_score(right, said)),
        brier=float(brier_score_loss(right, said)),
        brier_of_average=average * (1 - average),
        bins=_bins(said, right),
        chances={c.id: round(float(p), 3) for c, p in zip(waiting, chances, strict=True)},
    )


def _said_of_reports_left_out(
    rows: Sequence[dict[str, float]], right: Sequence[int], reports: Sequence[str]
) -> list[float]:
    model = _model()
    from sklearn.model_selection import GroupKFold, cross_val_predict

    folds = GroupKFold(n_splits=min(FOLDS, len(set(reports))))
    said = cross_val_predict(
        model, list(rows), list(right), groups=list(reports), cv=folds, method="predict_proba"
    )
    return [float(p) for p in said[:, 1]]


def _model() -> Any:
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
    except ImportError as error:
        raise LearnerMissingError from error
    return make_pipeline(DictVectorizer(), LogisticRegression(C=SLACK, max_iter=1000))


def _bins(said: Sequence[float], right: Sequence[int]) -> tuple[Bin, ...]:
    found = []
    for low, high in pairwise(EDGES):
        inside = [r for p, r in zip(said, right, strict=True) if low <= p < high or p == high == EDGES[-1]]
        if inside:
            found.append(Bin(low, high, len(inside), sum(inside) / len(inside)))
    return tuple(found)
