"""Estimate by region or year, and the total with an interval of its own.

Strata with too few people on several lists are pooled with one another and estimated together. The ends
of the intervals of strata may not be added: the total is estimated anew in each bootstrap replicate of
all strata."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from khronika.count.undercount.bootstrap import Estimator
from khronika.count.undercount.captures import CaptureTable, Counts, with_counts
from khronika.count.undercount.existence import reduced
from khronika.count.undercount.irls import Floats
from khronika.count.undercount.profile import profile_interval
from khronika.count.undercount.refusals import Refusal
from khronika.count.undercount.search import BestBic, Search, search

LEAST_OVERLAP = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One stratum, or several pooled: its estimate with an interval, or why there is none."""

    names: tuple[str, ...]
    n: int
    estimate: float | None
    interval: tuple[float, float | None] | None
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratified:
    """All strata and the total over them; the total is None when any stratum has none."""

    strata: tuple[Stratum, ...]
    total: float | None
    interval: tuple[float, float] | None


def stratified(tables: Mapping[str, CaptureTable], *, replicates: int = 200, seed: int = 1) -> Stratified:
    """Estimate each stratum by its best log-linear model, sparse strata pooled."""
    groups = pooled(tables)
    searches = {names: search(table) for names, table in groups.items()}
    strata = tuple(_stratum(names, groups[names], searches[names]) for names in groups)
    if any(stratum.estimate is None for stratum in strata):
        return Stratified(strata=strata, total=None, interval=None)
    total = sum(stratum.estimate or 0.0 for stratum in strata)
    draws = np.zeros(replicates)
    rng = np.random.default_rng(seed)
    for names, table in groups.items():
        draws += _replicates(table, BestBic(searches[names], table.t, 256), replicates, rng)
    finite = draws[np.isfinite(draws)]
    ends = np.quantile(finite, [0.025, 0.975]) if len(finite) > replicates / 2 else None
    interval = None if ends is None else (float(ends[0]), float(ends[1]))
    return Stratified(strata=strata, total=total, interval=interval)


def pooled(tables: Mapping[str, CaptureTable]) -> dict[tuple[str, ...], CaptureTable]:
    """Join the strata in which too few people are on several lists, or a list is empty, into one."""
    sparse = [name for name, table in tables.items() if _is_sparse(table)]
    if len(sparse) == 1 and len(tables) > 1:
        others = [name for name in tables if name not in sparse]
        sparse.append(min(others, key=lambda name: tables[name].n))
    groups: dict[tuple[str, ...], CaptureTable] = {
        (name,): table for name, table in tables.items() if name not in sparse
    }
    if sparse:
        joined = np.sum([tables[name].counts for name in sparse], axis=0)
        groups[tuple(sparse)] = with_counts(tables[sparse[0]], np.asarray(joined))
    return groups


def _is_sparse(table: CaptureTable) -> bool:
    cells = np.arange(1 << table.t)
    several = table.counts[(cells & (cells - 1)) > 0].sum()
    return bool(several < LEAST_OVERLAP or not all(table.overlap(1 << j) for j in range(table.t)))


def _stratum(names: tuple[str, ...], table: CaptureTable, found: Search) -> Stratum:
    if not found.models:
        why = str(Refusal("not_identifiable"))
        return Stratum(names=names, n=table.n, estimate=None, interval=None, refused=why)
    left = reduced(found.best, table.counts, table.t)
    estimate = float(found.estimates[0])
    interval = profile_interval(left.model, table.counts, left.live, estimate)
    return Stratum(names=names, n=table.n, estimate=estimate, interval=interval)


def _replicates(
    table: CaptureTable, estimator: Estimator, replicates: int, rng: np.random.Generator
) -> Floats:
    """Estimates of replicates: a Poisson number of seen people, dealt anew over the patterns."""
    shares = table.counts / table.n

    def one() -> float:
        counts: Counts = rng.multinomial(rng.poisson(table.n), shares)
        return estimator(counts)

    return np.array([one() for _ in range(replicates)])
