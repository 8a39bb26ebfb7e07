"""Laws that hold whatever comes in: quotes are exact, intervals are intervals, no date is after publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.code import code_report, find_dates
from khronika.code.counts import read_count
from khronika.code.places import find_places
from khronika.code.text import sentences
from khronika.record import VALUES, Report, ReportId
from khronika.vocabularies import check_term

PIECES = {
    "en": ["Police arrested ", "two North Korean women", " in Yanji", " on March 3", ". ", "She was held for nine days",
           "“They beat him,”", " said a source. ", "\n\n", " deported to China", "| ", "the others", " last week", "1,000 "],
    "ko": ["공안이 ", "탈북 여성 2명을 ", "체포했다. ", "지난달 말 ", "옌지에서 ", "\n\n", "이들은 ", "북송됐다. ",
           "소식통은 ", "“맞았다”고 말했다. ", "수십 명", "3월 1일 "],
    "zh": ["警方", "抓走", "三名朝鲜女子", "，", "上月底", "在延吉", "。", "她們被遣返", "\n\n", "據說", "十餘人", "2月30日"],
}  # fmt: skip


def _texts(lang: str) -> st.SearchStrategy[str]:
    piece = st.one_of(st.sampled_from(PIECES[lang]), st.text(max_size=6))
    return st.lists(piece, max_size=14).map("".join)


@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_every_value_stands_in_the_text(lang: str) -> None:
    @given(_texts(lang), st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1))))
    def law(text: str, published: date | None) -> None:
        report = Report(id=ReportId("r"), text=text, lang=lang, published=published)
        for claim in code_report(report).claims:
            assert claim.quotes
            check_term("acts", claim.act)
            check_term("actors", claim.actor)
            check_term("source_kinds", claim.account.kind)
            for evidence in claim.evidence:
                assert evidence.value in VALUES
                assert text[evidence.quote.start : evidence.quote.end] == evidence.quote.text
                assert "\n\n" not in evidence.quote.text
            if claim.date and claim.date.last and published:
                assert claim.date.last <= published

    law()


@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_sentences_and_dates_stand_at_their_offsets(lang: str) -> None:
    @given(_texts(lang))
    def law(text: str) -> None:
        for sentence in sentences(text, lang):
            assert text[sentence.start : sentence.end] == sentence.text
        for found in find_dates(text, lang, date(2024, 5, 5)):
            assert text[found.start : found.end] == found.text
        for place in find_places(text, lang):
            assert text[place.start : place.end] == place.name

    law()


@given(st.integers(1, 5000))
def test_a_count_reads_what_it_says(n: int) -> None:
    for text, lang in ((f"{n} women", "en"), (f"{n}명", "ko"), (f"{n}人", "zh")):
        count = read_count(text, lang)
        assert count is not None
        assert (count.floor, count.ceiling) == (n, n)


def test_the_same_report_gives_the_same_claims() -> None:
    text = "Police arrested two North Korean women in Yanji on March 14, a source said."
    report = Report(id=ReportId("r"), text=text, lang="en", published=date(2024, 3, 20))
    assert code_report(report) == code_report(report)


@pytest.mark.parametrize(
    "text",
    [
        "police arrested " * 20_000,
        "\x00\x07" * 5_000,
        "탈북民 arrested 被捕 " * 4_000,
        "a" * 400_000,
        "被" * 200_000,
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_hostile_text_is_coded_or_left(text: str, lang: str) -> None:
    told = "North Korean refugees. " + text
    coded = code_report(Report(id=ReportId("r"), text=told, lang=lang, published=date(2024, 1, 1)))
    assert all(told[q.start : q.end] == q.text for claim in coded.claims for q in claim.quotes)


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Nepalese police stopped the nine Tibetans near Kodari.", "en", "Kodari"),
        ("Nepalese police and a man called Kodari stopped them.", "en", None),
        ("A man lost his coat near Kodari.", "en", None),
        ("缅甸军人在木姐市附近抓捕了他们。", "zh", "木姐"),
        ("他们在口岸附近等着，缅甸军人来了。", "zh", None),
    ],
)
def test_a_town_of_the_wide_table_needs_its_country_and_words_that_place_it(
    text: str, lang: str, name: str | None
) -> None:
    told = [p.name for p in find_places(text, lang) if p.admin1]
    assert told == ([name] if name else [])


@pytest.mark.parametrize(
    ("told", "lang", "wanted"),
    [
        ("None has been told of a charge.", "en", {"disappearance": None}),
        ("None of them has been heard from since.", "en", {"disappearance": "unstated"}),
        ("她们被关押在图们看守所，一名了解案情、不愿具名的律师说。", "zh", {}),
    ],
)
def test_who_is_not_named_is_no_name_and_no_charge_is_no_disappearance(
    told: str, lang: str, wanted: dict[str, str | None]
) -> None:
    lead = {
        "en": "Chinese police arrested five North Korean refugees in Yanji on March 14, a source said. ",
        "zh": "3月14日，中国警察在延吉逮捕了五名朝鲜脱北者。",
    }[lang]
    claims = code_report(
        Report(id=ReportId("r"), lang=lang, text=lead + told, published=date(2024, 3, 20))
    ).claims
    kinds = {c.act: c.account.kind for c in claims}
    assert "named" not in kinds.values()
    for act, kind in wanted.items():
        assert (kinds.get(act) is None) == (kind is None)


def test_a_ground_is_no_part_of_a_body_and_one_child_makes_minors_true() -> None:
    text = (
        "Chinese police arrested five North Korean refugees in Yanji on March 14 and led them out with jackets over "
        "their heads. Two of them, a woman of 34 and her daughter of 6, were released on March 16, a source said."
    )
    claims = code_report(Report(id=ReportId("r"), lang="en", text=text, published=date(2024, 3, 20))).claims
    told = {c.act: c for c in claims}
    assert told["arrest"].ground is None
    assert told["release"].victims.minors is True
