"""What a report tells that stays the same in every language: days, provinces, acts, numbers.

"Five women were arrested in Yanji on 14 March" and its Korean translation share the act, the day, the
province and the number five; their words share nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from khronika.record import Claim, Report

Key = tuple[str, ...]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
_QUOTED = re.compile(r"[“”\"«»「」『』]")
SHORT = 3  # days: a longer interval is no key of its own


@dataclass(frozen=True, slots=True)
class Facts:
    """A report as far as other languages can be compared with it."""

    report: Report
    claims: tuple[Claim, ...]
    numbers: Counter[str]
    paragraphs: int
    quoted: bool

    @property
    def keys(self) -> frozenset[Key]:
        """The keys under which the report is found from another language."""
        found: set[Key] = {("number", n) for n in self.numbers}
        for claim in self.claims:
            found |= _keys_of(claim)
        if self.report.lang in {"ko", "zh"}:
            found |= {("name", name.casefold()) for name in _LATIN.findall(self.report.text)}
        return frozenset(found)


def facts_of(report: Report, claims: Sequence[Claim]) -> Facts:
    """Return the facts of a report.

    >>> from khronika.record import ReportId
    >>> facts = facts_of(Report(id=ReportId("r1"), text="On 14 March 1,200 people came.", lang="en"), [])
    >>> sorted(facts.numbers)
    ['1200', '14']
    """
    text = unicodedata.normalize("NFKC", report.text)
    numbers = Counter(n.replace(",", "") for n in _NUMBER.findall(text))
    paragraphs = sum(bool(p.strip()) for p in report.text.split("\n\n"))
    ordered = tuple(sorted(claims, key=lambda c: (c.quotes[0].start if c.quotes else 0, c.id)))
    return Facts(report, ordered, numbers, paragraphs, bool(_QUOTED.search(text)))


def _keys_of(claim: Claim) -> set[Key]:
    place, count = claim.place, claim.victims.count
    where = (place.country or "", place.admin1 or "") if place else ("", "")
    found: set[Key] = {("act", claim.act, *where)}
    if any(where):
        found.add(("place", *where))
    if count.floor is not None:
        found |= {("people", claim.act, str(count)), ("number", str(count.floor))}
    if claim.date and claim.date.first and claim.date.last:
        first, days = claim.date.first, claim.date.days or 0
        found.add(("month", first.strftime("%Y-%m")))
        if days <= SHORT:
            found |= {("day", (first + timedelta(days=n)).isoformat()) for n in range(days)}
    return found
