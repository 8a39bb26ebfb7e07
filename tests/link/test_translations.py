"""Translations: invented pairs in three languages, and reports that only tell of the same thing or place."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.code.coders import code_report
from khronika.link.facts import facts_of
from khronika.link.translations import candidates, same_claims, translation_links
from khronika.record import Claim, Report, ReportId
from khronika.record.samples import claim

ROWS = yaml.safe_load((Path(__file__).parent / "translations.yaml").read_text(encoding="utf-8"))
PAIRS = {row["id"]: row["of"] for row in ROWS if "of" in row}


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return [
        Report(
            id=ReportId(row["id"]),
            text=row["text"],
            lang=row["lang"],
            outlet=row["outlet"],
            published=row["published"],
            translators=tuple(row.get("translators", ())),
            republished_by=row.get("republished_by"),
        )
        for row in ROWS
    ]


@pytest.fixture(scope="module")
def claims(reports: Sequence[Report]) -> list[Claim]:
    return [claim for report in reports for claim in code_report(report).claims]


def test_the_original_of_a_translation_is_among_the_first_ten(
    reports: list[Report], claims: list[Claim]
) -> None:
    facts = {r.id: facts_of(r, [c for c in claims if c.report == r.id]) for r in reports}
    near = candidates(facts)
    assert sum(original in near[ReportId(copy)] for copy, original in PAIRS.items()) >= 0.95 * len(PAIRS)


def test_translations_are_found_and_nothing_else_is_called_one(
    reports: list[Report], claims: list[Claim]
) -> None:
    found = {(link.left, link.right) for link in translation_links(reports, claims)}
    right = found & set(PAIRS.items())
    assert len(right) >= 0.8 * len(PAIRS)
    assert len(right) >= 0.95 * len(found)


@settings(max_examples=5)
@given(st.randoms())
def test_translations_do_not_depend_on_order(random: Random) -> None:
    rows = [row for row in ROWS if row["id"].startswith(("t01", "t02", "t06"))]
    reports = [
        Report(id=ReportId(r["id"]), text=r["text"], lang=r["lang"], published=r["published"]) for r in rows
    ]
    claims = [claim for report in reports for claim in code_report(report).claims]
    links = translation_links(reports, claims)
    random.shuffle(reports)
    random.shuffle(claims)
    assert translation_links(reports, claims) == links


def test_an_arrest_is_never_the_translation_of_a_release() -> None:
    text = "On 14 March 2024 5 people, 3 of them aged 31, 44 and 60, in room 12 at 7."
    one = Report(id=ReportId("r1"), text=text, lang="en")
    other = Report(id=ReportId("r2"), text="3월 14일 5명", lang="ko", translators=("Han",))
    claims = [claim("c1", report="r1", act="arrest"), claim("c2", report="r2", act="release")]
    assert translation_links([one, other], claims) == []


def test_claims_that_contradict_are_not_the_same() -> None:
    here, there = claim("c1"), claim("c2", report="r2", admin1="Jilin")
    assert same_claims([here], [there]) == (0.0, 0, True)
    assert same_claims([here], [claim("c3", report="r2")]) == (1.0, 1, False)
