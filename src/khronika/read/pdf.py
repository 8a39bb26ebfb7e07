"""Read the text of a PDF, and put the paragraphs together that its lines break apart.

Each paragraph keeps its page and its box there. Running heads are dropped; footnotes come after the
text, so that no sentence is broken by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from khronika.errors import LockedFileError, NoTextError, UnreadableError
from khronika.read.bylines import is_credit
from khronika.read.page import Page, Spot
from khronika.read.printed_dates import dates_in
from khronika.read.text import page_from_lines

MOST_PAGES = 3_000
_MASTHEAD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """A line of a page; lengths are points, counted from the lower left corner."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def read_pdf(content: bytes, name: str) -> Page:
    """Return the page. Raises LockedFileError, UnreadableError, NoTextError (a scan)."""
    document = open_pdf(content, name)
    try:
        pages = [lines_on(document, n) for n in range(min(len(document), MOST_PAGES))]
    finally:
        document.close()
    lines = _without_running_heads(pages)
    if not any(re.search(r"\w", line.text) for line in lines):
        raise NoTextError(name=name)
    return page_of(lines, name)


def open_pdf(content: bytes, name: str) -> Any:
    """Return the document. Raises LockedFileError, UnreadableError."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LockedFileError(name=name) from error
        raise UnreadableError(name=name, why="it is not a whole PDF") from error


def page_of(lines: Sequence[PdfLine], name: str) -> Page:
    """Put lines together to paragraphs, and these to head, body and tail, each with its place."""
    told = list(paragraphs(_notes_last(lines)))
    page = page_from_lines([text for text, _ in told], name)
    spots: dict[str, Spot] = {}
    for text, spot in told:
        spots.setdefault(_key(text), spot)
    return replace(page, places=tuple(spots.get(_key(text)) for text in page.body))


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text)[:80]


# ------------------------------------------------------------------ lines
def lines_on(document: Any, number: int) -> list[PdfLine]:
    """Return the lines of a page (counted from 0) in the order of the file."""
    import pypdfium2.raw as pdfium

    page = document[number]
    try:
        text_page = page.get_textpage()
        count = text_page.count_chars()
        chars = [pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count)]
        lines: list[PdfLine] = []
        start = 0
        for end in [*(i for i, char in enumerate(chars) if char in (10, 13)), count]:
            if end > start and (line := _line(text_page, chars, start, end, number)):
                lines.append(line)
            start = end + 1
        text_page.close()
        return lines
    finally:
        page.close()


def _line(text_page: Any, chars: list[int], start: int, end: int, page: int) -> PdfLine | None:
    text = "".join(map(chr, chars[start:end])).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\ufffe", "-").replace("\x02", "-").replace("\x00", "").strip()
    if not text:
        return None
    while start < end - 1 and chars[start] == 32:
        start += 1
    while end - 1 > start and chars[end - 1] == 32:
        end -= 1
    boxes = [text_page.get_charbox(i) for i in {start, (start + end) // 2, end - 1}]
    return PdfLine(
        text=text,
        page=page + 1,
        left=min(b[0] for b in boxes),
        bottom=min(b[1] for b in boxes),
        right=max(b[2] for b in boxes),
        top=max(b[3] for b in boxes),
    )


def _without_running_heads(pages: list[list[PdfLine]]) -> list[PdfLine]:
    """Drop lines that stand at the edge of most pages, numbers aside."""
    if len(pages) < 3:
        return [line for page in pages for line in page]
    edges = [_numberless(line) for page in pages for line in (*page[:1], *page[-1:])]
    repeated = {line for line in edges if edges.count(line) > len(pages) / 2}
    return [line for page in pages for line in page if _numberless(line) not in repeated]


def _numberless(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _notes_last(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Move footnotes, small lines at the foot of a page, behind the text."""
    usual = median([line.height for line in lines if len(line.text) > 30] or [10.0])
    notes: list[PdfLine] = []
    text: list[PdfLine] = []
    for line in lines:
        small = line.height < 0.8 * usual
        below = bool(text) and text[-1].page == line.page and line.top <= text[-1].bottom + 2
        numbered = bool(re.match(r"[\[(]?(?:\d{1,3}|[*†‡])[\]).]?\s?\S", line.text))
        continued = bool(notes) and notes[-1].page == line.page
        (notes if small and below and (numbered or continued) else text).append(line)
    return text + notes


# ------------------------------------------------------------------ paragraphs
def paragraphs(lines: Sequence[PdfLine]) -> Iterator[tuple[str, Spot]]:
    """Join the lines of a paragraph; Latin lines with a space, Chinese and Korean ones with a line break,
    since a word may go on over it.
    """
    if not lines:
        return
    pitch = _pitch(lines)
    widths = sorted(len(line.text) for line in lines)
    full = widths[int(len(widths) * 0.8)]
    current: list[PdfLine] = []
    for number, (line, following) in enumerate(zip(lines, [*lines[1:], None], strict=True)):
        current.append(line)
        stamped = number < _MASTHEAD and (_is_stamp(line) or (following is not None and _is_stamp(following)))
        if following is None or stamped or _ends(line, following, current, full, pitch):
            yield _joined(current), _spot(current)
            current = []


def _is_stamp(line: PdfLine) -> bool:
    """Say whether a line of the first page is a date or a credit and no part of a paragraph."""
    short = len(line.text) < 100 and not re.search(r"[,，、]$|[a-z]$", line.text)
    return short and (bool(dates_in(line.text)) or is_credit(line.text))


def _pitch(lines: Sequence[PdfLine]) -> float:
    """Return the usual distance from one line to the next, in points."""
    steps = [
        upper.bottom - lower.bottom
        for upper, lower in zip(lines, lines[1:], strict=False)
        if upper.page == lower.page and 0 < upper.bottom - lower.bottom < 60
    ]
    return median(steps) if steps else 14.0


def _ends(line: PdfLine, following: PdfLine, current: list[PdfLine], full: int, pitch: float) -> bool:
    """Say whether a paragraph ends with a line: at a gap, a change of size, a full stop before the line's end."""
    sentence = bool(re.search(r"[.!?。！？:：…][\"”’'」』)）]*$", line.text))
    if line.page != following.page or following.bottom > line.bottom:
        goes_on = not sentence and len(line.text) > full * 0.6  # on the next page or in the next column
        return not goes_on
    step = line.bottom - following.bottom
    if step > 1.35 * pitch or abs(line.height - following.height) > 0.35 * max(line.height, following.height):
        return not (len(line.text) > full * 0.8 and not sentence and step < 1.6 * pitch)
    if following.left > line.left + 8 and sentence:
        return True
    short = len(line.text) < full * 0.75 and not re.match(r"[a-z]", following.text)
    return short and (sentence or sum(len(one.text) for one in current) < full)


def _joined(lines: list[PdfLine]) -> str:
    text = "".join(line.text for line in lines)
    wide = sum(ord(char) > 0x2E7F for char in text) > len(text) / 3
    return ("\n" if wide else " ").join(line.text for line in lines)


def _spot(lines: list[PdfLine]) -> Spot:
    """Return where a paragraph begins; a box that goes on over the page is that of its first page."""
    first = [line for line in lines if line.page == lines[0].page]
    return Spot(
        page=lines[0].page,
        box=(
            round(min(line.left for line in first)),
            round(min(line.bottom for line in first)),
            round(max(line.right for line in first)),
            round(max(line.top for line in first)),
        ),
    )
