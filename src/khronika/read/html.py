"""Read a saved web page: its report without menus, comments, related stories and cookie banners.

What stands around the main text is kept apart as head and tail, where mastheads and credits are.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from khronika.errors import NoTextError
from khronika.read.beside import beside
from khronika.read.bylines import is_credit, is_notice
from khronika.read.declared import declared_in
from khronika.read.encodings import decode
from khronika.read.main_text import Line, careful_text, fast_text, lines_of
from khronika.read.masthead import is_furniture
from khronika.read.outlets import fold, is_genre, is_name_like, title_parts
from khronika.read.page import PART, Declared, Page
from khronika.read.printed_dates import dates_in
from khronika.read.prose import is_prose
from khronika.read.titles import bare_title
from khronika.record import Spot

HEAD_LINES, TAIL_LINES = 16, 12
SURE_ENOUGH = 0.65
"""How sure the fast pass must be for the careful one not to be asked (see docs/measured.md)."""


def read_html(content: bytes, name: str) -> Page:
    """Return the page; raises NoTextError when it holds no report."""
    source = _without_declaration(decode(content))
    tree = tree_of(source)
    if tree is None:
        raise NoTextError(name=name)
    aside = beside(tree)
    declared = declared_in(tree, aside)
    title = _headline(tree, declared, aside)
    lines = lines_of(tree, aside)
    body = main_text(source, lines, title)
    if not body:
        raise NoTextError(name=name)
    prose = (n for n, line in enumerate(body[:8]) if is_prose(line.text) and not is_notice(line.text))
    opening = next(prose, 0)
    numbers = {id(line): number for number, line in enumerate(lines)}
    first = numbers.get(id(body[opening]), 0)
    last = max((numbers[id(line)] for line in body if id(line) in numbers), default=len(lines) - 1)
    kept = [*_standfirst(lines, first, title), *body[opening:]]
    return Page(
        body=tuple(line.text.replace(PART, " ") for line in kept),
        places=tuple(_spots(line) for line in kept),
        head=tuple(line.text for line in lines[max(0, first - HEAD_LINES) : first]),
        tail=tuple(line.text for line in lines[last + 1 : last + 1 + TAIL_LINES]),
        declared=replace(declared, title=bare_title(title) if title else None),
    )


def tree_of(source: str) -> Any | None:
    """Return a page as an lxml tree, or None where nothing is in it."""
    import lxml.etree

    parser = lxml.etree.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lxml.etree.fromstring(source or "<p></p>", parser=parser)
    except lxml.etree.XMLSyntaxError:
        return None


def main_text(source: str, lines: list[Line], title: str | None) -> list[Line]:
    """Return the lines of the report: those that the fast pass is sure of, else those of the careful one."""
    first, last, sure = fast_text(lines)
    found = [line for line in lines[first:last] if not line.is_links or line.is_told]
    if sure < SURE_ENOUGH:
        found = _placed(careful_text(source), lines) or found
    unwanted = {fold(title or "")} - {""}
    found = [line for line in found if not is_furniture(line.text) and fold(line.text) not in unwanted]
    return found or [line for line in lines if len(line.text) > 80]


def _placed(paragraphs: list[str], lines: list[Line]) -> list[Line]:
    """Return the page's lines of which the careful pass gives the words, or its own where they differ."""
    whole = fold("".join(paragraphs))
    found = [line for line in lines if len(line.text) > 1 and (folded := fold(line.text)) and folded in whole]
    if sum(len(fold(line.text)) for line in found) > 0.6 * len(whole):
        return found
    return [Line(text=paragraph, links=0, node=None) for paragraph in paragraphs]


def _spots(line: Line) -> tuple[Spot, ...]:
    if line.node is None:
        return ()
    return (Spot(start=0, end=len(line.text), node=str(line.node.getroottree().getpath(line.node))),)


def _standfirst(lines: list[Line], first: int, title: str | None) -> list[Line]:
    """Return the lines between headline and text that belong to it: not bylines, dates or labels."""
    place = next(
        (n for n in range(first - 1, max(0, first - 9) - 1, -1) if fold(lines[n].text) == fold(title or "")),
        None,
    )
    start = first - 2 if place is None else place + 1
    return [
        line
        for line in lines[max(0, start) : first]
        if line.size > 40
        and not line.is_links
        and not is_credit(line.text)
        and not is_notice(line.text)
        and not dates_in(line.text)
        and not is_furniture(line.text)
        and (place is not None or line.node.tag in ("p", "blockquote"))
    ]


def _without_declaration(source: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", source).replace("\x00", "")


def _headline(tree: Any, declared: Declared, aside: Container[Any]) -> str | None:
    """Return the headline that the page shows, without badges such as "Exclusive"."""
    against = declared.title or declared.page_title or ""
    parts = title_parts(declared.page_title or "")
    site = {fold(declared.site or "")}
    if len(parts) > 1 and len(parts[-1]) < len(parts[0]) and not declared.title:
        site.add(fold(parts[-1]))
    heads = list(_headings(tree, aside, site, "h1"))
    if not any(_names_page(h, against) for h in heads) or all(is_name_like(h) for h in heads):
        lesser = list(_headings(tree, aside, site, "h2", "h3", "h4"))
        named = [h for h in lesser if _names_page(h, against)]
        first = [h for h in lesser[:1] if not is_name_like(h)] if all(is_name_like(h) for h in heads) else []
        heads = named[:1] or first or heads
    if heads:
        return max(heads, key=lambda h: (SequenceMatcher(None, h, against).ratio(), len(h)))
    shown = _without_site(declared.title, declared) if declared.title else None
    return shown or (_without_badge(parts[0]) if len(parts) > 1 else None)


def _headings(tree: Any, aside: Container[Any], site: Container[str], *tags: str) -> Iterator[str]:
    for heading in tree.iter(*tags):
        text = _heading_text(heading)
        if (
            text
            and fold(text) not in site
            and not is_genre(text)
            and not any(e in aside for e in heading.iterancestors())
        ):
            yield text


def _names_page(heading: str, against: str) -> bool:
    """Say whether a heading is what the page calls itself."""
    folded = fold(heading)
    return len(folded) > 3 and folded in fold(against)


def _without_site(title: str, declared: Declared) -> str:
    """Cut the site's name off the end of a title."""
    parts = title_parts(title)
    if len(parts) > 1 and (
        fold(parts[-1]) == fold(declared.site or "") or len(parts[-1]) < len(parts[0]) / 2
    ):
        return title[: title.rfind(parts[1])].rstrip(" |–—-:_｜<") if len(parts) > 2 else parts[0]
    return title


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
