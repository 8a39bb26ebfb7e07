"""Read credits: who wrote, translated and edited, and from which outlet a report was taken.

>>> credits_in(["Jeong Yon Park for RFA's Korean Service. Translated by Leejin Jun."]).translators
('Leejin Jun',)
>>> credits_in(["北岸观察    2024年3月25日    记者 闻小渡"]).authors
('闻小渡',)
>>> credits_in(["블라디보스토크/민들레 객원기자, 단비 기자 danbi@deul.example"]).authors
('민들레', '단비')
>>> origin_in("This report was first published by Northgate Dispatch on March 20, 2024.")
'Northgate Dispatch'
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from khronika.read.printed_dates import without_dates

LONGEST_CREDIT = 400

_WORD = r"(?:[A-ZÀ-ÞŁŚŽ][\w'’-]+|[A-Z]\.?)"
_NOT_STAFF = r"(?!\w| (?:staff|desk|team|correspondents?|reporters?|newsroom)\b)"
_LATIN_NAME = rf"{_WORD}(?: (?:(?:de|da|del|la|van|von|der|al|bin|ben|el) )?{_WORD}){{0,4}}+{_NOT_STAFF}"
_PLACED = rf"{_LATIN_NAME}(?: in {_WORD})?"
_LATIN = rf"{_PLACED}(?:(?:,? and |, | & ){_PLACED})*"
_STOP = (
    r"(?=$|\s·|[\s,，、/／()（）_|｜:：;；。.】〕\]］〉]"
    r"|报道|報導|報道|发自|發自|专电|專電|编辑|編輯|翻译|综合)"
)
_HAN = rf"[一-鿿][一-鿿·]{{1,11}}?{_STOP}(?:(?:[、，,]\s?[一-鿿]{{2,4}}|　[一-鿿]{{2,3}}(?=$|　)){_STOP})*"
_HANGUL = r"[가-힣]{2,6}(?:\s?[,·、]\s?[가-힣]{2,4}(?!\s*[:：|｜]))*"
# A foreign name in Hangul has a gap in it; only what is labelled outright is read as one.
_FOREIGN = r"[가-힣]{2,6} [가-힣]{2,6}(?: [가-힣]{2,6})?(?=\s*(?:$|[|/,()]|지음|씀|옮김|번역))"
_NAME = f"(?:{_LATIN}|{_HAN}|{_FOREIGN}|{_HANGUL})"
_ORIGIN = (
    r"(?:[《〈“\"「『]([^》〉”\"」』]{2,40})[》〉”\"」』]|"
    rf"((?:the |The )?{_WORD}(?: (?:(?:of|and|&|for) )?{_WORD}){{0,5}}|[一-鿿]{{2,12}}|[가-힣]{{2,12}}))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """Names as written, each once, in the order of the page."""

    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@cache
def words() -> dict[str, Any]:
    """The list of words in bylines.yaml."""
    text = files(__package__).joinpath("bylines.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def credits_in(lines: Iterable[str]) -> Credits:
    """Return the names that short lines credit. Longer lines are prose and are passed over."""
    found: dict[str, list[str]] = {"authors": [], "translators": [], "editors": []}
    for line in lines:
        if len(line) > LONGEST_CREDIT:
            continue
        for role, _, names in sorted(_credits(without_dates(line)), key=lambda c: c[1]):
            found[role] += [name for name in names if name not in found[role]]
    authors = [n for n in found["authors"] if n not in found["translators"] + found["editors"]]
    return Credits(
        authors=tuple(authors), translators=tuple(found["translators"]), editors=tuple(found["editors"])
    )


def is_credit(line: str) -> bool:
    """Say whether a line is nothing but a credit: few words stand outside it."""
    if len(line) > LONGEST_CREDIT:
        return False
    if len(line) < 90 and _starts_as_credit().match(line):
        return True
    covered = sum(end - start for _, start, end in _spans(line))
    return covered > 0.6 * len(re.sub(r"\s+", " ", line))


def credits_in_prose(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph that open with a credit: "Compiled by … from nineteen letters."

    >>> credits_in_prose("Told at her own table. Taken down by Prudence Yi-Kowalczyk. Names are hers.")
    ['Taken down by Prudence Yi-Kowalczyk']
    """
    return [found.group(0) for found in _sentence_credit().finditer(paragraph)]


@cache
def _sentence_credit() -> re.Pattern[str]:
    labels = [
        label
        for role in ("authors", "translators", "editors")
        for label in words()[role]["before"]
        if label.endswith("by") and label != "by" and label[0].isascii() and label[0].isalpha()
    ]
    forms = "|".join(label[0].upper() + label[1:] for label in sorted(labels, key=len, reverse=True))
    return re.compile(
        rf"(?:(?<=^)|(?<=[.;!?)] ))(?:{forms}) {_WORD}(?: (?:and )?{_WORD}){{1,6}}+{_NOT_STAFF}"
    )


