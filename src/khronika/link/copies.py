"""Find reports that are copies or excerpts of others, and say which came first.

A copy with another site's boilerplate is a copy: boilerplate and background that many reports share are
set aside first, and what counts is how much of one text stands in the other. Translations are found by
`translations`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from khronika.link.fingerprints import Tokens, tokens_of
from khronika.link.overlaps import Overlap, overlap
from khronika.link.passages import NEAR, Prints, common_passages, prints_of
from khronika.record import Link, Report, ReportId

COPY, EXCERPT = 0.6, 0.6  # shares of a text, boilerplate set aside
LEAST_WORDS, LEAST_CHARACTERS = 20, 30  # of an excerpt or a passage
EVERY_PAIR = 12  # a run in more reports than this leads to the earliest of them only
EARLIEST = 3
LEAST_RUNS, LEAST_SHARE = 3, 0.05  # shared runs that make two reports worth comparing
LEAST_PASSAGE = 25  # words, or two characters each, of a passage of background
KEPT_TOKENS = 12_000  # reports whose tokens are kept while pairs are compared
COPIES = frozenset({"copy_of", "excerpt_of", "translation_of"})


def copy_links(reports: Sequence[Report]) -> list[Link]:
    """Return copy_of, excerpt_of and shares_background_with links; `left` is the copy.

    The result does not depend on the order of the reports. In a family of more than a dozen, links lead
    to the earliest reports only, so that thirty thousand copies of one wire need no billion comparisons.
    """
    ordered = sorted({r.id: r for r in reports}.values(), key=_rank)
    compared = _Compared(ordered)
    prints = prints_of(compared.tokens(n) for n in range(len(ordered)))
    common = common_passages(prints)
    compared.set_aside(_beside(prints, common, len(ordered)))
    links = []
    for one, other in _candidates(prints, ~common):
        link = _link(ordered[one], ordered[other], compared(one, other), wide=compared.tokens(one).wide)
        if link is not None:
            links.append(link)
    told = {frozenset((link.left, link.right)) for link in links}
    for one, other in _candidates(prints, common, every_pair=2, earliest=1):
        passage = _background(ordered[one], ordered[other])
        if passage is not None and frozenset((passage.left, passage.right)) not in told:
            links.append(passage)
    return sorted(links, key=lambda link: (link.left, link.right, link.kind))


def families(reports: Iterable[ReportId], links: Iterable[Link]) -> dict[ReportId, ReportId]:
    """Map each report to the original of its family: the report itself where it is no copy.

    A circle of copies is cut at its smallest id.
    """
    original: dict[str, str] = {}
    for link in sorted(links, key=lambda found: (found.left, -found.score, found.right)):
        if link.kind in COPIES:
            original.setdefault(link.left, link.right)
    return {report: ReportId(_root(report, original)) for report in reports}


def _root(report: str, original: Mapping[str, str]) -> str:
    seen = [report]
    while seen[-1] in original:
        following = original[seen[-1]]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _rank(report: Report) -> tuple[bool, date, str]:
    """Order reports: who republishes comes after, then who is later, then the larger id."""
    return (bool(report.republished_by), report.published or date.max, report.id)


class _Compared:
    """Compares two reports in full; keeps the tokens of some thousand, which is all of a small casebook."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._beside: Mapping[int, NDArray[np.int64]] = {}
        self._kept: OrderedDict[int, Tokens] = OrderedDict()
        self._masks: dict[int, NDArray[np.bool_]] = {}

    def set_aside(self, beside: Mapping[int, NDArray[np.int64]]) -> None:
        """Leave these stretches of each report out of comparisons: first and last place of their runs."""
        self._beside, self._masks = beside, {}

    def tokens(self, n: int) -> Tokens:
        found = self._kept.get(n)
        if found is None:
            found = self._kept[n] = tokens_of(self._reports[n].text)
            if len(self._kept) > KEPT_TOKENS:
                gone, _ = self._kept.popitem(last=False)
                self._masks.pop(gone, None)
        return found

    def __call__(self, one: int, other: int) -> Overlap:
        left, right = self.tokens(one), self.tokens(other)
        return overlap(left, right, self._mask(one, left), self._mask(other, right))

    def _mask(self, n: int, tokens: Tokens) -> NDArray[np.bool_]:
        mask = self._masks.get(n)
        if mask is None:
            mask = self._masks[n] = np.zeros(len(tokens.hashes), np.bool_)
            for first, last in self._beside.get(n, ()):
                mask[first : last + tokens.run] = True
        return mask


