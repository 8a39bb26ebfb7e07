"""Everything that links reports with reports: copies, translations, shared background, citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from khronika.link.copies import copy_links, families
from khronika.link.likeness import Known
from khronika.link.origins import citations, unseen_originals
from khronika.link.translations import translation_links
from khronika.record import Claim, Link, Report, ReportId


@dataclass(frozen=True, slots=True)
class LinkedReports:
    """The links between reports, and the original of each report (itself where it is no copy)."""

    links: tuple[Link, ...]
    original_of: Mapping[ReportId, ReportId]

    def known(
        self,
        together: AbstractSet[frozenset[str]] = frozenset(),
        apart: AbstractSet[frozenset[str]] = frozenset(),
    ) -> Known:
        """Return what is known of reports and claims before incidents are looked for."""
        cites = {frozenset((x.left, x.right)) for x in self.links if x.kind == "cites"}
        return Known(original_of=self.original_of, cites=cites, together=together, apart=apart)


def link_reports(reports: Sequence[Report], claims: Sequence[Claim]) -> LinkedReports:
    """Return how reports hang together; the order in which they came does not matter.

    Two reports with one id are taken for one: the one whose text comes first in the alphabet.
    """
    kept: dict[ReportId, Report] = {}
    for report in sorted(reports, key=lambda r: (r.id, r.text)):
        kept.setdefault(report.id, report)
    single = list(kept.values())
    links = copy_links(single)
    copied = {frozenset((link.left, link.right)) for link in links}
    links += [
        link for link in translation_links(single, claims) if frozenset((link.left, link.right)) not in copied
    ]
    original_of = families(kept, links)
    links += citations(single, claims, original_of)
    links += unseen_originals(single, original_of)
    return LinkedReports(tuple(links), original_of)
