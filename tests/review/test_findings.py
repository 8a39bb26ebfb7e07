"""A finding exists only from judged claims."""

from hypothesis import given
from hypothesis import strategies as st

from khronika.record import ClaimId, Correction, Count, Incident, IncidentId, Judgement, JudgementId
from khronika.record.samples import account, claim
from khronika.review import findings_of
from tests.review.test_judgements import READINGS, WHO, said

CLAIMS = {
    c.id: c
    for c in (
        claim("c1", source=account("a1", source="one")),
        claim(
            "c2",
            report="r2",
            dates=("2024-01-29", "2024-01-29"),
            victims=(3, 3),
            source=account("a2", source="two", report="r2"),
        ),
        claim("c3", act="raid", source=account("a3", source="one")),
        claim("c4", act="detention", specificity="pattern", source=account("a4", source="two")),
    )
}
INCIDENT = Incident(
    id=IncidentId("i1"),
    claims=tuple(CLAIMS),
    reports=(),
    acts=(),
    date=None,
    place=None,
    victims=Count(2, 3),
    root_sources=(2, 2),
)


def judged(
    key: str, number: int, who: str, verdict: str, corrections: tuple[Correction, ...] = ()
) -> Judgement:
    made = said(number, who, verdict, corrections)
    return Judgement(
        id=JudgementId(f"{key}-{number}"),
        claim=ClaimId(key),
        reviewer=who,
        verdict=verdict,
        at=made.at,
        corrections=corrections,
    )


def test_a_finding_holds_what_all_claims_that_stand_allow():
    made = [judged("c1", 1, "m-1", "accept"), judged("c2", 2, "m-1", "accept")]
    (finding,) = findings_of(INCIDENT, CLAIMS, made)
    assert (str(finding.date), str(finding.victims)) == ("2024-01-29", "2–3")
    assert str(finding.place) == "Hebei, CN"
    assert finding.root_sources == (2, 2)
    assert not finding.established


def test_a_second_person_on_the_same_claim_establishes_it():
    made = [judged("c1", 1, "m-1", "accept"), judged("c1", 2, "m-2", "accept")]
    (finding,) = findings_of(INCIDENT, CLAIMS, made)
    assert finding.established


def test_two_people_who_each_looked_at_another_claim_have_not_checked_one_another():
    made = [judged("c1", 1, "m-1", "accept"), judged("c2", 2, "m-2", "accept")]
    (finding,) = findings_of(INCIDENT, CLAIMS, made)
    assert not finding.established


def test_a_corrected_act_moves_the_claim_to_another_finding():
    made = [judged("c3", 1, "m-1", "correct", (Correction(value="act", becomes="arrest"),))]
    (finding,) = findings_of(INCIDENT, CLAIMS, made)
    assert finding.act == "arrest"


def test_a_pattern_is_no_finding_of_an_incident():
    assert findings_of(INCIDENT, CLAIMS, [judged("c4", 1, "m-1", "accept")]) == ()


def test_a_source_whose_account_fell_no_longer_counts():
    made = [judged("c1", 1, "m-1", "accept"), judged("c2", 2, "m-1", "reject")]
    (finding,) = findings_of(INCIDENT, CLAIMS, made)
    assert finding.root_sources == (1, 1)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(CLAIMS)), st.sampled_from(WHO), st.sampled_from(READINGS)),
        max_size=10,
    )
)
def test_nothing_unseen_becomes_a_finding(spoken):
    made = [judged(key, n, who, *reading) for n, (key, who, reading) in enumerate(spoken)]
    seen = {j.claim for j in made}
    for finding in findings_of(INCIDENT, CLAIMS, made):
        assert {c.id for c in finding.claims} <= seen
        assert finding.judgements
        assert set(finding.judgements) <= {j.id for j in made}
        assert 1 <= finding.reviewers <= len(WHO)
        low, high = finding.root_sources
        assert 1 <= low <= high <= 2
