"""Lay one claim out as a card: every value with its own words, and what people said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khronika.casebook.reading_room import OpenReport
from khronika.casebook.reviewing import may_judge
from khronika.errors import CorrectionError
from khronika.record import Claim, Correction, Judgement, Quote
from khronika.review import Standing, apply_corrections, live
from khronika.review.values import value_of
from khronika.store.models import Member
from khronika.web.passages import Paragraph, Words, paragraphs_of

# The values that are shown in one line, and share their words.
GROUPS: dict[str, tuple[str, ...]] = {
    "act": ("act",),
    "specificity": ("specificity",),
    "date": ("date.from", "date.to"),
    "place": ("place.name", "place.admin1", "place.country"),
    "victims.count": ("victims.min", "victims.max"),
    "victims.sex": ("victims.sex",),
    "victims.minors": ("victims.minors",),
    "victims.nationality": ("victims.nationality",),
    "victims.age": ("victims.age",),
    "actor": ("actor",),
    "ground": ("ground",),
    "source": ("source.kind", "source.phrase"),
}
GROUP_OF = {path: group for group, paths in GROUPS.items() for path in paths}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a card: the value as it stands, as it was coded, and its words."""

    group: str
    values: dict[str, str | None]
    coded: dict[str, str | None]
    quotes: tuple[Quote, ...]

    @property
    def told(self) -> bool:
        """Whether the claim tells this value at all."""
        return any(value not in {None, "unknown", "unstated"} for value in self.values.values())

    @property
    def changed(self) -> bool:
        """Whether a person changed the value."""
        return self.values != self.coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim for the page: numbered, with its rows, its standing and what the reader may do."""

    number: int
    claim: Claim
    shown: Claim
    held: Standing
    rows: tuple[Row, ...]
    judgements: tuple[Judgement, ...]
    own: Judgement | None
    may_judge: bool
    incident: str | None

    @property
    def last(self) -> str:
        """The last judgement that the page knows of; sent back with the next one."""
        return self.held.last or ""

    @property
    def told(self) -> tuple[Row, ...]:
        """The rows to show."""
        return tuple(row for row in self.rows if row.told and row.group not in {"act", "specificity"})

    @property
    def untold(self) -> tuple[str, ...]:
        """The values that the report does not tell."""
        return tuple(row.group for row in self.rows if not row.told)

    @property
    def act_quotes(self) -> tuple[Quote, ...]:
        """The passages that tell the act."""
        return self.shown.quotes


def cards_of(opened: OpenReport, member: Member) -> tuple[Card, ...]:
    """Return the cards of a report, numbered in the order of its text."""
    return tuple(_card(number, claim, opened, member) for number, claim in enumerate(opened.claims, start=1))


def rows_of(claim: Claim, shown: Claim) -> tuple[Row, ...]:
    """Return every line of a card, told or not."""
    return tuple(
        Row(
            group=group,
            values={path: value_of(shown, path) for path in paths},
            coded={path: value_of(claim, path) for path in paths},
            quotes=_quotes(shown, {group, *paths}),
        )
        for group, paths in GROUPS.items()
    )


def lit_paragraphs(opened: OpenReport, cards: Iterable[Card]) -> tuple[Paragraph, ...]:
    """Return the report's paragraphs with the words of every claim marked."""
    words = [
        Words(
            start=e.quote.start,
            end=e.quote.end,
            claim=card.number,
            value=GROUP_OF.get(e.value, e.value),
        )
        for card in cards
        for e in card.shown.evidence
    ]
    return paragraphs_of(opened.report.text, words)


def _card(number: int, claim: Claim, opened: OpenReport, member: Member) -> Card:
    held, made = opened.held[claim.id], opened.judgements[claim.id]
    own = next((j for j in live(made) if j.reviewer == member.pseudonym), None)
    shown = as_shown(claim, held, own)
    return Card(
        number=number,
        claim=claim,
        shown=shown,
        held=held,
        rows=rows_of(claim, shown),
        judgements=tuple(live(made)),
        own=own,
        may_judge=may_judge(member, made),
        incident=opened.incidents.get(claim.id),
    )


def as_shown(claim: Claim, held: Standing, own: Judgement | None = None) -> Claim:
    """Return the claim as it stands; in a dispute readers see their own reading, else the coder's."""
    corrections: tuple[Correction, ...] = own.corrections if own is not None else ()
    if held.stands:
        corrections = held.corrections
    try:
        return apply_corrections(claim, corrections)
    except CorrectionError:
        return claim  # the coder proposes something new; what people said of the old one is listed below


def _quotes(claim: Claim, paths: set[str]) -> tuple[Quote, ...]:
    found = {e.quote for e in claim.evidence if e.value in paths}
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))
