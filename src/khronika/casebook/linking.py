"""Link everything that a casebook holds, and keep what people already judged.

Claims never change, so an incident's id follows from its claims; judgements are of claims and stay.
"""

from __future__ import annotations

from khronika.link.incidents import find_incidents
from khronika.link.reports import link_reports
from khronika.record import short_id


def link_everything() -> None:
    """Find copies and incidents anew when reports or claims came or went; all in one transaction."""
    from django.db import transaction

    from khronika.store.mapping import claim_of, link_row, report_of, save_incident
    from khronika.store.models import ClaimRow, IncidentRow, LinkRow, ReportRow, SettingRow

    state = short_id(
        "l",
        *ReportRow.objects.order_by("id").values_list("id", flat=True),
        "|",
        *ClaimRow.objects.order_by("id").values_list("id", flat=True),
    )
    if SettingRow.objects.filter(key="linked", value=state).exists():
        return
    reports = [report_of(row) for row in ReportRow.objects.order_by("id").iterator(500)]
    claims = [claim_of(row) for row in ClaimRow.objects.order_by("id").iterator(1000)]
    linked = link_reports(reports, claims)
    incidents = find_incidents(claims, linked.known())
    with transaction.atomic():
        LinkRow.objects.all().delete()
        LinkRow.objects.bulk_create([link_row(link) for link in linked.links])
        kept = {incident.id for incident in incidents}
        IncidentRow.objects.exclude(id__in=kept).delete()
        present = set(IncidentRow.objects.values_list("id", flat=True))
        for incident in incidents:
            if incident.id not in present:
                save_incident(incident)
        SettingRow.objects.update_or_create(key="linked", defaults={"value": state})
