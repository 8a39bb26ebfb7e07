"""Who works in this casebook; administrators add members and change roles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from khronika.casebook.members import add_member, list_members, set_active, set_role
from khronika.errors import KhronikaError
from khronika.vocabularies import terms
from khronika.web.access import member_of, needs
from khronika.web.problems import problem_of


@require_GET
@needs("admin")
def members(request: HttpRequest) -> HttpResponse:
    """List the members."""
    return _page(request)


@require_POST
@sensitive_post_parameters("password")
@needs("admin")
def add(request: HttpRequest) -> HttpResponse:
    """Add a member."""
    asked = {key: request.POST.get(key, "") for key in ("username", "password", "role")}
    try:
        add_member(**asked, by=member_of(request).pseudonym)
    except KhronikaError as error:
        return _page(request, error)
    return redirect("members")


@require_POST
@needs("admin")
def role(request: HttpRequest) -> HttpResponse:
    """Give a member another role."""
    try:
        set_role(
            request.POST.get("username", ""), request.POST.get("role", ""), by=member_of(request).pseudonym
        )
    except KhronikaError as error:
        return _page(request, error)
    return redirect("members")


@require_POST
@needs("admin")
def active(request: HttpRequest) -> HttpResponse:
    """Let a member in or keep them out."""
    try:
        set_active(
            request.POST.get("username", ""),
            request.POST.get("active") == "yes",
            by=member_of(request).pseudonym,
        )
    except KhronikaError as error:
        return _page(request, error)
    return redirect("members")


def _page(request: HttpRequest, problem: KhronikaError | None = None) -> HttpResponse:
    context = {
        "page": "members",
        "members": list_members(),
        "roles": terms("roles"),
        "problem": problem_of(problem) if problem else None,
    }
    return render(request, "members.html", context, status=problem.http_status if problem else 200)
