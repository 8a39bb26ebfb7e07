"""One telling of an act in one sentence, before the report's mentions are brought together."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.code.lexicon import Entry
from khronika.code.people import Party, Span
from khronika.code.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """According to whom a sentence tells: kind, words as written and where they stand."""

    kind: str
    phrase: str | None = None
    span: Span | None = None
    role: str = ""
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An act as one clause tells it. All spans are offsets of the report's text."""

    act: str
    entry: Entry
    sentence: Sentence
    word: Span
    clause: Span
    parties: tuple[Party, ...] = ()
    actor: str | None = None
    actor_span: Span | None = None
    ground: Span | None = None
    specificity: str = "incident"
    headline: bool = False
    running: bool = False
    moved: bool = False
    reference: bool = False
    attributive: bool = False
    telling: Telling | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a language's reader found in one sentence: acts, people who were named, and a false start."""

    mentions: tuple[Mention, ...] = ()
    parties: tuple[Party, ...] = ()
