"""Every pair of colours that meets on a page can be read (WCAG 2.2, AA)."""

import re
from pathlib import Path

import pytest

import khronika.web

CSS = Path(khronika.web.__file__).parent / "static" / "desk" / "desk.css"
TEXT = [
    *[(ink, ground) for ink in ("ink", "soft", "accent") for ground in ("ground", "sheet", "sunk")],
    ("accent", "accent-soft"),
    ("accent-ink", "accent"),
    ("good", "good-soft"),
    ("good", "sheet"),
    ("warn", "warn-soft"),
    ("warn", "sheet"),
    ("bad", "bad-soft"),
    ("bad", "sheet"),
    ("ink", "warn-soft"),
    ("soft", "warn-soft"),
    ("ink", "mark"),
    ("soft", "mark"),
    ("ink", "lit"),
    ("ink", "chosen"),
]
SHAPES = [("edge", "sheet"), ("edge", "ground"), ("accent", "ground"), ("accent", "sheet")]


def _themes() -> dict[str, dict[str, str]]:
    css = CSS.read_text()
    light, dark, auto = (
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
        for block in (
            re.search(r"\n:root \{(.*?)\n\}", css, re.S).group(1),
            re.search(r'\n:root\[data-theme="dark"\] \{(.*?)\n\}', css, re.S).group(1),
            re.search(r'  :root\[data-theme="auto"\] \{(.*?)\n  \}', css, re.S).group(1),
        )
    )
    return {"light": light, "dark": dark, "auto": auto}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_shapes_stand_out(theme):
    colours = _themes()[theme]
    weak = [
        (a, b, round(contrast(colours[a], colours[b]), 2))
        for a, b in TEXT
        if contrast(colours[a], colours[b]) < 4.5
    ]
    faint = [(a, b) for a, b in SHAPES if contrast(colours[a], colours[b]) < 3]
    assert weak == []
    assert faint == []


def test_the_systems_dark_is_the_chosen_dark():
    themes = _themes()
    assert themes["dark"] == themes["auto"]
    assert set(themes["dark"]) == set(themes["light"])
