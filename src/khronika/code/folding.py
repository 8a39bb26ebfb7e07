"""Read traditional Chinese as simplified, character for character, so that every offset stays.

>>> fold_chinese("遣返脫北者", "zh")
'遣返脱北者'
"""

from __future__ import annotations

from functools import cache


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simple(character: str) -> str:
    folded = str(_converter().convert(character))  # type: ignore[attr-defined]
    return folded if len(folded) == 1 else character


def fold_chinese(text: str, lang: str) -> str:
    """Return the text with each traditional character replaced; other languages stay as they are."""
    if lang != "zh":
        return text
    table = {ord(c): _simple(c) for c in set(text) if "\u3400" <= c <= "\u9fff"}
    return text.translate(table)
