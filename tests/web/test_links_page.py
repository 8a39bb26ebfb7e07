"""Links on the desk: proposals, judgements, merge and split, timeline and graph."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.utils.translation import override

from khronika.link.likeness import compare
from khronika.web.pictures import Box, letter_width, source_graph
from khronika.web.reasons import FORMS, in_words
from khronika.web.templatetags.words import fitting, teller


@pytest.fixture
def linked(world: Any) -> Any:
    """The world, with one more incident that was nearly merged."""
    from khronika.record import Link
    from khronika.store.mapping import link_row

    link_row(
        Link(
            kind="maybe_same_incident",
            left="c-arrest",
            right="c-hostile",
            score=0.45,
            reasons=("both tell of arrest", "both in <b>Hebei"),
        )
    ).save()
    return world


def test_proposals_are_shown_with_reasons_and_both_sides(linked: Any, as_role: Any) -> None:
    page = as_role("reviewer").get("/links").content.decode()
    assert "Perhaps the same incident" in page
    assert "both tell of arrest" in page
    assert "Two women from North Korea were arrested in Hebei" in page
    assert "<b>Hebei" not in page
    assert "&lt;b&gt;Hebei" in page


@pytest.mark.parametrize(("language", "words"), [("ko", "둘 다 체포"), ("zh-hans", "两者都讲述逮捕")])
def test_reasons_are_said_in_the_readers_language(
    linked: Any, as_role: Any, language: str, words: str
) -> None:
    client = as_role("reviewer")
    client.cookies["khronika_language"] = language
    assert words in client.get("/links").content.decode()


def test_not_the_same_needs_a_reason_and_is_kept(linked: Any, as_role: Any) -> None:
    from khronika.casebook.linking import link_judgements

    client = as_role("reviewer")
    posted = {"kind": "incident", "left": "c-arrest", "right": "c-arrest2", "verdict": "not_same"}
    refused = client.post("/links/judge", posted)
    assert refused.status_code == 422
    assert "Say why they are not the same." in refused.content.decode()
    assert link_judgements() == []
    assert client.post("/links/judge", {**posted, "reason": "<i>another town"}).status_code == 302
    page = client.get("/links").content.decode()
    assert "&lt;i&gt;another town" in page
    (made,) = link_judgements()
    assert client.post("/links/undo", {"judgement": made.id}).status_code == 302
    assert [j.verdict for j in link_judgements()] == ["not_same", "undo"]


def test_a_dispute_shows_both_reasons(linked: Any, as_role: Any) -> None:
    posted = {"kind": "incident", "left": "c-arrest", "right": "c-hostile"}
    as_role("reviewer").post("/links/judge", {**posted, "verdict": "same", "reason": "one raid"})
    as_role("admin").post("/links/judge", {**posted, "verdict": "not_same", "reason": "two raids"})
    page = as_role("reader").get("/links").content.decode()
    assert "one raid" in page
    assert "two raids" in page
    assert "Disputed" in page
    assert 'name="verdict"' not in page  # a reader judges nothing


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"kind": "x", "left": "c-arrest", "right": "c-hostile", "verdict": "same"},
        {"kind": "incident", "left": "c-arrest", "right": "c-arrest", "verdict": "same"},
        {"kind": "incident", "left": "c-none' OR 1=1", "right": "c-arrest", "verdict": "same"},
        {"kind": "copy", "left": "r-0001", "right": "", "verdict": "same"},
    ],
)
def test_a_posted_link_that_is_none_changes_nothing(
    linked: Any, as_role: Any, posted: dict[str, str]
) -> None:
    from khronika.casebook.linking import link_judgements

    answer = as_role("reviewer").post("/links/judge", posted)
    assert answer.status_code == 400
    assert link_judgements() == []


def test_merge_and_split_from_the_incident(linked: Any, as_role: Any) -> None:
    from khronika.casebook.linking import link_everything
    from khronika.store.models import IncidentRow

    link_everything()
    client = as_role("reviewer")
    one, other = [row.id for row in IncidentRow.objects.order_by("id")[:2]]
    before = IncidentRow.objects.count()
    answer = client.post(f"/incidents/{one}/merge", {"other": other, "reason": "the same night"})
    assert answer.status_code == 302
    assert IncidentRow.objects.count() == before - 1
    merged = max(IncidentRow.objects.all(), key=lambda row: len(row.body["claims"]))
    claim = merged.body["claims"][0]
    refused = client.post(f"/incidents/{merged.id}/split", {"claim": [claim], "reason": ""})
    assert refused.status_code == 422
    assert client.post("/incidents/i-none/merge", {"other": one, "reason": "x"}).status_code == 400


def test_the_incident_shows_timeline_graph_and_rule(world: Any, as_role: Any) -> None:
    page = as_role("reviewer").get("/incidents/i-hebei").content.decode()
    assert page.count('class="bar') >= 2
    assert 'class="box box-report"' in page
    assert "rule of sources" in page
    assert not re.search(r"<svg[^>]*style=|<style|<script[^>]*>[^<]", page)


def test_a_filter_that_nothing_fits_offers_all_links(linked: Any, as_role: Any) -> None:
    page = as_role("reader").get("/links?state=not_same&kind=copy").content.decode()
    assert "No link fits." in page
    assert 'class="button" href="/links"' in page


def test_after_a_word_the_filter_is_kept(linked: Any, as_role: Any) -> None:
    pair = {"kind": "incident", "left": "c-arrest", "right": "c-hostile", "verdict": "same"}
    asked = "state=unseen&kind=incident&page=9"
    answer = as_role("coder").post(f"/links/judge?{asked}&next=//elsewhere.example", pair)
    assert (answer.status_code, answer["Location"]) == (302, f"/links?{asked}")


def test_a_page_behind_the_last_shows_the_last(linked: Any, as_role: Any) -> None:
    assert "c-hostile" in as_role("coder").get("/links?page=9").content.decode()


def test_a_label_of_the_graph_stays_inside_its_box() -> None:
    for label in (
        "一名了解案情、不愿具名的律师说",
        "현지 대북 소식통은 21일",
        "MINISTRY OF PUBLIC SECURITY",
        "سخنگوی قوه قضائیه",
    ):
        cut = fitting(label, 12)
        assert sum(map(letter_width, cut)) <= 12
        assert cut.rstrip("…") == label[: len(cut.rstrip("…"))]
    assert fitting("the resident said", 12) == "the resident said"
    assert fitting("", 12) == ""


def test_a_graph_without_sources_begins_at_the_left_edge() -> None:
    told = SimpleNamespace(id="r-1", outlet="Wire", published=date(2024, 5, 24))
    graph = source_graph(cast(Any, SimpleNamespace(links=(), claims=(), reports=(told,))))
    (box,) = graph.boxes
    assert (box.x, box.label, box.day) == (2, "Wire", date(2024, 5, 24))
    assert graph.lines == ()


@pytest.mark.parametrize("page", ["/links", "/appearance"])
def test_each_language_is_offered_by_its_own_name(world: Any, as_role: Any, page: str) -> None:
    client = as_role("reader")
    client.cookies["khronika_language"] = "ko"
    shown = client.get(page).content.decode()
    assert ">English</button>" in shown
    assert ">한국어</button>" in shown


def test_a_source_without_words_is_named_in_the_language_of_the_reader() -> None:
    box = Box(key="source:official", label="official", kind="official", x=0, y=0)
    with override("ko"):
        assert not teller(box).isascii()
    assert (
        teller(replace(box, label="an officer at <b>Tumen</b>\u202e")) != "an officer at <b>Tumen</b>\u202e"
    )


def test_every_reason_of_the_machine_has_a_form_for_translation() -> None:
    from khronika.link.chains import chains_of
    from khronika.record.samples import claim

    (one,), (other,) = chains_of([claim("c1", ground="x")]), chains_of([claim("c2", report="r2", ground="x")])
    for reason in compare(one, other).reasons:
        assert any(re.fullmatch(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(form)), reason) for form in FORMS)
    assert in_words("something of a newer version") == "something of a newer version"
