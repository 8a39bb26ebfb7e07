"""Lists in CSV and XLSX: what is read of them, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from khronika.errors import UsageError
from khronika.link.persons.lists import interval_of, read_list

pytest.importorskip("openpyxl")


def test_columns_are_known_in_three_languages(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "姓名,性别,出生日期,又名\n朴正雄,男,1990年5月2日,박정웅\n,女,1980,\n", encoding="utf-8-sig"
    )
    (row,) = read_list(file)
    assert (row.name, row.sex, row.row) == ("朴正雄; 박정웅", "male", 2)
    assert row.born
    assert row.born.first == date(1990, 5, 2)
    assert "朴" not in repr(row)


def test_an_age_is_an_interval_of_years(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name;age;as of\nKim Chol;34;2020-06-01\nRi Yong;34;\n", encoding="utf-8")
    aged, undated = read_list(file)
    assert aged.born
    assert (aged.born.first, aged.born.last) == (date(1985, 1, 1), date(1986, 12, 31))
    assert undated.born is None


def test_a_sheet_of_excel_is_read_without_running_anything(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Name", "Arrested"])
    book.active.append(["Kim Chol", date(2021, 3, 4)])
    book.active.append(["=HYPERLINK(1)", None])
    book.save(tmp_path / "list.xlsx")
    rows = read_list(tmp_path / "list.xlsx")
    assert rows[0].arrested
    assert rows[0].arrested.first == date(2021, 3, 4)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"first,second\n1,2\n"),
        ("b.csv", b""),
        ("c.csv", "name\n김철\n".encode("cp949")),
        ("d.xlsx", b"no sheet"),
        ("e.xlsx", b"PK\x03\x04"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError):
        read_list(tmp_path / name)
    with pytest.raises(UsageError):
        read_list(tmp_path / "none.csv")


@pytest.mark.parametrize("text", ["", "soon", "13", "1984-13", "1990-02-31", "9999", "1990 to 1980", "٣"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert interval_of(text) is None
