"""Draw pages of text, to be read back."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FONTS = Path("/usr/share/fonts")
FACE = {"ko": 1, "zh": 2, "zt": 3, "en": 0}
TEXTS = {
    "en": (
        "HARBOUR SENTINEL",
        "Women held after raid in Dandong",
        "By Odile Marchetti",
        "4 March 2023",
        "",
        "Two women who had been staying in a rented room near the freight",
        "yard were led away on Monday night, according to a neighbour who",
        "watched from the stairs and asked not to be named.",
    ),
    "ko": (
        "가람일보",
        "단둥서 탈북 모녀 체포",
        "노을빛 기자",
        "2022년 5월 11일",
        "",
        "지난 월요일 밤 화물역 근처 셋방에 머물던 여성 두 명이 공안에",
        "끌려갔다고 계단에서 이를 지켜본 이웃 주민이 전했다.",
    ),
    "zh": (
        "渤海在线",
        "丹东一对母女被带走",
        "记者 程小满",
        "2022年5月11日",
        "",
        "周一夜里，住在货场附近一间出租屋里的两名女子被警察带走，",
        "一名在楼梯上目睹经过、要求匿名的邻居这样说。",
    ),
}


@cache
def font(lang: str, size: int) -> Any:
    """Return a face that has the letters; the tests that need one are skipped where none is installed."""
    import PIL.ImageFont

    found = sorted(FONTS.rglob("NotoSerifCJK-Regular.ttc")) or sorted(FONTS.rglob("NotoSansCJK-Regular.ttc"))
    if not found:
        pytest.skip("install Debian's package fonts-noto-cjk")
    return PIL.ImageFont.truetype(str(found[0]), size, index=FACE[lang])


def picture(lang: str, *, size: int = 34) -> Any:
    """Return a page as a picture."""
    import PIL.Image
    import PIL.ImageDraw

    image = PIL.Image.new("L", (1_500, 1_000), 255)
    pen = PIL.ImageDraw.Draw(image)
    for number, line in enumerate(TEXTS[lang]):
        pen.text((80, 60 + number * size * 1.8), line, font=font(lang, size), fill=20)
    return image


def saved(image: Any, kind: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
