"""Random numbers for the compiled loops: one stream per chain, the same on every machine.

The generator is xoshiro256++ (Blackman, Vigna 2021, ACM TOMS 47) seeded by splitmix64. The samplers:
normal by the polar method (Marsaglia, Bray 1964), gamma (Marsaglia, Tsang 2000, ACM TOMS 26), Poisson by
transformed rejection (Hoermann 1993, Insurance: Mathematics and Economics 12, PTRS), binomial by
transformed rejection (Hoermann 1993, J. Statist. Comput. Simul. 46, BTRS) and, where few are expected, by
inversion."""

from math import exp, lgamma, log, sqrt

import numpy as np
import numpy.typing as npt

from khronika.count.compiled import compiled

LOG_FACTORIALS = np.array([lgamma(k + 1.0) for k in range(256)])

State = npt.NDArray[np.uint64]


def seeded(seed: int, stream: int) -> State:
    """Return the state of one stream.

    >>> bool((seeded(1, 0) == seeded(1, 1)).any())
    False
    """
    return np.asarray(np.random.SeedSequence([seed, stream]).generate_state(4, dtype=np.uint64), np.uint64)


@compiled
def _log_factorial(k: int) -> float:
    """log k!, from a table or by Stirling's series (error under 1e-14)."""
    if k < 256:
        return float(LOG_FACTORIALS[k])
    x = k + 1.0
    return float((k + 0.5) * log(x) - x + 0.9189385332046727 + (1.0 - 1.0 / (30.0 * x * x)) / (12.0 * x))


@compiled
def uniform(s: State) -> float:
    """A number in (0, 1)."""
    total = s[0] + s[3]
    result = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s[0]
    t = s[1] << np.uint64(17)
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = (s[3] << np.uint64(45)) | (s[3] >> np.uint64(19))
    return float((result >> np.uint64(11)) + 0.5) * 1.1102230246251565e-16


@compiled
def normal(s: State) -> float:
    """A standard normal number."""
    while True:
        u = 2.0 * uniform(s) - 1.0
        v = 2.0 * uniform(s) - 1.0
        r = u * u + v * v
        if 0.0 < r < 1.0:
            return float(u * sqrt(-2.0 * log(r) / r))


@compiled
def log_gamma_draw(s: State, shape: float) -> float:
    """The logarithm of a gamma number of scale 1: in logarithms small shapes do not vanish."""
    boost = 0.0
    if shape < 1.0:
        boost = log(uniform(s)) / shape
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / sqrt(9.0 * d)
    while True:
        x = normal(s)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            u = uniform(s)
            if u < 1.0 - 0.0331 * x**4 or log(u) < 0.5 * x * x + d * (1.0 - v + log(v)):
                return float(boost + log(d * v))


@compiled
def poisson(s: State, mean: float) -> int:
    """A Poisson number."""
    if mean < 10.0:
        limit = exp(-mean)
        k = 0
        product = uniform(s)
        while product > limit:
            k += 1
            product *= uniform(s)
        return k
    root = sqrt(mean)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    inverse = 1.1239 + 1.1328 / (b - 3.4)
    flat = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u = uniform(s) - 0.5
        v = uniform(s)
        near = 0.5 - abs(u)
        k = int(np.floor((2.0 * a / near + b) * u + mean + 0.43))
        if near >= 0.07 and v <= flat:
            return k
        if k >= 0 and (near >= 0.013 or v <= near):
            density = -mean + k * log(mean) - _log_factorial(k)
            if log(v) + log(inverse) - log(a / (near * near) + b) <= density:
                return k


@compiled
def binomial(s: State, n: int, p: float) -> int:
    """A binomial number; p outside (0, 1) is taken as its nearer end."""
    if p <= 0.0 or n == 0:
        return 0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - _binomial_half(s, n, 1.0 - p)
    return _binomial_half(s, n, p)


@compiled
def _binomial_half(s: State, n: int, p: float) -> int:
    """For p up to one half."""
    if n * p < 10.0:
        return _binomial_inverted(s, n, p)
    spread = sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    flat = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spread
    mode = int((n + 1) * p)
    while True:
        u = uniform(s) - 0.5
        v = uniform(s)
        near = 0.5 - abs(u)
        k = int(np.floor((2.0 * a / near + b) * u + c))
        if near >= 0.07 and v <= flat:
            return k
        if 0 <= k <= n:
            odds = log(p / (1.0 - p))
            density = _log_factorial(mode) + _log_factorial(n - mode) + (k - mode) * odds
            density -= _log_factorial(k) + _log_factorial(n - k)
            if log(v * alpha / (a / (near * near) + b)) <= density:
                return k


@compiled
def _binomial_inverted(s: State, n: int, p: float) -> int:
    """Walk up the distribution from zero; the first step is free, as (1 - p)^n is at least 1 - np."""
    left = uniform(s)
    if left < 1.0 - n * p:
        return 0
    ratio = p / (1.0 - p)
    mass = exp(n * log(1.0 - p))
    k = 0
    while left > mass and k < n:
        left -= mass
        k += 1
        mass *= ratio * (n - k + 1) / k
    return k
