"""Read a Word document: paragraphs, tables and headers, and nothing that it points to.

Sizes are checked before anything is unpacked (a zip bomb grows a thousandfold).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from khronika.errors import HostileFileError, LockedFileError, UnreadableError
from khronika.read.page import Page
from khronika.read.text import page_from_lines

MOST_BYTES, MOST_ENTRIES, MOST_RATIO = 200_000_000, 5_000, 200


def read_docx(content: bytes, name: str) -> Page:
    """Return the page. Raises HostileFileError, LockedFileError, UnreadableError, NoTextError."""
    import docx

    check_zip(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableError(name=name, why="it is not a whole Word document") from error
    except Exception as error:
        raise UnreadableError(name=name, why="its inside is broken") from error
    return page_from_lines(list(_lines(document)), name)


def check_zip(content: bytes, name: str) -> None:
    """Refuse a zip file that is locked, not whole, or that would grow beyond all measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableError(name=name, why="it is not a whole Word document") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedFileError(name=name)
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_BYTES
        or unpacked > MOST_RATIO * len(content) + 1_000_000
    ):
        raise HostileFileError(name=name, why="would grow far beyond its size when unpacked")


def _lines(document: Any) -> Iterator[str]:
    from docx.table import Table

    for section in document.sections[:3]:
        for paragraph in section.header.paragraphs:
            yield paragraph.text
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
