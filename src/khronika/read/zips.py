"""Look at a zip file's list of contents before anything is unpacked (a zip bomb grows a thousandfold)."""

from __future__ import annotations

import io
import zipfile

from khronika.errors import HostileFileError, LockedFileError, UnreadableError

MOST_BYTES, MOST_ENTRIES, MOST_RATIO = 200_000_000, 5_000, 200


def check_zip(content: bytes, name: str, what: str) -> None:
    """Refuse a zip file that is locked, not whole, or that would grow beyond all measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(name=name, why=f"it is not a whole {what}") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedFileError(name=name)
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_BYTES
        or unpacked > MOST_RATIO * len(content) + 1_000_000
    ):
        raise HostileFileError(name=name, why="would grow far beyond its size when unpacked")
