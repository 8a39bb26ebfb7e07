"""Names across scripts and romanisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.link.persons import by_name
from khronika.link.persons import hangul
from khronika.link.persons.names import Alike, alike, keys_of, read_name

pytest.importorskip("pypinyin")
SYLLABLES = st.sampled_from(sorted(hangul.name_syllables()))
SURNAMES = st.sampled_from([s for s in hangul.surnames() if len(s) == 1])


def test_the_floors_hold_on_the_list_of_spellings() -> None:
    precision, recall, _, _ = by_name(Alike.SOUND)
    assert precision >= 0.97
    assert recall >= 0.90


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("김정은", "Kim Jong-un", Alike.SOUND),
        ("Kim Chŏngŭn", "Gim Jeong-eun", Alike.SOUND),
        ("Jong Un Kim", "KIM Jongun", Alike.SOUND),
        ("Kim, Jong Un", "김정은", Alike.SOUND),
        ("이영희", "Ri Yong Hui", Alike.SOUND),
        ("리영희", "Lee Young-hee", Alike.SOUND),
        ("朴正雄", "박정웅", Alike.SOUND),
        ("朴正雄", "Piao Zhengxiong", Alike.SOUND),
        ("Piao Zhengxiong", "박정웅", Alike.CROSS),
        ("張建國", "张建国", Alike.WRITING),
        ("Zhang Jianguo", "Chang Chien-kuo", Alike.SOUND),
        ("Selim Demirkan", "Selim Demirkann", Alike.NEAR),
        ("철수; 김철", "Kim Chol", Alike.SOUND),
    ],
)
def test_one_name_in_two_ways(one: str, other: str, least: Alike) -> None:
    assert alike(one, other) >= least
    assert alike(other, one) == alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("김정은", "Kim Yong Su"),
        ("朴正雄", "Li Ming"),
        ("Selim Demirkan", "Aylin Kaya"),
        ("", "김"),
        ("?", "!"),
    ],
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert alike(one, other) == Alike.OTHER


@given(SURNAMES, SYLLABLES, SYLLABLES, st.sampled_from(hangul.SYSTEMS))
def test_every_romanisation_leads_back_to_the_name(surname: str, one: str, two: str, system: str) -> None:
    name = surname + one + two
    latin = hangul.romanised(name, system)
    assert (
        hangul.folded(name) in read_name(latin).korean or len(read_name(latin).korean) >= hangul.MOST_READINGS
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared_without_harm(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert keys_of(one) == keys_of(one)
