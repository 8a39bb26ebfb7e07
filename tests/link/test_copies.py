"""Copies: the floors on the benchmark, and the ways in which pages only look like copies."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.link.copies import judged, khronika
from bench.link.texts import CHANGES, Benchmark, copies, one_wire
from khronika.link.copies import copy_links, families
from khronika.link.fingerprints import fingerprint, tokens_of
from khronika.link.origins import citations, unseen_originals
from khronika.link.reports import link_reports
from khronika.record import Link, Report, ReportId
from khronika.record.samples import claim

STORY = (
    "Police arrested five women in a rented flat in Yanji on Thursday night. A neighbour said that eight officers came up "
    "the stairs without a light. The women had waited there for two weeks to be moved south."
)


@pytest.fixture(scope="module")
def bench() -> Benchmark:
    return copies(1500, seed=7)


def test_the_floors_hold_on_a_benchmark_that_no_threshold_was_set_on(bench: Benchmark) -> None:
    precision, recall, found, made = judged(khronika(bench.reports), bench)
    assert precision >= 0.98
    assert recall >= 0.95
    assert all(found[change] / made[change] >= 0.85 for change in CHANGES)
    in_boilerplate = [c for c in CHANGES if "excerpt" in c and "boilerplate" in c]
    assert sum(found[c] for c in in_boilerplate) / sum(made[c] for c in in_boilerplate) >= 0.9


def test_a_paragraph_of_background_makes_no_copy_but_is_told(bench: Benchmark) -> None:
    links = copy_links(bench.reports)
    copied = {frozenset((x.left, x.right)) for x in links if x.kind in {"copy_of", "excerpt_of"}}
    assert not copied & {frozenset(pair) for pair in bench.background}
    assert any(x.kind == "shares_background_with" for x in links)


def test_most_copies_of_one_wire_lead_to_it() -> None:
    reports = one_wire(2000, 600)
    of = families([r.id for r in reports], copy_links(reports))
    assert sum(original == "wire" for original in of.values()) >= 590


def test_a_form_filled_in_anew_is_no_copy() -> None:
    def bulletin(*numbers: int) -> str:
        return (
            "Weekly bulletin of the watch. In the week {} to {} the watch counted {} arrests in the province, {} of them of "
            "women. {} people were set free after paying a fine and {} were handed over at the bridge. The watch asks "
            "all who know more to write to the post box {} of the main office."
        ).format(*numbers)

    one = Report(id=ReportId("a"), text=bulletin(3, 9, 14, 11, 2, 31, 7), lang="en")
    other = Report(id=ReportId("b"), text=bulletin(10, 16, 25, 18, 4, 52, 8), lang="en")
    assert [x.kind for x in copy_links([one, other]) if x.kind != "shares_background_with"] == []


def test_traditional_and_simplified_chinese_are_one_text() -> None:
    assert fingerprint("警方在延吉市逮捕了五名妇女，她们被关押在图们") == fingerprint(
        "警方在延吉市逮捕了五名婦女，她們被關押在圖們"
    )


@given(st.text(max_size=300))
def test_every_text_has_tokens_or_none(text: str) -> None:
    tokens = tokens_of(text)
    assert len(tokens.hashes) == len(tokens.numbers)
    assert fingerprint(text) == fingerprint(text)


def test_two_reports_with_one_id_are_one() -> None:
    twice = [Report(id=ReportId("a"), text=STORY), Report(id=ReportId("a"), text=STORY + " More.")]
    assert link_reports(twice, []) == link_reports(twice[::-1], [])
    assert link_reports(twice, []).links == ()


def test_one_report_and_none_have_no_links() -> None:
    assert link_reports([], []).links == ()
    assert link_reports([Report(id=ReportId("a"), text="")], []).original_of == {"a": "a"}


def test_a_circle_of_republication_has_one_original() -> None:
    circle = [
        Report(id=ReportId("a"), text=STORY, outlet="Daily Ferry", republished_by="Open Pier"),
        Report(id=ReportId("b"), text=STORY, outlet="Open Pier", republished_by="Daily Ferry"),
    ]
    originals = link_reports(circle, []).original_of
    assert len(set(originals.values())) == 1


def test_a_circle_in_the_links_themselves_is_cut() -> None:
    links = [
        Link(kind=kind, left=left, right=right, score=1.0, reasons=())
        for kind, left, right in (
            ("translation_of", "a", "b"),
            ("excerpt_of", "b", "a"),
            ("copy_of", "c", "b"),
        )
    ]
    assert set(families([ReportId(r) for r in "abc"], links).values()) == {"a"}


def _told(key: str, outlet: str, text: str, day: int = 20) -> Report:
    return Report(id=ReportId(key), text=text, outlet=outlet, published=date(2024, 1, day), lang="en")


def test_a_report_that_names_the_one_it_took_the_story_from_cites_it() -> None:
    first = _told("r1", "Daily Ferry", STORY, 20)
    second = _told(
        "r2", "Weekly Post", "Five women are held in Tumen, the Daily Ferry reported on Saturday.", 22
    )
    claims = [claim("c1", report="r1"), claim("c2", report="r2")]
    assert [(x.kind, x.left, x.right) for x in citations([second, first], claims, {})] == [
        ("cites", "r2", "r1")
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"outlet": "Daily Ferry"},  # it names itself
        {"published": date(2024, 1, 2)},  # it came before
        {"text": "Five women are held in Tumen, the Daily Ferryman reported."},
    ],
)
def test_what_only_looks_like_a_citation_is_none(change: Mapping[str, object]) -> None:
    from dataclasses import replace

    first = _told("r1", "Daily Ferry", STORY, 20)
    second = _told("r2", "Weekly Post", "Five women are held in Tumen, the Daily Ferry reported.", 22)
    claims = [claim("c1", report="r1"), claim("c2", report="r2")]
    assert citations([replace(second, **change), first], claims, {}) == []  # type: ignore[arg-type]


def test_the_original_is_known_even_when_nobody_added_it() -> None:
    copies_ = [
        Report(id=ReportId(key), text=STORY, outlet="Daily Ferry", republished_by=site)
        for key, site in (("a", "Open Pier"), ("b", "Weekly Post"))
    ]
    linked = link_reports(copies_, [])
    unseen = [x for x in linked.links if x.right.startswith("unseen-")]
    assert [x.left for x in unseen] == ["a"]  # the other one is a copy of it
    assert unseen_originals([Report(id=ReportId("c"), text=STORY, outlet="Daily Ferry")], {}) == []
