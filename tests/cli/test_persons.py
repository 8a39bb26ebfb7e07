"""`khronika persons`: what is written holds no names unless asked for, and only its owner can read it."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from tests.cli.test_contract import khronika

pytest.importorskip("splink")


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    one, other = tmp_path / "prison.csv", tmp_path / "freed.csv"
    one.write_text("name,sex,born\n김정철,m,1984-11-03\nRi Yong Hui,f,1991\n", encoding="utf-8")
    other.write_text(
        "이름,성별,생년월일\nKim Jong-chol,남,1984-11-03\nChoe Min Su,남,1970\n", encoding="utf-8"
    )
    return [one, other]


def test_lists_become_a_table_for_an_estimate(lists: list[Path], tmp_path: Path) -> None:
    table, people, review = (tmp_path / name for name in ("table.csv", "people.csv", "review.csv"))
    done = khronika("persons", "link", *lists, "--table", table, "--people", people, "--review", review)
    assert done.returncode == 0, done.stderr
    assert "4 rows on 2 lists name 3 people" in done.stdout
    assert table.read_text(encoding="utf-8") == "freed,prison,count\n1,1,1\n1,0,1\n0,1,1\n"
    for file in (table, people, review):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert not any(name in file.read_text(encoding="utf-8") for name in ("김정철", "Kim", "Ri Yong"))
    assert not any(name in done.stdout + done.stderr for name in ("김정철", "Kim"))


def test_names_are_written_only_when_asked_and_with_a_warning(lists: list[Path], tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    done = khronika("persons", "link", *lists, "--review", review, "--names", "--threshold", 0.95)
    assert "names in the clear" in done.stderr
    rows = list(csv.DictReader(review.read_text(encoding="utf-8").splitlines()))
    assert all(row["why"] for row in rows)


def test_verdicts_come_back(lists: list[Path], tmp_path: Path) -> None:
    labels, people = tmp_path / "labels.csv", tmp_path / "people.csv"
    labels.write_text("left,right,verdict\nprison:2,freed:2,not_same\n", encoding="utf-8")
    done = khronika("persons", "link", *lists, "--labels", labels, "--people", people)
    assert "name 4 people" in done.stdout
    assert "By 1 labels: precision 0.0%" in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "left,right,verdict\nprison:2,freed:99,same\n",
        "left,right,verdict\nprison:2,freed:2,perhaps\n",
        "left,right,verdict\nprison:2,freed:2,same\nfreed:2,prison:2,not_same\n",
    ],
)
def test_verdicts_that_make_no_sense_are_refused(lists: list[Path], tmp_path: Path, text: str) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text(text, encoding="utf-8")
    done = khronika("persons", "link", *lists, "--labels", labels)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_wrong_use(lists: list[Path], tmp_path: Path) -> None:
    assert khronika("persons", "link", lists[0], lists[0]).returncode == 2
    assert khronika("persons", "link", *lists, "--threshold", 2).returncode == 2
    assert khronika("persons", "link", tmp_path / "none.csv").returncode == 2
    assert khronika("persons", "romanise", "John").returncode == 2


def test_a_name_is_romanised_by_every_system() -> None:
    done = khronika("persons", "romanise", "김정은")
    assert "mr\tKim Chŏngŭn" in done.stdout
    assert "wade-giles\tPiao Cheng-hsiung" in khronika("persons", "romanise", "朴正雄").stdout
