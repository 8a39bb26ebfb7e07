"""The organisation's own rule of sources: how many must speak for themselves, and of which kinds.

"Two sources, one of them a witness" is a rule that each organisation sets for itself. It is computed on the
low end of the root sources: what only may be a second source does not count as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khronika.errors import UsageError
from khronika.record import Claim
from khronika.vocabularies import terms

KEY = "source-rule"
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule:
    """At least so many root sources, and at least one source of each of these kinds."""

    least: int = 2
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """Whether the rule is met: how many root sources there are for certain, and which kinds are missing."""

    rule: SourceRule
    certain: int
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the rule is met."""
        return self.certain >= self.rule.least and not self.missing


def corroborated(rule: SourceRule, root_sources: tuple[int, int], claims: Iterable[Claim]) -> Corroboration:
    """Measure what some claims have against a rule.

    >>> from khronika.record.samples import claim
    >>> corroborated(SourceRule(), (1, 3), [claim()]).met
    False
    >>> corroborated(SourceRule(kinds=("official",)), (2, 2), [claim()]).missing
    ('official',)
    """
    kinds = {claim.account.kind for claim in claims}
    missing = tuple(kind for kind in rule.kinds if kind not in kinds)
    return Corroboration(rule=rule, certain=root_sources[0], missing=missing)


def source_rule() -> SourceRule:
    """Return the rule of the open casebook: two sources where nobody set one."""
    from khronika.store.models import SettingRow

    row = SettingRow.objects.filter(key=KEY).first()
    if row is None:
        return SourceRule()
    return SourceRule(least=int(row.value["least"]), kinds=tuple(row.value["kinds"]))


def set_source_rule(least: int, kinds: Iterable[str], *, by: str) -> SourceRule:
    """Set the rule and note who did. Raises UsageError."""
    from django.db import transaction

    from khronika.store.models import LedgerRow, SettingRow

    if not 1 <= least <= MOST:
        raise UsageError(what=f"A rule asks for between 1 and {MOST} sources.")
    known = [term.key for term in terms("source_kinds")]
    wanted = tuple(dict.fromkeys(kinds))
    if not set(wanted) <= set(known):
        raise UsageError(what=f"A kind of source is one of {', '.join(known)}.")
    rule = SourceRule(least=least, kinds=wanted)
    detail = {"least": rule.least, "kinds": list(rule.kinds)}
    with transaction.atomic():
        SettingRow.objects.update_or_create(key=KEY, defaults={"value": detail})
        LedgerRow.objects.create(who=by, did="set source rule", detail=detail)
    return rule
