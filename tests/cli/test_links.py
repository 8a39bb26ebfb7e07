"""`khronika links`: list, judge in a sheet, undo, rule; wrong use in one sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.test_contract import khronika


@pytest.fixture
def book(casebook_path: Path, passphrase_file: Path, inbox: Path, tmp_path: Path) -> list[object]:
    """A casebook with the inbox, and what opens it."""
    opens = ["--passphrase-file", passphrase_file]
    password = tmp_path / "password"
    password.write_text("a password of some length\n", encoding="utf-8")
    assert khronika("new", casebook_path, *opens).returncode == 0
    assert khronika("add", casebook_path, inbox, *opens).returncode == 0
    done = khronika(
        "users", casebook_path, "--add", "mina", "--role", "reviewer", "--password-file", password, *opens
    )
    assert done.returncode == 0
    return [casebook_path, *opens]


def test_a_sheet_goes_out_is_judged_and_comes_back(book: list[object], tmp_path: Path) -> None:
    sheet = tmp_path / "links.csv"
    assert khronika("links", "review", *book, "--export", sheet).returncode == 0
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8").splitlines()))
    copies = [row for row in rows if row["link"].startswith("copy~")]
    assert copies
    assert all(row["why"] for row in rows)
    copies[0].update(verdict="not_same", reason="they only share a wire")
    bad = {**copies[0], "link": "nothing", "verdict": "same"}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows([*rows, bad])
    done = khronika("links", "review", *book, "--import", sheet, "--as", "mina")
    assert done.returncode == 3
    assert "1 links judged." in done.stderr
    assert f"line {len(rows) + 2}: This row names no link." in done.stderr
    listed = [json.loads(line) for line in khronika("links", "list", *book, "--json").stdout.splitlines()]
    (denied,) = [row for row in listed if row["state"] == "not_same"]
    assert denied["judgements"][0]["reason"] == "they only share a wire"
    key = denied["judgements"][0]["judgement"]
    assert khronika("links", "undo", *book[:1], key, *book[1:], "--as", "mina").returncode == 0
    again = khronika("links", "list", *book, "--state", "not_same")
    assert (again.returncode, again.stdout) == (0, "")


def test_the_rule_of_sources_is_kept(book: list[object]) -> None:
    assert khronika("links", "rule", *book).stdout == "At least 2 root sources.\n"
    done = khronika("links", "rule", *book, "--sources", 3, "--kind", "official")
    assert done.stdout == "At least 3 root sources, one of each of: official.\n"
    assert khronika("links", "rule", *book).stdout == done.stdout
    assert khronika("links", "rule", *book, "--sources", 0).returncode == 2
    assert khronika("links", "rule", *book, "--kind", "gossip").returncode == 2


def test_wrong_use_is_said_in_one_sentence(book: list[object], tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    for arguments in (
        ["review", *book],
        ["review", *book, "--import", other],
        ["review", *book, "--import", other, "--as", "mina"],
        ["review", *book, "--import", tmp_path / "none.csv", "--as", "mina"],
        ["list", *book, "--state", "odd"],
        ["merge", book[0], "i-none", "i-other", *book[1:], "--as", "mina", "--reason", "x"],
        ["undo", book[0], "lj-none", *book[1:], "--as", "mina"],
    ):
        done = khronika("links", *arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr


def test_cells_that_a_spreadsheet_would_run_areharmless() -> None:
    from khronika.casebook.sheets import harmless

    assert harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert harmless("five women") == "five women"
