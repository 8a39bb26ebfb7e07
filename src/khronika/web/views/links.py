"""What belongs together: the machine's proposals, the most doubtful first, and what people say of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from khronika.casebook.judging_links import (
    Proposal,
    judge_link,
    merge_incidents,
    own_judgements,
    proposals,
    split_incident,
    undo_link,
)
from khronika.casebook.link_sheets import rows_of
from khronika.casebook.reading_room import report_summaries
from khronika.errors import KhronikaError
from khronika.record import Report
from khronika.web.access import member_of, needs
from khronika.web.problems import problem_of

PAGE = 25
SIDES = ("left_report", "right_report")
STATES = ("unseen", "disputed", "same", "not_same")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A proposal as the page shows it: both sides with their titles and words, and one's own word."""

    proposal: Proposal
    row: dict[str, str]
    own: str
    titles: tuple[str, str]


@require_GET
@needs("reader")
def links(request: HttpRequest) -> HttpResponse:
    """List what can be judged."""
    return _page(request)


@require_POST
@needs("coder")
def judging(request: HttpRequest) -> HttpResponse:
    """Write what a member says of one pair."""
    posted = request.POST
    sides = posted.get("left", "")[:100], posted.get("right", "")[:100]
    try:
        judge_link(
            member_of(request),
            posted.get("kind", ""),
            posted.get("verdict", ""),
            [sides[0]] if sides[0] else [],
            [sides[1]] if sides[1] else [],
            posted.get("reason", ""),
        )
    except KhronikaError as error:
        return _page(request, error)
    return _back(request)


@require_POST
@needs("coder")
def undoing(request: HttpRequest) -> HttpResponse:
    """Take one's own word back."""
    try:
        undo_link(member_of(request), request.POST.get("judgement", "")[:40])
    except KhronikaError as error:
        return _page(request, error)
    return _back(request)


@require_POST
@needs("coder")
def merging(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Say that an incident and another are one."""
    other, reason = request.POST.get("other", "").strip()[:40], request.POST.get("reason", "")
    try:
        merge_incidents(member_of(request), incident_id, other, reason)
    except KhronikaError as error:
        return _page(request, error)
    return redirect("links")


@require_POST
@needs("coder")
def splitting(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Say that some claims of an incident do not belong to the rest."""
    reason = request.POST.get("reason", "")
    try:
        split_incident(member_of(request), incident_id, request.POST.getlist("claim"), reason)
    except KhronikaError as error:
        return _page(request, error)
    return redirect("links")


def _page(request: HttpRequest, problem: KhronikaError | None = None) -> HttpResponse:
    member = member_of(request)
    asked = _asked(request)
    every = proposals()
    found = [p for p in every if asked["state"] in {"", p.state} and asked["kind"] in {"", p.kind}]
    pages = -(-len(found) // PAGE)
    number = min(_number(request.GET.get("page", "1")), max(1, pages))
    shown = found[(number - 1) * PAGE : number * PAGE]
    own = {j.id for j in own_judgements(member)}
    rows = list(rows_of(shown))
    reports = report_summaries({row[side] for row in rows for side in SIDES})
    context = {
        "page": "links",
        "shown": [
            Shown(
                proposal=p,
                row=row,
                own=next((j.id for j in p.said if j.id in own), ""),
                titles=(_title(reports.get(row[SIDES[0]])), _title(reports.get(row[SIDES[1]]))),
            )
            for p, row in zip(shown, rows, strict=True)
        ],
        "found": len(found),
        "unseen": sum(p.state == "unseen" for p in every),
        "disputed": sum(p.state == "disputed" for p in every),
        "asked": asked,
        "states": STATES,
        "number": number,
        "pages": pages,
        "here": urlencode({**asked, "page": number}),
        "earlier": urlencode({**asked, "page": number - 1}),
        "later": urlencode({**asked, "page": number + 1}),
        "problem": problem_of(problem) if problem else None,
    }
    return render(request, "links.html", context, status=problem.http_status if problem else 200)


def _title(report: Report | None) -> str:
    return (report.title or "") if report else ""


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list as the member had filtered it."""
    kept = {**_asked(request), "page": _number(request.GET.get("page", "1"))}
    return redirect(f"{reverse('links')}?{urlencode(kept)}")


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "").strip()[:20] for key in ("state", "kind")}


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
