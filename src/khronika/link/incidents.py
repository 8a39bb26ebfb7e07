"""Find the claims that tell of one happening, across reports, and say why.

The unit is a chain: the claims that one report tells of the same people, place and stretch of time.
Chains of different reports are compared act by act (`likeness`); what contradicts is a veto. Groups grow
by average link, never by chaining alone, and do not depend on the order in which reports came. What
people said is kept: claims that they put together stay together, those that they parted stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations

from khronika.link.chains import Chain, chains_of
from khronika.link.likeness import JOIN, NOTHING, Known, Likeness, compare
from khronika.link.neighbours import components, near_pairs
from khronika.link.reconcile import reconcile
from khronika.record import Claim, Incident, Link

DOUBTFUL = 0.35  # so alike that people should look
MOST_DOUBTS = 2000
MOST_INSIDE = 300  # chains that hang together, up to which each is compared with each
Pair = tuple[int, int]
Pairs = dict[Pair, Likeness]
SAID = Likeness(1.0, ("people said that they belong together",))
PARTED = Likeness(-1.0, ("people said that they are not the same",))


@dataclass(frozen=True, slots=True)
class Found:
    """Incidents, and pairs of claims that may tell of one but were left apart."""

    incidents: tuple[Incident, ...]
    doubts: tuple[Link, ...]


def find_incidents(claims: Iterable[Claim], known: Known = NOTHING) -> list[Incident]:
    """Return the incidents of all claims; each claim is in exactly one.

    Claims of specificity `pattern` make incidents of their own (a practice is nobody's arrest).
    """
    return list(find_with_doubts(claims, known).incidents)


def find_with_doubts(claims: Iterable[Claim], known: Known = NOTHING) -> Found:
    """Return the incidents and, for people to decide, what nearly was one; the most alike first."""
    chains = chains_of(claims, known.together, known.apart)
    groups, links, found = _grouped(chains, known)
    made = [
        reconcile([c for chain in group for c in chain.claims], known.original_of, tuple(links[n]))
        for n, group in enumerate(groups)
    ]
    return Found(tuple(sorted(made, key=lambda i: i.id)), _doubts(chains, groups, found))


def _doubts(chains: Sequence[Chain], groups: Sequence[Sequence[Chain]], found: Pairs) -> tuple[Link, ...]:
    """Return the closest pair between each two groups that were left apart."""
    group_of = {chain.key: n for n, group in enumerate(groups) for chain in group}
    closest: dict[Pair, Link] = {}
    for (a, b), alike in sorted(found.items(), key=lambda x: (-x[1].score, x[0])):
        one, other = sorted((group_of[chains[a].key], group_of[chains[b].key]))
        if one != other and alike.score >= DOUBTFUL and not chains[a].is_pattern:
            closest.setdefault((one, other), _as_link(chains[a], chains[b], alike, "maybe_same_incident"))
    return tuple(list(closest.values())[:MOST_DOUBTS])


def _grouped(chains: Sequence[Chain], known: Known) -> tuple[list[list[Chain]], list[list[Link]], Pairs]:
    said = _said(chains, known)
    follows = _copied(chains, known, said)
    leaders = [n for n in range(len(chains)) if n not in follows]
    found = {
        (leaders[a], leaders[b]): compare(chains[leaders[a]], chains[leaders[b]], known)
        for a, b in near_pairs([chains[n] for n in leaders])
    }
    found.update({pair: likeness for pair, likeness in said.items() if not {*pair} & follows.keys()})
    groups: list[list[int]] = []
    told: Pairs = {}
    # Average link never joins what no pair of members would: each component can be grouped alone.
    joined = [pair for pair, alike in found.items() if alike.score >= JOIN]
    for members in components(len(chains), joined):
        if members[0] not in follows:
            inside = _inside(members, chains, known, found)
            told.update(inside)
            groups += _average_link(members, inside)
    copies: defaultdict[int, list[int]] = defaultdict(list)
    for copy, (leader, likeness) in follows.items():
        copies[leader].append(copy)
        told[(min(copy, leader), max(copy, leader))] = likeness
    links = [
        _links(chains, told, group) + [link for n in group for link in _links(chains, told, [n], copies[n])]
        for group in groups
    ]
    whole = [[chains[n] for member in group for n in (member, *copies[member])] for group in groups]
    return whole, links, found


def _links(
    chains: Sequence[Chain], told: Pairs, group: Sequence[int], copies: Sequence[int] = ()
) -> list[Link]:
    pairs = [(min(n, copy), max(n, copy)) for n in group for copy in copies] or list(combinations(group, 2))
    return [
        _as_link(chains[a], chains[b], told[(a, b)])
        for a, b in pairs
        if (a, b) in told and told[(a, b)].score >= JOIN
    ]


def _said(chains: Sequence[Chain], known: Known) -> Pairs:
    """Return what people said of pairs of chains; apart is stronger, for it can be undone by hand."""
    chain_of: dict[str, int] = {claim.id: n for n, chain in enumerate(chains) for claim in chain.claims}
    said: Pairs = {}
    for pairs, likeness in ((known.together, SAID), (known.apart, PARTED)):
        for pair in pairs:
            here = sorted({chain_of[key] for key in pair if key in chain_of})
            if len(here) == 2:
                said[(here[0], here[1])] = likeness
    return said


def _copied(chains: Sequence[Chain], known: Known, said: Pairs) -> dict[int, tuple[int, Likeness]]:
    """Return, for chains of copies, the chain of the original's family that tells the same.

    Thirty thousand copies of one wire are compared with the wire alone.
    """
    judged = {n for pair in said for n in pair}
    families: defaultdict[str, list[int]] = defaultdict(list)
    for n, chain in enumerate(chains):
        families[known.original(chain.report)].append(n)
    follows: dict[int, tuple[int, Likeness]] = {}
    for original, members in families.items():
        reports = {chains[n].report for n in members}
        first = original if original in reports else min(reports)
        leaders = [n for n in members if chains[n].report == first]
        for n in members:
            if n not in leaders and n not in judged and not chains[n].is_pattern:
                alike = [(compare(chains[n], chains[leader], known), leader) for leader in leaders]
                likeness, leader = max(alike, key=lambda x: (x[0].score, -x[1]))
                if likeness.score >= JOIN:
                    follows[n] = (leader, likeness)
    return follows


def _inside(members: Sequence[int], chains: Sequence[Chain], known: Known, found: Pairs) -> Pairs:
    """Return how alike all pairs of some chains are, those included that nobody had reason to compare.

    Among very many chains the latter count as not alike: that alone keeps them apart on average.
    """
    if len(members) > MOST_INSIDE:
        inside = set(members)
        return {pair: alike for pair, alike in found.items() if alike.score != 0 and inside >= {*pair}}
    pairs: Pairs = {}
    for a, b in combinations(members, 2):
        alike = found.get((a, b))
        if alike is None and chains[a].report != chains[b].report:
            alike = compare(chains[a], chains[b], known)
        if alike is not None and alike.score != 0:
            pairs[(a, b)] = alike
    return pairs


def _average_link(members: Sequence[int], pairs: Pairs) -> list[list[int]]:
    """Join the two groups most alike on average, again and again; a group goes by its smallest member."""
    growing = _Growing(members, pairs)
    for one, other in sorted(pair for pair, alike in pairs.items() if alike is SAID):
        growing.join_as_said(one, other)
    growing.grow()
    return growing.groups()


class _Growing:
    """Groups of chains, the sums of likeness between them, and what a contradiction keeps apart."""

    def __init__(self, members: Sequence[int], pairs: Pairs) -> None:
        self._of = {n: [n] for n in members}
        self._near: dict[int, dict[int, float]] = {n: {} for n in members}
        self._apart: dict[int, set[int]] = {n: set() for n in members}
        self._parted: dict[int, set[int]] = {n: set() for n in members}
        for (a, b), alike in pairs.items():
            for one, other in ((a, b), (b, a)):
                self._near[one][other] = alike.score
                if alike.score < 0:
                    self._apart[one].add(other)
                if alike is PARTED:
                    self._parted[one].add(other)
        self._waiting: list[tuple[float, int, int]] = []

    def groups(self) -> list[list[int]]:
        return [sorted(self._of[n]) for n in sorted(self._of)]

    def join_as_said(self, one: int, other: int) -> None:
        """Join what people put together, but for what people parted."""
        left, right = self._holder(one), self._holder(other)
        if left != right and right not in self._parted[left]:
            self._join(min(left, right), max(left, right))

    def grow(self) -> None:
        for one in self._of:
            for other in self._near[one]:
                if one < other:
                    self._wait(one, other)
        while self._waiting:
            negative, one, other = heappop(self._waiting)
            if one in self._of and other in self._of and -negative == self._average(one, other):
                self._join(one, other)
                for near in self._near[one]:
                    self._wait(min(one, near), max(one, near))

    def _holder(self, member: int) -> int:
        return next(key for key, group in self._of.items() if member in group)

    def _average(self, one: int, other: int) -> float | None:
        if other in self._apart[one] or other not in self._near[one]:
            return None
        return self._near[one][other] / (len(self._of[one]) * len(self._of[other]))

    def _wait(self, one: int, other: int) -> None:
        average = self._average(one, other)
        if average is not None and average >= JOIN:
            heappush(self._waiting, (-average, one, other))

    def _join(self, kept: int, gone: int) -> None:
        self._of[kept] += self._of.pop(gone)
        for other, total in self._near.pop(gone).items():
            self._near[other].pop(gone, None)
            if other != kept:
                self._near[kept][other] = self._near[kept].get(other, 0.0) + total
                self._near[other][kept] = self._near[kept][other]
        for marks in (self._apart, self._parted):
            for other in marks.pop(gone):
                marks[other].discard(gone)
                if other != kept:
                    marks[kept].add(other)
                    marks[other].add(kept)


def _as_link(one: Chain, other: Chain, likeness: Likeness, kind: str = "same_incident") -> Link:
    return Link(
        kind=kind,
        left=one.claims[0].id,
        right=other.claims[0].id,
        score=likeness.score,
        reasons=likeness.reasons,
    )
