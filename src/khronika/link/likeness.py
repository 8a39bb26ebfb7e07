"""How alike two chains of different reports are, with reasons in words; below zero where they contradict.

"Two women arrested in Hebei at the end of January" and "a woman and her sister taken in Hebei on 28 January"
fit; the same in Jilin does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from khronika.link.chains import Chain
from khronika.record import Claim, ReportId

JOIN = 0.5
LEAST_LIKE = 0.01  # below it, a contradiction is not outweighed
AGAINST = 0.1  # for each act that both tell in ways that cannot be one
# Acts that follow one another: an arrest in one report and the detention in another may be one incident.
_FOLLOWING = frozenset(
    {"arrest", "detention", "raid", "interrogation", "disappearance", "charge", "surveillance"}
)

ClaimPair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two chains are: below zero is a contradiction."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of reports and claims before they are compared.

    `original_of`: copies; `cites`: pairs of reports, one of which names the other; `together` and `apart`:
    pairs of claims of which people said that they tell, or do not tell, of one incident.
    """

    original_of: Mapping[ReportId, ReportId] = field(default_factory=dict)
    cites: AbstractSet[frozenset[str]] = frozenset()
    together: AbstractSet[ClaimPair] = frozenset()
    apart: AbstractSet[ClaimPair] = frozenset()

    def original(self, report: str) -> str:
        """Return the original of a report: itself where it is no copy."""
        return self.original_of.get(ReportId(report), ReportId(report))


NOTHING = Known()


def compare(one: Chain, other: Chain, known: Known = NOTHING) -> Likeness:
    """Say how alike two chains are, with reasons in words; below zero where they contradict.

    What counts is the pair of claims that is most alike, less what the other acts contradict: acts that
    both tell, and in no way alike.
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
    if known.original(one.report) == known.original(other.report) and best.score > 0.3:
        return Likeness(1.0, (*best.reasons, "one report is a copy of the other"))
    if contradictions and best.score < LEAST_LIKE:
        return contradictions[0]
    score, reasons = best.score - AGAINST * len(contradictions), best.reasons
    if best.score > 0 and frozenset((one.report, other.report)) in known.cites:
        score, reasons = score + 0.15, (*reasons, "one report names the other as its source")
    return Likeness(round(score, 3), reasons)


def _best(told: Sequence[Claim], others: Sequence[Claim]) -> Likeness:
    """Return the likeness of the claims most alike; a contradiction where one act has no other pair."""
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
    if here.name.casefold() == there.name.casefold() and here.name != here.admin1:
        return Likeness(0.4, (f"both in {here.name}, {here.admin1}",))
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
    grown_up = {left.victims.minors, right.victims.minors} == {True, False}
    ground = bool(left.ground and right.ground and left.ground.casefold() == right.ground.casefold())
    same_sex = left.victims.sex == right.victims.sex is not None
    return Likeness(
        0.05 * (same_sex + len(nations) + ground - grown_up + (left.actor == right.actor != "unknown")),
        (f"both on the ground of {left.ground}",) if ground else (),
    )
