"""Pages for what went wrong: a sentence and a next step, never a traceback, never a word of a report."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from khronika.errors import KhronikaError
from khronika.web.problems import problem_of


def sentence_page(request: HttpRequest, error: KhronikaError) -> HttpResponse:
    """Show an error of our own tree with its HTTP status."""
    problem = problem_of(error)
    return _page(request, problem.status, problem.sentence, problem.next_step)


def unforeseen_page(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Show that something failed, and note its kind and place, not its message, in the ledger."""
    _note_fault(request, error)
    return _page(
        request,
        500,
        _("Something failed that Khronika did not foresee."),
        _("Nothing that was saved is lost. What failed, and where, is in the activity log."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return _page(request, 404, _("There is nothing under this address."), _("Go back to the queue."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return _page(request, 400, _("This request cannot be understood."), _("Go back to the queue."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is not allowed."""
    return _page(
        request, 403, _("Your role does not allow this."), _("Ask an administrator of this casebook.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when even the middleware failed."""
    return _page(
        request,
        500,
        _("Something failed that Khronika did not foresee."),
        _("Nothing that was saved is lost."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from a page of the desk, or from one that was open too long."""
    return _page(
        request,
        403,
        _("This form was open for too long, or it did not come from the desk."),
        _("Go back, reload the page and send it again; nothing was saved."),
    )


def locked(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Answer somebody who failed to sign in too often."""
    return _page(
        request,
        429,
        _("Signing in failed too often for this name."),
        _("Wait fifteen minutes and try again."),
    )


def _page(request: HttpRequest, status: int, sentence: str, next_step: str) -> HttpResponse:
    context = {"sentence": sentence, "next_step": next_step, "status": status}
    if getattr(request, "htmx", False):
        response = render(request, "_problem.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#problem", "innerHTML"
        return response
    return render(request, "error.html", context, status=status)


def _note_fault(request: HttpRequest, error: BaseException) -> None:
    from django.db import DatabaseError

    from khronika.store.models import LedgerRow

    who = getattr(getattr(request, "user", None), "pseudonym", "")
    detail = {"kind": type(error).__name__, "where": _where(error.__traceback__)}
    try:
        LedgerRow.objects.create(who=who, did="fault", detail=detail)
    except DatabaseError:
        return  # the page is shown all the same


def _where(trace: TracebackType | None) -> str:
    where = ""
    while trace is not None:
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
