"""`verify` names the first byte, entry or file that is not as it was received and decided."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from khronika.casebook import open_casebook
from khronika.casebook.intake import add_files
from khronika.casebook.verify import verify
from tests.conftest import PASSPHRASE


@pytest.fixture
def filled(casebook_path: Path, inbox: Path) -> Path:
    from khronika.casebook import create_casebook

    with create_casebook(casebook_path, PASSPHRASE) as book:
        add_files(book, [inbox], by="m-tests")
    return casebook_path


def _wrong(path: Path) -> list[str]:
    with open_casebook(path, PASSPHRASE) as book:
        return [check.wrong for check in verify(book) if check.wrong]


def test_an_untouched_casebook_is_whole(filled: Path) -> None:
    assert _wrong(filled) == []


def _flip(path: Path, at: int = 100) -> None:
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= 1
    path.write_bytes(bytes(raw))


def _an_original(book: Path) -> Path:
    return sorted((book / "originals").iterdir())[0]


def _without_last_line(book: Path) -> None:
    lines = (book / "custody.log").read_text().splitlines(keepends=True)
    (book / "custody.log").write_text("".join(lines[:-1]))


def _two_lines_swapped(book: Path) -> None:
    lines = (book / "custody.log").read_text().splitlines(keepends=True)
    (book / "custody.log").write_text("".join([lines[1], lines[0], *lines[2:]]))


def _a_line_added(book: Path) -> None:
    with (book / "custody.log").open("a") as log:
        log.write('{"at":"2030-01-01T00:00:00Z","did":"received","digest":"ab","n":3,"who":"m-x"}\n')


def _another_time(book: Path) -> None:
    log = book / "custody.log"
    first, *rest = log.read_text().splitlines(keepends=True)
    entry = json.loads(first)
    entry["who"] = "m-other"
    log.write_text(json.dumps(entry, sort_keys=True, separators=(",", ":")) + "\n" + "".join(rest))


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda book: _flip(_an_original(book)), "originals/"),
        (lambda book: _an_original(book).unlink(), "is missing"),
        (lambda book: (book / "originals" / "more.age").write_bytes(b"x"), "more.age was added"),
        (lambda book: (book / "notes.txt").write_text("x"), "notes.txt does not belong"),
        (lambda book: _flip(book / "custody.log"), "custody.log: entry 0"),
        (_without_last_line, "truncated: entry 2 of 3"),
        (_two_lines_swapped, "custody.log: entry 0 is missing or out of order"),
        (_a_line_added, "entry 3 was added from outside"),
        (_another_time, "custody.log: entry 0 was changed"),
        (lambda book: (book / "custody.log").unlink(), "custody.log is missing"),
        (lambda book: (book / "custody.head").unlink(), "custody.head is missing"),
        (lambda book: _flip(book / "custody.head", 40), "custody.head"),
        (lambda book: _flip(book / "keys" / "custody.pub", 60), "keys/custody.pub was changed"),
        (lambda book: (book / "keys" / "custodian-1.json").unlink(), "keys/custodian-1.json is missing"),
        (lambda book: (book / "keys" / "custodian-2.pub").write_text("age1x"), "custodian-2.pub was added"),
    ],
)
def test_tampering_is_named(filled: Path, tamper: Callable[[Path], object], named: str) -> None:
    tamper(filled)
    wrong = _wrong(filled)
    assert wrong, "the tampering was not noticed"
    assert named in wrong[0]


def test_a_changed_page_of_the_database_is_noticed(filled: Path) -> None:
    with open_casebook(filled, PASSPHRASE) as book:
        assert all(check.ok for check in verify(book))  # also writes the journal back into the file
    database = filled / "casebook.db"
    _flip(database, database.stat().st_size // 4096 // 2 * 4096 + 2000)
    assert "casebook.db" in _first_complaint(filled)


def _first_complaint(path: Path) -> str:
    """What is said of a casebook, whether it can still be opened or not."""
    from khronika.cli.app import run

    passphrase = path.parent / "pw"
    passphrase.write_text(PASSPHRASE)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert run(["verify", str(path), "--passphrase-file", str(passphrase)]) == 7
    return err.getvalue()


def test_the_log_holds_no_names_and_no_titles(filled: Path) -> None:
    log = (filled / "custody.log").read_text()
    assert all(
        set(json.loads(line)) <= {"n", "at", "who", "did", "digest", "sealed"} for line in log.splitlines()
    )
    assert "Yanji" not in log
    assert "ferry" not in log
