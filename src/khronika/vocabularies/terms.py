"""Load the lists of words and refuse a word that is not on its list.

>>> [t.key for t in terms("specificity")]
['incident', 'pattern']
>>> check_term("acts", "arrest")
'arrest'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from khronika.errors import VocabularyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a list: its key, its label in English, its meaning and its ESF codes."""

    key: str
    label: str
    meaning: str
    esf: tuple[str, ...] = ()


@cache
def terms(vocabulary: str) -> tuple[Term, ...]:
    """Return the terms of a list in the order of its file.

    Raises VocabularyError when there is no such list or an entry is malformed.
    """
    source = files(__package__).joinpath(f"{vocabulary}.yaml")
    if not source.is_file():
        raise VocabularyError(term=vocabulary, vocabulary="vocabularies")
    rows = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tuple(_term(row, vocabulary) for row in rows)


def check_term(vocabulary: str, key: str) -> str:
    """Return the key when it is on the list, else raise VocabularyError."""
    if key not in _keys(vocabulary):
        raise VocabularyError(term=key, vocabulary=vocabulary)
    return key


@cache
def _keys(vocabulary: str) -> frozenset[str]:
    return frozenset(term.key for term in terms(vocabulary))


def _term(row: Mapping[str, object], vocabulary: str) -> Term:
    unknown = set(row) - {"key", "label", "meaning", "esf"}
    if unknown or not row.get("key") or not row.get("meaning"):
        raise VocabularyError(term=str(dict(row)), vocabulary=vocabulary)
    codes = row.get("esf") or []
    assert isinstance(codes, list)
    return Term(
        key=str(row["key"]),
        label=str(row.get("label") or row["key"]),
        meaning=str(row["meaning"]),
        esf=tuple(str(code) for code in codes),
    )
