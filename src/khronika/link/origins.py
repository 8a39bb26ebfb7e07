"""Which reports others rest on: those that they name, seen here or not.

"Republished from the Daily Ferry" makes the ferry's report the original even when nobody has added it: it
is a report that is known but unseen. "The Daily Ferry reported on Monday" cites it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from khronika.link.translations import same_claims
from khronika.record import Claim, Link, Report, ReportId, short_id

UNSEEN = "unseen"
LEAST_LETTERS, LEAST_CHARACTERS = 5, 3  # of an outlet's name that is looked for in texts
BEFORE = timedelta(days=60)  # a report cites what was told lately


def unseen_originals(reports: Iterable[Report], original_of: Mapping[ReportId, ReportId]) -> list[Link]:
    """Return a copy_of link to an unseen report for each original that itself was taken over from elsewhere.

    >>> copy = Report(id=ReportId("r1"), text="…", outlet="Daily Ferry", republished_by="Open Pier")
    >>> [link.reasons for link in unseen_originals([copy], {})]
    [('Daily Ferry is named as the first to publish it; that report is not here',)]
    """
    found = []
    for report in sorted(reports, key=lambda r: r.id):
        first = original_of.get(report.id, report.id) == report.id
        if first and report.republished_by and report.outlet and report.outlet != report.republished_by:
            reason = f"{report.outlet} is named as the first to publish it; that report is not here"
            unseen = short_id(UNSEEN, report.outlet.casefold(), report.id)
            found.append(Link(kind="copy_of", left=report.id, right=unseen, score=1.0, reasons=(reason,)))
    return found


def citations(
    reports: Sequence[Report], claims: Iterable[Claim], original_of: Mapping[ReportId, ReportId]
) -> list[Link]:
    """Return cites links: a report names another outlet, and that outlet told of the same before.

    Where the outlet's own report is not here, nothing is claimed. A report never cites itself or its copies.
    """
    told: defaultdict[ReportId, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.report].append(claim)
    by_outlet: defaultdict[str, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: (r.published or date.max, r.id)):
        if report.outlet and _can_be_found(report.outlet):
            by_outlet[report.outlet.casefold()].append(report)
    if not by_outlet:
        return []
    names = re.compile("|".join(_pattern(name) for name in sorted(by_outlet, key=lambda n: (-len(n), n))))
    links = []
    for report in sorted(reports, key=lambda r: r.id):
        own = {(name or "").casefold() for name in (report.outlet, report.republished_by)}
        for name in sorted({m.group() for m in names.finditer(report.text.casefold())} - own):
            cited = _cited(report, by_outlet.get(name, ()), told, original_of)
            if cited is not None:
                links.append(_link(report, cited))
    return links


def _cited(
    report: Report,
    others: Sequence[Report],
    told: Mapping[ReportId, Sequence[Claim]],
    original_of: Mapping[ReportId, ReportId],
) -> Report | None:
    family = original_of.get(report.id, report.id)
    fitting = []
    for other in others:
        if original_of.get(other.id, other.id) == family or not _before(other, report):
            continue
        score, matched, against = same_claims(told.get(report.id, ()), told.get(other.id, ()))
        if matched and not against:
            fitting.append((score, other.published or date.min, other.id, other))
    return max(fitting)[3] if fitting else None


def _before(one: Report, other: Report) -> bool:
    if one.published is None or other.published is None:
        return True
    return timedelta(0) <= other.published - one.published <= BEFORE


def _link(report: Report, cited: Report) -> Link:
    reason = f"it names {cited.outlet}, which told of the same before"
    return Link(kind="cites", left=report.id, right=cited.id, score=0.8, reasons=(reason,))


def _can_be_found(name: str) -> bool:
    return len(name) >= (LEAST_LETTERS if name.isascii() else LEAST_CHARACTERS)


def _pattern(name: str) -> str:
    return rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
