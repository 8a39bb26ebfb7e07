"""Write web pages as a WACZ 1.1.1, the file that web archives and their players read.

The pages go into a WARC 1.1 as resource records: their bytes as they were kept, their address and the time
of their capture. No answer of a server is made up around them. The WARC is packed record by record, so that
a player can jump to a page; every file is named with its digest in datapackage.json.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

VERSION = "1.1.1"
_ORDER = ("archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page: its address, when it was captured (UTC), its bytes as they were kept, its headline."""

    url: str
    captured: datetime
    content: bytes
    title: str | None = None
    mime: str = "text/html"


def write_wacz(target: Path, pages: Iterable[WebPage], *, software: str, made: datetime) -> int:
    """Write pages into a new file; returns how many there are."""
    warc, index, listed = bytearray(), [], []
    warc += gzip.compress(_info(software, made), mtime=0)
    for page in pages:
        packed = gzip.compress(_record(page), mtime=0)
        index.append(_index_line(page, offset=len(warc), length=len(packed)))
        listed.append(_page_line(page))
        warc += packed
    head = json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
    files = {
        "archive/data.warc.gz": bytes(warc),
        "indexes/index.cdx": "".join(f"{line}\n" for line in sorted(index)).encode(),
        "pages/pages.jsonl": "".join(f"{line}\n" for line in (head, *listed)).encode(),
    }
    package = json.dumps(_package(files, software, made), indent=1).encode()
    files["datapackage.json"] = package
    digest = {"path": "datapackage.json", "hash": _digest(package)}
    files["datapackage-digest.json"] = json.dumps(digest, indent=1).encode()
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            # Players jump into these two, so they are not packed once more.
            kind = zipfile.ZIP_STORED if path in _ORDER[:2] else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(path, made.timetuple()[:6])
            entry.compress_type = kind
            archive.writestr(entry, content)
    return len(listed)


def _package(files: dict[str, bytes], software: str, made: datetime) -> dict[str, object]:
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "created": _iso(made),
        "software": software,
        "resources": [
            {"name": path.rpartition("/")[2], "path": path, "hash": _digest(content), "bytes": len(content)}
            for path, content in files.items()
        ],
    }


# ------------------------------------------------------------------ WARC
def _info(software: str, made: datetime) -> bytes:
    body = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    heads = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
        "WARC-Date": _iso(made),
        "Content-Type": "application/warc-fields",
    }
    return _whole(heads, body)


def _record(page: WebPage) -> bytes:
    heads = {
        "WARC-Type": "resource",
        "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
        "WARC-Target-URI": _address(page.url),
        "WARC-Date": _iso(page.captured),
        "WARC-Payload-Digest": _base32(page.content),
        "WARC-Block-Digest": _base32(page.content),
        "Content-Type": page.mime,
    }
    return _whole(heads, page.content)


def _whole(heads: dict[str, str], body: bytes) -> bytes:
    lines = [f"{name}: {value}" for name, value in {**heads, "Content-Length": str(len(body))}.items()]
    return ("WARC/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + body + b"\r\n\r\n"


def _address(url: str) -> str:
    """Return an address without anything that would end its line in a header."""
    return "".join(char for char in url if char.isprintable() and not char.isspace())


def _base32(content: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode()


# ------------------------------------------------------------------ lists
def _index_line(page: WebPage, *, offset: int, length: int) -> str:
    """Return a line of CDXJ: sort key, time, and where in the WARC the record lies."""
    told = {
        "url": _address(page.url),
        "mime": page.mime,
        "status": "200",
        "digest": _base32(page.content),
        "length": str(length),
        "offset": str(offset),
        "filename": "data.warc.gz",
    }
    return f"{sort_key(page.url)} {page.captured.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(told)}"


def sort_key(url: str) -> str:
    """Return an address turned round, as indexes sort it.

    >>> sort_key("https://www.ferry.example/News/1?b=2"), sort_key("urn:sha256:ab")
    ('example,ferry)/news/1?b=2', 'urn:sha256:ab')
    """
    parts = urlsplit(_address(url))
    host = (parts.hostname or "").removeprefix("www.")
    if not host:
        return _address(url).lower()
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}".lower()


def _page_line(page: WebPage) -> str:
    told = {
        "id": hashlib.sha256(f"{page.url} {page.captured}".encode()).hexdigest()[:22],
        "url": _address(page.url),
        "ts": _iso(page.captured),
        "title": page.title or page.url,
    }
    return json.dumps(told, ensure_ascii=False)


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _iso(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
