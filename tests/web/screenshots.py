"""Take the screenshots of the README from an invented casebook.

python -m tests.web.screenshots docs/screenshots
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "khronika.web.settings"


def main(folder: Path) -> None:
    """Write one PNG per scene."""
    from tests.web.browser import browsing, served, sign_in
    from tests.web.world import PASSWORD, make_world

    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        make_world(Path(place) / "casebook", hostile=False) as casebook,
    ):
        _judge_some()
        with served(casebook) as address, browsing() as browser:
            page = _page(browser, 1440, 900)
            sign_in(page, address, "admin", PASSWORD)
            for name, path, size, scheme in SCENES:
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                page.goto(address + path)
                if name == "report" or name == "report-dark":
                    page.keyboard.press("j")
                if name == "correct":
                    page.keyboard.press("j")
                    page.keyboard.press("c")
                    page.wait_for_selector(".correction")
                page.wait_for_timeout(250)
                page.screenshot(path=folder / f"{name}.png", full_page=name in FULL)
                _make_small(folder / f"{name}.png")


WIDE, PHONE = {"width": 1360, "height": 850}, {"width": 360, "height": 740}
SCENES: tuple[tuple[str, str, Any, Any], ...] = (
    ("queue", "queue", {"width": 1200, "height": 720}, "light"),
    ("report", "reports/r-0001", WIDE, "light"),
    ("report-dark", "reports/r-0001", WIDE, "dark"),
    ("correct", "reports/r-0001", WIDE, "light"),
    ("incidents", "incidents", {"width": 1200, "height": 560}, "light"),
    ("incident", "incidents/i-hebei", WIDE, "light"),
    ("phone", "reports/r-0001", PHONE, "light"),
    *(
        (f"extra-{path.split('/')[0]}{'-dark' if scheme == 'dark' else ''}", path, size, scheme)
        for path, size, scheme in (
            ("people", WIDE, "dark"),
            ("members", WIDE, "light"),
            ("log/activity", WIDE, "light"),
            ("appearance", WIDE, "dark"),
            ("queue", PHONE, "light"),
            ("help", WIDE, "light"),
        )
        if os.environ.get("EXTRA")
    ),
)
FULL = {"incident"}


def _page(browser: Any, width: int, height: int) -> Any:
    return browser.new_context(viewport={"width": width, "height": height}, locale="en").new_page()


def _make_small(path: Path) -> None:
    """Keep 128 colours: the pages have few, and a README should load fast."""
    from PIL import Image

    with Image.open(path) as image:
        small = image.convert("RGB").quantize(128)
    small.save(path, optimize=True)


def _judge_some() -> None:
    from khronika.casebook.reviewing import judge
    from khronika.record import Correction
    from khronika.store.models import Member

    coder, reviewer = Member.objects.get(username="coder"), Member.objects.get(username="reviewer")
    judge(coder, "c-arrest", "accept")
    judge(reviewer, "c-arrest", "accept")
    judge(
        coder, "c-held", "correct", corrections=[Correction(value="actor", becomes="police", quote=_police())]
    )
    judge(coder, "c-return", "reject", reason="The official speaks of another year; see paragraph 3.")
    judge(reviewer, "c-return", "accept")


def _police() -> Any:
    from khronika.record import ReportId, quote_at
    from tests.web.world import FIRST

    at = FIRST.index("Police")
    return quote_at(ReportId("r-0001"), FIRST, at, at + 6)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
