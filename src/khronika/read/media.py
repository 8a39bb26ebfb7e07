"""Tell what a file is from its first bytes; its name is only a hint, and may lie.

>>> kind_of("report.txt", b"%PDF-1.7 ...")
'pdf'
>>> kind_of("page.html", b"<!doctype html><p>x")
'html'
"""

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
}
MEDIA_TYPES = {
    "html": "text/html",
    "text": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_REFUSED = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word file or a protected Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
)
_CHAT_NAMES = ("_chat.txt", "kakaotalk", "whatsapp chat", "msgstore", "cellebrite", ".ufdr", "wechat_export")


def suffix_of(name: str) -> str:
    """Return the suffix of a file name in lower case, with its dot."""
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def kind_of(name: str, head: bytes) -> str:
    """Return html, text, pdf or docx.

    Raises EmptyFileError, LockedFileError, MessageLogError, UnknownFormatError.
    """
    if not head.strip():
        raise EmptyFileError(name=name)
    if any(mark in name.lower() for mark in _CHAT_NAMES):
        raise MessageLogError(name=name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(name, head)
    if head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in head:
        raise LockedFileError(name=name)  # Office wraps a document with a password in its old container
    for mark, kind in _REFUSED:
        if head.startswith(mark):
            raise UnknownFormatError(name=name, kind=kind)
    if _looks_like_html(head):
        return "html"
    if _binary(head):
        raise UnknownFormatError(name=name, kind="this kind of file")
    return SUFFIXES.get(suffix_of(name), "text").replace("pdf", "text").replace("docx", "text")


def _zip_kind(name: str, head: bytes) -> str:
    if suffix_of(name) == ".docx" or b"word/" in head or b"[Content_Types].xml" in head:
        return "docx"
    raise UnknownFormatError(name=name, kind="an archive")


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
