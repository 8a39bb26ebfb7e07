"""A report beside its claims, and what a member says of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from khronika.casebook.reading_room import OpenReport, open_report, report_of_claim
from khronika.casebook.reviewing import judge, undo
from khronika.errors import KhronikaError
from khronika.record import Correction
from khronika.web.access import member_of, needs
from khronika.web.cards import Card, cards_of, lit_paragraphs
from khronika.web.fields import form_of
from khronika.web.forms import corrections_from
from khronika.web.open_casebook import casebook_here
from khronika.web.problems import problem_of


@require_GET
@needs("reader")
def report(request: HttpRequest, report_id: str) -> HttpResponse:
    """Show a report's text with the words of its claims lit, beside the claims."""
    opened = open_report(member_of(request), report_id, casebook_here())
    return _report_page(request, opened)


@require_GET
@needs("coder")
def correcting(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show a claim's card as a form."""
    opened = report_of_claim(member_of(request), claim_id)
    if not request.htmx:  # type: ignore[attr-defined]
        opened = open_report(member_of(request), opened.report.id, casebook_here())
        return _report_page(request, opened, editing=claim_id)
    return _card_fragment(request, opened, claim_id, editing=True)


@require_GET
@needs("reader")
def card(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show a claim's card as it stands."""
    opened = report_of_claim(member_of(request), claim_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("report", opened.report.id)
    return _card_fragment(request, opened, claim_id)


@require_POST
@needs("coder")
def judging(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Write a judgement, then show the card as it stands."""
    member, verdict = member_of(request), request.POST.get("verdict", "")
    opened = report_of_claim(member, claim_id, noted=False)
    last, problem = request.POST.get("last", ""), None
    try:
        if verdict == "undo":
            undo(member, claim_id, expected_last=last)
        else:
            judge(
                member,
                claim_id,
                verdict,
                reason=request.POST.get("reason", ""),
                corrections=_corrections(request, opened, claim_id) if verdict == "correct" else (),
                expected_last=last,
            )
    except KhronikaError as error:
        if not request.htmx:  # type: ignore[attr-defined]
            raise
        problem = error
    if not request.htmx:  # type: ignore[attr-defined]
        number = _card_of(request, opened, claim_id).number
        return redirect(f"{reverse('report', args=[opened.report.id])}#claim-{number}")
    editing = problem is not None and verdict == "correct" and problem.http_status == 422
    return _card_fragment(
        request,
        report_of_claim(member, claim_id, noted=False),
        claim_id,
        problem=problem,
        said=verdict,
        editing=editing,
    )


def _report_page(request: HttpRequest, opened: OpenReport, editing: str = "") -> HttpResponse:
    cards = cards_of(opened, member_of(request))
    context = {
        "page": "queue",
        "report": opened.report,
        "cards": cards,
        "paragraphs": lit_paragraphs(opened, cards),
        "editing": editing,
        "form": next((form_of(c, {}) for c in cards if c.claim.id == editing), ()),
        **_progress(cards),
    }
    return render(request, "report.html", context)


def _card_fragment(
    request: HttpRequest,
    opened: OpenReport,
    claim_id: str,
    *,
    problem: KhronikaError | None = None,
    said: str = "",
    editing: bool = False,
) -> HttpResponse:
    cards = cards_of(opened, member_of(request))
    card = next(c for c in cards if c.claim.id == claim_id)
    typed = {key: str(value) for key, value in request.POST.items()} if problem else {}
    context: dict[str, Any] = {
        "report": opened.report,
        "card": card,
        "problem": problem_of(problem) if problem else None,
        "said": "" if problem else said,
        "fragment": True,
        "form": form_of(card, typed) if editing else (),
        "paragraphs": lit_paragraphs(opened, cards) if said in {"correct", "undo"} else (),
        **_progress(cards),
    }
    template = "_correct.html" if editing else "_card.html"
    return render(request, template, context, status=problem.http_status if problem else 200)


def _corrections(request: HttpRequest, opened: OpenReport, claim_id: str) -> list[Correction]:
    found = _card_of(request, opened, claim_id)
    posted = {key: str(value) for key, value in request.POST.items()}
    return corrections_from(posted, found.claim, found.shown, opened.report.text)


def _card_of(request: HttpRequest, opened: OpenReport, claim_id: str) -> Card:
    return next(c for c in cards_of(opened, member_of(request)) if c.claim.id == claim_id)


def _progress(cards: tuple[Card, ...]) -> dict[str, int]:
    judged = sum(c.held.state != "unseen" for c in cards)
    return {"judged": judged, "total": len(cards), "left": len(cards) - judged}
