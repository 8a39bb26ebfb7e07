"""Load the words of a language: they are data, checked when loaded, never strings inside functions."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

FOLDERS = {"en": "english", "ko": "korean", "zh": "chinese"}


@cache
def words(lang: str, name: str) -> Any:
    """Return one word file of a language, e.g. `words("en", "dates")`."""
    path = files("khronika.code").joinpath(FOLDERS[lang], f"{name}.yaml")
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 - a safe loader


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a gazetteer table, without comments."""
    path = files("khronika.code").joinpath("gazetteer", f"{name}.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def alternatives(choices: Any, *, plain: bool = True) -> str:
    """Return a pattern that matches any of the choices, longest first.

    >>> alternatives(["may", "march"])
    'march|may'
    """
    ordered = sorted((str(c) for c in choices), key=len, reverse=True)
    return "|".join(re.escape(c) if plain else c for c in ordered)


@cache
def _loader() -> type:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
