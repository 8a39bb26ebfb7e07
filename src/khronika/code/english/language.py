"""What English brings to the coder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from khronika.code.data import words
from khronika.code.english.reader import read_sentences
from khronika.code.english.standing import matches
from khronika.code.english.tellings import tellings
from khronika.code.mentions import Reading, Telling
from khronika.code.text import Sentence


class English:
    """Reads English by dependency parse."""

    def read(self, chosen: Iterable[tuple[Sentence, bool]]) -> dict[int, Reading]:
        """Return what each sentence with a trigger tells."""
        return read_sentences(chosen)

    def tellings(self, all_sentences: Sequence[Sentence], outlet: str | None) -> dict[int, Telling]:
        """Return the attribution that each sentence holds itself."""
        return tellings(all_sentences, outlet)

    def relevant(self, text: str) -> bool:
        """Say whether a report speaks of this field: a word of it must stand somewhere, and it is no review."""
        low = text.lower()
        if len(re.findall(_fiction(), low)) >= 3:
            return False
        return any(cue in low for cue in words("en", "field")["strong"])


@cache
def _fiction() -> str:
    return str(words("en", "assertion")["fiction_report"])


def is_fiction(text: str) -> bool:
    """Say whether a sentence tells of a film or a novel."""
    return matches("fictional", text)
