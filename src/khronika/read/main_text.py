"""Find the text of a report on its page, fast where the page is plain, carefully where it is not.

The fast pass goes down the tree to the smallest element that holds most of the page's prose. Where
prose lies elsewhere too, or hardly any was found, trafilatura is asked (Barbaresi 2021, ACL demo),
and the answer that holds more of the page's prose with fewer links wins.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from khronika.read.page import PART

BLOCKS = frozenset(
    (
        "address article aside blockquote body br caption dd div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section table tbody td tfoot "
        "th thead title tr ul"
    ).split()
)
SKIPPED = frozenset(
    (
        "script style template noscript svg nav button select form iframe object head textarea video audio"
    ).split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ENOUGH_PROSE = 350
"""With fewer letters of prose than this, the fast pass is less sure."""
_WIDE = re.compile("[\u2e80-\uffff]")
SHARE_OF_PROSE = 0.72
"""An element that holds this much of the prose below its parent is gone down into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that a page shows: its text, how many letters of it are links, and where it stands."""

    text: str
    links: int
    node: Any

    @property
    def size(self) -> int:
        """How much it says, in Latin letters: a Chinese or Korean character says as much as two."""
        return len(self.text) + (0 if self.text.isascii() else len(_WIDE.findall(self.text)))

    @property
    def is_links(self) -> bool:
        """Say whether it is a menu, a list of stories or a button."""
        return self.links > 0.6 * len(self.text)

    @property
    def is_told(self) -> bool:
        """Say whether a line of links stands where sentences do."""
        return self.size > 25 and self.node.tag in ("p", "td", "blockquote")


def lines_of(tree: Any, aside: Container[Any]) -> list[Line]:
    """Return the visible text, one line for each block, without what stands beside the report."""
    lines: list[Line] = []
    current: list[str] = []
    links = 0
    owner = tree

    def flush(node: Any) -> None:
        nonlocal links, owner
        text = re.sub(r"[ \t\r\n\xa0]+", " ", "".join(current)).strip(f" {PART}")
        if text:
            lines.append(Line(text=text, links=links, node=owner))
        current.clear()
        links, owner = 0, node

    # An explicit stack: a hostile page may be nested deeper than Python's own.
    stack: list[tuple[Any, bool, bool]] = [(tree, False, False)]
    while stack:
        node, leaving, linked = stack.pop()
        tag = node.tag
        if not isinstance(tag, str):
            current.append(node.tail or "")
            continue
        if leaving or tag in SKIPPED or node in aside:
            if tag in BLOCKS and not _is_cell(node):
                flush(node.getparent())
            # Two elements that touch are set apart by the page's style, of which nothing is known here.
            tail = node.tail or ""
            current.append(tail if tail.strip() or node.getnext() is None else PART)
            continue
        if tag in BLOCKS:
            if _is_cell(node):
                current.append(" | " if current else "")
            else:
                flush(node if tag != "br" else node.getparent())
        inside = linked or tag == "a"
        if node.text:
            current.append(node.text)
            links += len(node.text.strip()) if inside else 0
        stack.append((node, True, linked))
        stack.extend((child, False, inside) for child in reversed(node))
    flush(tree)
    return lines


def _is_cell(node: Any) -> bool:
    """Say whether an element is a cell of a table of facts: its row is one line, as a reader sees it."""
    if node.tag not in ("td", "th"):
        return False
    row = node.getparent()
    table = None if row is None else next(row.iterancestors("table"), None)
    if row is None or row.tag != "tr" or table is None or len(row) < 3:
        return False
    if any(inner.tag in BLOCKS for cell in row for inner in cell.iter("*") if inner is not cell):
        return False
    return sum(1 for _ in table.iter("tr")) >= 3


def prose_of(line: Line) -> int:
    """Return how much prose a line is: nothing for headings, links and labels."""
    if line.is_links or line.size < 60 or line.node.tag in HEADINGS:
        return 0
    ends = bool(re.search(r"[.!?。！？…:：][\"”’'」』)）\s]*$", line.text))
    return line.size - line.links if ends or line.size > 140 else 0


def fast_text(lines: Sequence[Line]) -> tuple[int, int, float]:
    """Return from which line to which (exclusive) the report goes, and how sure that is (0 to 1)."""
    weights = [weight if (weight := prose_of(line)) and not _is_foot(line.node) else 0 for line in lines]
    total = sum(weights)
    if not total:
        return 0, 0, 0.0
    below: dict[Any, int] = {}
    for line, weight in zip(lines, weights, strict=True):
        node = line.node if weight else None
        while node is not None:
            below[node] = below.get(node, 0) + weight
            node = node.getparent()
    box = next(node for node in below if node.getparent() is None)
    while True:
        heaviest = max((child for child in box if child in below), key=below.__getitem__, default=None)
        if heaviest is None or below[heaviest] < SHARE_OF_PROSE * below[box] or heaviest.tag == "p":
            break
        box = heaviest
    inside = [n for n, line in enumerate(lines) if _is_in(line.node, box)]
    prose = [n for n in inside if weights[n]]
    first, last = prose[0], prose[-1]
    between = lines[first : last + 1]
    noise = sum(line.is_links for line in between) / len(between)
    sure = below[box] / total * min(1.0, below[box] / ENOUGH_PROSE) * (1 - noise)
    while last < inside[-1] and not lines[last + 1].is_links and lines[last + 1].node.tag not in HEADINGS:
        last += 1
    while first > inside[0] and lines[first - 1].node.tag in ("p", "li", "blockquote", "dd"):
        first -= 1
    return first, last + 1, sure


def _is_foot(node: Any) -> bool:
    return next(node.iterancestors("footer"), None) is not None


def _is_in(node: Any, box: Any) -> bool:
    while node is not None:
        if node is box:
            return True
        node = node.getparent()
    return False


def careful_text(source: str) -> list[str]:
    """Return the paragraphs that trafilatura finds."""
    import trafilatura

    text = trafilatura.extract(
        source, include_comments=False, include_tables=True, include_formatting=False, fast=False
    )
    found = [re.sub(r"\s+", " ", line).strip(" |") for line in (text or "").splitlines()]
    return [line for line in (re.sub(r"^- ", "", line) for line in found) if line]
