"""Tell what stands beside a report on its page: comments, related stories, banners, share bars.

An element is told by its tag, by the words of its class and id, or by the heading that it opens with.
Nothing that holds a good part of the page's prose is ever taken for such a thing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from khronika.read.bylines import words

_TAGS = frozenset(("aside", "nav", "button", "select", "form", "iframe", "dialog", "template", "figcaption"))
_TITLES = frozenset(("h2", "h3", "h4", "h5", "h6", "legend", "dt"))
_HEADINGS = (*sorted(_TITLES), "strong", "b", "p", "div", "span")
MOST_OF_THE_PAGE = 0.34


def beside(tree: Any) -> set[Any]:
    """Return the elements of an lxml tree that stand beside its report."""
    prose = _prose_below(tree)
    most = max(1, prose.get(tree, 0) * MOST_OF_THE_PAGE)
    found = set()
    for element in tree.iter("*"):
        if prose.get(element, 0) <= most and _is_beside(element):
            found.add(element)
    for heading in tree.iter(*_HEADINGS):
        found.update(box for box in _boxes_of(heading) if prose.get(box, 0) <= most)
    return found


def _is_beside(element: Any) -> bool:
    if element.tag in _TAGS or element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    if element.tag in ("html", "body", "main", "article", "h1", "a", "img"):
        return False
    if element.get("role") in ("complementary", "navigation", "dialog", "alertdialog", "search"):
        return True
    if "none" in (element.get("style") or "") and re.search(r"display\s*:\s*none", element.get("style")):
        return True
    name = element.get("id") or ""
    if element.tag in _TITLES or len(name) > 40:
        name = ""  # headings are named after their own words
    names = f"{element.get('class') or ''} {name}"
    return _says_beside(names)


@lru_cache(maxsize=4096)
def _says_beside(names: str) -> bool:
    return bool(names.strip()) and bool(_names().search(_parted(names)))


def _parted(names: str) -> str:
    """Part "relatedPosts_box" into " related posts box "."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", " ", names)
    return f" {parted.lower()} "


def _boxes_of(heading: Any) -> list[Any]:
    """Return what a heading such as "Related stories" opens; nothing where it is no such heading."""
    text = _short(heading)
    form = _heads() if heading.tag in _TITLES else _labels()
    if not text or not form.fullmatch(text):
        return []
    box = heading
    while _may_grow(box):
        box = box.getparent()
    if box is not heading:
        return [box]
    boxes = [heading]
    for following in heading.itersiblings():
        if not isinstance(following.tag, str) or following.tag in _TITLES or _is_paragraph(following):
            break
        boxes.append(following)
    return boxes


def _short(element: Any) -> str:
    """Return the text of an element that says little; nothing for one that says more."""
    if len(element) > 3:
        return ""
    text = ""
    for part in element.itertext():
        text += part
        if len(text) > 200:
            return ""
    text = " ".join(text.split())
    return text if 2 <= len(text) <= 60 else ""


def _may_grow(box: Any) -> bool:
    """Say whether an element is the first thing in its parent, so that the parent is the box."""
    parent = box.getparent()
    if parent is None or parent.tag in ("body", "html", "main", "article"):
        return False
    before = [s for s in box.itersiblings(preceding=True) if isinstance(s.tag, str)]
    texts = [parent.text, *("".join(s.itertext()) for s in before), *(s.tail for s in before)]
    return not any((text or "").strip() for text in texts)


def _is_paragraph(element: Any) -> bool:
    return element.tag == "p" and len("".join(element.itertext()).strip()) > 80


def _prose_below(tree: Any) -> dict[Any, int]:
    """Return for each element that holds any how many letters of prose stand in it, links aside."""
    below: dict[Any, int] = {}
    for element in reversed(list(tree.iter("*"))):
        own = below.get(element, 0)
        if element.tag not in ("script", "style"):
            own += _long(element.text) if element.tag != "a" else 0
        else:
            own = 0
        if own:
            below[element] = own
        above = own + _long(element.tail)
        parent = element.getparent()
        if above and parent is not None:
            below[parent] = below.get(parent, 0) + above
    return below


def _long(text: str | None) -> int:
    return len(text) if text and len(text) > 30 and len(text.strip()) > 30 else 0


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf" (?:{words()['beside']['names']}) ")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{words()['beside']['heads']}).{{0,40}}", re.IGNORECASE)


@cache
def _labels() -> re.Pattern[str]:
    """The same words where they stand in a plain paragraph: then little else may stand with them."""
    return re.compile(rf"(?:{words()['beside']['heads']})[^.。?!]{{0,12}}", re.IGNORECASE)
