"""A table that cannot be a count of people on lists gets the sentence that says why."""

from pathlib import Path

import numpy as np
import pytest

from khronika.count.undercount.captures import from_counts, read_captures, read_strata
from khronika.errors import TableError

WRONG = {
    "negative": ("A,B,C,count\n1,0,0,-3\n", "negative"),
    "fraction": ("A,B,C,count\n1,0,0,2.5\n", "fraction"),
    "text": ("A,B,C,count\n1,0,0,many\n", "not a number"),
    "no count": ("A,B,C\n1,0,0\n", "`count` is missing"),
    "no lists": ("count\n3\n", "no column for any list"),
    "twice": ("A,B,C,count\n1,0,0,3\n1,0,0,4\n0,1,1,2\n", "more than one row"),
    "empty list": ("A,B,C,count\n1,0,0,3\n0,1,0,4\n1,1,0,2\n", "list C is empty"),
    "not 0 or 1": ("A,B,C,count\n2,0,0,3\n", "only 0 and 1"),
    "unseen": ("A,B,C,count\n0,0,0,3\n1,1,1,1\n", "on no list"),
    "no rows": ("A,B,C,count\n", "no rows"),
    "all zero": ("A,B,C,count\n1,0,0,0\n", "every count is zero"),
    "nothing": ("", "not a CSV"),
    "same name": ("A,A,C,count\n1,0,0,3\n", "two columns have the same name"),
    "long row": ("A,B,C,count\n1,0,0,1,3\n", "more columns than the header"),
    "short row": ("A,B,C,count\n1,0,3\n", "holds 3"),
    "no name": ("A,,C,count\n1,0,0,3\n", "no name"),
    "twelve lists": (
        ",".join("ABCDEFGHIJKL") + ",count\n" + "1," * 12 + "3\n",
        "12 lists are too many",
    ),
    "huge": ("A,B,C,count\n1,0,0,9999999999999\n", "larger than any population"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_table_gets_its_sentence(kind: str, tmp_path: Path) -> None:
    text, sentence = WRONG[kind]
    path = tmp_path / "lists.csv"
    path.write_text(text)
    with pytest.raises(TableError) as caught:
        read_captures(path)
    assert sentence in str(caught.value)
    assert caught.value.exit_status == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such file"):
        read_captures(tmp_path / "none.csv")


def test_rows_of_one_person_each_are_added_up(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("A,B,C,count\n" + "1,0,1,1\n" * 30 + "0,1,0,1\n" * 12)
    table = read_captures(path)
    assert (table.n, table.counts[0b101], table.counts[0b010]) == (42, 30, 12)
    assert "added up" in str(table.warnings[0])


def test_half_a_million_people_are_read_at_once(tmp_path: Path) -> None:
    seen = (np.random.default_rng(1).random((500_000, 3)) < 0.4).astype(int)
    seen = seen[seen.any(axis=1)]
    path = tmp_path / "many.csv"
    lines = np.array(["1,0,0,1", "0,1,0,1", "1,1,0,1", "0,0,1,1", "1,0,1,1", "0,1,1,1", "1,1,1,1"])
    path.write_text("A,B,C,count\n" + "\n".join(lines[(seen @ [1, 2, 4]) - 1]) + "\n")
    assert read_captures(path).n == len(seen)


def test_leaving_a_list_out_keeps_those_on_others() -> None:
    table = from_counts(
        ("A", "B", "C"), {(1, 0, 0): 5, (0, 1, 0): 3, (1, 1, 0): 2, (0, 0, 1): 4, (1, 0, 1): 1}
    )
    left = table.without(0)
    assert left.lists == ("B", "C")
    assert left.counts.tolist() == [0, 5, 5, 0]


def test_strata_are_read_apart(tmp_path: Path) -> None:
    path = tmp_path / "strata.csv"
    path.write_text("where,A,B,C,count\nx,1,0,0,3\nx,1,1,0,2\ny,1,0,0,4\ny,0,1,1,1\n")
    strata = read_strata(path, "where")
    assert {name: table.n for name, table in strata.items()} == {"x": 5, "y": 5}
    with pytest.raises(TableError, match="no column"):
        read_strata(path, "when")
