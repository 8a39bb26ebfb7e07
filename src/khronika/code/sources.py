"""According to whom: the attribution of a sentence, and how far it reaches.

An attribution covers its own sentence and the following ones of its paragraph; a quotation that
runs over several sentences belongs to whoever is named at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from khronika.code.data import alternatives, words
from khronika.code.layout import Row
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
        for sentence, after in pairwise(group):
            if sentence.index not in own and after.index in own and sentence.text[:1] in _OPEN:
                found[sentence.index] = own[after.index]
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


def row_tellings(rows: Mapping[int, Row], sentences: Sequence[Sentence], lang: str) -> dict[int, Telling]:
    """Return the telling of each sentence of a table's row: what stands in its column of sources."""
    by_index = {s.index: s for s in sentences}
    found: dict[int, Telling] = {}
    for row in rows.values():
        cell = [by_index[i] for i in row.cell("source")]
        if not cell or not re.search(r"\w{2}", cell[0].text):
            continue
        span = (cell[0].start, min(cell[-1].end, cell[0].start + 60))
        kind = _kind_of_cell(cell[0].text, lang)
        telling = Telling(kind=kind, phrase=cell[0].text[:60], span=span, role=cell[0].text[:30])
        for indices in row.columns.values():
            found |= dict.fromkeys(indices, telling)
    return found


@cache
def _cell_kinds(lang: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = words(lang, "sources")["kinds"]
    edge = r"\b" if lang == "en" else ""
    return tuple(
        (kind, re.compile(f"{edge}(?:{alternatives(kinds[kind], plain=False)}){edge}", re.IGNORECASE))
        for kind in ("anonymous", "document", "organisation", "official")
    )


def _kind_of_cell(text: str, lang: str) -> str:
    return next((kind for kind, pattern in _cell_kinds(lang) if pattern.search(text)), "anonymous")


def role_key(telling: Telling, outlet: str | None, place: str | None) -> str:
    """Return the key of a source as a role: never more than kind, outlet and place, or a body's name.

    >>> role_key(Telling(kind="anonymous", role="source"), "Daily NK", "CN")
    'anonymous|Daily NK|CN|source'
    """
    if telling.kind in {"organisation", "official", "document"} and telling.origin:
        return f"{telling.kind}|{telling.origin}"
    parts = [telling.kind, outlet or "", place or "", re.sub(r"\s+", " ", telling.role)]
    return "|".join(parts)
