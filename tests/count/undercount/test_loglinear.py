"""Log-linear models agree with those of other programs, and obey what any estimate must."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_of_peers import peers, table

from khronika.count.undercount.bootstrap import bca
from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.existence import bearing, observable, reduced
from khronika.count.undercount.irls import expected_counts, fit_models
from khronika.count.undercount.models import hierarchical, main_effects, notation, padded
from khronika.count.undercount.profile import profile_interval
from khronika.count.undercount.search import BestBic, search
from khronika.count.undercount.stepwise import stepwise

NINE = [run["data"] for run in peers("rcapture")]
TWELVE = [run["data"] for run in peers("stepwise")]


@pytest.mark.parametrize("name", NINE)
def test_the_best_model_is_that_of_rcapture(name: str) -> None:
    run = next(run for run in peers("rcapture") if run["data"] == name)
    found = search(table(name))
    assert notation(found.best) == run["model"]
    assert found.estimates[0] == pytest.approx(run["abundance"], rel=1e-8)
    assert found.bic[0] == pytest.approx(run["bic"], abs=1e-6)
    assert len(found.models) + found.left_out == run["n_models"]


@pytest.mark.parametrize("name", NINE)
def test_the_profile_interval_is_that_of_rcapture(name: str) -> None:
    run = next(run for run in peers("rcapture") if run["data"] == name)
    found, captures = search(table(name)), table(name)
    left = reduced(found.best, captures.counts, captures.t)
    low, high = profile_interval(left.model, captures.counts, left.live, found.estimates[0])
    assert (low, high) == pytest.approx(tuple(run["profileCI"][1:]), rel=1e-5)


def test_kosovo_is_what_the_tribunal_heard() -> None:
    found = search(table("Kosovo"))
    assert found.estimates[0] == pytest.approx(10_356.5, abs=0.1)


@pytest.mark.parametrize("name", TWELVE)
def test_stepwise_builds_the_model_of_sparsemse(name: str) -> None:
    run = next(run for run in peers("stepwise") if run["data"] == name)
    built = stepwise(table(name))
    assert built.formula == run["formula"]
    assert built.estimate == pytest.approx(run["estimate"], rel=1e-8)
    assert built.aic == pytest.approx(run["aic"], abs=1e-6)
    assert len(built.empty_overlaps) == run["empty"]


def test_lists_that_never_meet_have_no_estimate() -> None:
    apart = table("Artificial_3")
    pairs = hierarchical(3, 2)[-1]
    assert bearing(apart, main_effects(3)).sound
    assert not bearing(apart, pairs).sound
    assert search(apart).left_out == 4


def test_counting_models() -> None:
    assert [len(hierarchical(t, t - 1)) for t in (3, 4, 5)] == [8, 113, 6893]


def test_the_fit_has_the_sums_of_the_table() -> None:
    captures = table("UKdat_5")
    model = hierarchical(5, 2)[700]
    live = observable(5)
    mu = expected_counts(np.array(model), captures.counts.astype(float), live)
    cells = np.arange(32)
    for term in model:
        inside = ((cells & term) == term) & live
        assert mu[inside].sum() == pytest.approx(captures.counts[inside].sum(), rel=1e-6, abs=1e-6)


@st.composite
def small_tables(draw: st.DrawFn) -> CaptureTable:
    t = draw(st.sampled_from([3, 4]))
    counts = np.array([0, *draw(st.lists(st.integers(1, 60), min_size=2**t - 1, max_size=2**t - 1))])
    return CaptureTable(lists=tuple("ABCD"[:t]), counts=counts)


@settings(max_examples=40, deadline=None)
@given(small_tables())
def test_an_estimate_is_never_below_the_observed(captures: CaptureTable) -> None:
    found = search(captures)
    assert (found.estimates >= captures.n).all()
    left = reduced(found.best, captures.counts, captures.t)
    low, high = profile_interval(left.model, captures.counts, left.live, found.estimates[0])
    assert captures.n <= low
    assert high is None or low < high


@settings(max_examples=30, deadline=None)
@given(small_tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(captures: CaptureTable, random: object) -> None:
    order = list(range(captures.t))
    random.shuffle(order)  # type: ignore[attr-defined]
    there, here = search(captures.permuted(order)), search(captures)
    assert there.bic[0] == pytest.approx(here.bic[0], abs=1e-6)
    assert sorted(there.estimates) == pytest.approx(sorted(here.estimates), rel=1e-5)


def test_the_bootstrap_chooses_anew_and_repeats_itself() -> None:
    captures = table("Australia")
    found = search(captures)
    first = bca(captures, BestBic(found, captures.t), replicates=60)
    again = bca(captures, BestBic(found, captures.t), replicates=60)
    assert first.interval == again.interval
    assert first.interval is not None
    assert captures.n < first.interval[0] < found.estimates[0] < first.interval[1]
    assert len(set(np.round(first.replicates, 3))) > 30


def test_a_bootstrap_that_mostly_fails_has_no_interval() -> None:
    assert bca(table("Australia"), lambda counts: float("nan"), replicates=20).interval is None


def test_many_models_and_one_by_one_agree() -> None:
    captures = table("Western")
    models = hierarchical(5, 2)
    terms, sizes = padded(models)
    together = fit_models(terms, sizes, captures.counts.astype(float), observable(5))
    alone = fit_models(*padded([models[512]]), captures.counts.astype(float), observable(5))
    assert together.loglik[512] == alone.loglik[0]
