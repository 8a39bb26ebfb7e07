"""Bounds of the R package surveillance, to the digit."""

from pathlib import Path

import pandas as pd
import pytest

from khronika.count.spikes import series as kept
from khronika.count.spikes.ears import ears
from khronika.count.spikes.farrington import farrington
from khronika.count.spikes.flexible import flexible

DATA = Path(__file__).parents[1] / "data" / "surv"
SERIES = ["k1", "m1", "m2", "m3", "m4", "m5", "n1", "n2", "q1_nrwh", "q2", "s1", "s2", "s3", "h1_nrwrp"]


def agrees(tested: list[kept.Tested], known: pd.DataFrame) -> bool:
    assert len(tested) == len(known)
    assert [one.bound for one in tested] == pytest.approx(known.upper.tolist(), abs=1e-6)
    assert [int(one.alarm) for one in tested] == known.alarm.tolist()
    return True


@pytest.mark.parametrize("name", SERIES)
def test_farrington(name: str) -> None:
    known = pd.read_csv(DATA / f"{name}_farrington.csv")
    assert agrees(farrington(kept.read_series(DATA / f"{name}.csv"), start=104), known)


def test_farrington_on_salmonella_agona() -> None:
    known = pd.read_csv(DATA / "salmonella_agona_farrington_b3w3a01.csv")
    assert agrees(farrington(kept.read_series(DATA / "salmonella_agona.csv"), start=207), known)


def test_farrington_flexible() -> None:
    series = kept.read_series(DATA / "salmNewport.csv")
    known = pd.read_csv(DATA / "salmNewport_farringtonFlexible_2011on.csv")
    assert agrees(flexible(series, start=series.at("2011-01-03")), known)


@pytest.mark.parametrize("variant", ["C1", "C2", "C3"])
def test_ears(variant: str) -> None:
    series = kept.read_series(DATA / "salmNewport.csv")
    known = pd.read_csv(DATA / f"salmNewport_ears_{variant}.csv")
    assert agrees(ears(series, variant, start=series.at("2011-01-03")), known)  # type: ignore[arg-type]
