"""Find reports that are copies or excerpts of others, and say which came first.

A copy with another site's boilerplate is a copy: what counts is how much of the shorter text stands
in the longer one. Translations are not found here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from khronika.link.fingerprints import fingerprint
from khronika.record import Link, Report, ReportId

COPY, EXCERPT, BACKGROUND = 0.55, 0.5, 0.12
TOO_COMMON = 50  # a run of words in more reports than this is boilerplate


def copy_links(reports: Sequence[Report]) -> list[Link]:
    """Return copy_of, excerpt_of and shares_background_with links; `left` is the copy.

    The result does not depend on the order of the reports.
    """
    ordered = sorted(reports, key=lambda r: r.id)
    prints = {r.id: fingerprint(r.text) for r in ordered}
    by_id = {r.id: r for r in ordered}
    links = []
    for (one, other), shared in sorted(_candidates(prints).items()):
        link = _link(by_id[one], by_id[other], shared, len(prints[one]), len(prints[other]))
        if link is not None:
            links.append(link)
    return links


def families(reports: Iterable[ReportId], links: Iterable[Link]) -> dict[ReportId, ReportId]:
    """Map each report to the original of its family: the report itself where it is no copy.

    A circle of copies is cut at its smallest id.
    """
    original: dict[str, str] = {}
    for link in sorted(links, key=lambda found: (found.left, -found.score, found.right)):
        if link.kind in {"copy_of", "excerpt_of", "translation_of"}:
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


def _candidates(prints: Mapping[ReportId, frozenset[int]]) -> dict[tuple[ReportId, ReportId], int]:
    """Count the hashes that each pair of reports shares, boilerplate left out."""
    holders: defaultdict[int, list[ReportId]] = defaultdict(list)
    for report, hashes in prints.items():
        for value in hashes:
            holders[value].append(report)
    shared: Counter[tuple[ReportId, ReportId]] = Counter()
    for found in holders.values():
        if 1 < len(found) <= TOO_COMMON:
            for n, one in enumerate(found):
                for other in found[n + 1 :]:
                    shared[(one, other) if one < other else (other, one)] += 1
    return {pair: count for pair, count in shared.items() if count >= 3}


def _link(one: Report, other: Report, shared: int, size: int, other_size: int) -> Link | None:
    small, large = sorted((size, other_size))
    inside = shared / small
    copy, original = _later_first(one, other)
    kind = None
    if inside >= COPY and small >= 0.6 * large:
        kind = "copy_of"
    elif inside >= EXCERPT:
        kind = "excerpt_of"
        copy, original = (one, other) if size < other_size else (other, one)
        if inside >= 0.8 and small >= 0.35 * large:
            copy, original = _later_first(one, other)  # the longer one may be a copy in a larger page
    elif inside >= BACKGROUND and shared >= 6:
        kind = "shares_background_with"
    if kind is None:
        return None
    reasons = [f"{inside:.0%} of the shorter text stands in the longer one"]
    reasons += _why_later(copy, original)
    return Link(kind=kind, left=copy.id, right=original.id, score=round(inside, 3), reasons=tuple(reasons))


def _later_first(one: Report, other: Report) -> tuple[Report, Report]:
    """Return the copy and the original: who republishes, then who is later, then the longer id."""

    def rank(report: Report) -> tuple[bool, date, str]:
        return (bool(report.republished_by), report.published or date.max, report.id)

    return (one, other) if rank(one) > rank(other) else (other, one)


def _why_later(copy: Report, original: Report) -> list[str]:
    if copy.republished_by and not original.republished_by:
        return ["it says that it was taken over from another outlet"]
    if copy.published and original.published and copy.published > original.published:
        return [f"it is dated {(copy.published - original.published).days} days later"]
    return ["which of the two came first is not told"]
