"""Tables, trends and what changed, straight from a casebook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def khronika(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khronika", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("counting")
    passphrase = folder / "passphrase"
    passphrase.write_text("five random words for tests")
    khronika("new", folder / "book", "--passphrase-file", passphrase)
    done = khronika("add", folder / "book", ROOT / "samples", "--passphrase-file", passphrase)
    assert done.returncode == 0, done.stderr
    return folder / "book", passphrase


def test_a_casebook_is_tabulated_like_a_file(book: tuple[Path, Path]) -> None:
    path, passphrase = book
    given = ("--by", "act,country", "--all", "--json", "--passphrase-file", passphrase)
    tabulated, counted = khronika("tabulate", path, *given), khronika("count", path, *given)
    assert tabulated.returncode == 0, tabulated.stderr
    assert tabulated.stdout == counted.stdout
    assert len(tabulated.stdout.splitlines()) > 10


def test_nothing_judged_is_nothing_counted(book: tuple[Path, Path]) -> None:
    path, passphrase = book
    assert khronika("tabulate", path, "--json", "--passphrase-file", passphrase).stdout == ""


def test_a_trend_adds_up(book: tuple[Path, Path]) -> None:
    path, passphrase = book
    done = khronika("trend", path, "--grain", "year", "--all", "--json", "--passphrase-file", passphrase)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(row["certain"] <= row["expected"] <= row["possible"] + 1e-9 for row in rows)


def test_a_casebook_remembers_the_last_look(book: tuple[Path, Path]) -> None:
    path, passphrase = book
    first = khronika("spikes", path, "--watch", "--all", "--passphrase-file", passphrase)
    assert (first.returncode, first.stdout) == (0, "")
    assert "first look" in first.stderr
    second = khronika("spikes", path, "--watch", "--all", "--passphrase-file", passphrase)
    assert second.returncode == 0, second.stderr
    assert second.stdout
    earlier = khronika(
        "spikes", path, "--watch", "--all", "--since", "2024-03-01", "--passphrase-file", passphrase
    )
    assert earlier.returncode == 0, earlier.stderr
    assert len(earlier.stdout) > len(second.stdout)
