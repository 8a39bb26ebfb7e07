"""What judgements make of a claim."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.record import ClaimId, Correction, Judgement, JudgementId
from khronika.record.samples import claim
from khronika.review import State, live, standing, standing_claim, standings

CLAIM = ClaimId("c1")
WHO = ("m-1", "m-2", "m-3")
READINGS = (
    ("accept", ()),
    ("reject", ()),
    ("correct", (Correction(value="victims.min", becomes="1"),)),
    ("correct", (Correction(value="act", becomes="detention"),)),
)


def said(
    number: int, who: str, verdict: str, corrections: tuple[Correction, ...] = (), **more: object
) -> Judgement:
    return Judgement(
        id=JudgementId(f"j{number}"),
        claim=CLAIM,
        reviewer=who,
        verdict=verdict,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        corrections=corrections,
        **more,  # type: ignore[arg-type]
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Judgement]:
    """Draw judgements and undos as people can make them."""
    made: list[Judgement] = []
    for number in range(draw(st.integers(0, most))):
        who = draw(st.sampled_from(WHO))
        own = next((j for j in live(made) if j.reviewer == who), None)
        if own is not None and draw(st.booleans()):
            made.append(said(number, who, "undo", undoes=own.id))
        else:
            made.append(said(number, who, *draw(st.sampled_from(READINGS))))
    return made


def states(made: list[Judgement]) -> object:
    return replace(standing(CLAIM, made), last=None)


@pytest.mark.parametrize(
    ("spoken", "state", "stands", "seconded"),
    [
        ([], "unseen", False, False),
        ([("m-1", "accept")], "accepted", True, False),
        ([("m-1", "accept"), ("m-2", "accept")], "accepted", True, True),
        ([("m-1", "accept"), ("m-1", "accept")], "accepted", True, False),
        ([("m-1", "accept"), ("m-1", "reject")], "rejected", False, False),
        ([("m-1", "accept"), ("m-2", "reject")], "disputed", False, False),
        ([("m-1", "accept"), ("m-2", "reject"), ("m-3", "accept")], "accepted", True, True),
        ([("m-1", "reject"), ("m-2", "reject")], "rejected", False, True),
    ],
)
def test_the_state_follows_from_who_said_what(spoken, state, stands, seconded):
    held = standing(CLAIM, [said(n, who, verdict) for n, (who, verdict) in enumerate(spoken)])
    assert (held.state.value, held.stands, held.seconded) == (state, stands, seconded)


def test_two_different_corrections_are_a_dispute():
    made = [said(1, "m-1", *READINGS[2]), said(2, "m-2", *READINGS[3])]
    assert standing(CLAIM, made).state is State.DISPUTED


def test_accepting_the_corrected_values_seconds_the_correction():
    made = [said(1, "m-1", *READINGS[2]), said(2, "m-2", "accept", READINGS[2][1])]
    held = standing(CLAIM, made)
    assert held.state is State.CORRECTED
    assert held.seconded


def test_a_settled_dispute_keeps_the_dissent():
    made = [said(1, "m-1", "accept"), said(2, "m-2", "reject"), said(3, "m-3", "reject")]
    held = standing(CLAIM, made)
    assert (held.state, held.dissent) == (State.REJECTED, ("m-1",))


def test_judgements_of_other_claims_do_not_count():
    other = replace(said(1, "m-1", "accept"), claim=ClaimId("c2"))
    assert standings([CLAIM], [other])[CLAIM].state is State.UNSEEN


def test_a_correction_that_no_longer_fits_the_claim_does_not_stand():
    made = [said(1, "m-1", "correct", (Correction(value="victims.max", becomes="5"),))]
    held = standing(CLAIM, made)
    assert standing_claim(claim(victims=(2, 2)), held) is not None
    assert standing_claim(claim(victims=(11, None)), held) is None


@given(histories(), st.sampled_from(WHO), st.sampled_from(READINGS))
def test_an_undo_is_the_inverse_of_a_judgement(made, who, reading):
    judged = said(100, who, *reading)
    undone = said(101, who, "undo", undoes=judged.id)
    assert states([*made, judged, undone]) == states(made)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_independent_judgements_does_not_matter(made, random):
    """Any order in which each reviewer's own judgements keep their order gives the same standing."""
    of = {who: [j for j in made if j.reviewer == who] for who in WHO}
    whose = [j.reviewer for j in made]
    random.shuffle(whose)
    shuffled = [of[who].pop(0) for who in whose]
    assert states(shuffled) == states(made)


@given(histories())
def test_a_reviewer_counts_once(made):
    held = standing(CLAIM, made)
    assert len({*held.reviewers, *held.dissent}) == len(held.reviewers) + len(held.dissent) <= len(WHO)


@given(histories())
def test_what_is_unseen_rejected_or_disputed_gives_no_claim(made):
    held = standing(CLAIM, made)
    stands = standing_claim(claim(), held)
    assert (stands is not None) == (held.state in {State.ACCEPTED, State.CORRECTED})
