"""A desk for tests: the settings are chosen before anything opens a casebook in this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "khronika.web.settings"
sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Any]:
    """An open casebook on the desk."""
    from khronika.web.open_casebook import clear, lay_out
    from tests.web.world import make_world

    with make_world(tmp_path / "casebook") as casebook:
        lay_out(casebook)
        yield casebook
        clear()


@pytest.fixture
def as_role(world: Any) -> Callable[[str], Any]:
    """Return a browser without JavaScript in which a member of a role is signed in."""
    from django.test import Client

    from khronika.store.models import Member

    def signed_in(name: str) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(Member.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
