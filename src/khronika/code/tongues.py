"""What Korean and Chinese bring to the coder: the same reader by clauses, each with its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khronika.code.attributions import attributions
from khronika.code.clausal import read_clauses
from khronika.code.field import in_field
from khronika.code.mentions import Reading, Telling
from khronika.code.text import Sentence


@dataclass(frozen=True, slots=True)
class Clausal:
    """A language that is read by clauses."""

    lang: str

    def read(self, chosen: Sequence[tuple[Sentence, bool]]) -> dict[int, Reading]:
        """Return what each sentence tells."""
        return read_clauses(chosen, self.lang)

    def tellings(self, all_sentences: Sequence[Sentence], outlet: str | None) -> dict[int, Telling]:
        """Return the attribution that each sentence holds itself."""
        return attributions(all_sentences, self.lang, outlet)

    def relevant(self, text: str) -> bool:
        """Say whether words of this field stand in the report."""
        return in_field(text, self.lang)
