"""Latent classes: the dice are fair, the chains agree with the published ones, and where they do not
nothing is said."""

import numpy as np
import pytest
from scipy.stats import kstest
from tables_of_peers import peers, table

from khronika.count.undercount.convergence import effective_size, modes, split_rhat
from khronika.count.undercount.dice import binomial, log_gamma_draw, normal, poisson, seeded, uniform
from khronika.count.undercount.lcmcr import Effort, lcmcr

QUICK = Effort(chains=20, plain_sweeps=6_000, sweeps=6_000, rounds=1, least_effective=100, rhat_limit=1.1)


def test_the_dice_are_fair() -> None:
    state = seeded(7, 0)
    assert kstest([uniform(state) for _ in range(20_000)], "uniform").pvalue > 0.001
    assert kstest([normal(state) for _ in range(20_000)], "norm").pvalue > 0.001
    draws = np.exp([log_gamma_draw(state, 0.3) for _ in range(20_000)])
    assert kstest(draws, "gamma", args=(0.3,)).pvalue > 0.001


@pytest.mark.parametrize(("n", "p"), [(5, 0.3), (40, 0.1), (100, 0.5), (4_000, 0.93), (10**6, 0.4)])
def test_binomial_numbers_have_their_mean_and_variance(n: int, p: float) -> None:
    state = seeded(3, n)
    draws = np.array([binomial(state, n, p) for _ in range(20_000)], dtype=float)
    spread = n * p * (1 - p)
    assert abs(draws.mean() - n * p) < 5 * np.sqrt(spread / 20_000)
    assert draws.var() == pytest.approx(spread, rel=0.06)


@pytest.mark.parametrize("mean", [0.5, 9.0, 11.0, 5_000.0])
def test_poisson_numbers_have_their_mean_and_variance(mean: float) -> None:
    state = seeded(3, 5)
    draws = np.array([poisson(state, mean) for _ in range(20_000)], dtype=float)
    assert abs(draws.mean() - mean) < 5 * np.sqrt(mean / 20_000)
    assert draws.var() == pytest.approx(mean, rel=0.06)


def test_rhat_and_effective_size_know_a_slow_chain() -> None:
    rng = np.random.default_rng(1)
    fair = rng.normal(size=(4, 2_000))
    slow = np.cumsum(rng.normal(size=(4, 2_000)), axis=1)
    assert split_rhat(fair) < 1.01 < 1.2 < split_rhat(slow)
    assert effective_size(fair) > 6_000
    assert effective_size(slow) < 50


def test_two_hills_are_two_modes() -> None:
    rng = np.random.default_rng(1)
    two = np.exp(np.concatenate([rng.normal(9, 0.1, 3_000), rng.normal(10, 0.1, 1_000)]))
    found = modes(two)
    assert [round(mode.share, 1) for mode in found] == [0.8, 0.2]
    assert len(modes(np.exp(rng.normal(9, 0.2, 4_000)))) == 1


@pytest.mark.parametrize("name", ["NewOrl_5", "Western", "HIV"])
def test_the_interval_is_that_of_lcmcr(name: str) -> None:
    runs = [run for run in peers("lcmcr") if run["data"] == name]
    found = lcmcr(table(name), effort=QUICK)
    assert found.disagreement is None
    for key, share in (("q025", 0.025), ("median", 0.5), ("q975", 0.975)):
        assert found.quantile(share) == pytest.approx(np.mean([run[key] for run in runs]), rel=0.06)


def test_the_same_seed_gives_the_same_draws() -> None:
    captures = table("NewOrl_5")
    assert (lcmcr(captures, effort=QUICK).draws == lcmcr(captures, effort=QUICK).draws).all()


@pytest.mark.slow
def test_kosovo_is_near_the_near_census() -> None:
    found = lcmcr(table("Kosovo"))
    assert found.disagreement is None
    assert 10_400 <= found.quantile(0.5) <= 10_600
    assert found.quantile(0.025) < 10_401 < found.quantile(0.975)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Ned_5", "UKdat_5", "Ned"])
def test_where_chains_disagree_no_number_is_given(name: str) -> None:
    found = lcmcr(table(name))
    assert found.disagreement
    assert len(found.modes) > 1
