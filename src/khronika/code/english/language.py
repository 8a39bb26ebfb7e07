"""What English brings to the coder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from khronika.code.data import words
from khronika.code.english.reader import read_sentences
from khronika.code.english.tellings import tellings
from khronika.code.field import in_field
from khronika.code.mentions import Reading, Telling
from khronika.code.text import Sentence


class English:
    """Reads English by dependency parse."""

    def read(self, chosen: Sequence[tuple[Sentence, bool]]) -> dict[int, Reading]:
        """Return what each sentence with a trigger tells."""
        return read_sentences(chosen)

    def tellings(self, all_sentences: Sequence[Sentence], outlet: str | None) -> dict[int, Telling]:
        """Return the attribution that each sentence holds itself."""
        return tellings(all_sentences, outlet)

    def relevant(self, text: str) -> bool:
        """Say whether a report speaks of this field: words of it must stand in it, and it is no review."""
        fiction = str(words("en", "assertion")["fiction_report"])
        return len(set(re.findall(fiction, text.lower()))) < 4 and in_field(text, "en")
