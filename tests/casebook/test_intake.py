"""Taking reports in: once, whole, and on past what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from khronika.casebook import create_casebook, open_casebook
from khronika.casebook.intake import add_files
from khronika.errors import (
    CasebookBusyError,
    CasebookExistsError,
    NoCasebookError,
    NoReportsError,
    UsageError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from tests.conftest import PASSPHRASE


def test_the_same_bytes_are_never_added_twice(casebook: object, inbox: Path) -> None:
    first = add_files(casebook, [inbox], by="m-1")  # type: ignore[arg-type]
    (inbox / "again.txt").write_bytes((inbox / "ferry.txt").read_bytes())
    second = add_files(casebook, [inbox], by="m-1")  # type: ignore[arg-type]
    assert (first.added, first.known) == (3, 0)
    assert (second.added, second.known) == (0, 4)
    assert second.reports == 3


def test_a_copy_is_one_incident_and_one_root_source(casebook: object, inbox: Path) -> None:
    from khronika.casebook.overview import incident_lines
    from khronika.store.models import LinkRow

    add_files(casebook, [inbox], by="m-1")  # type: ignore[arg-type]
    assert [row.kind for row in LinkRow.objects.all()] == ["copy_of"]
    (line,) = incident_lines()
    assert line.reports == 2
    assert line.sources == "1"
    assert line.review == "unseen"


def test_a_batch_goes_on_past_broken_files(casebook: object, inbox: Path) -> None:
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    (inbox / "not-a-word-file.docx").write_bytes(b"PK\x03\x04 nothing")
    done = add_files(casebook, [inbox], by="m-1")  # type: ignore[arg-type]
    assert done.reports == 3
    assert len(done.failed) == 3
    assert all(sentence.count("\n") == 0 for _, sentence in done.failed)


def test_what_failed_is_tried_again(
    casebook: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from khronika.errors import UnreadableError
    from khronika.read.sandbox import Sandbox

    report = tmp_path / "report.txt"
    report.write_text("A woman was arrested in Yanji, Jilin Province, on 3 March 2024, a neighbour said.")

    def fail(*_: object) -> None:
        raise UnreadableError(name="report.txt", why="of a fault that passes")

    with monkeypatch.context() as patch:
        patch.setattr(Sandbox, "read", fail)
        assert len(add_files(casebook, [report], by="m-1").failed) == 1  # type: ignore[arg-type]
    again = add_files(casebook, [report], by="m-1")  # type: ignore[arg-type]
    assert (again.failed, again.reports) == ([], 1)


def test_a_folder_without_reports_is_said(casebook: object, tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    with pytest.raises(NoReportsError, match="No reports found in"):
        add_files(casebook, [tmp_path / "void"], by="m-1")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="There is no file"):
        add_files(casebook, [tmp_path / "nowhere"], by="m-1")  # type: ignore[arg-type]


def test_a_second_process_is_kept_out(casebook: object, casebook_path: Path) -> None:
    with pytest.raises(CasebookBusyError):
        open_casebook(casebook_path, PASSPHRASE)


def test_a_wrong_passphrase_opens_nothing(casebook_path: Path) -> None:
    create_casebook(casebook_path, PASSPHRASE).close()
    with pytest.raises(WrongPassphraseError):
        open_casebook(casebook_path, PASSPHRASE + "x")
    with open_casebook(casebook_path, PASSPHRASE):
        pass


def test_a_casebook_is_made_only_where_nothing_is(casebook_path: Path) -> None:
    create_casebook(casebook_path, PASSPHRASE).close()
    with pytest.raises(CasebookExistsError):
        create_casebook(casebook_path, PASSPHRASE)
    with pytest.raises(NoCasebookError):
        open_casebook(casebook_path / "nowhere", PASSPHRASE)


def test_a_short_passphrase_makes_no_casebook(casebook_path: Path) -> None:
    with pytest.raises(WeakPassphraseError):
        create_casebook(casebook_path, "short")
    assert not casebook_path.exists()


def test_backup_and_restore_give_the_same_casebook(casebook_path: Path, inbox: Path, tmp_path: Path) -> None:
    from khronika.casebook.backup import restore_backup, write_backup
    from khronika.casebook.verify import verify
    from khronika.errors import BackupError

    file, again = tmp_path / "b.khronika", tmp_path / "again"
    with create_casebook(casebook_path, PASSPHRASE) as book:
        add_files(book, [inbox], by="m-1")
        write_backup(book, file)
        with pytest.raises(CasebookExistsError):
            write_backup(book, file)
    with pytest.raises(WrongPassphraseError):
        restore_backup(file, again, PASSPHRASE + "x")
    restore_backup(file, again, PASSPHRASE)
    with open_casebook(again, PASSPHRASE) as restored:
        assert all(check.ok for check in verify(restored))
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(bytes(damaged))
    with pytest.raises(BackupError):
        restore_backup(file, tmp_path / "third", PASSPHRASE)


def test_a_report_without_a_coder_is_read_and_left_to_people(casebook: object, tmp_path: Path) -> None:
    from khronika.store.models import StepRow

    report = tmp_path / "report.txt"
    report.write_text("Милиция задержала двух женщин на границе и на следующий день передала их. " * 3)
    first = add_files(casebook, [report], by="m-1")  # type: ignore[arg-type]
    assert (first.reports, first.failed) == (1, [])
    assert "no coder for this language (ru)" in first.left[0][1]
    assert "no coder" in StepRow.objects.get(step="code").sentence
    again = add_files(casebook, [report], by="m-1")  # type: ignore[arg-type]
    assert (again.left, again.failed) == ([], [])


def test_a_fault_of_the_coder_stops_one_report_alone(
    casebook: object, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from khronika.code import coders

    whole = coders.RuleCoder.code

    def fail_on_one(self: object, report: object) -> object:
        if "regatta" in report.text:  # type: ignore[attr-defined]
            raise IndexError("a secret of the report")
        return whole(self, report)  # type: ignore[arg-type]

    monkeypatch.setattr(coders.RuleCoder, "code", fail_on_one)
    done = add_files(casebook, [inbox], by="m-1")  # type: ignore[arg-type]
    assert done.incidents == 1
    assert [("IndexError" in said, "secret" in said) for _, said in done.failed] == [(True, False)]
