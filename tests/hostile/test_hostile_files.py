"""Hostile files are read within limits or refused; nothing reaches out, nothing is left behind."""

from __future__ import annotations

import gzip
import io
import os
import socket
import tarfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from khronika.errors import HostileFileError, LockedFileError, ReadingUnavailableError, UnreadableError
from khronika.read.items import MOST_ITEMS, MOST_UNPACKED
from khronika.read.sandbox import Sandbox, report_from_reply

LIMIT_SECONDS = 60


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes who comes; nobody may."""
    visits: list[str] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                visits.append("somebody came")
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", visits
        stopped.set()
        thread.join()


def docx(document: bytes, **more: bytes) -> bytes:
    """A Word file with some XML as its document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def body(inside: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        f' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body><w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:body></w:document>"
    ).encode()


def pdf(content: bytes, extra: str = "", filters: str = "/FlateDecode") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + extra.encode() + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>>>endobj\n"
        b"4 0 obj<</Length %d/Filter %s>>stream\n"
        % (len(content), filters.encode())
        + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )


SECRET = "/etc/hostname"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def hostile(url: str) -> dict[str, Callable[[], bytes]]:
    """The files by name, made when they are needed."""
    xxe = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{SECRET}"><!ENTITY u SYSTEM "{url}">]>'
    return {
        "xxe.docx": lambda: docx(body("&e;&u; police arrested nobody", xxe)),
        "laughs.docx": lambda: docx(body("&l9;", f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>')),
        "parameter-entity.docx": lambda: docx(body("x", f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}">%p;]>')),
        "bomb.docx": lambda: docx(body("x"), word__media=b"\0" * 300_000_000),
        "many-parts.docx": lambda: docx(body("x"), **{f"p{n}": b"" for n in range(6_000)}),
        "template.docx": lambda: docx(
            body("A woman was arrested."),
            word___rels__document_xml_rels=f'<Relationships><Relationship Target="{url}"/></Relationships>'.encode(),
        ),
        "macro.docx": lambda: docx(body("A woman was arrested."), word__vbaProject=b"\xd0\xcf\x11\xe0"),
        "deep.docx": lambda: docx(b"<a>" * 200_000 + b"</a>" * 200_000),
        "traversal.docx": lambda: docx(body("x"), **{"..__..__evil.txt": b"x"}),
        "not-xml.docx": lambda: docx(b"\0\1\2\3"),
        "no-document.docx": lambda: b"PK\x05\x06" + b"\0" * 18,
        "script.html": lambda: f"<script src={url}></script><p>{'x ' * 200}</p><img src={url}>".encode(),
        "svg.html": lambda: (
            f'<html><body><svg onload="fetch(\'{url}\')"><image href="{url}"/></svg>text</body>'.encode()
        ),
        "entity.html": lambda: (
            f'<!DOCTYPE html SYSTEM "{url}"><html><body><p>{"word " * 50}</p></body></html>'.encode()
        ),
        "frame.html": lambda: (
            f'<html><body><iframe src="{url}"></iframe><link rel=stylesheet href="{url}"></body>'.encode()
        ),
        "deep.html": lambda: b"<html><body>" + b"<div>" * 300_000 + b"text" + b"</div>" * 300_000,
        "cells.html": lambda: b"<html><body><table>" + b"<tr><td>1</td></tr>" * 2_000_000,
        "attributes.html": lambda: b"<html><body><p " + b"a=1 " * 1_000_000 + b">x</p></body>",
        "base64.html": lambda: (
            b"<html><body><img src='data:image/png;base64," + b"A" * 20_000_000 + b"'></body>"
        ),
        "nul.html": lambda: b"<html><body>\0\0<p>a\0b</p></body></html>" * 50,
        "json-ld.html": lambda: (
            b'<html><script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>text</p>"
        ),
        "surrogates.html": lambda: b"<html><body><p>&#xD800;&#xDFFF; text of a report</p></body></html>",
        "javascript.pdf": lambda: pdf(
            zlib.compress(b"BT ET"), "/OpenAction<</S/JavaScript/JS(app.launchURL('x'))>>"
        ),
        "launch.pdf": lambda: pdf(zlib.compress(b"BT ET"), "/OpenAction<</S/Launch/F(/bin/sh)>>"),
        "uri.pdf": lambda: pdf(zlib.compress(b"BT ET"), f"/OpenAction<</S/URI/URI({url})>>"),
        "bomb.pdf": lambda: pdf(
            zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9), filters="[/FlateDecode/FlateDecode]"
        ),
        "loop.pdf": lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>"
        ),
        "truncated.pdf": lambda: b"%PDF-1.7\n1 0 obj<<",
        "locked.pdf": lambda: (
            pdf(b"x") + b"trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(x)/P -4>>>>"
        ),
        "spaces.txt": lambda: b" " * 60_000_000,
        "one-line.txt": lambda: b"police arrested a woman " * 1_000_000,
        "controls.txt": lambda: bytes(range(32)) * 100 + b"words of a report " * 40,
        "bidi.txt": lambda: "\u202epolice\u202c arrested \u2066a woman\u2069 in Yanji. ".encode() * 20,
        "homoglyphs.txt": lambda: "Роlісе аrrеstеd а wоmаn in Yanji. ".encode() * 20,
        "surrogates.txt": lambda: b"\xed\xa0\x80\xed\xbf\xbf" * 100 + b" words of a report",
        "utf16.txt": lambda: "Police arrested a woman in Yanji. ".encode("utf-16") * 3,
        "random.txt": lambda: os.urandom(100_000),
        "png.html": lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        "program.txt": lambda: b"MZ" + b"\0" * 100,
        "zip.txt": lambda: b"PK\x03\x04" + b"\0" * 100,
        "WhatsApp Chat with Mina.txt": lambda: b"12/01/24, 10:00 - Mina: they came",
        "locked.docx": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "polyglot.html": lambda: b"GIF89a<html><script>x</script>",
    }


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt(body: str, head: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{head}<d xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f"<text:p>{body}</text:p></d>",
        )
    return out.getvalue()


def nested(depth: int) -> bytes:
    """A zip of ten zips of ten zips of … — each layer tenfold."""
    inner = zipped({"a.txt": b"words of a report " * 50_000})
    for _ in range(depth):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    return inner


def links() -> bytes:
    """A tar with links and devices and one report."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"evil-{kind!r}.txt")
            member.type, member.linkname = kind, SECRET
            archive.addfile(member)
        member = tarfile.TarInfo("holes.txt")
        member.type, member.size = tarfile.GNUTYPE_SPARSE, 0
        archive.addfile(member)
        member = tarfile.TarInfo("good.txt")
        member.size = 17
        archive.addfile(member, io.BytesIO(b"words of a report"))
    return out.getvalue()


def linked_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("evil.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, SECRET)
        archive.writestr("good.txt", "words of a report")
    return out.getvalue()


def tar_of(name: str, size: int, content: bytes) -> bytes:
    """A tar whose one file is said to be of some size."""
    member = tarfile.TarInfo(name)
    member.size = size
    return member.tobuf() + content


def warc(url: str, payload: bytes, length: int | None = None, more: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n".encode() + payload
    return (
        (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-20T10:11:12Z\r\n"
            f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\n"
            f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


def parts(number: int) -> bytes:
    """An e-mail with very many parts."""
    one = b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
    return LETTER + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + one * number + b"--b--\r\n"


def nested_letter(depth: int) -> bytes:
    heads = [b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)]
    return LETTER + b"".join(heads) + b"\r\ntext"


LETTER = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def hostile_containers(url: str) -> dict[str, Callable[[], bytes]]:
    """Archives, letters and web archives by name, made when they are needed."""
    return {
        "zips.zip": lambda: nested(4),
        "many.zip": lambda: zipped({f"{n}.txt": b"x" for n in range(6_000)}),
        "bomb.zip": lambda: zipped({"a.txt": b"\0" * 310_000_000}),
        "bombs.zip": lambda: zipped({f"{n}.zip": zipped({"a.txt": b"x" * 900_000}) for n in range(400)}),
        "traversal.zip": lambda: zipped(
            {
                "../../evil.txt": b"x y",
                "/evil.txt": b"x y",
                "C:\\evil.txt": b"x y",
                "a/../../evil.txt": b"x y",
            }
        ),
        "links.zip": linked_zip,
        "nothing.zip": lambda: b"PK\x03\x04" + b"\0" * 200,
        "cut.zip": lambda: zipped({"a.txt": os.urandom(5_000)})[:3_000],
        "lying.zip": lambda: zipped({"a.txt": b"x" * 5_000}).replace(b"\x88\x13\0\0", b"\x01\0\0\0"),
        "chat.zip": lambda: zipped({"WhatsApp Chat with Mina.txt": b"12/01/24, 10:00 - Mina: they came"}),
        "extraction.zip": lambda: zipped({"files/msgstore.db.crypt14": b"x", "cellebrite.html": b"<html>x"}),
        "links.tar": links,
        "traversal.tar": lambda: tar_of("../../../evil.txt", 3, b"x y" + b"\0" * 1_021),
        "lying.tar": lambda: tar_of("a.txt", 10**11, b"x" * 512),
        "negative.tar": lambda: tar_of("a.txt", -(10**9), b"x" * 512),
        "bomb.gz": lambda: gzip.compress(b"\0" * 400_000_000, 9),
        "bomb.tar.gz": lambda: gzip.compress(tar_of("a.txt", 400_000_000, b"\0" * 400_000_000), 9),
        "members.gz": lambda: gzip.compress(b"") * 400_000,
        "cut.gz": lambda: gzip.compress(os.urandom(50_000))[:20_000],
        "long.warc": lambda: warc(url, b"<p>x", 10**15) + warc(url, b"<p>y"),
        "short.warc": lambda: warc(url, b"<p>x" * 100, 60) + warc(url, b"<p>y"),
        "negative.warc": lambda: warc(url, b"<p>x", -1) + warc(url, b"<p>y"),
        "huge-number.warc": lambda: warc(url, b"<p>x").replace(b"Length: ", b"Length: 9" + b"9" * 400),
        "bomb.warc": lambda: warc(
            url, gzip.compress(b" " * 400_000_000, 9), more="Content-Encoding: gzip\r\n"
        ),
        "bomb.warc.gz": lambda: gzip.compress(warc(url, b" " * 400_000_000), 9),
        "chunks.warc": lambda: warc(url, b"ffffffffffff\r\nx", more="Transfer-Encoding: chunked\r\n"),
        "names.warc": lambda: b"".join(
            warc(f"{url}../../evil{n}%2f%00.html\u202e", b"<p>x") for n in range(3)
        ),
        "many.warc": lambda: warc(url, b"<p>x") * 2_500,
        "no-list.wacz": lambda: zipped({"archive/data.warc": warc(url, b"<p>x")}),
        "list.wacz": lambda: zipped({"datapackage.json": b"[" * 200_000}),
        "digests.wacz": lambda: zipped(
            {
                "datapackage.json": b'{"resources":[{"path":"archive/data.warc","hash":"sha256:00"}]}',
                "archive/data.warc": warc(url, b"<p>x"),
            }
        ),
        "parts.eml": lambda: parts(10_000),
        "nested.eml": lambda: nested_letter(5_000),
        "base64.eml": lambda: LETTER + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A" * 1_000_000,
        "charset.eml": lambda: LETTER + b"Content-Type: text/plain; charset=zlib\r\n\r\nwords of a report",
        "heads.eml": lambda: LETTER + b"X-A: " + b"(" * 200_000 + b"\r\n\r\nwords of a report",
    }


def hostile_letters(url: str) -> dict[str, Callable[[], bytes]]:
    """Documents of word processors."""
    xxe = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{SECRET}"><!ENTITY u SYSTEM "{url}">]>'
    return {
        "xxe.odt": lambda: odt("&e;&u; police arrested nobody", xxe),
        "laughs.odt": lambda: odt("&l9; words", f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'),
        "quadratic.odt": lambda: odt("&a;" * 50_000, f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'),
        "parameter-entity.odt": lambda: odt("x", f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}">%p;]>'),
        "deep.odt": lambda: odt("<a>" * 200_000 + "</a>" * 200_000),
        "bomb.odt": lambda: odt(" " * 300_000_000),
        "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 100_000 + b"words" + b"}" * 100_001,
        "closed.rtf": lambda: b"{\\rtf1 " + b"}" * 1_000_000 + b" words of a report",
        "binary.rtf": lambda: b"{\\rtf1 \\bin9999999999 words of a report}",
        "numbers.rtf": lambda: b"{\\rtf1 \\uc99999 \\u-99999999 \\u55357 \\ansicpg99999 words of a report}",
        "object.rtf": lambda: (
            b"{\\rtf1 {\\object\\objdata " + b"d0cf11e0" * 500_000 + b"} words of a report}"
        ),
        "link.rtf": lambda: f"{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDEPICTURE {url}}}}} words}}".encode(),
    }


CONTAINER_NAMES = sorted(hostile_containers(""))
LETTER_NAMES = sorted(hostile_letters(""))
NAMES = sorted(hostile("http://127.0.0.1:9/"))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=LIMIT_SECONDS) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES + LETTER_NAMES + CONTAINER_NAMES)
def test_a_hostile_file_is_read_within_limits_or_refused(
    name: str, sandbox: Sandbox, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, visits = listener
    content = (hostile(url) | hostile_letters(url) | hostile_containers(url))[name]()
    before = set(tmp_path.parent.rglob("evil*"))
    started = time.monotonic()
    try:
        report = sandbox.read("r1", name, content)
    except UnreadableError as error:
        sentence = str(error)
        refused = sentence.startswith(name) and "\n" not in sentence
    else:
        refused = False
        host = Path(SECRET).read_text().strip() if Path(SECRET).exists() else "no such name"
        assert host not in report.text
        report.text.encode("utf-8")
        assert "\0" not in report.text
        sentence = "it was read"
    assert refused or sentence == "it was read", sentence
    assert time.monotonic() - started < LIMIT_SECONDS + 5
    assert visits == []
    assert set(tmp_path.parent.rglob("evil*")) == before


@pytest.mark.parametrize("name", CONTAINER_NAMES)
def test_a_hostile_container_is_opened_within_limits_or_refused(
    name: str, sandbox: Sandbox, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    url, visits = listener
    content = hostile_containers(url)[name]()
    before = set(tmp_path.parent.rglob("evil*"))
    started = time.monotonic()
    try:
        found = sandbox.expand(name, content)
    except UnreadableError as error:
        found = []
        sentence = str(error)
    else:
        sentence = name
    assert sentence.startswith(name)
    assert time.monotonic() - started < LIMIT_SECONDS + 5
    host = Path(SECRET).read_text().strip() if Path(SECRET).exists() else "no such name"
    for item in found:
        assert item.name.startswith(f"{name}/")
        assert ".." not in item.name.split("/")
        assert item.name.isprintable()
        assert host.encode() not in getattr(item, "content", b"")
    assert len(found) <= MOST_ITEMS
    assert sum(len(getattr(item, "content", b"")) for item in found) <= MOST_UNPACKED
    assert visits == []
    assert set(tmp_path.parent.rglob("evil*")) == before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("many.zip", "more than 2,000 files"),
        ("bomb.zip", "grow far beyond its size"),
        ("bomb.gz", "grow beyond 300 MB"),
        ("bomb.warc.gz", "grow beyond 300 MB"),
        ("long.warc", "lengths of its records"),
        ("short.warc", "lengths of its records"),
        ("many.warc", "more than 2,000 files"),
        ("parts.eml", "more than 2,000 parts"),
    ],
)
def test_what_is_wrong_with_a_container_is_said(name: str, why: str, sandbox: Sandbox) -> None:
    with pytest.raises(HostileFileError, match=why):
        sandbox.expand(name, hostile_containers("https://x.example/")[name]())


@pytest.mark.parametrize("name", ["links.tar", "links.zip"])
def test_links_and_devices_are_passed_over(name: str, sandbox: Sandbox) -> None:
    assert [item.name for item in sandbox.expand(name, hostile_containers("")[name]())] == [
        f"{name}/good.txt"
    ]


def test_the_container_after_a_hostile_one_is_opened_as_ever(sandbox: Sandbox) -> None:
    with pytest.raises(UnreadableError):
        sandbox.expand("many.warc", hostile_containers("https://x.example/")["many.warc"]())
    (item,) = sandbox.expand("good.zip", zipped({"a.txt": b"words of a report"}))
    assert sandbox.read("r1", item.name, b"words of a report").text == "words of a report"


@pytest.mark.parametrize("name", ["locked.pdf", "locked.docx"])
def test_a_password_is_told_from_damage(name: str, sandbox: Sandbox) -> None:
    content = locked_pdf() if name == "locked.pdf" else hostile("")[name]()
    with pytest.raises(LockedFileError, match="protected with a password"):
        sandbox.read("r1", name, content)


def locked_pdf() -> bytes:
    """A real PDF with a password, made by a library."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, encrypt=StandardEncryption("password", canPrint=0))
    page.drawString(50, 700, "A woman was arrested in Yanji.")
    page.save()
    return out.getvalue()


def test_the_file_after_a_hostile_one_is_read_as_ever(sandbox: Sandbox) -> None:
    with pytest.raises(UnreadableError):
        sandbox.read("r1", "bomb.docx", docx(body("x"), word__media=b"\0" * 300_000_000))
    text = "Police arrested a woman in the town of Yanji on Monday, a neighbour of hers told this newspaper."
    assert sandbox.read("r2", "good.txt", text.encode()).text == text


def test_a_reader_that_hangs_is_stopped() -> None:
    slow = b"<html><body><table>" + b"<tr><td>1</td></tr>" * 400_000
    with Sandbox(seconds=0.3) as hurried, pytest.raises(UnreadableError, match="takes longer"):
        hurried.read("r1", "slow.html", slow)


def test_a_reader_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with Sandbox() as broken, pytest.raises(ReadingUnavailableError):
        broken.read("r1", "good.txt", b"words of a report")


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        "text",
        {},
        {"text": 1},
        {"error": "SystemExit"},
        {"error": "__class__", "details": {"why": {"x": 1}}},
        {"error": "UnreadableError", "details": "x"},
    ],
)
def test_nothing_that_the_child_sends_is_trusted(reply: object) -> None:
    with pytest.raises(UnreadableError):
        report_from_reply("r1", "file.txt", reply)
