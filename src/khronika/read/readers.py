"""Read one file: bytes in, a report out. Which reader does it is told by the bytes themselves.

These functions parse hostile input: call them through `khronika.read.sandbox`.
"""

from collections.abc import Callable, Mapping

from khronika.errors import TooLargeError, UnknownFormatError
from khronika.read.docx import read_docx
from khronika.read.html import read_html
from khronika.read.mail import read_mail, read_mhtml
from khronika.read.masthead import report_from_page
from khronika.read.media import CONTAINERS, kind_of
from khronika.read.odt import read_odt
from khronika.read.page import Page
from khronika.read.pdf import read_pdf
from khronika.read.rtf import read_rtf
from khronika.read.scans import read_picture
from khronika.read.text import read_text
from khronika.record import Report

MOST_BYTES = 100_000_000
Reader = Callable[[bytes, str], Page]
READERS: Mapping[str, Reader] = {
    "html": read_html,
    "text": read_text,
    "pdf": read_pdf,
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
    "mail": read_mail,
    "mhtml": read_mhtml,
    "png": read_picture,
    "jpeg": read_picture,
    "tiff": read_picture,
    "webp": read_picture,
}


def read_report(report_id: str, name: str, content: bytes) -> Report:
    """Read a file of at most 100 MB.

    Raises a subclass of UnreadableError when it cannot be read as a report.
    """
    if len(content) > MOST_BYTES:
        raise TooLargeError(name=name, limit=MOST_BYTES // 1_000_000)
    kind = kind_of(name, content[:65_536])
    if kind in CONTAINERS:
        raise UnknownFormatError(name=name, kind="an archive inside a report")
    return report_from_page(report_id, READERS[kind](content, name))
