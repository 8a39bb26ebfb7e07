"""Who did what: the ledger of the desk, and the custody log of the originals."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from khronika.casebook.reviewing import agreement_so_far, audit_of_coders
from khronika.store.models import CustodyRow, LedgerRow
from khronika.web.access import needs

PAGE = 100


@require_GET
@needs("custodian")
def activity(request: HttpRequest) -> HttpResponse:
    """Show the ledger, the latest first."""
    rows = LedgerRow.objects.all()
    who, did = request.GET.get("who", "").strip(), request.GET.get("did", "").strip()
    if who:
        rows = rows.filter(who=who)
    if did:
        rows = rows.filter(did=did)
    sheet = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    kinds = LedgerRow.objects.order_by("did").values_list("did", flat=True).distinct()
    return render(
        request,
        "activity.html",
        {"page": "log", "sheet": sheet, "kinds": list(kinds), "who": who, "did": did},
    )


@require_GET
@needs("custodian")
def custody(request: HttpRequest) -> HttpResponse:
    """Show the custody log, the latest first."""
    sheet = Paginator(CustodyRow.objects.order_by("-number"), PAGE).get_page(request.GET.get("page"))
    entries = [_entry(row) for row in sheet]
    return render(request, "custody.html", {"page": "log", "sheet": sheet, "entries": entries})


@require_GET
@needs("custodian")
def coding(request: HttpRequest) -> HttpResponse:
    """Show how right the coder was, by what people said of its claims."""
    context = {"page": "log", "lines": audit_of_coders(), "agreement": agreement_so_far()}
    return render(request, "coding.html", context)


def _entry(row: CustodyRow) -> dict[str, Any]:
    return {**json.loads(row.line), "logged": row.logged}
