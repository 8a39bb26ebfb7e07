"""The two real reports: what must be found in them, and what must not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khronika.code.coders import code_report
from khronika.read.readers import read_report
from khronika.record import Claim
from tests.conftest import ROOT

GOLD = ROOT.parent / "shared" / "corpus" / "gold"


def _claims(seeds: Path, start: str) -> list[Claim]:
    (file,) = seeds.glob(f"{start}_*")
    claims = code_report(read_report("seed", file.name, file.read_bytes())).claims
    return [claim for claim in claims if claim.specificity == "incident"]


def _month_and_province(act: dict[str, Any]) -> tuple[str, str | None, str | None]:
    date, place = act["date"], act["place"] or {}
    return act["act"], date["from"][:7] if date else None, place.get("admin1")


def _told(claim: Claim) -> tuple[str, str | None, str | None]:
    first = claim.date.first if claim.date else None
    return claim.act, first.isoformat()[:7] if first else None, claim.place.admin1 if claim.place else None


@pytest.fixture
def found(seeds: Path) -> dict[str, list[Claim]]:
    return {"seed-dailynk-2024": _claims(seeds, "000"), "seed-rfa-2021": _claims(seeds, "002")}


def test_nine_of_thirteen_acts_have_month_and_province_and_two_more_leave_a_value_open(
    found: dict[str, list[Claim]],
) -> None:
    hits = opened = 0
    for report, claims in found.items():
        gold = [
            _month_and_province(act)
            for act in json.loads((GOLD / f"{report}.json").read_text(encoding="utf-8"))["acts"]
            if act["specificity"] == "incident"
        ]
        told = [_told(claim) for claim in claims]
        for act in gold:
            if act in told:
                told.remove(act)
                hits += 1
        opened += sum(any(_fits(t, act) for act in gold) for t in told)
        # A value may be left open; a claim that fits no act of the report at all may not be told often.
        assert len([t for t in told if not any(_fits(t, act) for act in gold)]) <= 2
    assert hits >= 9
    assert hits + opened >= 11


def _fits(told: tuple[str, str | None, str | None], act: tuple[str, str | None, str | None]) -> bool:
    return told[0] == act[0] and all(
        mine in (None, theirs) for mine, theirs in zip(told[1:], act[1:], strict=True)
    )


def test_the_arrests_that_matter_are_among_them(found: dict[str, list[Claim]]) -> None:
    daily_nk = [_told(c) for c in found["seed-dailynk-2024"]]
    rfa = [_told(c) for c in found["seed-rfa-2021"]]
    assert ("arrest", "2024-01", "Hebei") in daily_nk
    assert ("arrest", "2021-07", "Jilin") in rfa
    assert ("arrest", "2021-07", "Liaoning") in rfa
    returned = [c for c in found["seed-rfa-2021"] if c.act == "forced_return"]
    assert [(c.victims.count.floor, _told(c)) for c in returned] == [
        (50, ("forced_return", "2021-07", "Liaoning"))
    ]


@pytest.mark.parametrize(
    "words", ["she was never reported or arrested", "If the defectors show the slightest indication"]
)
def test_what_did_not_happen_is_no_incident(found: dict[str, list[Claim]], words: str) -> None:
    quotes = [quote.text for claims in found.values() for c in claims for quote in c.quotes]
    assert not [quote for quote in quotes if words in quote]
