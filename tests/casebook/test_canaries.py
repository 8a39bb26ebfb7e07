"""Planted names and source phrases occur in no byte that can be read outside the open casebook."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE

NAME = "Hwang Bo-ra Quillfeather"
PHRASE = "a one-legged ferryman of Unseong who keeps bees"
TITLE = "Zanzibarian headline of the ferry"
TEXT = (
    f"THE CANARY POST\n20 March 2024\n\n{TITLE}\n\n"
    f"Chinese police arrested {NAME} and four other North Korean women in Yanji, Jilin Province, on March 14, "
    f"said {PHRASE}. The women are being held at a detention centre in Tumen, he said.\n"
)


def _encodings(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le"), text.encode().hex().encode()]


def _assert_nowhere(folder: Path) -> None:
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        for secret in (NAME, PHRASE, TITLE, "Quillfeather", PASSPHRASE):
            for form in _encodings(secret):
                assert form not in raw, f"{secret!r} stands in {path}"


@pytest.fixture
def filled(tmp_path: Path, passphrase_file: Path) -> Path:
    """A casebook made by the program itself, with its temporary folder under our eyes."""
    inbox, temporary = tmp_path / "in", tmp_path / "tmp"
    inbox.mkdir()
    temporary.mkdir()
    (inbox / "report.txt").write_text(TEXT, encoding="utf-8")
    for arguments in (
        ["new", "book"],
        ["add", "book", str(inbox)],
        ["incidents", "book"],
        ["backup", "book", "b.kb"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "khronika", *arguments, "--passphrase-file", str(passphrase_file)],
            cwd=tmp_path,
            capture_output=True,
            env={**os.environ, "TMPDIR": str(temporary), "HOME": str(temporary)},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        for secret in (NAME, PHRASE, TITLE, PASSPHRASE):
            assert secret.encode() not in done.stderr
    return tmp_path


def test_nothing_readable_is_in_the_casebook_its_backup_or_the_temporary_folder(filled: Path) -> None:
    _assert_nowhere(filled / "book")
    _assert_nowhere(filled / "tmp")
    for form in _encodings(NAME):
        assert form not in (filled / "b.kb").read_bytes()


def test_a_release_holds_no_name_no_source_and_no_quote(filled: Path) -> None:
    from datetime import UTC, datetime

    from khronika.casebook import open_casebook
    from khronika.casebook.releasing import make_release
    from khronika.store.models import ClaimRow, JudgementRow, Member

    with open_casebook(filled / "book", PASSPHRASE) as book:
        reviewer = Member.objects.create(username="r", pseudonym="m-r")
        for order, claim in enumerate(ClaimRow.objects.all()):
            JudgementRow.objects.create(
                id=f"j-{order}",
                claim_id=claim.id,
                reviewer=reviewer,
                verdict="accept",
                at=datetime(2026, 1, 1, tzinfo=UTC),
                order=order,
            )
        release = make_release(book, filled / "out", by="m-1", audience="public")
    assert release.rows
    _assert_nowhere(filled / "out")
    everything = b"".join(path.read_bytes() for path in (filled / "out").iterdir())
    for word in (b"Yanji", b"Tumen", b"ferryman", b"CANARY POST", b"2024-03-14", b"m-r"):
        assert word not in everything
    assert {path.name for path in (filled / "out").iterdir()} == {
        "index.html",
        "incidents.csv",
        "datapackage.json",
        "manifest.sha256",
    }


def test_a_failure_names_its_place_and_nothing_of_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from khronika.cli import app

    def fail(_: object) -> None:
        raise ValueError(f"{NAME} {PASSPHRASE}")

    monkeypatch.setattr(app, "app", fail)
    assert app.run(["read", "x"]) == 1
    said = capsys.readouterr().err
    assert "ValueError at tests" in said.replace("tests.casebook.test_canaries", "tests")
    assert NAME not in said
    assert PASSPHRASE not in said
