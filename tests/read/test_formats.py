"""Letters and word processors: OpenDocument, rich text, e-mail, saved pages."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from khronika.errors import LockedFileError, NoTextError, UnknownFormatError
from khronika.read.media import kind_of
from khronika.read.readers import read_report
from khronika.read.rtf import rtf_text

KOREAN = "보위부에 체포된 탈북민 다섯 명이 투먼에 갇혀 있다고 소식통이 전했다."
CHINESE = "据当地居民说，五名朝鲜妇女在延吉被警察带走，现关押在图们。"
ENGLISH = "Police arrested two women in the town of Yanji on Monday, a neighbour told this newspaper."


def odt(body: str, head: str = "", **more: bytes) -> bytes:
    """An OpenDocument text with some XML as its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content '
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
            f"{body}</office:text></office:body></office:document-content>",
        )
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def letter(text: str | None = None, html: str | None = None, **heads: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Haneul Source <haneul@river.example>"
    message["To"] = "desk@ferry.example"
    message["Subject"] = heads.get("subject", "Two women taken in Yanji")
    message["Date"] = "Tue, 12 Mar 2024 23:30:00 +0900"
    message["MIME-Version"] = "1.0"
    if text is not None:
        message.set_content(text)
    if html is not None:
        (message.add_alternative if text is not None else message.set_content)(html, subtype="html")
    return message


# ------------------------------------------------------------------ OpenDocument
def test_an_opendocument_text_is_read_with_its_headings_and_cells() -> None:
    body = (
        "<text:h>도강자 소식</text:h>"
        f"<text:p>{KOREAN} {KOREAN}</text:p><text:p>{CHINESE[:8]}<text:span>{CHINESE[8:]}</text:span></text:p>"
        f"<table:table><table:table-row><table:table-cell><text:p>{ENGLISH}</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    report = read_report("r1", "report.odt", odt(body))
    assert report.title == "도강자 소식"
    assert report.text == f"{KOREAN} {KOREAN}\n\n{CHINESE}\n\n{ENGLISH}"


def test_what_was_deleted_or_noted_in_the_margin_is_not_text() -> None:
    body = (
        "<text:tracked-changes><text:p>An older version that was struck out entirely.</text:p></text:tracked-changes>"
        f"<text:p>{ENGLISH[:30]}<office:annotation><text:p>ask Haneul again</text:p></office:annotation>{ENGLISH[30:]}</text:p>"
    )
    assert read_report("r1", "report.odt", odt(body)).text == ENGLISH


def test_who_typed_an_opendocument_text_is_not_its_author() -> None:
    meta = b"<office:document-meta><dc:creator>Haneul Source</dc:creator></office:document-meta>"
    report = read_report("r1", "report.odt", odt(f"<text:p>{ENGLISH}</text:p>", **{"meta.xml": meta}))
    assert report.authors == ()


def test_an_opendocument_text_with_a_password_is_told_from_damage() -> None:
    locked = odt("x", **{"META-INF__manifest.xml": b"<manifest:encryption-data/>"})
    with pytest.raises(LockedFileError):
        read_report("r1", "report.odt", locked)


# ------------------------------------------------------------------ rich text
@pytest.mark.parametrize(
    ("text", "page", "codec"),
    [(KOREAN, 949, "cp949"), (CHINESE, 936, "gb18030"), ("據當地居民說", 950, "big5")],
)
def test_rich_text_is_decoded_by_its_code_page(text: str, page: int, codec: str) -> None:
    coded = "".join(rf"\'{byte:02x}" for byte in text.encode(codec))
    assert rtf_text(rf"{{\rtf1\ansi\ansicpg{page} {coded}\par}}".encode(), "x.rtf") == text + "\n"


def test_rich_text_is_decoded_by_its_font() -> None:
    coded = "".join(rf"\'{byte:02x}" for byte in CHINESE.encode("gb18030"))
    raw = rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}{{\f1\fcharset134 SimSun;}}}}\f0 A: {{\f1 {coded}}} \'e9}}"
    assert rtf_text(raw.encode(), "x.rtf") == f"A: {CHINESE} é"


