"""Add one dependence between two lists at a time, as long as the overlap is surprising.

For each pair not in the model, the number of people on both lists is compared with a Poisson of the mean that
the present model gives it; the pair with the smallest one-sided p-value enters when that is under the
threshold and the table bears the larger model (Chan, Silverman, Vincent 2021, JASA 116, sec. 3.2). A pair of
lists with nobody in common may enter: its effect is minus infinity and its cells leave the table.
"""

from dataclasses import dataclass
from math import exp

import numpy as np
from scipy.special import gammainc, gammaincc

from khronika.count.undercount.captures import CaptureTable, Counts
from khronika.count.undercount.existence import Reduced, bears, reduced
from khronika.count.undercount.irls import expected_counts, fit_models
from khronika.count.undercount.models import Terms, formula, interactions, main_effects, named, padded

THRESHOLD = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepwise:
    """A model built step by step: its terms in their order of entry, the estimate and its criteria.

    `formula` names the effects that are estimated; `empty_overlaps` are the pairs of lists in the model
    with nobody in common, whose effect is minus infinity. Both count as parameters.
    """

    model: Terms
    formula: str
    estimate: float
    aic: float
    bic: float
    loglik: float
    empty_overlaps: tuple[str, ...]


def stepwise(table: CaptureTable, threshold: float = THRESHOLD) -> Stepwise:
    """Choose a model and estimate the population with it."""
    counts = table.counts
    model, left = chosen_model(counts, table.t, threshold)
    terms, sizes = padded([left.model])
    fit = fit_models(terms, sizes, counts.astype(float), left.live)
    loglik, size = float(fit.loglik[0]), len(model)
    return Stepwise(
        model=model,
        formula=formula(left.model, table.lists),
        estimate=table.n + exp(float(fit.intercept[0])),
        aic=2 * size - 2 * loglik,
        bic=size * float(np.log(table.n)) - 2 * loglik,
        loglik=loglik,
        empty_overlaps=tuple(named(pair, table.lists) for pair in left.empty),
    )


def stepwise_estimate(counts: Counts, t: int, threshold: float = THRESHOLD) -> float:
    """The estimate alone, for the many tables of a bootstrap."""
    _, left = chosen_model(counts, t, threshold)
    terms, sizes = padded([left.model])
    fit = fit_models(terms, sizes, counts.astype(float), left.live)
    return float(counts.sum()) + exp(min(60.0, float(fit.intercept[0])))


def chosen_model(counts: Counts, t: int, threshold: float) -> tuple[Terms, Reduced]:
    """Return the model that no further pair improves, and what the table leaves of it."""
    model = main_effects(t)
    left = reduced(model, counts, t)
    while True:
        ranked = _surprises(model, left, counts, t)
        larger = _first_borne(ranked, model, counts, t, threshold)
        if larger is None:
            return model, left
        model, left = larger


def _first_borne(
    ranked: list[tuple[float, int]], model: Terms, counts: Counts, t: int, threshold: float
) -> tuple[Terms, Reduced] | None:
    for p_value, pair in ranked:
        if p_value >= threshold:
            return None
        wider = (*model, pair)
        left = reduced(wider, counts, t)
        if bears(left, counts).sound:
            return wider, left
    return None


def _surprises(model: Terms, left: Reduced, counts: Counts, t: int) -> list[tuple[float, int]]:
    """The one-sided p-value of each pair outside the model, most surprising first."""
    expected = expected_counts(np.array(left.model), counts.astype(float), left.live)
    cells = np.arange(1 << t)
    ranked = []
    for place, pair in enumerate(interactions(t, 2)):
        if pair not in model:
            under = ((cells & pair) == pair) & left.live
            ranked.append((_one_sided(int(counts[under].sum()), float(expected[under].sum())), place, pair))
    return [(p_value, pair) for p_value, _, pair in sorted(ranked)]


def _one_sided(observed: int, mean: float) -> float:
    """The Poisson probability of a count as extreme on its own side of the mean.

    >>> round(_one_sided(0, 3.0), 4), round(_one_sided(5, 1.0), 4)
    (0.0498, 0.0037)
    """
    if observed < mean:
        return float(gammaincc(observed + 1, mean))
    return float(gammainc(observed, mean)) if observed else 1.0
