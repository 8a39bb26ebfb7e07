"""Count the sources that speak for themselves: the root sources of an incident, as an interval.

Ten papers that print one agency's story are one source, not ten. Two reports that each quote "a
source in China" may be one informant or two: the high end counts two, the low end one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from khronika.record import Account, ReportId

_UNNAMED = frozenset({"anonymous", "official"})


def root_sources(
    accounts: Sequence[Account], original_of: Mapping[ReportId, ReportId] | None = None
) -> tuple[int, int]:
    """Return (low, high) over the accounts of one incident.

    >>> from khronika.record.samples import account
    >>> one = account("a1", source="anonymous|daily", report="r1", outlet="Daily")
    >>> reprint = account("a2", source="anonymous|daily", report="r2", outlet="Daily")
    >>> root_sources([one, reprint], {"r2": "r1"})
    (1, 1)
    >>> elsewhere = account("a3", source="anonymous|weekly", report="r3", outlet="Weekly")
    >>> root_sources([one, elsewhere])
    (1, 2)
    >>> root_sources([])
    (0, 0)
    """
    originals = original_of or {}
    certain: dict[tuple[str, str], Account] = {}
    for account in sorted(accounts, key=lambda a: a.id):
        certain.setdefault(_identity(account, originals), account)
    stated = [a for a in certain.values() if a.kind != "unstated"]
    roots = stated or list(certain.values())
    if not roots:
        return (0, 0)
    return (_groups(roots), len(certain) if not stated else len(stated) + _unstated_roots(certain, stated))


def _unstated_roots(certain: Mapping[tuple[str, str], Account], stated: Sequence[Account]) -> int:
    """Count the reports that tell without saying from whom, and from which no stated source speaks."""
    heard = {a.report for a in stated}
    return len({a.report for a in certain.values() if a.kind == "unstated" and a.report not in heard})


def _identity(account: Account, originals: Mapping[ReportId, ReportId]) -> tuple[str, str]:
    """Return what makes two accounts certainly one source."""
    if account.kind in {"organisation", "document"}:
        return ("", account.key.casefold())  # an organisation is itself wherever it speaks
    return (originals.get(account.report, account.report), account.key.casefold())


def _groups(roots: Sequence[Account]) -> int:
    """Count the groups that are left when all who could be one are taken for one."""
    left = list(range(len(roots)))

    def find(n: int) -> int:
        while left[n] != n:
            n = left[n]
        return n

    for n, one in enumerate(roots):
        for m in range(n):
            if _could_be_one(one, roots[m]):
                left[find(n)] = find(m)
    return len({find(n) for n in range(len(roots))})


def _could_be_one(one: Account, other: Account) -> bool:
    if one.kind == other.kind == "unstated":
        return True
    if one.kind in _UNNAMED and other.kind in _UNNAMED and one.kind == other.kind:
        here, there = one.place, other.place
        return here is None or there is None or here == there or _same_region(one, other)
    # Another outlet or a named person may have the story from whoever told it without a name.
    return one.key == other.key or ("organisation" in (one.kind, other.kind) and _is_relay(one, other))


def _same_region(one: Account, other: Account) -> bool:
    here, there = one.place, other.place
    if here is None or there is None or here.country != there.country:
        return False
    return here.admin1 is None or there.admin1 is None or here.admin1 == there.admin1


def _is_relay(one: Account, other: Account) -> bool:
    """Say whether one of two is the outlet through which the other is heard."""
    return bool(
        (one.origin and one.origin in (other.outlet, other.origin))
        or (other.origin and other.origin in (one.outlet, one.origin))
    )
