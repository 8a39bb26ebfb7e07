"""Choose among the places that a sentence names the one where the act happened.

"Taken from her home in Tumen to Sinuiju": what stands before (in Korean, after) a name tells whether
people were there, came from there, or were taken there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from khronika.code.data import words
from khronika.code.mentions import Mention
from khronika.code.places import FoundPlace, find_places
from khronika.code.text import Sentence


@cache
def place_words(lang: str) -> dict[str, re.Pattern[str]]:
    known = words(lang, "places")
    return {
        name: re.compile(known[name], re.IGNORECASE)
        for name in ("locative", "origin", "through", "bound", "not_after", "there", "spot")
        if known.get(name)
    }


def best_place(mention: Mention, here: list[FoundPlace], text: str, lang: str) -> FoundPlace | None:
    patterns = place_words(lang)
    best: tuple[float, FoundPlace] | None = None
    previous: tuple[float, FoundPlace] | None = None
    for found in here:
        after = text[found.end : found.end + 24]
        if patterns["not_after"].search(after):
            continue
        score = _place_score(mention, found, text, patterns)
        if previous is not None and _one_phrase(text[previous[1].end : found.start], lang):
            score = min(score, previous[0]) if previous[0] < -1 else max(score, previous[0] - 0.1)
        previous = (score, found)
        if found.level == "country":
            score -= 3
        if best is None or score > best[0]:
            best = (score, found)
    if best is None or best[0] < -3.5:
        return None
    return best[1]


def _place_score(
    mention: Mention, found: FoundPlace, text: str, patterns: dict[str, re.Pattern[str]]
) -> float:
    """Weigh one place of the sentence: what stands before it, and how near to the act it is."""
    before = beside(text, mention.sentence, found, patterns)
    returning = mention.act in {"forced_return", "threatened_return"}
    score = -abs(found.start - mention.word[0]) / 90
    if patterns["origin"].search(before):
        score -= 5
    elif "bound" in patterns and patterns["bound"].search(before):
        score += -3 if returning else (2 if mention.moved else -1)
    elif "through" in patterns and patterns["through"].search(before):
        score += 3 if returning else -2
    elif patterns["locative"].search(before):
        score += 2
    elif found.start - mention.sentence.start > 3:
        score -= 2.5
    if mention.clause[0] <= found.start <= mention.clause[1]:
        score += 2
    if found.start > mention.word[0]:
        score += 0.5
    return score


def beside(text: str, sentence: Sentence, found: FoundPlace, patterns: dict[str, re.Pattern[str]]) -> str:
    """The words that place a name: before it in English and Chinese, after it in Korean."""
    if patterns["locative"].pattern.startswith("^"):
        return text[found.end : min(sentence.end, found.end + 40)]
    return text[max(sentence.start, found.start - 60) : found.start]


def _one_phrase(between: str, lang: str) -> bool:
    """Say whether two names make one ("Dongxing, in China's Guangxi region")."""
    return bool(_joined(lang).fullmatch(between))


@cache
def _joined(lang: str) -> re.Pattern[str]:
    return re.compile(words(lang, "places")["joined"])


def all_places(text: str, lang: str) -> tuple[FoundPlace, ...]:
    """Return the places of a report (decided by one another)."""
    return find_places(text, lang)


def places_by_sentence(
    sentences: Sequence[Sentence], places: Sequence[FoundPlace]
) -> dict[int, list[FoundPlace]]:
    """Return the places of each sentence, by its number; both come in the order of the text."""
    found: dict[int, list[FoundPlace]] = {}
    index = 0
    for sentence in sentences:
        while index < len(places) and places[index].start < sentence.start:
            index += 1
        while index < len(places) and places[index].start < sentence.end:
            found.setdefault(sentence.index, []).append(places[index])
            index += 1
    return found
