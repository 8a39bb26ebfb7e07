"""What the learner says of waiting claims, and that it decides nothing."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.errors import TooFewJudgementsError
from khronika.record import Claim
from khronika.record.samples import claim
from khronika.review import learner
from khronika.review.learner import learn, signs
from khronika.vocabularies import terms

ACTS = ("arrest", "detention", "release")


def _judged(number: int) -> list[tuple[Claim, bool]]:
    """Reviewers of this invented casebook accept what has a province, and releases half of the time."""
    made: list[tuple[Claim, bool]] = []
    for k in range(number):
        act, placed = ACTS[k % 3], k % 4 != 0
        more: dict[str, Any] = {"admin1": "Jilin" if placed else None, "country": "CN" if placed else None}
        right = placed if act != "release" else k % 2 == 0
        made.append((claim(f"c{k}", act=act, report=f"r{k // 6}", **more), right))
    return made


def test_it_ranks_what_reviewers_accept_before_what_they_do_not() -> None:
    placed = claim("w1", act="arrest", report="new", admin1="Jilin")
    bare = claim("w2", act="arrest", report="new", admin1=None, country=None)
    learned = learn(_judged(300), [bare, placed])
    assert learned.chances[placed.id] > 0.7 > 0.4 > learned.chances[bare.id]
    assert learned.ranking > 0.7
    assert learned.useful
    assert sum(b.claims for b in learned.bins) == learned.judged == 300


def test_judgements_by_chance_are_told_to_be_no_better_than_the_average() -> None:
    judged = [(c, (k * 7919) % 5 < 2) for k, (c, _) in enumerate(_judged(300))]
    learned = learn(judged, [])
    assert 0.35 < learned.ranking < 0.65
    assert learned.brier > learned.brier_of_average - 0.02


@pytest.mark.parametrize(("number", "right"), [(199, None), (300, True), (300, False)])
def test_too_little_to_learn_from_is_said(number: int, right: bool | None) -> None:
    judged = [(c, verdict if right is None else right) for c, verdict in _judged(number)]
    with pytest.raises(TooFewJudgementsError, match="judged claims"):
        learn(judged, [])


def test_the_same_judgements_give_the_same_chances() -> None:
    waiting = [claim(f"w{k}", act=a, admin1=p) for k, (a, p) in enumerate(product(ACTS, ("Jilin", None)))]
    assert learn(_judged(240), waiting).chances == learn(_judged(240), waiting).chances


@given(st.sampled_from([term.key for term in terms("acts")]), st.integers(1, 500), st.booleans())
def test_signs_hold_no_words_of_the_report(act: str, beside: int, dated: bool) -> None:
    told = claim(act=act, dates=("2024-01-21", "2024-01-31") if dated else None, ground="espionage")
    assert all(0 <= value <= 1 for value in signs(told, beside).values())
    assert not any("were" in name or "espionage" in name or "Hebei" in name for name in signs(told, beside))


def test_the_floor_is_a_few_hundred() -> None:
    assert learner.LEAST_JUDGED >= 200
