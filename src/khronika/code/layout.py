"""What the layout of a report tells: the rows of a table, and the boxes that are no part of it.

A table says once, in its first row, what stands where: the day, the place, the people, who told it.
A cell without a verb speaks for its whole row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from khronika.code.data import words
from khronika.code.text import Sentence

_FEW_CELLS = 3
_COLUMNS = ("when", "where", "who", "what", "source")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the numbers of the sentences of each column."""

    paragraph: int
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def cell(self, column: str) -> tuple[int, ...]:
        return self.columns.get(column, ())


@cache
def _patterns(lang: str) -> dict[str, re.Pattern[str]]:
    known = words(lang, "layout")
    return {name: re.compile(value, re.IGNORECASE) for name, value in known.items()}


def part_of_report(sentences: Sequence[Sentence], lang: str) -> tuple[Sentence, ...]:
    """Leave out comments, related stories and what other issues held: they are not part of a report.

    >>> from khronika.code.text import sentences as cut
    >>> found = cut("공안이 세 명을 체포했다.\\n\\n댓글 2\\n\\nㄴ 나도 잡혀갔다", "ko")
    >>> [s.text for s in part_of_report(found, "ko")]
    ['공안이 세 명을 체포했다.']
    """
    known = _patterns(lang)
    out: set[int] = set()
    tail = False
    half = len(sentences) // 2
    for sentence in _firsts(sentences):
        if known["reply"].match(sentence.text):
            out.add(sentence.paragraph)
        elif known["tail"].match(sentence.text) and sentence.index >= half:
            tail = True
        elif known["box"].match(sentence.text):
            out.add(sentence.paragraph)
        if tail:
            out.add(sentence.paragraph)
    for sentence in sentences[half:]:
        if sentence.paragraph not in out and known["tail"].match(sentence.text):
            cut = sentence.index
            sentences = [s for s in sentences if s.index < cut]
            break
    kept = [s for s in sentences if s.paragraph not in out]
    return tuple(replace(s, index=number) for number, s in enumerate(kept))


def _firsts(sentences: Sequence[Sentence]) -> list[Sentence]:
    seen: set[int] = set()
    found: list[Sentence] = []
    for sentence in sentences:
        if sentence.paragraph not in seen:
            seen.add(sentence.paragraph)
            found.append(sentence)
    return found


def table_rows(sentences: Sequence[Sentence], text: str, lang: str) -> dict[int, Row]:
    """Return the row of each paragraph that is a row of a table whose head tells its columns.

    >>> from khronika.code.text import sentences as cut
    >>> page = "Date | Place | Person | Event | Source\\n3 May | Baneh | a teacher | Arrested. | sister"
    >>> row = table_rows(cut(page, "en"), page, "en")[1]
    >>> row.cell("source")
    (9,)
    """
    found: dict[int, Row] = {}
    head: dict[int, str] | None = None
    for paragraph, cells in _cells(sentences, text).items():
        if len(cells) < 2:
            head = None
            continue
        names = _head(cells, sentences, lang)
        if names is not None:
            head = names
            continue
        if head is None or len(cells) < min(len(head), _FEW_CELLS):
            continue
        columns: dict[str, tuple[int, ...]] = {}
        for number, indices in cells.items():
            if number in head:
                columns[head[number]] = columns.get(head[number], ()) + tuple(indices)
        found[paragraph] = Row(paragraph, columns)
    return found


def _cells(sentences: Sequence[Sentence], text: str) -> dict[int, dict[int, list[int]]]:
    """The sentences of each paragraph by the number of their cell."""
    found: dict[int, dict[int, list[int]]] = {}
    cell = 0
    before: Sentence | None = None
    for sentence in sentences:
        if before is None or before.paragraph != sentence.paragraph:
            cell = 0
        else:
            cell += len(re.findall(r"\||\t", text[before.end : sentence.start]))
        found.setdefault(sentence.paragraph, {}).setdefault(cell, []).append(sentence.index)
        before = sentence
    return found


def _head(cells: dict[int, list[int]], sentences: Sequence[Sentence], lang: str) -> dict[int, str] | None:
    by_index = {s.index: s for s in sentences}
    known = _patterns(lang)
    names: dict[int, str] = {}
    for number, indices in cells.items():
        said = by_index[indices[0]].text
        name = next((c for c in _COLUMNS if known[c].fullmatch(said)), None) if len(indices) == 1 else None
        if name is not None and name not in names.values():
            names[number] = name
    return names if len(names) >= 2 and len(cells) >= _FEW_CELLS else None
