"""Fit an expected count to past counts that scatter more than chance.

A Poisson regression with a log link and free dispersion by iteratively reweighted least squares
(McCullagh and Nelder 1989, ch. 2.5 and 9.2). It starts from y + 0.1 and ends when the deviance changes by
less than 1e-8 of itself, as is usual: with counts that are all zero the estimate depends on where one
stops, and this is where all stop."""

from dataclasses import dataclass

import numpy as np

from khronika.count.spikes.series import Floats

MOST_STEPS = 25
PRECISION = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Coefficients (k), fitted means (m), dispersion, unscaled covariance (k, k), leverages (m)."""

    coefficients: Floats
    means: Floats
    dispersion: float
    covariance: Floats
    leverages: Floats
    freedom: int

    @property
    def scale(self) -> float:
        """The dispersion, at least that of chance."""
        return max(self.dispersion, 1.0)

    def standard_error(self, row: Floats) -> float:
        """The standard error of the linear predictor at a row of the design."""
        return float(np.sqrt(row @ self.covariance @ row * self.scale))


def fit(design: Floats, counts: Floats, weights: Floats) -> Fit | None:
    """Fit; None when the numbers run away (a trend through counts that are nearly all zero)."""
    means: Floats = counts + 0.1
    linear: Floats = np.log(means)
    before = _deviance(counts, means, weights)
    root: Floats = np.sqrt(weights * means)
    coefficients: Floats = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        root = np.sqrt(weights * means)
        left, right = design * root[:, None], (linear + (counts - means) / means) * root
        if not (np.isfinite(left).all() and np.isfinite(right).all()):
            return None
        coefficients = np.asarray(np.linalg.lstsq(left, right, rcond=1e-11)[0], np.float64)
        linear = design @ coefficients
        with np.errstate(over="ignore"):
            means = np.exp(linear)
        if not np.isfinite(means).all() or (means <= 0).any():
            return None
        deviance = _deviance(counts, means, weights)
        if abs(deviance - before) < PRECISION * (abs(deviance) + 0.1):
            break
        before = deviance
    return _finished(design, counts, means, coefficients, root)


def _finished(design: Floats, counts: Floats, means: Floats, coefficients: Floats, root: Floats) -> Fit:
    scaled = design * root[:, None]
    covariance = np.asarray(np.linalg.pinv(scaled.T @ scaled), np.float64)
    freedom = len(counts) - design.shape[1]
    residuals = (counts - means) / means
    return Fit(
        coefficients=coefficients,
        means=means,
        dispersion=float((root**2 * residuals**2).sum() / freedom),
        covariance=covariance,
        leverages=np.einsum("ij,jk,ik->i", scaled, covariance, scaled),
        freedom=freedom,
    )


def reweighted(design: Floats, counts: Floats, threshold: float) -> Fit | None:
    """Fit, then fit again with past outbreaks weighted down.

    Weights are proportional to s^-2 where the standardised Anscombe residual s is above the threshold
    (Farrington, Andrews, Beale, Catchpole 1996, JRSS A 159, section 3.5).
    """
    first = fit(design, counts, np.ones(len(counts)))
    if first is None:
        return None
    spread = first.means ** (1 / 6) * np.sqrt(first.scale * np.maximum(1 - first.leverages, 1e-12))
    residuals = 1.5 * (counts ** (2 / 3) - first.means ** (2 / 3)) / spread
    down = np.where(residuals > threshold, np.maximum(residuals, 1e-3) ** -2.0, 1.0)
    return fit(design, counts, down * len(counts) / down.sum())


def _deviance(counts: Floats, means: Floats, weights: Floats) -> float:
    positive = counts > 0
    ratio = np.where(positive, counts, 1.0) / np.where(positive, means, 1.0)
    return float(2 * (weights * (counts * np.log(ratio) - (counts - means))).sum())
