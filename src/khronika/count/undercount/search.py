"""Fit every admissible log-linear model, and keep how far their answers lie apart.

Models that fit about equally well can disagree by far (Aleshin-Guendel, Sadinle, Wakefield 2021,
arXiv 2101.09304), so the search returns them all and not the winner alone. Models are compared by Schwarz's
criterion, -2 log L + k log n (Rivest and Baillargeon 2007, Biometrics 63).
"""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from khronika.count.undercount.captures import CaptureTable, Counts
from khronika.count.undercount.existence import bearing, observable
from khronika.count.undercount.irls import Fits, Floats, fit_models
from khronika.count.undercount.models import Terms, hierarchical, notation, padded

MOST_SEARCHED = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """All models with their estimates (m) and BIC (m), best first, and what became of the others.

    `left_out` counts the models that the table does not bear (their number of unseen people is not
    determined). `weights` are exp(-BIC/2) normalised: how much the data prefer one to another.
    """

    models: tuple[Terms, ...]
    estimates: Floats
    bic: Floats
    aic: Floats
    weights: Floats
    left_out: int

    @property
    def best(self) -> Terms:
        """The model with the smallest BIC."""
        return self.models[0]


def default_order(t: int) -> int:
    """All models up to four lists; pairs alone above, where the larger ones are too many to be told apart.

    >>> default_order(4), default_order(5)
    (3, 2)
    """
    return max(2, t - 1) if t <= 4 else 2


def search(table: CaptureTable, order: int | None = None) -> Search:
    """Fit all hierarchical models up to an order, best BIC first; sound ones only."""
    models = hierarchical(table.t, order or default_order(table.t))
    terms, sizes = padded(models)
    fits = fit_models(terms, sizes, table.counts.astype(float), observable(table.t))
    bic = sizes * log(table.n) - 2 * fits.loglik
    determined = fits.determined
    order_of_bic = np.argsort(np.where(determined, bic, np.inf), kind="stable")
    rank = [int(i) for i in order_of_bic[: int(determined.sum())]]
    while rank and not bearing(table, models[rank[0]]).sound:
        rank.pop(0)
    return _searched(table, models, fits, sizes.astype(float), rank)


def _searched(
    table: CaptureTable, models: tuple[Terms, ...], fits: Fits, sizes: Floats, rank: list[int]
) -> Search:
    bic = (sizes * log(table.n) - 2 * fits.loglik)[rank]
    weights = np.exp(-(bic - bic.min()) / 2) if rank else bic
    return Search(
        models=tuple(models[i] for i in rank),
        estimates=table.n + np.exp(np.minimum(fits.intercept[rank], 60.0)),
        bic=bic,
        aic=(2 * sizes - 2 * fits.loglik)[rank],
        weights=weights / weights.sum() if rank else weights,
        left_out=len(models) - len(rank),
    )


class BestBic:
    """The estimate of the model with the best BIC, as a function of counts, for a bootstrap.

    Only the models that were not far behind on the whole table are tried again in each replicate
    (Silverman, Chan, Vincent 2024, Statistics and Computing 34): `most` of them, best first.
    """

    def __init__(self, found: Search, t: int, most: int = 1024) -> None:
        self.models = found.models[:most]
        self.terms, self.sizes = padded(self.models)
        self.live = observable(t)

    def __call__(self, counts: Counts) -> float:
        n = float(counts.sum())
        fits = fit_models(self.terms, self.sizes, counts.astype(float), self.live)
        bic = np.where(fits.determined, self.sizes * log(n) - 2 * fits.loglik, np.inf)
        best = int(np.argmin(bic))
        return n + exp(min(60.0, float(fits.intercept[best]))) if np.isfinite(bic[best]) else float("nan")


def top_models(found: Search, most: int = 5) -> list[dict[str, object]]:
    """The best models as plain values for a report."""
    return [
        {
            "model": notation(found.models[i]),
            "estimate": float(found.estimates[i]),
            "bic": float(found.bic[i]),
            "weight": float(found.weights[i]),
        }
        for i in range(min(most, len(found.models)))
    ]
