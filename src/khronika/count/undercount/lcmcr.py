"""Estimate the unseen with groups of people who tend to be listed alike, and refuse where chains disagree.

The model is Manrique-Vallier's latent class model (2016, Biometrics 72; see `latent`). Chains start far
apart, from a tenth of the seen to ten times as many. Two kinds of chain run:

- plain ones, which draw class by class once the first thousand sweeps have brought them near some answer.
  Where they settle on different answers the table has more than one reading, and which one is right the
  data do not say: then no number is given, and the readings are shown;
- stirred ones, which also move whole classes with the people integrated out. They give the number.

Populations over 20 times the seen are outside the prior, as in the published figures; `beyond` is the
share of draws that lay there, the mass at that edge."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np

from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.convergence import Mode, effective_size, modes, split_rhat
from khronika.count.undercount.dice import seeded
from khronika.count.undercount.irls import Floats
from khronika.count.undercount.latent import run_chain

CLASSES = 10
SHAPE, RATE = 0.25, 0.25
STIRS = 12
STIRRED = 1_000
FARTHEST = 20
THIN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to run: chains, sweeps of the plain and of the stirred ones, and when it is enough."""

    chains: int = 24
    plain_sweeps: int = 20_000
    sweeps: int = 40_000
    rounds: int = 2
    rhat_limit: float = 1.05
    plain_rhat_limit: float = 1.2
    least_effective: int = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LcmcrPosterior:
    """Draws of the population size (chains, draws), and whether the chains agree.

    `disagreement` is None, or the key of the refusal that says in what the chains disagree.
    """

    n: int
    draws: Floats
    rhat: float
    plain_rhat: float
    effective: float
    modes: tuple[Mode, ...]
    beyond: float
    disagreement: str | None

    @property
    def kept(self) -> Floats:
        """The pooled draws inside the prior's range, sorted."""
        pooled = np.sort(self.draws.ravel())
        return pooled[pooled <= (FARTHEST + 1) * self.n]

    def quantile(self, share: float) -> float:
        """A quantile of the pooled draws."""
        return float(np.quantile(self.kept, share))

    @property
    def mean(self) -> float:
        """The mean of the pooled draws."""
        return float(self.kept.mean())


def lcmcr(
    table: CaptureTable, *, seed: int = 1, classes: int = CLASSES, effort: Effort | None = None
) -> LcmcrPosterior:
    """Return the posterior of the population size, and whether it may be given as one number."""
    effort = effort or Effort()
    plain = _chains(table, effort.chains, effort.plain_sweeps, seed=seed, classes=classes, stirred=STIRRED)
    late = plain[:, plain.shape[1] // 2 :]
    plain_rhat = split_rhat(late)
    hills = modes(_within(late, table.n))
    if plain_rhat > effort.plain_rhat_limit and len(hills) > 1:
        return _posterior(table, late, plain_rhat, hills, effort, apart=True)
    draws = plain[:, :0]
    for turn in range(effort.rounds):
        more = _chains(
            table, effort.chains, effort.sweeps, seed=seed + 1000 + turn, classes=classes, stirred=-1
        )
        draws = np.concatenate([draws, more[:, more.shape[1] // 5 :]], axis=1)
        if split_rhat(draws) < 1.02 and effective_size(draws) > 5 * effort.least_effective:
            break
    return _posterior(table, draws, plain_rhat, modes(_within(draws, table.n)), effort, apart=False)


def _posterior(
    table: CaptureTable,
    draws: Floats,
    plain_rhat: float,
    hills: tuple[Mode, ...],
    effort: Effort,
    *,
    apart: bool,
) -> LcmcrPosterior:
    rhat, effective = split_rhat(draws), effective_size(draws)
    why = None
    if apart:
        why = "chains_apart"
    elif rhat > effort.rhat_limit:
        why = "chains_disagree"
    elif effective < effort.least_effective:
        why = "chains_slow"
    return LcmcrPosterior(
        n=table.n,
        draws=draws,
        rhat=rhat,
        plain_rhat=plain_rhat,
        effective=effective,
        modes=hills,
        beyond=float((draws > (FARTHEST + 1) * table.n).mean()),
        disagreement=why,
    )


def _within(draws: Floats, n: int) -> Floats:
    pooled = draws.ravel()
    return pooled[pooled <= (FARTHEST + 1) * n]


def _chains(
    table: CaptureTable, chains: int, sweeps: int, *, seed: int, classes: int, stirred: int
) -> Floats:
    """Run chains on all cores; shape (chains, sweeps / thin). The same seed gives the same draws."""
    observed = table.seen > 0
    patterns = np.ascontiguousarray(table.patterns[observed].astype(np.int64))
    counts = np.ascontiguousarray(table.seen[observed].astype(np.int64))
    setup = np.array([classes, SHAPE, RATE, STIRS, stirred], dtype=float)
    starts = np.geomspace(0.1 * table.n + 1, 10.0 * table.n, chains)

    def run(chain: int) -> Floats:
        state = seeded(seed, chain)
        return run_chain(state, patterns, counts, setup, sweeps, 0, THIN, float(starts[chain]))

    run_chain(seeded(seed, 0), patterns, counts, setup, 2, 0, 1, 1.0)  # compile once, before the threads
    with ThreadPoolExecutor(min(chains, cpu_count() or 1)) as pool:
        return np.array(list(pool.map(run, range(chains)))) + table.n
