"""Chinese characters in Hangul (as Koreans read them), in Pinyin and in Wade–Giles.

朴正雄 is Piao Zhengxiong on a Chinese list and 박정웅, Pak Jong Ung, on a Korean one.

>>> "박정웅" in in_hangul("朴正雄"), "piao zheng xiong" in in_pinyin("朴正雄")
(True, True)
>>> wade_giles("zhang"), wade_giles("xue"), wade_giles("qiang")
('chang', 'hsueh', 'chiang')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from khronika.errors import PersonsUnavailableError
from khronika.link.persons.hangul import folded, name_syllables, surnames

MOST_READINGS = 300
# Initials of Pinyin in Wade–Giles, apostrophes dropped as in plain text.
_INITIALS = {
    "zh": "ch", "ch": "ch", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch", "q": "ch",
    "x": "hs", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_FINALS = {
    "ong": "ung",
    "iong": "iung",
    "ian": "ien",
    "ie": "ieh",
    "ue": "ueh",
    "ve": "ueh",
    "yan": "yen",
    "ye": "yeh",
}
_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu",
    "yi": "i", "you": "yu", "yong": "yung", "yan": "yen", "ye": "yeh", "yue": "yueh", "er": "erh",
    "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "gui": "kuei", "kui": "kuei", "guo": "kuo", "kuo": "kuo",
}  # fmt: skip


def is_hanzi(text: str) -> bool:
    """Say whether all of a text are Chinese characters."""
    return bool(text) and all("㐀" <= sign <= "鿿" for sign in text)


def simplified(text: str) -> str:
    """Return a text in simplified characters."""
    return str(_converter("t2s").convert(text))


def in_hangul(hanzi: str) -> frozenset[str]:
    """Return the names in Hangul, folded, as which characters can be read."""
    return _products([_hangul_of(sign) for sign in hanzi], "")


def in_pinyin(hanzi: str) -> frozenset[str]:
    """Return the readings in Pinyin without tones, a space between syllables."""
    return _products([_pinyin_of(sign) for sign in hanzi], " ")


def pinyin_readings(latin: Sequence[str]) -> frozenset[str]:
    """Return the readings in Pinyin that a name in Latin words may stand for, surname first or last.

    >>> "zhang jian guo" in pinyin_readings(["chang", "chien", "kuo"])
    True
    """
    found: set[str] = set()
    if len(latin) > 1:
        for surname, given in ((latin[0], latin[1:]), (latin[-1], latin[:-1])):
            first = _spellings().get(surname, ())
            rest = [_words(word) for word in given]
            if first and all(rest):
                for parts in product(first, *rest):
                    joined = " ".join(parts)
                    if 2 <= joined.count(" ") + 1 <= 3:
                        found.add(joined)
                    if len(found) >= MOST_READINGS:
                        break
    return frozenset(found)


def hangul_of_pinyin(reading: str) -> frozenset[str]:
    """Return the Korean names, folded, that characters of this reading can have; common syllables only."""
    surname, *given = reading.split(" ")
    known = {folded(s) for s in surnames()}
    choices = [sorted(_sounds().get(surname, frozenset()) & known)]
    choices += [sorted(_sounds().get(part, frozenset()) & name_syllables()) for part in given]
    return _products(choices, "")


def wade_giles(pinyin: str) -> str:
    """Return a syllable of Pinyin in Wade–Giles, without apostrophes and dots."""
    if pinyin in _WHOLE:
        return _WHOLE[pinyin]
    for length in (2, 1):
        if pinyin[:length] in _INITIALS:
            final = pinyin[length:]
            final = _FINALS.get(final, final)
            if final == "uo" and pinyin[:length] not in {"g", "k", "h", "sh"}:
                final = "o"
            return _INITIALS[pinyin[:length]] + final
    for ending in ("ong", "ian", "ie", "ue", "ve"):
        if pinyin.endswith(ending):
            return pinyin[: -len(ending)] + _FINALS[ending]
    return pinyin[:-2] + "o" if pinyin.endswith("uo") and pinyin[0] in "ln" else pinyin


@cache
def _words(word: str) -> tuple[str, ...]:
    """Return how one word parts into one or two syllables, in Pinyin."""
    table = _spellings()
    whole = list(table.get(word, ()))
    for at in range(1, len(word)):
        whole += [f"{a} {b}" for a in table.get(word[:at], ()) for b in table.get(word[at:], ())]
    return tuple(dict.fromkeys(whole))


def _products(choices: Sequence[Sequence[str]], between: str) -> frozenset[str]:
    if not choices or not all(choices):
        return frozenset()
    found: set[str] = set()
    for parts in product(*choices):
        found.add(between.join(parts))
        if len(found) >= MOST_READINGS:
            break
    return frozenset(found)


@cache
def _hangul_table() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in (Path(__file__).parent / "hanja.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            reading, signs = line.split(" ")
            for sign in signs:
                found[sign].append(reading)
    return {sign: tuple(dict.fromkeys(map(folded, told))) for sign, told in found.items()}


@cache
def _hangul_of(sign: str) -> tuple[str, ...]:
    table = _hangul_table()
    forms = (sign, _converter("s2t").convert(sign), _converter("t2s").convert(sign))
    return tuple(dict.fromkeys(reading for form in forms for reading in table.get(form, ())))


@cache
def _pinyin_of(sign: str) -> tuple[str, ...]:
    try:
        from pypinyin import Style, pinyin
    except ImportError as error:
        raise PersonsUnavailableError from error
    told = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in told[0])) if told else ()


@cache
def _sounds() -> Mapping[str, frozenset[str]]:
    """Return, for each syllable of Pinyin, the Hangul of the characters that sound so."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for sign, readings in _hangul_table().items():
        for sound in _pinyin_of(sign):
            found[sound] |= set(readings)
    return {sound: frozenset(readings) for sound, readings in found.items()}


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Return, for each spelling in Pinyin or Wade–Giles, the syllables of Pinyin."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for sound in _sounds():
        for spelling in {sound, sound.replace("v", "u"), sound.replace("v", "yu"), wade_giles(sound)}:
            found[spelling.replace("v", "u")].add(sound)
    return {spelling: tuple(sorted(sounds)) for spelling, sounds in found.items()}


@cache
def _converter(way: str) -> Any:
    import opencc

    return opencc.OpenCC(way)
