"""Pictures of text are read in the language that they are in, offline, and every word keeps its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from khronika.errors import HostileFileError, NoRecognitionError, UnreadableError
from khronika.read import scans
from khronika.read.media import kind_of
from khronika.read.pictures import Picture, picture_of, png_of
from khronika.read.readers import read_report
from khronika.read.replies import picture_from_reply
from khronika.read.sandbox import Sandbox
from tests.read.printed import TEXTS, picture, saved

needs_tesseract = pytest.mark.skipif(
    not {"eng", "kor", "chi_sim"} <= scans.installed(),
    reason="install Debian's packages tesseract-ocr, -kor, -chi-sim, -chi-tra",
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as kept:
        yield kept


def _folded(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@needs_tesseract
@pytest.mark.parametrize(
    ("lang", "kind", "outlet", "published"),
    [
        ("en", "PNG", "HARBOUR SENTINEL", "2023-03-04"),
        ("ko", "JPEG", "가람일보", "2022-05-11"),
        ("zh", "TIFF", "渤海在线", "2022-05-11"),
        ("en", "WEBP", "HARBOUR SENTINEL", "2023-03-04"),
    ],
)
def test_a_picture_is_read_in_its_language(
    sandbox: Sandbox, lang: str, kind: str, outlet: str, published: str
) -> None:
    report = sandbox.read("r", f"scan.{kind.lower()}", saved(picture(lang), kind))
    assert report.lang == lang
    assert _folded(report.outlet or "") == _folded(outlet)
    assert str(report.published) == published
    told = _folded("".join(TEXTS[lang][5:]))
    read = _folded(report.text)
    assert sum(char in read for char in told) > 0.97 * len(told)
    assert abs(len(read) - len(told)) < 0.05 * len(told)


@needs_tesseract
def test_a_word_stands_where_it_was_drawn(sandbox: Sandbox) -> None:
    report = sandbox.read("r", "scan.png", saved(picture("en"), "PNG"))
    start = report.text.index("neighbour")
    (spot,) = report.spots_of(start, start + 9)
    assert report.text[spot.start : spot.end] == "neighbour"
    assert spot.page == 1
    assert spot.box is not None
    left, top, right, bottom = spot.box
    assert 5_000 < left < right < 8_000  # the line is the seventh, the word the last but one
    assert 4_000 < top < bottom < 5_000


@needs_tesseract
def test_a_scanned_pdf_is_read_and_its_second_page_is_known(sandbox: Sandbox) -> None:
    content = saved(picture("ko"), "PDF", save_all=True, append_images=[picture("ko")])
    report = sandbox.read("r", "scan.pdf", content)
    assert report.lang == "ko"
    assert {spot.page for spot in report.spots} == {1, 2}


@needs_tesseract
def test_hangul_is_not_torn_apart_by_asking_for_three_languages_at_once(sandbox: Sandbox) -> None:
    report = sandbox.read("r", "scan.png", saved(picture("ko"), "PNG"))
    assert not any("一" <= char <= "鿿" for char in report.text)
    assert "이웃 주민이 전했다" in report.text


def test_without_the_program_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "installed", lambda: frozenset())
    with pytest.raises(NoRecognitionError, match="apt install tesseract-ocr"):
        read_report("r", "scan.png", saved(picture("en"), "PNG"))


def test_what_the_camera_wrote_down_does_not_reach_a_working_copy() -> None:
    import PIL.Image

    image = picture("en").convert("RGB")
    exif = PIL.Image.Exif()
    exif[0x010F], exif[0x9003] = "Secret Maker", "2024:01:02 03:04:05"
    content = saved(image, "JPEG", exif=exif)
    assert b"Secret Maker" in content
    drawn = png_of(picture_of(content, "photo.jpg", 1))
    assert b"Secret" not in drawn
    assert drawn.count(b"IHDR") == drawn.count(b"IEND") == 1


def test_a_picture_that_would_fill_the_memory_is_stopped(sandbox: Sandbox) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
    with pytest.raises(HostileFileError):
        sandbox.read("r", "bomb.png", bomb + chunk(b"IEND", b""))


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nrubbish", b"\xff\xd8\xffrubbish", b"II*\x00rubbish"])
def test_a_broken_picture_is_one_sentence(sandbox: Sandbox, content: bytes) -> None:
    with pytest.raises(UnreadableError):
        sandbox.read("r", "scan.png", content)


def test_a_picture_is_known_by_its_bytes() -> None:
    assert kind_of("letter.txt", saved(picture("en"), "PNG")[:100]) == "png"
    assert kind_of("x", b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "webp"


@pytest.mark.parametrize(
    "reply",
    [
        [],
        {"width": 2, "height": 2, "grey": "AAAA"},
        {"width": 99_999, "height": 1, "grey": ""},
        {"width": "x", "height": 1, "grey": "AA=="},
        {"width": 1, "height": 1, "grey": 5},
        {"width": -1, "height": -1, "grey": "AA=="},
    ],
)
def test_a_picture_from_the_child_is_checked(reply: object) -> None:
    with pytest.raises(UnreadableError):
        picture_from_reply("x.png", reply)


def test_a_picture_is_points_of_grey_and_nothing_else() -> None:
    import io

    import PIL.Image

    drawn = PIL.Image.open(io.BytesIO(png_of(Picture(width=2, height=2, grey=bytes([0, 255, 255, 0])))))
    assert (drawn.size, drawn.mode, list(drawn.tobytes())) == ((2, 2), "L", [0, 255, 255, 0])
