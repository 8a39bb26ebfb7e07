"""Find the claims that tell of one happening, across reports, and say why.

The unit is a chain: the claims that one report tells of the same people, place and stretch of time.
Chains of different reports are compared act by act; what contradicts (another province, days that
cannot be the same, numbers far apart) is a veto. Groups grow by average link, never by chaining
alone, and do not depend on the order in which reports came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from khronika.link.chains import Chain, chains_of
from khronika.link.neighbours import components, near_pairs
from khronika.link.reconcile import reconcile
from khronika.record import Claim, Incident, Link, ReportId

JOIN = 0.5
LEAST_LIKE = 0.01  # below it, a contradiction is not outweighed
AGAINST = 0.1  # for each act that both tell in ways that cannot be one
# Acts that follow one another: an arrest in one report and the detention in another may be one incident.
_FOLLOWING = frozenset(
    {"arrest", "detention", "raid", "interrogation", "disappearance", "charge", "surveillance"}
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two chains are: below zero is a contradiction."""

    score: float
    reasons: tuple[str, ...]


Pairs = dict[tuple[int, int], Likeness]


def find_incidents(
    claims: Iterable[Claim], original_of: Mapping[ReportId, ReportId] | None = None
) -> list[Incident]:
    """Return the incidents of all claims; each claim is in exactly one.

    Claims of specificity `pattern` make incidents of their own (a practice is nobody's arrest).
    """
    chains = chains_of(claims)
    originals = original_of or {}
    groups, links = _grouped(chains, originals)
    made = [
        reconcile([c for chain in group for c in chain.claims], originals, tuple(links[n]))
        for n, group in enumerate(groups)
    ]
    return sorted(made, key=lambda i: i.id)


def _grouped(
    chains: Sequence[Chain], originals: Mapping[ReportId, ReportId]
) -> tuple[list[list[Chain]], list[list[Link]]]:
    found = {pair: compare(chains[pair[0]], chains[pair[1]], originals) for pair in near_pairs(chains)}
    groups: list[list[int]] = []
    known: Pairs = {}
    # Average link never joins what no pair of members would: each component can be grouped alone.
    for members in components(len(chains), [pair for pair, alike in found.items() if alike.score >= JOIN]):
        inside = _inside(members, chains, originals, found)
        known.update(inside)
        groups += _average_link(members, inside)
    links = [
        [
            _as_link(chains[a], chains[b], known[(a, b)])
            for a in group
            for b in group
            if a < b and (a, b) in known and known[(a, b)].score >= JOIN
        ]
        for group in groups
    ]
    return [[chains[n] for n in group] for group in groups], links


def _inside(
    members: Sequence[int],
    chains: Sequence[Chain],
    originals: Mapping[ReportId, ReportId],
    found: Pairs,
) -> Pairs:
    """Return how alike all pairs of some chains are, those included that nobody had reason to compare."""
    pairs: Pairs = {}
    for position, a in enumerate(members):
        for b in members[position + 1 :]:
            if chains[a].report != chains[b].report:
                alike = found.get((a, b)) or compare(chains[a], chains[b], originals)
                if alike.score != 0:
                    pairs[(a, b)] = alike
    return pairs


def _average_link(members: Sequence[int], pairs: Pairs) -> list[list[int]]:
    group_of = {n: [n] for n in members}
    while (best := _best_merge(group_of, pairs)) is not None:
        one, other = best
        group_of[one] = sorted(group_of[one] + group_of.pop(other))
    return [group_of[n] for n in sorted(group_of)]


def _best_merge(group_of: Mapping[int, list[int]], pairs: Pairs) -> tuple[int, int] | None:
    leader = {member: key for key, members in group_of.items() for member in members}
    sums: defaultdict[tuple[int, int], float] = defaultdict(float)
    vetoed = set()
    for (a, b), likeness in pairs.items():
        one, other = sorted((leader[a], leader[b]))
        if one == other:
            continue
        sums[(one, other)] += likeness.score
        if likeness.score < 0:
            vetoed.add((one, other))
    ranked = [
        (total / (len(group_of[one]) * len(group_of[other])), -one, -other)
        for (one, other), total in sums.items()
        if (one, other) not in vetoed
    ]
    if not ranked:
        return None
    score, one, other = max(ranked)
    return (-one, -other) if score >= JOIN else None


