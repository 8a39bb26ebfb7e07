"""Laws of intervals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.errors import RecordError
from khronika.record import Count, DateInterval, count_envelope, date_envelope

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31))


@st.composite
def intervals(draw: st.DrawFn) -> DateInterval:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return DateInterval(first if draw(st.booleans()) else None, last if draw(st.booleans()) else None)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high = sorted((draw(st.integers(0, 999)), draw(st.integers(0, 999))))
    return Count(low if draw(st.booleans()) else None, high if draw(st.booleans()) else None)


@given(intervals(), intervals())
def test_what_two_intervals_share_lies_in_both(one: DateInterval, other: DateInterval) -> None:
    shared = one.meet(other)
    assert (shared is not None) == one.overlaps(other)
    if shared is not None:
        assert one.contains(shared)
        assert other.contains(shared)


@given(st.lists(intervals(), min_size=1))
def test_an_envelope_holds_every_interval(found: list[DateInterval]) -> None:
    whole = date_envelope(found)
    assert whole is not None
    assert all(whole.contains(interval) for interval in found)


@given(st.lists(counts(), min_size=1))
def test_an_envelope_of_counts_is_the_same_in_any_order(found: list[Count]) -> None:
    assert count_envelope(found) == count_envelope(reversed(found))


@given(intervals(), DAYS)
def test_a_cut_interval_never_passes_the_day(interval: DateInterval, limit: date) -> None:
    cut = interval.until(limit)
    assert cut is None or (cut.last is not None and cut.last <= limit)


def test_an_interval_cannot_end_before_it_begins() -> None:
    with pytest.raises(RecordError):
        DateInterval(date(2024, 1, 2), date(2024, 1, 2) - timedelta(days=1))


@pytest.mark.parametrize(("low", "high"), [(-1, None), (3, 2), (None, -1)])
def test_a_count_is_an_interval_of_people(low: int | None, high: int | None) -> None:
    with pytest.raises(RecordError):
        Count(low, high)
