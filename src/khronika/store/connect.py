"""Open and close the database of a casebook in this process."""

import contextlib
import os
import shutil
from pathlib import Path

from khronika.store import keyring

LEAST_FREE = 200_000  # bytes: without them SQLite cannot even open its journal
SETTINGS = "khronika.store.settings"


def connect(database: Path, key: bytes) -> None:
    """Point Django at a casebook's database; the key stays in memory.

    Any connection of this process to another casebook is closed first.
    Raises CustodyError when the file does not open with its own key: then it was changed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps
    from django.db import DatabaseError, connection, connections

    from khronika.errors import CustodyError, DiskFullError

    if not apps.ready:
        django.setup()
    connections.close_all()
    keyring.hold(database, key)
    connections.settings["default"]["NAME"] = str(database)
    connection.settings_dict["NAME"] = str(database)
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        disconnect(database)
        if shutil.disk_usage(database.parent).free < LEAST_FREE:
            raise DiskFullError from error
        raise CustodyError(what="casebook.db is damaged: it does not open with its key.") from error


def cipher_version() -> str:
    """Return the version of SQLCipher that encrypts casebooks here."""
    from sqlcipher3 import dbapi2

    with contextlib.closing(dbapi2.connect(":memory:")) as probe:
        return str(probe.execute("PRAGMA cipher_version").fetchone()[0])


def disconnect(database: Path) -> None:
    """Close every connection and forget the key."""
    from django.db import connections

    connections.close_all()
    keyring.forget(database)
    connections.settings["default"]["NAME"] = ""


def migrate() -> None:
    """Bring the open database to the tables of this version."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def use_secret(secret: str) -> None:
    """Give Django the casebook's own secret for signing sessions."""
    from django.conf import settings

    settings.SECRET_KEY = secret
