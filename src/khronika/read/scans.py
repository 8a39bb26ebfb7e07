"""Read pictures of text, photographs and scans, with Tesseract; every word keeps its box.

One language is read at a time: asked for three at once, Tesseract mixes their letters and spoils
Korean. Which one it is is told by a first pass over a strip of the first page.

Nothing is written to a disk: the picture goes in through a pipe, the words come out through another.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from statistics import fmean, median
from typing import Any

from khronika.errors import HostileFileError, NoRecognitionError, UnreadableError
from khronika.read.layout import PageLine, page_of
from khronika.read.page import Page
from khronika.record import Spot

LANGUAGES = ("eng", "kor", "chi_sim", "chi_tra")
"""Tesseract's names; each is a Debian package: tesseract-ocr-eng, -kor, -chi-sim, -chi-tra."""
MOST_PIXELS, LONGEST_SIDE, MOST_FRAMES = 120_000_000, 3_600, 300
DOTS_PER_INCH = 300
SECONDS_A_PAGE = 50
LEAST_CONFIDENCE = 40.0
MOST_LEFT_OVER = 0.2
NARROW_GAP, LEAST_GAP = 0.26, 0.2
"""Hangul syllables that stand nearer than this part of their width belong to one word."""
_HANGUL = re.compile("[가-힣]+")
_STRIP = (1_600, 700)
_SCRIPTS = {
    "eng": re.compile(r"[A-Za-z]"),
    "kor": re.compile(r"[가-힣]"),
    "chi_sim": re.compile(r"[一-鿿]"),
    "chi_tra": re.compile(r"[一-鿿]"),
}


page_done: ContextVar[Callable[[], None]] = ContextVar("page_done", default=lambda: None)
"""Called after each page, since a scan of many pages takes long."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as Tesseract gives it: its text, how sure it is (0 to 100), where it stands in pixels."""

    text: str
    confidence: float
    block: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int


@dataclass(slots=True)
class Recogniser:
    """Reads the pages of one file; the language of the first is that of all.

    Raises NoRecognitionError where Tesseract or its data is not installed.
    """

    name: str
    _language: str | None = field(default=None, init=False)

    def lines_of_page(self, document: Any, number: int) -> list[PageLine]:
        """Read a page (counted from 0) of a PDF that shows a picture and has no text."""
        picture = picture_of_page(document, number)
        return [] if picture is None else self.lines_of(picture, number)

    def lines_of(self, picture: Any, number: int) -> list[PageLine]:
        """Read a picture (a PIL image in grey)."""
        if not installed():
            raise NoRecognitionError(name=self.name)
        if self._language is None:
            self._language = language_of_picture(picture)
        words = _all_words(picture, self._language)
        page_done.get()()
        return list(_lines(words, picture.size, number + 1, spaced=not self._language.startswith("chi")))


def read_picture(content: bytes, name: str) -> Page:
    """Return the text of a PNG, JPEG, TIFF or WebP file.

    Raises UnreadableError, HostileFileError, NoTextError, NoRecognitionError.
    """
    recogniser = Recogniser(name)
    return page_of(
        [recogniser.lines_of(picture, n) for n, picture in enumerate(frames_of(content, name))], name
    )


def frames_of(content: bytes, name: str) -> Iterator[Any]:
    """Yield the pictures of an image file in grey, upright, without anything that the camera wrote down."""
    import io
    import warnings

    import PIL.Image
    import PIL.ImageOps

    PIL.Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            image = PIL.Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF", "WEBP"))
            for number in range(min(getattr(image, "n_frames", 1), MOST_FRAMES)):
                image.seek(number)
                if image.width * image.height > MOST_PIXELS:
                    raise HostileFileError(name=name, why="would grow far beyond its size when unpacked")
                upright = PIL.ImageOps.exif_transpose(image)
                yield _in_grey(upright)
    except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning) as error:
        raise HostileFileError(name=name, why="would grow far beyond its size when unpacked") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableError(name=name, why="it is not a whole picture") from error


