"""Put the lines of printed pages together to paragraphs, and keep where each line stands.

Running heads are dropped; footnotes come after the text, so that no sentence is broken by one. Lengths
are ten-thousandths of the page's width and height, counted from the upper left corner.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from khronika.read.bylines import is_credit
from khronika.read.page import Page
from khronika.read.printed_dates import dates_in, without_dates
from khronika.read.text import page_from_lines
from khronika.record import Spot

LOUD = 1.25
"""A line so much taller than the text is set as a headline."""
_MASTHEAD = 10
"""A date or a credit among the first lines stands for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of a page, with the boxes of its words where they are known."""

    text: str
    page: int
    left: int
    top: int
    right: int
    bottom: int
    words: tuple[Spot, ...] = ()

    @property
    def height(self) -> int:
        return max(self.bottom - self.top, 1)

    def spots(self, start: int) -> tuple[Spot, ...]:
        """Return the places of the line's words, or of the line, when it begins at an offset."""
        if self.words:
            return tuple(replace(w, start=w.start + start, end=w.end + start) for w in self.words)
        box = (self.left, self.top, self.right, self.bottom)
        return (Spot(start=start, end=start + len(self.text), page=self.page, box=box),)


def page_of(pages: list[list[PageLine]], name: str) -> Page:
    """Put lines together to paragraphs, and these to head, body and tail, each with its place.

    Raises NoTextError where there is none.
    """
    lines = _notes_last(_without_running_heads(pages))
    told = list(paragraphs(lines))
    page = page_from_lines([text for text, _ in told], name)
    usual = _usual(lines)
    loud = {line.text for line in lines[:20] if line.height > LOUD * usual}
    declared = replace(
        page.declared, loud=tuple(text for text, _ in told[:12] if any(one in text for one in loud))
    )
    spots: dict[str, list[tuple[Spot, ...]]] = {}
    for text, places in told:
        spots.setdefault(text.strip(), []).append(places)
    return replace(page, declared=declared, places=tuple(_next(spots.get(text)) for text in page.body))


def _next(waiting: list[tuple[Spot, ...]] | None) -> tuple[Spot, ...]:
    """Return the places of the first paragraph with the same words that has not been placed yet."""
    return (waiting.pop(0) if len(waiting) > 1 else waiting[0]) if waiting else ()


def _without_running_heads(pages: list[list[PageLine]]) -> list[PageLine]:
    """Drop lines that stand at the edge of most pages, numbers aside."""
    if len(pages) < 3:
        return [line for page in pages for line in page]
    edges = [_numberless(line) for page in pages for line in (*page[:1], *page[-1:])]
    repeated = {line for line in set(edges) if edges.count(line) > len(pages) / 2}
    return [line for page in pages for line in page if _numberless(line) not in repeated]


def _numberless(line: PageLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _usual(lines: Sequence[PageLine]) -> float:
    """Return how tall the lines of the text are."""
    return median(
        [line.height for line in lines if len(line.text) > 30] or [line.height for line in lines] or [10]
    )


def _notes_last(lines: Sequence[PageLine]) -> list[PageLine]:
    """Move footnotes, small lines at the foot of a page, behind the text."""
    usual = _usual(lines)
    notes: list[PageLine] = []
    text: list[PageLine] = []
    for line in lines:
        small = line.height < (0.68 if line.words else 0.85) * usual and line.top > 5_000
        below = bool(text) and text[-1].page == line.page and line.top >= text[-1].bottom - 20
        numbered = bool(re.match(r"[\[(]?(?:\d{1,3}|[*†‡])[\]).]?\s?\S", line.text))
        continued = bool(notes) and notes[-1].page == line.page
        (notes if small and below and (numbered or continued) else text).append(line)
    return text + notes


# ------------------------------------------------------------------ paragraphs
def paragraphs(lines: Sequence[PageLine]) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    """Join the lines of a paragraph; Latin lines with a space, Chinese and Korean ones with a line break,
    since a word may go on over it.
    """
    pitch = _pitch(lines)
    widths = sorted(len(line.text) for line in lines)
    full = widths[int(len(widths) * 0.8)] if widths else 0
    loud = LOUD * _usual(lines)
    current: list[PageLine] = []
    for number, (line, following) in enumerate(zip(lines, [*lines[1:], None], strict=True)):
        current.append(line)
        stamped = number < _MASTHEAD and (_is_stamp(line) or (following is not None and _is_stamp(following)))
        if following is not None and not stamped and _is_headline(line, following, loud):
            continue
        if following is None or stamped or _ends(line, following, current, full, pitch):
            yield _joined(current)
            current = []


def _is_headline(line: PageLine, following: PageLine, loud: float) -> bool:
    """Say whether two lines belong to one headline: both as tall, and close to each other."""
    if line.page != following.page or min(line.height, following.height) < loud:
        return False
    same = abs(line.height - following.height) < 0.12 * line.height
    return same and -line.height < following.top - line.bottom < 0.8 * line.height


def _is_stamp(line: PageLine) -> bool:
    """Say whether a line of the first page is a date or a credit and no part of a paragraph."""
    if len(line.text) > 100 or re.search(r"[,，、.。]$|[a-z]$", line.text):
        return False
    left = re.sub(r"\W+", "", without_dates(line.text))
    return is_credit(line.text) or (bool(dates_in(line.text)) and len(left) < 50)


def _pitch(lines: Sequence[PageLine]) -> float:
    """Return the usual distance from one line to the next."""
    steps = [
        lower.bottom - upper.bottom
        for upper, lower in itertools.pairwise(lines)
        if upper.page == lower.page and 0 < lower.bottom - upper.bottom < 700
    ]
    return median(steps) if steps else 170.0


def _ends(line: PageLine, following: PageLine, current: list[PageLine], full: int, pitch: float) -> bool:
    """Say whether a paragraph ends with a line: at a gap, a change of size, a full stop in a short line."""
    sentence = bool(re.search(r"[.!?。！？:：…][\"”’'」』)）]*$", line.text))
    if line.page != following.page or following.bottom < line.bottom - line.height:
        goes_on = not sentence and len(line.text) > full * 0.6  # on the next page or in the next column
        return not goes_on
    step = following.bottom - line.bottom
    resized = abs(line.height - following.height) > 0.35 * max(line.height, following.height)
    if step > 1.35 * pitch or resized:
        return not (len(line.text) > full * 0.8 and not sentence and step < 1.6 * pitch)
    if following.left > line.left + 130 and sentence:
        return True
    short = len(line.text) < full * 0.75 and not re.match(r"[a-z]", following.text)
    return short and (sentence or sum(len(one.text) for one in current) < full)


def _joined(lines: list[PageLine]) -> tuple[str, tuple[Spot, ...]]:
    text = "".join(line.text for line in lines)
    wide = sum(ord(char) > 0x2E7F for char in text) > len(text) / 3
    joined = ""
    spots: list[Spot] = []
    for line in lines:
        if joined:
            joined += "\n" if wide else " "
        spots += line.spots(len(joined))
        joined += line.text
    return joined, tuple(spots)
