"""Who can have done an act that names nobody: the keeper of the place of custody, an agency nearby."""

from __future__ import annotations

import re
from functools import cache

from khronika.code.data import words

_AGENCY = frozenset({"police", "state_security", "border_guard", "military"})


@cache
def _keepers(lang: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    known = words(lang, "telling").get("keepers") or {}
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in known.items())


def keeper_in(text: str, lang: str) -> str | None:
    """Return who runs the place of custody that a sentence names."""
    return next((kind for kind, pattern in _keepers(lang) if pattern.search(text)), None)


def keepers_in(text: str, lang: str) -> list[tuple[str, int]]:
    """Return all keepers of places of custody that a sentence names, each with where it stands."""
    return [(kind, m.start()) for kind, pattern in _keepers(lang) if (m := pattern.search(text))]


def allowed_actors(act: str) -> frozenset[str]:
    if act in {"detention", "release", "ill_treatment", "interrogation", "death"}:
        return _AGENCY | {"prison", "other"}
    if act == "sentence":
        return frozenset({"prosecution_court"})
    if act == "charge":
        return frozenset({"prosecution_court"})
    if act == "exploitation":
        return frozenset({"broker_trafficker", "employer", "prison", "military"})
    return _AGENCY
