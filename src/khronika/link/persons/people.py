"""Put matches together into people, respect what reviewers said, and count who is on which list.

Two groups of rows become one when their likeliest pair is likely enough and no reviewer parted any of their
rows; half matches never make a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from khronika.link.persons.lists import Listed
from khronika.link.persons.matching import Match

LIKELY = 0.9
BINS = (0.0, 0.1, 0.5, 0.9, 0.99, 1.01)

Labels = Mapping[frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision and recall as labels tell them, precision with its 95 % interval (Wilson 1927)."""

    labelled: int
    precision: float | None
    interval: tuple[float, float] | None
    recall: float | None


def people_of(
    rows: Sequence[Listed],
    matches: Sequence[Match],
    labels: Labels | None = None,
    *,
    likely: float = LIKELY,
    once: bool = False,
) -> list[tuple[str, ...]]:
    """Return the people as groups of row keys. `once`: no list names anybody twice."""
    said = labels or {}
    list_of = {row.key: row.list for row in rows}
    group_of = {key: {key} for key in sorted(list_of)}
    weighed = [
        (1.0 if said.get(frozenset((m.left, m.right))) else m.probability, m.left, m.right) for m in matches
    ]
    known = {frozenset((m.left, m.right)) for m in matches}
    weighed += [(1.0, min(pair), max(pair)) for pair, same in said.items() if same and pair not in known]
    for probability, left, right in sorted(weighed, key=lambda x: (-x[0], x[1], x[2])):
        pair = frozenset((left, right))
        if left not in group_of or right not in group_of or said.get(pair) is False:
            continue
        one, other = group_of[left], group_of[right]
        if probability < likely or one is other or _parted(one, other, said):
            continue
        if once and pair not in said and {list_of[k] for k in one} & {list_of[k] for k in other}:
            continue
        one |= other
        for key in other:
            group_of[key] = one
    return sorted({tuple(sorted(group)) for group in group_of.values()})


def table_of(rows: Sequence[Listed], people: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    """Return the table that `khronika estimate` takes: 0 or 1 for each list, and how many people.

    >>> rows = [Listed(list="a", row=2, name="x"), Listed(list="b", row=2, name="y")]
    >>> table_of(rows, [("a:2", "b:2")])
    [{'a': 1, 'b': 1, 'count': 1}]
    """
    list_of = {row.key: row.list for row in rows}
    lists = sorted({row.list for row in rows})
    counts = Counter(
        tuple(int(name in {list_of[key] for key in found}) for name in lists) for found in people
    )
    return [
        {**dict(zip(lists, on, strict=True)), "count": n} for on, n in sorted(counts.items(), reverse=True)
    ]


def quality(matches: Sequence[Match], labels: Labels, likely: float = LIKELY) -> Quality:
    """Estimate precision and recall from labels; each bin of likelihood counts by how many pairs it has.

    Pairs that were never compared are not seen by this recall.
    """
    of_bin: defaultdict[int, list[bool]] = defaultdict(list)
    sizes: Counter[int] = Counter()
    above = right = 0
    for match in matches:
        n = sum(match.probability >= edge for edge in BINS[1:])
        sizes[n] += 1
        verdict = labels.get(frozenset((match.left, match.right)))
        if verdict is not None:
            of_bin[n].append(verdict)
            if match.probability >= likely:
                above, right = above + 1, right + verdict
    same = {n: sizes[n] * sum(found) / len(found) for n, found in of_bin.items()}
    high = sum(value for n, value in same.items() if BINS[n] >= likely)
    return Quality(
        labelled=sum(map(len, of_bin.values())),
        precision=right / above if above else None,
        interval=_wilson(right, above) if above else None,
        recall=high / sum(same.values()) if sum(same.values()) else None,
    )


def _parted(one: set[str], other: set[str], said: Labels) -> bool:
    return any(said.get(frozenset((a, b))) is False for a in one for b in other)


def _wilson(right: int, of: int) -> tuple[float, float]:
    z, share = 1.96, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)
