"""The command that opens the desk."""

import re
import shutil
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from tests.web.world import PASSPHRASE, PASSWORD

RUN = "import typer; from khronika.cli.desk import desk; app = typer.Typer(); app.command()(desk); app()"


def _files(folder):
    (folder / "passphrase").write_text(PASSPHRASE + "\n")
    (folder / "password").write_text(PASSWORD + "\n")
    return ["--passphrase-file", str(folder / "passphrase")]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_prints_its_address_answers_and_ends_quietly(first_world, tmp_path, told):
    book = tmp_path / "casebook"
    shutil.copytree(first_world, book)
    command = [sys.executable, "-c", RUN, str(book), "--port", "0", *_files(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        line = desk.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line).group()
        with urlopen(address) as answer:
            assert answer.url == f"{address}sign-in?next=/"
        desk.send_signal(told)
        out, err = desk.communicate(timeout=20)
    assert (out, err, desk.returncode) == ("", "", 0)
    assert not list(book.glob("*-wal"))


def test_without_a_member_it_says_how_to_make_one(tmp_path, monkeypatch):
    from khronika.casebook import create_casebook
    from khronika.casebook.members import find_member, has_members
    from khronika.cli import desk as command
    from khronika.errors import UsageError

    with create_casebook(tmp_path / "casebook", PASSPHRASE):
        monkeypatch.setattr(command.sys.stdin, "isatty", lambda: False, raising=False)
        with pytest.raises(UsageError, match="--first-user"):
            command._ensure_member(None, None)
        assert not has_members()
        _files(tmp_path)
        command._ensure_member("first", tmp_path / "password")
        assert find_member("first").role == "admin"
        command._ensure_member("second", tmp_path / "password")
        with pytest.raises(Exception, match="no user"):
            find_member("second")
