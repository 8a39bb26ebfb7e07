"""Put a whole casebook into one encrypted file, and bring it back on another machine.

The file is a zip of two members: `access.json`, which the casebook's passphrase opens, and
`casebook.tar.age`, sealed to the key that access.json holds. It is read back after it was written.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from khronika.casebook.keys import ACCESS
from khronika.errors import BackupError, CasebookError, CasebookExistsError
from khronika.protect.seal import unwrap

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook

MEMBERS = ("access.json", "casebook.tar.age")
KEPT = ("casebook.db", "custody.log", "custody.head", "keys", "originals")


def write_backup(casebook: Casebook, target: Path) -> str:
    """Write a backup and check it; returns its SHA-256. An existing file is not overwritten."""
    if target.exists():
        raise CasebookExistsError(where=target)
    _checkpoint()
    part = target.with_name(target.name + ".part")
    recipient = (casebook.key_folder / "originals.pub").read_text(encoding="ascii").strip()
    try:
        written = _write(casebook, part, recipient)
        if _listing(part, casebook.keys.originals) != written:
            raise BackupError(why="what was written is not what was read back")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore_backup(source: Path, target: Path, passphrase: str) -> None:
    """Unpack a backup into a new folder. Raises BackupError, WrongPassphraseError, CasebookExistsError."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CasebookExistsError(where=target)
    secret = _secret(source, passphrase)
    target.mkdir(parents=True, exist_ok=True)
    target.chmod(0o700)
    with _opened(source, secret) as archive:
        for member in archive:
            top = member.name.split("/")[0]
            if top not in KEPT or not (member.isfile() or member.isdir()):
                raise BackupError(why="it holds a file that does not belong to a casebook")
            archive.extract(member, target, filter="data")
    (target / "originals").mkdir(exist_ok=True)


def _checkpoint() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write(casebook: Casebook, part: Path, recipient: str) -> dict[str, str]:
    import pyrage

    written: dict[str, str] = {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        archive.write(casebook.key_folder / "access.json", "access.json")
        with (
            archive.open("casebook.tar.age", "w", force_zip64=True) as sealed,
            _piped(lambda pipe: _pack(casebook.path, pipe, written)) as plain,
        ):
            pyrage.encrypt_io(plain, sealed, [pyrage.x25519.Recipient.from_str(recipient)])
    return written


def _pack(folder: Path, pipe: BinaryIO, written: dict[str, str]) -> None:
    with tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for name in KEPT:
            top = folder / name
            for path in [top, *sorted(top.rglob("*"))] if top.exists() else []:
                inner = path.relative_to(folder).as_posix()
                member = archive.gettarinfo(path, inner)
                # Whose machine it was is nobody's business.
                member.uid = member.gid = 0
                member.uname = member.gname = ""
                if path.is_file():
                    content = path.read_bytes()
                    member.size = len(content)
                    written[inner] = hashlib.sha256(content).hexdigest()
                    archive.addfile(member, io.BytesIO(content))
                else:
                    archive.addfile(member)


def _listing(source: Path, secret: str) -> dict[str, str]:
    found = {}
    with _opened(source, secret) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                found[member.name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    return found


def _secret(source: Path, passphrase: str) -> str:
    try:
        with zipfile.ZipFile(source) as archive:
            if sorted(archive.namelist()) != sorted(MEMBERS):
                raise BackupError(why="it is not a backup of a casebook")
            box = json.loads(archive.read("access.json"))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BackupError(why="it is not a backup of a casebook, or it is damaged") from error
    try:
        return str(json.loads(unwrap(box, passphrase, ACCESS))["originals"])
    except CasebookError as error:
        if type(error) is CasebookError:
            raise BackupError(why="its keys are damaged") from error
        raise


@contextmanager
def _opened(source: Path, secret: str) -> Iterator[tarfile.TarFile]:
    import pyrage

    identity = pyrage.x25519.Identity.from_str(secret)

    def unseal(pipe: BinaryIO) -> None:
        with zipfile.ZipFile(source) as archive, archive.open("casebook.tar.age") as sealed:
            pyrage.decrypt_io(sealed, pipe, [identity])

    try:
        with _piped(unseal) as plain, tarfile.open(fileobj=plain, mode="r|") as archive:
            yield archive
    except (tarfile.TarError, zipfile.BadZipFile, pyrage.DecryptError) as error:
        raise BackupError(why="it is damaged") from error


@contextmanager
def _piped(produce: Any) -> Iterator[BinaryIO]:
    """Run a producer in a thread and yield what it writes; its failure is raised here."""
    out, into = os.pipe()
    failure: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(into, "wb") as pipe:
                produce(pipe)
        except BrokenPipeError:
            return
        except BaseException as error:  # noqa: BLE001 - handed over to the reading side
            failure.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    with os.fdopen(out, "rb") as pipe:
        yield pipe
    worker.join()
    if failure:
        raise failure[0]
