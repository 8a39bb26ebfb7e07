"""Say whether a report is of this field at all: a report of common crime, of sport or of a film is not.

>>> in_field("Two defectors were arrested.", "en")
True
>>> in_field("The striker was arrested after the match.", "en")
False
"""

from __future__ import annotations

import re

from khronika.code.data import alternatives, words


def in_field(text: str, lang: str) -> bool:
    """Words of this field must stand in the report, and more often than those of others."""
    field = words(lang, "field")
    low = text.lower()
    sure = sum(low.count(cue) for cue in field["sure"])
    strong = {cue for cue in field["strong"] if cue in low}
    if not sure and len(strong) < int(field.get("enough", 3)):
        return False
    if field.get("crime"):
        crime = sum(low.count(word) for word in field["crime"])
        core = sum(low.count(word) for word in field["core"])
        if crime >= 3 and crime > 2 * core:
            return False
    edge = r"\b" if lang == "en" else ""
    other = len(re.findall(edge + "(?:" + alternatives(field["elsewhere"]) + ")" + edge, low))
    return other <= sure + len(strong)
