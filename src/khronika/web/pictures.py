"""Lay out an incident's timeline and its graph of sources: where each bar, box and line goes.

Templates draw them as SVG without styles or scripts of its own; a list beside each says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from khronika.casebook.reading_room import OpenIncident
from khronika.record import Account, Link
from khronika.review import COPIES
from khronika.web.compare import Column

WIDE = 1000.0  # units across a timeline
LEAST_BAR = 8.0
ROW, BOX_WIDE, BOX_HIGH, GAP = 64, 200, 44, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One claim on the timeline, from x over width (0 to 1000); an open side has no end."""

    column: Column
    x: float
    width: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All dated claims of an incident, the earliest first, and those without a day."""

    first: date | None
    last: date | None
    bars: tuple[Bar, ...]
    undated: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Somebody who tells: a source (role, never a person) or a report."""

    key: str
    label: str
    kind: str
    x: int
    y: int
    day: date | None = None  # of publication: one outlet often reports twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Who is told by whom: from a source to a report, or from an original to what repeats or cites it."""

    kind: str
    left: Box
    right: Box

    @property
    def path(self) -> str:
        """The line as SVG draws it."""
        if self.left.x == self.right.x:
            x, bend = self.left.x + BOX_WIDE, self.left.x + BOX_WIDE + GAP // 2
            y, to = self.left.y + BOX_HIGH // 2, self.right.y + BOX_HIGH // 2
            return f"M{x} {y}C{bend} {y} {bend} {to} {x} {to}"
        x, y = self.left.x + BOX_WIDE, self.left.y + BOX_HIGH // 2
        to_x, to_y = self.right.x, self.right.y + BOX_HIGH // 2
        middle = (x + to_x) // 2
        return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGraph:
    """Boxes in columns (sources, originals, what repeats them) and the lines between them."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def letter_width(letter: str) -> float:
    """Return about how wide a letter stands in bold sans, in em; rather too wide than too narrow."""
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in "mwMWQ@%—…" or not letter.isascii():
        return 0.9
    if letter.isupper():
        return 0.75
    return 0.36 if letter in "iljtfrI.,:;'|!()[]- " else 0.62


def timeline_of(columns: Sequence[Column]) -> Timeline:
    """Lay the claims of an incident out in time."""
    dated = [c for c in columns if c.shown.date and (c.shown.date.first or c.shown.date.last)]
    undated = tuple(c for c in columns if c not in dated)
    spans = [(c, *_span(c)) for c in dated]
    if not spans:
        return Timeline(first=None, last=None, bars=(), undated=undated)
    first, last = min(s[1] for s in spans), max(s[2] for s in spans)
    days = max(1, (last - first).days + 1)
    bars = []
    for column, begins, ends in sorted(spans, key=lambda s: (s[1], s[2], s[0].number)):
        width = max(LEAST_BAR, ((ends - begins).days + 1) * WIDE / days)
        x = min((begins - first).days * WIDE / days, WIDE - width)
        when = column.shown.date
        bars.append(
            Bar(
                column=column,
                x=round(max(0.0, x), 1),
                width=round(min(width, WIDE), 1),
                open_left=when is not None and when.first is None,
                open_right=when is not None and when.last is None,
            )
        )
    return Timeline(first=first, last=last, bars=tuple(bars), undated=undated)


def source_graph(opened: OpenIncident) -> SourceGraph:
    """Lay out who tells, who repeats and who cites whom, as far as this incident goes."""
    links = [x for x in opened.links if x.kind in COPIES or x.kind == "cites"]
    repeats = {x.left for x in links if x.kind in COPIES}
    told = {str(r.id): r.outlet or str(r.id) for r in opened.reports}
    days = {str(r.id): r.published for r in opened.reports}
    unseen = sorted({x.right for x in links if x.right not in told})
    sources = _sources([c.account for c in opened.claims if c.report not in repeats])
    every = (
        [(key, label, kind) for key, (label, kind, _) in sources.items()],
        [(key, told[key], "report") for key in told if key not in repeats]
        + [(key, _named(key, links), "unseen") for key in unseen],
        [(key, told[key], "copy") for key in told if key in repeats],
    )
    columns = [found for found in every if found]
    boxes = {
        key: Box(
            key=key,
            label=label,
            kind=kind,
            x=column * (BOX_WIDE + GAP) + 2,
            y=row * ROW + 2,
            day=days.get(key),
        )
        for column, found in enumerate(columns)
        for row, (key, label, kind) in enumerate(found)
    }
    lines = [
        Line(kind="tells", left=boxes[key], right=boxes[report])
        for key, (_, _, reports) in sources.items()
        for report in reports
        if report in boxes
    ]
    lines += [
        Line(kind=x.kind, left=boxes[x.right], right=boxes[x.left])
        for x in links
        if x.left in boxes and x.right in boxes and x.left != x.right
    ]
    used = max(0, len(columns) - 1)
    return SourceGraph(
        boxes=tuple(boxes.values()),
        lines=tuple(lines),
        width=(used + 1) * BOX_WIDE + used * GAP + GAP // 2 + 4,
        height=max((len(found) for found in columns), default=0) * ROW,
    )


def _span(column: Column) -> tuple[date, date]:
    when = column.shown.date
    first = when and (when.first or when.last)
    last = when and (when.last or when.first)
    return first or date.min, last or date.max


def _sources(accounts: Sequence[Account]) -> dict[str, tuple[str, str, list[str]]]:
    """Return each source that is stated: its label, its kind and the reports through which it speaks."""
    found: dict[str, tuple[str, str, list[str]]] = {}
    for account in accounts:
        if account.kind == "unstated":
            continue
        alone = account.kind in {"organisation", "document"}
        key = f"source:{account.key}" if alone else f"source:{account.report}:{account.key}"
        label = account.phrase or account.origin or account.kind
        kept = found.setdefault(key, (label, account.kind, []))
        if account.report not in kept[2]:
            kept[2].append(account.report)
    return found


def _named(key: str, links: Sequence[Link]) -> str:
    """Return the outlet of an original that nobody added, from the reason that names it."""
    reason = next((x.reasons[0] for x in links if x.right == key and x.reasons), key)
    return reason.split(" is named as ")[0]
