"""The chains of a report: the claims that it tells of the same people, place and stretch of time.

One incident often has several groups of people in a report ("nine youths, and the pastor with them") and
several acts; which claims belong together is weighed in `within`. A practice is never part of an incident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from khronika.link.within import grouped
from khronika.record import Claim


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


def chains_of(
    claims: Iterable[Claim],
    together: AbstractSet[frozenset[str]] = frozenset(),
    apart: AbstractSet[frozenset[str]] = frozenset(),
) -> list[Chain]:
    """Put claims into chains; the order of the claims does not matter.

    `together` and `apart` are pairs of claims of which people said so.

    >>> from khronika.record.samples import claim
    >>> arrest, held = claim("c1", group="g1"), claim("c2", act="detention", group="g1")
    >>> [len(chain.claims) for chain in chains_of([held, arrest])]
    [2]
    >>> len(chains_of([arrest, held, claim("c3", specificity="pattern")]))
    2
    """
    by_report: defaultdict[tuple[str, bool], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[(claim.report, claim.specificity == "pattern")].append(claim)
    chains = []
    for (report, pattern), told in sorted(by_report.items()):
        for group in _practices(told) if pattern else grouped(told, together=together, apart=apart):
            ordered = tuple(sorted(group, key=lambda c: c.id))
            chains.append(Chain((report, ordered[0].id), ordered))
    return chains


def _practices(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Return what a report tells of practices, as the coder grouped it."""
    by_group: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_group[claim.group or claim.id].append(claim)
    return [by_group[key] for key in sorted(by_group)]
