"""Count what a casebook holds: everything that reports tell, or only what people let stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from khronika.count.acts import CountedAct, counted_acts
from khronika.count.tables import TableRow, incident_table
from khronika.record import Finding, Report, ReportId


def acts_of_findings(
    findings: Sequence[Finding], reports: Mapping[ReportId, Report] | None = None
) -> list[CountedAct]:
    """Return what can be counted of findings; who reported them, and when first, where reports are given."""
    return [_act(finding, reports or {}) for finding in findings]


def casebook_acts(*, everything: bool) -> list[CountedAct]:
    """Return what can be counted of the open casebook.

    `everything` also counts claims that nobody has judged yet: what reports tell, not what is held
    established. Practices and trends are never counted as incidents.
    """
    from khronika.store.mapping import claim_of, report_of
    from khronika.store.models import ClaimRow, ReportRow

    reports = [report_of(row) for row in ReportRow.objects.defer("text", "spots").iterator(500)]
    if not everything:
        from khronika.casebook.releasing import all_findings

        return acts_of_findings(all_findings(), {report.id: report for report in reports})
    from khronika.casebook.overview import incident_lines

    lines = incident_lines()
    claims = [claim_of(row) for row in ClaimRow.objects.filter(specificity="incident").iterator(1000)]
    states = {line.incident.id: line.review for line in lines}
    return list(counted_acts([line.incident for line in lines], claims, reports, states))


def casebook_table(by: Sequence[str], *, everything: bool) -> list[TableRow]:
    """Return a table over the open casebook; raises UsageError for an unknown dimension."""
    return incident_table(casebook_acts(everything=everything), by=by)


def last_look(today: date) -> date | None:
    """Return the day of the last look at what changed, and remember today's."""
    from khronika.store.models import SettingRow

    row = SettingRow.objects.filter(key="watched").first()
    SettingRow.objects.update_or_create(key="watched", defaults={"value": today.isoformat()})
    return date.fromisoformat(row.value) if row else None


def _act(finding: Finding, reports: Mapping[ReportId, Report]) -> CountedAct:
    place = finding.place
    told = sorted(
        {c.report: reports[c.report] for c in finding.claims if c.report in reports}.values(),
        key=lambda report: (report.published or date.max, report.id),
    )
    outlets = tuple(dict.fromkeys(report.outlet for report in told if report.outlet))
    return CountedAct(
        incident=finding.incident,
        act=finding.act,
        date=finding.date,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        victims=finding.victims,
        sex=finding.sex,
        root_sources=finding.root_sources,
        state="established" if finding.established else "judged",
        published=next((report.published for report in told if report.published), None),
        outlet=outlets[0] if outlets else None,
        outlets=outlets,
    )
