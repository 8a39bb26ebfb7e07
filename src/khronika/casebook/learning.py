"""Let the casebook's own judgements say how sure its waiting claims are; nothing is accepted by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from khronika.errors import KhronikaError
from khronika.review import State

if TYPE_CHECKING:
    from khronika.review.learner import Learned

_BATCH = 500


def learn_from_judgements() -> Learned:
    """Learn from all judged claims and write each waiting claim's chance beside it, as its confidence.

    What people disagree on is left out. Raises TooFewJudgementsError, LearnerMissingError.
    """
    from django.db import transaction

    from khronika.casebook.reviewing import standings_of
    from khronika.review.learner import learn
    from khronika.store.mapping import claim_of
    from khronika.store.models import ClaimRow

    rows = {row.id: row for row in ClaimRow.objects.select_related("report")}
    held = standings_of(rows)
    claims = {key: claim_of(row) for key, row in rows.items()}
    judged = [
        (claims[key], standing.state is State.ACCEPTED)
        for key, standing in held.items()
        if standing.state in {State.ACCEPTED, State.CORRECTED, State.REJECTED}
    ]
    waiting = [claims[key] for key, standing in held.items() if standing.state is State.UNSEEN]
    learned = learn(judged, waiting)
    changed = []
    for key, chance in learned.chances.items():
        row = rows[key]
        row.body = {**row.body, "confidence": chance}
        changed.append(row)
    with transaction.atomic():
        ClaimRow.objects.bulk_update(changed, ["body"], batch_size=_BATCH)
    return learned


def learn_again() -> None:
    """Give new claims their confidence too, in a casebook that has learned before.

    Where that is no longer possible the queue keeps its order: taking reports in must not fail for it.
    """
    from khronika.store.models import ClaimRow

    if ClaimRow.objects.exclude(body__confidence=None).exists():
        try:
            learn_from_judgements()
        except KhronikaError:
            return
