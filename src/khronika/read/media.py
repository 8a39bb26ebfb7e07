"""Tell what a file is from its first bytes; its name is only a hint, and may lie.

>>> kind_of("report.txt", b"%PDF-1.7 ...")
'pdf'
>>> kind_of("page.html", b"<!doctype html><p>x")
'html'
"""

import re

from khronika.errors import EmptyFileError, LockedFileError, MessageLogError, UnknownFormatError

SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".eml": "mail",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".webp": "webp",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "gzip",
    ".gz": "gzip",
    ".warc": "warc",
    ".wacz": "wacz",
}
MEDIA_TYPES = {
    "html": "text/html",
    "text": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "mail": "message/rfc822",
    "mhtml": "multipart/related",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "zip": "application/zip",
    "tar": "application/x-tar",
    "gzip": "application/gzip",
    "warc": "application/warc",
    "wacz": "application/wacz",
}
CONTAINERS = frozenset(("zip", "tar", "gzip", "warc", "wacz"))
"""Kinds that hold reports and are none themselves."""
HOLDERS = CONTAINERS | {"mail"}
"""Kinds that may hold other files."""
PICTURES = frozenset(("png", "jpeg", "tiff", "webp"))
"""Kinds that are pictures of text."""
_PICTURES = (
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_REFUSED = (
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old Word file or an Outlook message"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
)
_MACHINE_FIELDS = {b"mime-version", b"message-id", b"received", b"return-path"}
_LETTER_FIELDS = _MACHINE_FIELDS | {b"from", b"to", b"subject", b"date", b"content-type"}
_CHAT_NAMES = ("_chat.txt", "kakaotalk", "whatsapp chat", "msgstore", "cellebrite", ".ufdr", "wechat_export")


def suffix_of(name: str) -> str:
    """Return the suffix of a file name in lower case, with its dot."""
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def is_message_log(name: str) -> bool:
    """Say whether a file's name is that of a chat export or a phone extraction."""
    return any(mark in name.lower() for mark in _CHAT_NAMES)


def kind_of(name: str, head: bytes) -> str:
    """Return one of the kinds of MEDIA_TYPES.

    Raises EmptyFileError, LockedFileError, MessageLogError, UnknownFormatError.
    """
    if not head.strip():
        raise EmptyFileError(name=name)
    if is_message_log(name):
        raise MessageLogError(name=name)
    told = _packed_kind(name, head) or _marked_kind(head)
    if told:
        return told
    if head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in head:
        raise LockedFileError(name=name)  # Office wraps a document with a password in its old container
    for mark, kind in _REFUSED:
        if head.startswith(mark):
            raise UnknownFormatError(name=name, kind=kind)
    if letter := _letter_kind(name, head):
        return letter
    if _looks_like_html(head):
        return "html"
    if _binary(head):
        raise UnknownFormatError(name=name, kind="this kind of file")
    return "html" if SUFFIXES.get(suffix_of(name)) == "html" else "text"


def _packed_kind(name: str, head: bytes) -> str | None:
    """Return the kind of a file that is packed, told from its own first bytes."""
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(name, head)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"WARC/"):
        return "warc"
    return "tar" if head[257:262] == b"ustar" else None


def _marked_kind(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return next((kind for mark, kind in _PICTURES if head.startswith(mark)), None)


def _zip_kind(name: str, head: bytes) -> str:
    """Tell Word, OpenDocument and WACZ files from plain archives: all four are zip files."""
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    suffix = suffix_of(name)
    if b"mimetypeapplication/vnd.oasis.opendocument" in head[:200] or suffix == ".odt":
        return "odt"
    if suffix == ".docx" or first == b"[Content_Types].xml" or first.startswith((b"word/", b"_rels/.rels")):
        return "docx"
    if suffix == ".wacz" or first.startswith((b"datapackage.json", b"archive/data.warc")):
        return "wacz"
    return "zip"


def _letter_kind(name: str, head: bytes) -> str | None:
    """Tell an e-mail, and a page saved as one, from the fields at its head."""
    start = re.split(rb"\r?\n\r?\n", head.lstrip(b"\r\n\t \xef\xbb\xbf"), maxsplit=1)[0]
    fields = {name.lower() for name in re.findall(rb"^([A-Za-z][A-Za-z-]{1,60}):", start, re.MULTILINE)}
    if not re.match(rb"[A-Za-z][A-Za-z-]{1,60}:", start):
        return None
    saved = suffix_of(name) in (".mht", ".mhtml") or b"snapshot-content-location" in fields
    if saved and b"content-type" in fields:
        return "mhtml"
    if suffix_of(name) == ".eml" and fields & _LETTER_FIELDS:
        return "mail"
    return "mail" if b"from" in fields and fields & _MACHINE_FIELDS else None


def _looks_like_html(head: bytes) -> bool:
    start = head[:4096].replace(b"\x00", b"").lower()
    return any(mark in start for mark in (b"<!doctype html", b"<html", b"<body", b"<head", b"<article"))


def _binary(head: bytes) -> bool:
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff") or _utf16_without_mark(head)
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)
    return not utf16 and controls > len(head) // 20


def _utf16_without_mark(head: bytes) -> bool:
    even, odd = head[0:400:2], head[1:400:2]
    most = max(1, len(even))
    return even.count(0) / most > 0.4 or odd.count(0) / most > 0.4
