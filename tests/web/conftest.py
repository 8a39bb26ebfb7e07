"""A desk for tests: the settings are chosen before anything opens a casebook in this process."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "khronika.web.settings"
sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.fixture(scope="session", autouse=True)
def desk_settings() -> None:
    """Set Django up, for tests that need no casebook."""
    import django

    django.setup()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Leave no language behind: a page in Korean must not make the next test speak it."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed casebook, made once: passphrases are slow to stretch, as they should be."""
    from tests.web.world import make_world

    folder = tmp_path_factory.mktemp("world") / "casebook"
    make_world(folder).close()
    return folder


@pytest.fixture
def world(first_world: Path, tmp_path: Path) -> Iterator[Any]:
    """An open casebook on the desk, a fresh copy for every test."""
    from khronika.casebook import open_casebook
    from khronika.web.open_casebook import clear, lay_out
    from tests.web.world import PASSPHRASE

    folder = tmp_path / "casebook"
    shutil.copytree(first_world, folder)
    with open_casebook(folder, PASSPHRASE) as casebook:
        lay_out(casebook)
        yield casebook
        clear()


@pytest.fixture
def member(world: Any) -> Callable[[str], Any]:
    """Return a member of the world by name."""
    from khronika.casebook.members import find_member

    return find_member


@pytest.fixture
def as_role(world: Any) -> Callable[[str], Any]:
    """Return a browser without JavaScript in which a member is signed in."""
    from django.test import Client

    from khronika.store.models import Member

    def signed_in(name: str) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(Member.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
