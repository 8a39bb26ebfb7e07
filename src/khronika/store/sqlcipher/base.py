"""Open a SQLCipher file as a Django database.

Django's own SQLite back end does the work; only the driver and the opening of a connection differ.
The key comes from `store.keyring`, never from the settings.
"""

import datetime
import decimal
from collections.abc import Iterable
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as Database  # noqa: N812 (the name that Django expects)

from khronika.store import keyring

# The driver keeps its own tables of converters and adapters; Django fills only sqlite3's.
Database.register_converter("bool", b"1".__eq__)
for _kind, _parse in (
    ("date", parse_date),
    ("time", parse_time),
    ("datetime", parse_datetime),
    ("timestamp", parse_datetime),
):
    Database.register_converter(_kind, base.decoder(_parse))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, base.adapt_date)
Database.register_adapter(datetime.datetime, base.adapt_datetime)


class SQLCipherCursor(Database.Cursor):  # type: ignore[misc]
    """Translate Django's placeholders, as Django's own cursor does for sqlite3."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        names = list(params) if hasattr(params, "keys") else None
        return super().execute(_converted(query, names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        rows = list(param_list)
        names = list(rows[0]) if rows and hasattr(rows[0], "keys") else None
        return super().executemany(_converted(query, names), rows)


def _converted(query: str, names: list[str] | None) -> str:
    if names is None:
        return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
    return query % {name: f":{name}" for name in names}


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite's wrapper with SQLCipher's driver."""

    Database = Database

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        conn = Database.connect(**conn_params)
        try:
            conn.execute(keyring.pragma(self.settings_dict["NAME"]))
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
            register_functions(conn)
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute("PRAGMA legacy_alter_table = OFF")
            conn.execute("PRAGMA temp_store = MEMORY")
            conn.execute("PRAGMA secure_delete = ON")
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA busy_timeout = 20000")
        except BaseException:
            conn.close()
            raise
        return conn

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=SQLCipherCursor)
