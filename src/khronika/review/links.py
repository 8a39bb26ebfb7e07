"""What people said of links: which claims and reports belong together, which do not, and where they disagree.

Each reviewer counts once for two things, with the last word that they have not taken back. Where two
reviewers contradict each other the link is disputed: neither holds, the machine's proposal stands, and
both are shown.

>>> from datetime import UTC, datetime
>>> from khronika.record import JudgementId, LinkJudgement
>>> def said(n, who, verdict):
...     return LinkJudgement(id=JudgementId(f"j{n}"), kind="incident", verdict=verdict, left=("c1",),
...                          right=("c2",), reviewer=who, at=datetime(2026, 1, n, tzinfo=UTC))
>>> decided([said(1, "m-1", "same")]).together == {frozenset(("c1", "c2"))}
True
>>> both = decided([said(1, "m-1", "same"), said(2, "m-2", "not_same")])
>>> len(both.together), len(both.disputed)
(0, 1)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from khronika.record import Link, LinkJudgement

Pair = frozenset[str]
COPIES = frozenset({"copy_of", "excerpt_of", "translation_of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Pairs that people put together, parted, or disagree on; and who said what of each."""

    together: frozenset[Pair]
    apart: frozenset[Pair]
    disputed: frozenset[Pair]
    said: dict[Pair, tuple[LinkJudgement, ...]]

    def state(self, pair: Pair) -> str:
        """Return same, not_same, disputed or unseen."""
        if pair in self.disputed:
            return "disputed"
        return "same" if pair in self.together else "not_same" if pair in self.apart else "unseen"


def live_links(judgements: Iterable[LinkJudgement]) -> tuple[LinkJudgement, ...]:
    """Return the judgements that nobody took back, in the order in which they were made."""
    made = list(judgements)
    undone = {j.undoes for j in made if j.verdict == "undo"}
    return tuple(j for j in made if j.verdict != "undo" and j.id not in undone)


def decided(judgements: Iterable[LinkJudgement], kind: str = "incident") -> Decided:
    """Fold the judgements of one kind, given in the order in which they were made."""
    of: defaultdict[Pair, dict[str, LinkJudgement]] = defaultdict(dict)
    for judgement in live_links(judgements):
        if judgement.kind == kind:
            for pair in _pairs(judgement):
                of[pair][judgement.reviewer] = judgement
    verdicts = {pair: {j.verdict for j in by.values()} for pair, by in of.items()}
    return Decided(
        together=frozenset(pair for pair, found in verdicts.items() if found == {"same"}),
        apart=frozenset(pair for pair, found in verdicts.items() if found == {"not_same"}),
        disputed=frozenset(pair for pair, found in verdicts.items() if len(found) > 1),
        said={pair: tuple(by.values()) for pair, by in of.items()},
    )


def judged_copies(links: Sequence[Link], held: Decided) -> list[Link]:
    """Return the links between reports as people let them stand: some gone, some added."""
    kept = [x for x in links if x.kind not in COPIES or frozenset((x.left, x.right)) not in held.apart]
    linked = {frozenset((x.left, x.right)) for x in kept if x.kind in COPIES}
    for pair in sorted(held.together - linked, key=sorted):
        said = held.said[pair][-1]
        kept.append(
            Link(
                kind="copy_of",
                left=said.left[0],
                right=said.right[0],
                score=1.0,
                reasons=("people said that one is a copy of the other",),
            )
        )
    return kept


def _pairs(judgement: LinkJudgement) -> Iterator[Pair]:
    """Return the pairs of which a judgement speaks.

    Of claims that are the same it is enough to tie each to one of the other side; whoever parts two
    groups parts each claim of one from each of the other.
    """
    left, right = judgement.left, judgement.right
    found: Iterable[tuple[str, str]] = product(left, right)
    if judgement.verdict == "same":
        found = [*((left[0], r) for r in right), *((x, right[0]) for x in left)]
    return (frozenset(pair) for pair in found if pair[0] != pair[1])
