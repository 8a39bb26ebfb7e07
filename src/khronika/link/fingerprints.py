"""A short fingerprint of a text that survives a new headline, another site's boilerplate and light edits.

Winnowing (Schleimer, Wilkerson, Aiken 2003, SIGMOD): hash every run of n tokens, keep the smallest
hash of each window. Tokens are words, or single characters in Chinese and Korean.
"""

from __future__ import annotations

import re
import zlib

RUN_OF_WORDS, RUN_OF_CHARACTERS, WINDOW = 4, 7, 4


def fingerprint(text: str) -> frozenset[int]:
    """Return the kept hashes of a text (32-bit integers).

    >>> a = "two women were taken from a flat in the north of the town on monday night by men"
    >>> b = "SITE NAME menu share " + a + " read more about this"
    >>> len(fingerprint(a) & fingerprint(b)) / len(fingerprint(a)) > 0.8
    True
    """
    tokens, run = _tokens(text)
    if len(tokens) < run:
        return frozenset({_hash(" ".join(tokens))}) if tokens else frozenset()
    hashes = [_hash(" ".join(tokens[n : n + run])) for n in range(len(tokens) - run + 1)]
    if len(hashes) <= WINDOW:
        return frozenset({min(hashes)})
    return frozenset(min(hashes[n : n + WINDOW]) for n in range(len(hashes) - WINDOW + 1))


def _tokens(text: str) -> tuple[list[str], int]:
    plain = text.casefold()
    wide = re.findall(r"[㐀-鿿가-힣]", plain)
    if len(wide) > 0.3 * max(1, len(re.sub(r"\s", "", plain))):
        return re.findall(r"[\w]", plain), RUN_OF_CHARACTERS
    return re.findall(r"\w+", plain), RUN_OF_WORDS


def _hash(run: str) -> int:
    return zlib.crc32(run.encode())
