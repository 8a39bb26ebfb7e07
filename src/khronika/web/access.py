"""Who may see which page. A view without a role is a defect: a test walks all addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from khronika.casebook.members import require
from khronika.errors import NotAllowedError
from khronika.store.models import Member

View = Callable[..., HttpResponse]


def member_of(request: HttpRequest) -> Member:
    """Return the member who asks. Raises NotAllowedError when nobody is signed in."""
    if not isinstance(request.user, Member):
        raise NotAllowedError
    return request.user


def needs(role: str) -> Callable[[View], View]:
    """Let only members of a role, or of a higher one, into a view."""

    def closed(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            require(member_of(request), role)
            return view(request, *args, **more)

        checked.role = role  # type: ignore[attr-defined]
        return checked

    return closed
