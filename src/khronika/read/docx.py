"""Read a Word document: paragraphs, tables and headers, and nothing that it points to.

Sizes are checked before anything is unpacked (a zip bomb grows a thousandfold).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from khronika.errors import UnreadableError
from khronika.read.page import Page
from khronika.read.text import page_from_lines
from khronika.read.zips import check_zip


def read_docx(content: bytes, name: str) -> Page:
    """Return the page. Raises HostileFileError, LockedFileError, UnreadableError, NoTextError."""
    import docx

    check_zip(content, name, "Word document")
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableError(name=name, why="it is not a whole Word document") from error
    except Exception as error:
        raise UnreadableError(name=name, why="its inside is broken") from error
    page = page_from_lines(list(_lines(document)), name)
    return replace(page, declared=replace(page.declared, loud=tuple(_headings(document))))


def _headings(document: Any) -> Iterator[str]:
    """Yield what is set as a title or a heading of the first rank."""
    for paragraph in document.paragraphs[:30]:
        style = str(getattr(paragraph.style, "name", "") or "")
        if style in ("Title", "Heading 1") and paragraph.text.strip():
            yield paragraph.text


def _lines(document: Any) -> Iterator[str]:
    for section in document.sections[:3]:
        for paragraph in section.header.paragraphs:
            yield paragraph.text
    yield from _body(document)
    for section in document.sections[:3]:
        for paragraph in section.footer.paragraphs:
            yield paragraph.text


def _body(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _cells(block)
        else:
            yield from block.text.split("\n")


def _cells(table: Any) -> Iterator[str]:
    for row in table.rows:
        seen = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:  # merged cells come once for each column
                seen.add(id(cell._tc))
                yield from cell.text.split("\n")
