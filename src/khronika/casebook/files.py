"""Find the files that somebody means by a path: a file itself, or the reports below a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from khronika.errors import NoReportsError, UsageError
from khronika.read.media import PICTURES, SUFFIXES, suffix_of


def report_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files in a fixed order; a file that is named is taken whatever its suffix.

    Raises UsageError for a path that does not exist, NoReportsError when nothing is found.
    """
    given = list(paths)
    found: dict[Path, None] = {}
    for path in given:
        if not path.exists():
            raise UsageError(what=f"There is no file or folder {path}.")
        for file in _below(path):
            found.setdefault(file)
    if not found:
        raise NoReportsError(where=", ".join(str(p) for p in given))
    return list(found)


def _is_dressing(file: Path) -> bool:
    """Say whether a picture only belongs to a saved web page: "page_files/logo.png" beside "page.html"."""
    if SUFFIXES.get(suffix_of(file.name)) not in PICTURES:
        return False
    return any(
        (folder.parent / f"{stem}{suffix}").exists()
        for folder in file.parents
        if (stem := folder.name.removesuffix("_files").removesuffix(".files")) != folder.name
        for suffix in (".html", ".htm", ".xhtml")
    )


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        # A link could lead out of the folder that was given.
        if (
            not hidden
            and not _is_dressing(file)
            and not file.is_symlink()
            and file.is_file()
            and suffix_of(file.name) in SUFFIXES
        ):
            yield file
