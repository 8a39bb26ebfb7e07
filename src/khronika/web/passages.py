"""Cut a report's text into pieces that can be lit up, and make hidden characters visible.

Report text is hostile: it may hold characters that reorder what a reader sees. Each of them
becomes a visible label, and every piece knows where in the text it begins.

>>> [p.pieces[0].text for p in paragraphs_of("One.\\n\\nTwo.", [])]
['One.', 'Two.']
>>> [(p.text, p.label) for p in paragraphs_of("a\\u202eb", [])[0].pieces]
[('a', ''), ('', 'RLO'), ('b', '')]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

LABELS = {
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u00ad": "SHY",
    "\ufeff": "BOM",
}
_BREAK = re.compile(r"\n[ \t\r]*\n\s*")
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of text to light up: whose it is (claim number), for which value."""

    start: int
    end: int
    claim: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text with the same lights; `label` stands for one hidden character instead."""

    start: int
    text: str
    label: str = ""
    lights: tuple[str, ...] = ()
    begins: tuple[int, ...] = ()

    @property
    def claims(self) -> str:
        """The numbers of the claims whose words these are."""
        return " ".join(dict.fromkeys(light.split(":")[0] for light in self.lights))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the report, as pieces."""

    pieces: tuple[Piece, ...]


def paragraphs_of(text: str, words: Sequence[Words]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text; together their pieces hold every character but the breaks."""
    found, start = [], 0
    for gap in [*_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            found.append(Paragraph(pieces=tuple(_pieces(text, start, end, words))))
        start = gap.end() if gap else end
    return tuple(found)


def visible(text: str | None) -> str:
    """Return a short text with every hidden character as its label, for places without markup.

    >>> visible("a\\u202eb")
    'a[RLO]b'
    """
    return "".join(f"[{label}]" if (label := label_of(c)) else c for c in text or "")


def label_of(character: str) -> str:
    """Return the label of a character that would not be seen as what it is, else nothing."""
    if character in LABELS:
        return LABELS[character]
    if character in "\n\t" or unicodedata.category(character) not in _HIDDEN:
        return ""
    return f"U+{ord(character):04X}"


def _pieces(text: str, start: int, end: int, words: Sequence[Words]) -> Iterable[Piece]:
    here = [w for w in words if w.start < end and w.end > start]
    cuts = {start, end}
    for w in here:
        cuts |= {max(w.start, start), min(w.end, end)}
    hidden = [i for i in range(start, end) if label_of(text[i])]
    for i in hidden:
        cuts |= {i, i + 1}
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        lit = [w for w in here if w.start <= left and right <= w.end]
        yield Piece(
            start=left,
            text="" if (label := label_of(text[left])) else text[left:right],
            label=label,
            lights=tuple(dict.fromkeys(f"{w.claim}:{w.value}" for w in lit)),
            begins=tuple(dict.fromkeys(w.claim for w in lit if w.value == "act" and w.start == left)),
        )
