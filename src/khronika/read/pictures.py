"""Show a page of an original as a plain picture in grey.

The reading process sends points of grey and nothing else; the PNG that a browser gets is made of them
here, so that nothing which came in from outside reaches it.

>>> png_of(Picture(width=1, height=1, grey=bytes([0])))[:8]
b'\\x89PNG\\r\\n\\x1a\\n'
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from khronika.errors import UnknownFormatError
from khronika.read.media import PICTURES, kind_of

LONGEST_SHOWN = 1_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in grey: one byte a point, row by row."""

    width: int
    height: int
    grey: bytes


def picture_of(content: bytes, name: str, page: int) -> Picture:
    """Return a page (from 1) of a PDF or an image; hostile input: call it through the sandbox.

    Raises UnknownFormatError where there is no such page.
    """
    kind = kind_of(name, content[:65_536])
    if kind == "pdf":
        return _of_pdf(content, name, page)
    if kind in PICTURES:
        from khronika.read.scans import frames_of

        for number, frame in enumerate(frames_of(content, name), 1):
            if number == page:
                return _of_pil(frame)
    raise UnknownFormatError(name=name, kind="a page without a picture")


def _of_pdf(content: bytes, name: str, page: int) -> Picture:
    from khronika.read.pdf import open_pdf

    document = open_pdf(content, name)
    try:
        if not 1 <= page <= len(document):
            raise UnknownFormatError(name=name, kind="a page that is not there")
        shown = document[page - 1]
        scale = LONGEST_SHOWN / max(*shown.get_size(), 1.0)
        return _of_pil(shown.render(scale=min(scale, 4.0), grayscale=True).to_pil().convert("L"))
    finally:
        document.close()


def _of_pil(image: object) -> Picture:
    image.thumbnail((LONGEST_SHOWN, LONGEST_SHOWN))  # type: ignore[attr-defined]
    return Picture(width=image.width, height=image.height, grey=image.tobytes())  # type: ignore[attr-defined]


def png_of(picture: Picture) -> bytes:
    """Return a PNG (RFC 2083), 8 bits of grey, no filter, nothing but the points in it."""
    rows = b"".join(
        b"\x00" + picture.grey[start : start + picture.width]
        for start in range(0, picture.width * picture.height, picture.width)
    )
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
