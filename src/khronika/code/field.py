"""Say whether a report is of this field at all: a report of common crime, of sport or of a film is not.

>>> in_field("Two defectors were arrested.", "en")
True
>>> in_field("The striker was arrested after the match.", "en")
False
"""

from __future__ import annotations

import re
from collections import Counter

from khronika.code.data import alternatives, words

_OFTEN = 3  # a word of elsewhere that comes up again and again may be the scene of an arrest
_FICTION = 4  # so many words of the cinema in a short text: what is told there was played


def in_field(text: str, lang: str) -> bool:
    """Words of this field must stand in the report, and more often than those of others."""
    field = words(lang, "field")
    low = text.lower()
    sure = sum(low.count(cue) for cue in field["sure"])
    strong = {cue for cue in field["strong"] if cue in low}
    lands = sum(name in low for name in field.get("lands") or ())
    if not sure and len(strong) + min(lands, 1) < int(field.get("enough", 3)):
        return False
    if field.get("crime"):
        crime = sum(low.count(word) for word in field["crime"])
        core = sum(low.count(word) for word in field["core"])
        if crime >= 3 and crime > 2 * core:
            return False
    if field.get("fiction"):
        fiction = len({word for word in field["fiction"] if word in low})
        if fiction >= _FICTION and fiction * 60 > len(low) / 10:
            return False
    edge = r"\b" if lang == "en" else ""
    told = Counter(re.findall(edge + "(?:" + alternatives(field["elsewhere"]) + ")" + edge, low))
    other = sum(min(times, _OFTEN) for times in told.values())
    return other <= sure + len(strong)
