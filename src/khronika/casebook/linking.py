"""Link everything that a casebook holds, and keep what people judged.

Claims never change, so an incident's id follows from its claims. Copies are looked for anew only when
reports or claims came or went; incidents also when people judged links. What people said comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from khronika.link.copies import families
from khronika.link.incidents import find_with_doubts
from khronika.link.reports import LinkedReports, link_reports
from khronika.record import Claim, Incident, Link, LinkJudgement, ReportId, short_id
from khronika.review import decided, judged_copies

DOUBT = "maybe_same_incident"


def link_everything() -> None:
    """Find copies and incidents anew when reports, claims or judgements came or went; in one transaction."""
    from django.db import transaction

    from khronika.store.mapping import claim_of
    from khronika.store.models import ClaimRow, LinkJudgementRow, ReportRow

    held = short_id(
        "l",
        *ReportRow.objects.order_by("id").values_list("id", flat=True),
        "|",
        *ClaimRow.objects.order_by("id").values_list("id", flat=True),
    )
    state = short_id("l", held, *LinkJudgementRow.objects.values_list("id", flat=True))
    if _setting("linked") == state:
        return
    claims = [claim_of(row) for row in ClaimRow.objects.order_by("id").iterator(1000)]
    with transaction.atomic():
        links = _report_links(held, claims)
        judgements = link_judgements()
        standing = judged_copies(links, decided(judgements, "copy"))
        reports = [ReportId(key) for key in ReportRow.objects.values_list("id", flat=True)]
        linked = LinkedReports(tuple(standing), families(reports, _seen(standing)))
        held_together = decided(judgements)
        found = find_with_doubts(claims, linked.known(held_together.together, held_together.apart))
        _write(found.incidents, found.doubts)
        _set("linked", state)


def link_judgements() -> list[LinkJudgement]:
    """Return all judgements of links, in the order in which they were made."""
    from khronika.store.mapping import link_judgement_of
    from khronika.store.models import LinkJudgementRow

    return [link_judgement_of(row) for row in LinkJudgementRow.objects.select_related("reviewer")]


def standing_links(ends: Iterable[str] | None = None) -> list[Link]:
    """Return the links between reports as people let them stand; of some reports, or all."""
    from khronika.store.mapping import link_of
    from khronika.store.models import LinkRow

    rows = LinkRow.objects.exclude(kind=DOUBT)
    wanted = None if ends is None else set(ends)
    if wanted is not None:
        rows = rows.filter(left__in=wanted)
    held = judged_copies([link_of(row) for row in rows], decided(link_judgements(), "copy"))
    return [x for x in held if wanted is None or x.left in wanted]


def _report_links(held: str, claims: Sequence[Claim]) -> list[Link]:
    """Return the machine's links between reports, looked for anew when reports or claims changed."""
    from khronika.store.mapping import link_of, link_row, report_of
    from khronika.store.models import LinkRow, ReportRow

    if _setting("linked-reports") == held:
        return [link_of(row) for row in LinkRow.objects.exclude(kind=DOUBT)]
    reports = [report_of(row) for row in ReportRow.objects.order_by("id").iterator(500)]
    links = list(link_reports(reports, claims).links)
    LinkRow.objects.exclude(kind=DOUBT).delete()
    LinkRow.objects.bulk_create([link_row(link) for link in links], batch_size=1000)
    _set("linked-reports", held)
    return links


def _seen(links: Iterable[Link]) -> list[Link]:
    """Leave out links to originals that nobody added."""
    return [x for x in links if not x.right.startswith("unseen-")]


def _write(incidents: Sequence[Incident], doubts: Sequence[Link]) -> None:
    from khronika.store.mapping import incident_of, link_row, save_incident
    from khronika.store.models import IncidentRow, LinkRow

    LinkRow.objects.filter(kind=DOUBT).delete()
    LinkRow.objects.bulk_create([link_row(link) for link in doubts], batch_size=1000)
    kept = {incident.id for incident in incidents}
    present = {row.id: row for row in IncidentRow.objects.all()}
    for incident in incidents:
        # The same claims can have other sources or reasons after people judged links.
        if incident.id not in present or _changed(incident_of(present[incident.id]), incident):
            save_incident(incident)
    gone = [incident_of(row) for key, row in present.items() if key not in kept]
    _move_persons(gone, incidents)
    for at in range(0, len(gone), 500):
        IncidentRow.objects.filter(id__in=[i.id for i in gone[at : at + 500]]).delete()


def _changed(old: Incident, new: Incident) -> bool:
    return old != new or old.links != new.links


def _move_persons(gone: Sequence[Incident], incidents: Sequence[Incident]) -> None:
    """Keep sealed persons with the incident that holds most claims of the one they were with."""
    from khronika.store.models import PersonRow

    with_persons = set(PersonRow.objects.exclude(incident=None).values_list("incident_id", flat=True))
    moved = [incident for incident in gone if incident.id in with_persons]
    if not moved:
        return
    of: Mapping[str, str] = {claim: i.id for i in incidents for claim in i.claims}
    for incident in moved:
        now = Counter(of[claim] for claim in incident.claims if claim in of)
        if now:
            heir = min(now, key=lambda key: (-now[key], key))
            PersonRow.objects.filter(incident_id=incident.id).update(incident_id=heir)


def _setting(key: str) -> object:
    from khronika.store.models import SettingRow

    return SettingRow.objects.filter(key=key).values_list("value", flat=True).first()


def _set(key: str, value: object) -> None:
    from khronika.store.models import SettingRow

    SettingRow.objects.update_or_create(key=key, defaults={"value": value})
