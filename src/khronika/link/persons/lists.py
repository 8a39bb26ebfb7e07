"""Read a list of people from CSV or XLSX: names, sex, days of birth, arrest and release as intervals.

"1984", "1984-03", "1984–1986" and an age of 34 in a list of 2020 are all intervals; a day that a list does
not give is never guessed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from khronika.errors import PersonsUnavailableError, UsageError
from khronika.record import DateInterval

MOST_ROWS, MOST_BYTES, MOST_UNPACKED = 200_000, 100_000_000, 400_000_000
LONGEST_CELL = 400
_FEMALE = frozenset({"f", "female", "woman", "w", "여", "여성", "여자", "女", "女性"})
_MALE = frozenset({"m", "male", "man", "남", "남성", "남자", "男", "男性"})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Listed:
    """One row of a list. Its repr shows nothing: a name must not end in a log."""

    list: str
    row: int
    name: str
    sex: str | None = None
    born: DateInterval | None = None
    place: str | None = None
    prison: str | None = None
    arrested: DateInterval | None = None
    released: DateInterval | None = None

    @property
    def key(self) -> str:
        """List and row: all that is said of it outside."""
        return f"{self.list}:{self.row}"


def read_list(path: Path) -> list[Listed]:
    """Return the rows of a list that name somebody. Raises UsageError with one sentence."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise UsageError(what=f"{path} cannot be read.") from error
    if raw is None:
        raise UsageError(what=f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
    rows = _sheet(path, raw) if path.suffix.lower() == ".xlsx" else _csv(path, raw)
    header = next(rows, None)
    columns = _columns(header or [])
    if "name" not in columns:
        raise UsageError(what=f"{path} has no column of names (name, 이름 or 姓名).")
    found = []
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise UsageError(what=f"{path} has more than {MOST_ROWS:,} rows.")
        listed = _listed(path.stem, number, {key: cells[n] for key, n in columns.items() if n < len(cells)})
        if listed.name:
            found.append(listed)
    return found


def interval_of(text: str) -> DateInterval | None:
    """Return what a cell says of a day, or None.

    >>> str(interval_of("1984")), str(interval_of("1984-03")), str(interval_of("1984~1986"))
    ('1984-01-01 – 1984-12-31', '1984-03-01 – 1984-03-31', '1984-01-01 – 1986-12-31')
    >>> str(interval_of("1984. 3. 5.")), interval_of("unknown")
    ('1984-03-05', None)
    """
    tidy = unicodedata.normalize("NFKC", text).strip()
    parts = re.split(r"\s*(?:~|–|—| - | to |至)\s*", tidy)
    told = [_day(part) for part in parts[:2]]
    if any(day is None for day in told) or not told:
        return None
    first, last = told[0], told[-1]
    if first is None or last is None or first.first is None or last.last is None or first.first > last.last:
        return None
    return DateInterval(first.first, last.last)


def _day(text: str) -> DateInterval | None:
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if re.fullmatch(r"\d{8}", text):
        numbers = [int(text[:4]), int(text[4:6]), int(text[6:])]
    if not numbers or not 1850 <= numbers[0] <= 2100 or len(numbers) > 3:
        return None
    try:
        if len(numbers) == 1:
            return DateInterval(date(numbers[0], 1, 1), date(numbers[0], 12, 31))
        year, month = numbers[0], numbers[1]
        if len(numbers) == 3:
            return DateInterval.on(date(year, month, numbers[2]))
        following = date(year + month // 12, month % 12 + 1, 1)
        return DateInterval(date(year, month, 1), date.fromordinal(following.toordinal() - 1))
    except ValueError:
        return None


def _born(cells: Mapping[str, str]) -> DateInterval | None:
    told = interval_of(cells.get("born", ""))
    age = re.search(r"\d{1,3}", cells.get("age", ""))
    day = interval_of(cells.get("asof", "")) or interval_of(cells.get("arrested", ""))
    if told is not None or age is None or day is None or day.first is None or day.last is None:
        return told
    years = int(age.group())
    if years > 120:
        return None
    return DateInterval(date(day.first.year - years - 1, 1, 1), date(day.last.year - years, 12, 31))


def _listed(stem: str, number: int, cells: Mapping[str, str]) -> Listed:
    names = [cells.get("name", "").strip(), cells.get("aliases", "").strip()]
    sex = cells.get("sex", "").strip().casefold()
    return Listed(
        list=stem,
        row=number,
        name="; ".join(n for n in names if n) if names[0] else "",
        sex="female" if sex in _FEMALE else "male" if sex in _MALE else None,
        born=_born(cells),
        place=_folded(cells.get("place", "")),
        prison=_folded(cells.get("prison", "")),
        arrested=interval_of(cells.get("arrested", "")),
        released=interval_of(cells.get("released", "")),
    )


def _folded(text: str) -> str | None:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()) or None


def _columns(header: Iterable[str]) -> dict[str, int]:
    known, found = _names(), {}
    for n, title in enumerate(header):
        key = known.get(re.sub(r"[\s_.()/-]", "", title.casefold()))
        if key and key not in found:
            found[key] = n
    return found


def _csv(path: Path, raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(what=f"{path} is not in UTF-8; save it again as CSV in UTF-8.") from error
    first = text.split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=between):
            yield [cell[:LONGEST_CELL] for cell in cells]
    except csv.Error as error:
        raise UsageError(what=f"{path} is not a CSV file.") from error


def _sheet(path: Path, raw: bytes) -> Iterator[list[str]]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise PersonsUnavailableError from error
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                raise UsageError(what=f"{path} unpacks to more than {MOST_UNPACKED // 1_000_000} MB.")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_text(cell)[:LONGEST_CELL] for cell in row]
    except UsageError:
        raise
    except Exception as error:  # a broken sheet fails in many ways, all of which mean the same
        raise UsageError(what=f"{path} is not an Excel sheet (.xlsx).") from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


@cache
def _names() -> dict[str, str]:
    loaded = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
    return {title: key for key, titles in loaded.items() for title in titles}
