"""What other programs rely on: JSON Lines, exit statuses, one sentence on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE

READING = {
    "id",
    "lang",
    "outlet",
    "title",
    "published",
    "authors",
    "translators",
    "editors",
    "republished_by",
    "text",
    "spots",
    "langs",
}


def khronika(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "khronika", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **more,  # type: ignore[call-overload]
    )


def _lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_read_prints_a_line_for_each_report(inbox: Path) -> None:
    done = khronika("read", inbox)
    assert done.returncode == 0
    rows = {row["id"]: row for row in _lines(done)}
    assert set(rows) == {"ferry", "copy", "weather"}
    assert all(set(row) == READING for row in rows.values())
    ferry, copy = rows["ferry"], rows["copy"]
    assert (ferry["outlet"], ferry["published"], ferry["authors"]) == (
        "DAILY FERRY",
        "2024-03-20",
        ["Maren Tolliver"],
    )
    assert (copy["outlet"], copy["republished_by"]) == ("Daily Ferry", "Open Pier")
    assert "About" not in str(copy["text"])


def test_some_failed_is_status_3_and_the_rest_is_printed(inbox: Path) -> None:
    (inbox / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = khronika("read", inbox)
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 3
    assert "bad.pdf: this file cannot be read as a report" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "/nowhere/at/all"],
        ["dates", "yesterday", "--lang", "en", "--published", "8 February"],
        ["unknown"],
        ["incidents", "/nowhere/at/all", "--passphrase-fd", "7"],
        ["new", "x", "--passphrase", "an argument is not the place"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    done = khronika(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_code_prints_acts_whose_spans_stand_in_the_text(inbox: Path) -> None:
    texts = {row["id"]: str(row["text"]) for row in _lines(khronika("read", inbox))}
    done = khronika("code", inbox)
    assert done.returncode == 0, done.stderr
    rows = {row["id"]: row for row in _lines(done)}
    assert rows["ferry"]["relevant"] is True
    assert rows["weather"]["relevant"] is False
    acts = rows["ferry"]["acts"]
    assert isinstance(acts, list)
    assert "arrest" in {act["act"] for act in acts}
    for act in acts:
        assert act["quotes"]
        assert all(quote in texts["ferry"] for quote in act["quotes"])
        assert all(0 <= s["start"] < s["end"] <= len(texts["ferry"]) for s in act["spans"])


def test_link_fills_in_copies_and_incidents(inbox: Path) -> None:
    rows = {row["id"]: row for row in _lines(khronika("link", inbox))}
    assert rows["copy"]["copy_of"] == "ferry"
    assert rows["ferry"]["copy_of"] is None
    of = {name: {act["incident"] for act in rows[name]["acts"]} for name in ("ferry", "copy")}  # type: ignore[attr-defined]
    assert of["ferry"] == of["copy"]
    (incident,) = _lines(khronika("link", inbox, "--incidents"))
    assert incident["root_sources"] == [1, 1]
    assert incident["copies"]


def test_dates_prints_closed_intervals() -> None:
    (row,) = _lines(khronika("dates", "at the end of January", "--lang", "en", "--published", "2024-02-08"))
    assert (row["from"], row["to"]) == ("2024-01-21", "2024-01-31")


def test_a_passphrase_comes_from_a_file_descriptor(tmp_path: Path) -> None:
    out, into = os.pipe()
    os.write(into, PASSPHRASE.encode())
    os.close(into)
    done = khronika("new", tmp_path / "book", "--passphrase-fd", out, pass_fds=(out,))
    os.close(out)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "book" / "casebook.db").is_file()


def test_without_a_terminal_a_passphrase_is_not_asked_for(tmp_path: Path) -> None:
    done = khronika("new", tmp_path / "book", stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "--passphrase-file" in done.stderr


def test_a_wrong_passphrase_is_status_4(tmp_path: Path, passphrase_file: Path) -> None:
    assert khronika("new", tmp_path / "book", "--passphrase-file", passphrase_file).returncode == 0
    wrong = tmp_path / "wrong"
    wrong.write_text("another passphrase altogether")
    done = khronika("incidents", tmp_path / "book", "--passphrase-file", wrong)
    assert done.returncode == 4
    assert done.stderr.startswith("khronika: The passphrase does not open this casebook.")


def test_colour_is_left_out_when_asked(tmp_path: Path, passphrase_file: Path, inbox: Path) -> None:
    book = tmp_path / "book"
    khronika("new", book, "--passphrase-file", passphrase_file)
    khronika("add", book, inbox, "--passphrase-file", passphrase_file)
    done = khronika(
        "incidents",
        book,
        "--passphrase-file",
        passphrase_file,
        env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": ""},
    )
    assert done.returncode == 0
    assert "Jilin" in done.stdout
    assert "\x1b[3" not in done.stdout
    (row, *_) = _lines(khronika("incidents", book, "--json", "--passphrase-file", passphrase_file))
    assert row["review"] == "unseen"


@pytest.mark.parametrize(
    "command",
    [
        "new",
        "add",
        "incidents",
        "desk",
        "release",
        "verify",
        "backup",
        "restore",
        "read",
        "code",
        "link",
        "dates",
        "doctor",
        "users",
        "count",
    ],
)
def test_every_command_teaches_with_an_example(command: str) -> None:
    done = khronika(command, "--help")
    assert done.returncode == 0
    assert f"Example:  khronika {command}" in " ".join(done.stdout.split("\n"))


def test_users_are_added_listed_and_changed(tmp_path: Path, passphrase_file: Path) -> None:
    book, password = tmp_path / "book", tmp_path / "password"
    password.write_text("another five random words")
    khronika("new", book, "--passphrase-file", passphrase_file)
    known = ["--passphrase-file", passphrase_file]
    assert khronika("users", book, *known).stdout == ""
    added = khronika("users", book, "--add", "mina", "--role", "admin", "--password-file", password, *known)
    assert (added.returncode, added.stdout.split()) == (0, ["mina", "admin"])
    last = khronika("users", book, "--change", "mina", "--role", "reader", *known)
    assert (last.returncode, "at least one administrator" in last.stderr) == (2, True)
    khronika("users", book, "--add", "bora", "--role", "coder", "--password-file", password, *known)
    changed = khronika("users", book, "--change", "bora", "--role", "reviewer", "--json", *known)
    assert {row["name"]: row["role"] for row in _lines(changed)} == {"mina": "admin", "bora": "reviewer"}
    assert khronika("users", book, "--change", "nobody", "--role", "coder", *known).returncode == 2
