"""An excess counts only if it is one against the season and against the recent past, over one to eight
periods.

For windows of 1, 4 and 8 periods that end now, the sum S is compared with what the same weeks of earlier
years lead to expect (Farrington et al. 1996, see `farrington`) and with the trimmed mean of the last two
years, both by z = 2 (sqrt(S + 3/8) - sqrt(mu + 3/8)) / sqrt(phi), Anscombe's square root (1948,
Biometrika 35). The smaller of the two enters a logistic score; its weights and threshold were fitted on
labelled surveillance series and stand in `combined.yaml`. `cross_validated` fits them anew with each
series left out and counts what is found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import yaml
from scipy.special import ndtri

from khronika.count.spikes.farrington import Farrington, farrington
from khronika.count.spikes.series import Floats, Ints, Series, Tested

WINDOWS = (1, 4, 8)
PAST, GUARD, KEPT = 104, 3, 0.9
SEASON = Farrington(least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Intercept and one weight per window, and the score above which there is an alarm."""

    intercept: float
    windows: tuple[float, ...]
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Labelled periods found and false alarms, of how many, and outbreaks (stretches) touched."""

    found: int
    labelled: int
    false_alarms: int
    quiet: int
    outbreaks_found: int
    outbreaks: int


def combined(series: Series, weights: Weights | None = None, start: int | None = None) -> list[Tested]:
    """Test every period from `start` (a place; two years in by default) to the end.

    The bound is the largest count that would not have raised an alarm after the periods before it.
    """
    weights = weights or shipped_weights()
    first = 2 * series.frequency if start is None else start
    levels = _Levels(series)
    return [_test(levels, place, weights) for place in range(first, len(series.counts))]


@cache
def shipped_weights() -> Weights:
    """The weights that come with the program."""
    held = yaml.safe_load(files("khronika.count.spikes").joinpath("combined.yaml").read_text("utf-8"))
    return Weights(intercept=held["intercept"], windows=tuple(held["windows"]), threshold=held["threshold"])


def excesses(series: Series) -> Floats:
    """The smaller excess of each window at each period, shape (T, windows)."""
    levels = _Levels(series)
    return np.array(
        [levels.excess(place, series.counts[place : place + 1])[0] for place in range(len(series.counts))]
    )


def fitted(excess: Floats, labels: Ints, *, tested: Floats, quiet: Ints, rate: float) -> Weights:
    """Fit the score to labelled periods, and set the threshold at a rate of false alarms.

    `excess` (m, windows) and `labels` (m) are the periods to learn from; the threshold lets the share
    `rate` of the quiet ones (`quiet` 1) of `tested` (q, windows) through.
    """
    design = np.column_stack([np.ones(len(excess)), excess])
    beta = np.zeros(design.shape[1])
    ridge = np.diag([1e-3] + [3.0] * excess.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-design @ beta))
        weight = chance * (1 - chance)
        gradient = design.T @ (labels - chance) - ridge @ beta
        beta += np.linalg.solve((design * weight[:, None]).T @ design + ridge, gradient)
    free = Weights(intercept=float(beta[0]), windows=tuple(float(b) for b in beta[1:]), threshold=0.0)
    scores = np.sort(_score(tested, free)[quiet == 1])[::-1]
    return replace(free, threshold=float(scores[min(len(scores) - 1, int(rate * len(scores)))]))


def cross_validated(
    labelled: Mapping[str, tuple[Series, Ints]],
    *,
    start: int = 104,
    learn_from: int = 60,
    caution: float = 0.9,
) -> tuple[Found, Found]:
    """Return what the combined detector and Farrington's find in each series that was left out.

    `labelled` gives each series with its labels (T) of 0 and 1. The threshold is set to `caution` times the
    rate of false alarms that Farrington's method has in the other series.
    """
    excess = {name: excesses(series) for name, (series, _) in labelled.items()}
    raised = {
        name: np.array([one.alarm for one in farrington(series, start=start)]).astype(np.int64)
        for name, (series, _) in labelled.items()
    }
    labels = {name: np.asarray(marks) for name, (_, marks) in labelled.items()}
    ours = {}
    for name in labelled:
        others = [other for other in labelled if other != name]
        quiet = np.concatenate([1 - labels[other][start:] for other in others])
        theirs = np.concatenate([raised[other] for other in others])
        weights = fitted(
            np.concatenate([excess[other][learn_from:] for other in others]),
            np.concatenate([labels[other][learn_from:] for other in others]),
            tested=np.concatenate([excess[other][start:] for other in others]),
            quiet=quiet,
            rate=caution * float((theirs * quiet).sum() / quiet.sum()),
        )
        ours[name] = (_score(excess[name][start:], weights) > weights.threshold).astype(np.int64)
    late = {name: labels[name][start:] for name in labelled}
    return _tally(ours, late), _tally(raised, late)


def _tally(raised: Mapping[str, Ints], labels: Mapping[str, Ints]) -> Found:
    stretches = [_stretches(labels[name], raised[name]) for name in labels]
    return Found(
        found=sum(int((raised[name] * labels[name]).sum()) for name in labels),
        labelled=sum(int(labels[name].sum()) for name in labels),
        false_alarms=sum(int((raised[name] * (1 - labels[name])).sum()) for name in labels),
        quiet=sum(int((1 - labels[name]).sum()) for name in labels),
        outbreaks_found=sum(found for found, _ in stretches),
        outbreaks=sum(total for _, total in stretches),
    )


def _stretches(labels: Ints, raised: Ints) -> tuple[int, int]:
    """How many labelled stretches hold an alarm, and how many there are."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], labels, [0]])))
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    return sum(bool(raised[a:b].any()) for a, b in pairs), len(pairs)


