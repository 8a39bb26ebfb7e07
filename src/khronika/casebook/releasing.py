"""From findings to what may leave: count, pass the gate, publish, and write down that it left."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from khronika import __version__
from khronika.casebook.counting import acts_of_findings
from khronika.casebook.custody import record_custody, write_log
from khronika.casebook.folders import write_folder
from khronika.count.svg import Bar, bar_chart_svg
from khronika.count.tables import incident_table
from khronika.errors import CasebookExistsError
from khronika.protect.gate import CROWD_FLOOR, Cell, pass_gate
from khronika.publish.package import datapackage_json, manifest, table_csv
from khronika.publish.site import release_page
from khronika.record import Finding, Release, digest_of

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook

METHOD = (
    "Reports were read and coded by rules; people then accepted, corrected or rejected each claim against "
    "its quote, and only claims that stand are counted. Copies of one report count once. Dates and numbers "
    "are intervals as the reports support them; nothing is filled in."
)
MOST_BARS = 24  # six years
BY = ("act", "country", "admin1", "quarter", "sex")


def make_release(
    casebook: Casebook, target: Path, *, by: str, audience: str, established: bool = False
) -> Release:
    """Write a release into a new folder.

    Raises GateRefusedError when nothing may leave, CasebookExistsError when the folder is not new.
    """
    from django.db import transaction

    from khronika.store.models import LedgerRow, ReleaseRow

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CasebookExistsError(where=target)
    findings = [f for f in all_findings() if f.established or not established]
    release = pass_gate(cells_of(findings), audience=audience, method=METHOD, floor=CROWD_FLOOR)
    files = release_files(release)
    write_folder(target, files)
    digest = digest_of(files["manifest.sha256"])
    with transaction.atomic():
        ReleaseRow.objects.create(
            by=by,
            audience=audience,
            manifest=digest,
            body={"proof": release.proof, "rows": len(release.rows), "withheld": release.withheld},
        )
        LedgerRow.objects.create(who=by, did="released", target=digest)
        record_custody(by, "released", digest)
    write_log(casebook)
    return release


def all_findings() -> list[Finding]:
    """Return the findings of the open casebook: nothing unseen is among them."""
    from khronika.review.findings import findings_of
    from khronika.store.mapping import claim_of, incident_of, judgement_of
    from khronika.store.models import ClaimRow, IncidentRow, JudgementRow

    judgements = [judgement_of(row) for row in JudgementRow.objects.select_related("reviewer")]
    judged = {j.claim for j in judgements}
    rows = IncidentRow.objects.filter(claims__id__in=judged).distinct().order_by("id")
    found: list[Finding] = []
    for row in rows:
        incident = incident_of(row)
        claims = {c.id: c for c in map(claim_of, ClaimRow.objects.filter(id__in=incident.claims))}
        found.extend(findings_of(incident, claims, judgements))
    return found


def cells_of(findings: list[Finding]) -> list[Cell]:
    """Count findings by act, province, quarter and sex."""
    nationality: defaultdict[str, set[str | None]] = defaultdict(set)
    for finding in findings:
        nationality[finding.incident] |= {c.victims.nationality for c in finding.claims}
    cells = []
    for row in incident_table(acts_of_findings(findings), by=BY):
        told = {name: None if value == "unknown" else value for name, value in row.values.items()}
        cells.append(
            Cell(
                act=str(told["act"]),
                admin1=told["admin1"],
                country=told["country"],
                quarter=str(told["quarter"]),
                sex=told["sex"],
                nationalities=frozenset().union(*(nationality[i] for i in row.possible_incidents)),
                certain=row.certain,
                possible=row.possible,
                victims=row.victims,
            )
        )
    return cells


def release_files(release: Release) -> dict[str, bytes]:
    """Return the files of a release by name."""
    table = table_csv(release)
    files = {
        "index.html": release_page(release, _chart(release)).encode(),
        "incidents.csv": table.encode(),
        "datapackage.json": datapackage_json(release, table, name="incidents", version=__version__).encode(),
    }
    files["manifest.sha256"] = manifest(files).encode()
    return files


def _chart(release: Release) -> str:
    """Draw the act that most rows tell of, quarter by quarter: one act, so that no incident counts twice."""
    act = Counter(row.act for row in release.rows).most_common(1)[0][0]
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in release.rows:
        if row.act == act:
            sums[row.quarter][0] += row.certain
            sums[row.quarter][1] += row.possible
    bars = [Bar(label=label, certain=sure, possible=maybe) for label, (sure, maybe) in sorted(sums.items())]
    title = f"{act.replace('_', ' ').capitalize()}: incidents by quarter"
    return bar_chart_svg(bars[-MOST_BARS:], title=title)
