"""Find reports that are translations of others: first who could be one, then whether the claims agree.

Who could be one is found by days, provinces, acts and numbers, which every language writes alike. Then the
claims are laid side by side: a translation tells the same acts of the same people on the same days. An
independent report of the same raid has other numbers and leaves other things out; an arrest is never the
translation of a release.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from math import log

from khronika.link.facts import Facts, Key, facts_of
from khronika.record import Claim, Link, Report, ReportId

CANDIDATES = 10
EARLIEST, LATEST = timedelta(days=7), timedelta(days=120)  # of a translation, from its original's day
LOOKED_AT = 300  # reports of other languages that the rarest keys of one lead to
SAME, SAME_WHEN_TOLD = 0.62, 0.5  # of claims and numbers together; less where a translator is named
MANY_NUMBERS, CLEARLY = 6, 0.7  # so many shared numbers, and such a share of all, speak for themselves


def translation_links(reports: Sequence[Report], claims: Iterable[Claim]) -> list[Link]:
    """Return translation_of links, at most one for each report; `left` is the translation.

    The result does not depend on the order of the reports.
    """
    facts = _facts(reports, claims)
    found: dict[str, Link] = {}
    pairs = {(min(a, b), max(a, b)) for a, others in candidates(facts).items() for b in others}
    for one, other in sorted(pairs):
        link = _link(facts[one], facts[other])
        if link is not None and (link.left not in found or _better(link, found[link.left])):
            found[link.left] = link
    return [found[left] for left in sorted(found)]


def candidates(facts: Mapping[ReportId, Facts], most: int = CANDIDATES) -> dict[ReportId, list[ReportId]]:
    """Return, for each report, those of other languages that it shares most with, best first.

    Shared keys count by how rare they are, in proportion to all that the two tell.
    """
    holders: defaultdict[Key, defaultdict[str, list[ReportId]]] = defaultdict(lambda: defaultdict(list))
    keys = {report: facts[report].keys for report in sorted(facts)}
    for report, held in keys.items():
        for key in held:
            holders[key][facts[report].report.lang or ""].append(report)
    weight = {key: log(1 + len(facts) / sum(map(len, found.values()))) ** 2 for key, found in holders.items()}
    size = {report: sum(weight[k] for k in sorted(held)) ** 0.5 for report, held in keys.items()}
    nearest = {}
    for report, held in keys.items():
        lang, looked_at = facts[report].report.lang or "", 0
        shared: Counter[ReportId] = Counter()
        # The rarest keys first: a key that half of all reports have finds nobody that these do not.
        for key in sorted(held, key=lambda k: (-weight[k], k)):
            others = [found for other, found in holders[key].items() if other != lang]
            if looked_at >= LOOKED_AT:
                break
            for found in others:
                looked_at += len(found)
                for other in found[:LOOKED_AT]:
                    shared[other] += weight[key]  # type: ignore[assignment]
        alike = [
            (total / (size[report] * size[other]), other)
            for other, total in shared.items()
            if _could_be(facts[report].report, facts[other].report)
        ]
        nearest[report] = [other for _, other in nsmallest(most, alike, key=lambda x: (-x[0], x[1]))]
    return nearest


def _facts(reports: Sequence[Report], claims: Iterable[Claim]) -> dict[ReportId, Facts]:
    told: defaultdict[ReportId, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.report].append(claim)
    return {r.id: facts_of(r, told[r.id]) for r in reports if r.lang}


def _could_be(one: Report, other: Report) -> bool:
    if one.lang == other.lang:
        return False
    first, last = sorted([one.published or date.min, other.published or date.min])
    return first == date.min or last - first <= LATEST


def _better(one: Link, other: Link) -> bool:
    return (-one.score, one.right) < (-other.score, other.right)


def _link(one: Facts, other: Facts) -> Link | None:
    copy, original = (one, other) if _later(one.report) > _later(other.report) else (other, one)
    told = _says_so(copy.report)
    claims, matched, against = same_claims(copy.claims, original.claims)
    numbers = same_numbers(copy.numbers, original.numbers)
    shared = _shared(copy.numbers, original.numbers)
    clearly = numbers is not None and numbers >= CLEARLY and shared >= MANY_NUMBERS
    if against and not clearly:
        return None
    if not clearly and not (told and (matched or numbers is not None)) and not _one_day(copy, original):
        return None
    built = _same_build(copy, original)
    parts = [(claims, 2.0)] if matched else []
    parts += [(numbers, 2.0)] if numbers is not None else []
    score = sum(value * weight for value, weight in [*parts, (built, 0.7)]) / sum(
        [w for _, w in parts], start=0.7
    )
    if score < (SAME_WHEN_TOLD if told else SAME):
        return None
    reasons = [f"{matched} of its acts are told with the same days, places and numbers"] if matched else []
    if numbers is not None:
        reasons.append(f"{numbers:.0%} of the numbers in the two texts are the same")
    reasons += told
    return Link(
        kind="translation_of",
        left=copy.report.id,
        right=original.report.id,
        score=round(min(1.0, score + 0.2 * bool(told)), 3),
        reasons=tuple(reasons),
    )


def _one_day(copy: Facts, original: Facts) -> bool:
    """Say whether the two tell an act of one and the same day, of the same number of people."""
    return bool(_exactly_told(copy.claims) & _exactly_told(original.claims))


def _exactly_told(claims: Sequence[Claim]) -> set[tuple[str, str, str]]:
    return {
        (c.act, str(c.date), str(c.victims.count))
        for c in claims
        if c.date and c.date.days == 1 and c.victims.count.floor is not None
    }


def _later(report: Report) -> tuple[bool, date, str]:
    told = bool(report.translators or report.republished_by)
    return (told, report.published or date.max, report.id)


def _says_so(report: Report) -> list[str]:
    told = ["a translator is named"] if report.translators else []
    if report.republished_by:
        told.append("it says that it was taken over from another outlet")
    return told


def same_claims(copy: Sequence[Claim], original: Sequence[Claim]) -> tuple[float, int, bool]:
    """Return how far two lists of claims agree (0 to 1), how many agree, and whether they contradict.

    They contradict where no act is told by both, or more of the shared acts differ than agree.
    """
    left = list(original)
    good, bad = 0.0, 0
    matched = 0
    for claim in copy:
        same_act = [c for c in left if c.act == claim.act]
        if not same_act:
            continue
        best = max(same_act, key=lambda c: (_alike(claim, c), c.id))
        alike = _alike(claim, best)
        left.remove(best)
        if alike > 0:
            good, matched = good + alike, matched + 1
        else:
            bad += 1
    if not copy or not original:
        return 0.0, 0, False
    return 2 * good / (len(copy) + len(original)), matched, matched <= bad


def _alike(one: Claim, other: Claim) -> float:
    """Return how alike two claims of one act are; zero where a value contradicts."""
    score = 1.0
    if one.date and other.date:
        if not one.date.overlaps(other.date):
            return 0.0
        score -= 0.25 * (one.date.first != other.date.first)
    else:
        score -= 0.15 * bool(one.date or other.date)
    here, there = one.place, other.place
    if here and there:
        if (here.country or there.country) != (there.country or here.country):
            return 0.0
        if (here.admin1 or there.admin1) != (there.admin1 or here.admin1):
            return 0.0
    left, right = one.victims.count, other.victims.count
    if left.floor is not None and right.floor is not None and left != right:
        score -= 0.3 if left.overlaps(right) else 0.6
    return score


def same_numbers(one: Counter[str], other: Counter[str]) -> float | None:
    """Return the share of numbers that two texts have in common, or None where there are too few.

    >>> same_numbers(Counter("123"), Counter("124"))
    """
    every = sum(one.values()) + sum(other.values())
    return 2 * _shared(one, other) / every if every >= 8 else None


def _shared(one: Counter[str], other: Counter[str]) -> int:
    return sum(min(count, other[number]) for number, count in one.items() if number in other)


def _same_build(one: Facts, other: Facts) -> float:
    """Return how alike two texts are built: paragraphs, and whether they quote anybody."""
    paragraphs = min(one.paragraphs, other.paragraphs) / max(1, one.paragraphs, other.paragraphs)
    return (paragraphs + (one.quoted == other.quoted)) / 2
