"""A short fingerprint of a text that survives a new headline, another site's boilerplate and light edits.

Winnowing (Schleimer, Wilkerson, Aiken 2003, SIGMOD): hash every run of n tokens, keep the smallest
hash of each window. A token is a word, or a single character in Chinese and Korean; traditional and
simplified Chinese are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

WINDOW = 4
# Tokens in a run of a fingerprint, and in the shorter run by which two texts are compared in full.
RUNS = {"words": 4, "han": 7, "hangul": 9}
GRAMS = {"words": 3, "han": 4, "hangul": 5}

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

_STEP, _RUN_STEP, _MIX = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xD1B54A32D192ED03),
    np.uint64(0xBF58476D1CE4E5B9),
)
_LONGEST = 64  # characters of a word that tell
_POWERS = np.cumprod(np.full(_LONGEST, _STEP, dtype=np.uint64))


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text as hashes, its script (words, han or hangul), and which tokens are numbers."""

    hashes: Hashes
    script: str
    numbers: NDArray[np.bool_]

    @property
    def wide(self) -> bool:
        """Whether tokens are single characters."""
        return self.script != "words"

    @property
    def run(self) -> int:
        """How many tokens make a run of a fingerprint."""
        return RUNS[self.script]

    @property
    def gram(self) -> int:
        """How many tokens make a run for comparing two texts in full."""
        return GRAMS[self.script]

    @cached_property
    def grams(self) -> Hashes:
        """The runs for comparing in full, by where they begin."""
        return runs_of(self.hashes, self.gram)

    @cached_property
    def ordered_grams(self) -> Hashes:
        """The same, from the smallest."""
        return np.sort(self.grams)


def tokens_of(text: str) -> Tokens:
    """Return the tokens of a text.

    >>> len(tokens_of("Two women, in Yanji.").hashes), len(tokens_of("两名妇女").hashes)
    (4, 4)
    >>> bool(tokens_of("釋放").hashes[1] == tokens_of("释放").hashes[1])
    True
    """
    signs = np.frombuffer(text.casefold().encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    signs = np.minimum(signs, 0xFFFF)
    kinds = _kinds()[signs]
    at = np.flatnonzero(kinds)
    if not len(at):
        return Tokens(np.zeros(0, np.uint64), "words", np.zeros(0, np.bool_))
    signs, kinds = _folded()[signs[at]], kinds[at]
    single = kinds == 2
    script = "words"
    if single.sum() > 0.3 * len(at):
        script = "hangul" if 2 * (signs[single] >= 0xAC00).sum() > single.sum() else "han"
    begins = np.ones(len(at), np.bool_)
    begins[1:] = (np.diff(at) > 1) | single[1:] | single[:-1]
    starts = np.flatnonzero(begins)
    inside = np.arange(len(at)) - starts[np.cumsum(begins) - 1]
    weights = _POWERS[np.minimum(inside, _LONGEST - 1)]
    hashes = _mixed(np.add.reduceat((signs.astype(np.uint64) + np.uint64(1)) * weights, starts))
    return Tokens(hashes, script, kinds[starts] == 3)


def runs_of(tokens: Hashes, length: int) -> Hashes:
    """Return a hash for every run of so many tokens, by where it begins; a short text is one run."""
    if not len(tokens):
        return tokens
    length = min(length, len(tokens))
    runs = np.zeros(len(tokens) - length + 1, np.uint64)
    for n in range(length):
        runs = runs * _RUN_STEP + tokens[n : n + len(runs)]
    return _mixed(runs)


def winnowed(runs: Hashes, window: int = WINDOW) -> Places:
    """Return where the kept runs begin: the smallest of each window."""
    if len(runs) <= window:
        return np.asarray([int(runs.argmin())] if len(runs) else [], np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(runs, window)
    return np.unique(windows.argmin(axis=1) + np.arange(len(windows)))


def fingerprint(text: str) -> frozenset[int]:
    """Return the kept hashes of a text (64-bit integers).

    >>> a = "two women were taken from a flat in the north of the town on monday night by men"
    >>> b = "SITE NAME menu share " + a + " read more about this"
    >>> len(fingerprint(a) & fingerprint(b)) / len(fingerprint(a)) > 0.8
    True
    """
    tokens = tokens_of(text)
    runs = runs_of(tokens.hashes, tokens.run)
    return frozenset(int(value) for value in runs[winnowed(runs)])


def _mixed(values: Hashes) -> Hashes:
    """Spread the bits, so that the smallest hash is any of them (the end of SplitMix64)."""
    mixed = (values ^ (values >> np.uint64(30))) * _MIX
    return mixed ^ (mixed >> np.uint64(27))


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each character is: 0 no part of a word, 1 a letter, 2 a token alone, 3 a digit."""
    kinds = np.asarray([1 if chr(n).isalnum() else 0 for n in range(0x10000)], np.uint8)
    kinds[0x30:0x3A] = 3
    for first, last in ((0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF)):
        kinds[first : last + 1] = 2
    kinds[0xFFFF] = 2  # all that lies beyond the basic plane: rare Chinese characters, mostly
    return kinds


@cache
def _folded() -> NDArray[np.uint32]:
    """Return the simplified form of each character; others as they are."""
    import opencc

    fold = np.arange(0x10000, dtype=np.uint32)
    simple = opencc.OpenCC("t2s")
    han = "".join(chr(n) for n in range(0x4E00, 0xA000))
    for before, after in zip(han, (simple.convert(sign) for sign in han), strict=True):
        fold[ord(before)] = ord(after[0]) if len(after) == 1 and ord(after[0]) < 0x10000 else ord(before)
    return fold
