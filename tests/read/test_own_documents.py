"""Bibliographic data of documents of our own: a floor for each field, and the habits that must never break."""

from __future__ import annotations

import pytest

from khronika.read.bylines import could_be_person, credits_in, names_in_byline, origin_in
from khronika.read.declared import declared_day
from khronika.read.readers import read_report
from khronika.read.titles import title_in
from tests.read.own_documents import FIELDS, compare, documents

DOCUMENTS = list(documents())


@pytest.fixture(scope="module")
def wrong() -> dict[str, dict[str, object]]:
    return {document.id: dict(compare(document)) for document in DOCUMENTS}


def test_the_rounds_are_all_there() -> None:
    assert len(DOCUMENTS) >= 80
    assert len({document.id for document in DOCUMENTS}) == len(DOCUMENTS)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_each_field_is_right_in_nearly_all_documents(
    wrong: dict[str, dict[str, object]], lang: str, field: str
) -> None:
    ids = [name for name in wrong if name.startswith(lang)]
    failed = [name for name in ids if field in wrong[name]]
    assert len(failed) <= 0.05 * len(ids), failed


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_every_paragraph_leads_back_to_its_place(document) -> None:
    report = read_report(document.id, document.name, document.content)
    for spot in report.spots:
        assert 0 <= spot.start < spot.end <= len(report.text)
        assert (spot.node is None) != (spot.page is None)
        if spot.box:
            left, top, right, bottom = spot.box
            assert 0 <= left <= right <= 10_000
            assert 0 <= top <= bottom <= 10_000
    if document.name.endswith((".html", ".pdf")):
        covered = sum(spot.end - spot.start for spot in report.spots)
        assert covered > 0.9 * len(report.text.replace("\n", ""))


def test_a_byline_below_a_related_story_is_nobodys() -> None:
    page = b"""<html><head><title>Held at the ferry | Quay Record</title></head><body><h1>Held at the ferry</h1>
    <p class="byline">By Ines Talbot</p><p>%s</p><p>%s</p>
    <div class="related-stories"><h3>Related</h3><p>By Otto Marsh: The night boat</p></div>
    <div id="comments"><h3>2 comments</h3><p>By Troll Person, 1 May 2001: nobody should believe this story at all.</p></div>
    </body></html>""" % ((b"Two men were led off the night ferry on Monday, a deckhand said. " * 4,) * 2)
    report = read_report("r", "page.html", page)
    assert report.authors == ("Ines Talbot",)
    assert report.outlet == "Quay Record"
    assert "believe" not in report.text
    assert "night boat" not in report.text


def test_a_day_in_utc_is_the_readers_day() -> None:
    assert str(declared_day("2024-03-01T15:30:00Z", "ko")) == "2024-03-02"
    assert str(declared_day("2024-03-01T15:30:00+09:00", "ko")) == "2024-03-01"
    assert str(declared_day("2024-03-01", "zh")) == "2024-03-01"
    assert declared_day("soon", "en") is None


def test_powered_by_and_photos_by_are_no_bylines() -> None:
    assert credits_in(["Powered by Wordly Engine", "Photos by Nina Osei"]).authors == ()


def test_an_outlet_is_no_person() -> None:
    assert not could_be_person("Harbour Telegraph")
    assert names_in_byline("MINSK | Aurelia Stepanek") == ("Aurelia Stepanek",)


def test_the_original_outlet_is_named_in_many_ways() -> None:
    assert origin_in("转自：《鸭绿江画报》2013年4月号") == "鸭绿江画报"
    assert origin_in("더 스완 포스트 원문 / 고래실 번역") == "더 스완 포스트"
    assert origin_in("From Neman Courier (15 September; by Tekla Orr):") == "Neman Courier"


def test_a_headline_is_told_from_the_masthead_above_and_the_standfirst_below() -> None:
    lines = [
        "THE NORTH QUAY LETTER",
        "No. 7",
        "Three sisters and a sewing machine",
        "They paid, and were sold all the same.",
    ]
    title, rest = title_in(lines)
    assert title == "Three sisters and a sewing machine"
    assert "THE NORTH QUAY LETTER" in rest
