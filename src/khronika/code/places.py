"""Find where: names of the gazetteer become a place with its province and country, never anything finer.

A name that stands for several places is decided by the other places of the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from khronika.code.data import table, words
from khronika.record import Place

_NO_PROVINCES = frozenset({"HK", "MO", "SG"})  # one city: no province is ever told
_SHORT = 3
_COLUMN = {"en": 2, "ko": 3, "zh": 4}
_CITIES = frozenset({"HK", "MO", "SG"})
_LEVELS = ("east_asia", "world")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A name of a place in a text. `level` is country, province or town."""

    start: int
    end: int
    name: str
    admin1: str | None
    country: str
    level: str

    @property
    def place(self) -> Place:
        """A city that is its own country (Hong Kong) has no province."""
        return Place(
            name=self.name,
            admin1=None if self.country in _CITIES else self.admin1,
            country=self.country,
        )


@dataclass(frozen=True, slots=True)
class _Meaning:
    admin1: str | None
    country: str
    level: str


@cache
def _names(lang: str) -> dict[str, tuple[_Meaning, ...]]:
    found: dict[str, list[_Meaning]] = {}
    column = _COLUMN[lang]
    for row in table("countries"):
        names = row[{"en": 1, "ko": 3, "zh": 4}[lang]] if len(row) > 4 else row[1]
        for name in filter(None, names.split("|")):
            found.setdefault(name, []).append(_Meaning(None, row[0], "country"))
    for source in _LEVELS:
        for row in table(source):
            names = row[column] if len(row) > column else ""
            province = {row[1]} if lang == "en" else set()
            for rank, name in enumerate(filter(None, names.split("|"))):
                level = "province" if name in province or (rank == 0 and _only_province(row)) else "town"
                admin1 = None if row[0] in _NO_PROVINCES else row[1]
                found.setdefault(name, []).append(_Meaning(admin1, row[0], level))
    return {name: tuple(meanings) for name, meanings in found.items()}


@cache
def _wide(lang: str) -> dict[str, tuple[_Meaning, ...]]:
    """Names of towns that are believed only in a report of their country, and where the words place them."""
    found: dict[str, list[_Meaning]] = {}
    for row in table("wide"):
        for name in filter(None, (row[_COLUMN[lang]] if len(row) > _COLUMN[lang] else "").split("|")):
            if name not in _names(lang):
                found.setdefault(name, []).append(_Meaning(row[1], row[0], "town"))
    return {name: tuple(meanings) for name, meanings in found.items()}


def _only_province(row: tuple[str, ...]) -> bool:
    return row[2].split("|")[0] == row[1]


@cache
def _automaton(lang: str, *, wide: bool = False) -> Any:
    import ahocorasick

    machine = ahocorasick.Automaton()
    for name in _wide(lang) if wide else _names(lang):
        machine.add_word(name, name)
    machine.make_automaton()
    return machine


@cache
def _edges(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = words(lang, "places")
    return re.compile(known["before"] + "$"), re.compile(known["after"])


@cache
def _doubtful(lang: str) -> dict[str, re.Pattern[str]]:
    """Names that are common words too, with what must follow where they are names."""
    return {name: re.compile(after) for name, after in (words(lang, "places").get("doubtful") or {}).items()}


def find_places(text: str, lang: str) -> tuple[FoundPlace, ...]:
    """Return the places that a text names, in order; of overlapping names the longest.

    >>> [(p.name, p.admin1, p.country) for p in find_places("They were held at Tumen in China.", "en")]
    [('Tumen', 'Jilin', 'CN'), ('China', None, 'CN')]
    """
    if not text:
        return ()
    chosen = [(start, end, name, _names(lang)[name]) for start, end, name in _hits(text, lang, wide=False)]
    countries = {m.country for hit in chosen for m in hit[3] if len({n.country for n in hit[3]}) == 1}
    countries |= {code for name, code in nationality_words(lang).items() if name in text}
    if countries:
        chosen = sorted([*chosen, *_wide_hits(text, lang, countries, chosen)])
    return _decide(chosen)


def _hits(text: str, lang: str, *, wide: bool) -> list[tuple[int, int, str]]:
    """Return the names that stand as words, the longest where several overlap."""
    before, after = _edges(lang)
    hits: list[tuple[int, int, str]] = []
    for last, name in _automaton(lang, wide=wide).iter(text):
        start, end = last - len(name) + 1, last + 1
        if name in _doubtful(lang) and not _doubtful(lang)[name].match(text, end):
            continue
        if before.search(text[max(0, start - 6) : start]) and after.match(text, end):
            hits.append((start, end, name))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    chosen: list[tuple[int, int, str]] = []
    for hit in hits:
        if not chosen or hit[0] >= chosen[-1][1]:
            chosen.append(hit)
    return chosen


def _wide_hits(
    text: str, lang: str, countries: set[str], taken: list[tuple[int, int, str, tuple[_Meaning, ...]]]
) -> Iterator[tuple[int, int, str, tuple[_Meaning, ...]]]:
    """Yield the towns of the report's countries that the words beside them place."""
    placed, named = _placing(lang)
    covered = [(start, end) for start, end, _name, _meanings in taken]
    for start, end, name in _hits(text, lang, wide=True):
        meanings = tuple(m for m in _wide(lang)[name] if m.country in countries)
        if not meanings or any(low < end and start < high for low, high in covered):
            continue
        short = lang == "zh" and len(name) < _SHORT  # two characters are a word more often than a town
        if named.match(text, end) or (not short and placed.search(text[max(0, start - 40) : start])):
            yield start, end, name, meanings


@cache
def _placing(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = words(lang, "places")
    return re.compile(known["wide_before"]), re.compile(known["wide_after"])


def _decide(hits: list[tuple[int, int, str, tuple[_Meaning, ...]]]) -> tuple[FoundPlace, ...]:
    weight: defaultdict[str, float] = defaultdict(float)
    for _start, _end, _name, meanings in hits:
        for meaning in {(m.country, m.admin1) for m in meanings}:
            weight[meaning[0]] += 1 / len(meanings)
            weight[f"{meaning[0]}/{meaning[1]}"] += 1 / len(meanings)
    return tuple(
        FoundPlace(
            start=start, end=end, name=name, admin1=best.admin1, country=best.country, level=best.level
        )
        for start, end, name, best in (
            (start, end, name, max(ms, key=lambda m: weight[f"{m.country}/{m.admin1}"] + weight[m.country]))
            for start, end, name, ms in hits
        )
    )


@cache
def nationality_words(lang: str) -> dict[str, str]:
    """Return words of nationality with their country ("North Korean" is KP)."""
    found: dict[str, str] = {}
    for row in table("countries"):
        cell = {"en": 2, "ko": 3, "zh": 4}[lang]
        for name in filter(None, (row[cell] if len(row) > cell else "").split("|")):
            found[name] = row[0]
    return found


@cache
def country_names(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the names of countries and their people with the code, longest first."""
    found: list[tuple[str, str]] = []
    for row in table("countries"):
        cells = {"en": (1, 2), "ko": (3,), "zh": (4, 5)}[lang]
        for cell in cells:
            found += [(name, row[0]) for name in (row[cell] if len(row) > cell else "").split("|") if name]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
