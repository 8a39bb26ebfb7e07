"""Claims that tell of the same happening (ESF Event)."""

from dataclasses import dataclass, field

from khronika.record.ids import ClaimId, IncidentId, ReportId
from khronika.record.intervals import Count, DateInterval
from khronika.record.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two things belong together, in words.

    `kind` is one of same_incident, copy_of, excerpt_of, translation_of, shares_background_with, cites.
    """

    kind: str
    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSummary:
    """What the claims of one act in an incident say together: their envelope, and whether they agree."""

    act: str
    claims: tuple[ClaimId, ...]
    date: DateInterval | None
    place: Place | None
    victims: Count
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Claims of one happening, the values they agree on, and its root sources as an interval."""

    id: IncidentId
    claims: tuple[ClaimId, ...]
    reports: tuple[ReportId, ...]
    acts: tuple[ActSummary, ...]
    date: DateInterval | None
    place: Place | None
    victims: Count
    root_sources: tuple[int, int]
    links: tuple[Link, ...] = field(default=(), compare=False)
