"""Text that was encoded twice is brought back; text that was not is left alone; each paragraph has its language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.read.encodings import decode, once
from khronika.read.readers import read_report

KOREAN = "지난 월요일 밤 화물역 근처 셋방에 머물던 여성 두 명이 공안에 끌려갔다고 이웃 주민이 전했다. 그 뒤로 소식이 없다."
CHINESE = "周一夜里，住在货场附近一间出租屋里的两名女子被警察带走，一名邻居这样说，家属没有收到任何通知。"
ENGLISH = "“They were told to bring nothing but their shoes” – the neighbour’s words – and nobody has seen them since."


@pytest.mark.parametrize("text", [KOREAN, CHINESE])
@pytest.mark.parametrize("taken_for", ["latin-1"])
def test_utf_8_that_was_taken_for_western_is_brought_back(text: str, taken_for: str) -> None:
    assert decode(text.encode().decode(taken_for).encode()) == text


def test_western_quotes_are_brought_back() -> None:
    broken = "".join(
        chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
        for b in ENGLISH.encode()
    )
    assert once(broken) == ENGLISH


@pytest.mark.parametrize(("text", "name"), [(KOREAN, "cp949"), (CHINESE, "gb18030")])
def test_old_encodings_that_were_taken_for_western_are_brought_back(text: str, name: str) -> None:
    assert decode(text.encode(name).decode("latin-1").encode()) == text


@pytest.mark.parametrize(
    "text",
    [
        "Señor Núñez llegó à la forêt, où l’été était déjà fini; ça va? Straße, Ærø, Škoda, 50 £, 20 €.",
        "Ein Bürger aus Köln über Gebühren: „schön“ – fünf Männer, Größe, Füße, Öl, Äpfel und Übermut.",
        KOREAN,
        CHINESE,
        ENGLISH,
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert once(text) == text
    assert decode(text.encode()) == text


@given(st.text(max_size=300))
def test_undoing_never_fails_and_is_done_once(text: str) -> None:
    assert once(once(text)) == once(once(once(text)))


def test_translations_side_by_side_have_languages_of_their_own() -> None:
    text = (
        f"Daily Ferry\n3 May 2024\n\nTwo women led away\n\n{ENGLISH}\n\n{KOREAN}\n\n{CHINESE}\n\n{ENGLISH}\n"
    )
    report = read_report("r", "a.txt", text.encode())
    assert report.langs[-4:] == ("en", "ko", "zh", "en")
    assert len(report.langs) == report.text.count("\n\n") + 1
