"""A member's own account: a new password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from khronika.casebook.members import change_own_password, find_member
from khronika.errors import KhronikaError
from khronika.web.access import member_of, needs
from khronika.web.problems import problem_of


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@needs("reader")
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, and take a new password; other sessions of the member end."""
    member, problem, done = member_of(request), None, False
    if request.method == "POST":
        try:
            change_own_password(member, request.POST.get("old", ""), request.POST.get("new", ""))
            update_session_auth_hash(request, find_member(member.username))
            done = True
        except KhronikaError as error:
            problem = problem_of(error)
    context = {"page": "account", "problem": problem, "done": done}
    return render(request, "account.html", context, status=problem.status if problem else 200)
