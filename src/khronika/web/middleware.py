"""Keep the browser quiet, and turn what goes wrong into a sentence.

No page may be kept by the browser; no error may show a traceback or a word of a report.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from khronika.errors import KhronikaError
from khronika.web.views.errors import sentence_page, unforeseen_page

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)


def quiet_browser(answer: Answer) -> Answer:
    """Forbid the browser to keep a page and to use what it can sense."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return middleware


class Sentences:
    """Answer every error with its sentence, its next step and its HTTP status."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page for an error, or None for those that Django answers itself."""
        from django.core.exceptions import PermissionDenied, SuspiciousOperation
        from django.http import Http404

        if isinstance(error, KhronikaError):
            return sentence_page(request, error)
        if isinstance(error, Http404 | PermissionDenied | SuspiciousOperation):
            return None
        return unforeseen_page(request, error)
