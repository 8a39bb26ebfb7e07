"""Tellings of one act become one claim; different happenings stay apart; their order does not matter."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from khronika.code import code_report
from khronika.code.coders import RuleCoder, coder_for
from khronika.code.merge import merge
from khronika.code.placing import all_places
from khronika.code.scene import Scene
from khronika.code.text import sentences
from khronika.record import Claim, Report, ReportId

TEXT = (
    "Chinese police arrested five North Korean women in Yanji on March 14, a source said.\n\n"
    "The five women were taken away in a van. They are being held in Tumen.\n\n"
    "In January, a family of three was arrested in Hunchun. In 2019 Lao police handed two men over to China."
)


def _claims(text: str) -> list[Claim]:
    report = Report(id=ReportId("r"), text=text, lang="en", published=date(2024, 3, 20))
    return list(code_report(report).claims)


def test_lead_and_detail_tell_one_arrest_and_background_stays_apart() -> None:
    arrests = [c for c in _claims(TEXT) if c.act == "arrest"]
    assert sorted(str(c.victims.count) for c in arrests) == ["3", "5"]


def test_they_inherit_the_number_of_the_group() -> None:
    (held,) = [c for c in _claims(TEXT) if c.act == "detention"]
    assert str(held.victims.count) == "5"
    assert held.victims.sex == "female"


@given(st.integers(0, 10_000))
def test_the_order_of_tellings_does_not_matter(seed: int) -> None:
    coder = coder_for("en")
    assert isinstance(coder, RuleCoder)
    found = sentences(TEXT, "en")
    scene = Scene(TEXT, "en", date(2024, 3, 20))
    events = scene.walk(found, coder.language.read([(s, False) for s in found]), {}, all_places(TEXT, "en"))
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)
    told = [[e.mention.word for e in cluster.events] for cluster in merge(events)]
    assert told == [[e.mention.word for e in cluster.events] for cluster in merge(shuffled)]
