"""Read the text of a PDF, and put the paragraphs together that its lines break apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from khronika.errors import LockedFileError, NoTextError, UnreadableError
from khronika.read.page import Page
from khronika.read.text import page_from_lines

MOST_PAGES = 3_000


def read_pdf(content: bytes, name: str) -> Page:
    """Return the page. Raises LockedFileError, UnreadableError, NoTextError (a scan)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LockedFileError(name=name) from error
        raise UnreadableError(name=name, why="it is not a whole PDF") from error
    try:
        pages = [_page_text(document, n) for n in range(min(len(document), MOST_PAGES))]
    finally:
        document.close()
    lines = _without_running_heads(pages)
    if not any(re.search(r"\w", line) for line in lines):
        raise NoTextError(name=name)
    return page_from_lines(list(paragraphs(lines)), name)


def _page_text(document: object, number: int) -> list[str]:
    page = document[number]  # type: ignore[index]
    try:
        text = page.get_textpage()
        return [line.strip() for line in text.get_text_range().replace("\ufffe", "-").splitlines()]
    finally:
        page.close()


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Drop lines that stand at the edge of most pages, numbers aside."""
    if len(pages) < 3:
        return [line for page in pages for line in page]
    edges = [re.sub(r"\d+", "#", line) for page in pages for line in (*page[:1], *page[-1:])]
    repeated = {line for line in edges if edges.count(line) > len(pages) / 2}
    return [line for page in pages for line in page if re.sub(r"\d+", "#", line) not in repeated]


def paragraphs(lines: list[str]) -> Iterator[str]:
    """Join the lines of a paragraph: it ends at a full stop before a short line's end, or at a heading.

    Latin lines are joined with a space. Chinese and Korean lines keep their line break, since a word
    may go on over it.

    >>> list(paragraphs(["The women were taken on Monday and", "held in Tumen.", "Onsong", "Nobody came."]))
    ['The women were taken on Monday and held in Tumen.', 'Onsong', 'Nobody came.']
    """
    widths = sorted(len(line) for line in lines if line)
    full = widths[int(len(widths) * 0.8)] if widths else 0
    current: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            yield from _flush(current)
            continue
        current.append(line)
        short = len(line) < full * 0.75 and not re.match(r"[a-z]", following)
        ended = bool(re.search(r"[.!?。！？:：…][\"”’'」』)）]*$", line))
        if short and (ended or sum(map(len, current)) < full):
            yield from _flush(current)
    yield from _flush(current)


def _flush(lines: list[str]) -> Iterator[str]:
    if lines:
        wide = sum(ord(c) > 0x2E7F for line in lines for c in line) > sum(map(len, lines)) / 3
        yield ("\n" if wide else " ").join(lines)
        lines.clear()
