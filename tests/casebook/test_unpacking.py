"""Containers in a casebook: kept as they came, and what lies in them once each, crash or no crash."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from khronika.casebook import unpacking
from khronika.casebook.casebook import Casebook
from khronika.casebook.intake import add_files
from khronika.casebook.verify import verify
from khronika.record import digest_of


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def box(tmp_path: Path, inbox: Path) -> Path:
    """An archive of the three reports of the inbox and one program."""
    file = tmp_path / "box.zip"
    files = {f"in/{path.name}": path.read_bytes() for path in sorted(inbox.iterdir())}
    file.write_bytes(zipped(files))
    return file


def entries(did: str) -> list[dict[str, object]]:
    from khronika.store.models import CustodyRow

    lines = [json.loads(row.line) for row in CustodyRow.objects.all()]
    return [line for line in lines if line["did"] == did]


def wrongs(casebook: Casebook) -> list[str]:
    return [check.wrong for check in verify(casebook) if check.wrong]


def test_an_archive_is_kept_and_what_lies_in_it_becomes_reports(casebook: Casebook, box: Path) -> None:
    from khronika.store.models import OriginalRow, ReportRow, StepRow, UnpackedRow

    done = add_files(casebook, [box], by="m-1")
    assert (done.failed, done.added, done.reports, done.incidents) == ([], 4, 3, 1)
    whole = digest_of(box.read_bytes())
    assert [entry["digest"] for entry in entries("received")] == [whole]
    assert len(entries("unpacked")) == 3
    assert OriginalRow.objects.get(digest=whole).media_type == "application/zip"
    assert set(UnpackedRow.objects.values_list("name", flat=True)) == {
        "box.zip/in/copy.html",
        "box.zip/in/ferry.txt",
        "box.zip/in/weather.txt",
    }
    assert set(StepRow.objects.filter(original=whole).values_list("step", flat=True)) == {"unpack"}
    assert ReportRow.objects.count() == 3
    assert wrongs(casebook) == []


def test_nothing_is_kept_twice_however_it_comes(casebook: Casebook, box: Path, inbox: Path) -> None:
    from khronika.store.models import CustodyRow, OriginalRow, UnpackedRow

    add_files(casebook, [inbox / "ferry.txt"], by="m-1")
    add_files(casebook, [box], by="m-1")
    entries_before = CustodyRow.objects.count()
    again = add_files(casebook, [box, inbox], by="m-2")
    assert (again.added, again.known, again.failed) == (0, 4, [])
    assert (OriginalRow.objects.count(), UnpackedRow.objects.count()) == (4, 3)
    assert CustodyRow.objects.count() == entries_before
    assert len(entries("unpacked")) == 2
    assert wrongs(casebook) == []


@pytest.mark.parametrize("crash_at", [1, 2, 3])
def test_after_a_crash_in_the_middle_a_rerun_adds_what_is_missing(
    casebook: Casebook, box: Path, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    from khronika.store.models import OriginalRow, StepRow

    kept = 0
    real = unpacking._keep

    def crash(*given: object) -> bool:
        nonlocal kept
        kept += 1
        if kept == crash_at:
            raise KeyboardInterrupt
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(unpacking, "_keep", crash)
        with pytest.raises(KeyboardInterrupt):
            add_files(casebook, [box], by="m-1")
    assert not StepRow.objects.filter(step="unpack", done=True).exists()
    assert OriginalRow.objects.count() == crash_at
    done = add_files(casebook, [box], by="m-1")
    assert (done.failed, done.added, done.known, done.reports) == ([], 4 - crash_at, 1, 3)
    assert len(entries("unpacked")) == 3
    assert wrongs(casebook) == []


def test_what_fails_inside_is_listed_by_the_way_to_it(
    casebook: Casebook, tmp_path: Path, inbox: Path
) -> None:
    files = {
        "ferry.txt": (inbox / "ferry.txt").read_bytes(),
        "inner.pdf": b"%PDF-1.7 and then nothing",
        "old.zip": zipped({"KakaoTalk_2024.txt": b"x", "setup.txt": b"MZ"}),
    }
    (tmp_path / "box.zip").write_bytes(zipped(files))
    done = add_files(casebook, [tmp_path / "box.zip"], by="m-1")
    assert done.reports == 1
    assert sorted(name for name, _ in done.failed) == [
        "box.zip/inner.pdf",
        "box.zip/old.zip/KakaoTalk_2024.txt",
        "box.zip/old.zip/setup.txt",
    ]
    assert all(sentence.startswith(f"{name}: ") for name, sentence in done.failed)
    again = add_files(casebook, [tmp_path / "box.zip"], by="m-1")
    assert len(again.failed) == 3
    assert (again.added, again.reports) == (0, 1)
    assert wrongs(casebook) == []


def test_a_refused_archive_is_kept_sealed_and_said(casebook: Casebook, tmp_path: Path) -> None:
    from khronika.store.models import OriginalRow

    (tmp_path / "bomb.zip").write_bytes(zipped({f"{n}.txt": b"x" for n in range(2_001)}))
    done = add_files(casebook, [tmp_path / "bomb.zip"], by="m-1")
    ((name, sentence),) = done.failed
    assert name == "bomb.zip"
    assert "more than 2,000 files" in sentence
    assert OriginalRow.objects.count() == 1
    assert wrongs(casebook) == []


def test_a_letter_is_a_report_and_so_is_what_it_encloses(
    casebook: Casebook, tmp_path: Path, inbox: Path
) -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["MIME-Version"] = "haneul@b.example", "Statement", "1.0"
    message.set_content("The woman was taken from the market, her neighbour writes in the statement.")
    message.add_attachment(
        (inbox / "ferry.txt").read_bytes(), maintype="text", subtype="plain", filename="f.txt"
    )
    (tmp_path / "letter.eml").write_bytes(message.as_bytes())
    done = add_files(casebook, [tmp_path / "letter.eml"], by="m-1")
    assert (done.failed, done.added, done.reports) == ([], 2, 2)


def test_a_letter_that_only_encloses_reports_is_no_failure(
    casebook: Casebook, tmp_path: Path, inbox: Path
) -> None:
    message = EmailMessage()
    message["From"], message["MIME-Version"] = "haneul@b.example", "1.0"
    message.add_attachment(
        (inbox / "ferry.txt").read_bytes(), maintype="text", subtype="plain", filename="f.txt"
    )
    (tmp_path / "letter.eml").write_bytes(message.as_bytes())
    for added in (2, 0):
        done = add_files(casebook, [tmp_path / "letter.eml"], by="m-1")
        assert (done.failed, done.added, done.reports) == ([], added, 1)
    assert wrongs(casebook) == []


def test_a_captured_page_keeps_its_address_and_time(casebook: Casebook, tmp_path: Path, inbox: Path) -> None:
    from khronika.store.models import UnpackedRow

    page = (inbox / "copy.html").read_bytes()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    record = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://pier.example/news/yanji\r\n"
        b"WARC-Date: 2024-03-22T10:11:12Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
    )
    (tmp_path / "page.warc.gz").write_bytes(gzip.compress(record + http + b"\r\n\r\n"))
    done = add_files(casebook, [tmp_path / "page.warc.gz"], by="m-1")
    assert (done.failed, done.reports) == ([], 1)
    row = UnpackedRow.objects.get()
    assert (row.name, row.url) == ("page.warc.gz/yanji.html", "https://pier.example/news/yanji")
    assert row.captured is not None
    assert row.captured.isoformat() == "2024-03-22T10:11:12+00:00"
    assert row.original_id == digest_of(page)
