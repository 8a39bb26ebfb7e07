"""A quote of a printed original is shown on a picture of its page, and whoever looks is noted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

LINES = (
    "Harbour Sentinel, 4 March 2023",
    "Police arrested five North Korean women in Yanji",
    "Chinese police arrested five North Korean women in the border city of Yanji, Jilin Province, on",
    "1 March 2023, a neighbour who saw the raid told the Sentinel. They are still held there.",
    "The women were taken from a rented flat at night and nobody was allowed to see them, he said.",
)


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for number, line in enumerate(LINES):
        canvas.drawString(60, 760 - 16 * number, line)
    canvas.save()
    return file.getvalue()


@pytest.fixture
def taken_in(world, tmp_path: Path) -> str:
    from khronika.casebook.intake import add_files, set_state
    from khronika.store.models import OriginalRow, ReportRow

    # The invented reports of this world have no sealed originals to read again.
    for row in OriginalRow.objects.all():
        for step in ("unpack", "read", "code"):
            set_state(row, step, finished=True)
    file = tmp_path / "sentinel.pdf"
    file.write_bytes(_pdf())
    add_files(world, [file], by="tests")
    return str(ReportRow.objects.get(original__name="sentinel.pdf").id)


def test_a_quote_leads_to_its_page_and_is_framed_there(as_role, taken_in: str) -> None:
    import re

    client = as_role("reader")
    page = client.get(f"/reports/{taken_in}").content.decode()
    found = re.search(rf'href="(/reports/{taken_in}/pages/1\?from=\d+&amp;to=\d+)#framed"', page)
    assert found, page[page.find("claims") :][:3000]
    shown = client.get(found.group(1).replace("&amp;", "&")).content.decode()
    assert shown.count("<rect ") >= 1
    assert "style=" not in shown
    x, y = re.search(r'<rect id="framed" x="(\d+)" y="(\d+)"', shown).groups()
    assert 500 < int(x) < 2_000
    assert 500 < int(y) < 2_500


def test_the_picture_is_drawn_afresh_and_the_look_is_noted(as_role, taken_in: str) -> None:
    from khronika.store.models import CustodyRow, LedgerRow

    before = CustodyRow.objects.count()
    answer = as_role("reader").get(f"/reports/{taken_in}/pages/1.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert CustodyRow.objects.count() == before + 1
    assert '"viewed"' in CustodyRow.objects.order_by("-number")[0].line
    assert LedgerRow.objects.filter(did="read page", target=taken_in).exists()


@pytest.mark.parametrize(
    "address", ["pages/2", "pages/2.png", "pages/0", "pages/1?from=-1&to=x", "pages/1?from=9999999999"]
)
def test_a_page_that_is_not_there_is_a_plain_answer(as_role, taken_in: str, address: str) -> None:
    answer = as_role("reader").get(f"/reports/{taken_in}/{address}")
    assert answer.status_code in {200, 404, 422}
    assert b"Traceback" not in answer.content


def test_a_report_without_pages_has_none(as_role) -> None:
    assert as_role("reader").get("/reports/r-0001/pages/1").status_code == 404
    assert as_role("reader").get("/reports/r-0001/pages/1.png").status_code == 404
