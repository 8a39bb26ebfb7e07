"""One telling of an act with its people, time and place."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.code.mentions import Mention, Telling
from khronika.code.people import Group, Span
from khronika.code.places import FoundPlace
from khronika.code.sources import UNSTATED
from khronika.record import DateInterval


@dataclass(slots=True, kw_only=True)
class Event:
    """A mention with its people, time and place."""

    mention: Mention
    group: Group | None
    date: DateInterval | None = None
    date_span: Span | None = None
    own_date: bool = False
    since: bool = False
    ending: DateInterval | None = None
    duration: int | None = None
    place: FoundPlace | None = None
    own_place: bool = False
    actor: str = "unknown"
    actor_span: Span | None = None
    telling: Telling = UNSTATED
