"""Count what a casebook holds: everything that reports tell, or only what people let stand."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.count.acts import CountedAct, counted_acts
from khronika.count.tables import TableRow, incident_table
from khronika.record import Finding


def acts_of_findings(findings: Sequence[Finding]) -> list[CountedAct]:
    """Return what can be counted of findings."""
    return [
        CountedAct(
            incident=finding.incident,
            act=finding.act,
            date=finding.date,
            admin1=finding.place.admin1 if finding.place else None,
            country=finding.place.country if finding.place else None,
            victims=finding.victims,
            sex=finding.sex,
            root_sources=finding.root_sources,
            state="established" if finding.established else "judged",
        )
        for finding in findings
    ]


def casebook_table(by: Sequence[str], *, everything: bool) -> list[TableRow]:
    """Return a table over the open casebook; raises UsageError for an unknown dimension.

    `everything` also counts claims that nobody has judged yet: what reports tell, not what is held
    established. Practices and trends are never counted as incidents.
    """
    if not everything:
        from khronika.casebook.releasing import all_findings

        return incident_table(acts_of_findings(all_findings()), by=by)
    from khronika.casebook.overview import incident_lines
    from khronika.store.mapping import claim_of, report_of
    from khronika.store.models import ClaimRow, ReportRow

    lines = incident_lines()
    claims = [claim_of(row) for row in ClaimRow.objects.filter(specificity="incident").iterator(1000)]
    reports = [report_of(row) for row in ReportRow.objects.defer("text").iterator(500)]
    states = {line.incident.id: line.review for line in lines}
    return incident_table(counted_acts([line.incident for line in lines], claims, reports, states), by=by)
