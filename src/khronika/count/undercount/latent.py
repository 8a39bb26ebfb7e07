"""The chain of the latent class model: groups of people who tend to be listed alike.

Manrique-Vallier (2016, Biometrics 72), sections 3 and 4: person i is in class z_i with probability pi,
and is on list j with probability lambda[j, z_i], independently given the class; pi is a stick-breaking
prior cut at K classes with concentration alpha ~ Gamma(a, b); lambda ~ Beta(1, 1); p(N) is proportional
to 1/N. One sweep draws

    z for all people of each observed pattern together (multinomial),
    n0 ~ NegativeBinomial(n, 1 - p0), p0 = sum_k pi_k prod_j (1 - lambda_jk), and their classes,
    lambda_jk ~ Beta(1 + listed, 1 + not listed),
    V_k ~ Beta(1 + n_k, alpha + sum_{h>k} n_h),
    alpha ~ Gamma(a + K - 1, b - log pi_K),

and, before alpha, swaps whole classes by the Metropolis ratio of the prior of pi with alpha integrated out,

    p(pi) = pi_K^-1 (b - log pi_K)^-(a + K - 1) prod_{k=2}^{K-1} (1 - pi_1 - ... - pi_{k-1})^-1,

a move in the spirit of Papaspiliopoulos and Roberts (2008, Biometrika 95): without it a chain can stay
for very long where the large class stands last."""

from math import exp, log

import numpy as np

from khronika.count.compiled import compiled
from khronika.count.undercount.dice import State, binomial, log_gamma_draw, normal, poisson, uniform
from khronika.count.undercount.irls import Floats, Ints

SWAPS = 4


