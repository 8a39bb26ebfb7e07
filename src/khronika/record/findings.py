"""What an organisation holds established of an incident. It exists only from judged claims."""

from dataclasses import dataclass

from khronika.record.claims import Claim
from khronika.record.ids import IncidentId, JudgementId
from khronika.record.intervals import Count, DateInterval
from khronika.record.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One act of one incident, from the claims that people let stand.

    `reviewers` counts different people: the second reviewer is what makes it `established`.
    """

    incident: IncidentId
    act: str
    date: DateInterval | None
    place: Place | None
    victims: Count
    sex: str | None
    claims: tuple[Claim, ...]
    judgements: tuple[JudgementId, ...]
    reviewers: int
    root_sources: tuple[int, int]

    @property
    def established(self) -> bool:
        """Whether two different people let it stand."""
        return self.reviewers >= 2
