"""Every cell says what is certain and what is possible, and which incidents it rests on."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.count.acts import CountedAct
from khronika.count.svg import Bar, Spread, bar_chart_svg, line_chart_svg, spread_svg
from khronika.count.tables import UNDATED, incident_table, totals
from khronika.errors import UsageError
from khronika.record import Count, DateInterval

DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))


@st.composite
def acts(draw: st.DrawFn) -> CountedAct:
    first = draw(DAYS)
    floor, _extra = draw(st.integers(0, 20)), draw(st.integers(0, 150))
    return CountedAct(
        incident=f"i{draw(st.integers(0, 6))}",
        act=draw(st.sampled_from(["arrest", "forced_return"])),
        date=draw(
            st.sampled_from(
                [
                    None,
                    DateInterval(first, None),
                    DateInterval(first, first + timedelta(draw(st.integers(0, 150)))),
                ]
            )
        ),
        admin1=draw(st.sampled_from([None, "Jilin", "Hebei"])),
        victims=Count(floor, draw(st.sampled_from([None, floor, floor + 5]))),
    )


def arrest(
    first: str, last: str, victims: tuple[int, int | None] = (2, 2), incident: str = "i1"
) -> CountedAct:
    return CountedAct(
        incident=incident,
        act="arrest",
        admin1="Jilin",
        date=DateInterval.of(first, last),
        victims=Count(*victims),
    )


@given(st.lists(acts(), max_size=12))
def test_certain_is_never_more_than_possible(told: list[CountedAct]) -> None:
    for by in (("act", "admin1", "quarter"), ("month",), ("sex", "year"), ()):
        for row in incident_table(told, by=by):
            assert 0 <= row.certain <= row.possible == len(row.possible_incidents)
            assert set(row.certain_incidents) <= set(row.possible_incidents)
            assert row.victims.ceiling is None or (row.victims.floor or 0) <= row.victims.ceiling


@given(st.lists(acts(), max_size=12))
def test_every_incident_is_in_some_cell(told: list[CountedAct]) -> None:
    seen = {name for row in incident_table(told, by=("month",)) for name in row.possible_incidents}
    assert seen == {act.incident for act in told}


def test_an_arrest_at_the_turn_of_a_quarter_is_certain_in_neither() -> None:
    rows = incident_table([arrest("2024-03-20", "2024-04-02")])
    assert [(row.key[2], row.certain, row.possible) for row in rows] == [("2024-Q1", 0, 1), ("2024-Q2", 0, 1)]


def test_more_than_ten_leaves_the_ceiling_open() -> None:
    row = totals(
        [arrest("2024-01-01", "2024-01-01", (11, None)), arrest("2024-01-02", "2024-01-02", incident="i2")]
    )
    assert row.victims == Count(13, None)


def test_two_claims_of_one_incident_are_one_incident() -> None:
    (row,) = incident_table([arrest("2024-01-01", "2024-01-01"), arrest("2024-01-01", "2024-01-03", (3, 3))])
    assert (row.certain, row.victims) == (1, Count(3, 5))


def test_an_undated_act_stands_apart() -> None:
    rows = incident_table(
        [CountedAct(incident="i", act="arrest"), arrest("2024-01-01", "2024-01-01")], by=("month",)
    )
    assert [row.key[0] for row in rows] == ["2024-01", UNDATED]


def test_nothing_happens_after_it_was_reported() -> None:
    told = CountedAct(
        incident="i", act="raid", date=DateInterval.of("2024-01-03", None), published=date(2024, 1, 20)
    )
    (row,) = incident_table([told, arrest("2024-01-01", "2024-12-01")], by=("act", "month"))[-1:]
    assert row.key == ("raid", "2024-01")
    assert row.certain == 1


@pytest.mark.parametrize("by", [("colour",), ("month", "year"), ("act", "act")])
def test_a_wrong_dimension_is_named(by: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        incident_table([], by=by)


def test_charts_are_well_formed_and_hold_no_style() -> None:
    bars = [Bar(label="<Q1> & co", certain=1, possible=4, expected=2.5, low=1, high=4, open_ended=True)]
    drawn = [
        bar_chart_svg(bars, title="Arrests <b>"),
        bar_chart_svg([], title="none"),
        spread_svg(
            [Spread(label="a", low=1, high=9, point=4), Spread(label="b", low=None, high=None)],
            title="N",
            unit="people",
            observed=2,
        ),
        line_chart_svg(["a", "b"], [1, 4], title="t", unit="n", bounds=[2, None], marked=[1]),
    ]
    for picture in drawn:
        ET.fromstring(picture)
        assert "style" not in picture
        assert "<script" not in picture
