"""A page of an original, with the words of a claim framed on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from khronika.casebook.page_pictures import page_picture
from khronika.casebook.reading_room import NotInCasebookError, report_of_page
from khronika.web.access import member_of, needs
from khronika.web.open_casebook import casebook_here


@require_GET
@needs("reader")
def page(request: HttpRequest, report_id: str, number: int) -> HttpResponse:
    """Show a page and frame the stretch of text that was asked for."""
    report = report_of_page(member_of(request), report_id)
    start, end = _offset(request, "from"), _offset(request, "to")
    spots = [s for s in report.spots_of(start, end) if s.page == number and s.box]
    pages = sorted({s.page for s in report.spots if s.page})
    if number not in pages:
        raise NotInCasebookError
    frames = [
        {"x": left, "y": top, "width": right - left, "height": bottom - top}
        for left, top, right, bottom in (s.box for s in spots if s.box)
    ]
    context = {
        "page": "queue",
        "report": report,
        "number": number,
        "last": pages[-1],
        "before": max((p for p in pages if p < number), default=None),
        "after": min((p for p in pages if p > number), default=None),
        "frames": frames,
        "words": report.text[start:end] if 0 <= start < end else "",
    }
    return render(request, "page.html", context)


@require_GET
@needs("reader")
def picture(request: HttpRequest, report_id: str, number: int) -> HttpResponse:
    """Give the picture of a page."""
    drawn = page_picture(member_of(request), report_id, number, casebook_here())
    return HttpResponse(drawn, content_type="image/png")


def _offset(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
