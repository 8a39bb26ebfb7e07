"""A folder of reports becomes a release: taken in, judged by two people, counted, through the gate, verified."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from khronika.casebook import create_casebook, open_casebook
from khronika.casebook.counting import casebook_table
from khronika.casebook.intake import add_files
from khronika.casebook.members import add_member
from khronika.casebook.overview import incident_lines
from khronika.casebook.releasing import make_release
from khronika.casebook.reviewing import judge, undo
from khronika.casebook.verify import verify
from khronika.errors import GateRefusedError
from tests.conftest import PASSPHRASE, ROOT

PASSWORD = "another five random words"


@pytest.fixture
def reviewed(casebook_path: Path, inbox: Path) -> Path:
    """A casebook whose claims one person accepted, and a second person too."""
    from khronika.store.models import ClaimRow

    with create_casebook(casebook_path, PASSPHRASE) as book:
        add_files(book, [inbox], by="m-1")
        first = add_member("mina", PASSWORD, "coder")
        second = add_member("bora", PASSWORD, "reviewer")
        for row in ClaimRow.objects.all():
            judge(first, row.id, "accept")
            judge(second, row.id, "accept")
    return casebook_path


def test_reports_become_a_release(reviewed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with open_casebook(reviewed, PASSPHRASE) as book:
        (line,) = incident_lines()
        assert (line.review, line.people, line.sources) == ("two reviewers", "5", "1")
        release = make_release(book, out, by="m-1", audience="public", established=True)
        assert all(check.ok for check in verify(book))
    with (out / "incidents.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    arrest = next(row for row in rows if row["act"] == "arrest")
    assert (arrest["country"], arrest["admin1"], arrest["quarter"]) == ("CN", "Jilin", "2024-Q1")
    assert (arrest["victims_floor"], arrest["victims_ceiling"], arrest["sex"]) == ("5", "5", "female")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    table = (out / "incidents.csv").read_bytes()
    assert package["resources"][0]["hash"] == "sha256:" + hashlib.sha256(table).hexdigest()
    assert package["proof"] == release.proof
    for entry in (out / "manifest.sha256").read_text().splitlines():
        digest, name = entry.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest


def test_the_page_of_a_release_stands_alone(reviewed: Path, tmp_path: Path) -> None:
    with open_casebook(reviewed, PASSPHRASE) as book:
        make_release(book, tmp_path / "out", by="m-1", audience="public")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<svg" in page
    assert not re.search(r" src=| href=|url\((?!#)|@import", page)
    assert "Content-Security-Policy" in page


def test_what_is_taken_back_is_no_finding(reviewed: Path, tmp_path: Path) -> None:
    from khronika.store.models import ClaimRow, Member

    with open_casebook(reviewed, PASSPHRASE) as book:
        assert casebook_table(["act"], everything=False)
        for row in ClaimRow.objects.all():
            for name in ("mina", "bora"):
                undo(Member.objects.get(username=name), row.id)
        assert casebook_table(["act"], everything=False) == []
        assert casebook_table(["act"], everything=True)
        with pytest.raises(GateRefusedError):
            make_release(book, tmp_path / "out", by="m-1", audience="public")
    assert not (tmp_path / "out").exists()


def test_the_samples_go_all_the_way_on_the_command_line(tmp_path: Path, passphrase_file: Path) -> None:
    def khronika(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "khronika",
                *map(str, arguments),
                "--passphrase-file",
                str(passphrase_file),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    book = tmp_path / "book"
    assert khronika("new", book).returncode == 0
    added = khronika("add", book, ROOT / "samples")
    assert added.returncode == 0, added.stderr
    rows = [json.loads(line) for line in khronika("incidents", book, "--json").stdout.splitlines()]
    assert len(rows) >= 10
    assert all(low <= high for low, high in (row["root_sources"] for row in rows))
    assert max(len(row["acts"]) for row in rows) >= 4
    counted = [
        json.loads(line)
        for line in khronika("count", book, "--all", "--by", "act", "--json").stdout.splitlines()
    ]
    assert {"arrest", "forced_return"} <= {row["act"] for row in counted}
    assert khronika("release", book, "--to", tmp_path / "out").returncode == 9
    assert khronika("verify", book).returncode == 0