def compare(one: Chain, other: Chain, originals: Mapping[ReportId, ReportId]) -> Likeness:
    """Say how alike two chains are, with reasons in words; below zero where they contradict.

    What counts is the pair of claims that is most alike, less what the other acts contradict: an act that both
    tell, and in no way alike.
    """
    if one.is_pattern != other.is_pattern:
        return Likeness(0.0, ())
    if (elsewhere := _elsewhere(one, other)) is not None:
        return elsewhere
    best, contradictions = Likeness(0.0, ()), []
    for act in sorted({c.act for c in one.claims}):
        found = _best([c for c in one.claims if c.act == act], other.claims)
        if found.score < 0:
            contradictions.append(found)
        elif found.score > best.score:
            best = found
    same_story = originals.get(ReportId(one.report), one.report) == originals.get(
        ReportId(other.report), other.report
    )
    if same_story and best.score > 0.3:
        return Likeness(1.0, (*best.reasons, "one report is a copy of the other"))
    if contradictions and best.score < LEAST_LIKE:
        return contradictions[0]
    return Likeness(round(best.score - AGAINST * len(contradictions), 3), best.reasons)


def _best(told: Sequence[Claim], others: Sequence[Claim]) -> Likeness:
    """Return the likeness of the pair of claims most alike; a contradiction where one act has no other pair."""
    best, against = Likeness(0.0, ()), None
    for left in told:
        for right in others:
            same_act = left.act == right.act
            if not same_act and not {left.act, right.act} <= _FOLLOWING:
                continue
            found = _compare_claims(left, right, same_act=same_act)
            if found.score < 0:
                against = found if same_act else against
            elif (weighed := found.score * (1.0 if same_act else 0.85)) > best.score:
                best = Likeness(round(weighed, 3), found.reasons)
    return against if best.score == 0 and against is not None else best


def _elsewhere(one: Chain, other: Chain) -> Likeness | None:
    """Return the contradiction of two chains of which no place of one is a place of the other."""
    for name, of in (("countries", _countries), ("provinces", _provinces)):
        here, there = of(one), of(other)
        if here and there and not here & there:
            return Likeness(-1.0, (f"other {name}",))
    return None


def _countries(chain: Chain) -> set[str]:
    return {c.place.country for c in chain.claims if c.place and c.place.country}


def _provinces(chain: Chain) -> set[str]:
    return {c.place.admin1 for c in chain.claims if c.place and c.place.admin1}


def _compare_claims(left: Claim, right: Claim, *, same_act: bool) -> Likeness:
    """Add up what two claims share; the first contradiction ends the comparison."""
    said = [Likeness(0.0, (f"both tell of {left.act.replace('_', ' ')}",))] if same_act else []
    for found in (
        _same_place(left, right),
        _same_days(left, right),
        _same_number(left, right) if same_act else Likeness(0.0, ()),
        _same_people(left, right),
    ):
        if found.score < 0:
            return found
        said.append(found)
    return Likeness(sum(s.score for s in said), tuple(reason for s in said for reason in s.reasons))


def _same_place(left: Claim, right: Claim) -> Likeness:
    here, there = left.place, right.place
    if here is None or there is None:
        return Likeness(0.0, ())
    if here.country and there.country and here.country != there.country:
        return Likeness(-1.0, ("other countries",))
    if not here.admin1 or not there.admin1:
        return Likeness(0.0, ())
    if here.admin1 != there.admin1:
        return Likeness(-1.0, ("other provinces",))
    return Likeness(0.3, (f"both in {here.admin1}",))


def _same_days(left: Claim, right: Claim) -> Likeness:
    if left.date is None or right.date is None:
        return Likeness(0.0, ())
    if not left.date.overlaps(right.date):
        return Likeness(-1.0, ("days that cannot be the same",))
    days = max(left.date.days or 400, right.date.days or 400)
    return Likeness(0.3 if days <= 14 else 0.2 if days <= 40 else 0.05, ("the days can be the same",))


def _same_number(left: Claim, right: Claim) -> Likeness:
    one, other = left.victims.count, right.victims.count
    if one.floor is None or other.floor is None:
        return Likeness(0.0, ())
    if one == other:
        return Likeness(0.2, (f"both of {one} people",))
    if one.overlaps(other):
        return Likeness(0.05, ())
    # Reports of one raid differ by a few; a few and a crowd are not one raid.
    if abs(one.floor - other.floor) > max(2, 0.35 * max(one.floor, other.floor)):
        return Likeness(-1.0, ("numbers far apart",))
    return Likeness(0.0, (f"{one} in one, {other} in the other",))


def _same_people(left: Claim, right: Claim) -> Likeness:
    if {left.victims.sex, right.victims.sex} == {"female", "male"}:
        return Likeness(-1.0, ("women in one, men in the other",))
    nations = {left.victims.nationality, right.victims.nationality} - {None}
    if len(nations) > 1:
        return Likeness(-1.0, ("people of other countries",))
    same_sex = left.victims.sex == right.victims.sex is not None
    return Likeness(
        0.05 * same_sex + 0.05 * len(nations) + 0.05 * (left.actor == right.actor != "unknown"), ()
    )


def _as_link(one: Chain, other: Chain, likeness: Likeness) -> Link:
    return Link(
        kind="same_incident",
        left=one.claims[0].id,
        right=other.claims[0].id,
        score=likeness.score,
        reasons=likeness.reasons,
    )
