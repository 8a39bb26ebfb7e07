"""Incidents: the list, and one with its claims side by side."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from khronika.casebook.corroboration import corroborated, source_rule
from khronika.casebook.reading_room import IncidentLine, list_incidents, open_incident
from khronika.vocabularies import terms
from khronika.web.access import member_of, needs
from khronika.web.compare import compared_acts, reasons_of
from khronika.web.pictures import source_graph, timeline_of
from khronika.web.words import choices

PAGE = 50
STATES = ("unseen", "disputed", "stands", "established", "rejected")
SORTS = ("latest", "earliest", "victims", "reports", "sources")


@require_GET
@needs("reader")
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents that fit what was asked for."""
    every = list_incidents()
    asked = {key: request.GET.get(key, "").strip()[:100] for key in ("act", "place", "state", "text", "sort")}
    found = _sorted([line for line in every if _fits(line, asked)], asked["sort"])
    page = _page_number(request.GET.get("page", "1"))
    return render(
        request,
        "incidents.html",
        {
            "page": "incidents",
            "lines": found[(page - 1) * PAGE : page * PAGE],
            "found": len(found),
            "total": len(every),
            "number": page,
            "pages": -(-len(found) // PAGE),
            "earlier": urlencode({**asked, "page": page - 1}),
            "later": urlencode({**asked, "page": page + 1}),
            "asked": asked,
            "acts": choices("acts"),
            "places": sorted({p for line in every if (p := _province(line))}),
            "states": STATES,
            "sorts": SORTS,
        },
    )


@require_GET
@needs("reader")
def incident(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Show one incident."""
    opened = open_incident(member_of(request), incident_id)
    tables = compared_acts(opened)
    columns = sorted((c for table in tables for c in table.columns), key=lambda c: c.number)
    context = {
        "page": "incidents",
        "opened": opened,
        "incident": opened.incident,
        "tables": tables,
        "reasons": reasons_of(opened),
        "timeline": timeline_of(columns),
        "graph": source_graph(opened),
        "rule": corroborated(source_rule(), opened.incident.root_sources, opened.claims),
    }
    return render(request, "incident.html", context)


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _fits(line: IncidentLine, asked: dict[str, str]) -> bool:
    return (
        (not asked["act"] or asked["act"] in line.acts)
        and (not asked["place"] or asked["place"] == _province(line))
        and (not asked["state"] or asked["state"] == line.state)
        and (not asked["text"] or asked["text"].casefold() in _words(line))
    )


def _province(line: IncidentLine) -> str | None:
    place = line.incident.place
    return place.admin1 if place else None


def _words(line: IncidentLine) -> str:
    place, labels = line.incident.place, {t.key: t.label for t in terms("acts")}
    parts = [line.incident.id, *(labels.get(act, act) for act in line.acts)]
    if place:
        parts += [place.name, place.admin1 or "", place.country or ""]
    if line.incident.date:
        parts.append(str(line.incident.date))
    return " ".join(parts).casefold()


def _sorted(lines: list[IncidentLine], by: str) -> list[IncidentLine]:
    if by == "victims":
        return sorted(lines, key=lambda x: -(x.incident.victims.floor or 0))
    if by == "reports":
        return sorted(lines, key=lambda x: -len(x.incident.reports))
    if by == "sources":
        return sorted(lines, key=lambda x: [-n for n in x.incident.root_sources])
    ordered = sorted(lines, key=_last_day, reverse=by != "earliest")
    return sorted(ordered, key=lambda x: not _last_day(x))  # undated ones come last


def _last_day(line: IncidentLine) -> str:
    when = line.incident.date
    day = (when.last or when.first) if when else None
    return day.isoformat() if day else ""