def _score(excess: Floats, weights: Weights) -> Floats:
    """The score of periods; none where the present count is no excess, whatever came before it."""
    scores = weights.intercept + excess @ np.array(weights.windows)
    return np.where(excess[:, 0] > 0, scores, -np.inf)


def _test(levels: "_Levels", place: int, weights: Weights) -> Tested:
    observed = int(levels.counts[place])
    candidates = np.arange(max(observed, 8) * 2 + 40)
    quiet = _score(levels.excess(place, candidates), weights) <= weights.threshold
    bound = float(candidates[quiet].max()) if quiet.any() else 0.0
    return Tested(
        period=levels.series.periods[place],
        expected=float(max(levels.season[place], levels.recent(place)[0])),
        bound=bound,
        observed=observed,
        alarm=bool(not quiet[observed]),
        method="combined",
    )


class _Levels:
    """What the season and the recent past lead to expect at each period of a series."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self.counts = series.counts
        size = len(series.counts)
        self.season, self.spread = np.full(size, np.nan), np.full(size, np.nan)
        first = min(size, series.frequency + SEASON.window)
        for place, tested in enumerate(farrington(series, SEASON, start=first), start=first):
            self.season[place] = tested.expected
            self.spread[place] = _dispersion(tested)

    def recent(self, place: int) -> tuple[float, float]:
        """The trimmed mean of the last two years up to three periods ago, and the dispersion."""
        past = np.sort(self.counts[max(0, place - PAST) : max(1, place - GUARD)].astype(float))
        usual = past[: max(5, int(KEPT * len(past)))]
        mean = max(float(usual.mean()), 0.02)
        return mean, max(1.0, float(usual.var()) / max(mean, 0.05))

    def excess(self, place: int, candidates: Ints) -> Floats:
        """The smaller excess of each window, were the present count each of the candidates."""
        mean, spread = self.recent(place)
        columns = []
        for window in WINDOWS:
            begin = max(0, place - window + 1)
            sums = self.counts[begin:place].sum() + candidates
            against = _anscombe(sums, window * mean, spread)
            seasonal = self.season[begin : place + 1]
            if np.isfinite(seasonal).any():
                expected = float(np.nansum(np.maximum(seasonal, 0.0)))
                scatter = max(1.0, float(np.nanmean(self.spread[begin : place + 1])))
                against = np.minimum(against, _anscombe(sums, expected, scatter))
            columns.append(np.clip(against, -3.0, 8.0))
        return np.column_stack(columns)


def _anscombe(sums: Ints, expected: float, spread: float) -> Floats:
    return np.asarray(2 * (np.sqrt(sums + 0.375) - np.sqrt(expected + 0.375)) / np.sqrt(spread))


def _dispersion(tested: Tested) -> float:
    """The dispersion that the bound on the 2/3 power scale implies, that of the prediction included."""
    reach = tested.bound ** (2 / 3) - tested.expected ** (2 / 3)
    return float((reach / ndtri(SEASON.alpha / 2)) ** 2 / (4 / 9 * max(tested.expected, 1e-3) ** (1 / 3)))
