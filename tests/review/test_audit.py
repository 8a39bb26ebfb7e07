"""How right the coder was."""

from khronika.record import ClaimId, Correction
from khronika.review import Proposed, audit, standings
from tests.review.test_findings import judged

CLAIMS = [Proposed(ClaimId(f"c{n}"), "arrest" if n < 5 else "raid", "rules 1") for n in range(1, 6)]


def test_shares_are_of_judged_claims_and_corrections_are_named():
    dates = (Correction(value="date.from", becomes=None), Correction(value="date.to", becomes=None))
    made = [
        judged("c1", 1, "m-1", "accept"),
        judged("c2", 2, "m-1", "correct", dates),
        judged("c3", 3, "m-1", "reject"),
    ]
    arrest, raid = audit(CLAIMS, standings([c.id for c in CLAIMS], made))
    assert (arrest.proposed, arrest.judged, arrest.accepted, arrest.corrected, arrest.rejected) == (
        4,
        3,
        1,
        1,
        1,
    )
    assert arrest.precision == 2 / 3
    assert arrest.exact == 1 / 3
    assert arrest.mended == (("date", 1),)
    assert raid.precision is None


def test_a_dispute_counts_neither_for_nor_against_the_coder():
    made = [judged("c1", 1, "m-1", "accept"), judged("c1", 2, "m-2", "reject")]
    arrest = audit(CLAIMS, standings([c.id for c in CLAIMS], made))[0]
    assert (arrest.judged, arrest.disputed) == (0, 1)
