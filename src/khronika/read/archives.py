"""Look into archives (zip, tar, gzip) in memory: nothing is written, no link is followed."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from khronika.errors import HostileFileError, UnreadableError
from khronika.read.encodings import decode
from khronika.read.items import Budget, Item, Refused, label
from khronika.read.media import SUFFIXES, is_message_log, suffix_of
from khronika.read.zips import check_zip

_FED, _BLOCK = 1 << 14, 1 << 20


def open_zip(content: bytes, name: str, budget: Budget) -> Iterator[Item | Refused]:
    """Yield the reports of a zip file. Raises LockedFileError, HostileFileError, UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            budget.count(len(entries))
            check_zip(content, name, "archive")
            for entry in entries:
                inner = _zip_name(entry)
                if not stat.S_ISLNK(entry.external_attr >> 16) and is_wanted(inner):
                    yield _unzipped(archive, entry, inner, budget)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(name=name, why="it is not a whole archive") from error


def open_tar(content: bytes, name: str, budget: Budget) -> Iterator[Item | Refused]:
    """Yield the reports of a tar file; links, devices and files with holes are passed over."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for member in archive:
                budget.count(0 if member.isdir() else 1)
                inner = label(member.name)
                if member.isreg() and not member.issparse() and is_wanted(inner):
                    budget.take(member.size)
                    file = archive.extractfile(member)
                    yield Item(name=inner, content=file.read() if file else b"")
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise UnreadableError(name=name, why="it is not a whole archive") from error


def gunzip(content: bytes, name: str, budget: Budget) -> bytes:
    """Return what a gzip file holds, all its members. Raises TooMuchError before it fills the memory."""
    parts: list[bytes] = []
    place = 0
    try:
        while content.startswith(b"\x1f\x8b", place):
            stream = zlib.decompressobj(31)
            while not stream.eof:
                # Fed in small pieces: what follows a member is copied each time.
                fed = content[place : place + _FED]
                part = stream.decompress(fed, _BLOCK)
                used = len(fed) - len(stream.unconsumed_tail) - len(stream.unused_data)
                if not used and not part and not stream.eof:
                    raise UnreadableError(name=name, why="it is cut off")
                place += used
                budget.take(len(part))
                parts.append(part)
    except zlib.error as error:
        raise UnreadableError(name=name, why="its inside is broken") from error
    return b"".join(parts)


def is_wanted(name: str) -> bool:
    """Say whether a file in an archive is taken: as in a folder, by its suffix, and never a hidden one."""
    parts = name.split("/")
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and (suffix_of(parts[-1]) in SUFFIXES or is_message_log(parts[-1]))


def _unzipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: str, budget: Budget) -> Item | Refused:
    budget.take(entry.file_size)
    try:
        return Item(name=inner, content=archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError):
        return Refused(name=inner, error=HostileFileError(name=inner, why="is not what the archive says"))


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; Korean and Chinese Windows write it in their own code pages, unmarked."""
    if entry.flag_bits & 0x800:
        return label(entry.filename)
    try:
        return label(decode(entry.filename.encode("cp437")))
    except UnicodeEncodeError:
        return label(entry.filename)
