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
import os
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

VERSION = "1.1.1"
_WARC, _INDEX = "archive/data.warc.gz", "indexes/index.cdx"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page: its address, when it was captured (UTC), its bytes as they were kept, its headline."""

    url: str
    captured: datetime
    content: bytes
    title: str | None = None
    mime: str = "text/html"


def write_wacz(target: Path, pages: Iterable[WebPage], *, software: str, made: datetime) -> int:
    """Write pages into a new file; returns how many there are.

    One page is in memory at a time. The file has its name only once it is whole, and only its owner can read
    it; FileExistsError where it is there already.
    """
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            listed = _write(file, pages, software, made)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return listed


def _write(file: IO[bytes], pages: Iterable[WebPage], software: str, made: datetime) -> int:
    index, listed = [], []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # Players jump into the WARC and its index, so they are not packed once more.
        with archive.open(_entry(_WARC, made, packed=False), "w", force_zip64=True) as member:
            warc = _Counted(member)
            warc.write(gzip.compress(_info(software, made), mtime=0))
            for page in pages:
                offset = warc.length
                warc.write(gzip.compress(_record(page), mtime=0))
                index.append(_index_line(page, offset=offset, length=warc.length - offset))
                listed.append(_page_line(page))
        head = json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
        lists = {_INDEX: sorted(index), "pages/pages.jsonl": [head, *listed]}
        resources = [_resource(_WARC, warc.digest, warc.length)]
        for path, lines in lists.items():
            content = "".join(f"{line}\n" for line in lines).encode()
            archive.writestr(_entry(path, made, packed=path != _INDEX), content)
            resources.append(_resource(path, _digest(content), len(content)))
        package = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "created": _iso(made),
            "software": software,
            "resources": resources,
        }
        told = json.dumps(package, indent=1).encode()
        archive.writestr(_entry("datapackage.json", made), told)
        digest = {"path": "datapackage.json", "hash": _digest(told)}
        archive.writestr(_entry("datapackage-digest.json", made), json.dumps(digest, indent=1))
    return len(listed)


class _Counted:
    """A file that is written once, with its length and its digest so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.length, self._sum = file, 0, hashlib.sha256()

    def write(self, content: bytes) -> None:
        self.file.write(content)
        self._sum.update(content)
        self.length += len(content)

    @property
    def digest(self) -> str:
        return f"sha256:{self._sum.hexdigest()}"


def _entry(path: str, made: datetime, *, packed: bool = True) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, made.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return entry


def _resource(path: str, digest: str, length: int) -> dict[str, object]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": digest, "bytes": length}


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
    >>> sort_key("http://[")
    'http://['
    """
    try:
        parts = urlsplit(_address(url))
        host, given = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:  # an address that a hostile archive made up
        host, given = "", None
    if not host:
        return _address(url).lower()
    port = f":{given}" if given not in (None, 80, 443) else ""
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
