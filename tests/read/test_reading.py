"""Readings: encodings, mastheads, and the two real reports where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.read.encodings import decode
from khronika.read.prose import is_prose
from khronika.read.readers import read_report

KOREAN = "보위부에 체포된 탈북민 다섯 명이 투먼에 갇혀 있다고 소식통이 전했다."
CHINESE = "据当地居民说，五名朝鲜妇女在延吉被警察带走，现关押在图们。"
TRADITIONAL = "據當地居民說，五名朝鮮婦女在延吉被警察帶走，現關押在圖們。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "utf-8"),
        (KOREAN, "cp949"),
        (KOREAN, "euc-kr"),
        (KOREAN, "utf-16"),
        (KOREAN, "utf-16-le"),
        (KOREAN, "utf-16-be"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-8-sig"),
        (TRADITIONAL, "big5"),
        ("“Two women” were taken – at night", "cp1252"),
        ("Милиция задержала двух женщин", "cp1251"),
    ],
)
@pytest.mark.parametrize("length", [1, 20])
def test_text_is_decoded_without_being_told_how(text: str, encoding: str, length: int) -> None:
    assert decode((text * length).encode(encoding)) == text * length


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "gb18030"), ("euc-kr", "cp949"), ("iso-8859-1", "utf-8")]
)
def test_a_wrong_declaration_does_no_harm(declared: str, real: str) -> None:
    text = {"gb18030": CHINESE, "cp949": KOREAN, "utf-8": KOREAN}[real]
    page = f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>'
    assert text in decode(page.encode(real))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (
            "Police arrested a woman in Yanji and held her at the station for a week, a neighbour said. " * 3,
            "en",
        ),
        ("La policía detuvo a dos mujeres en la frontera y las entregó al día siguiente.", "es"),
        ("Милиция задержала двух женщин на границе и на следующий день передала их.", "ru"),
        ("공안이 여성 두 명을 체포했다. Police 라고 쓰인 차였다.", "ko"),
        ("警察在延吉带走了两名妇女。", "zh"),
        ("脱北者の女性二人が警察に連行された。", "ja"),
        ("12345 !!!", None),
    ],
)
def test_the_language_of_a_text_is_told(text: str, lang: str | None) -> None:
    from khronika.read.languages import language_of

    assert language_of(text) == lang


@given(st.binary(max_size=300))
def test_any_bytes_become_text(raw: bytes) -> None:
    assert isinstance(decode(raw), str)


@given(st.text(max_size=200))
def test_any_line_is_prose_or_not(line: str) -> None:
    assert is_prose(line) in (True, False)


@given(st.text(min_size=1, max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    from khronika.errors import UnreadableError

    try:
        report = read_report("r1", "any.txt", text.encode("utf-8", "replace"))
    except UnreadableError:
        return
    assert "\n\n\n" not in report.text


def test_daily_nk_is_read_with_its_credits(seeds: Path) -> None:
    (file,) = seeds.glob("000_*")
    report = read_report("s1", file.name, file.read_bytes())
    assert (report.outlet, str(report.published)) == ("Daily NK", "2024-02-08")
    assert (report.translators, report.editors) == (("David Carruth",), ("Robert Lauler",))
    assert "top of page" not in report.text


def test_rfa_is_known_from_its_republisher(seeds: Path) -> None:
    (file,) = seeds.glob("002_*")
    report = read_report("s2", file.name, file.read_bytes())
    assert (report.outlet, report.republished_by) == ("Radio Free Asia", "Genocide Watch")
    assert str(report.published) == "2021-08-20"
    assert report.authors == ("Jeong Yon Park", "Eugene Whong")
    assert report.translators == ("Leejin Jun",)
    assert "Follow Genocide Watch" not in report.text
    assert "page" not in report.text.splitlines()[0]
