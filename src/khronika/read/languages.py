"""Tell the language of a report: by its script first, by word statistics where scripts are shared.

>>> [language_of(t) for t in ("보위부에 붙잡힌 사람들", "图们被抓的人", "They were held there.")]
['ko', 'zh', 'en']
"""

import re
import unicodedata


def language_of(text: str) -> str | None:
    """Return an ISO 639-1 code, or None where there is nothing to tell it by."""
    sample = text[:20_000]
    hangul = len(re.findall(r"[가-힣]", sample))
    kana = len(re.findall(r"[ぁ-ヿ]", sample))
    han = len(re.findall(r"[㐀-鿿]", sample))
    letters = sum(unicodedata.category(c)[0] == "L" for c in sample)
    if not letters:
        return None
    if hangul > letters * 0.2:
        return "ko"
    if kana > letters * 0.1:
        return "ja"
    if han > letters * 0.2:
        return "zh"
    return _by_words(sample)


def language_of_paragraph(paragraph: str, lang: str | None) -> str | None:
    """Return the language of a paragraph of a report; one too short to tell it by has the report's.

    >>> language_of_paragraph("이웃은 그렇게 말했다.", "en"), language_of_paragraph("Onsong, Tumen", "ko")
    ('ko', 'ko')
    """
    if not paragraph.isascii() or len(paragraph) > 160:
        return language_of(paragraph) or lang
    return "en" if _is_english(paragraph) else lang


# The words that make up a quarter of any English text; few stand in other languages.
_ENGLISH = frozenset(
    "the a an and of to in was were is are that which who with on by for from at as had has have been not "
    "his her their they he she it this after before said".split()
)


def _is_english(sample: str) -> bool:
    words = re.findall(r"[a-z]+", sample.lower())
    return len(words) >= 8 and sum(word in _ENGLISH for word in words) > 0.25 * len(words)


def _by_words(sample: str) -> str:
    if _is_english(sample):
        return "en"
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import py3langid

        code, _ = py3langid.classify(sample)
    return str(code)
