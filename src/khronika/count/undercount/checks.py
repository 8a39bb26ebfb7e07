"""What a reader must know before believing an estimate: these are printed beside every figure.

How far apart models that fit about as well lie; whether lists whose size is known are predicted from the
others; what a few wrong links between lists would change; what the prior does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from khronika.count.undercount.captures import CaptureTable, with_counts
from khronika.count.undercount.dga import DgaPosterior, dga
from khronika.count.undercount.existence import observable, reduced
from khronika.count.undercount.irls import Floats, fit_models
from khronika.count.undercount.models import main_effects, padded
from khronika.count.undercount.profile import profile_interval
from khronika.count.undercount.search import MOST_SEARCHED, Search, search
from khronika.count.undercount.stepwise import stepwise

CLOSE = 10.0  # a difference of BIC at which a model has next to no support (Kass, Raftery 1995, JASA 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRange:
    """The smallest and largest answer over all models, and over those within 10 of the best BIC."""

    models: int
    low: float
    high: float
    close_models: int
    close_low: float
    close_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """One list whose size is known, and what the others say of it."""

    name: str
    known: int
    estimate: float | None
    interval: tuple[float, float | None] | None

    @property
    def covered(self) -> bool | None:
        """Whether the known size is in the interval."""
        if self.interval is None:
            return None
        low, high = self.interval
        return low <= self.known <= (high if high is not None else float("inf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """An estimate over imputed tables: mean, total variance and interval."""

    estimate: float
    variance: float
    interval: tuple[float, float]
    replicates: int


def model_range(found: Search) -> ModelRange:
    """The range of the answers of a search (Aleshin-Guendel, Sadinle, Wakefield 2021, arXiv 2101.09304)."""
    close = found.bic <= found.bic[0] + CLOSE
    return ModelRange(
        models=len(found.models),
        low=float(found.estimates.min()),
        high=float(found.estimates.max()),
        close_models=int(close.sum()),
        close_low=float(found.estimates[close].min()),
        close_high=float(found.estimates[close].max()),
    )


def held_out(table: CaptureTable) -> tuple[HeldOut, ...]:
    """Predict the known size of each list from the people on it whom other lists hold too.

    Among the people of list j, those on no other list play the unseen: the other lists estimate how
    many there are, and the truth is known (Binette, Steorts 2022, JRSS A 185, section 5).
    """
    return tuple(_held_out_list(table, j) for j in range(table.t))


def _held_out_list(table: CaptureTable, j: int) -> HeldOut:
    known = table.overlap(1 << j)
    inside = _people_of(table, j)
    if (inside.t < 3 and not inside.overlap(0b11)) or not all(
        inside.overlap(1 << k) for k in range(inside.t)
    ):
        return HeldOut(name=table.lists[j], known=known, estimate=None, interval=None)
    if inside.t > MOST_SEARCHED - 1:
        found = stepwise(inside)
        model, estimate = found.model, found.estimate
    else:
        searched = search(inside) if inside.t > 2 else None
        if searched is not None and not searched.models:
            return HeldOut(name=table.lists[j], known=known, estimate=None, interval=None)
        model = searched.best if searched else main_effects(2)
        estimate = float(searched.estimates[0]) if searched else _independent(inside)
    left = reduced(model, inside.counts, inside.t)
    interval = profile_interval(left.model, inside.counts, left.live, estimate)
    return HeldOut(name=table.lists[j], known=known, estimate=estimate, interval=interval)


def _independent(table: CaptureTable) -> float:
    terms, sizes = padded([main_effects(table.t)])
    fit = fit_models(terms, sizes, table.counts.astype(float), observable(table.t))
    return table.n + float(np.exp(min(60.0, fit.intercept[0])))


def _people_of(table: CaptureTable, j: int) -> CaptureTable:
    """The table of the other lists over the people of list j only."""
    cells = np.arange(1 << table.t)
    only = with_counts(table, np.where(cells >> j & 1 == 1, table.counts, 0))
    return only.without(j)


def linkage_sensitivity(table: CaptureTable, found: Search, share: float = 0.05) -> dict[str, float]:
    """The best model's answer if this share of the links between lists were wrong, either way.

    `stricter`: as many links undone, each such person becoming two; `looser`: as many more made.
    """
    answers = {}
    for name, moved in (("stricter", share), ("looser", -share)):
        counts = relinked(table, moved)
        terms, sizes = padded([found.best])
        fit = fit_models(terms, sizes, counts, observable(table.t))
        answers[name] = float(counts.sum() + np.exp(min(60.0, fit.intercept[0])))
    return answers


def relinked(table: CaptureTable, share: float) -> Floats:
    """The expected counts if a share of the people on several lists fell apart into two.

    From each pattern of several lists the share leaves, in equal parts for each list on it: one person
    for that list alone and one for the rest. A negative share joins as many instead.
    """
    counts = table.counts.astype(float)
    for x in range(1, 1 << table.t):
        on = [j for j in range(table.t) if x >> j & 1]
        if len(on) < 2:
            continue
        moved = share * float(table.counts[x]) / len(on)
        for j in on:
            counts[x] -= moved
            counts[1 << j] += moved
            counts[x & ~(1 << j)] += moved
    return np.asarray(np.maximum(counts, 0.0))


def prior_influence(table: CaptureTable, main: DgaPosterior) -> dict[str, float]:
    """The posterior mean over decomposable graphs for other priors delta, and how far they pull it."""
    means = {f"{main.delta:g}": main.mean}
    for delta in (2 * main.delta, 0.5, 1.0):
        if f"{delta:g}" not in means:
            means[f"{delta:g}"] = dga(table, delta=delta, grid=400).mean
    return means


def combined(estimates: Sequence[float], variances: Sequence[float], level: float = 0.95) -> Combined:
    """Combine the answers from imputed tables by their total variance (Rubin 1987, eq. 3.1.2 to 3.1.6).

    Raises ValueError for fewer than ten replicates, which hide the uncertainty of the imputation.

    >>> combined([100.0] * 10, [25.0] * 10).variance
    25.0
    """
    m = len(estimates)
    if m < 10:
        raise ValueError("At least ten imputed tables are needed.")
    mean, within = float(np.mean(estimates)), float(np.mean(variances))
    between = float(np.var(estimates, ddof=1))
    total = within + (1 + 1 / m) * between
    extra = (1 + 1 / m) * between
    freedom = (m - 1) * (1 + within / extra) ** 2 if extra > 0 else 1e9
    reach = float(stdtrit(freedom, (1 + level) / 2)) * total**0.5
    return Combined(estimate=mean, variance=total, interval=(mean - reach, mean + reach), replicates=m)
