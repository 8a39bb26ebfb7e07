"""A browser with a profile on disk is searched afterwards, byte by byte, for what was read and typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import chromium, profile, served, sign_in
from tests.web.world import CUSTODIAN, PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="needs Debian's chromium"),
]
READ = ("Baoding", "a source in China", "Two women arrested", "Mira Halden")
TYPED = ("Wilhelmina Krantz", "by the old mill", "canary reason of nine", PASSWORD, CUSTODIAN)


def test_nothing_read_or_typed_is_in_the_profile(world: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with served(world) as address, profile(tmp_path / "profile") as context:
        page = context.pages[0]
        sign_in(page, address, "custodian", PASSWORD)
        _seal_and_open(page, address)
        page.goto(address + "reports/r-0001")
        page.locator("#claim-2").focus()
        page.keyboard.press("r")
        page.keyboard.type("canary reason of nine")
        page.get_by_role("button", name="Reject the claim").last.focus()
        page.locator("#claim-1").focus()
        page.keyboard.press("c")
        page.wait_for_selector(".correction")
        page.locator("#words-ground").fill("by the old mill")
        page.goto(address + "incidents/i-hebei")
        page.go_back()
        page.wait_for_timeout(3000)  # the browser writes its session now and then
    assert found_in(tmp_path / "profile", (*READ, *TYPED)) == []


def _seal_and_open(page: Any, address: str) -> None:
    page.goto(address + "people")
    page.locator("#p-name").fill("Wilhelmina Krantz")
    page.locator("#p-contact").fill("by the old mill")
    page.get_by_role("button", name="Seal it").click()
    page.get_by_role("link", name="open").click()
    page.get_by_label("Custodian's passphrase").fill(CUSTODIAN)
    page.get_by_role("button", name="Open this identity").click()
    page.get_by_text("Wilhelmina Krantz").wait_for()
    page.goto(address + "people")
    page.locator("#p-name").fill("Mira Halden")  # typed and left unsent


def found_in(folder: Path, words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each word that stands in a file, as UTF-8 or UTF-16, and the file."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 10
    return [
        (word, str(path.relative_to(folder)))
        for path in files
        for content in [path.read_bytes()]
        for word in words
        if word.encode() in content or word.encode("utf-16-le") in content
    ]
