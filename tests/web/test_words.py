"""Every string of the desk can be said in Korean and in Chinese."""

import ast
import gettext
import re
from pathlib import Path

import pytest

import khronika.web
from khronika.vocabularies import terms

WEB = Path(khronika.web.__file__).parent
LANGUAGES = ("ko", "zh_Hans")


def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", WEB / "locale", languages=[language])


def _written(language: str) -> dict[str, str]:
    """Read the catalogue as it is written, to see that the compiled one is not behind."""
    entry = re.compile(r'^msgid (".*")\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? (".*")$', re.M)
    text = (WEB / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    return {ast.literal_eval(a): ast.literal_eval(b) for a, b in entry.findall(text) if a != '""'}


def _used() -> set[str]:
    found: set[str] = set()
    for path in WEB.rglob("*.html"):
        found |= {
            a or b for a, b in re.findall(r"""\{% trans (?:"([^"]+)"|'([^']+)') %\}""", path.read_text())
        }
    for path in WEB.rglob("*.py"):
        found |= set(re.findall(r"""\b(?:_|gettext)\(\s*"([^"]+)"\s*\)""", path.read_text()))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_left_in_english(language):
    written = _written(language)
    assert len(written) > 300
    assert not [key for key, value in written.items() if not value]
    assert sorted(_used() - set(written)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive(language):
    for key, value in _written(language).items():
        for pattern in (r"%\(\w+\)s", r"\{\w+\}"):
            assert set(re.findall(pattern, value)) <= set(re.findall(pattern, key)) | {"%(n)s"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    compiled = _translations(language)
    for key, value in _written(language).items():
        if key in {"yes", "no"}:
            assert compiled.pgettext("answer", key) == value
        else:
            assert value in {compiled.gettext(key), compiled.ngettext(key, key, 1)}, key


@pytest.mark.parametrize(
    "vocabulary", ["acts", "actors", "sexes", "source_kinds", "specificity", "roles", "verdicts"]
)
def test_every_word_of_the_lists_is_marked(vocabulary):
    from khronika.web.words import TERM_LABELS

    assert {term.label for term in terms(vocabulary)} <= set(TERM_LABELS)


def test_every_deed_that_the_desk_notes_has_its_words():
    from khronika.web.words import DEEDS

    casebook, noted = WEB.parent / "casebook", set()
    for path in (*casebook.rglob("*.py"), *WEB.rglob("*.py")):
        noted |= set(re.findall(r'''\bdid="([^"]+)"''', path.read_text()))
    assert noted - {"received"} <= set(DEEDS)


def test_errors_and_pages_speak_the_readers_language(as_role):
    client = as_role("coder")
    client.cookies["khronika_language"] = "ko"
    assert "귀하의 역할로는 할 수 없습니다." in client.get("/members").content.decode()
    page = client.get("/reports/r-0001").content.decode()
    assert "체포" in page
    assert "2024-01-21" in page
