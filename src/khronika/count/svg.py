"""Draw counts and estimates so that they print well and read without colour.

What is certain is solid, what is possible is hatched, an interval is a line with ends: no figure is
drawn without its interval. The pictures hold no script and no style, so a strict page may embed them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape, quoteattr

WIDTH = 760
BAR, GAP, TOP, BOTTOM, RIGHT = 18, 10, 54, 58, 64
INK, SOLID, PALE, RULE = "#111111", "#444444", "#dddddd", "#bbbbbb"
FONT = 'font-family="Helvetica, Arial, sans-serif"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: certain (solid) up to possible (hatched); `low`–`high` is a band around `expected`."""

    label: str
    certain: float
    possible: float
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    open_ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One estimate with its interval; `point` None when a method refuses a single number."""

    label: str
    low: float | None
    high: float | None
    point: float | None = None
    note: str = ""


def bar_chart_svg(
    bars: Iterable[Bar],
    *,
    title: str,
    unit: str = "incidents",
    certain_label: str = "certain",
    possible_label: str = "possible",
    expected_label: str = "expected, 95 % band",
) -> str:
    """Return a standalone SVG of horizontal bars, one under the other.

    >>> drawn = bar_chart_svg([Bar(label="2024-Q1", certain=2, possible=5)], title="Arrests")
    >>> drawn.startswith("<svg") and "2024-Q1" in drawn
    True
    """
    rows = list(bars)
    left = _left(row.label for row in rows)
    top = max([1.0, *(row.possible for row in rows), *(row.high or 0 for row in rows)])
    ticks = nice_ticks(0, top, least=1.0)
    scale = (WIDTH - left - RIGHT) / ticks[-1]
    height = TOP + len(rows) * (BAR + GAP) + BOTTOM
    body = [*_axis(ticks, left, scale, height, unit)]
    for index, row in enumerate(rows):
        body += _bar(row, left, TOP + index * (BAR + GAP), scale)
    body += _legend(height, certain_label, possible_label, _expects(rows) and expected_label)
    spoken = "; ".join(
        f"{r.label}: {r.certain:g} {certain_label}, {r.possible:g} {possible_label}" for r in rows
    )
    return _page(body, height, title, spoken)


def spread_svg(spreads: Iterable[Spread], *, title: str, unit: str, observed: float | None = None) -> str:
    """Return a standalone SVG of estimates with their intervals, one under the other.

    `observed` draws a dashed line at what is known for certain.
    """
    rows = list(spreads)
    left = _left(row.label for row in rows)
    ends = [v for r in rows for v in (r.low, r.high, r.point) if v is not None]
    ticks = nice_ticks(0, max([1.0, observed or 0, *ends]))
    scale = (WIDTH - left - RIGHT) / ticks[-1]
    height = TOP + len(rows) * (BAR + GAP) + BOTTOM
    body = [*_axis(ticks, left, scale, height, unit)]
    if observed is not None:
        x = left + observed * scale
        body.append(
            f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - BOTTOM}" stroke="{INK}" '
            f'stroke-dasharray="4 3"/>'
        )
    for index, row in enumerate(rows):
        body += _spread(row, left, TOP + index * (BAR + GAP), scale)
    spoken = "; ".join(f"{row.label}: {_told(row)}" for row in rows)
    return _page(body, height, title, spoken)


def line_chart_svg(
    labels: Sequence[str],
    values: Sequence[float],
    *,
    title: str,
    unit: str,
    bounds: Sequence[float | None] = (),
    marked: Sequence[int] = (),
) -> str:
    """Return a standalone SVG of a series as columns with an upper bound as a line and alarms marked."""
    left, height, base = 60, 300, 240
    top = max([1.0, *values, *(bound or 0 for bound in bounds)])
    ticks = nice_ticks(0, top)
    up = (base - TOP) / ticks[-1]
    wide = (WIDTH - left - RIGHT) / max(1, len(values))
    body = []
    for tick in ticks:
        y = base - tick * up
        body.append(f'<line x1="{left}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{RULE}"/>')
        body.append(_text(left - 6, y + 4, _number(tick), anchor="end"))
    for index, value in enumerate(values):
        x = left + index * wide
        fill = INK if index in set(marked) else PALE
        body.append(
            f'<rect x="{x:.2f}" y="{base - value * up:.2f}" width="{max(0.4, wide - 0.6):.2f}" '
            f'height="{value * up:.2f}" fill="{fill}" stroke="{SOLID}" stroke-width="0.4"/>'
        )
    points = [
        f"{left + (i + 0.5) * wide:.2f},{base - bound * up:.2f}"
        for i, bound in enumerate(bounds)
        if bound is not None
    ]
    if points:
        body.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{INK}" stroke-width="1.2"/>')
    body += [
        _text(left + (index + 0.5) * wide, base + 18, labels[index], anchor="middle")
        for index in range(0, len(labels), max(1, len(labels) // 8))
    ]
    body.append(_text(left, base + 40, f"{unit}; line: upper bound; black: above the bound"))
    return _page(body, height, title, f"{len(values)} periods, {len(marked)} above the bound")


def nice_ticks(low: float, high: float, about: int = 5, least: float = 0.0) -> list[float]:
    """Return round numbers, `least` apart or more, from at or below low to at or above high.

    >>> nice_ticks(0, 47)
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    rough = max(high - low, 1e-9) / about
    power = 10.0 ** floor(log10(rough))
    step = max(least, next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999))
    return [step * i for i in range(floor(low / step), ceil(high / step - 1e-9) + 1)]


