"""Two of three shares open a casebook whose passphrase is lost; one alone, or those of another, never."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.casebook import create_casebook, open_casebook
from khronika.casebook.recovery import recover_keys, split_keys
from khronika.casebook.verify import verify as checks_of
from khronika.errors import CasebookBusyError, SharesError, WeakPassphraseError, WrongPassphraseError
from khronika.protect.shares import cut, join
from tests.conftest import PASSPHRASE

NEW = "five other random words"


@pytest.fixture
def shares(casebook_path: Path) -> list[str]:
    with create_casebook(casebook_path, PASSPHRASE) as book:
        return split_keys(book, by="tests")


@given(secret=st.binary(min_size=32, max_size=32), pair=st.sampled_from([(0, 1), (0, 2), (1, 2), (2, 0)]))
@settings(max_examples=15)
def test_any_two_shares_give_the_secret_back(secret: bytes, pair: tuple[int, int]) -> None:
    made = cut(secret)
    assert join([made[n] for n in pair]) == secret


@pytest.mark.parametrize("pair", list(itertools.combinations(range(3), 2)))
def test_two_shares_set_a_new_passphrase(
    casebook_path: Path, shares: list[str], pair: tuple[int, int]
) -> None:
    recover_keys(casebook_path, [shares[n] for n in pair], NEW)
    with pytest.raises(WrongPassphraseError):
        open_casebook(casebook_path, PASSPHRASE)
    with open_casebook(casebook_path, NEW) as book:
        assert [check.wrong for check in checks_of(book) if check.wrong] == []
        from khronika.store.models import LedgerRow

        assert LedgerRow.objects.filter(did="recovered keys").count() == 1


def _refused(casebook_path: Path, words: list[str]) -> None:
    before = (casebook_path / "keys" / "access.json").read_bytes()
    with pytest.raises(SharesError) as refused:
        recover_keys(casebook_path, words, NEW)
    assert not any(word in str(refused.value) for share in words for word in share.split() if len(word) > 5)
    assert (casebook_path / "keys" / "access.json").read_bytes() == before
    open_casebook(casebook_path, PASSPHRASE).close()


def test_one_share_is_not_enough_however_often_it_is_given(casebook_path: Path, shares: list[str]) -> None:
    _refused(casebook_path, shares[:1])
    _refused(casebook_path, [shares[0], f"  {shares[0].upper()} "])


def test_a_changed_word_is_noticed(casebook_path: Path, shares: list[str]) -> None:
    words = shares[0].split()
    words[9] = "academic" if words[9] != "academic" else "acid"
    _refused(casebook_path, [" ".join(words), shares[1]])


@pytest.mark.parametrize(
    "words", [["", ""], ["a", "b"], ["\x00" * 100, "x" * 5_000], ["가 나 다", "라 마 바"]]
)
def test_rubbish_is_refused(casebook_path: Path, shares: list[str], words: list[str]) -> None:
    assert shares
    _refused(casebook_path, words)


def test_shares_of_another_secret_open_nothing(casebook_path: Path, shares: list[str]) -> None:
    assert shares
    _refused(casebook_path, cut(os.urandom(32))[:2])


def test_new_shares_make_the_old_ones_worthless(casebook_path: Path, shares: list[str]) -> None:
    with open_casebook(casebook_path, PASSPHRASE) as book:
        newer = split_keys(book, by="tests")
    _refused(casebook_path, shares[:2])
    _refused(casebook_path, [shares[0], newer[1]])
    recover_keys(casebook_path, newer[1:], NEW)


def test_a_weak_passphrase_is_refused_before_anything_is_written(
    casebook_path: Path, shares: list[str]
) -> None:
    with pytest.raises(WeakPassphraseError):
        recover_keys(casebook_path, shares[:2], "short")
    open_casebook(casebook_path, PASSPHRASE).close()


def test_nothing_is_recovered_while_somebody_works(casebook_path: Path, shares: list[str]) -> None:
    with open_casebook(casebook_path, PASSPHRASE), pytest.raises(CasebookBusyError):
        recover_keys(casebook_path, shares[:2], NEW)
    open_casebook(casebook_path, PASSPHRASE).close()


def test_the_shares_are_nowhere_in_the_casebook(casebook_path: Path, shares: list[str]) -> None:
    kept = b"".join(path.read_bytes() for path in casebook_path.rglob("*") if path.is_file())
    for share in shares:
        assert share.encode() not in kept
        assert " ".join(share.split()[4:8]).encode() not in kept


def _khronika(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khronika", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_commands_go_the_whole_way(casebook_path: Path, passphrase_file: Path, tmp_path: Path) -> None:
    create_casebook(casebook_path, PASSPHRASE).close()
    plain = _khronika("keys", "split", casebook_path, "--passphrase-file", passphrase_file)
    assert plain.returncode == 2
    assert "--to FOLDER" in plain.stderr
    done = _khronika(
        "keys", "split", casebook_path, "--to", tmp_path / "s", "--passphrase-file", passphrase_file
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    files = sorted((tmp_path / "s").iterdir())
    assert [f.name for f in files] == [f"share-{n}.{kind}" for n in (1, 2, 3) for kind in ("svg", "txt")]
    assert all(f.stat().st_mode & 0o077 == 0 for f in files)
    new = tmp_path / "new"
    new.write_text(NEW)
    wrong = _khronika("keys", "recover", casebook_path, "--share", files[1], "--passphrase-file", new)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (4, 1), wrong.stderr
    done = _khronika(
        "keys", "recover", casebook_path, "--share", files[1], "--share", files[5], "--passphrase-file", new
    )
    assert done.returncode == 0, done.stderr
    open_casebook(casebook_path, NEW).close()
