"""Read an e-mail or a web page saved as one (MHTML): its text, never its sender.

Whoever sent a report is a source and not its author: no address and no name of the head of a
message gets into the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from khronika.errors import HostileFileError, NoTextError
from khronika.read.encodings import decode_as
from khronika.read.html import read_html
from khronika.read.page import Page
from khronika.read.text import page_from_lines

MOST_PARTS = 2_000
_FORWARDED = re.compile(
    r"^(?:\s*\[?(?:fwd?|re|aw|wg|전달|회신|답장|转发|轉寄|轉發|回复|回覆|答复)\]?\s*[:：])+\s*", re.IGNORECASE
)


def read_mail(content: bytes, name: str) -> Page:
    """Return what a message says: its plain text, else its HTML; subject and date as title and date."""
    message = message_from(content, name)
    page = _page(message.get_body(("plain", "html")), name)
    subject: str = _FORWARDED.sub("", _head(message, "subject"))
    declared = replace(
        page.declared,
        title=subject or page.declared.title,
        published=_day(message) or page.declared.published,
        authors=(),
    )
    return replace(page, declared=declared)


def read_mhtml(content: bytes, name: str) -> Page:
    """Return the page that was saved: the first HTML part."""
    for part in parts_of(message_from(content, name), name):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return read_html(_text(part).encode("utf-8", "replace"), name)
    raise NoTextError(name=name)


def message_from(content: bytes, name: str) -> EmailMessage:
    """Return the message. Raises HostileFileError when it has more parts than any letter."""
    message = BytesParser(policy=policy.default).parsebytes(content.lstrip(b"\r\n\t \xef\xbb\xbf"))
    assert isinstance(message, EmailMessage)
    for _ in parts_of(message, name):
        pass
    return message


def parts_of(message: Message, name: str) -> Iterator[EmailMessage]:
    """Yield the parts that hold something, in order; an enclosed message is one part."""
    stack: list[Message] = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > MOST_PARTS:
            raise HostileFileError(name=name, why=f"has more than {MOST_PARTS:,} parts")
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            stack.extend(p for p in reversed(inside) if isinstance(p, Message))
        elif isinstance(part, EmailMessage):
            yield part


def _page(part: Message | None, name: str) -> Page:
    if part is None:
        raise NoTextError(name=name)
    text = _text(part)
    if part.get_content_type() == "text/html":
        return read_html(text.encode("utf-8", "replace"), name)
    return page_from_lines(text.replace("\r\n", "\n").replace("\x00", "").split("\n"), name)


def _text(part: Message) -> str:
    return decode_as(bytes_of(part), part.get_content_charset())


def bytes_of(part: Message) -> bytes:
    """Return what a part holds, its transfer encoding undone."""
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _head(message: EmailMessage, field: str) -> str:
    return " ".join(str(message.get(field) or "").split())


def _day(message: EmailMessage) -> str | None:
    when = getattr(message.get("date"), "datetime", None)
    return when.date().isoformat() if isinstance(when, datetime) else None
