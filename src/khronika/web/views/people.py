"""People in the record: roles that anyone may see, identities that only a custodian opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khronika.casebook.people import FIELDS, ROLES, add_person, list_persons, open_person
from khronika.casebook.reading_room import NotInCasebookError
from khronika.errors import KhronikaError
from khronika.store.models import PersonRow
from khronika.web.access import member_of, needs
from khronika.web.open_casebook import casebook_here
from khronika.web.problems import problem_of


@require_GET
@needs("reader")
def people(request: HttpRequest) -> HttpResponse:
    """List the role holders; identities stay sealed."""
    return _page(request)


@require_POST
@sensitive_post_parameters()
@needs("coder")
def add(request: HttpRequest) -> HttpResponse:
    """Seal an identity at once."""
    posted = {field: request.POST.get(field, "") for field in FIELDS}
    incident = request.POST.get("incident", "").strip() or None
    try:
        add_person(casebook_here(), member_of(request), request.POST.get("role", ""), posted, incident)
    except KhronikaError as error:
        return _page(request, error)
    return redirect("people")


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@needs("custodian")
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask a custodian for their passphrase, and show one identity once."""
    row = PersonRow.objects.filter(id=person_id).first()
    if row is None:
        raise NotInCasebookError
    identity: dict[str, str] = {}
    problem: KhronikaError | None = None
    if request.method == "POST":
        try:
            passphrase = request.POST.get("passphrase", "")
            identity = open_person(casebook_here(), member_of(request), person_id, passphrase)
        except KhronikaError as error:
            problem = error
    context = {
        "page": "people",
        "person": row,
        "identity": identity,
        "problem": problem_of(problem) if problem else None,
    }
    return render(request, "person.html", context, status=problem.http_status if problem else 200)


def _page(request: HttpRequest, problem: KhronikaError | None = None) -> HttpResponse:
    context = {
        "page": "people",
        "persons": list_persons(),
        "roles": ROLES,
        "identity_fields": FIELDS,
        "incident": request.GET.get("incident", request.POST.get("incident", ""))[:40],
        "problem": problem_of(problem) if problem else None,
    }
    return render(request, "people.html", context, status=problem.http_status if problem else 200)