def is_signed(line: str) -> bool:
    """Say whether a line below a text signs it: little but a credit, or a reporter with an address.

    >>> is_signed("너른들신문 하늘샘 기자 haneul@field.example"), is_signed("By Hal Brook: A river of elders")
    (True, False)
    """
    if is_credit(line):
        return not re.match(r"(?i:by) [^:]{3,40}: ", line)
    if re.search(r"责任编辑|責任編輯|责编|責編", line) and len(line) < 80:
        return True
    reporter = re.search(
        r"[가-힣]{2,4}\s?(?:객원|선임|전문|인턴)?\s?(?:기자|특파원)(?=$|\W*$|\s*[|/,·=\]]|\s*\S+@)", line
    )
    return (
        bool(reporter)
        and (len(line) < 50 or (len(line) < 120 and "@" in line))
        and not re.search(r"[.다]$", line)
    )


def origin_in(line: str) -> str | None:
    """Return the outlet from which a line says that the report was taken."""
    if original := re.match(r"([^\s/|][^/|]{1,28}?)\s+(?:원문|原文)(?=\s*(?:$|[/|]))", line):
        return _clean_outlet(original.group(1))
    if introduced := _introduced_form().search(line):
        return _clean_outlet(introduced.group(1))
    found = _origin_form().search(line) or _told_by_form().search(line)
    if not found or not _carried_form().search(line):
        plain = _source_label().search(line)
        return _clean_outlet(plain.group(1) or plain.group(2)) if plain else None
    return _clean_outlet(found.group(1) or found.group(2))


def _clean_outlet(name: str) -> str:
    bare = re.sub(r"\s+(?:on|in|and|as)$|(?:的|，|,|\.)+$", "", name.strip(" .,;"))
    return re.sub(r"^the (?=[A-Z])", "", bare)


def _credits(line: str) -> list[tuple[str, int, list[str]]]:
    return [
        (role, start, _people(line[start:end]))
        for role, start, end in _spans(line, names_only=True)
        if role != "others"
    ]


def _spans(line: str, *, names_only: bool = False) -> list[tuple[str, int, int]]:
    spans, taken = [], [False] * (len(line) + 1)
    for role in ("others", "translators", "editors", "authors"):
        for form in _forms(role):
            for match in form.finditer(line):
                start, end = match.span("name") if names_only else match.span()
                if not any(taken[match.start("name") : match.end("name")]):
                    taken[match.start("name") : match.end("name")] = [True] * (
                        match.end("name") - match.start("name")
                    )
                    spans.append((role, start, end))
    return spans


def _not_before() -> str:
    """Return what keeps "powered by" and "photos by" from being bylines."""
    return "".join(rf"(?<!{word} )(?<!{word.capitalize()} )" for word in words()["not_before_names"].split())


@cache
def _forms(role: str) -> list[re.Pattern[str]]:
    rows = words()[role]
    before = "|".join(sorted(rows["before"], key=len, reverse=True))
    forms = [re.compile(rf"(?<!\w){_not_before()}(?i:{before})\s*[:：]?\s*(?P<name>{_NAME})")]
    if rows["after"]:
        after = "|".join(sorted(rows["after"], key=len, reverse=True))
        forms.append(
            re.compile(
                rf"(?P<name>(?:{_FOREIGN}|{_HANGUL}|(?<![一-鿿])[一-鿿]{{2,4}}))\s?(?:{after})(?![가-힣一-鿿])"
            )
        )
    if role == "authors":
        forms.append(re.compile(rf"^(?P<name>{_WORD} {_LATIN_NAME}) for (?:the )?{_WORD}"))
    return forms


def _people(text: str) -> list[str]:
    parts = re.split(r",? and |, | & |[、，　]|(?<=[가-힣])\s?[·,]\s?", text)
    parts = [re.sub(r" in [A-Z]\w+$", "", part) for part in parts]
    return [name for part in parts if (name := _person(part))]


def _person(name: str) -> str | None:
    name = re.sub(r"['’]s$", "", name.strip(" .,;·"))
    tokens = re.split(r"\s+", name)
    if not name.isascii():
        # "조사팀 여름별": the desk stands before the person.
        while len(tokens) > 1 and _not_a_person().fullmatch(tokens[0]):
            tokens = tokens[1:]
        while len(tokens) > 1 and tokens[-1] in words()["authors"]["after"]:
            tokens = tokens[:-1]
        name = " ".join(tokens)
    if len(name) < 2 or any(_not_a_person().fullmatch(token) for token in tokens):
        return None
    if len(tokens) == 1 and name.isascii() and name.isupper():
        return None
    # "Noy S." keeps its full stop: it is part of the name as written.
    return name + "." if re.search(r" [A-Z]$", name) else name


def names_in_byline(line: str) -> tuple[str, ...]:
    """Return the names of a line that the page marks as its byline, where no word says who they are.

    >>> names_in_byline("Marta Ekwueme in Shenyang and Jin Aozora in Seoul"), names_in_byline("迟暮")
    (('Marta Ekwueme', 'Jin Aozora'), ('迟暮',))
    >>> names_in_byline("Our correspondent in Hoeryong")
    ()
    """
    bare = re.sub(r"\S+@\S+", " ", without_dates(line))
    bare = re.sub(r"^\s*(?:by|글|文|撰文|작성자)\s*[:：|/]?\s+", "", bare, flags=re.IGNORECASE)
    names: list[str] = []
    for piece in re.split(r"\s·\s|[|｜/—–;()（）\u2003\u3000]|\s{2,}", bare):
        for part in re.split(r",? and |, | & |[、，]", piece):
            told = re.sub(
                r"\s+(?:in|from|for|at) [A-Z][\w' -]*$|\s*(?:기자|특파원|记者|記者)$", "", part
            ).strip(" .,:")
            if could_be_person(told):
                names.append(_person(told) or told)
            elif names and told:
                return tuple(names)  # what follows a name is the outlet or a place
    return tuple(names)


