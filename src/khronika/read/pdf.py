"""Read the text of a PDF, line by line with its place; pages without text are taken for scans.

What a page draws is never run: no script, no action, no attachment of a PDF is looked at.
"""

from __future__ import annotations

from typing import Any

from khronika.errors import LockedFileError, NoTextError, UnreadableError
from khronika.read.layout import PageLine, page_of
from khronika.read.page import Page

MOST_PAGES = 3_000


def read_pdf(content: bytes, name: str) -> Page:
    """Return the page. Raises LockedFileError, UnreadableError, NoTextError, NoRecognitionError."""
    from khronika.read.scans import Recogniser

    document = open_pdf(content, name)
    recogniser = Recogniser(name)
    try:
        pages = []
        for number in range(min(len(document), MOST_PAGES)):
            lines = lines_on(document, number)
            pages.append(lines or recogniser.lines_of_page(document, number))
    finally:
        document.close()
    if not any(pages):
        raise NoTextError(name=name)
    return page_of(pages, name)


def open_pdf(content: bytes, name: str) -> Any:
    """Return the document. Raises LockedFileError, UnreadableError."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LockedFileError(name=name) from error
        raise UnreadableError(name=name, why="it is not a whole PDF") from error


def lines_on(document: Any, number: int) -> list[PageLine]:
    """Return the lines of a page (counted from 0) in the order of the file."""
    import pypdfium2.raw as pdfium

    page = document[number]
    try:
        text_page = page.get_textpage()
        frame = _frame(page)
        count = text_page.count_chars()
        chars = [pdfium.FPDFText_GetUnicode(text_page, i) for i in range(count)]
        lines: list[PageLine] = []
        start = 0
        for end in [*(i for i, char in enumerate(chars) if char in (10, 13)), count]:
            line = _line(text_page, chars[start:end], start, frame, number) if end > start else None
            lines += [line] if line else []
            start = end + 1
        text_page.close()
        return lines
    finally:
        page.close()


Frame = tuple[float, float, float, float, int]
"""Left, bottom, width and height of what a page shows, in points, and its rotation in degrees."""


def _frame(page: Any) -> Frame:
    left, bottom, right, top = page.get_cropbox()
    return left, bottom, max(right - left, 1.0), max(top - bottom, 1.0), page.get_rotation()


def _line(text_page: Any, chars: list[int], start: int, frame: Frame, page: int) -> PageLine | None:
    text = "".join(map(chr, chars)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\ufffe", "-").replace("\x02", "-").replace("\x00", "").strip()
    inked = [start + n for n, char in enumerate(chars) if char > 32]
    if not text or not inked:
        return None
    boxes = [text_page.get_charbox(i, loose=True) for i in {inked[0], inked[len(inked) // 2], inked[-1]}]
    left, top, right, bottom = _shown(
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
        frame,
    )
    return PageLine(text=text, page=page + 1, left=left, top=top, right=right, bottom=bottom)


def _shown(left: float, bottom: float, right: float, top: float, frame: Frame) -> tuple[int, int, int, int]:
    """Turn points of the page's own space into ten-thousandths of the page as it is shown."""
    x, y, width, height, rotation = frame
    corners = [((px - x) / width, 1 - (py - y) / height) for px, py in ((left, bottom), (right, top))]
    turned = [
        {0: (u, v), 90: (1 - v, u), 180: (1 - u, 1 - v), 270: (v, 1 - u)}.get(rotation % 360, (u, v))
        for u, v in corners
    ]
    us, vs = sorted(u for u, _ in turned), sorted(v for _, v in turned)
    return _part(us[0]), _part(vs[0]), _part(us[1]), _part(vs[1])


def _part(share: float) -> int:
    return round(10_000 * min(1.0, max(0.0, share)))