@compiled
def run_chain(  # noqa: C901, PLR0912
    state: State,
    patterns: Ints,
    counts: Ints,
    setup: Floats,
    sweeps: int,
    burn_in: int,
    thin: int,
    start: float,
) -> Floats:
    """Return the numbers of unseen people of one chain, every `thin`-th sweep after `burn_in`.

    `patterns` (cells, t) of 0 and 1 and `counts` (cells) are the observed cells; `setup` holds K, a, b,
    how often a sweep moves whole classes, and during how many sweeps it does (-1: always; after them the
    chain is plain Gibbs sampling); `start` is the number of unseen people to begin with.
    """
    classes, shape, rate, stirs = int(setup[0]), setup[1], setup[2], int(setup[3])
    stirred = int(setup[4])
    cells, t = patterns.shape
    n = counts.sum()
    listed = np.zeros((classes, t), dtype=np.int64)
    size = np.zeros(classes, dtype=np.int64)
    rates = np.empty((classes, t))
    share = np.full(classes, 1.0 / classes)
    log_share = np.full(classes, -log(classes))
    odds = np.empty(classes)
    draws = np.empty((sweeps - burn_in) // thin)
    alpha = 1.0
    for k in range(classes):
        for j in range(t):
            rates[k, j] = uniform(state)
    unseen = int(start)
    for turn in range(sweeps):
        listed[:] = 0
        size[:] = 0
        for c in range(cells):
            total = 0.0
            for k in range(classes):
                value = share[k]
                for j in range(t):
                    value *= rates[k, j] if patterns[c, j] else 1.0 - rates[k, j]
                odds[k] = value
                total += value
            _deal(state, counts[c], odds, total, size, listed, patterns[c])
        nobody = 0.0
        for k in range(classes):
            value = share[k]
            for j in range(t):
                value *= 1.0 - rates[k, j]
            odds[k] = value
            nobody += value
        if turn > 0:
            nobody = min(nobody, 1.0 - 1e-12)
            mean = exp(log_gamma_draw(state, float(n))) * nobody / (1.0 - nobody)
            unseen = poisson(state, min(mean, 1e12))
        _deal_unseen(state, unseen, odds, nobody, size)
        for k in range(classes):
            for j in range(t):
                rates[k, j] = _beta(state, 1.0 + listed[k, j], 1.0 + size[k] - listed[k, j])
        _break_stick(state, size, share, log_share, alpha)
        _swap_classes(state, share, log_share, rates, shape, rate)
        if stirs > 0 and (turn < stirred or stirred < 0):
            _stir(state, patterns, counts, share, log_share, rates, shape, rate, stirs)
        drawn = log_gamma_draw(state, shape + classes - 1.0)
        alpha = max(exp(drawn) / (rate - log_share[classes - 1]), 1e-10)
        if turn >= burn_in and (turn - burn_in) % thin == 0 and (turn - burn_in) // thin < len(draws):
            draws[(turn - burn_in) // thin] = unseen
    return draws


@compiled
def _beta(state: State, a: float, b: float) -> float:
    if a == 1.0 and b == 1.0:
        return uniform(state)
    x = log_gamma_draw(state, a)
    y = log_gamma_draw(state, b)
    return float(1.0 / (1.0 + exp(min(y - x, 700.0))))


@compiled
def _deal(
    state: State, people: int, odds: Floats, total: float, size: Ints, listed: Ints, pattern: Ints
) -> None:
    """Deal the people of one pattern over the classes."""
    left = people
    classes = len(odds)
    for k in range(classes):
        if left == 0:
            break
        took = left if k == classes - 1 else binomial(state, left, odds[k] / total if total > 0.0 else 1.0)
        total -= odds[k]
        left -= took
        size[k] += took
        if took:
            for j in range(len(pattern)):
                if pattern[j]:
                    listed[k, j] += took


@compiled
def _deal_unseen(state: State, people: int, odds: Floats, total: float, size: Ints) -> None:
    left = people
    classes = len(odds)
    for k in range(classes):
        if left == 0:
            break
        took = left if k == classes - 1 else binomial(state, left, odds[k] / total if total > 0.0 else 1.0)
        total -= odds[k]
        left -= took
        size[k] += took


@compiled
def _swap_classes(
    state: State, share: Floats, log_share: Floats, rates: Floats, shape: float, rate: float
) -> None:
    """Let two classes change places as they are, so that no order of the labels holds the chain."""
    classes = len(share)
    held = _log_prior(log_share, shape, rate)
    for _ in range(SWAPS):
        k = int(uniform(state) * classes)
        h = int(uniform(state) * classes)
        if k == h:
            continue
        _exchange(share, log_share, rates, k, h)
        tried = _log_prior(log_share, shape, rate)
        if tried >= held or log(uniform(state)) < tried - held:
            held = tried
        else:
            _exchange(share, log_share, rates, k, h)


@compiled
def _stir(
    state: State,
    patterns: Ints,
    counts: Ints,
    share: Floats,
    log_share: Floats,
    rates: Floats,
    shape: float,
    rate: float,
    stirs: int,
) -> None:
    """Move whole classes with the people integrated out, where drawing class by class is slow."""
    classes, t = rates.shape
    cells = len(counts)
    people = counts.sum()
    chance = np.empty((classes, cells + 1))
    total = np.zeros(cells + 1)
    for k in range(classes):
        _chances(patterns, rates[k], chance[k])
        for c in range(cells + 1):
            total[c] += share[k] * chance[k, c]
    held = _loglik(counts, people, total)
    held_prior = _log_prior(log_share, shape, rate)
    moved = np.empty(t)
    moved_chance = np.empty(cells + 1)
    moved_total = np.empty(cells + 1)
    moved_log_share = np.empty(classes)
    for _ in range(stirs):
        kind = int(uniform(state) * 4)
        by_share = kind < 2
        k = _drawn_class(state, share) if by_share else int(uniform(state) * classes)
        ratio = _moved_rates(state, kind, rates[k], moved)
        _chances(patterns, moved, moved_chance)
        growth = 1.0
        if kind == 1:
            growth = (1.0 - chance[k, cells]) / (1.0 - moved_chance[cells])
        elif kind == 2:
            growth = exp(0.1 * exp(3.0 * uniform(state)) * normal(state))
        whole = 1.0 - share[k] + share[k] * growth
        for c in range(cells + 1):
            moved_total[c] = (total[c] + share[k] * (growth * moved_chance[c] - chance[k, c])) / whole
        for h in range(classes):
            moved_log_share[h] = log_share[h] - log(whole)
        moved_log_share[k] += log(growth)
        tried = _loglik(counts, people, moved_total)
        tried_prior = _log_prior(moved_log_share, shape, rate)
        ratio += log(growth) - classes * log(whole) + (moved_log_share[k] - log_share[k] if by_share else 0.0)
        ratio += tried - held + tried_prior - held_prior
        if ratio >= 0.0 or log(uniform(state)) < ratio:
            held, held_prior = tried, tried_prior
            rates[k] = moved
            chance[k] = moved_chance
            total[:] = moved_total
            log_share[:] = moved_log_share
            for h in range(classes):
                share[h] = exp(log_share[h])


@compiled
def _moved_rates(state: State, kind: int, rates: Floats, moved: Floats) -> float:
    """Propose other rates for a class; return the log ratio of the logit scale to the rates' own.

    Kind 0 moves each rate by itself, kind 1 all together, kind 2 none, kind 3 each and far.
    """
    ratio = 0.0
    scale = 0.05 * exp(3.0 * uniform(state)) if kind < 3 else 1.5
    common = scale * normal(state)
    for j in range(len(rates)):
        moved[j] = rates[j]
        if kind != 2:
            x = rates[j]
            odds = log(x / (1.0 - x)) + (common if kind == 1 else 0.7 * scale * normal(state))
            moved[j] = min(max(1.0 / (1.0 + exp(-odds)), 1e-12), 1.0 - 1e-12)
            ratio += log(moved[j] * (1.0 - moved[j])) - log(x * (1.0 - x))
    return ratio


@compiled
def _chances(patterns: Ints, rates: Floats, out: Floats) -> None:
    """The chance of each observed pattern in one class, and last the chance to be on no list."""
    cells, t = patterns.shape
    for c in range(cells):
        value = 1.0
        for j in range(t):
            value *= rates[j] if patterns[c, j] else 1.0 - rates[j]
        out[c] = value
    value = 1.0
    for j in range(t):
        value *= 1.0 - rates[j]
    out[cells] = value


@compiled
def _loglik(counts: Ints, people: int, total: Floats) -> float:
    """The likelihood of the observed patterns given that one is observed, N integrated out under 1/N."""
    value = -people * log(max(1.0 - total[len(counts)], 1e-300))
    for c in range(len(counts)):
        value += counts[c] * log(max(total[c], 1e-300))
    return float(value)


@compiled
def _drawn_class(state: State, share: Floats) -> int:
    left = uniform(state)
    for k in range(len(share) - 1):
        left -= share[k]
        if left < 0.0:
            return k
    return len(share) - 1


@compiled
def _exchange(share: Floats, log_share: Floats, rates: Floats, k: int, h: int) -> None:
    share[k], share[h] = share[h], share[k]
    log_share[k], log_share[h] = log_share[h], log_share[k]
    for j in range(rates.shape[1]):
        rates[k, j], rates[h, j] = rates[h, j], rates[k, j]


@compiled
def _log_prior(log_share: Floats, shape: float, rate: float) -> float:
    """The log prior density of the shares of the classes, the concentration integrated out."""
    classes = len(log_share)
    last = log_share[classes - 1]
    value = -last - (shape + classes - 1.0) * log(rate - last)
    left = last
    for k in range(classes - 2, 0, -1):
        above, under = max(left, log_share[k]), min(left, log_share[k])
        left = above + (log(1.0 + exp(under - above)) if above - under < 40.0 else 0.0)
        value -= left
    return float(value)


@compiled
def _break_stick(state: State, size: Ints, share: Floats, log_share: Floats, alpha: float) -> None:
    """Draw the shares of the classes given their sizes."""
    classes = len(size)
    behind = size.sum()
    log_left = 0.0
    for k in range(classes - 1):
        behind -= size[k]
        x = log_gamma_draw(state, 1.0 + size[k])
        y = log_gamma_draw(state, alpha + behind)
        top = max(x, y)
        whole = top + log(exp(x - top) + exp(y - top))
        log_share[k] = log_left + x - whole
        log_left += y - whole
    log_share[classes - 1] = log_left
    for k in range(classes):
        share[k] = exp(log_share[k])
