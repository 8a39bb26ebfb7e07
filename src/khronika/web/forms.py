"""Read a correction from what was posted: values by group, each with the words that were selected.

The browser sends offsets and the words; the words must stand there. Typed words are looked for
in the text, nearest to where the value stood before.
"""

from __future__ import annotations

from collections.abc import Mapping

from khronika.errors import CorrectionError
from khronika.record import Claim, Correction, Quote, quote_at
from khronika.review.values import value_of
from khronika.web.cards import GROUPS

LONGEST_VALUE = 500


def corrections_from(posted: Mapping[str, str], claim: Claim, shown: Claim, text: str) -> list[Correction]:
    """Return a correction for every value that differs from the claim as it was coded.

    `claim` is as coded, `shown` as the reader saw it. Raises CorrectionError for words that do not
    stand in the text.
    """
    made = []
    for group, paths in GROUPS.items():
        chosen = _chosen_words(posted, group, paths, shown, text)
        kept = {e.value: e.quote for e in shown.evidence}
        coded = {e.value: e.quote for e in claim.evidence}
        for path in paths:
            typed = posted.get(f"value.{path}", value_of(shown, path) or "").strip()[:LONGEST_VALUE] or None
            quote = chosen if typed else None
            if quote is None and typed and kept.get(path) != coded.get(path):
                quote = kept.get(path)  # words that an earlier correction chose go on with it
            if typed != value_of(claim, path) or quote is not None:
                made.append(Correction(value=path, becomes=typed, quote=quote))
    return made


def _chosen_words(
    posted: Mapping[str, str], group: str, paths: tuple[str, ...], shown: Claim, text: str
) -> Quote | None:
    """Return newly chosen words, or None when the value keeps its own."""
    words = posted.get(f"words.{group}", "")
    had = [e.quote for e in shown.evidence if e.value in {group, *paths}]
    if not words.strip() or any(words == quote.text for quote in had):
        at = _number(posted.get(f"start.{group}"))
        if not words.strip() or at is None or any(at == quote.start for quote in had):
            return None
    start, end = _number(posted.get(f"start.{group}")), _number(posted.get(f"end.{group}"))
    inside = start is not None and end is not None and 0 <= start < end <= len(text)
    if inside and _folded(text[start:end]) == _folded(words):
        return quote_at(shown.report, text, start or 0, end or 0)
    near = had[0].start if had else (shown.quotes[0].start if shown.quotes else 0)
    return _found(words.strip(), near, shown, text)


def _found(words: str, near: int, shown: Claim, text: str) -> Quote:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if not places:
        raise CorrectionError(what="These words do not stand in the report.")
    start = min(places, key=lambda place: abs(place - near))
    return quote_at(shown.report, text, start, start + len(words))


def _folded(words: str) -> str:
    return "".join(words.split())


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
