"""Lay one claim out as a form: every value editable in its own kind, beside the words that say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khronika.review.values import DATES, NUMBERS, VOCABULARY_OF
from khronika.web.cards import Card, Row
from khronika.web.words import choices, yes_or_no

FILLED_BY_WORDS = frozenset({"place.name", "victims.age", "ground", "source.phrase"})
OPTIONAL_LISTS = frozenset({"victims.sex"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value: its kind of input and what it holds now."""

    path: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    filled_by_words: bool = False

    @property
    def id(self) -> str:
        """An id for the page."""
        return f"value-{self.path.replace('.', '-')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """Values that share their words."""

    group: str
    fields: tuple[Field, ...]
    words: str
    start: str
    end: str
    has_words: bool


def form_of(card: Card, typed: Mapping[str, str]) -> tuple[FieldGroup, ...]:
    """Return the form of a card; `typed` is what was posted before, when it could not be saved."""
    return tuple(_group(row, typed) for row in card.rows)


def _group(row: Row, typed: Mapping[str, str]) -> FieldGroup:
    quote = row.quotes[0] if row.quotes else None
    return FieldGroup(
        group=row.group,
        fields=tuple(_field(path, value or "", typed) for path, value in row.values.items()),
        words=typed.get(f"words.{row.group}", quote.text if quote else ""),
        start=typed.get(f"start.{row.group}", str(quote.start) if quote else ""),
        end=typed.get(f"end.{row.group}", str(quote.end) if quote else ""),
        has_words=row.group != "specificity",
    )


def _field(path: str, value: str, typed: Mapping[str, str]) -> Field:
    value = typed.get(f"value.{path}", value)
    if path in VOCABULARY_OF:
        empty = [("", "—")] if path in OPTIONAL_LISTS else []
        options = (*empty, *choices(VOCABULARY_OF[path]))
        return Field(path=path, kind="list", value=value, options=options)
    if path == "victims.minors":
        answers = (("", "—"), ("true", yes_or_no("true")), ("false", yes_or_no("false")))
        return Field(path=path, kind="list", value=value, options=answers)
    kind = "date" if path in DATES else "number" if path in NUMBERS else "text"
    return Field(path=path, kind=kind, value=value, filled_by_words=path in FILLED_BY_WORDS)
