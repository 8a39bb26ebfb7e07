"""How far reviewers agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.review.agreement import agreement, krippendorff
from tests.review.test_findings import judged


def test_claims_that_one_person_judged_tell_nothing():
    assert agreement([judged("c1", 1, "m-1", "accept")]).claims == 0


def test_the_share_counts_claims_on_which_all_say_the_same():
    made = [
        judged("c1", 1, "m-1", "accept"),
        judged("c1", 2, "m-2", "accept"),
        judged("c2", 3, "m-1", "accept"),
        judged("c2", 4, "m-2", "reject"),
    ]
    assert agreement(made).share == 0.5


def test_alpha_of_the_textbook():
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), nominal data with missing values."""
    units = ["aaa", "bbcb", "cccc", "cccc", "bbbb", "abcd", "dddd", "aaba", "bbbb", "eee", "aa"]
    assert krippendorff([list(unit) for unit in units]) == pytest.approx(0.743, abs=0.0005)


@given(st.lists(st.lists(st.sampled_from("ab"), min_size=2, max_size=4), min_size=1, max_size=8))
def test_alpha_is_at_most_one(units):
    alpha = krippendorff(units)
    assert alpha is None or alpha <= 1.0 + 1e-12
