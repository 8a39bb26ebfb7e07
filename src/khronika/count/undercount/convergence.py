"""Do the chains tell one story?

Split R-hat compares the spread between halves of chains with the spread within them, on ranks, and the
effective sample size says how many independent draws the dependent ones are worth (Vehtari, Gelman,
Simpson, Carpenter, Buerkner 2021, Bayesian Analysis 16, eq. 3.1, 3.4 and section 4; Geyer's initial
monotone sequence). `modes` finds the separate hills of the pooled draws, for the reader to see which
stories the chains tell."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from khronika.count.undercount.irls import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A hill of the posterior: its top, where it ends on both sides, and its share of the draws."""

    at: float
    low: float
    high: float
    share: float


def split_rhat(draws: Floats) -> float:
    """Split R-hat of rank-normalised draws (chains, draws), the larger of bulk and tail.

    >>> rng = np.random.default_rng(1)
    >>> split_rhat(rng.normal(size=(4, 500))) < 1.02
    True
    >>> split_rhat(rng.normal(size=(4, 500)) + np.arange(4)[:, None]) > 1.5
    True
    """
    folded = np.abs(draws - np.median(draws))
    return max(_rhat(_normal_scores(_split(draws))), _rhat(_normal_scores(_split(folded))))


def effective_size(draws: Floats) -> float:
    """The bulk effective sample size of draws (chains, draws)."""
    return _effective(_normal_scores(_split(draws)))


def modes(draws: Floats, least: float = 0.03, depth: float = 0.75) -> tuple[Mode, ...]:
    """The hills of the pooled draws on a logarithmic scale, the largest first.

    Two tops are two hills when the valley between them is under `depth` of the lower top; hills with
    less than the share `least` are joined to their neighbour.
    """
    logs = np.sort(np.log(draws.ravel()))
    grid = np.linspace(logs[0] - 0.2, logs[-1] + 0.2, 512)
    width = 0.9 * min(logs.std(), (np.quantile(logs, 0.75) - np.quantile(logs, 0.25)) / 1.34 or logs.std())
    width = max(width * len(logs) ** -0.2, 0.015)
    height = _density(logs, grid, width)
    borders = _valleys(height, depth)
    found = [_mode(logs, grid, height, a, b) for a, b in zip([0, *borders], [*borders, 511], strict=True)]
    return tuple(sorted((m for m in found if m.share >= least), key=lambda m: -m.share))


def _density(logs: Floats, grid: Floats, width: float) -> Floats:
    counts, _ = np.histogram(logs, bins=np.append(grid, 2 * grid[-1] - grid[-2]) - (grid[1] - grid[0]) / 2)
    reach = np.arange(-256, 257) * (grid[1] - grid[0])
    return np.asarray(np.convolve(counts, np.exp(-0.5 * (reach / width) ** 2), mode="same"))


def _valleys(height: Floats, depth: float) -> list[int]:
    """Places between two tops where the ground falls far enough."""
    borders: list[int] = []
    top, low, low_at = 0.0, np.inf, 0
    for i, h in enumerate(height):
        if h < low:
            low, low_at = h, i
        if low < depth * min(top, h) and h > height.max() * 0.02:
            borders.append(low_at)
            top, low, low_at = h, h, i
        if h > top:
            top, low, low_at = h, h, i
    return borders


def _mode(logs: Floats, grid: Floats, height: Floats, a: int, b: int) -> Mode:
    inside = ((logs >= grid[a]) & (logs <= grid[b])).mean()
    at = a + int(np.argmax(height[a : b + 1]))
    low, high = np.exp(max(grid[a], logs[0])), np.exp(min(grid[b], logs[-1]))
    return Mode(at=float(np.exp(grid[at])), low=float(low), high=float(high), share=float(inside))


def _split(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, half : 2 * half]])


def _normal_scores(draws: Floats) -> Floats:
    _, place, ties = np.unique(draws, return_inverse=True, return_counts=True)
    middle = ties.cumsum() - (ties - 1) / 2
    ranks = middle[place].reshape(draws.shape)
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def _rhat(draws: Floats) -> float:
    length = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = length * draws.mean(axis=1).var(ddof=1)
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    return float(np.sqrt(((length - 1) / length * within + between / length) / within))


def _effective(draws: Floats) -> float:
    chains, length = draws.shape
    centred = draws - draws.mean(axis=1, keepdims=True)
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(centred, size, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, size, axis=1)[:, :length].mean(axis=0) / length
    within = covariance[0] * length / (length - 1)
    if within <= 0:
        return float(chains * length)
    pooled = within * (length - 1) / length + draws.mean(axis=1).var(ddof=1)
    rho = 1 - (within - covariance) / pooled
    pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    kept = np.minimum.accumulate(pairs[: ends[0] if len(ends) else len(pairs)])
    tau = max(-1 + 2 * kept.sum(), 1 / np.log10(chains * length))
    return float(chains * length / tau)
