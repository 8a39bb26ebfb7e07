"""Change points, bursts, scans, the combined detector and reading a series."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from khronika.count.spikes.bursts import bursts
from khronika.count.spikes.changepoint import change_point, run_lengths
from khronika.count.spikes.combined import combined, cross_validated
from khronika.count.spikes.scan import read_places, space_time_scan
from khronika.count.spikes.series import alarms, read_series, series_of
from khronika.errors import TableError

DATA = Path(__file__).parents[1] / "data" / "surv"
LABELLED = ["k1", "m1", "m2", "m3", "m4", "m5", "n1", "n2", "q1_nrwh", "q2", "s1", "s2", "s3", "h1_nrwrp"]


@pytest.mark.parametrize(("shape", "rate"), [(1.0, 1.0), (0.5, 0.001), (2.0, 1.0)])
def test_coal_mining_changed_after_1891(shape: float, rate: float) -> None:
    known = json.loads((DATA / "coal_known.json").read_text())[f"gamma({shape:g},{rate:g})"]
    found = change_point(read_series(DATA / "coal_yearly.csv"), shape, rate)
    assert found.mode == str(known["last_year_of_old_regime_mode"]) == "1891"
    assert found.quantile(0.5) == "1890"
    assert [found.quantile(0.025), found.quantile(0.975)] == ["1886", "1896"]
    assert found.probabilities.max() == pytest.approx(known["prob_mode"])
    assert found.rate_before == pytest.approx(known["rate_before"])
    assert found.rate_after == pytest.approx(known["rate_after"])
    assert found.log10_bayes_factor == pytest.approx(known["log10BF"])


def test_on_line_the_change_is_seen_some_years_late() -> None:
    series = read_series(DATA / "coal_yearly.csv")
    found = run_lengths(series, hazard=0.01)
    seen, began = found.declared[0]
    assert (series.periods[seen], series.periods[began]) == ("1898", "1897")
    assert found.most_probable[-1] == 15
    assert all(delay >= 0 for delay in found.delays)


def test_a_burst_is_found_and_a_flat_series_has_none() -> None:
    assert bursts(series_of([2] * 30)) == []
    assert bursts(series_of([0] * 30)) == []
    (found,) = bursts(series_of([1, 1, 2, 0, 1, 1, 9, 12, 8, 1, 0, 2, 1, 1]))
    assert (found.first, found.last, found.observed) == ("7", "9", 29)


def test_the_scan_finds_the_province_and_pays_for_looking() -> None:
    rng = np.random.default_rng(2)
    counts = rng.poisson(2.0, size=(6, 20))
    quiet = space_time_scan(counts, list("ABCDEF"), shuffles=199)
    counts[3, -3:] += 9
    loud = space_time_scan(counts, list("ABCDEF"), shuffles=199)
    assert loud is not None
    assert quiet is not None
    assert loud.places == ("D",)
    assert loud.periods in (3, 4)
    assert loud.p_value < 0.02 < quiet.p_value
    assert space_time_scan(np.zeros((2, 5), dtype=np.int64), ["A", "B"]) is None


def test_a_scan_reads_places(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("period,admin1,count\n2024-01,Jilin,2\n2024-02,Hebei,3\n")
    counts, places, periods = read_places(path)
    assert (counts.tolist(), places, periods) == (
        [[0, 3], [2, 0]],
        ("Hebei", "Jilin"),
        ("2024-01", "2024-02"),
    )


@pytest.mark.parametrize(
    "names", [["m5", "n2", "s2", "s3", "h1_nrwrp"], pytest.param(LABELLED, marks=pytest.mark.slow)]
)
def test_more_outbreaks_are_found_at_no_more_false_alarms(names: list[str]) -> None:
    labelled = {
        name: (read_series(DATA / f"{name}.csv"), pd.read_csv(DATA / f"{name}.csv").state.to_numpy())
        for name in names
    }
    ours, farringtons = cross_validated(labelled)
    assert ours.found > farringtons.found
    assert ours.outbreaks_found >= farringtons.outbreaks_found
    assert ours.false_alarms <= farringtons.false_alarms


def test_no_alarm_where_the_present_is_no_excess() -> None:
    tested = combined(series_of([3, 2, 4, 3] * 40 + [40, 0]))
    assert tested[-2].alarm
    assert not tested[-1].alarm
    assert all(one.observed > one.bound for one in alarms(tested))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,observed\n2024-01-01,-1\n2024-01-08,2\n", "whole numbers"),
        ("date,observed\n2024-01-01,x\n2024-01-08,2\n", "not a number"),
        ("date,observed\n2024-01-08,1\n2024-01-01,2\n", "forward"),
        ("date,observed\n2024-01-01,1\n2024-01-08,2\n2024-01-29,2\n", "missing"),
        ("when,observed\n1,1\n", "periods"),
        ("date,howmany\n1,1\n", "counts"),
        ("date,observed\n", "no rows"),
        ("", "not a CSV"),
    ],
)
def test_a_wrong_series_gets_its_sentence(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text(text)
    with pytest.raises(TableError, match=said):
        read_series(path)


@pytest.mark.parametrize(
    ("names", "frequency"), [(["2024-01", "2024-02"], 12), (["2023", "2024"], 1), (["2024-Q1", "2024-Q2"], 4)]
)
def test_names_of_periods_give_their_length(names: list[str], frequency: int, tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_text("period,count\n" + "".join(f"{name},1\n" for name in names))
    assert read_series(path).frequency == frequency
