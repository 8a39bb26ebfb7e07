"""What is taken for an act's day and place: the likeliest offer, and nothing where a guess would be needed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.code import code_report, weighing
from khronika.code.offers import DateOffer, PlaceOffer
from khronika.code.places import FoundPlace, find_places
from khronika.code.weighing import likeliest_date, likeliest_place
from khronika.record import DateInterval, Report, ReportId
from tests.conftest import ROOT

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, float]]:
    """Weights of our own, so that a test says what weighs what."""
    known: dict[str, dict[str, float]] = {"date": {}, "place": {}}
    monkeypatch.setattr(weighing, "weights", lambda: known)
    return known


def _day(day: date, **features: float) -> DateOffer:
    return DateOffer(DateInterval.on(day), features=dict(features))


def test_nothing_is_taken_where_two_days_weigh_the_same(bare: dict[str, dict[str, float]]) -> None:
    offers = [DateOffer(None), *(_day(date(2020, 1, d)) for d in (1, 3, 5, 7))]
    assert likeliest_date(offers).value is None
    bare["date"] = {"told": 4.0}
    offers[2].features["told"] = 1.0
    assert likeliest_date(offers).value == DateInterval.on(date(2020, 1, 3))


def test_a_place_needs_more_than_a_guess(bare: dict[str, dict[str, float]]) -> None:
    found = code_places("They were held in Tumen and in Shenyang.")
    offers = [PlaceOffer(None), *(PlaceOffer(place) for place in found)]
    assert likeliest_place(offers).value is None
    bare["place"] = {"clause": 3.0}
    offers[2].features["clause"] = 1.0
    assert likeliest_place(offers).value is found[1]


@given(st.lists(st.tuples(DAYS, DAYS, st.floats(-3, 3)), min_size=1, max_size=8))
def test_what_is_taken_is_one_of_the_offers(spans: list[tuple[date, date, float]]) -> None:
    offers = [DateOffer(None, features={"none": 1.0})]
    offers += [DateOffer(DateInterval(min(a, b), max(a, b)), features={"rule": w}) for a, b, w in spans]
    assert likeliest_date(offers) in offers


def test_every_weight_is_a_number_and_no_word_of_a_language() -> None:
    for model in ("date", "place"):
        for name, weight in weighing.weights()[model].items():
            assert isinstance(weight, float)
            assert name.isascii()


def test_a_weighed_day_never_lies_after_publication_and_rests_on_words() -> None:
    text = (
        "Police detained three North Korean women in Yanji on 2 March 2021. They were held at the Tumen detention centre. "
        "A week later two of them were sent back across the bridge to North Korea. The third is still in the centre, a neighbour said."
    )
    report = Report(id=ReportId("r"), lang="en", text=text, published=date(2021, 3, 20))
    claims = code_report(report).claims
    assert {c.act for c in claims} >= {"arrest", "detention", "forced_return"}
    for claim in claims:
        if claim.date is not None:
            assert claim.date.last is None or claim.date.last <= date(2021, 3, 20)
            assert any(e.value.startswith("date.") for e in claim.evidence)


@pytest.mark.slow
def test_training_gives_the_weights_that_are_shipped() -> None:
    from training.weighing import MODELS, examples, fit

    made = examples()
    shipped = json.loads((ROOT / "src/khronika/code/weighing.json").read_text(encoding="utf-8"))
    for model in MODELS:
        trained = fit(made, model)
        # The last digit may differ between processors, whose sums round in another order.
        apart = {
            n
            for n in trained.keys() | shipped[model].keys()
            if abs(trained.get(n, 0.0) - shipped[model].get(n, 0.0)) > 0.02
        }
        assert not apart


def code_places(text: str) -> list[FoundPlace]:
    return [p for p in find_places(text, "en") if p.admin1]


def test_the_last_day_of_a_stay_rests_on_the_words_that_end_it() -> None:
    text = (
        "Chinese police detained three North Korean women in Yanji on 2 March 2021, a source said. They were held at "
        "the Tumen detention centre. The women were released on 11 March 2021."
    )
    claims = code_report(Report(id=ReportId("r"), lang="en", text=text, published=date(2021, 3, 20))).claims
    (stay,) = [c for c in claims if c.act == "detention"]
    told = {e.value: e.quote.text for e in stay.evidence}
    assert str(stay.date) == "2021-03-02 – 2021-03-11"
    assert "2 March" in told["date.from"]
    assert "11 March" in told["date.to"]