def _beside(prints: Prints, common: NDArray[np.bool_], reports: int) -> dict[int, NDArray[np.int64]]:
    """Return, for each report, the stretches of common passages: first and last place of their runs."""
    at = np.flatnonzero(common)
    if not len(at):
        return {}
    owner, place = prints.report[at], prints.place[at]
    apart = np.ones(len(at), np.bool_)
    apart[1:] = (np.diff(owner) != 0) | (np.diff(place) > NEAR)
    starts = np.flatnonzero(apart)
    ends = np.append(starts[1:], len(at)) - 1
    stretches = np.stack([place[starts], place[ends]], axis=1)
    bounds = np.searchsorted(owner[starts], np.arange(reports + 1))
    return {n: stretches[bounds[n] : bounds[n + 1]] for n in np.unique(owner[starts])}


def _candidates(
    prints: Prints, chosen: NDArray[np.bool_], *, every_pair: int = EVERY_PAIR, earliest: int = EARLIEST
) -> list[tuple[int, int]]:
    """Return pairs of reports (earlier, later) that share several of the chosen runs.

    Reports are numbered from the earliest, so the first holders of a run are those to look at.
    """
    at = np.flatnonzero(chosen & (prints.holders > 1))
    order = at[np.lexsort((prints.report[at], prints.run[at]))]
    run, report = prints.run[order], prints.report[order]
    starts = np.flatnonzero(np.append(True, np.diff(run) != 0)) if len(run) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(run)))
    within = np.arange(len(run)) - np.repeat(starts, sizes)
    size_of, start_of = np.repeat(sizes, sizes), np.repeat(starts, sizes)
    codes = []
    for nth in range(int(min(every_pair, sizes.max(initial=1))) - 1):
        later = (within > nth) & ((size_of <= every_pair) | (nth < earliest))
        codes.append((report[start_of[later] + nth] << 32) | report[later])
    if not codes:
        return []
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    own = np.bincount(prints.report[chosen], minlength=prints.reports)
    shorter = np.minimum(own[pairs >> 32], own[pairs & 0xFFFFFFFF])
    kept = pairs[(shared >= LEAST_RUNS) & (shared >= LEAST_SHARE * shorter)]
    return list(zip((kept >> 32).tolist(), (kept & 0xFFFFFFFF).tolist(), strict=True))


def _link(earlier: Report, later: Report, found: Overlap, *, wide: bool) -> Link | None:
    if found.tokens < (LEAST_CHARACTERS if wide else LEAST_WORDS) and min(found.left, found.right) < 0.9:
        return None
    inside, least = max(found.left, found.right), min(found.left, found.right)
    copy, original = later, earlier
    if not found.numbers_agree:
        return None
    if least >= COPY or (inside >= 0.75 and least >= 0.5):
        kind = "copy_of"
    elif inside >= EXCERPT:
        kind = "excerpt_of"
        if inside < 0.8 or least < 0.35:  # a longer one may be the copy, in a larger page
            copy, original = (later, earlier) if found.right > found.left else (earlier, later)
    elif found.tokens >= LEAST_PASSAGE * (1 + wide):
        return _background(earlier, later, round(inside, 3))
    else:
        return None
    reasons = [f"{inside:.0%} of the shorter text stands in the longer one"]
    reasons += _why_later(copy, original)
    return Link(kind=kind, left=copy.id, right=original.id, score=round(inside, 3), reasons=tuple(reasons))


def _background(earlier: Report, later: Report, score: float = 0.1) -> Link | None:
    """Link two reports that share a passage beside stories of their own; one outlet's boilerplate is none."""
    if earlier.outlet and earlier.outlet == later.outlet:
        return None
    return Link(
        kind="shares_background_with",
        left=later.id,
        right=earlier.id,
        score=score,
        reasons=("they share a passage, and each tells a story of its own beside it",),
    )


def _why_later(copy: Report, original: Report) -> list[str]:
    if copy.republished_by and not original.republished_by:
        return ["it says that it was taken over from another outlet"]
    if copy.published and original.published and copy.published > original.published:
        return [f"it is dated {(copy.published - original.published).days} days later"]
    return ["which of the two came first is not told"]
