"""One entry to all estimates of the undercount: a table in, one answer per method out.

Each answer has an interval and the checks that belong to it, or it is a refusal with its reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from math import inf
from typing import Any, Literal

from khronika.count.sentences import Sentence
from khronika.count.undercount.bootstrap import Estimator, bca
from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.checks import held_out, linkage_sensitivity, model_range, prior_influence
from khronika.count.undercount.dga import MOST_LISTS as DGA_LISTS
from khronika.count.undercount.dga import default_delta, dga
from khronika.count.undercount.existence import reduced
from khronika.count.undercount.graphs import decomposable_graphs
from khronika.count.undercount.lcmcr import CLASSES, FARTHEST, Effort, lcmcr
from khronika.count.undercount.models import named, notation
from khronika.count.undercount.profile import profile_interval
from khronika.count.undercount.refusals import Circumstances, Refusal, refusal
from khronika.count.undercount.search import MOST_SEARCHED, BestBic, Search, search, top_models
from khronika.count.undercount.stepwise import THRESHOLD, stepwise, stepwise_estimate

Method = Literal["loglinear", "dga", "lcmcr"]
METHODS: tuple[Method, ...] = ("loglinear", "dga", "lcmcr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may choose: order of the models, prior, numbers of replicates and sweeps, seed.

    `linked` are tables of the same people with the links between lists made at other thresholds.
    """

    circumstances: Circumstances = field(default_factory=Circumstances)
    order: int | None = None
    delta: float | None = None
    unseen_max: int | None = None
    replicates: int = 200
    seed: int = 1
    effort: Effort = field(default_factory=Effort)
    linked: tuple[CaptureTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The answer of one method: a number with its 95 % interval, or the reason why there is none.

    An upper end of None means that the data set no upper limit.
    """

    method: str
    estimate: float | None = None
    interval: tuple[float, float | None] | None = None
    refused: Refusal | None = None
    diagnostics: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[Sentence, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The answer with the keys of the command's contract."""
        if self.refused is not None:
            return {"method": self.method, "refused": str(self.refused), "diagnostics": self.diagnostics}
        return {
            "method": self.method,
            "estimate": self.estimate,
            "interval": list(self.interval or ()),
            "diagnostics": self.diagnostics,
            "warnings": [str(warning) for warning in self.warnings],
        }


def estimates(
    table: CaptureTable, methods: Iterable[Method] = METHODS, settings: Settings | None = None
) -> tuple[Estimate, ...]:
    """Return the answer of each method, in order.

    >>> from khronika.count.undercount.captures import from_counts
    >>> two = from_counts(("A", "B"), {(1, 0): 5, (0, 1): 3, (1, 1): 2})
    >>> str(estimates(two, ["dga"])[0].refused).split(",")[0]
    'There are 2 lists'
    """
    settings = settings or Settings()
    refused = refusal(table, settings.circumstances)
    if refused is not None:
        return tuple(_refuse(method, refused, {"n": table.n, "lists": table.t}) for method in methods)
    found = search(table, settings.order) if table.t <= MOST_SEARCHED else None
    shared = _shared_checks(table, found)
    if settings.linked:
        shared["linkage_thresholds"] = _at_thresholds((table, *settings.linked))
    return tuple(ESTIMATORS[method](table, settings, found, shared) for method in methods)


Shared = dict[str, Any]


def _shared_checks(table: CaptureTable, found: Search | None) -> Shared:
    """What stands beside every method's answer."""
    checks: Shared = {"n": table.n, "lists": table.t}
    checks["held_out"] = [asdict(check) | {"covered": check.covered} for check in held_out(table)]
    if found is not None and found.models:
        checks["model_range"] = asdict(model_range(found))
        checks["linkage_5_percent"] = linkage_sensitivity(table, found)
    return checks


def _at_thresholds(tables: Iterable[CaptureTable]) -> dict[str, float | None]:
    """The best log-linear estimate of each table, by its name; None where it bears none."""
    answers: dict[str, float | None] = {}
    for table in tables:
        found = search(table) if table.t <= MOST_SEARCHED else None
        answers[table.name] = float(found.estimates[0]) if found and found.models else None
    return answers


def _loglinear(table: CaptureTable, settings: Settings, found: Search | None, shared: Shared) -> Estimate:
    """The model with the best BIC; over six lists the model built step by step."""
    steps = stepwise(table)
    if found is not None and not found.models:
        return _refuse("loglinear", Refusal("not_identifiable"), shared)
    model = found.best if found else steps.model
    estimate = float(found.estimates[0]) if found else steps.estimate
    left = reduced(model, table.counts, table.t)
    low, high = profile_interval(left.model, table.counts, left.live, estimate)
    empty = [named(term, table.lists) for term in left.empty]
    diagnostics = {
        **shared,
        "model": notation(model),
        "selection": "best BIC over all models" if found else "stepwise",
        "bic": float(found.bic[0]) if found else steps.bic,
        "models": top_models(found) if found else [],
        "models_not_determined": found.left_out if found else 0,
        "stepwise": {
            "formula": steps.formula,
            "estimate": steps.estimate,
            "aic": steps.aic,
            "threshold": THRESHOLD,
            "empty_overlaps": list(steps.empty_overlaps),
        },
        "bca": _bca(table, settings, found),
    }
    warnings = [*table.warnings, *_loglinear_warnings((low, high), empty, diagnostics)]
    return Estimate(
        method="loglinear",
        estimate=estimate,
        interval=(low, high),
        diagnostics=diagnostics,
        warnings=tuple(warnings),
    )


def _bca(table: CaptureTable, settings: Settings, found: Search | None) -> dict[str, Any] | None:
    """The interval with the choice of the model redone in each replicate."""
    if settings.replicates <= 0 or table.t > 8:
        return None  # with more lists each replicate takes too long to be of use
    estimator: Estimator
    if found:
        estimator = BestBic(found, table.t, 1024 if table.t <= 5 else 128)
    else:
        estimator = lambda counts: stepwise_estimate(counts, table.t)  # noqa: E731
    done = bca(table, estimator, replicates=settings.replicates, seed=settings.seed)
    return {
        "interval": list(done.interval) if done.interval else None,
        "replicates": settings.replicates,
        "failed": done.failed,
    }


def _loglinear_warnings(
    interval: tuple[float, float | None], empty: Iterable[str], diagnostics: dict[str, Any]
) -> Iterable[Sentence]:
    low, high = interval
    if high is None:
        yield Sentence("no_upper_limit")
    pairs = ", ".join(empty)
    if pairs:
        yield Sentence.of("empty_overlaps", pairs=pairs)
    spread = diagnostics.get("model_range")
    if spread and (spread["close_low"] < low or spread["close_high"] > (high or inf)):
        yield Sentence.of("models_disagree", low=spread["close_low"], high=spread["close_high"])
    yield from _held_out_warning(diagnostics)


def _held_out_warning(diagnostics: dict[str, Any]) -> Iterable[Sentence]:
    tested = [check for check in diagnostics["held_out"] if check["covered"] is not None]
    missed = [check["name"] for check in tested if not check["covered"]]
    if missed:
        names = ", ".join(missed)
        yield Sentence.of("held_out_missed", missed=len(missed), tested=len(tested), names=names)


def _dga(table: CaptureTable, settings: Settings, found: Search | None, shared: Shared) -> Estimate:
    """The posterior median over decomposable graphs."""
    if table.t > DGA_LISTS:
        return _refuse("dga", Refusal.of("too_many_lists", most=DGA_LISTS), shared)
    posterior = dga(table, delta=settings.delta or default_delta(table.t), unseen_max=settings.unseen_max)
    influence = prior_influence(table, posterior)
    diagnostics = {
        **shared,
        "mean": posterior.mean,
        "mode": posterior.mode,
        "delta": posterior.delta,
        "graphs": len(decomposable_graphs(table.t)[0]),
        "top_graph_weight": float(posterior.graph_weights.max()),
        "saturated_weight": posterior.saturated_weight,
        "unseen_max": len(posterior.sizes),
        "edge_mass": posterior.edge_mass,
        "mean_by_delta": influence,
    }
    return Estimate(
        method="dga",
        estimate=float(posterior.quantile(0.5)),
        interval=(float(posterior.quantile(0.025)), float(posterior.quantile(0.975))),
        diagnostics=diagnostics,
        warnings=(*table.warnings, *_dga_warnings(diagnostics), *_held_out_warning(diagnostics)),
    )


def _dga_warnings(diagnostics: dict[str, Any]) -> Iterable[Sentence]:
    if diagnostics["edge_mass"] > 1e-3:
        yield Sentence.of("edge_mass", share=diagnostics["edge_mass"], unseen=diagnostics["unseen_max"])
    if diagnostics["saturated_weight"] > 0.1:
        yield Sentence("saturated")
    low, high = min(diagnostics["mean_by_delta"].values()), max(diagnostics["mean_by_delta"].values())
    if high > 1.5 * low:
        yield Sentence.of("prior_pulls", low=low, high=high)


def _lcmcr(table: CaptureTable, settings: Settings, found: Search | None, shared: Shared) -> Estimate:
    """The posterior median of the latent class model."""
    posterior = lcmcr(table, seed=settings.seed, effort=settings.effort)
    diagnostics = {
        **shared,
        "mean": posterior.mean,
        "chains": len(posterior.draws),
        "classes": CLASSES,
        "rhat": posterior.rhat,
        "plain_rhat": posterior.plain_rhat,
        "effective_sample_size": posterior.effective,
        "modes": [asdict(mode) for mode in posterior.modes],
        "beyond_prior": posterior.beyond,
        "prior_limit": (FARTHEST + 1) * table.n,
    }
    if posterior.disagreement:
        return _refuse("lcmcr", Refusal(posterior.disagreement), diagnostics)
    warnings = [*table.warnings, *_held_out_warning(diagnostics)]
    if posterior.beyond > 1e-2:
        warnings.append(Sentence.of("beyond_prior", share=posterior.beyond, times=FARTHEST + 1))
    return Estimate(
        method="lcmcr",
        estimate=posterior.quantile(0.5),
        interval=(posterior.quantile(0.025), posterior.quantile(0.975)),
        diagnostics=diagnostics,
        warnings=tuple(warnings),
    )


def _refuse(method: str, why: Refusal, diagnostics: dict[str, Any]) -> Estimate:
    return Estimate(method=method, refused=why, diagnostics=diagnostics)


ESTIMATORS: dict[str, Callable[[CaptureTable, Settings, Search | None, Shared], Estimate]] = {
    "loglinear": _loglinear,
    "dga": _dga,
    "lcmcr": _lcmcr,
}
