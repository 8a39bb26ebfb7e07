"""Who did it: words of agencies become one of the kinds of the codebook.

>>> actor_in("agents of the Ministry of State Security", "en"), actor_in("local police", "en")
('state_security', 'police')
"""

from __future__ import annotations

import re
from functools import cache

from khronika.code.data import words


@cache
def _patterns(lang: str) -> re.Pattern[str]:
    known = words(lang, "actors")
    edge = r"\b" if lang == "en" else ""
    groups = [
        f"(?P<{kind}>{'|'.join(sorted(map(str, forms), key=len, reverse=True))})"
        for kind, forms in known.items()
    ]
    return re.compile(edge + "(?:" + "|".join(groups) + ")" + edge, re.IGNORECASE)


def actor_in(text: str, lang: str) -> str | None:
    """Return the kind of the agency that a phrase names, or None; a named one wins over "authorities"."""
    found = actor_span(text, lang)
    return found[0] if found else None


def actor_span(text: str, lang: str, allowed: frozenset[str] | None = None) -> tuple[str, int, int] | None:
    """Return the kind and the place of its words, of the allowed kinds only where they are given."""
    best: tuple[str, int, int] | None = None
    for match in _patterns(lang).finditer(text):
        kind = str(match.lastgroup)
        if allowed is not None and kind not in allowed:
            continue
        if kind != "unknown":
            return kind, match.start(), match.end()
        best = best or (kind, match.start(), match.end())
    return best


def agency_words(text: str, lang: str, allowed: frozenset[str]) -> list[re.Match[str]]:
    """Return the words of agencies of the allowed kinds, in order."""
    return [m for m in _patterns(lang).finditer(text) if str(m.lastgroup) in allowed]
