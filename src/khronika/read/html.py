"""Read a saved web page: its report without menus, comments, related stories and cookie banners.

The main text is found by trafilatura (Barbaresi 2021, ACL demo); what stands around it is kept
apart as head and tail, where mastheads and credits are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from khronika.errors import NoTextError
from khronika.read.bylines import is_credit
from khronika.read.declared import declared_in
from khronika.read.encodings import decode
from khronika.read.masthead import is_furniture
from khronika.read.outlets import fold, is_name_like, title_parts
from khronika.read.page import Declared, Page
from khronika.read.printed_dates import dates_in
from khronika.read.prose import is_prose

_BLOCKS = frozenset(
    (
        "address article aside blockquote body br caption dd div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section table tbody td tfoot "
        "th thead title tr ul"
    ).split()
)
_SKIPPED = frozenset(("script style template noscript svg nav button select form iframe object head").split())
HEAD_LINES, TAIL_LINES = 16, 12


def read_html(content: bytes, name: str) -> Page:
    """Return the page; raises NoTextError when it holds no report."""
    import lxml.html

    source = _without_declaration(decode(content))
    parser = lxml.html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True)
    tree = lxml.html.document_fromstring(source or "<p></p>", parser=parser)
    declared = declared_in(tree)
    title = _headline(tree, declared)
    lines = _lines(tree)
    body = _main_text(source, lines, title)
    if not body:
        raise NoTextError(name=name)
    opening = next((n for n, line in enumerate(body[:8]) if is_prose(line)), 0)
    first = _place(lines, body[opening], 0)
    last = _place(lines, body[-1], len(lines) - 1, backwards=True)
    return Page(
        body=(*_kept(body[:opening]), *body[opening:]),
        head=tuple(lines[max(0, first - HEAD_LINES) : first]),
        tail=tuple(lines[last + 1 : last + 1 + TAIL_LINES]),
        declared=replace(declared, title=title),
    )


def _kept(opening: list[str]) -> list[str]:
    """Return the short lines above the text that belong to it: a standfirst, not a byline or a date."""
    return [line for line in opening if len(line) > 40 and not is_credit(line) and not dates_in(line)]


def _without_declaration(source: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", source).replace("\x00", "")


def _main_text(source: str, lines: list[str], title: str | None) -> list[str]:
    import trafilatura

    text = trafilatura.extract(
        source, include_comments=False, include_tables=True, include_formatting=False, fast=False
    )
    found = [re.sub(r"\s+", " ", line).strip(" |") for line in (text or "").splitlines()]
    found = [re.sub(r"^- ", "", line) for line in found]
    found = [line for line in found if line and not is_furniture(line) and fold(line) != fold(title or "")]
    return found or [line for line in lines if len(line) > 80]


def _headline(tree: Any, declared: Declared) -> str | None:
    """Return the headline that the page shows, without badges such as "Exclusive"."""
    against = declared.title or declared.page_title or ""
    parts = title_parts(declared.page_title or "")
    site = {fold(declared.site or "")}
    if len(parts) > 1 and len(parts[-1]) < len(parts[0]) and not declared.title:
        site.add(fold(parts[-1]))
    heads = [text for h in tree.iter("h1") if (text := _heading_text(h)) and fold(text) not in site]
    if all(is_name_like(h) and fold(h) == fold(against) for h in heads):
        seconds = [text for h in tree.iter("h2", "h3", "h4") if (text := _heading_text(h))]
        heads = [h for h in seconds[:1] if not is_name_like(h)] or heads
    if not heads:
        return declared.title or (_without_badge(parts[0]) if parts else None)
    return max(heads, key=lambda h: (SequenceMatcher(None, h, against).ratio(), len(h)))


def _heading_text(element: Any) -> str:
    text = ""
    for part in element.iter():
        inside_badge = part is not element and _is_badge(part)
        if not inside_badge and isinstance(part.tag, str):
            text += part.text or ""
        if part is not element:
            text += part.tail or ""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _is_badge(element: Any) -> bool:
    return bool(
        re.search(
            r"badge|label|kicker|tag|category|icon|exclusive", element.get("class") or "", re.IGNORECASE
        )
        or re.fullmatch(r"\[?(?:단독|속보|Exclusive|Breaking|快讯|独家)\]?", (element.text or "").strip())
    )


def _without_badge(title: str) -> str:
    return re.sub(r"^\[[^\]]{1,8}\]\s*", "", title)


def _lines(tree: Any) -> list[str]:
    """Return the visible text, one line for each block."""
    lines: list[str] = []
    current: list[str] = []

    def flush() -> None:
        line = re.sub(r"[ \t\r\n\xa0]+", " ", "".join(current)).strip()
        if line:
            lines.append(line)
        current.clear()

    # An explicit stack: a hostile page may be nested deeper than Python's own.
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        node, leaving = stack.pop()
        if not isinstance(node.tag, str):
            current.append(node.tail or "")
            continue
        if leaving:
            if node.tag in _BLOCKS:
                flush()
            current.append(node.tail or "")
            continue
        if node.tag in _SKIPPED:
            current.append(node.tail or "")
            continue
        if node.tag in _BLOCKS:
            flush()
        current.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    flush()
    return lines


def _place(lines: list[str], paragraph: str, default: int, *, backwards: bool = False) -> int:
    wanted = fold(paragraph)[:60]
    order = range(len(lines) - 1, -1, -1) if backwards else range(len(lines))
    return next((n for n in order if wanted and fold(lines[n]).startswith(wanted)), default)
