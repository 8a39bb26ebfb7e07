"""Compare a week with the same weeks of earlier years.

Farrington, Andrews, Beale and Catchpole (1996, JRSS A 159): a quasi-Poisson trend through the 2w + 1
weeks around the same week in each of the last b years; a trend is kept if it is significant, if there are
three years and if it does not lead above all that was seen; past outbreaks are weighted down; the bound
is on the 2/3 power scale,

    U = mu0 (1 + 2/3 z (phi mu0 + var mu0)^(1/2) / mu0)^(3/2),    z the 1 - alpha/2 quantile,

and no alarm is raised with fewer than five cases in four weeks. `salmonella` series of other programs
agree to 1e-4."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtr

from khronika.count.spikes.quasipoisson import Fit, reweighted
from khronika.count.spikes.series import Floats, Ints, Series, Tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Farrington:
    """b years back, w periods to each side, alpha; `least` cases in the last `recent` periods."""

    years: int = 3
    window: int = 3
    alpha: float = 0.01
    trend: bool = True
    least: int = 5
    recent: int = 4


def farrington(series: Series, settings: Farrington | None = None, start: int | None = None) -> list[Tested]:
    """Test every period from `start` (a place; two years in by default) to the end."""
    settings = settings or Farrington()
    first = 2 * series.frequency if start is None else start
    return [_test(series, place, settings) for place in range(first, len(series.counts))]


def _test(series: Series, place: int, settings: Farrington) -> Tested:
    reference = _reference(place, series.frequency, settings)
    expected, bound = 0.0, 0.0
    if len(reference) > 2:
        expected, bound = _bound(series.counts[reference].astype(float), reference, place, settings)
    recent = int(series.counts[max(0, place - settings.recent + 1) : place + 1].sum())
    if recent < settings.least:
        bound = 0.0
    observed = int(series.counts[place])
    return Tested(
        period=series.periods[place],
        expected=expected,
        bound=bound,
        observed=observed,
        alarm=bool(bound > 0 and observed > bound),
        method="farrington",
        note="" if recent >= settings.least else "too few cases for a bound",
    )


def _reference(place: int, frequency: int, settings: Farrington) -> Ints:
    """The places of the same weeks of earlier years; those before the series began are left out."""
    around = np.arange(-settings.window, settings.window + 1)
    places = np.concatenate([place - year * frequency + around for year in range(settings.years, 0, -1)])
    return places[(places >= 0) & (places < place)]


def _bound(counts: Floats, reference: Ints, place: int, settings: Farrington) -> tuple[float, float]:
    ones = np.ones(len(counts))
    if settings.trend and settings.years >= 3:
        design = np.column_stack([ones, reference.astype(float)])
        sloped = reweighted(design, counts, 1.0)
        here = np.array([1.0, float(place)])
        if sloped is not None and trend_holds(sloped, here, counts, 0.05):
            return power_bound(sloped, here, settings.alpha / 2)
    flat = reweighted(ones[:, None], counts, 1.0)
    return power_bound(flat, np.ones(1), settings.alpha / 2) if flat is not None else (0.0, 0.0)


def trend_holds(sloped: Fit, here: Floats, counts: Floats, level: float) -> bool:
    """Whether a trend (the second coefficient) is significant and does not lead above all that was seen."""
    error = np.sqrt(sloped.covariance[1, 1] * sloped.dispersion)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        p_value = 2 * stdtr(sloped.freedom, -abs(sloped.coefficients[1] / error))
        leads_to = np.exp(here @ sloped.coefficients)
    return bool(p_value < level and leads_to <= counts.max())


def power_bound(found: Fit, here: Floats, tail: float) -> tuple[float, float]:
    """The expected count and the upper bound on the 2/3 power scale."""
    mean = float(np.exp(here @ found.coefficients))
    if mean < 1e-200:
        return 0.0, 0.0
    tau = found.scale + (found.standard_error(here) * mean) ** 2 / mean
    top = mean ** (2 / 3) - ndtri(tail) * np.sqrt(4 / 9 * mean ** (1 / 3) * tau)
    return mean, float(max(0.0, top) ** 1.5)
