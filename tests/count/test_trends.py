"""Series over time: certain, expected and possible in their order, late reports, and sources that come
and go."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.count.acts import CountedAct
from khronika.count.acts_csv import COLUMNS, act_rows, read_acts
from khronika.count.delay import delay_triangle, delays_of, nowcast, triangle_rows
from khronika.count.trends import trend, without_each_outlet
from khronika.count.watch import watch
from khronika.errors import EstimateRefusedError, TableError
from khronika.record import Count, DateInterval

DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@st.composite
def acts(draw: st.DrawFn) -> CountedAct:
    first = draw(DAYS)
    length = draw(st.integers(0, 90))
    dated = DateInterval(first, first + timedelta(days=length)) if length < 80 else DateInterval(first, None)
    return CountedAct(incident=f"i{draw(st.integers(0, 10))}", act="arrest", date=dated)


@settings(max_examples=30, deadline=None)
@given(st.lists(acts(), max_size=15), st.sampled_from(["month", "quarter", "year"]))
def test_expected_lies_between_certain_and_possible_and_sums_to_all(
    told: list[CountedAct], grain: str
) -> None:
    found = trend(told, grain)  # type: ignore[arg-type]
    for point in found.points:
        assert point.certain - 1e-9 <= point.expected <= point.possible + 1e-9
        assert point.certain <= point.low <= point.high <= point.possible
        assert len(point.incidents) == point.possible
    assert sum(point.expected for point in found.points) == pytest.approx(len({act.incident for act in told}))


def test_a_few_vague_dates_do_not_agree_on_one_month() -> None:
    vague = CountedAct(incident="i", act="arrest", date=DateInterval.of("2024-03-20", "2024-04-02"))
    march, april = trend([vague]).points
    assert 0 < april.expected < march.expected < 1
    assert (april.low, april.high) == (0, 1)


def test_the_series_with_each_outlet_left_out() -> None:
    both = CountedAct(
        incident="i", act="arrest", date=DateInterval.of("2024-01-03", "2024-01-03"), outlets=("A", "B")
    )
    alone = CountedAct(
        incident="j", act="arrest", date=DateInterval.of("2024-02-03", "2024-02-03"), outlets=("B",)
    )
    assert without_each_outlet([both, alone]) == {
        "A": {"2024-01": 1, "2024-02": 1},
        "B": {"2024-01": 1, "2024-02": 0},
    }


def reported(happened: date, late: int) -> tuple[date, date]:
    return happened, happened + timedelta(days=late)


def test_the_latest_months_are_still_to_be_heard_of() -> None:
    rng = np.random.default_rng(4)
    pairs = [
        reported(date(2022, 1, 1) + timedelta(days=int(day)), int(rng.exponential(60)))
        for day in np.repeat(np.arange(0, 720), 1)
    ]
    now = date(2023, 12, 20)
    whole = {one.period: one.reported for one in nowcast(delay_triangle(pairs, longest=24))}
    seen = nowcast(delay_triangle([pair for pair in pairs if pair[1] <= now], longest=12))
    assert all(one.expected >= one.reported for one in seen)
    covered = [one.interval[0] <= whole[one.period] <= one.interval[1] for one in seen[-6:]]
    assert sum(covered) >= 5
    assert seen[-1].share_reported < seen[0].share_reported


def test_few_delays_teach_nothing() -> None:
    with pytest.raises(EstimateRefusedError):
        nowcast(delay_triangle([reported(date(2024, 1, 1), 3)]))


def test_only_days_that_are_told_enter_the_triangle() -> None:
    known = CountedAct(
        incident="i", act="raid", date=DateInterval.of("2024-01-03", "2024-01-03"), published=date(2024, 3, 1)
    )
    vague = CountedAct(
        incident="j", act="raid", date=DateInterval.of("2024-01-03", "2024-01-09"), published=date(2024, 3, 1)
    )
    table = delay_triangle(delays_of([known, vague]))
    assert table.counts.sum() == table.counts[0, 2] == 1
    assert triangle_rows(table)[-1]["1"] is None


def monthly(outlet: str, months: range, each: int = 1) -> list[CountedAct]:
    return [
        CountedAct(
            incident=f"{outlet}-{month}-{i}",
            act="arrest",
            admin1="Jilin",
            published=date(2023 + month // 12, month % 12 + 1, 10),
            outlets=(outlet,),
        )
        for month in months
        for i in range(each)
    ]


def test_a_rise_from_a_new_outlet_is_said_to_be_one_of_reporting() -> None:
    told = [
        *monthly("Old", range(14), 2),
        *monthly("Fallen silent", range(12), 14),
        *monthly("New", range(13, 14), 90),
    ]
    report = watch(told, date(2024, 2, 1))
    assert report.born == ("New",)
    assert report.silent == ("Fallen silent",)
    assert report.lines[0].startswith("New outlet")
    assert any("Without the new outlets" in line for line in report.lines)


def test_when_nothing_changed_it_says_so() -> None:
    report = watch(monthly("Old", range(14), 2), date(2024, 2, 1))
    assert report.lines[0].startswith("The same outlets")
    assert report.lines[-1] == "No group is above its bound."


def test_acts_survive_a_csv_file(tmp_path: Path) -> None:
    act = CountedAct(
        incident="i",
        act="arrest",
        date=DateInterval.of("2024-01-03", None),
        admin1="Jilin",
        country="CN",
        victims=Count(11, None),
        minors=True,
        published=date(2024, 2, 1),
        outlet="A",
        outlets=("A", "B"),
    )
    (row,) = act_rows([act])
    assert tuple(row) == COLUMNS
    path = tmp_path / "acts.csv"
    path.write_text(",".join(row) + "\n" + ",".join(str(value) for value in row.values()) + "\n")
    assert read_acts(path) == (act,)


@pytest.mark.parametrize(
    "text", ["act,date_from\narrest,soon\n", "act,victims_min\narrest,1.5\n", "when\n1\n"]
)
def test_a_wrong_table_of_acts_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(text)
    with pytest.raises(TableError):
        read_acts(path)