def _bar(row: Bar, left: float, y: float, scale: float) -> list[str]:
    sure, maybe = row.certain * scale, max(0.0, row.possible - row.certain) * scale
    middle = y + BAR / 2
    drawn = [
        _text(left - 8, middle + 4, row.label, anchor="end"),
        f'<rect x="{left}" y="{y}" width="{sure:.1f}" height="{BAR}" fill="{SOLID}"/>',
        (
            f'<rect x="{left + sure:.1f}" y="{y}" width="{maybe:.1f}" height="{BAR}" fill="url(#hatch)" '
            f'stroke="{SOLID}" stroke-width="0.8"/>'
        ),
        _text(
            left + max(row.possible, row.high or 0) * scale + 6,
            middle + 4,
            (_number(row.certain) if row.certain == row.possible else f"{row.certain:g}–{row.possible:g}")
            + ("+" if row.open_ended else ""),
        ),
    ]
    if row.low is not None and row.high is not None:
        drawn += _whisker(left + row.low * scale, left + row.high * scale, middle)
    if row.expected is not None:
        drawn.append(_dot(left + row.expected * scale, middle))
    return drawn


def _spread(row: Spread, left: float, y: float, scale: float) -> list[str]:
    middle = y + BAR / 2
    drawn = [_text(left - 8, middle + 4, row.label, anchor="end")]
    if row.low is not None and row.high is not None:
        drawn += _whisker(left + row.low * scale, left + row.high * scale, middle)
    if row.point is not None:
        drawn.append(_dot(left + row.point * scale, middle))
    if row.note or row.low is None:
        drawn.append(_text(left + 6, middle + 4, row.note or "no number"))
    return drawn


def _whisker(start: float, end: float, y: float) -> list[str]:
    strokes = [(start, y, end, y), (start, y - 5, start, y + 5), (end, y - 5, end, y + 5)]
    return [
        f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" stroke="{INK}" stroke-width="1.6"/>'
        for a, b, c, d in strokes
    ]


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>'


def _axis(ticks: Sequence[float], left: float, scale: float, height: float, unit: str) -> Iterable[str]:
    for tick in ticks:
        x = left + tick * scale
        yield f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{height - BOTTOM}" stroke="{RULE}"/>'
        yield _text(x, height - BOTTOM + 16, _number(tick), anchor="middle")
    yield _text(WIDTH - RIGHT, height - BOTTOM + 34, unit, anchor="end")


def _legend(height: float, certain: str, possible: str, expected: str | bool) -> list[str]:
    y = height - 18
    drawn = [
        f'<rect x="16" y="{y - 10}" width="14" height="12" fill="{SOLID}"/>',
        _text(36, y, certain),
        f'<rect x="136" y="{y - 10}" width="14" height="12" fill="url(#hatch)" stroke="{SOLID}"/>',
        _text(156, y, possible),
    ]
    if expected:
        drawn += [*_whisker(262, 292, y - 4), _dot(277, y - 4), _text(300, y, str(expected))]
    return drawn


def _page(body: Sequence[str], height: float, title: str, spoken: str) -> str:
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
                f'height="{height:g}" role="img" aria-label={quoteattr(title)}>'
            ),
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(spoken)}</desc>",
            (
                '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
                f'<line x1="0" y1="0" x2="0" y2="6" stroke="{SOLID}" stroke-width="2"/></pattern></defs>'
            ),
            f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>',
            f'<text x="16" y="26" font-size="15" font-weight="bold" fill="{INK}" {FONT}>',
            f"{escape(title)}</text>",
            *body,
            "</svg>",
        ]
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{INK}" text-anchor="{anchor}" {FONT}>'
        f"{escape(text)}</text>"
    )


def _left(labels: Iterable[str]) -> float:
    longest = max((sum(2 if ord(c) > 0x2E80 else 1 for c in label) for label in labels), default=4)
    return min(330.0, 24 + 6.6 * longest)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def _told(row: Spread) -> str:
    if row.low is None or row.high is None:
        return row.note or "no number"
    point = "" if row.point is None else f"{row.point:,.0f}, "
    return f"{point}{row.low:,.0f} to {row.high:,.0f}"


def _expects(rows: Sequence[Bar]) -> bool:
    return any(row.expected is not None for row in rows)
