"""Make and open a casebook: one folder that holds a whole record, and nothing readable.

my-casebook/
  casebook.db    everything that was read and decided, encrypted (SQLCipher)
  originals/     each file as it came, sealed (age)
  custody.log    who did what to which digest, a Merkle tree's leaves
  custody.head   the signed head of that tree
  keys/          public keys; private keys wrapped under passphrases
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from khronika.casebook.keys import AccessKeys, make_keys, open_keys
from khronika.errors import (
    CasebookBusyError,
    CasebookExistsError,
    NewerCasebookError,
    NoCasebookError,
)

FORMAT = 1


@dataclass(slots=True, repr=False)
class Casebook:
    """An open casebook. Close it, or use it in a `with` statement."""

    path: Path
    keys: AccessKeys
    lock: FileLock
    closed: bool = field(default=False)

    @property
    def database(self) -> Path:
        return self.path / "casebook.db"

    @property
    def originals(self) -> Path:
        return self.path / "originals"

    @property
    def key_folder(self) -> Path:
        return self.path / "keys"

    def close(self) -> None:
        """Forget the keys and let others in."""
        from khronika.store.connect import disconnect

        if not self.closed:
            disconnect(self.database)
            self.lock.release()
            self.closed = True

    def __enter__(self) -> Casebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def create_casebook(path: Path, passphrase: str, custodian_passphrase: str | None = None) -> Casebook:
    """Make a new casebook and open it.

    Without a passphrase of its own the custodian's key is wrapped under the casebook's.
    Raises CasebookExistsError, WeakPassphraseError.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CasebookExistsError(where=path)
    from khronika.protect.seal import check_passphrase

    check_passphrase(passphrase)
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    lock = lock_casebook(path)
    try:
        keys = make_keys(path / "keys", passphrase, custodian_passphrase or passphrase)
        (path / "originals").mkdir(mode=0o700)
        casebook = Casebook(path=path, keys=keys, lock=lock)
        _connect(casebook)
        _first_settings(casebook)
    except BaseException:
        lock.release()
        raise
    return casebook


def open_casebook(path: Path, passphrase: str) -> Casebook:
    """Open a casebook and mend what a crash left half done.

    Raises NoCasebookError, WrongPassphraseError, CasebookBusyError, NewerCasebookError.
    """
    if not (path / "keys" / "access.json").is_file():
        raise NoCasebookError(where=path)
    keys = open_keys(path / "keys", passphrase)
    lock = lock_casebook(path)
    try:
        casebook = Casebook(path=path, keys=keys, lock=lock)
        _connect(casebook)
        _check_format()
        from khronika.casebook.custody import mend

        mend(casebook)
    except BaseException:
        lock.release()
        raise
    return casebook


def lock_casebook(path: Path) -> FileLock:
    """Keep other processes off a casebook. Raises CasebookBusyError."""
    lock = FileLock(path / ".lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise CasebookBusyError from error
    return lock


def _connect(casebook: Casebook) -> None:
    from khronika.store.connect import connect, migrate, use_secret

    connect(casebook.database, casebook.keys.database)
    migrate()
    from khronika.store.models import SettingRow

    row, _ = SettingRow.objects.get_or_create(key="secret", defaults={"value": secrets.token_urlsafe(48)})
    use_secret(row.value)


def _first_settings(casebook: Casebook) -> None:
    from khronika.casebook.custody import key_digests
    from khronika.store.models import SettingRow

    SettingRow.objects.create(key="format", value=FORMAT)
    SettingRow.objects.create(key="keys", value=key_digests(casebook.key_folder))


def _check_format() -> None:
    from khronika.store.models import SettingRow

    row = SettingRow.objects.filter(key="format").first()
    if row is not None and row.value > FORMAT:
        raise NewerCasebookError(found=row.value, known=FORMAT)
