"""Cut a report into paragraphs and sentences, each with its place in the text.

Offsets are the law of this house: `text[s.start:s.end] == s.text` for every sentence, whatever came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BY_ORDER = frozenset({"ko", "zh"})  # languages in which a time stands before what it dates
LONGEST_SENTENCE = 700
MOST_SENTENCES = 6000

_BREAK = re.compile(r"\n\s*\n|\n")
_CELL = re.compile(r"\s*\|\s*|\t+")
_LATIN_END = re.compile(r"(?<=[.!?…])[\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]{0,2}[A-Z0-9À-ÞА-Я])|(?<=[.!?][\"”])\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Lt|Col|Gen|Maj|Capt|Sgt|Pol|St|Rev|Fr|Sr|Jr|No|Nos|vs|etc|Inc|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sep|Sept|Oct|Nov|Dec|Art|Sen|Rep|Gov|Mt)|\b[A-Z]|[A-Z]\.[A-Z])\.$"
)
_HAN_END = re.compile(r"[。！？!?；][”』」’\"）)]*|(?<=[^0-9A-Za-z])\.(?=\s)")
_HANGUL_END = re.compile(
    r"(?<=[다요까죠음임함됨라네지.!?。])[.!?。][\"”’')\]]*\s+|(?<=[.!?…])[\"”’')\]]{0,3}\s+"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of the text: its number, its paragraph and its offsets."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str


def sentences(text: str, lang: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order.

    >>> [s.text for s in sentences("Lt. Kim was held. She left.\\n\\nNobody ran.", "en")]
    ['Lt. Kim was held.', 'She left.', 'Nobody ran.']
    """
    found: list[Sentence] = []
    for paragraph, (low, high) in enumerate(_blocks(text)):
        for start, end in _pieces(text, low, high, lang):
            if len(found) >= MOST_SENTENCES:
                return tuple(found)
            found.append(
                Sentence(index=len(found), paragraph=paragraph, start=start, end=end, text=text[start:end])
            )
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BREAK.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def _pieces(text: str, low: int, high: int, lang: str) -> Iterator[tuple[int, int]]:
    start = low
    for end in _ends(text, low, high, lang):
        yield from _bounded(text, start, end)
        start = end
    yield from _bounded(text, start, high)


def _ends(text: str, low: int, high: int, lang: str) -> Iterator[int]:
    pattern = {"zh": _HAN_END, "ko": _HANGUL_END}.get(lang, _LATIN_END)
    ends = {gap.end() for gap in _CELL.finditer(text, low, high)}
    for gap in pattern.finditer(text, low, high):
        if lang == "en" and _ABBREVIATION.search(text, max(low, gap.start() - 8), gap.start()):
            continue
        ends.add(gap.end())
    yield from sorted(ends)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim white space; cut what is too long at a space or, without one, anywhere."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    while start < end and (text[start].isspace() or text[start] == "|"):
        start += 1
    while end - start > LONGEST_SENTENCE:
        cut = max(
            text.rfind(" ", start + 1, start + LONGEST_SENTENCE), text.rfind("，", start + 1, start + 700)
        )
        cut = cut + 1 if cut > start else start + LONGEST_SENTENCE
        yield start, len(text[start:cut].rstrip()) + start or cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
