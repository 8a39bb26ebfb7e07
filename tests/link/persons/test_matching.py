"""Rows of lists become people: with reasons, with what reviewers said, and never by a chain of halves."""

from datetime import date
from random import Random

import pytest

from khronika.link.persons.lists import Listed
from khronika.link.persons.matching import Match
from khronika.link.persons.people import people_of, quality, table_of
from khronika.record import DateInterval

pytest.importorskip("splink")


def _row(list_: str, row: int, name: str, year: int | None = None, **more: object) -> Listed:
    born = DateInterval(date(year, 1, 1), date(year, 12, 31)) if year else None
    return Listed(list=list_, row=row, name=name, born=born, **more)  # type: ignore[arg-type]


ROWS = [
    _row("prison", 2, "김정철", 1984, sex="male", prison="jongori"),
    _row("prison", 3, "Ri Yong Hui", 1991, sex="female"),
    _row("freed", 2, "Kim Jong-chol", 1984, sex="male", prison="jongori"),
    _row("freed", 3, "Choe Min Su", 1970, sex="male"),
    _row("church", 2, "朴正雄", 1990, sex="male"),
    _row("church", 3, "Piao Zhengxiong", 1990, sex="male"),
    _row("church", 4, "Lee Young-hee", 1950, sex="male"),
]


def _matches(rows: list[Listed]) -> list[Match]:
    from khronika.link.persons.matching import matches

    return matches(rows)


def test_one_person_in_two_scripts_is_found_with_reasons_and_in_any_order() -> None:
    found = _matches(ROWS)
    best = {frozenset((m.left, m.right)): m for m in found if m.probability >= 0.9}
    assert set(best) == {frozenset(("prison:2", "freed:2")), frozenset(("church:2", "church:3"))}
    assert "the names sound alike" in best[frozenset(("prison:2", "freed:2"))].reasons
    assert "the same prison" in best[frozenset(("prison:2", "freed:2"))].reasons
    shuffled = list(ROWS)
    Random(3).shuffle(shuffled)
    assert _matches(shuffled) == found


def test_a_rare_name_says_more_than_a_frequent_one() -> None:
    many = [_row("a", n, "Kim Chol") for n in range(2, 40)] + [_row("a", 50, "Maeng Ungjin")]
    found = _matches([*many, _row("b", 2, "Kim Chol"), _row("b", 3, "Maeng Ungjin")])
    by_pair = {frozenset((m.left, m.right)): m.probability for m in found}
    assert by_pair[frozenset(("a:50", "b:3"))] > by_pair.get(frozenset(("a:2", "b:2")), 0)


def test_reviewers_have_the_last_word() -> None:
    found = _matches(ROWS)
    parted = people_of(ROWS, found, {frozenset(("prison:2", "freed:2")): False})
    assert ("prison:2",) in parted
    joined = people_of(ROWS, found, {frozenset(("prison:3", "church:4")): True})
    assert ("church:4", "prison:3") in joined


def test_what_was_parted_is_not_joined_through_a_third() -> None:
    rows = [_row("a", 2, "x"), _row("b", 2, "x"), _row("c", 2, "x")]
    found = [Match("a:2", "b:2", 0.99, ()), Match("b:2", "c:2", 0.98, ()), Match("a:2", "c:2", 0.5, ())]
    assert people_of(rows, found) == [("a:2", "b:2", "c:2")]
    assert people_of(rows, found, {frozenset(("a:2", "c:2")): False}) == [("a:2", "b:2"), ("c:2",)]


def test_a_list_that_names_nobody_twice_keeps_its_rows_apart() -> None:
    assert ("church:2",) in people_of(ROWS, _matches(ROWS), once=True)


def test_the_table_is_what_an_estimate_takes() -> None:
    people = people_of(ROWS, _matches(ROWS))
    table = table_of(ROWS, people)
    assert sum(line["count"] for line in table) == len(people) == 5
    assert {"church": 0, "freed": 1, "prison": 1, "count": 1} in table


def test_precision_and_recall_come_from_labels() -> None:
    found = [Match(f"a:{n}", f"b:{n}", p, ()) for n, p in enumerate([0.99] * 4 + [0.3] * 4)]
    labels = {frozenset((m.left, m.right)): m.probability > 0.5 for m in found[:6]}
    told = quality(found, labels)
    assert (told.labelled, told.precision, told.recall) == (6, 1.0, 1.0)
    assert told.interval
    assert told.interval[0] < 1
    assert quality(found, {}).precision is None


def test_nothing_and_one_row_match_nothing() -> None:
    assert _matches([]) == []
    assert _matches(ROWS[:1]) == []
