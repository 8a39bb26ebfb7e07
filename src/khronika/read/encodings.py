"""Turn bytes into text whatever their encoding, declared rightly, wrongly or not at all.

>>> decode("보위부에 체포된 사람들이 있다".encode("cp949"))
'보위부에 체포된 사람들이 있다'
>>> decode("他们在图们被警察抓了，后来没有消息".encode("gb18030"))
'他们在图们被警察抓了，后来没有消息'
"""

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Web pages name a subset and mean its superset (WHATWG Encoding Standard, "names and labels").
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-cn": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
_GUESSES = ("cp949", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252", "cp1251", "shift_jis")
# The characters that make up about half of running Chinese text, in both scripts.
_COMMON_HAN = frozenset(
    "的一是了不在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着下自之"
    "年过過发發后後作里裡用道行所然家种種事成方多经經么去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些"
    "主样樣理心她本前开開但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業"
    "外将將两兩高间間由问問很最重并物手应應战戰向头頭文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内"
    "警察被捕朝鲜鮮难難遣返拘留判刑市省县縣名女男家属屬"
)
# Particles, endings and words that any Korean page is full of.
_COMMON_HANGUL = frozenset(
    "이다는에의가을를은로고서하지도한기사자시리나정인대해일어부수들했보것그라아있여오과구상제만전스소장조주게원으까적동"
    "국성북탈민명체포중구금송환당국경찰안관계연행년월일말된되었였습니음요며면와니및또등"
)


def decode(raw: bytes) -> str:
    """Return the text of some bytes; what cannot be decoded becomes U+FFFD, never an error.

    Text that was encoded twice is brought back.

    >>> decode("보위부에 체포됐다".encode().decode("latin-1").encode())
    '보위부에 체포됐다'
    """
    return once(_decode(raw))


def once(text: str) -> str:
    """Undo a second encoding: bytes of another encoding that were taken for Western letters.

    >>> once("â€œThey came at nightâ€\x9d, she said"), once("café, naïve, 50 £")
    ('“They came at night”, she said', 'café, naïve, 50 £')
    >>> once("被带走".encode("gb18030").decode("latin-1") * 9)[:3]
    '被带走'
    """
    suspects = _WESTERN.findall(text)
    if len(suspects) < 4 or _FAR.search(text):
        return text
    raw = b"".join(_byte(char) for char in text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if len(suspects) < len(text.replace(" ", "")) / 3:
        return text  # a Western text with accents, not one whose every letter is a stray byte
    other = _best_guess(raw)
    return other if _likeness(other) > 0.4 else text


_WESTERN = re.compile(
    "[\x80-\xff\u20ac\u201a\u0192\u201e-\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018-\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
# Letters that no Western encoding has: a text with these was decoded rightly.
_FAR = re.compile("[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufaff]")


def _byte(char: str) -> bytes:
    """Return the byte that a character of a Western encoding stood for; others as they are in UTF-8."""
    for name in ("cp1252", "latin-1", "utf-8"):
        try:
            return char.encode(name)
        except UnicodeEncodeError:
            continue
    return b"?"


def _decode(raw: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    for guess in (_utf16_name(raw), "utf-8", _declared(raw)):
        text = _try(raw, guess) if guess else None
        if text is not None:
            return text
    return _best_guess(raw)


def decode_as(raw: bytes, label: str | None) -> str:
    """Return the text of bytes that came with the name of an encoding; a wrong name does no harm."""
    name = _SUPERSETS.get((label or "").lower(), label)
    text = _try(raw, name) if name else None
    return decode(raw) if text is None else text


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:4096])
    if not found:
        return None
    name = found.group(1).decode("ascii", "ignore").lower()
    return _SUPERSETS.get(name, name)


def _try(raw: bytes, name: str) -> str | None:
    try:
        text = raw.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None
    return text


def _utf16_name(raw: bytes) -> str | None:
    sample = raw[:2000]
    if sample[1::2].count(0) > len(sample) // 5:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > len(sample) // 5 else None


def _best_guess(raw: bytes) -> str:
    """Decode with each candidate and keep the text that reads most like a language."""
    sample = raw[:20_000]
    if _is_western(raw):
        return raw.decode("cp1252", "replace")
    best = max(_GUESSES, key=lambda name: _likeness(sample.decode(name, "replace")))
    return raw.decode(best, "replace")


def _is_western(raw: bytes) -> bool:
    """Say whether bytes are Latin letters with a few accents: each stands alone, between letters of ASCII."""
    high = len(re.findall(rb"[\x80-\xff]", raw))
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", raw))
    return alone > 0.8 * high and high < len(raw) / 5


def _likeness(text: str) -> float:
    sample = [c for c in text if ord(c) > 127]
    if not sample:
        return 0.0
    good = sum(_weight(c) for c in sample)
    return good / len(sample)


def _weight(char: str) -> float:
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char < "\xa0":
        return -3.0
    if char in _COMMON_HANGUL or char in _COMMON_HAN:
        return 1.0
    if "가" <= char <= "힣":
        return 0.3
    if "一" <= char <= "鿿" or char in "，。、；：？！“”‘’「」《》（）…—·　":
        return 0.35
    return 0.3 if char in "éèàüöäñçâêîôûëïœ–" or "а" <= char <= "я" else -0.5