def _in_grey(image: Any) -> Any:
    import PIL.Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = PIL.Image.new("RGBA", image.size, "white")
        image = PIL.Image.alpha_composite(white, image.convert("RGBA"))
    grey = image.convert("L")
    longest = max(grey.size)
    if longest > LONGEST_SIDE:
        grey = grey.resize(
            (max(1, grey.width * LONGEST_SIDE // longest), max(1, grey.height * LONGEST_SIDE // longest))
        )
    return grey


def picture_of_page(document: Any, number: int) -> Any | None:
    """Return a page of a PDF as a picture in grey, or None where nothing is drawn on it."""
    page = document[number]
    try:
        if not any(True for _ in page.get_objects(max_depth=2)):
            return None
        width, height = page.get_size()
        scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(width, height, 1.0))
        bitmap = page.render(scale=scale, grayscale=True)
        return bitmap.to_pil().convert("L")
    finally:
        page.close()


def _all_words(picture: Any, language: str) -> list[Word]:
    """Read a page as columns; where much ink is left over, also as one block, and keep what reads more."""
    words = _sure(recognise(picture, language))
    if _left_over(picture, words) < MOST_LEFT_OVER:
        return words
    return max(words, _sure(recognise(picture, language, as_block=True)), key=_letters)


def _sure(words: list[Word]) -> list[Word]:
    """Drop lines that are guesses at a drawing or at dirt; a weak word in a good line stays."""
    lines: dict[tuple[int, int, int], list[float]] = {}
    for word in words:
        lines.setdefault(word.block, []).append(word.confidence)
    return [word for word in words if fmean(lines[word.block]) >= LEAST_CONFIDENCE]


def _letters(words: list[Word]) -> float:
    return sum(len(word.text) * word.confidence for word in words)


def _left_over(picture: Any, words: list[Word]) -> float:
    """Return the share of a page's dark pixels that stand in no word."""
    import PIL.ImageDraw

    dark = picture.point(lambda value: 255 if value < 110 else 0)
    total = dark.histogram()[255]
    pen = PIL.ImageDraw.Draw(dark)
    for word in words:
        pen.rectangle((word.left, word.top, word.left + word.width, word.top + word.height), fill=0)
    return float(dark.histogram()[255] / total) if total else 0.0


# ------------------------------------------------------------------ Tesseract
@cache
def installed() -> frozenset[str]:
    """Return the languages that can be read on this machine; none where Tesseract is not installed."""
    try:
        told = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 - systems keep it in different places
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(told.stdout.split()) & frozenset(LANGUAGES)


def language_of_picture(picture: Any) -> str:
    """Return the language that a strip of a picture is best read in."""
    strip = _strip(picture)
    scores = {
        language: _score(recognise(strip, language, as_block=True), language)
        for language in LANGUAGES
        if language in installed()
    }
    return max(scores, key=lambda language: scores[language])


def _score(words: list[Word], language: str) -> float:
    """Return how well a language fits: the confidence of words in its own script, by their length."""
    letters = sum(len(w.text) for w in words)
    if not letters:
        return 0.0
    own = sum(len(_SCRIPTS[language].findall(w.text)) * max(w.confidence, 0) for w in words)
    return own / letters


def _strip(picture: Any) -> Any:
    """Return the part of a picture that has most ink on it, so that a guess costs little."""
    width, height = picture.size
    tall = min(height, _STRIP[1] * max(1, width // _STRIP[0]))
    small = picture.resize((50, max(1, height * 50 // max(width, 1))))
    rows = [sum(255 - v for v in small.crop((0, y, 50, y + 1)).tobytes()) for y in range(small.height)]
    span = max(1, tall * small.height // height)
    begins = max(range(max(1, len(rows) - span + 1)), key=lambda y: sum(rows[y : y + span]))
    top = min(begins * height // small.height, height - tall)
    return picture.crop((0, top, width, top + tall))


def recognise(picture: Any, language: str, *, as_block: bool = False) -> list[Word]:
    """Return the words of a picture in one language."""
    mode = 6 if as_block else 3
    head = f"P5 {picture.width} {picture.height} 255\n".encode("ascii")
    try:
        done = subprocess.run(  # noqa: S603 - the language is one of four, the picture goes through a pipe
            f"tesseract stdin stdout -l {language} --dpi {DOTS_PER_INCH} --psm {mode} tsv".split(),
            input=head + picture.tobytes(),
            capture_output=True,
            check=False,
            timeout=SECONDS_A_PAGE,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        return []
    return list(_words(done.stdout.decode("utf-8", "replace")))


def _environment() -> dict[str, str]:
    kept = {
        name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT") if name in os.environ
    }
    return kept | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _words(table: str) -> Iterator[Word]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            block, paragraph, line, _, left, top, width, height = (int(cell) for cell in cells[2:10])
            confidence = float(cells[10])
        except ValueError:
            continue
        yield Word(cells[11].strip(), confidence, (block, paragraph, line), left, top, width, height)


def _lines(words: list[Word], size: tuple[int, int], page: int, *, spaced: bool) -> Iterator[PageLine]:
    """Put words together to lines; Chinese has no spaces between its words."""
    rows: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        rows.setdefault(word.block, []).append(word)
    for row in rows.values():
        text, spots = "", []
        em = _em(row)
        for before, word in zip([None, *row], row, strict=False):
            if before is not None and _parted(before, word, em, spaced=spaced):
                text += " "
            box = _box(word.left, word.top, word.left + word.width, word.top + word.height, size)
            spots.append(Spot(start=len(text), end=len(text) + len(word.text), page=page, box=box))
            text += word.text
        boxes = [spot.box for spot in spots if spot.box]
        yield PageLine(
            text=text,
            page=page,
            left=min(b[0] for b in boxes),
            top=min(b[1] for b in boxes),
            right=max(b[2] for b in boxes),
            bottom=max(b[3] for b in boxes),
            words=tuple(spots),
        )


def _em(row: list[Word]) -> float:
    """Return how wide a Hangul syllable is in a line, its gap included, in pixels."""
    wide = [
        word.width / len(word.text) for word in row if len(word.text) > 1 and _HANGUL.fullmatch(word.text)
    ]
    return median(wide) if wide else median(word.height for word in row) * 0.95


def _parted(before: Word, word: Word, em: float, *, spaced: bool) -> bool:
    """Say whether a space stands between two words."""
    if not spaced:
        return before.text[-1].isascii() and word.text[0].isascii()
    if not (_HANGUL.match(before.text[-1]) or _HANGUL.match(word.text[0])):
        return True
    gap = word.left - (before.left + before.width)
    if _HANGUL.fullmatch(before.text):
        # The box of a syllable is often too narrow; where it begins is not.
        gap = min(gap, round(word.left - (before.left + len(before.text) * em) + LEAST_GAP * em))
    return gap > NARROW_GAP * em


def _box(left: int, top: int, right: int, bottom: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    return (
        left * 10_000 // width,
        top * 10_000 // height,
        right * 10_000 // width,
        bottom * 10_000 // height,
    )
