"""Read plain text: a web page copied by hand, a wire, a transcript.

The masthead ends where the prose begins; credits at the end are kept apart.
"""

import re

from khronika.errors import NoTextError
from khronika.read.bylines import is_credit, is_notice
from khronika.read.encodings import decode
from khronika.read.masthead import is_furniture
from khronika.read.page import Page
from khronika.read.printed_dates import dates_in
from khronika.read.prose import is_prose
from khronika.read.titles import labelled_title

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
    prose = (n for n, line in enumerate(kept[:HEAD_LINES]) if is_prose(line) and not is_notice(line))
    opening = next(prose, min(1, len(kept) - 1))
    start = _after_credits(kept, opening)
    while start > 1 and _is_sentence(kept[start - 1]):
        start -= 1
    opening = min(opening, start)
    stop = len(kept)
    while stop > start + 1 and not is_prose(kept[stop - 1]) and is_tail(kept[stop - 1]):
        stop -= 1
    followed = [line for line in lines if re.match(r"(?i)follow ", line)]
    standfirst = [line for line in kept[opening:start] if is_prose(line)]
    edge = [line for line in lines if line not in kept and dates_in(line)]
    return Page(
        body=(*standfirst, *kept[start:stop]), head=tuple(kept[:start]), tail=(*kept[stop:], *followed, *edge)
    )


def _is_sentence(line: str) -> bool:
    """Say whether a short line opens the text: it says something and ends as sentences do."""
    size = len(line) + sum(ord(char) > 0x2E7F for char in line)
    ends = bool(re.search(r"[.!?。！？][\"”’」』)）]*$", line))
    return size > 40 and ends and not is_credit(line) and not dates_in(line)


def _after_credits(lines: list[str], opening: int) -> int:
    """Return where the text begins: a byline may stand below a standfirst that reads like prose."""
    if any(is_credit(line) or dates_in(line) for line in lines[:opening]):
        return opening
    stamps = [
        n
        for n in range(opening + 1, min(opening + 4, len(lines) - 1))
        if len(lines[n]) < 100 and not is_prose(lines[n]) and (is_credit(lines[n]) or dates_in(lines[n]))
    ]
    enough = stamps and sum(is_prose(line) for line in lines[stamps[-1] + 1 :]) > 1
    return stamps[-1] + 1 if enough else opening


def is_tail(line: str) -> bool:
    """Say whether a short line at the end is a credit, a date or a notice."""
    return (
        is_credit(line)
        or labelled_title(line) is not None
        or bool(dates_in(line) and len(line) < 60)
        or bool(
            re.match(r"^[-—=*#_\W]+$|^(?:also today|tags|notes?)\b|^(?:정리|联络|※|#)", line, re.IGNORECASE)
        )
        or bool(re.match(r"^(?:\d{4} )?[A-Z][\w ]{2,40}$", line) and len(line) < 50)
    )
