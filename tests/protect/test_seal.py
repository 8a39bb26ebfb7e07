"""Seal then open is the identity; nothing else opens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.errors import CasebookError, WeakPassphraseError, WrongPassphraseError
from khronika.protect import seal as locks


@given(st.binary(max_size=200))
def test_seal_then_open_is_the_identity(content: bytes) -> None:
    key, other = locks.new_identity(), locks.new_identity()
    box = locks.seal(content, [key.public])
    assert locks.unseal(box, key.secret) == content
    with pytest.raises(WrongPassphraseError):
        locks.unseal(box, other.secret)


@settings(max_examples=5)
@given(st.text(min_size=12, max_size=30))
def test_a_wrapped_secret_opens_with_its_passphrase_alone(passphrase: str) -> None:
    box = locks.wrap(b"secret", passphrase, "tests")
    assert locks.unwrap(box, passphrase, "tests") == b"secret"
    with pytest.raises(WrongPassphraseError):
        locks.unwrap(box, passphrase + "!", "tests")
    with pytest.raises(WrongPassphraseError):
        locks.unwrap(box, passphrase, "another purpose")


def test_two_keyboards_write_one_passphrase() -> None:
    box = locks.wrap(b"secret", "é" * 12, "tests")
    assert locks.unwrap(box, "e\u0301" * 12, "tests") == b"secret"


@pytest.mark.parametrize(
    "change", [{"memory_kib": 8}, {"memory_kib": 2**40}, {"passes": 1}, {"passes": 10**6}]
)
def test_cost_parameters_out_of_bounds_are_refused(change: dict[str, int]) -> None:
    box = locks.wrap(b"secret", "a passphrase of length", "tests")
    box["kdf"] |= change
    with pytest.raises(CasebookError):
        locks.unwrap(box, "a passphrase of length", "tests")


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(WeakPassphraseError):
        locks.check_passphrase("short")


def test_keys_show_nothing_of_themselves() -> None:
    key = locks.new_identity()
    assert key.secret not in repr(key)
