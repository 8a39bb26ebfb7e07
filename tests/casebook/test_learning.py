"""A casebook that learns: the queue is ordered, nothing is accepted, new claims get their confidence too."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from khronika.casebook.intake import add_files
from khronika.casebook.learning import learn_from_judgements
from khronika.casebook.members import add_member
from khronika.casebook.reviewing import judge, queue_for, standings_of
from khronika.errors import LearnerMissingError, TooFewJudgementsError
from khronika.review import State, learner
from tests.conftest import CORPUS


@pytest.fixture
def judged(casebook: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A casebook in which a reviewer judged the claims of four of six reports; returns what waits."""
    from khronika.store.models import ClaimRow

    monkeypatch.setattr(learner, "LEAST_JUDGED", 12)
    monkeypatch.setattr(learner, "LEAST_OF_EACH", 3)
    add_files(
        casebook, [next(CORPUS.glob(f"docs/{r}.*")) for r in ("r001", "r008", "r011", "r021")], by="m-1"
    )
    first = list(ClaimRow.objects.values_list("id", flat=True))
    add_files(casebook, [next(CORPUS.glob(f"docs/{r}.*")) for r in ("r018", "r023")], by="m-1")
    member = add_member("rev", "a long password for tests", "reviewer")
    for number, key in enumerate(first):
        judge(member, key, "accept" if number % 3 else "reject", "not told" if number % 3 == 0 else "")
    return list(ClaimRow.objects.exclude(id__in=first).values_list("id", flat=True))


def test_waiting_claims_get_a_chance_and_stay_unseen(judged: list[str]) -> None:
    from khronika.store.models import ClaimRow, JudgementRow, Member

    before = JudgementRow.objects.count()
    learned = learn_from_judgements()
    assert set(learned.chances) == set(judged)
    assert JudgementRow.objects.count() == before
    assert {s.state for s in standings_of(judged).values()} == {State.UNSEEN}
    told = dict(ClaimRow.objects.filter(id__in=judged).values_list("id", "body__confidence"))
    assert all(0 < told[key] < 1 for key in judged)
    tasks = [t for t in queue_for(Member.objects.get(username="rev")) if t.unseen]
    assert [t.confidence for t in tasks] == sorted(t.confidence for t in tasks)


def test_a_casebook_that_has_learned_gives_new_claims_their_confidence(
    judged: list[str], casebook: Any
) -> None:
    from khronika.store.models import ClaimRow

    learn_from_judgements()
    add_files(casebook, [next(CORPUS.glob("docs/r026.*"))], by="m-1")
    waiting = ClaimRow.objects.filter(body__confidence=None).exclude(judgements_exist())
    assert not waiting.exists()
    assert judged


def judgements_exist() -> Any:
    from django.db.models import Q

    from khronika.store.models import JudgementRow

    return Q(id__in=JudgementRow.objects.values("claim_id"))


def test_too_few_judgements_change_nothing(casebook: Any, inbox: Path) -> None:
    from khronika.store.models import ClaimRow

    add_files(casebook, [inbox], by="m-1")
    with pytest.raises(TooFewJudgementsError, match="0 judged claims"):
        learn_from_judgements()
    assert set(ClaimRow.objects.values_list("body__confidence", flat=True)) == {None}


def test_without_the_library_it_says_what_to_install(
    judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any) -> Any:
        if name.startswith("sklearn"):
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(LearnerMissingError, match="khronika\\[learn\\]"):
        learn_from_judgements()
    assert judged
