"""Which chains are worth comparing: those of one country that could be of one province and one month.

Comparing every chain with every other would take a day for ten thousand reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from khronika.link.chains import Chain

ANY = "*"
LONGEST = 14  # months: a chain that spans more is compared whatever its months


def near_pairs(chains: Sequence[Chain]) -> Iterator[tuple[int, int]]:
    """Yield pairs of numbers, each once, smaller first, of chains that are not of one report.

    A chain without a province, or without a day, may be any: it is compared with all of its country.
    """
    buckets: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    countries: defaultdict[str, list[int]] = defaultdict(list)
    loose: defaultdict[str, list[int]] = defaultdict(list)
    for n, chain in enumerate(chains):
        for country in _countries(chain):
            countries[country].append(n)
            provinces, months = _provinces(chain), _months(chain)
            if not provinces or ANY in months:
                loose[country].append(n)
            for province in provinces:
                for month in months:
                    buckets[(country, province, month)].append(n)
    seen: set[tuple[int, int]] = set()
    for found in buckets.values():
        yield from _fresh(((a, b) for i, a in enumerate(found) for b in found[i + 1 :]), seen, chains)
    for country, found in loose.items():
        yield from _fresh(((a, b) for a in found for b in countries[country]), seen, chains)


def components(count: int, linked: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the numbers below `count` in groups that links hold together, in order.

    >>> components(4, [(0, 2)])
    [[0, 2], [1], [3]]
    """
    left = list(range(count))

    def find(n: int) -> int:
        while left[n] != n:
            left[n] = left[left[n]]
            n = left[n]
        return n

    for a, b in linked:
        one, other = sorted((find(a), find(b)))
        left[other] = one
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for n in range(count):
        groups[find(n)].append(n)
    return [groups[key] for key in sorted(groups)]


def _fresh(
    pairs: Iterable[tuple[int, int]], seen: set[tuple[int, int]], chains: Sequence[Chain]
) -> Iterator[tuple[int, int]]:
    for a, b in pairs:
        pair = (a, b) if a < b else (b, a)
        if a != b and pair not in seen and chains[a].report != chains[b].report:
            seen.add(pair)
            yield pair


def _countries(chain: Chain) -> set[str]:
    return {(c.place.country if c.place else None) or "?" for c in chain.claims}


def _provinces(chain: Chain) -> set[str]:
    return {c.place.admin1 for c in chain.claims if c.place and c.place.admin1}


def _months(chain: Chain) -> set[str]:
    found: set[str] = set()
    for claim in chain.claims:
        first = claim.date.first if claim.date else None
        last = claim.date.last if claim.date else None
        if first is None or last is None:
            return {ANY}
        spanned = (last.year - first.year) * 12 + last.month - first.month + 1
        if spanned > LONGEST:
            return {ANY}
        at = first.year * 12 + first.month - 1
        found |= {f"{m // 12}-{m % 12}" for m in range(at, at + spanned)}
    return found
