"""Read an OpenDocument text (LibreOffice): its headings, paragraphs and table cells, nothing else.

What was deleted under change tracking, comments and notes are not the report's text. The file's own
properties (who typed it, when) say nothing of who published the report and are left aside.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from khronika.errors import LockedFileError, UnreadableError
from khronika.read.page import Page
from khronika.read.text import page_from_lines
from khronika.read.zips import check_zip

_WHAT = "OpenDocument text"
_BLOCKS = frozenset(("p", "h"))
_SKIPPED = frozenset(
    "annotation tracked-changes note forms scripts sequence-decls variable-decls title desc object".split()
)


def read_odt(content: bytes, name: str) -> Page:
    """Return the page. Raises HostileFileError, LockedFileError, UnreadableError, NoTextError."""
    from lxml import etree

    check_zip(content, name, _WHAT)
    source = _content_xml(content, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        tree = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(name=name, why=f"it is not a whole {_WHAT}") from error
    return page_from_lines(_lines(tree), name)


def _content_xml(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
            if b"encryption-data" in manifest:
                raise LockedFileError(name=name)
            return archive.read("content.xml")
    except (KeyError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise UnreadableError(name=name, why=f"it is not a whole {_WHAT}") from error


def _lines(tree: Any) -> list[str]:
    """Return one line for each heading, paragraph or cell; an explicit stack, for the nesting may be deep."""
    lines: list[str] = []
    current: list[str] = []
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, leaving = stack.pop()
        tag = _local(node)
        if not leaving and tag not in _SKIPPED:
            if tag in _BLOCKS:
                _flush(current, lines)
            current.append(_sign(node, tag) + (node.text or ""))
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            continue
        if tag in _BLOCKS:
            _flush(current, lines)
        current.append(node.tail or "")
    _flush(current, lines)
    return lines


def _local(node: Any) -> str:
    """Return an element's name without its namespace; an entity or instruction counts as skipped."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else "object"


def _sign(node: Any, tag: str) -> str:
    if tag == "line-break":
        return "\n"
    if tag == "s":
        return " "
    return "\t" if tag == "tab" else ""


def _flush(current: list[str], lines: list[str]) -> None:
    lines.extend(line for line in "".join(current).split("\n") if line.strip())
    current.clear()
