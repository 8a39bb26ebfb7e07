"""How likely two claims of one report tell of one incident: a chain of acts against the same people.

"Five women were arrested in Yanji on 14 March. They are held in Tumen." is one incident; "Another three
were taken in Dandong in April" is another. What speaks for and against it has weights (within.yaml), which
were learned from invented reports by logistic regression.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from math import exp
from pathlib import Path

import yaml

from khronika.record import Claim

JOIN = 0.45  # average likelihood at which two groups of claims become one
SURE = 1e6  # outweighs any likelihood: people said so
MANY = 30  # claims: a report with so many tells of many incidents
WIDE = 2.5  # characters of English that one of Chinese or Korean is worth
_DAYS = (
    (0, "days overlap"),
    (7, "days near"),
    (30, "a month apart"),
    (120, "months apart"),
    (400, "a year apart"),
)
_LETTERS = ((60, "one sentence"), (350, "side by side"), (900, "near"), (2000, "some way apart"))


Weights = Mapping[str, float]


def likelihood(one: Claim, other: Claim, claims: int, weights: Weights | None = None) -> float:
    """Return how likely (0 to 1) two claims of one report that holds so many tell of one incident."""
    weights = weights or _weights()
    total = weights["base"] + weights["many claims"] * min(claims, MANY) / MANY
    total += sum(weights[sign] for sign in signs(one, other))
    return 1 / (1 + exp(-total))


def signs(one: Claim, other: Claim) -> list[str]:
    """Return what speaks for or against it, by the names that have weights.

    >>> from khronika.record.samples import claim
    >>> "same province" in signs(claim("c1"), claim("c2", act="detention"))
    True
    """
    return [
        *_days(one, other),
        *_places(one, other),
        *_people(one, other),
        *_telling(one, other),
    ]


def names() -> tuple[str, ...]:
    """Return all names that have weights, but for the base."""
    return tuple(name for name in _weights() if name != "base")


def grouped(
    claims: Sequence[Claim],
    weights: Weights | None = None,
    join: float = JOIN,
    *,
    together: AbstractSet[frozenset[str]] = frozenset(),
    apart: AbstractSet[frozenset[str]] = frozenset(),
) -> list[list[Claim]]:
    """Put the claims of one report into incidents, by average likelihood; their order does not matter.

    Pairs of claims that people put together, or parted, are not weighed.
    """
    ordered = sorted(claims, key=_place_in_text)
    groups = {n: [claim] for n, claim in enumerate(ordered)}
    sums = {}
    for b, other in enumerate(ordered):
        for a, one in enumerate(ordered[:b]):
            pair = frozenset((one.id, other.id))
            sums[(a, b)] = (
                -SURE
                if pair in apart
                else SURE
                if pair in together
                else likelihood(one, other, len(ordered), weights)
            )
    while sums:
        (a, b), total = max(sums.items(), key=lambda x: (x[1] / _pairs(groups, x[0]), (-x[0][0], -x[0][1])))
        if total / _pairs(groups, (a, b)) < join:
            break
        groups[a] += groups.pop(b)
        sums = _merged(sums, a, b)
    return [groups[n] for n in sorted(groups)]


def _pairs(groups: Mapping[int, Sequence[Claim]], pair: tuple[int, int]) -> int:
    return len(groups[pair[0]]) * len(groups[pair[1]])


def _merged(sums: Mapping[tuple[int, int], float], kept: int, gone: int) -> dict[tuple[int, int], float]:
    """Add the likelihoods of a group that joined another to that other's."""
    made: dict[tuple[int, int], float] = {}
    for pair, total in sums.items():
        one, other = (kept if n == gone else n for n in pair)
        if one != other:
            key = (min(one, other), max(one, other))
            made[key] = made.get(key, 0.0) + total
    return made


def _place_in_text(claim: Claim) -> tuple[int, str]:
    return (claim.quotes[0].start if claim.quotes else 0, claim.id)


def _days(one: Claim, other: Claim) -> Iterator[str]:
    here, there = _span(one), _span(other)
    if here is None or there is None:
        yield "undated" if here == there else "one undated"
        return
    gap = max(0, (max(here[0], there[0]) - min(here[1], there[1])).days)
    yield next((name for most, name in _DAYS if gap <= most), "years apart")
    if here == there:
        yield "same days"


def _span(claim: Claim) -> tuple[date, date] | None:
    if claim.date is None:
        return None
    first, last = claim.date.first or claim.date.last, claim.date.last or claim.date.first
    return (first, last) if first and last else None


def _places(one: Claim, other: Claim) -> Iterator[str]:
    here, there = one.place, other.place
    if here and there and here.country and there.country and here.country != there.country:
        yield "other country"
    elif here and there and here.admin1 and there.admin1:
        yield "same province" if here.admin1 == there.admin1 else "other province"
        if here.name == there.name:
            yield "same place"
    else:
        yield "one without province" if (here and here.admin1) or (there and there.admin1) else "no province"


def _people(one: Claim, other: Claim) -> Iterator[str]:
    left, right = one.victims, other.victims
    if left.count.floor is None or right.count.floor is None:
        yield "number untold"
    elif left.count == right.count:
        yield "both of one person" if left.count.ceiling == 1 else "same number"
    elif left.count.overlaps(right.count):
        yield "numbers fit"
    else:
        yield "other number"
    if {left.sex, right.sex} == {"female", "male"}:
        yield "women and men"
    elif left.sex == right.sex is not None:
        yield "same sex"


def _telling(one: Claim, other: Claim) -> Iterator[str]:
    if one.group is not None and other.group is not None:
        yield "same group" if one.group == other.group else "other group"
    if one.act == other.act:
        yield "same act"
    if (one.act == "forced_return") != (other.act == "forced_return"):
        yield "return and other act"
    if one.actor == other.actor != "unknown":
        yield "same actor"
    if one.account.key == other.account.key:
        yield "same source"
    if one.quotes and other.quotes:
        left, right = sorted([one.quotes[0], other.quotes[0]], key=lambda q: (q.start, q.end))
        apart = max(0, right.start - left.end) * (WIDE if _is_wide(left.text) else 1)
        yield next((name for most, name in _LETTERS if apart <= most), "far apart in the text")


def _is_wide(text: str) -> bool:
    return any(sign > "\u2e7f" for sign in text)


@cache
def _weights() -> dict[str, float]:
    loaded = yaml.safe_load((Path(__file__).parent / "within.yaml").read_text(encoding="utf-8"))
    return {str(name): float(weight) for name, weight in loaded.items()}