def could_be_person(text: str) -> bool:
    """Say whether a text may be a person's name and nothing else; an outlet's has words of its own.

    >>> could_be_person("Ludmila Ashgrove"), could_be_person("Caspian Gazette"), could_be_person("纪远")
    (True, False, True)
    """
    form = (
        rf"{_WORD}(?: (?:(?:de|da|del|la|van|von|der|al|bin|ben|el) )?{_WORD}){{1,3}}"
        r"|[가-힣]{2,4}|[一-鿿]{2,4}|[一-鿿]{2,6}·[一-鿿·]{1,8}"
    )
    if not re.fullmatch(form, text) or text.isupper() or _person(text) is None:
        return False
    if re.search(rf"(?:{words()['organisations']})$", text) or re.fullmatch(
        words()["genres"], text, re.IGNORECASE
    ):
        return False
    return not set(text.lower().replace("-", " ").split()) & _outlet_words()


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(words()["outlet_words"].split())


def name_with_role(line: str) -> str | None:
    """Return a name that stands alone with what its bearer does.

    >>> name_with_role("가을빛 | 르포작가"), name_with_role("북방시보")
    ('가을빛', None)
    """
    found = _role_form().fullmatch(line.strip())
    return found.group(1) if found and names_in_byline(found.group(1)) else None


@cache
def _role_form() -> re.Pattern[str]:
    return re.compile(
        rf"([가-힣]{{2,4}}|[一-鿿]{{2,4}})\s*[|｜/·,(（]?\s*(?:[가-힣一-鿿]{{1,8}}\s)?(?:{words()['roles']})[)）]?"
    )


def without_credits(line: str) -> str:
    """Return a line with its credits cut out.

    >>> without_credits("갈매기일보 사회부 물결 기자 / 2023-06-09")
    '갈매기일보 사회부  / 2023-06-09'
    """
    for _, start, end in sorted(_spans(line), key=lambda span: -span[1]):
        line = line[:start] + line[end:]
    return line


def is_notice(line: str) -> bool:
    """Say whether a line does nothing but tell from where a report was taken over.

    >>> is_notice("Posted on March 22, 2024. This report was first published by Daily Ferry.")
    True
    """
    return len(line) < 260 and bool(_notice_form().match(line)) and origin_in(line) is not None


@cache
def _notice_form() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{words()['notices']})", re.IGNORECASE)


def is_carried(line: str) -> bool:
    """Say whether a line tells that the report was taken over from elsewhere."""
    return bool(
        _carried_form().search(line)
        or re.search(r"\s원문\s*(?:$|[/|])", line)
        or _introduced_form().search(line)
    )


@cache
def _starts_as_credit() -> re.Pattern[str]:
    labels = [w for role in ("authors", "translators", "editors") for w in words()[role]["before"]]
    latin = [label for label in labels if label[0].isascii() and " " in label]
    return re.compile(rf"(?:{'|'.join(sorted(latin, key=len, reverse=True))})\b", re.IGNORECASE)


@cache
def _not_a_person() -> re.Pattern[str]:
    return re.compile(words()["not_people"], re.IGNORECASE)


@cache
def _origin_form() -> re.Pattern[str]:
    before = "|".join(sorted(words()["origins"]["before"], key=len, reverse=True))
    kinds = words()["origins"]["kinds"]
    return re.compile(rf"(?i:{before})\s*[:：]?\s*(?:{kinds})?\s*{_ORIGIN}")


@cache
def _introduced_form() -> re.Pattern[str]:
    """The words that introduce a quoted report: "From Neman Courier (15 September; by …):"."""
    return re.compile(
        rf"(?:^|[.!?] )From (?:the )?({_WORD}(?: (?:(?:of|and|&|for) )?{_WORD}){{0,5}}) \([^()]{{4,120}}\):$"
    )


@cache
def _told_by_form() -> re.Pattern[str]:
    return re.compile(
        r"[“《「『]([^”》」』]{2,20})[”》」』](?P<rest>)"
        r"(?=[^“《「『.。]{0,24}?"
        r"(?:发表|發表|刊登|刊出|发布|發布|에 실린|에 실렸던|에 게재된|이 보도|에서 보도))()"
    )


@cache
def _source_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:source:|来源\s*[:：/／]|來源\s*[:：/／]|출처\s*[:：/|])\s*(?:{words()['origins']['kinds']})?\s*{_ORIGIN}"
    )


@cache
def _carried_form() -> re.Pattern[str]:
    return re.compile(words()["origins"]["carried"], re.IGNORECASE)
