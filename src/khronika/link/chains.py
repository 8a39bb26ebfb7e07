"""The chains of a report: the claims that it tells of the same people, place and stretch of time.

A coder groups claims by the people they speak of. One incident often has several such groups ("nine
youths, and the pastor with them"): those that one report tells of one province, within a month of one
another, are one chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from khronika.record import Claim

APART = 30  # days


@dataclass(frozen=True, slots=True)
class Chain:
    """The claims of one report that belong together."""

    key: tuple[str, str]
    claims: tuple[Claim, ...]

    @property
    def report(self) -> str:
        return self.key[0]

    @property
    def is_pattern(self) -> bool:
        return self.claims[0].specificity == "pattern"


def chains_of(claims: Iterable[Claim]) -> list[Chain]:
    """Put claims into chains; the order of the claims does not matter.

    >>> from khronika.record.samples import claim
    >>> youths, pastor = claim("c1", group="youths"), claim("c2", group="pastor")
    >>> [len(chain.claims) for chain in chains_of([pastor, youths])]
    [2]
    >>> len(chains_of([youths, claim("c3", group="pastor", admin1="Jilin")]))
    2
    """
    by_group: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        kind = "pattern" if claim.specificity == "pattern" else "incident"
        by_group[(claim.report, f"{kind}:{claim.group or claim.id}")].append(claim)
    groups = [Chain(key, tuple(sorted(found, key=lambda c: c.id))) for key, found in sorted(by_group.items())]
    by_report: defaultdict[str, list[Chain]] = defaultdict(list)
    for group in groups:
        by_report[group.report].append(group)
    return [chain for found in by_report.values() for chain in _joined(found)]


def _joined(groups: list[Chain]) -> list[Chain]:
    left = list(range(len(groups)))

    def find(n: int) -> int:
        while left[n] != n:
            n = left[n]
        return n

    for n, one in enumerate(groups):
        for m in range(n):
            if _one_incident(one, groups[m]):
                left[max(find(n), find(m))] = min(find(n), find(m))
    members: defaultdict[int, list[Claim]] = defaultdict(list)
    for n, group in enumerate(groups):
        members[find(n)].extend(group.claims)
    return [
        Chain(groups[n].key, tuple(sorted(found, key=lambda c: c.id))) for n, found in sorted(members.items())
    ]


def _one_incident(one: Chain, other: Chain) -> bool:
    if one.is_pattern or other.is_pattern:
        return False
    if not _provinces(one) & _provinces(other):
        return False
    days = [(a, b) for a in _spans(one) for b in _spans(other)]
    return not days or min(_gap(a, b) for a, b in days) <= APART


def _provinces(chain: Chain) -> set[tuple[str | None, str]]:
    return {(c.place.country, c.place.admin1) for c in chain.claims if c.place and c.place.admin1}


def _spans(chain: Chain) -> list[tuple[date, date]]:
    found = []
    for claim in chain.claims:
        if claim.date is not None:
            first = claim.date.first or claim.date.last
            last = claim.date.last or claim.date.first
            if first is not None and last is not None:
                found.append((first, last))
    return found


def _gap(one: tuple[date, date], other: tuple[date, date]) -> int:
    return max(0, (max(one[0], other[0]) - min(one[1], other[1])).days)
