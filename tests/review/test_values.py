"""Corrections: every value can be read, changed and put back."""

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from khronika.errors import CorrectionError
from khronika.record import Correction, Quote, ReportId
from khronika.record.samples import account, claim
from khronika.review import CORRECTABLE, apply_corrections, unsupported, value_of

GOOD = {
    "act": ["arrest", "detention"],
    "specificity": ["incident", "pattern"],
    "date.from": ["2024-01-02", None],
    "date.to": ["2024-02-03", None],
    "place.name": ["Baoding", None],
    "place.admin1": ["Hebei", None],
    "place.country": ["CN", "kp", None],
    "victims.min": ["0", "11", None],
    "victims.max": ["11", "40", None],
    "victims.sex": ["female", None],
    "victims.minors": ["true", "false", None],
    "victims.nationality": ["KP", None],
    "victims.age": ["late thirties", None],
    "actor": ["police", "unknown"],
    "ground": ["texting", None],
    "source.kind": ["anonymous", "unstated"],
    "source.phrase": ["a source", None],
}


def test_every_value_can_be_corrected():
    assert set(GOOD) == set(CORRECTABLE)


@given(st.fixed_dictionaries({}, optional={path: st.sampled_from(values) for path, values in GOOD.items()}))
def test_what_is_corrected_is_what_is_read_and_nothing_else_changes(changes):
    told = claim(source=account("a1"))
    try:
        corrected = apply_corrections(told, [Correction(value=p, becomes=v) for p, v in changes.items()])
    except CorrectionError:
        reject()  # a least number above the most, or a last day before the first
    for path in CORRECTABLE:
        wanted = changes.get(path, value_of(told, path))
        if path in {"place.country", "victims.nationality"} and wanted:
            wanted = wanted.upper()
        if path == "place.name" and wanted is None:
            continue  # a place is named by its province or country when no name was written
        assert value_of(corrected, path) == wanted


@given(st.sampled_from(sorted(GOOD)), st.text(max_size=12))
def test_any_text_is_taken_or_refused_with_a_sentence(path, typed):
    try:
        corrected = apply_corrections(claim(), [Correction(value=path, becomes=typed)])
    except CorrectionError:
        return
    if path.split(".")[0] not in {"victims", "place", "date"}:
        assert (value_of(corrected, path) or "") == typed.strip()


@pytest.mark.parametrize(
    "changes",
    [
        {"date.from": "2024-03-01"},
        {"victims.min": "9", "victims.max": "3"},
        {"victims.min": "-1"},
        {"victims.max": "99999999999"},
        {"act": "murder"},
        {"act": None},
        {"nothing": "x"},
        {"place.country": "China"},
        {"victims.minors": "perhaps"},
    ],
)
def test_what_cannot_be_is_refused(changes):
    with pytest.raises(CorrectionError):
        apply_corrections(claim(), [Correction(value=p, becomes=v) for p, v in changes.items()])


def test_new_words_replace_the_old_ones_of_that_value_alone():
    words = Quote(report=ReportId("r1"), start=20, end=24, text="held")
    corrected = apply_corrections(claim(), [Correction(value="act", becomes="detention", quote=words)])
    assert corrected.quotes == (words,)
    assert unsupported(corrected, ["act"]) == ()


def test_an_emptied_value_loses_its_words():
    words = Quote(report=ReportId("r1"), start=0, end=3, text="two")
    told = apply_corrections(claim(), [Correction(value="victims.min", becomes="2", quote=words)])
    emptied = apply_corrections(told, [Correction(value="victims.min", becomes=None)])
    assert all(e.value != "victims.min" for e in emptied.evidence)


def test_no_corrections_give_the_claim_itself():
    assert apply_corrections(claim(), []) == claim()
