"""Look into web archives (WARC 1.1, WACZ 1.1.1): each captured page, with its address and time.

Only answers with status 200 that hold HTML, and HTML kept by itself, are reports. A WACZ names the
digest of each of its files; what does not fit its digest is not taken, and is named.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any
from urllib.parse import unquote, urlsplit

from khronika.errors import HostileFileError, UnreadableError
from khronika.read.archives import gunzip
from khronika.read.items import Budget, Item, Refused, label
from khronika.read.media import SUFFIXES, suffix_of
from khronika.read.zips import check_zip

MOST_PAGE, MOST_LIST = 30_000_000, 20_000_000
_HTML = ("text/html", "application/xhtml+xml")


# ------------------------------------------------------------------ WARC
def open_warc(content: bytes, name: str, budget: Budget) -> Iterator[Item | Refused]:
    """Yield the pages of an unpacked WARC. Raises HostileFileError when its lengths are not true."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    try:
        for record in ArchiveIterator(io.BytesIO(content), WarcRecordType.any_type, parse_http=False):
            if record.content_length > len(content) - record.stream_pos:
                raise HostileFileError(name=name, why="tells lengths of its records that are not true")
            if record.record_type in (WarcRecordType.response, WarcRecordType.resource):
                page = _page(record, budget)
                if page is not None:
                    budget.count()
                    yield page
    except (OSError, ValueError) as error:
        raise HostileFileError(name=name, why="tells lengths of its records that are not true") from error


def _page(record: Any, budget: Budget) -> Item | Refused | None:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    name = page_name(url)
    try:
        if not _is_page(record):
            return None
        content = record.reader.read(MOST_PAGE + 1)
    except (OSError, ValueError):
        return Refused(name=name, error=UnreadableError(name=name, why="its inside is broken"))
    budget.take(len(content))
    if len(content) > MOST_PAGE:
        return Refused(name=name, error=HostileFileError(name=name, why="is a page beyond all measure"))
    captured = record.record_date
    if captured is not None:
        captured = captured.replace(tzinfo=UTC) if captured.tzinfo is None else captured.astimezone(UTC)
    return Item(name=name, content=content, url=url[:2_000] or None, captured=captured) if content else None


def _is_page(record: Any) -> bool:
    """Say whether a record holds HTML: a server's answer with status 200, or a page kept by itself."""
    if record.headers.get("WARC-Type") == "resource":
        return (record.headers.get("Content-Type") or "").split(";")[0].strip().lower() in _HTML
    record.parse_http(auto_decode="all")
    head = record.http_headers
    return head is not None and head.status_code == 200 and record.http_content_type in _HTML


def page_name(url: str) -> str:
    """Return a name for a page: the last part of its address.

    >>> page_name("https://ferry.example/news/12345?x=1"), page_name("https://ferry.example/")
    ('12345.html', 'ferry.example.html')
    """
    try:
        parts = urlsplit(url)
        last = unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.hostname or ""
    except ValueError:
        last = ""
    name = label(last.replace("/", "_"))[:120]
    return name if SUFFIXES.get(suffix_of(name)) == "html" else f"{name}.html"


# ------------------------------------------------------------------ WACZ
def open_wacz(content: bytes, name: str, budget: Budget) -> Iterator[Item | Refused]:
    """Yield the pages of a WACZ, and each of its files that does not fit its digest."""
    check_zip(content, name, "web archive")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told = _digests(archive, name)
            for path in _files(archive, told):
                wrong = _mismatch(archive, path, told)
                if wrong:
                    yield Refused(name=path, error=UnreadableError(name=path, why=wrong))
                elif _is_warc(path):
                    yield from _pages_of(archive, path, budget)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
        raise UnreadableError(name=name, why="it is not a whole web archive") from error


def _pages_of(archive: zipfile.ZipFile, path: str, budget: Budget) -> Iterator[Item | Refused]:
    budget.take(archive.getinfo(path).file_size)
    content = archive.read(path)
    try:
        if content.startswith(b"\x1f\x8b"):
            content = gunzip(content, path, budget)
        yield from open_warc(content, path, budget)
    except UnreadableError as error:
        yield Refused(name=path, error=error)


def _digests(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the digest that datapackage.json states of each file, and that of itself where it is stated."""
    try:
        raw = _small(archive, "datapackage.json")
        resources = json.loads(raw)["resources"]
        told = {str(row["path"]): str(row["hash"]) for row in resources}
        if "datapackage-digest.json" in archive.namelist():
            own = json.loads(_small(archive, "datapackage-digest.json"))
            told["datapackage.json"] = str(own["hash"]) if isinstance(own, Mapping) else ""
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise UnreadableError(name=name, why="its list of files, datapackage.json, is not whole") from error
    return told


def _small(archive: zipfile.ZipFile, path: str) -> bytes:
    if archive.getinfo(path).file_size > MOST_LIST:
        raise ValueError
    return archive.read(path)


def _files(archive: zipfile.ZipFile, told: Mapping[str, str]) -> list[str]:
    return sorted(set(told) | {path for path in archive.namelist() if _is_warc(path)})


def _mismatch(archive: zipfile.ZipFile, path: str, told: Mapping[str, str]) -> str | None:
    if path not in told:
        return "datapackage.json does not name it"
    if path not in archive.namelist():
        return "datapackage.json names it and it is missing"
    kind, _, digest = told[path].partition(":")
    if kind not in ("sha256", "md5"):
        return "its digest in datapackage.json is of no known kind"
    found = hashlib.new(kind, usedforsecurity=False)
    with archive.open(path) as file:
        while block := file.read(1 << 20):
            found.update(block)
    return None if found.hexdigest() == digest.lower() else "it does not fit its digest in datapackage.json"


def _is_warc(path: str) -> bool:
    return path.startswith("archive/") and path.endswith((".warc", ".warc.gz"))
