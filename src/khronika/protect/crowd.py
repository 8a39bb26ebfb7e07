"""How many people could be meant by what is released: the crowd in which a person is hidden.

The adversary holds the population register. A row that fits fewer than twenty people of the
reference population points at them, whatever names it leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SAFETY = 3  # the reference populations may be off by this factor


@cache
def populations() -> Mapping[str, Any]:
    """The reference populations that come with Khronika."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        files(__package__).joinpath("populations.yaml").read_text(encoding="utf-8")
    )
    return loaded


def crowd(
    *,
    nationality: str | None,
    country: str | None,
    admin1: str | None,
    sex: str | None,
    reference: Mapping[str, Any] | None = None,
) -> int:
    """Return how many people at the least fit; 0 where no reference population is known.

    A person of unknown nationality is taken for one of the country's own people only where that is
    the smaller crowd: what is not known is taken at its most dangerous.

    >>> crowd(nationality="KP", country="CN", admin1="Hebei", sex="female")
    35
    >>> crowd(nationality="KP", country="LA", admin1=None, sex=None)
    10
    >>> crowd(nationality="XX", country="CN", admin1=None, sex=None)
    0
    """
    table = populations() if reference is None else reference
    if country is None:
        return 0
    if nationality is None:
        known = [n for n in table if n.isupper() and country in table[n]]
        sizes = [
            crowd(nationality=n, country=country, admin1=admin1, sex=sex, reference=table) for n in known
        ]
        return min(sizes, default=0)
    people = table.get(nationality, {}).get(country)
    if not people:
        return 0
    size = people["total"] if admin1 is None else people.get("provinces", {}).get(admin1, 0)
    return int(size * _share(table, nationality, country, sex) / SAFETY)


def _share(table: Mapping[str, Any], nationality: str, country: str, sex: str | None) -> float:
    if sex not in {"female", "male"}:
        return 1.0
    shares = table.get(f"{sex}_share", {})
    return float(shares.get(f"{nationality}-in-{country}", shares.get("default", 0.4)))
