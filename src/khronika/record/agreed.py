"""What several claims of one act agree on, and in which words they disagree.

Thirteen per one report and fifteen per another are 13–15; groups that one report tells apart add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from khronika.record.claims import Claim
from khronika.record.intervals import Count, DateInterval, date_envelope


def agreed_date(claims: Sequence[Claim]) -> tuple[DateInterval | None, str | None]:
    """Return the days that all claims allow, or their envelope and the conflict in words."""
    intervals = [c.date for c in claims if c.date]
    if not intervals:
        return None, None
    common: DateInterval | None = intervals[0]
    for interval in intervals[1:]:
        common = common.meet(interval) if common else None
    if common is not None:
        return common, None
    return date_envelope(intervals), "days: " + "; ".join(dict.fromkeys(str(i) for i in intervals))


def agreed_count(claims: Sequence[Claim]) -> tuple[Count, str | None]:
    """Return the number that all claims allow, or their envelope and the conflict in words.

    >>> from khronika.record.samples import claim
    >>> agreed_count([claim("c1", victims=(13, 13)), claim("c2", report="r2", victims=(15, 15))])
    (Count(floor=13, ceiling=15), 'victims: 13; 15')
    >>> agreed_count([claim("c1", victims=(11, None)), claim("c2", report="r2", victims=(15, 15))])[0]
    Count(floor=15, ceiling=15)
    """
    counts = _by_report(claims)
    if not counts:
        return Count(None, None), None
    floor = max(c.floor or 0 for c in counts)
    ceilings = [c.ceiling for c in counts if c.ceiling is not None]
    ceiling = min(ceilings) if ceilings else None
    if ceiling is None or floor <= ceiling:
        return Count(floor, ceiling), None
    low = min(c.floor or 0 for c in counts)
    high = None if any(c.ceiling is None for c in counts) else max(ceilings)
    return Count(low, high), "victims: " + "; ".join(dict.fromkeys(str(c) for c in counts))


def _by_report(claims: Sequence[Claim]) -> list[Count]:
    """Return the number that each report tells: groups that it tells apart add up.

    >>> from khronika.record.samples import claim
    >>> youths = claim("c1", group="youths", victims=(9, 9))
    >>> _by_report([youths, claim("c2", group="pastor", victims=(1, 1))])
    [Count(floor=10, ceiling=10)]
    """
    told: defaultdict[str, defaultdict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        count = claim.victims.count
        if count.floor is not None or count.ceiling is not None:
            told[claim.report][claim.group or claim.id].append(count)
    return [_sum([largest(group) for group in groups.values()]) for groups in told.values()]


def largest(counts: Sequence[Count]) -> Count:
    """Return the count of most people."""
    return max(counts, key=lambda c: (c.floor or 0, c.ceiling or 0))


def _sum(counts: Sequence[Count]) -> Count:
    ceilings = [c.ceiling for c in counts]
    return Count(
        sum(c.floor or 0 for c in counts),
        None if None in ceilings else sum(c or 0 for c in ceilings),
    )
