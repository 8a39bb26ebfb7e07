"""Hangul in Latin letters by four systems, and Latin letters back to the Hangul that they may stand for.

"Kim Jong-un" may be 김정은 or 김종은; "Gim Jeong-eun" may be 김정은, not 김종은: they share one.

>>> [romanised("김정은", system) for system in SYSTEMS]
['Gim Jeongeun', 'Kim Chŏngŭn', 'Kim Cengun', 'Kim Jongun']
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

SYSTEMS = ("rr", "mr", "yale", "nk")
MOST_READINGS = 600
_FIRST = 0xAC00
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_Y_VOWELS = frozenset("ㅑㅒㅕㅖㅛㅠㅣ")


def is_hangul(text: str) -> bool:
    """Say whether all of a text are Hangul syllables."""
    return bool(text) and all("가" <= sign <= "힣" for sign in text)


def parts_of(syllable: str) -> tuple[int, int, int]:
    """Return the numbers of a syllable's initial, medial and final.

    >>> parts_of("한")
    (18, 0, 4)
    """
    number = ord(syllable) - _FIRST
    return number // 588, number % 588 // 28, number % 28


def folded(hangul: str) -> str:
    """Return a name as the South writes it: an initial ㄹ or ㄴ before i and y falls, other ㄹ are ㄴ.

    >>> folded("리룡"), folded("림란"), folded("한녀")
    ('이용', '임난', '한여')
    """
    return "".join(_folded(sign) for sign in hangul)


def romanised(name: str, system: str) -> str:
    """Return a Korean name in Latin letters, the surname first: rr, mr, yale or nk.

    Sounds are not joined across syllables, as the Revised system has it for names; McCune–Reischauer
    voices k, t, p and ch between vowels.
    """
    surname, given = split_name(name)
    return " ".join(_spelled(part, system).capitalize() for part in (surname, given) if part)


def split_name(name: str) -> tuple[str, str]:
    """Return the surname and the given name of a name in Hangul.

    >>> split_name("선우진"), split_name("김정은")
    (('선우', '진'), ('김', '정은'))
    """
    if name[:2] in surnames() and len(name) > 2:
        return name[:2], name[2:]
    return name[:1], name[1:]


def readings(latin: Sequence[str]) -> frozenset[str]:
    """Return the names in Hangul, folded, that a name in Latin words may stand for, surname first or last.

    >>> "김정은" in readings(["kim", "jong", "un"]), "김정은" in readings(["jeongeun", "gim"])
    (True, True)
    >>> readings(["john", "smith"])
    frozenset()
    """
    found: set[str] = set()
    for surname, given in ((latin[0], latin[1:]), (latin[-1], latin[:-1])) if len(latin) > 1 else ():
        for first in _surname_spellings().get(surname, ()):
            for rest in _given(given):
                found.add(first + rest)
                if len(found) >= MOST_READINGS:
                    return frozenset(found)
    return frozenset(found)


@cache
def surnames() -> tuple[str, ...]:
    """Return Korean surnames."""
    return tuple(_lists()[0])


@cache
def name_syllables() -> frozenset[str]:
    """Return the syllables that stand in given names, folded."""
    return frozenset(folded(syllable) for syllable in _lists()[1])


def plain(latin: str) -> str:
    """Return a word in small letters from a to z: signs and apostrophes fall.

    >>> plain("Ch'ŏl"), plain("Hsüeh")
    ('chol', 'hsueh')
    """
    bare = unicodedata.normalize("NFKD", latin.casefold())
    return "".join(sign for sign in bare if "a" <= sign <= "z")


def _folded(sign: str) -> str:
    if not is_hangul(sign):
        return sign
    initial, medial, final = parts_of(sign)
    name, vowel = _INITIALS[initial], _MEDIALS[medial]
    if name in "ㄹㄴ" and vowel in _Y_VOWELS:
        name = "ㅇ"
    elif name == "ㄹ":
        name = "ㄴ"
    return chr(_FIRST + _INITIALS.index(name) * 588 + medial * 28 + final)


def _spelled(syllables: str, system: str) -> str:
    table, out = _tables()["systems"][system], ""
    for sign in syllables:
        initial, medial, final = parts_of(sign)
        begin = table["initials"][initial]
        if system == "mr" and out and out[-1] in "aeiouŏŭnmgl":
            begin = {"k": "g", "t": "d", "p": "b", "ch": "j"}.get(begin, begin)
        out += begin + table["medials"][medial] + table["finals"][final]
    return out


def _given(words: Sequence[str]) -> Iterator[str]:
    """Yield the given names, folded, of one to three syllables; a word ends where a syllable ends."""
    choices = [_words(word) for word in words]
    if not all(choices):
        return
    for parts in product(*choices):
        joined = "".join(parts)
        if 1 <= len(joined) <= 3:
            yield joined


@cache
def _words(word: str) -> tuple[str, ...]:
    """Return the runs of one or two syllables (three in a long word) that a word may spell."""
    table = _syllable_spellings()
    ends: list[list[str]] = [[] for _ in range(len(word) + 1)]
    ends[0] = [""]
    for at in range(len(word)):
        for to in range(at + 1, min(len(word), at + 6) + 1):
            for syllable in table.get(word[at:to], ()):
                ends[to] += [before + syllable for before in ends[at] if len(before) < 3]
    return tuple(sorted(dict.fromkeys(ends[-1]), key=lambda s: (len(s), s))[:MOST_READINGS])


@cache
def _syllable_spellings() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for syllable in {*_lists()[1], *name_syllables()}:
        for spelling in _spellings(syllable):
            found[spelling].add(folded(syllable))
    return {spelling: tuple(sorted(syllables)) for spelling, syllables in found.items()}


@cache
def _surname_spellings() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    own = _tables()["surnames"]
    for surname in surnames():
        choices = [_spellings(sign) for sign in surname]
        for spelling in {"".join(parts) for parts in product(*choices)} | set(own.get(folded(surname), ())):
            found[spelling].add(folded(surname))
    return {spelling: tuple(sorted(found[spelling])) for spelling in found}


def _spellings(syllable: str) -> set[str]:
    tables = _tables()
    initial, medial, final = parts_of(syllable)
    parts = (
        tables["initials"][_INITIALS[initial]],
        tables["medials"][_MEDIALS[medial]],
        tables["finals"].get(_FINALS[final], [""]),
    )
    return {"".join(part) for part in product(*parts)} - {""}


@cache
def _tables() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "spellings.yaml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _lists() -> tuple[list[str], list[str]]:
    text = (Path(__file__).parent / "names_ko.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return lines[0], lines[1]
