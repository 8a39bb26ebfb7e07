"""Serve a casebook in this process and look at it with headless Chromium."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Return Debian's Chromium, if it is there."""
    return shutil.which("chromium")


@contextmanager
def served(casebook: Any) -> Iterator[str]:
    """Serve an open casebook on a free port of the loopback address."""
    from khronika.web.serve import address_of, make_server

    server = make_server(casebook, port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield address_of(server)
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(timeout=10)


@contextmanager
def browsing() -> Iterator[Any]:
    """Start Chromium and stop it again."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def profile(folder: Any) -> Iterator[Any]:
    """Start Chromium with a profile on disk, as a person would have it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder), executable_path=chromium(), args=list(FLAGS), locale="en"
        )
        try:
            yield context
        finally:
            context.close()


def sign_in(page: Any, address: str, name: str, password: str) -> None:
    """Type a name and a password."""
    page.goto(f"{address}sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/queue")
