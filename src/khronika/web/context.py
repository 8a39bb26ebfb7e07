"""What every page knows: who is there, what they may do, and how it should look."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khronika.casebook.members import may
from khronika.store.models import Member

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "khronika_theme"
KEYS_COOKIE = "khronika_keys"


def theme_of(request: HttpRequest) -> str:
    """Return the look that the reader chose."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def keys_of(request: HttpRequest) -> str:
    """Return whether single keys do something: on or off."""
    return "off" if request.COOKIES.get(KEYS_COOKIE) == "off" else "on"


def desk(request: HttpRequest) -> dict[str, Any]:
    """Add the member, their rights and the look to a template's context."""
    user = getattr(request, "user", None)
    member = user if isinstance(user, Member) else None
    rights = {role: member is not None and may(member, role) for role in ("coder", "custodian", "admin")}
    return {"member": member, "may": rights, "theme": theme_of(request), "keys": keys_of(request)}
