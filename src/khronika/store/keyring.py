"""Hold the key of the open casebook in memory, and nowhere else.

Settings, environment and arguments can be printed; this module cannot.
"""

from pathlib import Path

_keys: dict[str, bytes] = {}


def hold(database: Path, key: bytes) -> None:
    """Remember the 32-byte key of a database file for this process."""
    _keys[str(database)] = key


def forget(database: Path) -> None:
    """Drop the key of a database file."""
    _keys.pop(str(database), None)


def pragma(database: str) -> str:
    """Return the statement that opens the database; it holds the key, so it is never logged."""
    return f"PRAGMA key = \"x'{_keys[database].hex()}'\""
