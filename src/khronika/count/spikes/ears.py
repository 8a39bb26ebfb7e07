"""Compare a period with the seven before it: for short series.

The Early Aberration Reporting System (Hutwagner, Thompson, Seeman, Treadwell 2003, J. Urban Health 80;
Fricker, Hegler, Dunfee 2008): C1 takes the mean and standard deviation of the last seven periods, C2 of
seven that end three periods ago, C3 looks at the excess of C2 over 1 in the two periods before, whatever
the present count. Bounds are where C1 and C2 reach the 0.999 quantile of the normal distribution, and C3
its 0.975 quantile."""

from typing import Literal

from scipy.special import ndtri

from khronika.count.spikes.series import Floats, Series, Tested

Variant = Literal["C1", "C2", "C3"]
BASELINE = 7
LAG = {"C1": 0, "C2": 2, "C3": 2}
TAIL = {"C1": 0.001, "C2": 0.001, "C3": 0.025}


def ears(
    series: Series, variant: Variant = "C2", alpha: float | None = None, start: int | None = None
) -> list[Tested]:
    """Test every period that has enough periods before it.

    A bound is where the statistic reaches its limit given the periods before; for C3 it moves with the
    present count, since what counts is the sum.
    """
    counts = series.counts.astype(float)
    earliest = BASELINE + LAG[variant] + (2 if variant == "C3" else 0)
    first = earliest if start is None else max(start, earliest)
    limit = -float(ndtri(alpha or TAIL[variant]))
    return [_test(series, counts, place, variant, limit) for place in range(first, len(counts))]


def _test(series: Series, counts: Floats, place: int, variant: Variant, limit: float) -> Tested:
    mean, spread = _before(counts, place, LAG[variant])
    bound = mean + limit * spread
    if variant == "C3":
        excess = sum(max(0.0, _score(counts, place - back) - 1.0) for back in (1, 2))
        bound = max(0.0, counts[place] + spread * (limit - excess)) if spread > 0 else mean
    observed = int(counts[place])
    return Tested(
        period=series.periods[place],
        expected=mean,
        bound=float(bound),
        observed=observed,
        alarm=bool(observed > bound),
        method=f"ears-{variant.lower()}",
    )


def _before(counts: Floats, place: int, lag: int) -> tuple[float, float]:
    window = counts[place - BASELINE - lag : place - lag]
    return float(window.mean()), float(window.std(ddof=1))


def _score(counts: Floats, place: int) -> float:
    """C2: how many standard deviations a period lies above the mean; large where there was no spread."""
    mean, spread = _before(counts, place, LAG["C2"])
    if spread > 0:
        return float((counts[place] - mean) / spread)
    return 0.0 if counts[place] <= mean else 10.0
