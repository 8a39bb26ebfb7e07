"""What all tests share: a casebook of their own, invented reports, and no network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khronika.web.settings")

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
SEEDS = ROOT.parent / "shared" / "seeds"
PASSPHRASE = "five random words for tests"

settings.register_profile(
    "everyday", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("everyday")


@pytest.fixture
def casebook_path(tmp_path: Path) -> Path:
    return tmp_path / "casebook"


@pytest.fixture
def casebook(casebook_path: Path) -> Iterator[object]:
    """An open, empty casebook."""
    from khronika.casebook import create_casebook

    with create_casebook(casebook_path, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return file


@pytest.fixture
def seeds() -> Path:
    """The two real reports; they are not part of the project."""
    if not SEEDS.is_dir():
        pytest.skip("the real reports are not here (../shared/seeds)")
    return SEEDS


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with three short invented reports, one of them a copy on another site."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    body = (
        "Chinese police arrested five North Korean women in the border city of Yanji, Jilin Province, on "
        "March 14, a source in Yanji told the Daily Ferry on condition of anonymity.\n\n"
        "The women had been waiting in a rented flat to be moved south. They are being held at a detention "
        "centre in Tumen, the source said.\n\n"
        "Neighbours said that the flat had been rented in February and that nobody had noticed anything.\n"
    )
    (folder / "ferry.txt").write_text(
        f"DAILY FERRY\n20 March 2024\n\nFive women taken in Yanji\nBy Maren Tolliver\n\n{body}",
        encoding="utf-8",
    )
    (folder / "copy.html").write_text(
        "<!doctype html><html><head><title>Five women taken in Yanji | Open Pier</title></head><body>"
        "<nav>Home About Donate</nav><article><h1>Five women taken in Yanji</h1>"
        "<p>Posted on March 22, 2024. This report was first published by Daily Ferry and is republished with "
        "permission.</p>"
        + "".join(f"<p>{p}</p>" for p in body.strip().split("\n\n"))
        + "</article></body></html>",
        encoding="utf-8",
    )
    (folder / "weather.txt").write_text(
        "THE HARBOUR REVIEW\n11 March 2024\n\nA mild spring on the coast\n\n"
        "The weather was mild all week and the cherry trees on the harbour front came into blossom early, "
        "said a gardener. Visitors are expected on Sunday, when the annual regatta starts.\n",
        encoding="utf-8",
    )
    return folder
