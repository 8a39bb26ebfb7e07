"""According to whom: the attribution of a sentence, and how far it reaches.

An attribution covers its own sentence and the following ones of its paragraph; a quotation that
runs over several sentences belongs to whoever is named at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from khronika.code.mentions import Telling
from khronika.code.text import Sentence

UNSTATED = Telling(kind="unstated")
_OPEN = '“"‘「『«'


def spread(sentences: Sequence[Sentence], own: Mapping[int, Telling], text: str) -> dict[int, Telling]:
    """Return the telling that covers each sentence, from those that sentences hold themselves."""
    found: dict[int, Telling] = {}
    current: Telling | None = None
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, current = sentence.paragraph, None
        current = own.get(sentence.index, current)
        if current is not None:
            found[sentence.index] = current
    for group in _paragraphs(sentences):
        _cover_quotation(group, own, found)
    return found


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and groups[-1][-1].paragraph == sentence.paragraph:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups


def _cover_quotation(group: list[Sentence], own: Mapping[int, Telling], found: dict[int, Telling]) -> None:
    if not group or group[0].text[:1] not in _OPEN or group[0].index in found:
        return
    teller = next((own[s.index] for s in group if s.index in own), None)
    if teller is None:
        return
    for sentence in group:
        found.setdefault(sentence.index, teller)


def role_key(telling: Telling, outlet: str | None, place: str | None) -> str:
    """Return the key of a source as a role: never more than kind, outlet and place, or a body's name.

    >>> role_key(Telling(kind="anonymous", role="source"), "Daily NK", "CN")
    'anonymous|Daily NK|CN|source'
    """
    if telling.kind in {"organisation", "official", "document"} and telling.origin:
        return f"{telling.kind}|{telling.origin}"
    parts = [telling.kind, outlet or "", place or "", re.sub(r"\s+", " ", telling.role)]
    return "|".join(parts)
