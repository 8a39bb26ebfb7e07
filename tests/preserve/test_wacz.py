"""What is written as a web archive is a valid one, and is read back as it was."""

from __future__ import annotations

import io
import json
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.preserve.wacz import WebPage, sort_key, write_wacz
from khronika.read.expand import expand
from khronika.read.items import Item, Refused

WHEN = datetime(2024, 3, 1, 8, 30, 5, tzinfo=UTC)
PAGES = (
    WebPage(
        url="https://ferry.example/a?b=1",
        captured=WHEN,
        content="<html><p>김 하나</p></html>".encode(),
        title="하나",
    ),
    WebPage(url="http://quay.example:8080/", captured=WHEN, content=b"<html>\r\n\r\nWARC/1.1\r\n</html>"),
    WebPage(url="urn:sha256:ab", captured=WHEN, content=b"<p>kept without an address</p>"),
)


def _written(folder: Path, pages: tuple[WebPage, ...] = PAGES) -> Path:
    target = folder / "pages.wacz"
    assert write_wacz(target, pages, software="khronika tests", made=WHEN) == len(pages)
    return target


def test_every_digest_fits_and_the_records_lie_where_the_index_says(tmp_path: Path) -> None:
    import gzip
    import hashlib

    with zipfile.ZipFile(_written(tmp_path)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert package["wacz_version"] == "1.1.1"
        for row in package["resources"]:
            assert row["hash"] == "sha256:" + hashlib.sha256(archive.read(row["path"])).hexdigest()
        own = json.loads(archive.read("datapackage-digest.json"))
        assert own["hash"] == "sha256:" + hashlib.sha256(archive.read("datapackage.json")).hexdigest()
        warc = archive.read("archive/data.warc.gz")
        lines = archive.read("indexes/index.cdx").decode().splitlines()
        assert lines == sorted(lines)
        for line in lines:
            told = json.loads(line.split(" ", 2)[2])
            start = int(told["offset"])
            record = gzip.decompress(warc[start : start + int(told["length"])])
            assert record.startswith(b"WARC/1.1\r\nWARC-Type: resource")
            assert f"WARC-Target-URI: {told['url']}\r\n".encode() in record


def test_the_validator_of_the_web_archivists_finds_nothing_wrong(tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="pip install wacz")
    program = Path(sys.executable).with_name("wacz")
    found = str(program) if program.exists() else shutil.which("wacz")
    assert found
    done = subprocess.run(
        [found, "validate", "-f", str(_written(tmp_path))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Valid" in done.stdout + done.stderr


def test_a_casebooks_pages_are_read_back_as_they_were(tmp_path: Path) -> None:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with zipfile.ZipFile(_written(tmp_path)) as archive:
        stream = io.BytesIO(archive.read("archive/data.warc.gz"))
    found = {
        record.headers["WARC-Target-URI"]: record.reader.read()
        for record in ArchiveIterator(stream, WarcRecordType.resource, parse_http=False)
    }
    assert found == {page.url: page.content for page in PAGES}


def test_it_is_taken_in_again_page_by_page(tmp_path: Path) -> None:
    content = _written(tmp_path).read_bytes()
    items = [one for one in expand("pages.wacz", content) if isinstance(one, Item)]
    assert [(i.url, i.content, i.captured) for i in items] == [(p.url, p.content, p.captured) for p in PAGES]


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    source, broken = _written(tmp_path), tmp_path / "broken.wacz"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name.startswith("archive/"):
                content[len(content) // 2] ^= 1
            new.writestr(name, bytes(content))
    found = list(expand("broken.wacz", broken.read_bytes()))
    assert [type(one) for one in found] == [Refused]


@given(url=st.text(max_size=200))
def test_no_address_breaks_out_of_its_line(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("w")
    page = WebPage(url=f"http://x.example/{url}", captured=WHEN, content=b"<p>x</p>")
    with zipfile.ZipFile(_written(folder, (page,))) as archive:
        assert len(archive.read("indexes/index.cdx").decode("utf-8", "surrogatepass").splitlines()) == 1
        assert len(archive.read("pages/pages.jsonl").splitlines()) == 2


def test_addresses_sort_by_their_site() -> None:
    assert sort_key("https://www.quay.example/") == "example,quay)/"


def test_an_export_from_a_casebook_is_noted(casebook, tmp_path: Path) -> None:
    from khronika.casebook.intake import add_files
    from khronika.casebook.web_pages import export_pages
    from khronika.errors import CasebookExistsError
    from khronika.store.models import CustodyRow

    page = tmp_path / "a.html"
    page.write_text(
        "<html><h1>Held</h1>" + "<p>Two women were led away on Monday night, a neighbour said.</p>" * 6
    )
    add_files(casebook, [page], by="tests")
    target = tmp_path / "out.wacz"
    assert export_pages(casebook, target, by="tests") == 1
    assert '"exported"' in CustodyRow.objects.order_by("-number")[0].line
    with pytest.raises(CasebookExistsError):
        export_pages(casebook, target, by="tests")


@pytest.mark.parametrize("url", ["http://[", "http://a:99999999/", "http://a:b/", "http://[::1", "//", ""])
def test_an_address_that_a_hostile_archive_made_up_stops_nothing(url: str, tmp_path: Path) -> None:
    page = WebPage(url=url, captured=WHEN, content=b"<p>x</p>")
    with zipfile.ZipFile(_written(tmp_path, (*PAGES, page))) as archive:
        assert len(archive.read("indexes/index.cdx").splitlines()) == len(PAGES) + 1


def test_what_fails_halfway_leaves_nothing_and_what_is_written_is_its_owners_alone(tmp_path: Path) -> None:
    def pages() -> Iterator[WebPage]:
        yield PAGES[0]
        raise OSError("the disk is full")

    target = tmp_path / "pages.wacz"
    with pytest.raises(OSError, match="disk"):
        write_wacz(target, pages(), software="tests", made=WHEN)
    assert list(tmp_path.iterdir()) == []
    _written(tmp_path)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_wacz(target, PAGES, software="tests", made=WHEN)
