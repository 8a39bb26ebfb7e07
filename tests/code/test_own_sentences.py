"""Our own sentences, written before the rules: what they assert is found, what they do not is not.

The floors stand below what is measured, so that a change for one sentence is free and a slide is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from khronika.code.coders import RuleCoder, coder_for
from khronika.code.folding import fold_chinese
from khronika.code.text import sentences

HERE = Path(__file__).parent / "own"


def _rows(lang: str) -> list[tuple[set[str], str]]:
    lines = (HERE / f"sentences_{lang}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line]
    return [(set(acts.split(",")) - {"-"}, text) for acts, text in pairs]


def acts_in(text: str, lang: str) -> set[str]:
    coder = coder_for(lang)
    assert isinstance(coder, RuleCoder)
    read = coder.language.read([(s, False) for s in sentences(fold_chinese(text, lang), lang)])
    return {mention.act for reading in read.values() for mention in reading.mentions}


@pytest.mark.parametrize(
    ("lang", "precision", "recall"), [("en", 0.84, 0.9), ("ko", 0.9, 0.9), ("zh", 0.85, 0.9)]
)
def test_own_sentences(lang: str, precision: float, recall: float) -> None:
    right = told = wanted = 0
    for want, text in _rows(lang):
        got = acts_in(text, lang)
        right, told, wanted = right + len(want & got), told + len(got), wanted + len(want)
    assert right / told >= precision
    assert right / wanted >= recall


@pytest.mark.parametrize(("batch", "recall", "mistaken"), [("en_2", 0.94, 0), ("en_3", 0.8, 10), ("en_4", 0.55, 4)])
def test_sentences_that_name_one_act_each(batch: str, recall: float, mistaken: int) -> None:
    """What stands after the batch in `docs/coding.md` is how many were found before the words were mended."""
    rows = _rows(batch)
    found = [bool(want & acts_in(text, "en")) for want, text in rows if want]
    assert sum(found) / len(found) >= recall
    assert sum(bool(acts_in(text, "en")) for want, text in rows if not want) <= mistaken


@pytest.mark.parametrize(
    "text",
    [
        "Everyone knew she was a refugee, but she was never reported or arrested.",
        "No pastor has been arrested, questioned or invited to work.",
        "The family fears that he will be deported.",
        "They could be arrested at any time.",
        "Was she tortured?",
        "The ministry denied that anyone had been beaten.",
    ],
)
def test_what_is_denied_feared_or_asked_is_no_act(text: str) -> None:
    assert acts_in(text, "en") == set()


def test_a_practice_is_a_pattern() -> None:
    coder = coder_for("en")
    assert isinstance(coder, RuleCoder)
    text = "If the defectors show the slightest indication of heading south, they are immediately arrested."
    read = coder.language.read([(s, False) for s in sentences(text, "en")])
    told = [m.specificity for reading in read.values() for m in reading.mentions if m.act == "arrest"]
    assert told == ["pattern"]
