"""Read rich text (RTF): the words on the page, without fonts, pictures, fields and hidden parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from khronika.errors import HostileFileError
from khronika.read.page import Page
from khronika.read.text import page_from_lines

MOST_DEPTH = 1_000
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_SKIPPED = frozenset(
    (
        "fonttbl colortbl stylesheet info pict object objdata fldinst footer footerl footerr footerf "
        "footnote annotation atnid atnauthor themedata colorschememapping datastore listtable "
        "listoverridetable revtbl rsidtbl generator xe tc pntext pntxta pntxtb listtext "
        "nonshppict private latentstyles filetbl"
    ).split()
)
_SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\n", "nestcell": "\n",
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac-roman"}


def read_rtf(content: bytes, name: str) -> Page:
    """Return the page. Raises HostileFileError for absurd nesting, NoTextError when there are no words."""
    return page_from_lines(rtf_text(content, name).split("\n"), name)


def rtf_text(content: bytes, name: str) -> str:
    """Return the visible text of an RTF file."""
    reader = _Reader(name)
    place = 0
    while token := _TOKEN.match(content, place):
        place = token.end() + reader.take(token)
    reader.flush()
    text = "".join(reader.out)
    # Characters beyond the first plane come as two halves.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds between two braces."""

    skipped: bool = False
    substitutes: int = 1
    page: str | None = None
    fonts: bool = False


@dataclass(slots=True)
class _Reader:
    name: str
    out: list[str] = field(default_factory=list)
    _raw: bytearray = field(default_factory=bytearray)
    _stack: list[_Group] = field(default_factory=list)
    _group: _Group = field(default_factory=_Group)
    _default: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _passed: int = 0  # characters still to pass over, being substitutes for a \u

    def take(self, token: re.Match[bytes]) -> int:
        """Take one token in; return how many raw bytes after it are no text."""
        code, word, number, symbol, brace, plain = token.groups()
        if code:
            self._bytes(bytes([int(code, 16)]))
        elif word:
            return self._word(word.decode("ascii"), int(number) if number else None)
        elif symbol:
            self._symbol(symbol)
        elif brace:
            self._brace(brace)
        elif plain:
            self._bytes(plain)
        return 0

    def flush(self) -> None:
        """Turn the bytes that wait into text."""
        if self._raw:
            self.out.append(_decoded(bytes(self._raw), self._group.page or self._default))
            self._raw.clear()

    def _bytes(self, raw: bytes) -> None:
        passed = min(self._passed, len(raw))
        self._passed -= passed
        if not self._group.skipped:
            self._raw += raw[passed:]

    def _brace(self, brace: bytes) -> None:
        self.flush()
        self._passed = 0
        if brace == b"{":
            if len(self._stack) >= MOST_DEPTH:
                raise HostileFileError(name=self.name, why="is nested beyond all measure")
            self._stack.append(self._group)
        elif self._stack:
            self._group = self._stack.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group = replace(self._group, skipped=True)
        elif symbol in b"\r\n":
            self._say("\n")
        elif symbol in b"\\{}":
            self._bytes(symbol)
        elif symbol == b"~":
            self._say(" ")

    def _word(self, word: str, number: int | None) -> int:
        if word == "bin":
            return max(0, number or 0)
        if word == "u":
            self._say(chr((number or 0) % 65_536))
            self._passed = self._group.substitutes
        elif word == "uc":
            self._group = replace(self._group, substitutes=max(0, min(number or 0, 8)))
        elif word == "ansicpg" and number:
            self._default = _PAGES.get(number, f"cp{number}")
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word in _SKIPPED:
            self._group = replace(self._group, skipped=True, fonts=word == "fonttbl")
        else:
            self._set_font(word, number or 0)
        return 0

    def _set_font(self, word: str, number: int) -> None:
        """Follow fonts, for bytes of Korean or Chinese are in the code page of their font."""
        if word == "f" and self._group.fonts:
            self._font = number
        elif word == "fcharset" and self._group.fonts and number in _CHARSETS and number:
            self._fonts[self._font] = _CHARSETS[number]
        elif word == "f":
            self.flush()
            self._group = replace(self._group, page=self._fonts.get(number))
        elif word == "plain":
            self.flush()
            self._group = replace(self._group, page=None)

    def _say(self, text: str) -> None:
        self.flush()
        self._passed = 0
        if not self._group.skipped:
            self.out.append(text)


def _decoded(raw: bytes, page: str) -> str:
    try:
        return raw.decode(page, "replace")
    except LookupError:
        return raw.decode("cp1252", "replace")
