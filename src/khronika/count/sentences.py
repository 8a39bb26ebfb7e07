"""The words of refusals, warnings and reports, in English, Korean and Chinese; they are data in `notes/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from khronika.errors import UsageError

LANGUAGES = ("en", "ko", "zh")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its key and the figures in it; as text it is English.

    >>> str(Sentence("no_upper_limit"))
    'The data set no upper limit to the population under this model.'
    """

    key: str
    values: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, key: str, **values: object) -> "Sentence":
        """Make a sentence with its figures by name."""
        return cls(key, tuple(values.items()))

    def said(self, language: str = "en") -> str:
        """Return it in a language."""
        template: str = notes(language)["sentences"][self.key]
        return template.format(**dict(self.values))

    def __str__(self) -> str:
        return self.said()


@cache
def notes(language: str) -> Mapping[str, Any]:
    """The words of a language. Raises UsageError for one that is not there."""
    if language not in LANGUAGES:
        raise UsageError(what=f"There is no method note in {language!r}; there is in {', '.join(LANGUAGES)}.")
    text = files("khronika.count").joinpath(f"notes/{language}.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words
