"""Containers: what lies in archives, letters and web archives, with its way, address and time."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from khronika.errors import (
    HostileFileError,
    LockedFileError,
    MessageLogError,
    UnknownFormatError,
    UnreadableError,
)
from khronika.read.expand import expand
from khronika.read.items import Item, Refused
from khronika.read.replies import item_from_reply
from khronika.read.sandbox import Sandbox

KOREAN = "보위부에 체포된 탈북민 다섯 명이 투먼에 갇혀 있다고 소식통이 전했다."
CHINESE = "据当地居民说，五名朝鲜妇女在延吉被警察带走，现关押在图们。"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def record(
    url: str,
    payload: bytes,
    *,
    kind: str = "text/html",
    status: str = "200 OK",
    more: str = "",
    length: int | None = None,
) -> bytes:
    """One response record of a WARC."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + payload
    return (
        (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-20T10:11:12Z\r\n"
            "WARC-Record-ID: <urn:uuid:7b2c2c0e-0000-4000-8000-000000000001>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


def page(text: str) -> bytes:
    return f"<html><head><title>x</title></head><body><h1>延吉</h1><p>{text}</p></body></html>".encode()


def wacz(warc: bytes, *, told: dict[str, str] | None = None, path: str = "archive/data.warc.gz") -> bytes:
    digests = {path: "sha256:" + hashlib.sha256(warc).hexdigest()} | (told or {})
    listing = json.dumps(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "resources": [{"path": p, "hash": d} for p, d in digests.items()],
        }
    ).encode()
    own = json.dumps({"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(listing).hexdigest()})
    return zipped({path: warc, "datapackage.json": listing, "datapackage-digest.json": own.encode()})


def items(name: str, content: bytes) -> dict[str, bytes]:
    return {i.name: i.content for i in expand(name, content) if isinstance(i, Item)}


def refusals(name: str, content: bytes) -> dict[str, UnreadableError]:
    return {i.name: i.error for i in expand(name, content) if isinstance(i, Refused)}


# ------------------------------------------------------------------ archives
def test_a_zip_gives_its_reports_and_passes_over_the_rest() -> None:
    files = {
        "a.txt": b"a",
        "deep/er/b.html": b"<p>b",
        "logo.css": b"x",
        ".hidden.txt": b"x",
        "__MACOSX/a.txt": b"x",
    }
    assert items("box.zip", zipped(files)) == {"box.zip/a.txt": b"a", "box.zip/deep/er/b.html": b"<p>b"}


def test_korean_names_of_a_zip_are_read_whatever_their_code_page() -> None:
    raw = zipped({"A" * len("체포 소식.txt".encode("cp949")): b"x"})
    raw = raw.replace(b"A" * len("체포 소식.txt".encode("cp949")), "체포 소식.txt".encode("cp949"))
    assert list(items("box.zip", raw)) == ["box.zip/체포 소식.txt"]


@pytest.mark.parametrize("pack", [lambda c: c, gzip.compress])
def test_a_tar_gives_its_reports_packed_or_not(pack: object) -> None:
    content = pack(tarred({"a.txt": KOREAN.encode(), "x/b.pdf": b"%PDF-1.7"}))  # type: ignore[operator]
    assert items("box.tar.gz", content) == {
        "box.tar.gz/a.txt": KOREAN.encode(),
        "box.tar.gz/x/b.pdf": b"%PDF-1.7",
    }


def test_one_packed_file_is_unpacked() -> None:
    assert items("a.html.gz", gzip.compress(b"<p>x</p>")) == {"a.html.gz/a.html": b"<p>x</p>"}


def test_archives_in_archives_are_opened_to_the_third() -> None:
    inner = zipped({"a.txt": b"deep"})
    for name in ("3.zip", "2.zip"):
        inner = zipped({name: inner, f"beside-{name}.txt": b"x"})
    assert items("1.zip", inner)["1.zip/2.zip/3.zip/a.txt"] == b"deep"
    too_deep = zipped({"0.zip": inner})
    assert isinstance(refusals("x.zip", too_deep)["x.zip/0.zip/2.zip/3.zip"], HostileFileError)
    assert "x.zip/0.zip/2.zip/beside-3.zip.txt" in items("x.zip", too_deep)


def test_message_logs_inside_are_refused_by_name() -> None:
    found = refusals(
        "box.zip", zipped({"WhatsApp Chat with Mina.txt": b"x", "a.txt": b"a", "msgstore.db": b"SQLite"})
    )
    assert {type(error) for error in found.values()} == {MessageLogError}
    assert len(found) == 2
    assert str(found["box.zip/msgstore.db"]).startswith("box.zip/msgstore.db: this looks like a message log")


def test_a_locked_archive_says_so() -> None:
    raw = bytearray(zipped({"a.txt": b"a"}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(LockedFileError):
        list(expand("box.zip", bytes(raw)))


def test_names_lead_nowhere_and_are_told_apart() -> None:
    content = tarred({"../../etc/a.txt": b"1", "/etc/a.txt": b"2", "C:\\x\\b\u202e.txt": b"3"})
    assert sorted(items("box.tar", content)) == [
        "box.tar/C:/x/b.txt",
        "box.tar/etc/a.txt",
        "box.tar/etc/a~2.txt",
    ]


def test_a_report_holds_no_others() -> None:
    with pytest.raises(UnknownFormatError):
        list(expand("a.txt", b"words"))


# ------------------------------------------------------------------ letters
def test_a_letter_gives_what_is_attached_to_it() -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["MIME-Version"] = "a@b.example", "x", "1.0"
    message.set_content("See the statement.")
    message.add_attachment(KOREAN.encode("cp949"), maintype="text", subtype="plain", filename="진술서.txt")
    message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="scan.gif")
    forwarded = EmailMessage()
    forwarded["From"], forwarded["Subject"] = "c@d.example", "Older letter"
    forwarded.set_content("An older letter.")
    message.add_attachment(forwarded)
    raw = message.as_bytes()
    found = items("letter.eml", raw)
    assert found["letter.eml/진술서.txt"] == KOREAN.encode("cp949")
    assert b"An older letter." in found["letter.eml/letter.eml"]
    assert list(refusals("letter.eml", raw)) == ["letter.eml/scan.gif"]
    assert set(items("box.zip", zipped({"letter.eml": raw}))) == {
        "box.zip/letter.eml",
        "box.zip/letter.eml/진술서.txt",
        "box.zip/letter.eml/letter.eml",
    }


# ------------------------------------------------------------------ web archives
RECORDS = (
    record("https://ferry.example/news/2024/yanji", page(CHINESE))
    + record("https://ferry.example/news/yanji?page=2", page("zwei"))
    + record("https://ferry.example/", gzip.compress(page(KOREAN)), more="Content-Encoding: gzip\r\n")
    + record("https://ferry.example/gone", page("gone"), status="404 Not Found")
    + record("https://ferry.example/a.css", b"x", kind="text/css")
)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_web_archive_gives_its_pages_with_address_and_time(name: str) -> None:
    found = [
        i
        for i in expand(name, gzip.compress(RECORDS) if name.endswith("gz") else RECORDS)
        if isinstance(i, Item)
    ]
    assert [i.name for i in found] == [
        f"{name}/yanji.html",
        f"{name}/yanji~2.html",
        f"{name}/ferry.example.html",
    ]
    assert found[0].url == "https://ferry.example/news/2024/yanji"
    assert found[0].captured == datetime(2024, 3, 20, 10, 11, 12, tzinfo=UTC)
    assert found[2].content == page(KOREAN)


@pytest.mark.parametrize("length", [10**12, 20, 0, -5])
def test_a_web_archive_whose_lengths_are_not_true_is_refused(length: int) -> None:
    lying = record("https://x.example/a", page("x"), length=length) + record("https://x.example/b", page("y"))
    with pytest.raises(HostileFileError, match="lengths"):
        list(expand("a.warc", lying))


def test_a_wacz_gives_its_pages() -> None:
    assert set(items("page.wacz", wacz(gzip.compress(RECORDS)))) == {
        "page.wacz/yanji.html",
        "page.wacz/yanji~2.html",
        "page.wacz/ferry.example.html",
    }


@pytest.mark.parametrize(
    "told", [{"archive/data.warc.gz": "sha256:" + "0" * 64}, {"archive/data.warc.gz": "crc:1"}]
)
def test_what_does_not_fit_its_digest_is_not_taken_and_is_named(told: dict[str, str]) -> None:
    content = wacz(gzip.compress(RECORDS), told=told)
    assert items("page.wacz", content) == {}
    (name,) = refusals("page.wacz", content)
    assert name == "page.wacz/archive/data.warc.gz"


def test_a_file_that_a_wacz_names_and_lacks_is_named() -> None:
    found = refusals(
        "page.wacz", wacz(RECORDS, told={"pages/pages.jsonl": "sha256:00"}, path="archive/a.warc")
    )
    assert "missing" in str(found["page.wacz/pages/pages.jsonl"])


def test_a_list_of_files_that_was_changed_is_named() -> None:
    changed = wacz(RECORDS).replace(b"", b"")
    with zipfile.ZipFile(io.BytesIO(changed)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    files["datapackage.json"] += b" "
    assert list(refusals("page.wacz", zipped(files))) == ["page.wacz/datapackage.json"]


def test_a_wacz_without_its_list_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"datapackage\.json"):
        list(expand("page.wacz", zipped({"archive/data.warc": RECORDS})))


# ------------------------------------------------------------------ through the reading process
def test_items_cross_the_border_whole() -> None:
    with Sandbox() as sandbox:
        found = sandbox.expand(
            "box.zip", zipped({"a.txt": KOREAN.encode(), "p.warc": RECORDS, "b.exe.txt": b"MZ"})
        )
        assert sandbox.read("r1", "a.txt", KOREAN.encode()).text == KOREAN
    assert [f.name for f in found] == [
        "box.zip/a.txt",
        "box.zip/p.warc/yanji.html",
        "box.zip/p.warc/yanji~2.html",
        "box.zip/p.warc/ferry.example.html",
        "box.zip/b.exe.txt",
    ]
    assert isinstance(found[1], Item)
    assert found[1].captured == datetime(2024, 3, 20, 10, 11, 12, tzinfo=UTC)
    assert isinstance(found[4], Refused)
    assert isinstance(found[4].error, UnknownFormatError)


@pytest.mark.parametrize("text", ["words of a report", "La policía detuvo a dos mujeres en la frontera."])
def test_a_language_that_is_told_by_statistics_is_read_within_the_limits(text: str) -> None:
    with Sandbox() as sandbox:
        assert sandbox.read("r1", "a.txt", text.encode()).text == text


GOOD = {"item": "box.zip/a.txt", "content": "YQ==", "url": None, "captured": None}


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        "refused",
        {},
        {"refused": 1, "error": "x"},
        {"error": "SystemExit"},
        GOOD | {"item": "other.zip/a.txt"},
        GOOD | {"item": 1},
        GOOD | {"content": "not base64!"},
        GOOD | {"content": 7},
        GOOD | {"url": {}},
        GOOD | {"captured": "yesterday"},
        GOOD | {"captured": 7},
    ],
)
def test_no_item_that_the_child_sends_is_trusted(reply: object) -> None:
    with pytest.raises(UnreadableError):
        item_from_reply("box.zip", reply)


def test_a_label_that_the_child_sends_leads_nowhere() -> None:
    found = item_from_reply("box.zip", GOOD | {"item": "box.zip/../../etc/passwd"})
    assert found.name == "box.zip/etc/passwd"
