"""How the desk looks, speaks and listens to keys; three small cookies, nothing else is kept."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from khronika.web.access import needs
from khronika.web.context import KEYS_COOKIE, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@require_GET
@needs("reader")
def appearance(request: HttpRequest) -> HttpResponse:
    """Show the choices."""
    return render(request, "appearance.html", {"page": "appearance"})


@require_GET
@needs("reader")
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how the desk works, and its keys."""
    return render(request, "help.html", {"page": "help"})


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look in a cookie that scripts cannot read."""
    chosen = request.POST.get("theme", "auto")
    return _kept(request, THEME_COOKIE, chosen if chosen in THEMES else "auto")


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie that scripts cannot read."""
    known = dict(settings.LANGUAGES)
    chosen = request.POST.get("language", "en")
    return _kept(request, settings.LANGUAGE_COOKIE_NAME, chosen if chosen in known else "en")


@require_POST
@needs("reader")
def keys(request: HttpRequest) -> HttpResponse:
    """Let single keys do something, or not: speech input and a resting hand can press them by mistake."""
    return _kept(request, KEYS_COOKIE, "off" if request.POST.get("keys") == "off" else "on")


def _kept(request: HttpRequest, name: str, value: str) -> HttpResponse:
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if safe else "front")
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Strict")
    return response