def test_rich_text_in_unicode_is_read_without_its_substitutes() -> None:
    coded = "".join(rf"\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in KOREAN)
    assert rtf_text(rf"{{\rtf1\uc1 {coded}}}".encode(), "x.rtf") == KOREAN
    assert rtf_text(rb"{\rtf1\uc2 \u8220\'a1\'b0x\u-10179\u-8704}", "x.rtf") == "“x\U0001f600"


def test_pictures_fonts_fields_and_unknown_parts_of_rich_text_are_passed_over() -> None:
    raw = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\author Haneul}}{\*\generator Riched20;}"
        rb"{\pict\pngblip 89504e47}{\field{\*\fldinst HYPERLINK x}{\fldrslt Yanji}} \{held\}\par"
        b"\r\n\\bin3 {{{ at\\~night\\emdash by police}"
    )
    assert rtf_text(raw, "x.rtf") == "Yanji {held}\n at night—by police"


def test_a_rich_text_report_has_its_title_and_date() -> None:
    raw = rf"{{\rtf1\ansi DAILY FERRY\par 20 March 2024\par Two women taken in Yanji\par {ENGLISH}\par}}"
    report = read_report("r1", "report.rtf", raw.encode())
    assert (report.title, str(report.published), report.text) == (
        "Two women taken in Yanji",
        "2024-03-20",
        ENGLISH,
    )


# ------------------------------------------------------------------ e-mail
def test_an_email_is_read_without_its_sender() -> None:
    report = read_report("r1", "letter.eml", letter(f"{ENGLISH}\n\n{KOREAN}\n").as_bytes())
    assert (report.title, str(report.published)) == ("Two women taken in Yanji", "2024-03-12")
    assert (report.authors, report.outlet) == ((), None)
    assert report.text == f"{ENGLISH}\n\n{KOREAN}"
    assert "aneul" not in str(report)


def test_plain_text_goes_before_html_and_html_serves_where_there_is_none() -> None:
    page = f"<html><body><p>{CHINESE}</p><p>{ENGLISH}</p></body></html>"
    assert ENGLISH not in read_report("r1", "a.eml", letter(KOREAN, page).as_bytes()).text
    assert ENGLISH in read_report("r1", "a.eml", letter(None, page).as_bytes()).text


def test_marks_of_forwarding_are_no_part_of_a_title() -> None:
    forwarded = letter(ENGLISH, subject="Fwd: 转发: 延吉来信")
    assert read_report("r1", "a.eml", forwarded.as_bytes()).title == "延吉来信"


def test_an_email_with_a_mislabelled_encoding_is_read() -> None:
    raw = (
        b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + KOREAN.encode("cp949")
    )
    assert read_report("r1", "a.eml", raw).text == KOREAN


def test_an_email_without_words_says_so() -> None:
    with pytest.raises(NoTextError):
        read_report("r1", "a.eml", letter("\n").as_bytes())


def test_a_page_saved_as_one_file_is_read() -> None:
    page = f"<html><head><title>A</title></head><body><h1>延吉来信</h1><p>{CHINESE}</p><p>{CHINESE}</p></body></html>"
    raw = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://ferry.example/1\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page.encode("gb18030")
        + b"\r\n"
        b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    )
    assert kind_of("page.mhtml", raw) == "mhtml"
    report = read_report("r1", "page.mhtml", raw)
    assert report.title == "延吉来信"
    assert CHINESE in report.text


# ------------------------------------------------------------------ what a file is
@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("x.docx", odt(""), "odt"),
        ("x.txt", rb"{\rtf1 x}", "rtf"),
        ("x.bin", b"\x1f\x8b\x08", "gzip"),
        ("x", b"WARC/1.1\r\n", "warc"),
        ("x.txt", letter(ENGLISH).as_bytes(), "mail"),
        ("statement.txt", b"From: the desk\nDate: 3 May\n\nA statement.", "text"),
        ("x.eml", b"<html><p>From: x", "html"),
    ],
)
def test_what_a_file_is_is_told_from_its_bytes(name: str, head: bytes, kind: str) -> None:
    assert kind_of(name, head) == kind


def test_an_image_is_refused_with_the_list_of_formats() -> None:
    with pytest.raises(UnknownFormatError, match=r"\.odt, \.rtf, \.eml, \.png"):
        kind_of("scan.gif", b"GIF89a")
