"""Where and when did more come together than chance deals out?

The space-time permutation scan (Kulldorff, Heffernan, Hartman, Assuncao, Mostashari 2005, PLoS Medicine
2): with the totals of each place and of each period kept, a set of places over the last periods expects
mu_A = sum over z, d in A of c_z c_d / C, and its likelihood ratio is (c_A / mu_A)^c_A ((C - c_A) / (C -
mu_A))^(C - c_A). The largest over all windows is compared with that of shuffled data, so that trying many
windows is paid for. A window is one place or a set of neighbours (from `near`), ending now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from khronika.count.spikes.series import Floats, Ints
from khronika.errors import TableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Places and periods with more than expected, and how often chance gives as much."""

    places: tuple[str, ...]
    periods: int
    observed: int
    expected: float
    p_value: float


def space_time_scan(
    counts: Ints,
    places: Sequence[str],
    *,
    near: Mapping[str, Sequence[str]] | None = None,
    longest: int = 6,
    shuffles: int = 999,
    seed: int = 1,
) -> Cluster | None:
    """Return the strongest cluster that ends in the last period; None for an empty table.

    `counts` (places, periods); `near` names for each place those that may stand with it.
    """
    total = int(counts.sum())
    if total == 0 or counts.shape[1] < 2:
        return None
    zones = _zones(places, near or {})
    lengths = np.arange(1, min(longest, counts.shape[1] - 1) + 1)
    by_place, by_period = counts.sum(axis=1), counts.sum(axis=0)
    tails = by_period[::-1].cumsum()[lengths - 1]
    expected = (zones @ by_place)[:, None] * tails[None, :] / total
    observed = _windows(counts, zones, lengths)
    scores = _scores(observed, expected, total)
    best = np.unravel_index(int(np.argmax(scores)), scores.shape)
    rng = np.random.default_rng(seed)
    happened_at = np.repeat(np.arange(len(places)), by_place)
    happened_in = np.repeat(np.arange(counts.shape[1]), by_period)
    larger = 0
    for _ in range(shuffles):
        dealt = np.zeros_like(counts)
        np.add.at(dealt, (happened_at, rng.permutation(happened_in)), 1)
        larger += _scores(_windows(dealt, zones, lengths), expected, total).max() >= scores[best] - 1e-12
    return Cluster(
        places=tuple(name for name, inside in zip(places, zones[best[0]], strict=True) if inside),
        periods=int(lengths[best[1]]),
        observed=int(observed[best]),
        expected=float(expected[best]),
        p_value=(1 + larger) / (1 + shuffles),
    )


def read_places(path: Path) -> tuple[Ints, tuple[str, ...], tuple[str, ...]]:
    """Read a CSV file with the columns period, place (or admin1) and count; rows left out count nothing.

    Returns counts (places, periods), the places and the periods in order. Raises TableError.
    """
    import pandas as pd

    try:
        frame = pd.read_csv(path, skipinitialspace=True, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TableError(name=path.name, what="there is no such file.") from error
    except (ValueError, OSError) as error:
        raise TableError(name=path.name, what="this is not a CSV table with a header line.") from error
    frame = frame.rename(columns={"admin1": "place", "date": "period", "observed": "count"})
    if not {"period", "place", "count"} <= set(frame.columns):
        raise TableError(name=path.name, what="a scan needs the columns period, place and count.")
    numbers = pd.to_numeric(frame["count"], errors="coerce")
    if not bool(((numbers >= 0) & (numbers % 1 == 0)).all()):
        raise TableError(name=path.name, what="the counts must be whole numbers from 0 up.")
    wide = frame.assign(count=numbers).pivot_table(
        index="place", columns="period", values="count", aggfunc="sum", fill_value=0
    )
    places, periods = tuple(map(str, wide.index)), tuple(map(str, wide.columns))
    return wide.to_numpy().astype(np.int64), places, periods


def _zones(places: Sequence[str], near: Mapping[str, Sequence[str]]) -> Ints:
    """Each place alone, then each place with its neighbours, as rows of 0 and 1."""
    rows = {frozenset([place]) for place in places}
    rows |= {frozenset([place, *(n for n in near.get(place, ()) if n in places)]) for place in places}
    ordered = sorted(rows, key=lambda zone: (len(zone), sorted(zone)))
    return np.array([[int(place in zone) for place in places] for zone in ordered], dtype=np.int64)


def _windows(counts: Ints, zones: Ints, lengths: Ints) -> Ints:
    """Counts of each zone over the last periods, shape (zones, lengths)."""
    recent = counts[:, ::-1].cumsum(axis=1)[:, lengths - 1]
    return np.asarray(zones @ recent)


def _scores(observed: Ints, expected: Floats, total: int) -> Floats:
    """The log likelihood ratio of each window, zero where there is no excess."""
    seen = observed.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(seen > 0, seen * np.log(seen / expected), 0.0)
        rest = total - seen
        outside = np.where(rest > 0, rest * np.log(rest / (total - expected)), 0.0)
    return np.where(seen > expected, inside + outside, 0.0)
