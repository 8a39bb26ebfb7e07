"""Read plain text: a web page copied by hand, a wire, a transcript.

The masthead ends where the prose begins; credits at the end are kept apart.
"""

import re

from khronika.errors import NoTextError
from khronika.read.bylines import is_credit
from khronika.read.encodings import decode
from khronika.read.masthead import is_furniture
from khronika.read.page import Page
from khronika.read.printed_dates import dates_in
from khronika.read.prose import is_prose

HEAD_LINES = 9


def read_text(content: bytes, name: str) -> Page:
    """Return the page; raises NoTextError when there are no words in it."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return page_from_lines(re.split(r"\n", text), name)


def page_from_lines(raw: list[str], name: str) -> Page:
    """Split lines into head, body and tail."""
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip(" \u200b\ufeff") for line in raw]
    lines = [line for line in lines if re.search(r"\w", line)]
    kept = [line for line in lines if not is_furniture(line) or is_credit(line)]
    if not kept:
        raise NoTextError(name=name)
    start = next((n for n, line in enumerate(kept[:HEAD_LINES]) if is_prose(line)), min(1, len(kept) - 1))
    stop = len(kept)
    while stop > start + 1 and not is_prose(kept[stop - 1]) and is_tail(kept[stop - 1]):
        stop -= 1
    followed = [line for line in lines if re.match(r"(?i)follow ", line)]
    return Page(body=tuple(kept[start:stop]), head=tuple(kept[:start]), tail=(*kept[stop:], *followed))


def is_tail(line: str) -> bool:
    """Say whether a short line at the end is a credit, a date or a notice."""
    return (
        is_credit(line)
        or bool(dates_in(line) and len(line) < 60)
        or bool(
            re.match(r"^[-—=*#_\W]+$|^(?:also today|tags|notes?)\b|^(?:정리|联络|※|#)", line, re.IGNORECASE)
        )
        or bool(re.match(r"^(?:\d{4} )?[A-Z][\w ]{2,40}$", line) and len(line) < 50)
    )
