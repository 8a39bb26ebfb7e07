"""The text on the page is the text of the report, character by character."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from khronika.web.passages import Words, label_of, paragraphs_of, visible

LETTERS = st.sampled_from("ab \n\t\u202e\u2066\u200b\ufeff\x00\x1b\u2028é\u0301한中\U0001f600<&\"'")
TEXTS = st.text(LETTERS, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Words]]:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5))
    words = [
        Words(
            start=start, end=min(start + length, len(text)), claim=number, value=("act", "date")[number % 2]
        )
        for number, (start, length) in enumerate(spans, start=1)
        if start < len(text)
    ]
    return text, words


@given(marked_texts())
def test_every_piece_is_what_stands_at_its_place(marked):
    text, words = marked
    at = 0
    for paragraph in paragraphs_of(text, words):
        for piece in paragraph.pieces:
            assert text[at : piece.start].strip() == ""  # only the breaks between paragraphs are left out
            length = 1 if piece.label else len(piece.text)
            assert piece.label or text[piece.start : piece.start + length] == piece.text
            assert piece.label == (label_of(text[piece.start]) if piece.label else "")
            at = piece.start + length
    assert text[at:].strip() == ""


@given(marked_texts())
def test_words_are_lit_where_they_stand_and_nowhere_else(marked):
    text, words = marked
    for paragraph in paragraphs_of(text, words):
        for piece in paragraph.pieces:
            length = 1 if piece.label else len(piece.text)
            for word in words:
                inside = word.start <= piece.start and piece.start + length <= word.end
                assert (f"{word.claim}:{word.value}" in piece.lights) == inside


@given(TEXTS)
def test_no_character_that_hides_or_turns_text_reaches_a_page(text):
    shown = visible(text) + "".join(p.text for para in paragraphs_of(text, []) for p in para.pieces)
    assert not [
        c for c in shown if unicodedata.category(c) in {"Cf", "Cc", "Co", "Zl", "Zp"} and c not in "\n\t"
    ]
