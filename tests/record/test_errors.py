"""Every error holds a sentence, a next step, an exit status and an HTTP status."""

import re

import pytest

from khronika import errors
from khronika.errors import KhronikaError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KhronikaError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_says_what_went_wrong_and_what_to_do(kind: type[KhronikaError]) -> None:
    names = set(re.findall(r"{(\w+)", kind.template + kind.next_step))
    made = kind(**dict.fromkeys(names, "x"))
    sentence = str(made)
    assert "{" not in sentence
    assert made.sentence.endswith((".", "x", ")"))
    assert len(made.sentence) < len(sentence) or kind.next_step == ""
    assert "\n" not in sentence
    assert 1 <= kind.exit_status < 128
    assert 200 <= kind.http_status < 600
