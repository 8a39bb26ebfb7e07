"""How alike two written names are, across scripts and romanisations.

Every name becomes the set of names in Hangul and the set of readings in Pinyin that it can stand for. Two
names that share one are the same to the ear; whether they are one person, other values have to say.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from khronika.link.persons import hangul, hanzi

ALIASES = re.compile(r"\s*(?:[;|]|\ba\.?k\.?a\.?\b|又名|일명)\s*", re.IGNORECASE)
NEAR = 0.92  # Jaro–Winkler of the Latin letters: a slip of the pen


class Alike(IntEnum):
    """How alike two names are, from nothing to the same signs."""

    OTHER = 0
    NEAR = 1
    CROSS = 2  # a Chinese reading of one can be a Korean reading of the other
    SOUND = 3
    WRITING = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its native writing if it has one, what it can stand for in Hangul and Pinyin, its letters."""

    native: str
    korean: frozenset[str]
    chinese: frozenset[str]
    letters: str


@lru_cache(maxsize=200_000)
def read_name(text: str) -> Name:
    """Read one name in Hangul, Chinese characters or Latin letters.

    >>> sorted(read_name("朴正雄").korean), read_name("박 정 웅").native
    (['박정웅'], '박정웅')
    """
    tidy = unicodedata.normalize("NFKC", text).strip()
    bare = re.sub(r"[\s·・,.-]", "", tidy)
    if hangul.is_hangul(bare):
        return Name(bare, frozenset({hangul.folded(bare)}), frozenset(), "")
    if hanzi.is_hanzi(bare):
        return Name(hanzi.simplified(bare), hanzi.in_hangul(bare), hanzi.in_pinyin(bare), "")
    surname, comma, given = tidy.partition(",")
    words = [hangul.plain(w) for w in re.split(r"[\s\-‐-–]+", f"{surname} {given}" if comma else tidy)]
    words = [w for w in words if w]
    if not words:
        return Name("", frozenset(), frozenset(), "")
    return Name("", hangul.readings(words), hanzi.pinyin_readings(words), " ".join(sorted(words)))


def alike(one: str, other: str) -> Alike:
    """Return how alike two cells of names are; a cell may hold several, parted by ; or |.

    >>> alike("김정은", "Kim Jong-un").name, alike("Piao Zhengxiong", "박정웅").name
    ('SOUND', 'CROSS')
    """
    best = Alike.OTHER
    for left in all_names(one):
        for right in all_names(other):
            best = max(best, _alike(read_name(left), read_name(right)))
    return best


def all_names(cell: str) -> list[str]:
    """Return the names in a cell."""
    return [name for name in ALIASES.split(cell or "") if name.strip()]


def keys_of(cell: str) -> list[str]:
    """Return keys under which a cell's names are found: names that share one are worth comparing."""
    found: set[str] = set()
    for written in all_names(cell):
        name = read_name(written)
        found |= {f"k{k}" for k in name.korean} | {f"z{z}" for z in name.chinese}
        if name.chinese and not name.native:
            for reading in name.chinese:
                found |= {f"k{k}" for k in hanzi.hangul_of_pinyin(reading)}
        if name.letters:
            found.add(f"l{name.letters}")
        if name.native:
            found.add(f"n{name.native}")
    return sorted(found)


def _alike(one: Name, other: Name) -> Alike:
    if one.native and one.native == other.native:
        return Alike.WRITING
    if one.letters and one.letters == other.letters:
        return Alike.WRITING
    if one.korean & other.korean or one.chinese & other.chinese:
        return Alike.SOUND
    if _crosses(one, other) or _crosses(other, one):
        return Alike.CROSS
    if one.letters and other.letters:
        from rapidfuzz.distance import JaroWinkler

        if JaroWinkler.similarity(one.letters, other.letters) >= NEAR:
            return Alike.NEAR
    return Alike.OTHER


def _crosses(one: Name, other: Name) -> bool:
    """Say whether a Chinese reading of one can be a Korean name of the other."""
    if not one.chinese or not other.korean or one.native:
        return False
    return any(hanzi.hangul_of_pinyin(reading) & other.korean for reading in one.chinese)
