"""The incidents of a casebook at a glance, for the list on the command line and in the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from khronika.record import Incident
from khronika.record.codec import date_to_json, place_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One incident in words, and how many of its claims people have judged."""

    incident: Incident
    judged: int
    standing: int
    seconded: int
    pattern: bool

    @property
    def when(self) -> str:
        return str(self.incident.date or "not told")

    @property
    def where(self) -> str:
        return str(self.incident.place or "not told")

    @property
    def acts(self) -> str:
        return ", ".join(a.act.replace("_", " ") for a in self.incident.acts)

    @property
    def people(self) -> str:
        return str(self.incident.victims)

    @property
    def reports(self) -> int:
        return len(self.incident.reports)

    @property
    def sources(self) -> str:
        low, high = self.incident.root_sources
        return str(low) if low == high else f"{low}–{high}"

    @property
    def review(self) -> str:
        total = len(self.incident.claims)
        if not self.judged:
            return "unseen"
        if self.seconded == total:
            return "two reviewers"
        return f"{self.judged} of {total} judged"

    def as_json(self) -> dict[str, Any]:
        """Return the line for programs."""
        i = self.incident
        return {
            "id": i.id,
            "date": date_to_json(i.date),
            "place": place_to_json(i.place),
            "acts": [a.act for a in i.acts],
            "victims": {"min": i.victims.floor, "max": i.victims.ceiling},
            "reports": self.reports,
            "root_sources": list(i.root_sources),
            "claims": len(i.claims),
            "judged": self.judged,
            "standing": self.standing,
            "seconded": self.seconded,
            "pattern": self.pattern,
            "review": self.review,
        }


def incident_lines(*, patterns: bool = False) -> list[IncidentLine]:
    """Return the incidents of the open casebook, the latest first; practices only when asked."""
    from khronika.review.judgements import standings
    from khronika.store.mapping import incident_of, judgement_of
    from khronika.store.models import ClaimRow, IncidentRow, JudgementRow

    judgements = [judgement_of(row) for row in JudgementRow.objects.select_related("reviewer")]
    kinds = dict(ClaimRow.objects.values_list("id", "specificity"))
    lines = []
    for row in IncidentRow.objects.all():
        incident = incident_of(row)
        pattern = all(kinds.get(c) == "pattern" for c in incident.claims)
        if pattern and not patterns:
            continue
        held = standings(incident.claims, judgements).values() if judgements else []
        lines.append(
            IncidentLine(
                incident=incident,
                judged=sum(bool(s.everyone) for s in held),
                standing=sum(s.stands for s in held),
                seconded=sum(s.seconded for s in held),
                pattern=pattern,
            )
        )
    return sorted(lines, key=_latest_first, reverse=True)


def _latest_first(line: IncidentLine) -> tuple[str, str]:
    date = line.incident.date
    last = (date.last or date.first) if date else None
    return (last.isoformat() if last else "", line.incident.id)
